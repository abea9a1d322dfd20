"""The vocabulary and its code lists as RDF, for the store that is to answer with their labels."""

from __future__ import annotations

from typing import Final

from pyoxigraph import BlankNode, Quad

from kannat.errors import MalformedData
from kannat.graph.quads import in_graph
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.resources import folder

ONTOLOGY_FILES: Final = ("kannat.ttl", "codelists.ttl")


def ontology_quads() -> list[Quad]:
    """The triples of the vocabulary and the code lists in the ontology's named graph, sorted.

    Raises `MalformedData` with file, line and column of a syntax error, and for a blank node; `UnreadableInput` where
    the installation lacks a file.
    """
    quads: set[Quad] = set()
    for name in ONTOLOGY_FILES:
        quads.update(_quads_of(name))
    return sorted(quads, key=str)


def _quads_of(name: str) -> list[Quad]:
    place = f"ontology/{name}"
    quads = read_rdf(folder("ontology") / name, place)
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise MalformedData("a blank node", place=place, advice="give every thing a name")
    return in_graph(quads, ONTOLOGY_GRAPH)
