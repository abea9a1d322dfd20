"""Lets what people decided hold in a statement's graph, whatever a machine has read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.editing import Change, Held, StatementEditor
from kannat.graph.names import Names
from kannat.model import Consultation, Origin, ReadingMethod, Span, Verdict
from kannat.model.keys import name_key
from kannat.review.decisions import Decision, day_literal

Named = tuple[NamedNode, Decision]

_SURE = Literal("1", datatype=t.DECIMAL)
"""The confidence of what a person decided."""


class Orphan(StrEnum):
    """Why a decision holds no longer."""

    WORDS_GONE = "the words stand no longer in the text"
    WORDS_REPEATED = "the words stand in the text more than once"
    STATEMENT_GONE = "no statement of these respondents is stored"


@dataclass(frozen=True, slots=True)
class Applied:
    """A statement's graph in which the decisions hold; those that found no place, and those that others overruled."""

    quads: tuple[Quad, ...]
    holding: tuple[Decision, ...] = ()
    orphaned: tuple[tuple[Decision, Orphan], ...] = ()
    overruled: tuple[tuple[Decision, Decision], ...] = ()


def apply_decisions(
    name: NamedNode,
    quads: Sequence[Quad],
    text: str,
    decisions: Iterable[Named],
    consultation: Consultation | None = None,
    names: Names | None = None,
) -> Applied:
    """A statement's graph with each decision made good on the very words it was made on.

    After this call: 1. of decisions on the same the latest holds, the others are told; 2. a decision whose words are
    not found, or found more than once and not in their old place, changes nothing and is told; 3. the same decisions
    again change nothing. A proposal that the consultation's codebook replaced is followed; one that it no longer
    knows becomes the respondent's own.
    """
    holding, overruled = _latest(sorted(decisions, key=lambda pair: (pair[1].day, pair[1].reviewer)))
    applier = _Applier(StatementEditor(name, quads), consultation, names or Names())
    applier.supersede(node for node, _ in overruled)
    placed: list[Decision] = []
    orphaned: list[tuple[Decision, Orphan]] = []
    for node, decision in sorted(holding, key=lambda pair: (pair[1].span, pair[0].value)):
        place = located(text, decision.words, decision.span)
        if isinstance(place, Orphan):
            orphaned.append((decision, place))
        else:
            applier.places[node] = place
            placed.append(decision)
    for node, decision in sorted(holding, key=lambda pair: (pair[1].span, pair[0].value)):
        if node in applier.places:
            applier.apply(node, decision, text)
    ruling = {decision.subject: decision for _, decision in holding}
    return Applied(
        applier.editor.quads() if placed or overruled else tuple(quads),
        tuple(placed),
        tuple(orphaned),
        tuple((old, ruling[old.subject]) for _, old in overruled if old.outcome != ruling[old.subject].outcome),
    )


def located(text: str, words: str, place: Span | None = None) -> Span | Orphan:
    """Where words stand in a text: in their old place, else in the only one; white space may differ."""
    if place is not None and text[place.start : place.end] == words:
        return place
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [Span(*match.span()) for match in re.finditer(pattern, text)] if pattern else []
    if len(found) == 1:
        return found[0]
    return Orphan.WORDS_REPEATED if found else Orphan.WORDS_GONE


def _latest(decisions: Iterable[Named]) -> tuple[list[Named], list[Named]]:
    """The last decision on each thing, and those before it."""
    last: dict[tuple[str, ...], Named] = {}
    overruled = []
    for named in decisions:
        if (older := last.get(named[1].subject)) is not None:
            overruled.append(older)
        last[named[1].subject] = named
    return list(last.values()), overruled


