"""The gate that data passes before it is taken in, and that `kannat validate` asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from functools import cache
from importlib.util import find_spec

from pyoxigraph import NamedNode, Quad, Triple

from kannat.errors import MalformedData
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.validation.engine import Hit, ShapeEngine
from kannat.validation.report import UNNAMED, Finding, Report, Term
from kannat.validation.shapes import Shapes, load_shapes, vocabulary


class Known:
    """Quads that are known beside the data (a consultation's description, the authorities), found by their subject.

    Made once where many things are held against the shapes in the same surroundings.
    """

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._of: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self._of[quad.subject].append(quad)

    def of(self, terms: Set[Term | Triple]) -> list[Quad]:
        """What is known of each of these terms."""
        return [quad for term in self._of.keys() & terms for quad in self._of[term]]


@cache
def default_engine() -> ShapeEngine:
    """The fastest engine that is installed and finds what the reference finds."""
    if find_spec("shacl") is None:
        from kannat.validation.reference import SplitEngine

        return SplitEngine()
    from kannat.validation.native import NativeEngine

    return NativeEngine()


def validate_quads(
    quads: Iterable[Quad],
    context: Iterable[Quad] | Known = (),
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
    own = _subjects_of(data)
    terms = own | _terms_of(data)
    around = (context if isinstance(context, Known) else Known(context)).of(terms)
    words = _vocabulary().of(terms | _subjects_of(around) | _terms_of(around))
    hits = (engine or default_engine()).hits([*data, *around, *words], used)
    return Report.of(_finding(hit, used) for hit in map(_placed, hits) if hit.focus in own or hit.focus == UNNAMED)


@cache
def _vocabulary() -> Known:
    return Known(vocabulary())


def _subjects_of(quads: Iterable[Quad]) -> set[Term | Triple]:
    return {quad.subject for quad in quads}


def _terms_of(quads: Iterable[Quad]) -> set[Term | Triple]:
    """What is said of the subjects: their properties and values."""
    return {quad.predicate for quad in quads} | {quad.object for quad in quads}


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
