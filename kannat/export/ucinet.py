"""UCINET's DL, as an edge list with labels: one matrix, each pair once with its weight.

A label of DL may hold 255 characters, and is written so that every reader takes it for one: blanks and what has a
meaning of its own become an underscore. What cutting makes alike is kept apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from kannat.export.attributes import Change, TypedNetwork
from kannat.export.cells import LABEL, WEIGHT, display_names, not_carried, weight_of

LONGEST_LABEL: Final = 240
_PARTED: Final = re.compile(r"[\s,:\"'!]+")
_NODES: Final = "DL has no attributes of nodes, only labels"
_EDGES: Final = "DL has no attributes of ties, only a value"


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    changes = [Change("nodes", "id", "DL knows a node by its label, which has no blanks")] if table.nodes else []
    changes += not_carried(table.node_columns, "nodes", _NODES, {LABEL})
    changes += not_carried(table.edge_columns, "edges", _EDGES, {WEIGHT})
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for edge in table.edges:
        ties[edge.source, edge.target] += weight_of(edge)
        if not table.directed and edge.source != edge.target:
            ties[edge.target, edge.source] += weight_of(edge)
    pairs = {(edge.source, edge.target) for edge in table.edges}
    if len(pairs) < len(table.edges):
        changes.append(
            Change("edges", WEIGHT, "DL has one tie between two: parallel ones are one, their weights added")
        )
    numbers = {node.id: number for number, node in enumerate(table.nodes, 1)}
    names = display_names(table, _clean, "_")
    lines = [f"dl n={len(numbers)}", "format = edgelist1", "labels:"]
    lines += [names[node.id] for node in table.nodes]
    lines += ["data:"]
    rows = sorted((numbers[source], numbers[target], value) for (source, target), value in ties.items())
    lines += [f"{source} {target} {value!r}" for source, target, value in rows]
    return ("\n".join(lines) + "\n").encode(), changes


def _clean(text: str) -> str:
    return "_".join(part for part in _PARTED.split(text) if part)[:LONGEST_LABEL]
