"""GraphML, as Gephi, Cytoscape, visone, igraph, NetworkX and yEd read it.

Every key has `attr.name`, `attr.type` and `for="node"` or `for="edge"`: Gephi passes over keys without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kannat.export.attributes import Change, Column, Network, Scalar, TypedNetwork, lexical, typed

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document; it carries everything."""
    return "".join(_document(table)).encode(), []


def graphml(network: Network | TypedNetwork) -> bytes:
    """The network as a GraphML document; equal networks give equal bytes."""
    return written(network if isinstance(network, TypedNetwork) else typed(network))[0]


def _document(table: TypedNetwork) -> Iterator[str]:
    node_keys = {column: f"n{number}" for number, column in enumerate(table.node_columns)}
    edge_keys = {column: f"e{number}" for number, column in enumerate(table.edge_columns)}
    yield _HEAD
    yield from _keys("node", node_keys)
    yield from _keys("edge", edge_keys)
    yield f'  <graph edgedefault="{"directed" if table.directed else "undirected"}">\n'
    if table.title:
        yield f"    <desc>{escape(table.title)}</desc>\n"
    for node in table.nodes:
        yield f"    <node id={quoteattr(node.id)}>\n"
        yield from _data(node.values, node_keys)
        yield "    </node>\n"
    for edge in table.edges:
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        yield f"    <edge id={quoteattr(edge.id)} {ends}>\n"
        yield from _data(edge.values, edge_keys)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _keys(domain: str, keys: dict[Column, str]) -> Iterator[str]:
    for column, key in keys.items():
        name = quoteattr(column.name)
        yield f'  <key id="{key}" for="{domain}" attr.name={name} attr.type="{column.type}"/>\n'


def _data(values: Iterable[tuple[Column, Scalar]], keys: dict[Column, str]) -> Iterator[str]:
    for column, value in values:
        # A parser would turn a bare carriage return into a line feed.
        yield f'      <data key="{keys[column]}">{escape(lexical(value), {chr(13): "&#13;"})}</data>\n'
