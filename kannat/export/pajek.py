"""Pajek's `.net`: vertices with names and places, lines with a weight and their `kind` as their label.

A vertex is known by one name, so labels stand there, with what tells them apart where two are alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kannat.export.attributes import Change, ColumnType, TypedNetwork, lexical
from kannat.export.cells import KIND, LABEL, WEIGHT, display_names, not_carried, value_of, weight_of

_NODES: Final = "a vertex of Pajek has a name and a place only"
_EDGES: Final = "a line of Pajek has a weight and a label only"


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    changes = [Change("nodes", "id", "a vertex of Pajek has a number, and goes by its label")] if table.nodes else []
    placed = _placed(table)
    changes += not_carried(table.node_columns, "nodes", _NODES, {LABEL, *(("x", "y") if placed else ())})
    changes += not_carried(table.edge_columns, "edges", _EDGES, {WEIGHT, KIND})
    return "".join(_lines(table, placed)).encode(), changes


def _placed(table: TypedNetwork) -> bool:
    """Whether every node has a place in numbers."""
    axes = {column.name for column in table.node_columns if column.type in (ColumnType.DOUBLE, ColumnType.LONG)}
    return {"x", "y"} <= axes and all(value_of(n, axis) is not None for n in table.nodes for axis in "xy")


def _lines(table: TypedNetwork, placed: bool) -> Iterator[str]:
    numbers = {node.id: number for number, node in enumerate(table.nodes, 1)}
    names = display_names(table, _clean)
    title = _clean(table.title)
    if title:
        yield f"*Network {title}\n"
    yield f"*Vertices {len(numbers)}\n"
    place = _places(table) if placed else {}
    for node in table.nodes:
        yield f'{numbers[node.id]} "{names[node.id]}"{place.get(node.id, "")}\n'
    yield "*Arcs\n" if table.directed else "*Edges\n"
    for edge in table.edges:
        kind = _clean(lexical(value_of(edge, KIND) or ""))
        told = f' l "{kind}"' if kind else ""
        yield f"{numbers[edge.source]} {numbers[edge.target]} {weight_of(edge)!r}{told}\n"


def _places(table: TypedNetwork) -> dict[str, str]:
    """Places between 0 and 1, as Pajek's window has them, from the top left."""
    found = {axis: [float(value_of(node, axis) or 0) for node in table.nodes] for axis in "xy"}
    scaled = []
    for axis, values in found.items():
        low, high = min(values, default=0.0), max(values, default=0.0)
        shares = [(value - low) / (high - low) if high > low else 0.5 for value in values]
        scaled.append([1 - share if axis == "y" else share for share in shares])
    return {node.id: f" {x:.4f} {y:.4f} 0.5000" for node, x, y in zip(table.nodes, *scaled, strict=True)}


def _clean(text: str) -> str:
    """On one line, without the quote that ends a name and the backslash that some readers take for an escape."""
    return " ".join(text.replace('"', "'").replace("\\", "/").split())