class _Applier:
    """Makes decisions good, one after another."""

    def __init__(self, editor: StatementEditor, consultation: Consultation | None, names: Names) -> None:
        self.editor = editor
        self.names = names
        self.consultation = consultation
        self.superseded: set[NamedNode] = set()
        self.places: dict[NamedNode | Literal, Span] = {}
        self.done: set[tuple[NamedNode, NamedNode]] = set()

    def supersede(self, overruled: Iterable[NamedNode]) -> None:
        """Free the positions of decisions that others overruled."""
        for node in overruled:
            for held in self.editor.held():
                if node in self.editor.all(held.position, t.DECIDED_BY):
                    self.superseded.add(held.passage)
            self.editor.forget(node)

    def apply(self, node: NamedNode, decision: Decision, text: str) -> None:
        """Make one decision good in its place."""
        place = self.places[node]
        held = self._held(node, decision, place)
        if decision.verdict is Verdict.REJECTED:
            if held is not None:
                self.editor.remove(held)
            return
        change = self._change(node, decision, held)
        if held is not None and held.span == place:
            position, passage = self.editor.move(held, change), held.passage
        else:
            if held is not None:
                self.editor.remove(held)
            position, passage = (
                self.editor.add(place, place.of(text), change),
                self.editor.passage(place, place.of(text)),
            )
        self.done.add((position, passage))

    def _held(self, node: NamedNode, decision: Decision, place: Span) -> Held | None:
        """What is read at the decision's place: what follows it already, else the likest."""
        ranked = sorted(self._candidates(node, decision, place), key=lambda pair: (pair[0], pair[1].position.value))
        return ranked[0][1] if ranked else None

    def _candidates(self, node: NamedNode, decision: Decision, place: Span) -> Iterator[tuple[tuple[int, ...], Held]]:
        found = t.concept(decision.found_stance) if decision.found_stance else None
        for held in self.editor.held():
            overlap = held.span.overlap(place)
            if 2 * overlap < min(len(held.span), len(place)) or (held.position, held.passage) in self.done:
                continue
            claims = [d for d in self.editor.all(held.position, t.DECIDED_BY) if self.places.get(d) == held.span]
            follows = node in claims
            alike = (held.stance == found) + (held.proposal == decision.found_proposal)
            if decision.verdict is Verdict.REJECTED and (claims or not (alike or held.passage in self.superseded)):
                continue
            if decision.verdict is Verdict.ADDED and not follows and held.proposal != self._proposal(decision):
                continue
            yield (-follows, -(held.span == place), bool(claims), -alike, -overlap), held

    def _change(self, node: NamedNode, decision: Decision, held: Held | None) -> Change:
        assert decision.stance is not None  # only a rejected position has none
        source = self.editor.one(self.editor.name, t.DOCUMENT_OF)
        reading = self.editor.note(
            self.names.of_statement("reading", self.editor.key, name_key(decision.reviewer), decision.day.isoformat()),
            (t.TYPE, t.READING),
            (t.METHOD, t.concept(ReadingMethod.PERSON)),
            (t.READER_VERSION, Literal(decision.reviewer)),
            (t.ENDED, day_literal(decision.day)),
            *(((t.USED, source),) if source else ()),
        )
        proposal = self._proposal(decision)
        origin = self._origin(proposal)
        if proposal is None:
            proposal = self.editor.own_proposal(decision.target, origin, [reading])
        stance = t.concept(decision.stance)
        kept = self.editor.one(held.position, t.MATCH_SCORE) if held and held.proposal == proposal else None
        facts: list[tuple[NamedNode, NamedNode | Literal]] = [(t.DECIDED_BY, node), (t.GENERATED_BY, reading)]
        facts.append((t.CONFIDENCE, _SURE))
        if held is not None:
            facts.append((t.REVISION_OF, held.position))
        return Change(proposal, stance, origin, kept if isinstance(kept, Literal) else None, tuple(facts))

    def _proposal(self, decision: Decision) -> NamedNode | None:
        """The codebook's proposal as it is now; None for one of the respondent's own."""
        if decision.proposal is None or self.consultation is None:
            return decision.proposal
        prefix = f"{self.names.base}proposal/{self.consultation.key}."
        live = {proposal.id for proposal in self.consultation.codebook}
        successors = self.consultation.successors(decision.proposal.value.removeprefix(prefix))
        return NamedNode(prefix + successors[0]) if len(successors) == 1 and successors[0] in live else None

    def _origin(self, proposal: NamedNode | None) -> NamedNode:
        if proposal is not None and self.consultation is not None:
            for known in self.consultation.codebook:
                if proposal.value == f"{self.names.base}proposal/{self.consultation.key}.{known.id}":
                    return t.concept(known.origin)
        return t.concept(Origin.RESPONDENT if proposal is None else Origin.CONSULTATION)
