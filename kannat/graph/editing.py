"""Changes the positions of a statement's graph: moves a passage to another proposal or stance, adds one, removes one.

What stays is left as it is, triple by triple; what hangs on a change follows it: reasons and answers go with their
passage, two positions that become one are joined, and what nothing points at any more is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.literals import integer_literal
from kannat.graph.statement import LABEL_LANGUAGE, OWN
from kannat.model import Outcome, Span, Stance
from kannat.model.keys import name_key

Term = NamedNode | Literal
Facts = dict[NamedNode, set[Term]]

_KEPT_WITH_PASSAGE: Final = (t.REASON, t.CONDITION)
_HIGHEST: Final = (t.CONFIDENCE, t.MATCH_SCORE)
_PRUNED: Final = (t.PASSAGE, t.PROPOSAL, t.READING, t.RELINKING)
"""Kinds that stand in a statement's graph only as long as something points at them."""

_JUDGED: Final = {t.concept(o) for o in (Outcome.POSITIONS_FOUND, Outcome.NOTHING_TO_SAY, Outcome.NO_STANCE_FOUND)}
_NO_POSITION: Final = t.concept(Stance.NO_POSITION)


@dataclass(frozen=True, slots=True)
class Held:
    """One passage of one position."""

    position: NamedNode
    passage: NamedNode
    span: Span
    words: str
    proposal: NamedNode
    stance: NamedNode


@dataclass(frozen=True, slots=True)
class Change:
    """What a passage is to say: a proposal and a stance, and the facts that the position bears besides."""

    proposal: NamedNode
    stance: NamedNode
    origin: NamedNode
    score: Literal | None = None
    facts: tuple[tuple[NamedNode, Term], ...] = ()

    def links(self) -> Facts:
        """What a position says of its proposal."""
        return {t.HAS_PROPOSAL: {self.proposal}, t.STANCE: {self.stance}, t.ORIGIN: {self.origin}}


