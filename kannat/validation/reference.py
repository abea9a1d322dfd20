"""The reference engine, pyshacl, and a faster one made of it and the embedded SPARQL engine.

It is imported only where it is used: pyshacl takes longer to load than most data takes to check.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from kannat.errors import MalformedData
from kannat.graph.quads import to_rdflib
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.validation.engine import Hit, path_text
from kannat.validation.report import SHAPES, UNNAMED, Term, notation
from kannat.validation.shapes import Shapes

_PLACE: Final = "ontology/shapes"


class PyshaclEngine:
    """The reference engine: pyshacl on an rdflib graph, without inference, rules, functions or scripts."""

    def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
        """What pyshacl finds in the data."""
        return _pyshacl(data, shapes.graph)


class SplitEngine:
    """pyshacl for the core of SHACL, the embedded SPARQL engine for the checks that look at the data as a whole.

    It finds what the reference finds, several times faster: rdflib's SPARQL is what costs there.
    """

    def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
        """What both engines find, each in its part of the shapes."""
        quads = list(data)
        store = Store()
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        found = [hit for name, text in shapes.questions.items() for hit in _answers(store, name, text)]
        return [*found, *_pyshacl(quads, shapes.core)]


def _answers(store: Store, name: str, text: str) -> Iterator[Hit]:
    try:
        solutions = store.query(text)
    except SyntaxError as error:
        raise MalformedData(f"the SPARQL text of {name}: {error.msg}", place=_PLACE) from error
    assert isinstance(solutions, QuerySolutions)  # sh:select is a SELECT
    columns = {variable.value for variable in solutions.variables}
    for solution in solutions:
        path = solution["path"] if "path" in columns else None
        value = solution["value"]
        yield Hit(
            check=name,
            focus=ONTOLOGY_GRAPH,
            path=notation(path) if isinstance(path, NamedNode) else "",
            value=UNNAMED if isinstance(value, BlankNode) else value,
        )


def _pyshacl(data: Iterable[Quad], shapes: rdflib.Graph) -> list[Hit]:
    with _quiet_about_literals():
        graph = _PreparingGraph()
        graph += to_rdflib(data)
        try:
            _, report, text = pyshacl.validate(
                graph,
                shacl_graph=shapes,
                inference="none",
                advanced=False,
                meta_shacl=False,
                do_owl_imports=False,
                js=False,
                inplace=True,
            )
        except ReportableRuntimeError as error:
            raise MalformedData(f"shapes that pyshacl refuses: {error}", place=_PLACE) from error
    if not isinstance(report, rdflib.Graph):
        raise MalformedData(f"shapes that pyshacl refuses: {text}", place=_PLACE)
    return [_hit(report, result, shapes) for result in report.objects(None, SH.result)]


class _PreparingGraph(rdflib.Graph):
    """A graph that parses each SPARQL text once in the life of the process: parsing costs more than most checks."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> rdflib.query.Result:
        if isinstance(query_object, str):
            query_object = _prepared(query_object)
        return super().query(query_object, *args, **options)


@cache
def _prepared(text: str) -> Query:
    return prepareQuery(text)


@contextmanager
def _quiet_about_literals() -> Iterator[None]:
    """Keeps rdflib from printing a traceback for each ill-typed literal: the shapes report those."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _hit(report: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph) -> Hit:
    source = report.value(result, SH.sourceShape)
    path = shapes.value(source, SH.path)
    focus = report.value(result, SH.focusNode)
    value = report.value(result, SH.value)
    if path is None:
        path = report.value(result, SH.resultPath)
    assert focus is not None  # SHACL: every result has a focus node
    return Hit(
        check=str(source).removeprefix(SHAPES),
        focus=_term(focus),
        path="" if path is None else path_text(shapes, path),
        value=None if value is None else _term(value),
    )


def _term(node: rdflib.term.Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if not isinstance(node, rdflib.Literal):
        return UNNAMED
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
