"""The fast engine: a SHACL validator in compiled code, which finds what the reference finds much sooner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import rdflib
import shacl
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rdflib.namespace import SH

from kannat.errors import MalformedData
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
        self._all: shacl.Shapes | None = None
        self._usual: shacl.Shapes | None = None
        self._unusual: tuple[re.Pattern[str], ...] = ()
        self._paths: dict[str, str] = {}

    def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
        """What the validator finds in the data."""
        if self._shapes is not shapes:
            self._compile(shapes)
        if self._all is None or self._usual is None:
            from kannat.validation.reference import SplitEngine

            return SplitEngine().hits(data, shapes)
        quads = list(data)
        texts = _texts(quads)
        compiled = self._all if any(pattern.search(texts) for pattern in self._unusual) else self._usual
        text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
        assert text is not None  # bytes are returned whenever no output is given
        return [self._hit(result) for result in compiled.validate_text(text.decode(), "ntriples").results]

    def _compile(self, shapes: Shapes) -> None:
        self._shapes, self._all = shapes, None
        graph = shapes.graph
        seldom = sorted(graph.subject_objects(_ONLY_AMONG))
        usual = rdflib.Graph()
        usual += graph
        for node, _ in seldom:
            usual.remove((node, SH.sparql, None))
        try:
            self._all, self._usual = _compiled(graph), _compiled(usual)
        except ValueError:
            return
        self._unusual = tuple(_filter(node, pattern) for node, pattern in seldom)
        named = ((node, path) for node, path in graph.subject_objects(SH.path) if isinstance(node, rdflib.URIRef))
        self._paths = {str(node): path_text(graph, path) for node, path in named}

    def _hit(self, result: shacl.Result) -> Hit:
        source = (result.source_shape or "").strip("<>")
        path = self._paths.get(source)
        if path is None:
            path = notation(NamedNode(result.path.strip("<>"))) if result.path else ""
        value = None if result.value is None else _term(result.value)
        return Hit(source.removeprefix(SHAPES), _term(result.focus_node), path, value)


_ONLY_AMONG: Final = rdflib.URIRef(SHAPES + "onlyAmong")
"""What a text must hold where a check finds anything: checks that have it are left out of data that does not."""


def _filter(node: rdflib.term.Node, pattern: rdflib.term.Node) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern))
    except re.error as error:
        name = str(node).removeprefix(SHAPES)
        what = f"shape:onlyAmong of {name} is not a regular expression: {error}"
        raise MalformedData(what, place="ontology/shapes", advice="correct it, or leave it out") from error


def _compiled(graph: rdflib.Graph) -> shacl.Shapes:
    return shacl.Shapes.from_text(graph.serialize(format="nt"), "ntriples")


def _texts(quads: Sequence[Quad]) -> str:
    """Every literal, and every address but those of the web, in small letters, one a line."""
    objects = (quad.object for quad in quads)
    texts = (
        term.value
        for term in objects
        if isinstance(term, Literal) or (isinstance(term, NamedNode) and not term.value.startswith("http"))
    )
    return "\n".join(texts).casefold()


def _term(text: str) -> Term:
    """A term from its N-Triples form."""
    if text.startswith("_:"):
        return UNNAMED
    if text.startswith("<") and "\\" not in text:
        return NamedNode(text[1:-1])
    (quad,) = parse(f"<x:> <x:> {text} .", format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, NamedNode | Literal)  # no blank node, as its label has told
    return quad.object
