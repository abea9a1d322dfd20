"""Every position of a consultation as flat rows: what all comparisons are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kannat.comparison.tables import Record, Rows, ask, local_name, record
from kannat.store import Store


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
    answer = ask(store, "positions", consultation=consultation, language=language)
    rows = (_row(values) for values in answer)
    return Positions(consultation, tuple(row for row in rows if row.is_certain(min_confidence)))


def _row(values: dict[str, Any]) -> PositionRow:
    return PositionRow(
        respondent=values["respondent"],
        respondent_label=values["respondentLabel"],
        type=local_name(values["type"]),
        proposal=values["proposal"],
        notation=values["notation"],
        proposal_label=values["proposalLabel"],
        question=values["question"],
        stance=local_name(values["stance"]),
        lean=local_name(values["lean"]),
        origin=local_name(values["origin"]),
        counted=values["counted"],
        status=local_name(values["status"]),
        statement=values["statement"],
        position=values["position"],
        confidence=_number(values["confidence"]),
        match_score=_number(values["matchScore"]),
    )


def _number(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None
