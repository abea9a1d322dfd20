"""Links the positions of stored statements to an edited codebook, without reading again.

What a person said stays: only where a proposal was renamed or merged does it follow. What was read by machine is
matched anew; it stays where it is unless another proposal stands out, or its own no longer fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.editing import Change, Held, StatementEditor
from kannat.graph.literals import decimal_literal
from kannat.graph.names import HASH_LENGTH, Names
from kannat.graph.quads import canonical_nquads
from kannat.model import Consultation, Origin, Proposal, ReadingMethod
from kannat.reading.language import MIXED, language_of
from kannat.reading.proposals import CodebookMatcher
from kannat.reading.targets import target_phrase
from kannat.reading.view import even_view

_PERSON: Final = t.concept(ReadingMethod.PERSON)


class Reason(StrEnum):
    """Why a position is about another proposal now."""

    REPLACED = "replaced"
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Move:
    """One passage whose position is about another proposal now; `after` is empty for one of the respondent's own."""

    statement: NamedNode
    passage: NamedNode
    words: str
    stance: NamedNode
    before: str
    after: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Relinked:
    """A statement's graph after relinking, and what moved in it; the graph as it was where nothing did."""

    quads: tuple[Quad, ...]
    moves: tuple[Move, ...]


def codebook_state(quads: Iterable[Quad]) -> str:
    """SHA-256 of a consultation's codebook as it is now: of what its graph says of the codebook and its proposals."""
    known = list(quads)
    kinds = (t.CODEBOOK, t.PROPOSAL)
    parts = {quad.subject for quad in known if quad.predicate == t.TYPE and quad.object in kinds}
    return hashlib.sha256(canonical_nquads(quad for quad in known if quad.subject in parts)).hexdigest()


