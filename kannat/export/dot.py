"""DOT, as Graphviz reads it: every name and value quoted, none of them ever markup or an escape of Graphviz.

DOT knows no types: numbers and truth values are written as text, and a reader has to know. Graphviz takes a `weight`
for a wish about lengths that may not be below zero, so a column of weights with negative ones makes way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kannat.export.attributes import Change, Column, ColumnType, Scalar, TypedNetwork, lexical
from kannat.export.cells import WEIGHT, making_way, value_of

_RESERVED: Final = ("pos", "size", "width", "height", "shape", "style", "image", "dir", "constraint", "href", "URL")
_NO_TYPE: Final = "DOT has no types: written as text"


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    signed = any(isinstance(w := value_of(edge, WEIGHT), int | float) and w < 0 for edge in table.edges)
    nodes, changes = making_way(table.node_columns, _RESERVED, "nodes")
    edges, more = making_way(table.edge_columns, (*_RESERVED, *([WEIGHT] if signed else [])), "edges")
    for place, columns in (("nodes", table.node_columns), ("edges", table.edge_columns)):
        more += [Change(place, one.name, _NO_TYPE) for one in columns if one.type is not ColumnType.STRING]
    return "".join(_lines(table, nodes, edges)).encode(), [*changes, *more]


def _lines(table: TypedNetwork, nodes: dict[Column, str], edges: dict[Column, str]) -> Iterator[str]:
    arrow = "->" if table.directed else "--"
    yield f"{'digraph' if table.directed else 'graph'} {_quoted(table.title)} {{\n"
    for node in table.nodes:
        yield f"  {_quoted(node.id)}{_attributes(node.values, nodes)};\n"
    for edge in table.edges:
        told = _attributes(edge.values, edges, edge.id)
        yield f"  {_quoted(edge.source)} {arrow} {_quoted(edge.target)}{told};\n"
    yield "}\n"


def _attributes(values: Iterable[tuple[Column, Scalar]], names: dict[Column, str], key: str = "") -> str:
    told = [f'"key"={_quoted(key)}'] if key else []
    told += [f"{_quoted(names[column])}={_quoted(lexical(value))}" for column, value in values]
    return f" [{', '.join(told)}]" if told else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
