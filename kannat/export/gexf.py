"""GEXF 1.3, as Gephi, Gephi Lite, sigma and NetworkX read it.

Every attribute has a title and a type. Parallel edges between two nodes bear a `kind`, by which Gephi keeps them apart.
The document bears no date of writing, so the same network gives the same bytes on another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kannat.export.attributes import Column, Edge, Network, Node, Scalar, TypedNetwork, lexical, typed

LABEL: Final = "label"
"""The attribute that becomes a node's own label; an edge's stays a column as well."""
KIND: Final = "kind"
"""The edge attribute that keeps parallel edges apart; where it is absent, the edge's id does."""

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""


def gexf(network: Network | TypedNetwork) -> bytes:
    """The network as a GEXF document; equal networks give equal bytes."""
    table = network if isinstance(network, TypedNetwork) else typed(network)
    return "".join(_document(table)).encode()


def _document(table: TypedNetwork) -> Iterator[str]:
    node_keys = _numbered(column for column in table.node_columns if column.name != LABEL)
    edge_keys = _numbered(table.edge_columns)
    yield _HEAD
    yield "  <meta>\n    <creator>Kannat</creator>\n"
    yield f"    <description>{escape(table.title)}</description>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{"directed" if table.directed else "undirected"}" mode="static">\n'
    yield from _columns("node", node_keys)
    yield from _columns("edge", edge_keys)
    yield "    <nodes>\n"
    for node in table.nodes:
        yield f"      <node id={quoteattr(node.id)} label={quoteattr(_label(node))}>\n"
        yield from _values(node.values, node_keys)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for edge in table.edges:
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        yield f"      <edge id={quoteattr(edge.id)} {ends} kind={quoteattr(_kind(edge))}>\n"
        yield from _values(edge.values, edge_keys)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _numbered(columns: Iterable[Column]) -> dict[Column, str]:
    return {column: str(number) for number, column in enumerate(columns)}


def _label(node: Node) -> str:
    return next((lexical(value) for column, value in node.values if column.name == LABEL), node.id)


def _kind(edge: Edge) -> str:
    return next((lexical(value) for column, value in edge.values if column.name == KIND), edge.id)


def _columns(domain: str, keys: dict[Column, str]) -> Iterator[str]:
    yield f'    <attributes class="{domain}" mode="static">\n'
    for column, key in keys.items():
        yield f'      <attribute id="{key}" title={quoteattr(column.name)} type="{column.type}"/>\n'
    yield "    </attributes>\n"


def _values(values: Iterable[tuple[Column, Scalar]], keys: dict[Column, str]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for column, value in values:
        if column in keys:
            yield f'          <attvalue for="{keys[column]}" value={quoteattr(lexical(value))}/>\n'
    yield "        </attvalues>\n"
