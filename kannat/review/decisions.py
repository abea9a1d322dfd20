"""What people decided about passages, and how it lies in the store: one named graph for each review.

A review is what one person decided of one consultation on one day. A decision names the statement as it was and the
exact words, so that it outlives every reading of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kannat.errors import StoreDamaged
from kannat.graph import terms as t
from kannat.graph.literals import integer_literal
from kannat.graph.names import HASH_LENGTH, Names
from kannat.model import Span, Stance, Verdict
from kannat.model.keys import name_key

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one passage.

    `found_stance` and `found_proposal` are what the machine had read there, None for a position that it had not read;
    `proposal` is the codebook's, None for one of the respondent's own, which `target` names then.
    """

    statement: NamedNode
    span: Span
    words: str
    verdict: Verdict
    reviewer: str
    day: date
    found_stance: Stance | None = None
    found_proposal: NamedNode | None = None
    stance: Stance | None = None
    proposal: NamedNode | None = None
    target: str = ""
    note: str = ""
    source: NamedNode | None = None

    @property
    def statement_key(self) -> str:
        """The local name of the statement."""
        return self.statement.value.rpartition("/")[2]

    @property
    def subject(self) -> tuple[str, ...]:
        """What is decided on: two decisions on the same are about one thing, and the later of them holds."""
        found = (self.found_stance or "", self.found_proposal.value if self.found_proposal else "")
        added = (self.proposal.value if self.proposal else self.target) if self.verdict is Verdict.ADDED else ""
        return (stem(self.statement_key), self.words, *found, added)

    @property
    def outcome(self) -> tuple[object, ...]:
        """What it comes to: two decisions of the same outcome agree."""
        return (self.stance, self.proposal or name_key(self.target or "-")) if self.stance else (None,)


def stem(statement_key: str) -> str:
    """A statement's name without its document: its consultation and its respondents."""
    return statement_key.rpartition(".")[0]


def review_name(decision: Decision, consultation_key: str, names: Names) -> NamedNode:
    """The review that a decision belongs to, and its named graph."""
    return names.of_statement("review", consultation_key, name_key(decision.reviewer), decision.day.isoformat())


def decision_name(decision: Decision, consultation_key: str, names: Names) -> NamedNode:
    """The decision's own name: the same for what is decided on anew on the same day by the same person."""
    said = "\0".join((*decision.subject, decision.statement_key, str(decision.span.start)))
    digest = hashlib.sha256(said.encode()).hexdigest()[:HASH_LENGTH]
    day = decision.day.isoformat()
    return names.of_statement("decision", consultation_key, name_key(decision.reviewer), day, digest)


def review_graphs(
    decisions: Iterable[Decision], consultation: NamedNode, names: Names
) -> dict[NamedNode, tuple[Quad, ...]]:
    """The named graph of each review, sorted; of decisions on the same in one review the last stands."""
    key = consultation.value.rpartition("/")[2]
    reviews: dict[NamedNode, dict[NamedNode, Decision]] = defaultdict(dict)
    for decision in decisions:
        reviews[review_name(decision, key, names)][decision_name(decision, key, names)] = decision
    return {
        review: tuple(sorted(_review_quads(review, consultation, named), key=str)) for review, named in reviews.items()
    }


def decisions_of(quads: Iterable[Quad]) -> list[tuple[NamedNode, Decision]]:
    """The decisions that these graphs hold with their names, the earlier first, then by reviewer and place.

    Raises `StoreDamaged` for one that lacks what every decision says.
    """
    facts: dict[NamedNode, dict[NamedNode, Term]] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            facts[quad.subject][quad.predicate] = quad.object
    found = [(node, _decision(node, facts)) for node, said in facts.items() if said.get(t.TYPE) == t.DECISION]
    return sorted(
        found, key=lambda pair: (pair[1].day, pair[1].reviewer, pair[1].statement_key, pair[1].span, pair[0].value)
    )


def _review_quads(review: NamedNode, consultation: NamedNode, named: dict[NamedNode, Decision]) -> Iterator[Quad]:
    first = next(iter(named.values()))
    yield Quad(review, t.TYPE, t.REVIEW, review)
    yield Quad(review, t.CREATOR, Literal(first.reviewer), review)
    yield Quad(review, t.ENDED, day_literal(first.day), review)
    for node, decision in named.items():
        for predicate, value in _facts(decision):
            yield Quad(node, predicate, value, review)
        yield Quad(node, t.GENERATED_BY, review, review)
        yield Quad(node, t.CONSULTATION_OF, consultation, review)


def _facts(decision: Decision) -> Iterator[tuple[NamedNode, Term]]:
    yield t.TYPE, t.DECISION
    yield t.DECIDES_ON, decision.statement
    yield t.VERDICT, t.concept(decision.verdict)
    yield t.START, integer_literal(decision.span.start)
    yield t.END, integer_literal(decision.span.end)
    yield t.EXACT, Literal(decision.words)
    for predicate, stance in ((t.FOUND_STANCE, decision.found_stance), (t.DECIDED_STANCE, decision.stance)):
        if stance is not None:
            yield predicate, t.concept(stance)
    nodes = ((t.FOUND_PROPOSAL, decision.found_proposal), (t.DECIDED_PROPOSAL, decision.proposal))
    for predicate, node in (*nodes, (t.SOURCE, decision.source)):
        if node is not None:
            yield predicate, node
    for predicate, text in ((t.DECIDED_TARGET, decision.target), (t.NOTE, decision.note)):
        if text:
            yield predicate, Literal(text)


def _decision(node: NamedNode, facts: dict[NamedNode, dict[NamedNode, Term]]) -> Decision:
    said = facts[node]
    try:
        review = facts[_node(said[t.GENERATED_BY])]
        return Decision(
            statement=_node(said[t.DECIDES_ON]),
            span=Span(int(said[t.START].value), int(said[t.END].value)),
            words=said[t.EXACT].value,
            verdict=Verdict(_code(said[t.VERDICT])),
            reviewer=review[t.CREATOR].value,
            day=date.fromisoformat(review[t.ENDED].value[:10]),
            found_stance=Stance(_code(said[t.FOUND_STANCE])) if t.FOUND_STANCE in said else None,
            found_proposal=_node(said[t.FOUND_PROPOSAL]) if t.FOUND_PROPOSAL in said else None,
            stance=Stance(_code(said[t.DECIDED_STANCE])) if t.DECIDED_STANCE in said else None,
            proposal=_node(said[t.DECIDED_PROPOSAL]) if t.DECIDED_PROPOSAL in said else None,
            target=said[t.DECIDED_TARGET].value if t.DECIDED_TARGET in said else "",
            note=said[t.NOTE].value if t.NOTE in said else "",
            source=_node(said[t.SOURCE]) if t.SOURCE in said else None,
        )
    except (KeyError, ValueError) as error:
        advice = "restore the store from a snapshot, or import the review again"
        raise StoreDamaged(f"a decision that does not say all: {error}", place=node.value, advice=advice) from error


def day_literal(day: date) -> Literal:
    """A day as the moment it begins, in UTC: PROV-O wants a time."""
    return Literal(f"{day.isoformat()}T00:00:00Z", datatype=t.DATE_TIME)


def _node(term: Term) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise ValueError(f"not a name: {term.value}")
    return term


def _code(term: Term) -> str:
    return re.sub(r"^.*#", "", term.value)
