"""The vocabulary and its code lists as RDF, for the store that is to answer with their labels."""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kannat.errors import MalformedData
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.resources import folder

ONTOLOGY_FILES: Final = ("kannat.ttl", "codelists.ttl")


def ontology_quads() -> list[Quad]:
    """The triples of the vocabulary and the code lists in the ontology's named graph, sorted.

    Raises `MalformedData` with file, line and column of a syntax error, and where a blank node is used.
    """
    quads: set[Quad] = set()
    for name in ONTOLOGY_FILES:
        quads.update(_quads_of(name))
    return sorted(quads, key=str)


def _quads_of(name: str) -> list[Quad]:
    place = f"ontology/{name}"
    try:
        triples = list(parse(path=folder("ontology") / name, format=RdfFormat.TURTLE))
    except FileNotFoundError as error:
        raise MalformedData("the file is missing", place=place, advice="install kannat again") from error
    except SyntaxError as error:
        raise MalformedData(error.msg, place=place, line=error.lineno, column=error.offset) from error
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            raise MalformedData("a blank node", place=place, advice="give every thing a name")
    return [Quad(triple.subject, triple.predicate, triple.object, ONTOLOGY_GRAPH) for triple in triples]
