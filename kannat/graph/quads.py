"""Quads in and out: the canonical form, and the way to rdflib and back.

There are no blank nodes in the data, so sorted, distinct N-Quads lines are a canonical form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kannat.graph.terms import PREFIXES


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Distinct N-Quads lines in byte order; the same graph gives the same bytes on any machine."""
    lines = set(_serialized(quads, RdfFormat.N_QUADS).splitlines(keepends=True))
    return b"".join(sorted(lines))


def canonical_hash(quads: Iterable[Quad]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_nquads(quads)).hexdigest()


def in_graph(quads: Iterable[Quad], graph: NamedNode) -> list[Quad]:
    """The same triples, all in one named graph."""
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]


def to_rdflib(quads: Iterable[Quad]) -> rdflib.Graph:
    """One rdflib graph of all triples, whatever named graph they lie in.

    rdflib writes numbers in its own canonical form (`01` becomes `1`); what Kannat makes is in that form already.
    """
    graph = rdflib.Graph()
    bind_prefixes(graph)
    triples = _serialized((quad.triple for quad in quads), RdfFormat.N_TRIPLES)
    graph.parse(data=triples, format="nt")
    return graph


def to_dataset(quads: Iterable[Quad]) -> rdflib.Dataset:
    """An rdflib dataset with the same named graphs, whose default graph is their union."""
    dataset = rdflib.Dataset(default_union=True)
    bind_prefixes(dataset)
    by_graph: dict[NamedNode | BlankNode | DefaultGraph, list[Triple]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad.triple)
    for name, triples in by_graph.items():
        graph = dataset.default_graph if isinstance(name, DefaultGraph) else dataset.graph(_rdflib_name(name))
        graph.parse(data=_serialized(triples, RdfFormat.N_TRIPLES), format="nt")
    return dataset


def _rdflib_name(name: NamedNode | BlankNode) -> rdflib.URIRef | rdflib.BNode:
    return rdflib.URIRef(name.value) if isinstance(name, NamedNode) else rdflib.BNode(name.value)


def from_rdflib(graph: rdflib.Graph, name: NamedNode | DefaultGraph | None = None) -> list[Quad]:
    """The triples of an rdflib graph as quads of one named graph; of a dataset, its default graph's."""
    target = name or DefaultGraph()
    data = graph.serialize(format="nt", encoding="utf-8")
    return [Quad(q.subject, q.predicate, q.object, target) for q in parse(data, format=RdfFormat.N_TRIPLES)]


def _serialized(statements: Iterable[Quad] | Iterable[Triple], format_: RdfFormat) -> bytes:
    data = serialize(statements, format=format_)
    assert data is not None  # bytes are returned whenever no output is given
    return data


def bind_prefixes(graph: rdflib.Graph) -> None:
    """Give an rdflib graph the prefixes that Kannat writes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
