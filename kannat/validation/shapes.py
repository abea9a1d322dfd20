"""The shapes graph of `ontology/shapes/`, and the vocabulary and code lists that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import Literal, Quad
from rdflib.namespace import OWL, RDFS, SH, SKOS

from kannat.errors import MalformedData
from kannat.graph.ontology import ontology_quads
from kannat.graph.quads import to_rdflib
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.model.consultation import Labels
from kannat.resources import folder
from kannat.validation.report import SHAPES, Severity


@dataclass(frozen=True, slots=True)
class Check:
    """A shape that reports: how grave its findings are, and what it says per language."""

    name: str
    severity: Severity
    messages: Labels


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes graph as rdflib holds it, and its checks by local name.

    `questions` holds the SPARQL text of each check that looks at the data as a whole, `core` the graph without them.
    """

    graph: rdflib.Graph
    checks: Mapping[str, Check]
    core: rdflib.Graph
    questions: Mapping[str, str]


@cache
def load_shapes(directory: Path | None = None) -> Shapes:
    """The shapes of one folder, `ontology/shapes/` by default; read once.

    Raises `MalformedData` where a file has a syntax error, or a check lacks its severity or message.
    """
    files = sorted((directory or folder("ontology") / "shapes").glob("*.ttl"))
    graph = to_rdflib(quad for path in files for quad in read_rdf(path))
    checks = [_check(graph, node) for node in sorted(set(graph.subjects(SH.severity)), key=str)]
    questions = _questions(graph)
    core = rdflib.Graph()
    core += graph
    for name in questions:
        core.remove((rdflib.URIRef(SHAPES + name), SH.targetNode, _WHOLE))
    return Shapes(graph, {check.name: check for check in checks}, core, questions)


def vocabulary() -> list[Quad]:
    """What the vocabulary and the code lists say of their terms, without what only people and reasoners read."""
    return [q for q in ontology_quads() if not (isinstance(q.object, Literal) or q.predicate.value in _EXPLAINING)]


_EXPLAINING: Final = frozenset(
    str(term) for term in (RDFS.domain, RDFS.range, RDFS.isDefinedBy, OWL.disjointWith, SKOS.topConceptOf)
)


_WHOLE: Final = rdflib.URIRef(ONTOLOGY_GRAPH.value)
"""The node that a check of the data as a whole targets."""


def _questions(graph: rdflib.Graph) -> dict[str, str]:
    """The SPARQL text, with its prefixes, of each check that looks at the data as a whole."""
    prefixes = "".join(
        f"PREFIX {graph.value(declaration, SH.prefix)}: <{graph.value(declaration, SH.namespace)}>\n"
        for declaration in sorted(graph.objects(None, SH.declare), key=str)
    )
    questions = {
        str(node).removeprefix(SHAPES): prefixes + str(graph.value(constraint, SH.select))
        for node in sorted(graph.subjects(SH.targetNode, _WHOLE), key=str)
        if (constraint := graph.value(node, SH.sparql)) is not None
    }
    for name, text in questions.items():
        if re.search(r"\bservice\b", text, re.IGNORECASE):
            raise MalformedData(f"the check {name} asks another server", place="ontology/shapes", advice="no SERVICE")
    return questions


def _check(graph: rdflib.Graph, node: rdflib.term.Node) -> Check:
    name = str(node).removeprefix(SHAPES)
    severity = str(graph.value(node, SH.severity)).removeprefix(str(SH))
    texts = [text for text in graph.objects(node, SH.message) if isinstance(text, rdflib.Literal)]
    if severity not in list(Severity) or not texts:
        raise MalformedData(
            f"the check {name} has no usable sh:severity or sh:message",
            place="ontology/shapes",
            advice="give it sh:Violation, sh:Warning or sh:Info, and a message in fi, sv and en",
        )
    messages = tuple(sorted((text.language or "", str(text)) for text in texts))
    return Check(name, Severity(severity), messages)