class Relinker:
    """Relinks statements of one consultation to its codebook; `state` says which state of it that is."""

    def __init__(self, consultation: Consultation, state: str, names: Names) -> None:
        self._consultation = consultation
        self._state = state
        self._names = names
        self._matcher = CodebookMatcher(consultation)
        self._live = {proposal.id: proposal for proposal in consultation.codebook}
        self._prefix = f"{names.base}proposal/{consultation.key}."

    def relinked(self, name: NamedNode, quads: Iterable[Quad]) -> Relinked:
        """A statement's graph with every position linked to the codebook as it is now.

        Idempotent: a second time moves nothing. Each moved position names what it was (`prov:wasRevisionOf`) and the
        relinking that moved it (`prov:wasInfluencedBy`).
        """
        before = tuple(quads)
        editor = StatementEditor(name, before)
        moves = [move for held in editor.held() if (move := self._relink(editor, held)) is not None]
        return Relinked(editor.quads(), tuple(moves)) if moves else Relinked(before, ())

    def _relink(self, editor: StatementEditor, held: Held) -> Move | None:
        old = self._id_of(editor, held.proposal)
        passage = _Passage.of(editor, held)
        said_by_person = any(editor.one(m, t.METHOD) == _PERSON for m in _makers(editor, held))
        link = self._link(old, passage, said_by_person)
        if link is None:
            return None
        self._move(editor, held, passage, link)
        after = link.proposal.id if link.proposal else ""
        return Move(editor.name, held.passage, held.words, held.stance, old, after, link.reason)

    def _link(self, old: str, passage: _Passage, said_by_person: bool) -> _Link | None:
        """Where a passage goes; None where it stays."""
        successors = self._consultation.successors(old) if old else ()
        if old and successors != (old,):
            return self._succeeded(successors, passage, said_by_person)
        if old and old not in self._live:
            return _Link(Reason.GONE) if said_by_person else self._matched(passage, Reason.GONE) or _Link(Reason.GONE)
        if said_by_person:
            return None
        return self._compared(old, passage) if old else self._matched(passage, Reason.MATCHED)

    def _succeeded(self, successors: tuple[str, ...], passage: _Passage, said_by_person: bool) -> _Link | None:
        """What took a proposal's place takes its passages; of several, each the one it fits."""
        if len(successors) == 1 and successors[0] in self._live:
            return _Link(Reason.REPLACED, self._live[successors[0]])
        found = self._matched(passage, Reason.REPLACED, successors)
        return found or (None if said_by_person else _Link(Reason.REPLACED))

    def _compared(self, old: str, passage: _Passage) -> _Link | None:
        """A passage keeps its proposal while that fits, and none fits clearly better."""
        ranked = self._matcher.ranked(passage.words, passage.language, passage.question)
        current = next(match for match in ranked if match.proposal.id == old)
        first, *others = ranked
        if first.proposal.id != old and self._matcher.stands_out(first, others[:1]):
            return _Link(Reason.MATCHED, first.proposal, first.score)
        return None if self._matcher.stands_out(current, ()) else _Link(Reason.UNMATCHED)

    def _matched(self, passage: _Passage, reason: Reason, among: tuple[str, ...] | None = None) -> _Link | None:
        match = self._matcher.match(passage.words, passage.language, passage.question, among)
        return _Link(reason, match.proposal, match.score) if match else None

    def _move(self, editor: StatementEditor, held: Held, passage: _Passage, link: _Link) -> None:
        activity = editor.note(
            self._names.of_statement("relinking", editor.key, self._state[:HASH_LENGTH]),
            (t.TYPE, t.RELINKING),
            (t.USED, self._names.codebook(self._consultation.key)),
            (t.CODEBOOK_STATE, Literal(self._state)),
        )
        if link.proposal is not None:
            proposal = self._names.proposal(self._consultation.key, link.proposal.id)
            origin = t.concept(link.proposal.origin)
            before = editor.one(held.position, t.MATCH_SCORE)
            kept = before if isinstance(before, Literal) else None
            score = kept if link.score is None else decimal_literal(link.score)
        else:
            origin = t.concept(Origin.RESPONDENT)
            proposal = editor.own_proposal(passage.target, origin, _makers(editor, held))
            score = None
        facts = ((t.INFLUENCED_BY, activity), (t.REVISION_OF, held.position))
        editor.move(held, Change(proposal, held.stance, origin, score, facts))

    def _id_of(self, editor: StatementEditor, proposal: NamedNode) -> str:
        """A proposal's id in the codebook; empty for one of the respondent's own."""
        local = proposal.value.removeprefix(self._prefix)
        own = proposal.value == local or proposal in editor.of_type(t.PROPOSAL)
        return "" if own else local


@dataclass(frozen=True, slots=True)
class _Link:
    """Why and to which proposal a passage goes; to one of the respondent's own where there is none.

    Without a score the passage keeps the one it had.
    """

    reason: Reason
    proposal: Proposal | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage as the matcher takes it."""

    words: str
    language: str
    question: str | None
    heading: str

    @classmethod
    def of(cls, editor: StatementEditor, held: Held) -> _Passage:
        words = " ".join(even_view(held.words).text.split())
        spoken = editor.one(editor.name, t.LANGUAGE)
        tag = spoken.value if spoken and spoken.value != MIXED else None
        answers = editor.answers_at(held.span)
        question = next((q.value for a in answers if (q := editor.one(a, t.HAS_QUESTION))), None)
        heading = next((h.value for a in answers if (h := editor.one(a, t.HEADING))), "")
        asked = question.rpartition("/")[2] if question else None
        return cls(words, tag or language_of(words), asked, heading)

    @property
    def target(self) -> str:
        """A name for what the passage is about where no proposal of the codebook is."""
        return target_phrase(self.words, self.language) or self.heading or self.words


def _makers(editor: StatementEditor, held: Held) -> list[NamedNode]:
    return [maker for maker in editor.all(held.position, t.GENERATED_BY) if isinstance(maker, NamedNode)]
