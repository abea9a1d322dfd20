"""What the networks are made of, as flat rows: who takes which side on what, cites what, mentions whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from kannat.comparison.round import the_consultation
from kannat.comparison.tables import Record, ask, local_name
from kannat.errors import UnknownName
from kannat.model import OrganisationType, Status
from kannat.store import Store


class Stand(NamedTuple):
    """One position of one of its holders; `issued` is the statement's ISO date, or empty."""

    respondent: str
    proposal: str
    lean: str
    position: str
    statement: str
    type: str
    question: str
    issued: str
    confidence: float | None


class Citation(NamedTuple):
    """One reference to a known act by one respondent of the statement."""

    act: str
    respondent: str
    statement: str
    reference: str
    type: str
    issued: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows count; what is empty or None does not choose.

    `questions` are addresses, or what an address ends with. Dates are ISO dates, both included; a statement without a
    date is in no window. `min_confidence` leaves out machine-read positions that are less certain.
    """

    types: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    @property
    def in_window(self) -> bool:
        """Whether a window of dates is chosen."""
        return self.since is not None or self.until is not None

    def takes(self, kind: str, issued: str) -> bool:
        """Whether a row of a respondent of this type, in a statement of this date, counts."""
        if self.types and kind not in self.types:
            return False
        if not self.in_window:
            return True
        return bool(issued) and (self.since or "") <= issued and (self.until is None or issued <= self.until)

    def takes_stand(self, stand: Stand) -> bool:
        """Whether a position counts."""
        if self.questions and not {stand.question, local_name(stand.question)} & set(self.questions):
            return False
        if stand.confidence is not None and stand.confidence < self.min_confidence:
            return False
        return self.takes(stand.type, stand.issued)


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name: its label, and what else a node of it tells."""

    label: str
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Stands:
    """The positions of a consultation that count, with the names of who and what they tie; `left_out` says why not."""

    rows: tuple[Stand, ...]
    respondents: dict[str, Named]
    proposals: dict[str, Named]
    left_out: tuple[tuple[str, int], ...] = ()

    def chosen(self, selection: Selection) -> Stands:
        """Those that a selection takes."""
        kept = tuple(row for row in self.rows if selection.takes_stand(row))
        undated = sum(not row.issued for row in self.rows) if selection.in_window else 0
        return Stands(kept, self.respondents, self.proposals, (*self.left_out, *_counted(undated=undated)))


@dataclass(frozen=True, slots=True)
class Citations:
    """The references of a consultation to known acts that count, with the acts' names."""

    rows: tuple[Citation, ...]
    acts: dict[str, Named]
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who mentions whom, how often; both by address, with their names."""

    rows: tuple[tuple[str, str, int], ...]
    names: dict[str, Named]


def stands(store: Store, consultation: str, language: str = "fi") -> Stands:
    """The positions of a consultation that are counted: not those of a statement that an organ has yet to decide."""
    address = the_consultation(store, consultation)
    records = ask(store, "positions", consultation=address, language=language)
    counted = [record for record in records if record["counted"]]
    rows = tuple(_stand(record) for record in counted)
    respondents = {r["respondent"]: Named(r["respondentLabel"], _type_of(r)) for r in counted}
    proposals = {r["proposal"]: Named(r["proposalLabel"], _proposal_facts(r)) for r in counted}
    return Stands(rows, respondents, proposals, _counted(undecided=len(records) - len(counted)))


def citations(store: Store, consultation: str, selection: Selection, language: str = "fi") -> Citations:
    """The references to known acts in the statements of a consultation that were not only proposed."""
    address = the_consultation(store, consultation)
    statements = {row["statement"]: row for row in ask(store, "statements", consultation=address)}
    types = _types(store, address, language)
    records = ask(store, "references", consultation=address, language=language)
    known = [r for r in records if r["act"] and local_name(statements[r["statement"]]["status"]) != Status.PROPOSED]
    rows = (_citation(record, statements[record["statement"]], types) for record in known)
    acts = {r["act"]: Named(r["actLabel"] or r["act"], _act_facts(r)) for r in known}
    kept = tuple(sorted(row for row in rows if selection.takes(row.type, row.issued)))
    return Citations(kept, acts, _counted(unknownAct=sum(not record["act"] for record in records)))


def mentions(store: Store, consultation: str, selection: Selection, language: str = "fi") -> Mentions:
    """Who mentions whom in the statements of a consultation; of the selection, the types choose who mentions."""
    address = the_consultation(store, consultation)
    types = _types(store, address, language)
    records = ask(store, "mentions", consultation=address, language=language)
    kept = [r for r in records if selection.takes(types.get(r["respondent"], OrganisationType.OTHER), "")]
    names: dict[str, Named] = {}
    for row in kept:
        names[row["actor"]] = Named(row["actorLabel"], (("generic", row["generic"]),))
    for row in kept:
        kind = types.get(row["respondent"], OrganisationType.OTHER)
        names[row["respondent"]] = Named(row["respondentLabel"], (("generic", False), ("organisationType", str(kind))))
    return Mentions(tuple(sorted((r["respondent"], r["actor"], int(r["mentions"])) for r in kept)), names)


def known_types(types: Iterable[str]) -> tuple[str, ...]:
    """The types as they stand. Raises `UnknownName` for one that the code list does not hold."""
    codes = [str(one) for one in OrganisationType]
    for one in types:
        if one not in codes:
            raise UnknownName("type of respondent", one, codes)
    return tuple(types)


def known_questions(store: Store, consultation: str, questions: Iterable[str]) -> tuple[str, ...]:
    """The questions as they stand. Raises `UnknownName` for one that the consultation does not ask."""
    asked = tuple(questions)
    if asked:
        addresses = [row["question"] for row in ask(store, "questions", consultation=consultation)]
        known = {*addresses, *map(local_name, addresses)}
        for one in asked:
            if one not in known:
                raise UnknownName("question", one, map(local_name, addresses))
    return asked


def _stand(record: Record) -> Stand:
    confidence = record["confidence"]
    return Stand(
        respondent=record["respondent"],
        proposal=record["proposal"],
        lean=local_name(record["lean"]),
        position=record["position"],
        statement=record["statement"],
        type=local_name(record["type"]),
        question=record["question"] or "",
        issued=str(record["issued"] or ""),
        confidence=None if confidence is None else float(confidence),
    )


def _type_of(record: Record) -> tuple[tuple[str, Any], ...]:
    return (("organisationType", local_name(record["type"])),)


def _proposal_facts(record: Record) -> tuple[tuple[str, Any], ...]:
    notation, question = record["notation"], record["question"]
    return (
        ("notation", notation),
        ("inCodebook", notation is not None),
        ("origin", local_name(record["origin"])),
        ("question", question),
    )


def _act_facts(record: Record) -> tuple[tuple[str, Any], ...]:
    return (("identifier", record["actIdentifier"]), ("referenceKind", local_name(record["kind"])))


def _types(store: Store, consultation: str, language: str) -> dict[str, str]:
    rows = ask(store, "respondents", consultation=consultation, language=language)
    return {row["respondent"]: local_name(row["type"]) for row in rows}


def _citation(record: Record, statement: Record, types: dict[str, str]) -> Citation:
    return Citation(
        act=record["act"],
        respondent=record["respondent"],
        statement=record["statement"],
        reference=record["reference"],
        type=types.get(record["respondent"], OrganisationType.OTHER),
        issued=str(statement["issued"] or ""),
    )


def _counted(**counts: int) -> tuple[tuple[str, int], ...]:
    return tuple((name, count) for name, count in counts.items() if count)
