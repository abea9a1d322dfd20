"""What a reviewer filled into a sheet, as decisions; every row that cannot be one is named with its column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from kannat.errors import StoreDamaged
from kannat.graph import terms as t
from kannat.graph.consultation import consultations_of
from kannat.graph.editing import StatementEditor
from kannat.graph.ontology import ontology_quads
from kannat.graph.statement import OWN
from kannat.model import Consultation, Span, Stance, Verdict, label_in
from kannat.reading.language import MIXED, language_of
from kannat.reading.targets import target_phrase
from kannat.review.applying import Orphan, located
from kannat.review.decisions import Decision
from kannat.review.importing import sha256_of
from kannat.review.sheet import AT, FILLED_IN
from kannat.store import Store

OWN_PROPOSAL: Final = "-"
"""Stands in the column of the proposal for one of the respondent's own."""

Row = Mapping[str, str]
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be taken; rows count from 1, the header being the first."""

    row: int
    column: str
    what: str

    def line(self) -> str:
        """The fault on one line."""
        return f"row {self.row}, {self.column}: {self.what}"


@dataclass(frozen=True, slots=True)
class Filled:
    """The decisions of a sheet, how many rows nobody decided on, and the rows that are at fault."""

    decisions: tuple[Decision, ...]
    undecided: int
    faults: tuple[Fault, ...]


class _Refused(Exception):
    """A cell that says nothing that can be taken."""

    def __init__(self, column: str, what: str) -> None:
        self.column = column
        self.what = what
        super().__init__(what)


def filled_in(rows: Iterable[tuple[int, Row]], store: Store, reviewer: str, day: date) -> Filled:
    """The decisions that a reviewed sheet holds; a row's own reviewer goes before the one that is given."""
    desk = _Desk(store, reviewer, day)
    decisions: list[Decision] = []
    faults: list[Fault] = []
    undecided = 0
    for number, row in rows:
        if not any(row.get(name) for name in FILLED_IN[:4]) and row.get("key"):
            undecided += 1
            continue
        try:
            decisions.append(desk.decision(row))
        except _Refused as refused:
            faults.append(Fault(number, refused.column, refused.what))
    return Filled(tuple(decisions), undecided, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Said:
    """A stored statement as its rows need it."""

    name: NamedNode
    text: str
    language: str | None
    source: NamedNode | None
    consultation: Consultation


class _Desk:
    """Turns rows into decisions, looking up each statement once."""

    def __init__(self, store: Store, reviewer: str, day: date) -> None:
        self.store = store
        self.reviewer = reviewer
        self.day = day
        self.statements: dict[str, _Said] = {}
        self.consultations: dict[NamedNode, Consultation] = {}

    def decision(self, row: Row) -> Decision:
        said = self._said(row)
        reviewer = row.get("reviewer") or self.reviewer
        verdict = _code(Verdict, row, "decision") if row.get("decision") else None
        if not row.get("key"):
            if verdict not in (None, Verdict.ADDED):
                raise _Refused("key", "is missing: copy the row from the export, or let the decision be added")
            return self._added(row, said, reviewer)
        if verdict is Verdict.ADDED:
            raise _Refused("key", "stands in a row of its own addition: clear it")
        return self._changed(row, said, reviewer, verdict)

    def _changed(self, row: Row, said: _Said, reviewer: str, verdict: Verdict | None) -> Decision:
        """A decision on a position that was found."""
        span, found_proposal, found_stance = _found(row["key"], said, self.store.names.base)
        changed = [name for name in ("new_stance", "new_proposal", "new_target") if row.get(name)]
        if verdict is Verdict.REJECTED and changed:
            raise _Refused(changed[0], "a rejected position has none: clear it, or let the decision be corrected")
        words = span.of(said.text)
        rejected = replace(
            self._begun(row, said, span, reviewer), found_stance=found_stance, found_proposal=found_proposal
        )
        if verdict is Verdict.REJECTED:
            return rejected
        if verdict is Verdict.CORRECTED and not changed:
            raise _Refused("decision", "says corrected, but no new stance, proposal or target stands in the row")
        stance = _code(Stance, row, "new_stance") if row.get("new_stance") else found_stance
        of_codebook = not found_proposal.value.startswith(self._own(said))
        current = found_proposal if of_codebook else None
        proposal = self._proposal(row, said) if row.get("new_proposal") else current
        target = row.get("new_target") or self._target(proposal, said, row.get("target", ""), words)
        same = stance == found_stance and proposal == current and not row.get("new_target")
        kind = Verdict.ACCEPTED if same else Verdict.CORRECTED
        return replace(rejected, verdict=kind, stance=stance, proposal=proposal, target=target)

    def _added(self, row: Row, said: _Said, reviewer: str) -> Decision:
        """A decision that words which nobody had marked take a position."""
        place = located(said.text, row.get("passage", ""))
        if isinstance(place, Orphan):
            raise _Refused("passage", f"{place}: give words that stand in it exactly once")
        column = "new_stance" if row.get("new_stance") else "stance"
        stance = _code(Stance, row, column)
        column = "new_proposal" if row.get("new_proposal") else "proposal"
        proposal = self._proposal(row, said, column) if row.get(column) else None
        target = row.get("new_target") or self._target(proposal, said, row.get("target", ""), place.of(said.text))
        begun = self._begun(row, said, place, reviewer)
        return replace(begun, verdict=Verdict.ADDED, stance=stance, proposal=proposal, target=target)

    def _begun(self, row: Row, said: _Said, place: Span, reviewer: str) -> Decision:
        """What every decision says; a rejection says no more."""
        words, note = place.of(said.text), row.get("note", "")
        return Decision(said.name, place, words, Verdict.REJECTED, reviewer, self.day, note=note, source=said.source)

    def _said(self, row: Row) -> _Said:
        key = row.get("statement", "")
        if key not in self.statements:
            self.statements[key] = self._looked_up(key)
        return self.statements[key]

    def _looked_up(self, key: str) -> _Said:
        if not re.fullmatch(r"[\w.+-]+", key, re.ASCII):
            raise _Refused("statement", f"{key!r} is no statement's key: copy it from the export")
        name = self.store.names.statement(key)
        quads = self.store.graph(name)
        if not quads:
            raise _Refused("statement", f"the store holds no {key}: export again, or ingest it")
        editor = StatementEditor(name, quads)
        try:
            text = self.store.texts.get(sha256_of(quads))
        except StoreDamaged as error:
            raise _Refused("statement", f"{error.what}: ingest the document again") from error
        consultation, source = editor.one(name, t.CONSULTATION_OF), editor.one(name, t.DOCUMENT_OF)
        assert isinstance(consultation, NamedNode)  # the shapes let no statement in without it
        if consultation not in self.consultations:
            described = consultations_of(self.store.graph(consultation), self.store.names)
            empty = Consultation(consultation.value.rpartition("/")[2], "", (), "", ())
            self.consultations[consultation] = described[0] if described else empty
        spoken = editor.one(name, t.LANGUAGE)
        tag = spoken.value if spoken and spoken.value != MIXED else None
        origin = source if isinstance(source, NamedNode) else None
        return _Said(name, text, tag, origin, self.consultations[consultation])

    def _own(self, said: _Said) -> str:
        return f"{self.store.names.base}proposal/{said.name.value.rpartition('/')[2]}."

    def _proposal(self, row: Row, said: _Said, column: str = "new_proposal") -> NamedNode | None:
        """The codebook's proposal that a cell names by its id or one of its names; None for one of one's own."""
        cell = row[column].strip()
        if cell == OWN_PROPOSAL:
            return None
        codebook = said.consultation.codebook
        known = {text.casefold(): p.id for p in codebook for _, text in (*p.labels, *p.alternative)}
        ids = {p.id for p in codebook}
        id_ = cell if cell in ids else known.get(cell.casefold())
        if id_ is None:
            near = get_close_matches(cell, sorted({*ids, *known}), n=2, cutoff=0.4)
            hint = f"did you mean {' or '.join(near)}?" if near else f"{OWN_PROPOSAL} stands for the respondent's own"
            raise _Refused(column, f"no proposal {cell!r} in the codebook: {hint}")
        return self.store.names.proposal(said.consultation.key, id_)

    def _target(self, proposal: NamedNode | None, said: _Said, target: str, words: str) -> str:
        """What the position is about, in words: the codebook's name, else what the sheet says, else the passage's."""
        if proposal is not None:
            local = proposal.value.rpartition("/")[2].removeprefix(f"{said.consultation.key}.")
            named = next((label_in(p.labels, "fi") for p in said.consultation.codebook if p.id == local), "")
            return named or target or local
        return target or target_phrase(words, said.language or language_of(words)) or words


def _found(key: str, said: _Said, base: str) -> tuple[Span, NamedNode, Stance]:
    """What a row's key says was found: the place, the proposal, the stance."""
    position, _, place = key.rpartition(AT)
    local = said.name.value.rpartition("/")[2]
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", place)
    name = re.fullmatch(rf"{re.escape(local)}\.(.+)\.(\w+)", position)
    if not match or not name or not int(match[1]) < int(match[2]) <= len(said.text):
        raise _Refused("key", f"{key!r} names no passage of this statement: copy it from the export")
    try:
        stance = Stance(name[2])
    except ValueError:
        raise _Refused("key", f"{key!r} names no stance: copy it from the export") from None
    own = name[1].removeprefix(f"{OWN}.")
    proposal = f"{local}.{own}" if own != name[1] else f"{said.consultation.key}.{own}"
    return Span(int(match[1]), int(match[2])), NamedNode(f"{base}proposal/{proposal}"), stance


def _code(kind: type[Code], row: Row, column: str) -> Code:
    """The code that a cell names: itself, its beginning where that is enough, or its name in any language."""
    cell = row.get(column, "").strip().casefold()
    for code in kind:
        if cell and (cell == code.casefold() or _labels().get(cell) == t.concept(code)):
            return code
    begun = [code for code in kind if cell and code.casefold().startswith(cell)]
    if len(begun) == 1 and len(cell) > 2:
        return begun[0]
    raise _Refused(column, f"{row.get(column, '')!r} is none of {', '.join(kind)}")


@cache
def _labels() -> dict[str, NamedNode]:
    """The concepts of the code lists by their names, in all languages."""
    return {
        quad.object.value.casefold(): quad.subject
        for quad in ontology_quads()
        if quad.predicate == t.PREF_LABEL and isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    }