class StatementEditor:
    """A statement's graph under change; `quads` gives the whole of it, sorted, when all is done."""

    def __init__(self, name: NamedNode, quads: Iterable[Quad]) -> None:
        self.name = name
        self.key = name.value.rpartition("/")[2]
        self._base = name.value.removesuffix(f"statement/{self.key}")
        self._facts: dict[NamedNode, Facts] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            assert isinstance(quad.subject, NamedNode)  # a store holds names and literals only
            assert isinstance(quad.object, NamedNode | Literal)
            self._facts[quad.subject][quad.predicate].add(quad.object)

    # What is there

    def all(self, node: NamedNode, predicate: NamedNode) -> list[Term]:
        """The values of a property, sorted."""
        return sorted(self._facts[node][predicate], key=str) if node in self._facts else []

    def one(self, node: NamedNode, predicate: NamedNode) -> Term | None:
        """The value of a property, the first where there are several."""
        return next(iter(self.all(node, predicate)), None)

    def of_type(self, kind: NamedNode) -> list[NamedNode]:
        """The things of a kind, sorted."""
        return sorted((node for node, facts in self._facts.items() if kind in facts.get(t.TYPE, ())), key=str)

    def held(self) -> list[Held]:
        """Every passage of every position, in the order of the text."""
        found = [held for position in self.of_type(t.POSITION) for held in self._held_by(position)]
        return sorted(found, key=lambda held: (held.span, held.position.value))

    def span(self, part: NamedNode) -> Span | None:
        """Where a passage, answer or reference stands."""
        start, end = self.one(part, t.START), self.one(part, t.END)
        return Span(int(start.value), int(end.value)) if start and end else None

    def answers_at(self, span: Span) -> list[NamedNode]:
        """The answers that a place lies in."""
        return [node for node in self.of_type(t.ANSWER) if (at := self.span(node)) and at.overlap(span)]

    # What changes

    def move(self, held: Held, change: Change) -> NamedNode:
        """Let a passage say something else, with its reasons, conditions and answers; the position it is now."""
        part = self._taken_out(held)
        part |= change.links()
        part[t.MATCH_SCORE] = {change.score} if change.score else set()
        for predicate, value in change.facts:
            part[predicate].add(value)
        return self._put(self.position_name(change.proposal, change.stance), part)

    def add(self, span: Span, words: str, change: Change) -> NamedNode:
        """Hold a new position on a passage for all the statement's respondents."""
        part: Facts = defaultdict(set)
        passage = self.passage(span, words)
        part[t.TYPE] = {t.POSITION}
        part[t.STATEMENT_OF] = {self.name}
        part[t.HOLDER] = set(self.all(self.name, t.RESPONDENT))
        part[t.HAS_PASSAGE] = {passage}
        part[t.ANSWER_OF] = set(self.answers_at(span))
        part |= change.links()
        for predicate, value in change.facts:
            part[predicate].add(value)
        return self._put(self.position_name(change.proposal, change.stance), part)

    def remove(self, held: Held) -> None:
        """Take a passage from its position, and the position with it where it was the last."""
        self._taken_out(held)

    def note(self, node: NamedNode, *facts: tuple[NamedNode, Term]) -> NamedNode:
        """Say more of a thing."""
        for predicate, value in facts:
            self._facts[node][predicate].add(value)
        return node

    def forget(self, value: Term) -> None:
        """Let nothing point at this any more."""
        for facts in self._facts.values():
            for values in facts.values():
                values.discard(value)

    def passage(self, span: Span, words: str) -> NamedNode:
        """A passage of the statement's document."""
        node = NamedNode(f"{self._base}passage/{self.key}.{span.start}-{span.end}")
        place = ((t.START, integer_literal(span.start)), (t.END, integer_literal(span.end)))
        said = ((t.TYPE, t.PASSAGE), *place, (t.EXACT, Literal(words)))
        source = self.one(self.name, t.DOCUMENT_OF)
        return self.note(node, *said, *(((t.SOURCE, source),) if source else ()))

    def own_proposal(self, target: str, origin: NamedNode, made_by: Iterable[Term]) -> NamedNode:
        """A proposal of the respondent's own, described; a second wording of the same name is an alternative."""
        node = NamedNode(f"{self._base}proposal/{self.key}.{name_key(target)}")
        label = Literal(target, language=LABEL_LANGUAGE)
        if node in self._facts:
            known = label in self._facts[node][t.PREF_LABEL]
            return node if known else self.note(node, (t.ALT_LABEL, label))
        consultation = self.all(self.name, t.CONSULTATION_OF)
        self.note(node, (t.TYPE, t.PROPOSAL), (t.PREF_LABEL, label), (t.ORIGIN, origin))
        return self.note(
            node, *((t.CONSULTATION_OF, c) for c in consultation), *((t.GENERATED_BY, maker) for maker in made_by)
        )

    def position_name(self, proposal: NamedNode, stance: NamedNode) -> NamedNode:
        """What a position on a proposal is called: by the codebook's id, or as on one of the respondent's own."""
        local = proposal.value.rpartition("/")[2]
        own = local.removeprefix(f"{self.key}.")
        said = f"{OWN}.{own}" if own != local else local.removeprefix(f"{self._consultation_key()}.")
        return NamedNode(f"{self._base}position/{self.key}.{said}.{stance.value.removeprefix(t.KAN_NAMESPACE)}")

    def quads(self) -> tuple[Quad, ...]:
        """The whole graph, with the outcomes that its positions make, without what nothing points at."""
        self._prune()
        self._judge()
        return tuple(
            sorted(
                {
                    Quad(node, predicate, value, self.name)
                    for node, facts in self._facts.items()
                    for predicate, values in facts.items()
                    for value in values
                },
                key=str,
            )
        )

    def _consultation_key(self) -> str:
        consultation = self.one(self.name, t.CONSULTATION_OF)
        return consultation.value.rpartition("/")[2] if consultation else ""

    def _held_by(self, position: NamedNode) -> Iterator[Held]:
        proposal, stance = self.one(position, t.HAS_PROPOSAL), self.one(position, t.STANCE)
        for passage in self.all(position, t.HAS_PASSAGE):
            if not isinstance(passage, NamedNode) or (span := self.span(passage)) is None:
                continue
            words = self.one(passage, t.EXACT)
            if isinstance(proposal, NamedNode) and isinstance(stance, NamedNode) and words:
                yield Held(position, passage, span, words.value, proposal, stance)

    def _taken_out(self, held: Held) -> Facts:
        """The part of a position that belongs to one passage, taken from it; all of it where there is no other."""
        facts = self._facts[held.position]
        if facts[t.HAS_PASSAGE] == {held.passage}:
            return self._facts.pop(held.position)
        spans = {other.passage: other.span for other in self._held_by(held.position)}
        part: Facts = defaultdict(set, {predicate: set(values) for predicate, values in facts.items()})
        part[t.HAS_PASSAGE] = {held.passage}
        facts[t.HAS_PASSAGE].discard(held.passage)
        for predicate in _KEPT_WITH_PASSAGE:
            part[predicate] = {reason for reason in facts[predicate] if self._owner(reason, spans) == held.passage}
            facts[predicate] -= part[predicate]
        part[t.ANSWER_OF] = set(self.answers_at(held.span))
        left = [
            answer for passage, span in spans.items() if passage != held.passage for answer in self.answers_at(span)
        ]
        facts[t.ANSWER_OF] = set(left)
        return part

    def _owner(self, reason: Term, spans: dict[NamedNode, Span]) -> NamedNode:
        """The passage that a reason belongs to: the nearest, of two alike the earlier."""
        at = self.span(reason) if isinstance(reason, NamedNode) else None
        return min(spans, key=lambda node: (_distance(spans[node], at) if at else 0, spans[node]))

    def _put(self, node: NamedNode, part: Facts) -> NamedNode:
        """Join a part to the position of this name, or make it one."""
        there = self._facts[node]
        for predicate, values in part.items():
            if predicate in _HIGHEST and values:
                there[predicate] = {max(there[predicate] | values, key=lambda value: float(value.value))}
            elif predicate != t.ORIGIN or not there[predicate]:
                there[predicate] |= values
        there[t.REVISION_OF].discard(node)
        return node

    def _prune(self) -> None:
        while True:
            used = {value for facts in self._facts.values() for values in facts.values() for value in values}
            lost = [
                n for kind in _PRUNED for n in self.of_type(kind) if n not in used and len(self._facts[n][t.TYPE]) == 1
            ]
            if not lost:
                return
            for node in lost:
                del self._facts[node]

    def _judge(self) -> None:
        """Let outcomes say what the positions are now, where they told of positions or of none."""
        held = self.held()
        parts = [(answer, self.span(answer)) for answer in self.of_type(t.ANSWER)]
        for node, span in [(self.name, None), *parts]:
            inside = [one.stance for one in held if span is None or span.overlap(one.span)]
            outcome = Outcome.POSITIONS_FOUND if inside else Outcome.NO_STANCE_FOUND
            if inside and all(stance == _NO_POSITION for stance in inside):
                outcome = Outcome.NOTHING_TO_SAY
            if inside or self.one(node, t.OUTCOME) in _JUDGED:
                self._facts[node][t.OUTCOME] = {t.concept(outcome)}


def _distance(one: Span, other: Span) -> int:
    """Characters between two places; none where they touch or overlap."""
    return max(0, one.start - other.end, other.start - one.end)
