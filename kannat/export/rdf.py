"""The graph itself in the standard formats: sorted, so that the same graph gives the same bytes on any day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kannat.errors import UnknownName
from kannat.export.jsonld import json_ld
from kannat.export.rdf_xml import rdf_xml
from kannat.graph import terms as t
from kannat.graph.quads import canonical_nquads
from kannat.store import Store

FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""Formats by name. Turtle, N-Triples and RDF/XML hold no named graphs: all graphs' triples together, each once."""

_KINDS: Final = (
    "actor",
    "answer",
    "codebook",
    "consultation",
    "document",
    "graph",
    "match",
    "mention",
    "official",
    "organisation",
    "passage",
    "position",
    "proposal",
    "question",
    "reading",
    "reference",
    "statement",
)
"""What the names of things begin with, after the base address; each becomes a prefix."""


def rdf(store: Store, format_: str = "turtle", graph: str | None = None, min_confidence: float = 0.0) -> bytes:
    """A store in one of `FORMATS`: all of it, one statement (its address), or one consultation with its statements.

    With `min_confidence` without the positions that are less certain; the passages they stand on stay. Raises
    `UnknownName` for another format, and for an address that names no graph of the store.
    """
    return serialized(certain(selected(store, graph), min_confidence), format_, store.names.base)


def selected(store: Store, graph: str | None = None) -> list[Quad]:
    """The quads of a whole store, of one named graph, or of a consultation's graph and those of its statements."""
    if graph is None:
        return list(store.quads())
    names = store.graph_names()
    if graph not in {known.value for known in names}:
        raise UnknownName("graph", graph, [known.value for known in names])
    name = NamedNode(graph)
    quads = store.graph(name)
    if graph.startswith(f"{store.names.base}consultation/"):
        for other in names:
            if other.value.startswith(f"{store.names.base}statement/"):
                found = store.graph(other)
                if Quad(other, t.CONSULTATION_OF, name, other) in found:
                    quads += found
    return quads


def certain(quads: list[Quad], minimum: float) -> list[Quad]:
    """The quads without what is said of positions that are less certain than this."""
    if not minimum:
        return quads
    positions = {quad.subject for quad in quads if quad.predicate == t.TYPE and quad.object == t.POSITION}
    unsure = {
        quad.subject
        for quad in quads
        if quad.predicate == t.CONFIDENCE
        and quad.subject in positions
        and isinstance(quad.object, Literal)
        and float(quad.object.value) < minimum
    }
    return [quad for quad in quads if quad.subject not in unsure]


def serialized(quads: Iterable[Quad], format_: str, base: str) -> bytes:
    """The quads in one of `FORMATS`. Raises `UnknownName` for another."""
    if format_ not in FORMATS:
        raise UnknownName("format", format_, FORMATS)
    if format_ == "nquads":
        return canonical_nquads(quads)
    if format_ == "jsonld":
        return json_ld(sorted(set(quads), key=quad_order), base)
    if format_ == "rdfxml":
        triples = sorted({quad.triple for quad in quads}, key=triple_order)
        return rdf_xml(triples, _used_prefixes(triples, base))
    rows: list[Quad] | list[Triple]
    if format_ == "trig":
        rows = sorted(set(quads), key=quad_order)
    else:
        rows = sorted({quad.triple for quad in quads}, key=triple_order)
    prefixes = None if format_ == "ntriples" else _used_prefixes(rows, base)
    data = serialize(rows, format=FORMATS[format_], prefixes=prefixes)
    assert data is not None  # bytes are returned whenever no output is given
    return _with_sorted_prefixes(data) if prefixes else data


def quad_order(quad: Quad) -> tuple[object, ...]:
    """Graph by graph, then as `triple_order`."""
    return (_natural(quad.graph_name), *triple_order(quad.triple))


def triple_order(triple: Triple) -> tuple[object, ...]:
    """By subject, what it is first, then by predicate and object; numbers inside names count as numbers."""
    is_type = triple.predicate == t.TYPE
    return (_natural(triple.subject), not is_type, str(triple.predicate), _natural(triple.object))


def _natural(term: object) -> tuple[object, ...]:
    """A sort key by which `…18-20` comes before `…100-120`."""
    text = str(term)
    if isinstance(term, Literal):
        return (1, text)
    parts = tuple((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _DIGITS.split(text))
    return (0, *parts, text)


_DIGITS: Final = re.compile(r"([0-9]+)")


def _used_prefixes(rows: Iterable[Quad | Triple], base: str) -> dict[str, str]:
    known = {**t.PREFIXES, **{kind: f"{base}{kind}/" for kind in _KINDS}}
    spaces = {namespace: prefix for prefix, namespace in known.items()}
    used = {spaces[space] for row in rows for space in _namespaces(row) if space in spaces}
    return {prefix: known[prefix] for prefix in sorted(used)}


def _with_sorted_prefixes(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    count = sum(1 for _ in takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"".join((*sorted(lines[:count]), b"\n", *lines[count:]))


def _namespaces(row: Quad | Triple) -> Iterator[str]:
    """The namespaces of everything that is written as a prefixed name."""
    terms: list[object] = [row.subject, row.object]
    if isinstance(row, Quad):
        terms.append(row.graph_name)
    if row.predicate != t.TYPE:  # which is written as `a`
        terms.append(row.predicate)
    for term in terms:
        node = term.datatype if isinstance(term, Literal) and not _is_plain(term) else term
        if isinstance(node, NamedNode):
            yield node.value[: max(node.value.rfind("#"), node.value.rfind("/")) + 1]


def _is_plain(literal: Literal) -> bool:
    return literal.language is not None or literal.datatype == _STRING


_STRING: Final = t.term("xsd:string")
