"""Nodes and links as JSON, for D3's force layout and networkx's `node_link_graph(data, edges="links")`.

In D3 name the nodes by their ids: `d3.forceLink(links).id(node => node.id)`. Numbers of JSON are written as they are;
JavaScript rounds whole ones beyond 2^53.
"""

from __future__ import annotations

import json
from typing import Any, Final

from kannat.export.attributes import Change, TypedNetwork
from kannat.export.cells import making_way

_NODE_KEYS: Final = ("id", "index", "vx", "vy", "fx", "fy")
_LINK_KEYS: Final = ("source", "target", "key", "index")


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    nodes, changes = making_way(table.node_columns, _NODE_KEYS, "nodes")
    links, more = making_way(table.edge_columns, _LINK_KEYS, "edges")
    document: dict[str, Any] = {
        "directed": table.directed,
        "multigraph": True,
        "graph": {"title": table.title},
        "nodes": [{"id": node.id} | {nodes[column]: value for column, value in node.values} for node in table.nodes],
        "links": [
            {"source": edge.source, "target": edge.target, "key": edge.id}
            | {links[column]: value for column, value in edge.values}
            for edge in table.edges
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), [*changes, *more]
