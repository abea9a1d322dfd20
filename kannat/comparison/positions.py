"""Every position of a consultation as flat rows: what all comparisons are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from kannat.comparison.tables import Record, Rows, ask, local_name, record, texts
from kannat.model import Status
from kannat.store import Store

Named = tuple[str, str]
"""A respondent's label and the code of its type."""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One position as one of its holders has it; a joint statement's position is a row for each holder.

    Things are addresses, codes are the local names of their concepts. `counted` is false where the position was read
    from a statement that an organ has yet to decide. `notation` is None outside the codebook.
    """

    respondent: str
    respondent_label: str
    type: str
    proposal: str
    notation: str | None
    proposal_label: str
    question: str | None
    stance: str
    lean: str
    origin: str
    counted: bool
    status: str
    statement: str
    position: str
    confidence: float | None
    match_score: float | None

    def is_certain(self, minimum: float) -> bool:
        """Whether it is at least so certain, or not machine-read with a confidence at all."""
        return self.confidence is None or self.confidence >= minimum


@dataclass(frozen=True, slots=True)
class Positions(Rows):
    """The positions of one consultation, sorted by respondent, proposal, stance and statement."""

    consultation: str
    rows: tuple[PositionRow, ...]

    def records(self) -> list[Record]:
        return [record(row) for row in self.rows]


def positions(store: Store, consultation: str, language: str = "fi", min_confidence: float = 0.0) -> Positions:
    """The positions of a consultation (its address, case number or key), with names in one language.

    With `min_confidence` only those that are at least so certain; one without a confidence, as a person's reading has
    it, is always there. Raises `UnknownName` for a consultation that the store does not hold.
    """
    asked = texts(store, "respondents", consultation=consultation, language=language)
    people = {respondent: (label, local_name(kind)) for _, respondent, label, kind, *_ in asked}
    rows = position_rows(store, consultation, people, language)
    return Positions(consultation, tuple(row for row in rows if row.is_certain(min_confidence)))


def position_rows(store: Store, consultation: str, people: Mapping[str, Named], language: str) -> list[PositionRow]:
    """The positions of these respondents, sorted; `people` has the label and the type of each.

    From one flat question without names, which are looked up once for each thing and not for each position. The
    question `positions` says the same in one table and is the reference that this is tested against.
    """
    proposals = {row["proposal"]: row for row in ask(store, "proposal-names", language=language)}
    codes = _Codes()
    told = sorted(texts(store, "taken", consultation=consultation), key=_ORDER)
    return [
        _row(row, people[row[3]], proposals[row[4]], codes) for row in told if row[3] in people and row[4] in proposals
    ]


_ORDER: Final = itemgetter(3, 4, 5, 1, 0)
"""By respondent, proposal, stance, statement and position."""


def _row(values: tuple[str, ...], person: Named, about: Record, codes: _Codes) -> PositionRow:
    position, statement, status, respondent, proposal, stance, lean, origin, confidence, score = values
    return PositionRow(
        respondent=respondent,
        respondent_label=person[0],
        type=person[1],
        proposal=proposal,
        notation=about["notation"],
        proposal_label=about["proposalLabel"],
        question=about["question"],
        stance=codes[stance],
        lean=codes[lean],
        origin=codes[origin],
        counted=codes[status] != Status.PROPOSED,
        status=codes[status],
        statement=statement,
        position=position,
        confidence=float(confidence) if confidence else None,
        match_score=float(score) if score else None,
    )


class _Codes(dict[str, str]):
    """The local names of concepts, each found once."""

    def __missing__(self, address: str) -> str:
        self[address] = code = local_name(address)
        return code
