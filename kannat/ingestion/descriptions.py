"""RDF files of a batch: consultations, their codebooks, and statements that others have already read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kannat.errors import RejectedInput
from kannat.graph import terms as t
from kannat.graph.quads import in_graph

_REPLACED_WITH = {
    t.CODEBOOK: frozenset({t.CODEBOOK, t.PROPOSAL}),
    t.CONSULTATION: frozenset({t.CONSULTATION, t.QUESTION, t.ORGANISATION}),
}
"""A file that describes the first takes the place of all that the consultation's graph held of the second."""


def consultations_in(quads: Sequence[Quad]) -> frozenset[NamedNode]:
    """The consultations that a description is about, itself or by its codebook and proposals."""
    described = {q.subject for q in quads if q.predicate == t.TYPE and q.object == t.CONSULTATION}
    spoken_of = {q.object for q in quads if q.predicate == t.CONSULTATION_OF}
    return frozenset(node for node in (*described, *spoken_of) if isinstance(node, NamedNode))


def statements_in(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    """The statements that a file describes."""
    return frozenset(
        quad.subject
        for quad in quads
        if quad.predicate == t.TYPE and quad.object == t.STATEMENT and isinstance(quad.subject, NamedNode)
    )


def refuse_reviews(quads: Iterable[Quad], place: str) -> None:
    """Raises `RejectedInput` for what people decided: it belongs to a graph of its own, not to a description."""
    if any(quad.predicate == t.TYPE and quad.object in (t.DECISION, t.REVIEW) for quad in quads):
        advice = "bring a reviewed sheet in with kannat review import, or restore a dump"
        raise RejectedInput("holds what people decided in a review", place=place, advice=advice)


def split_statements(quads: Sequence[Quad], place: str) -> dict[NamedNode, list[Quad]]:
    """Each statement's own quads, in the graph that bears its name.

    A file of one statement belongs to it whole; a file of several must say by its named graphs what belongs to which.
    Raises `RejectedInput` where it does not.
    """
    statements = statements_in(quads)
    if len(statements) == 1:
        return {only: in_graph(quads, only) for only in statements}
    by_graph: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        name = quad.graph_name
        if not isinstance(name, NamedNode) or name not in statements:
            raise RejectedInput(
                "several statements, and a triple that lies in none of their named graphs",
                place=place,
                advice="give each statement a file of its own, or TriG with one graph named after each statement",
            )
        by_graph[name].append(quad)
    return dict(by_graph)


def merged_description(old: Iterable[Quad], new: Iterable[Quad], name: NamedNode) -> list[Quad]:
    """A consultation's graph after new files about it.

    What the new files describe replaces the old description of the same thing; a new codebook replaces the whole old
    one, a new description of the consultation all its old questions and invited organisations; the rest stays.
    """
    added = in_graph(new, name)
    described = {quad.subject for quad in added}
    kinds = {quad.object for quad in added if quad.predicate == t.TYPE}
    outdated = set().union(*(_REPLACED_WITH[kind] for kind in _REPLACED_WITH if kind in kinds))
    kept = list(old)
    gone = {quad.subject for quad in kept if quad.predicate == t.TYPE and quad.object in outdated}
    return sorted({*added, *(q for q in kept if q.subject not in described | gone)}, key=str)


def kinds_of_round(graphs: Iterable[Iterable[Quad]]) -> frozenset[bool]:
    """Which kinds of described consultations there are: True for an invented one, False for a real one.

    A graph without a title, such as a codebook alone, does not say what it is and does not count.
    """
    found = set()
    for graph in graphs:
        quads = list(graph)
        titled = {quad.subject for quad in quads if quad.predicate == t.TITLE}
        if any(quad.object == t.CONSULTATION and quad.subject in titled for quad in quads):
            found.add(any(quad.predicate == t.SYNTHETIC and quad.object == Literal(True) for quad in quads))
    return frozenset(found)
