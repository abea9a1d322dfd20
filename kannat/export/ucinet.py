"""UCINET's DL, as an edge list with labels: one matrix, each pair once with its weight.

UCINET's labels may hold 255 characters and no quotes; longer ones are cut, and kept apart by a number.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from kannat.export.attributes import Change, TypedNetwork
from kannat.export.cells import LABEL, WEIGHT, display_names, not_carried, weight_of

LONGEST_LABEL: Final = 240
_NODES: Final = "DL has no attributes of nodes, only labels"
_EDGES: Final = "DL has no attributes of ties, only a value"


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    changes = [Change("nodes", "id", "DL knows a node by its label")] if table.nodes else []
    changes += not_carried(table.node_columns, "nodes", _NODES, {LABEL})
    changes += not_carried(table.edge_columns, "edges", _EDGES, {WEIGHT})
    ties: Counter[tuple[str, str]] = Counter()
    for edge in table.edges:
        ties[edge.source, edge.target] += weight_of(edge)  # type: ignore[assignment]
        if not table.directed and edge.source != edge.target:
            ties[edge.target, edge.source] += weight_of(edge)  # type: ignore[assignment]
    pairs = {(edge.source, edge.target) for edge in table.edges}
    if len(pairs) < len(table.edges):
        changes.append(
            Change("edges", WEIGHT, "DL has one tie between two: parallel ones are one, their weights added")
        )
    numbers = {node.id: number for number, node in enumerate(table.nodes, 1)}
    names = display_names(table, _clean)
    lines = [f"dl n={len(numbers)} format=edgelist1", "labels:"]
    lines += [f'"{names[node.id]}"' for node in table.nodes]
    lines += ["data:"]
    rows = sorted((numbers[source], numbers[target], value) for (source, target), value in ties.items())
    lines += [f"{source} {target} {value!r}" for source, target, value in rows]
    return ("\n".join(lines) + "\n").encode(), changes


def _clean(text: str) -> str:
    return " ".join(text.replace('"', "'").split())[:LONGEST_LABEL]
