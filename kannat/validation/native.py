"""The fast engine: a SHACL validator in compiled code, which finds what the reference finds much sooner."""

from __future__ import annotations

from collections.abc import Iterable

import rdflib
import shacl
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib.namespace import SH

from kannat.validation.engine import Hit, path_text
from kannat.validation.report import SHAPES, UNNAMED, Term, notation
from kannat.validation.shapes import Shapes


class NativeEngine:
    """The package `shacl`, for the core and for SPARQL.

    It compiles a set of shapes once. Shapes that do not compile, such as an `sh:pattern` with look-around or SPARQL
    with a fault in it, it leaves to the `SplitEngine`, which runs them or says what is wrong with them.
    """

    def __init__(self) -> None:
        self._shapes: Shapes | None = None
        self._compiled: shacl.Shapes | None = None
        self._paths: dict[str, str] = {}

    def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
        """What the validator finds in the data."""
        if self._shapes is not shapes:
            self._compile(shapes)
        if self._compiled is None:
            from kannat.validation.reference import SplitEngine

            return SplitEngine().hits(data, shapes)
        text = serialize((quad.triple for quad in data), format=RdfFormat.N_TRIPLES)
        assert text is not None  # bytes are returned whenever no output is given
        return [self._hit(result) for result in self._compiled.validate_text(text.decode(), "ntriples").results]

    def _compile(self, shapes: Shapes) -> None:
        self._shapes, self._compiled = shapes, None
        graph = shapes.graph
        try:
            self._compiled = shacl.Shapes.from_text(graph.serialize(format="nt"), "ntriples")
        except ValueError:
            return
        named = ((node, path) for node, path in graph.subject_objects(SH.path) if isinstance(node, rdflib.URIRef))
        self._paths = {str(node): path_text(graph, path) for node, path in named}

    def _hit(self, result: shacl.Result) -> Hit:
        source = (result.source_shape or "").strip("<>")
        path = self._paths.get(source)
        if path is None:
            path = notation(NamedNode(result.path.strip("<>"))) if result.path else ""
        value = None if result.value is None else _term(result.value)
        return Hit(source.removeprefix(SHAPES), _term(result.focus_node), path, value)


def _term(text: str) -> Term:
    """A term from its N-Triples form."""
    if text.startswith("_:"):
        return UNNAMED
    if text.startswith("<") and "\\" not in text:
        return NamedNode(text[1:-1])
    (quad,) = parse(f"<x:> <x:> {text} .", format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, NamedNode | Literal)  # no blank node, as its label has told
    return quad.object
