"""What an engine that holds data against shapes gives, and how it names properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from kannat.validation.report import Term, notation
from kannat.validation.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Hit:
    """One validation result as an engine gives it: the check's local name, the focus node, property and value."""

    check: str
    focus: Term
    path: str = ""
    value: Term | None = None


class ShapeEngine(Protocol):
    """Holds data against shapes.

    An engine reports only checks (shapes with a severity), names blank nodes `UNNAMED`, fetches nothing and follows
    no `owl:imports`. Order and repetitions of its hits do not matter.
    """

    def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
        """What the shapes find in the data."""


_PATH_SIGNS: Final = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(graph: rdflib.Graph, path: rdflib.term.Node) -> str:
    """A SHACL path in SPARQL's notation."""
    if isinstance(path, rdflib.URIRef):
        return notation(NamedNode(str(path)))
    if (path, RDF.first, None) in graph:
        return "/".join(path_text(graph, step) for step in Collection(graph, path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{path_text(graph, inverse)}"
    if (choices := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(path_text(graph, choice) for choice in Collection(graph, choices))})"
    for predicate, sign in _PATH_SIGNS.items():
        if (inner := graph.value(path, predicate)) is not None:
            return f"({path_text(graph, inner)}){sign}"
    return ""
