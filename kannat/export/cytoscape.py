"""Cytoscape's own JSON (`.cyjs`), as Cytoscape, Cytoscape.js and networkx read it.

Positions are those of the columns `x` and `y`. Numbers of JSON are written as they are; JavaScript rounds whole ones
beyond 2^53.
"""

from __future__ import annotations

import json
from typing import Any, Final

from kannat.export.attributes import Change, Column, Edge, Node, TypedNetwork
from kannat.export.cells import KIND, label_of, making_way, value_of

_NODE_KEYS: Final = ("id", "name", "shared_name", "SUID", "selected", "parent", "value")
_EDGE_KEYS: Final = ("id", "source", "target", "interaction", "shared_interaction", "shared_name", "SUID", "selected")
_POSITION: Final = ("x", "y")


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    nodes, changes = making_way(table.node_columns, _NODE_KEYS, "nodes")
    edges, more = making_way(table.edge_columns, _EDGE_KEYS, "edges")
    document = {
        "format_version": "1.0",
        "generated_by": "Kannat",
        "target_cytoscapejs_version": "~2.1",
        "directed": table.directed,
        "multigraph": True,
        "data": {"name": table.title, "shared_name": table.title},
        "elements": {
            "nodes": [_node(node, nodes) for node in table.nodes],
            "edges": [_edge(edge, edges) for edge in table.edges],
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), [*changes, *more]


def _node(node: Node, names: dict[Column, str]) -> dict[str, Any]:
    label = label_of(node)
    data: dict[str, Any] = {"id": node.id, "name": label, "shared_name": label}
    data |= {names[column]: value for column, value in node.values}
    places = [value_of(node, axis) for axis in _POSITION]
    if any(place is None for place in places):
        return {"data": data}
    return {"data": data, "position": dict(zip(_POSITION, places, strict=True))}


def _edge(edge: Edge, names: dict[Column, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"id": edge.id, "source": edge.source, "target": edge.target}
    kind = value_of(edge, KIND)
    if kind is not None:
        data |= {"interaction": kind, "shared_interaction": kind}
    return {"data": data | {names[column]: value for column, value in edge.values}}
