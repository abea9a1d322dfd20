"""The gate that data passes before it is taken in, and that `kannat validate` asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from kannat.errors import MalformedData
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.validation.engine import Hit, ShapeEngine, SplitEngine
from kannat.validation.report import UNNAMED, Finding, Report, Term
from kannat.validation.shapes import Shapes, load_shapes, vocabulary


def validate_quads(
    quads: Iterable[Quad],
    context: Iterable[Quad] = (),
    engine: ShapeEngine | None = None,
    shapes: Shapes | None = None,
) -> Report:
    """What the shapes find in these quads.

    The context (a consultation's description, the authorities) is known but not reported on: every finding is about
    something that the quads themselves speak of. The vocabulary and the code lists are always known. Of the context
    only what the quads point at is looked at, so its size costs little.
    """
    data = list(quads)
    used = shapes or load_shapes()
    around = list(_described(data, _by_subject(context)))
    terms = _described([*data, *around], vocabulary())
    hits = (engine or SplitEngine()).hits([*data, *around, *terms], used)
    own = {quad.subject for quad in data if isinstance(quad.subject, NamedNode)} | {UNNAMED}
    return Report.of(_finding(hit, used) for hit in map(_placed, hits) if hit.focus in own)


def _described(quads: Sequence[Quad], known: Mapping[NamedNode, Sequence[Quad]]) -> Iterator[Quad]:
    """What is known of each term that the quads use."""
    used = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    for term in used:
        if isinstance(term, NamedNode):
            yield from known.get(term, ())


def _by_subject(quads: Iterable[Quad]) -> Mapping[NamedNode, Sequence[Quad]]:
    found: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.subject].append(quad)
    return found


def _placed(hit: Hit) -> Hit:
    """A check of the data as a whole targets the vocabulary and names the place it found as its value."""
    whole: Term = ONTOLOGY_GRAPH
    if hit.focus == whole and hit.value is not None:
        return Hit(hit.check, focus=hit.value, path=hit.path)
    return hit


def _finding(hit: Hit, shapes: Shapes) -> Finding:
    check = shapes.checks.get(hit.check)
    if check is None:
        raise MalformedData(
            f"the shape {hit.check} finds something, but is no check",
            place="ontology/shapes",
            advice="give it a name below its namespace, sh:severity and sh:message",
        )
    return Finding(check.severity, check.name, hit.focus, hit.path, hit.value, check.messages)
