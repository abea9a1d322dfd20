"""Takes decisions into a store: each review into its own graph, and what they say into the statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kannat.errors import RejectedInput
from kannat.graph import terms as t
from kannat.graph.consultation import consultations_of
from kannat.model import Consultation
from kannat.review.applying import Applied
from kannat.review.decisions import Decision, decisions_of, review_graphs
from kannat.review.stored import Reviewed, review_quads, stored_statements
from kannat.store import Outcome, Store, Swap
from kannat.validation import Known, Severity, ShapeEngine, validate_quads


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What became of decisions: how many were new, which statements changed, and what people should know.

    `orphaned` are decisions whose words stand no longer, `overruled` those that a later one contradicts, with it;
    all of them are kept.
    """

    decisions: int
    changed: tuple[NamedNode, ...] = ()
    orphaned: tuple[tuple[Decision, str], ...] = ()
    overruled: tuple[tuple[Decision, Decision], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "decisions": self.decisions,
            "changed": [name.value for name in self.changed],
            "orphaned": [{**_said(decision), "reason": str(reason)} for decision, reason in self.orphaned],
            "overruled": [{**_said(old), "by": _said(new)} for old, new in self.overruled],
        }


def import_decisions(store: Store, decisions: Iterable[Decision], engine: ShapeEngine | None = None) -> ReviewReport:
    """Take decisions in and let them hold.

    After this call each review's graph holds the decisions, and the statements say what they say; both come at once.
    The same decisions again change nothing. Raises `RejectedInput`, before anything is stored, where a graph would
    violate the shapes.
    """
    given = list(decisions)
    by_consultation: dict[NamedNode, list[Decision]] = defaultdict(list)
    for decision in given:
        by_consultation[_consultation_of(store, decision.statement)].append(decision)
    swaps: list[Swap] = []
    for consultation, some in sorted(by_consultation.items(), key=lambda pair: pair[0].value):
        swaps += _review_swaps(store, consultation, some)
    known = Reviewed.of_quads(_all_reviews(store, swaps), stored_statements(store), store.names)
    statements = {like for decision in given for like in known.like(decision.statement)}
    applied = _applied(store, sorted(statements, key=str), known)
    swaps += [Swap(name, result.quads) for name, result in applied.items()]
    _gate(store, swaps, engine)
    outcomes = store.replace_graphs(swaps)
    changed = [s.name for s, o in zip(swaps, outcomes, strict=True) if o is not Outcome.UNCHANGED and s.name in applied]
    return ReviewReport(
        len(given),
        tuple(changed),
        tuple((decision, str(reason)) for result in applied.values() for decision, reason in result.orphaned),
        tuple(pair for result in applied.values() for pair in result.overruled),
    )


def _applied(store: Store, statements: Iterable[NamedNode], known: Reviewed) -> dict[NamedNode, Applied]:
    described: dict[NamedNode, Consultation | None] = {}
    applied = {}
    for name in statements:
        quads = store.graph(name)
        consultation = _consultation_of(store, name)
        if consultation not in described:
            described[consultation] = next(iter(consultations_of(store.graph(consultation), store.names)), None)
        text = store.texts.get(sha256_of(quads))
        applied[name] = known.applied_to(name, quads, text, described[consultation])
    return applied


def _review_swaps(store: Store, consultation: NamedNode, decisions: Iterable[Decision]) -> list[Swap]:
    """Each review's graph with what it held before and the new decisions."""
    new = review_graphs(decisions, consultation, store.names)
    swaps = []
    for review in new:
        older = [decision for _, decision in decisions_of(store.graph(review))]
        newer = [decision for _, decision in decisions_of(new[review])]
        swaps.append(Swap(review, review_graphs([*older, *newer], consultation, store.names)[review]))
    return swaps


def _all_reviews(store: Store, swaps: Iterable[Swap]) -> list[Quad]:
    """The quads of all reviews as they will be."""
    new = {swap.name: swap.quads for swap in swaps}
    kept = [quad for quad in review_quads(store) if quad.graph_name not in new]
    return [*kept, *(quad for quads in new.values() for quad in quads)]


def _gate(store: Store, swaps: Iterable[Swap], engine: ShapeEngine | None) -> None:
    """Raises where a graph that is to be stored violates the shapes."""
    described = Known(
        quad
        for name in store.graph_names()
        if name.value.startswith(f"{store.names.base}consultation/") or name == store.names.authorities_graph
        for quad in store.graph(name)
    )
    for swap in swaps:
        violations = validate_quads(swap.quads, described, engine).of_severity(Severity.VIOLATION)
        if violations:
            raise RejectedInput(
                f"{len(violations)} violations, the first: {violations[0].message('en')}", place=swap.name.value
            )


def sha256_of(quads: Iterable[Quad]) -> str:
    """The digest of a statement's document, by which its text is kept."""
    return next((q.object.value for q in quads if q.predicate == t.SHA256 and isinstance(q.object, Literal)), "")


def _consultation_of(store: Store, statement: NamedNode) -> NamedNode:
    for quad in store.graph(statement):
        if quad.subject == statement and quad.predicate == t.CONSULTATION_OF and isinstance(quad.object, NamedNode):
            return quad.object
    raise RejectedInput("the store holds no such statement", place=statement.value, advice="ingest it first")


def _said(decision: Decision) -> dict[str, str]:
    return {
        "statement": decision.statement_key,
        "words": decision.words,
        "verdict": str(decision.verdict),
        "stance": str(decision.stance or ""),
        "reviewer": decision.reviewer,
        "day": decision.day.isoformat(),
    }
