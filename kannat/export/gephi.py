"""Gephi's import of spreadsheets: a table of nodes, one of edges.

A cell that a spreadsheet could take for a formula gets an apostrophe before it, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kannat.export.attributes import Change, Column, ColumnType, Edge, Node, Scalar, TypedNetwork, lexical
from kannat.export.cells import KIND, LABEL, WEIGHT, csv_table, label_of, making_way, value_of, weight_of
from kannat.questions import spreadsheet_text

NODES: Final = "nodes.csv"
EDGES: Final = "edges.csv"
_GUARDED: Final = "begins as a formula does: an apostrophe before it"


def written(table: TypedNetwork) -> tuple[dict[str, bytes], list[Change]]:
    """The two tables, and what they do not carry as it was."""
    node_columns = [column for column in table.node_columns if column.name != LABEL]
    edge_columns = [column for column in table.edge_columns if column.name not in (KIND, WEIGHT)]
    nodes, changes = making_way(node_columns, ("id", "label"), "nodes", ignore_case=True)
    heads = ("source", "target", "type", "id", "kind", "label", "weight")
    edges, more = making_way(edge_columns, heads, "edges", ignore_case=True)
    told = [*changes, *more, *_guarded(table)]
    kind = "Directed" if table.directed else "Undirected"
    node_rows = ([_cell(node.id), _cell(label_of(node)), *_cells(node, node_columns)] for node in table.nodes)
    edge_rows = (
        [
            _cell(e.source),
            _cell(e.target),
            kind,
            _cell(e.id),
            _cell(_kind(e)),
            repr(weight_of(e)),
            *_cells(e, edge_columns),
        ]
        for e in table.edges
    )
    return {
        NODES: csv_table(["Id", "Label", *nodes.values()], node_rows),
        EDGES: csv_table(["Source", "Target", "Type", "Id", "Kind", "Weight", *edges.values()], edge_rows),
    }, told


def _kind(edge: Edge) -> str:
    value = value_of(edge, KIND)
    return "" if value is None else lexical(value)


def _cells(item: Node | Edge, columns: Iterable[Column]) -> list[str]:
    values = dict(item.values)
    return [_written(values[column], column) if column in values else "" for column in columns]


def _written(value: Scalar, column: Column) -> str:
    return _cell(lexical(value)) if column.type is ColumnType.STRING else lexical(value)


def _cell(text: str) -> str:
    return spreadsheet_text(text)


def _guarded(table: TypedNetwork) -> list[Change]:
    items: tuple[Node | Edge, ...] = (*table.nodes, *table.edges)
    return [
        Change(item.id, column.name, _GUARDED)
        for item in items
        for column, value in item.values
        if isinstance(value, str) and spreadsheet_text(value) != value
    ]
