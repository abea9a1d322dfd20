"""A network's attributes as typed columns, cleaned so that every tool reads the same.

The rules, the same for every format:

1. A value is a boolean, a whole number, a number or a text; a column that mixes them becomes text, whole numbers and
   numbers together become numbers. What is of another type is written as its text.
2. None, NaN, the infinities and the empty text are absent: formats and tools disagree on each of them.
3. A list, tuple or set becomes one text, its values joined by ` | `; a set's are sorted first.
4. A character that XML cannot carry (control characters, unpaired surrogates) becomes U+FFFD.

Rules 3 and 4, NaN and the infinities, and mixed columns change what was there, and every such change is listed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

import networkx as nx

Scalar = bool | int | float | str
Network: TypeAlias = "nx.Graph[Any]"  # the base class of every networkx graph

LIST_SEPARATOR: Final = " | "
_UNCARRIED: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE_NUMBERS: Final = range(-(2**63), 2**63)


class ColumnType(StrEnum):
    """The types that GraphML and GEXF share, under their common names."""

    BOOLEAN = "boolean"
    LONG = "long"
    DOUBLE = "double"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of all nodes or all edges."""

    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Node:
    """A node with its present attributes, in the order of the columns."""

    id: str
    values: tuple[tuple[Column, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with its present attributes; `id` is unique in the network."""

    id: str
    source: str
    target: str
    values: tuple[tuple[Column, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning altered: where, which attribute, and which rule."""

    place: str
    attribute: str
    what: str


@dataclass(frozen=True, slots=True)
class TypedNetwork:
    """A network ready to be written, all sorted; `title` is the network's own attribute of that name."""

    title: str
    directed: bool
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    changes: tuple[Change, ...]


def typed(network: Network) -> TypedNetwork:
    """The network with cleaned values and one type per attribute.

    Deterministic: nodes come by id, edges by source, target and id, columns by name. An edge's id is its key in a
    multigraph where that is a unique text, else `source target number`.
    """
    changes: list[Change] = []
    nodes = sorted((carried(node), data) for node, data in network.nodes(data=True))
    edges = sorted(_edges(network), key=lambda edge: edge[:3])
    node_rows = [_clean(name, data, changes) for name, data in nodes]
    edge_rows = [_clean(name, data, changes) for _, _, name, data in edges]
    node_columns = _columns("nodes", node_rows, changes)
    edge_columns = _columns("edges", edge_rows, changes)
    return TypedNetwork(
        title=carried(network.graph.get("title", "")),
        directed=network.is_directed(),
        node_columns=tuple(node_columns.values()),
        edge_columns=tuple(edge_columns.values()),
        nodes=tuple(Node(n, _values(row, node_columns)) for (n, _), row in zip(nodes, node_rows, strict=True)),
        edges=tuple(
            Edge(name, source, target, _values(row, edge_columns))
            for (source, target, name, _), row in zip(edges, edge_rows, strict=True)
        ),
        changes=tuple(changes),
    )


def lexical(value: Scalar) -> str:
    """The value as XML Schema writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _edges(network: Network) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    rows: list[tuple[str, str, object, Mapping[str, Any]]]
    if isinstance(network, nx.MultiGraph):
        rows = [(carried(s), carried(t), key, data) for s, t, key, data in network.edges(keys=True, data=True)]
    else:
        rows = [(carried(s), carried(t), None, data) for s, t, data in network.edges(data=True)]
    keys = [key for _, _, key, _ in rows]
    named = all(isinstance(key, str) and key for key in keys) and len(set(keys)) == len(keys)
    for source, target, key, data in rows:
        ends = (source, target) if network.is_directed() else sorted((source, target))
        yield ends[0], ends[1], carried(key) if named else " ".join((source, target, str(key or 0))), data


def _clean(place: str, data: Mapping[str, Any], changes: list[Change]) -> dict[str, Scalar]:
    row: dict[str, Scalar] = {}
    for name in sorted(data, key=str):
        attribute = carried(name)
        value, what = _scalar(data[name])
        if what:
            changes.append(Change(place, attribute, what))
        if value is not None:
            row[attribute] = value
    return row


def _scalar(value: object) -> tuple[Scalar | None, str]:
    """The value as it can be carried (None where it is absent), and what was changed about it."""
    if hasattr(value, "item") and not isinstance(value, str):  # a number of numpy
        value = value.item()
    if value is None or value == "":
        return None, ""
    if isinstance(value, float) and not math.isfinite(value):
        return None, "not a finite number: left out"
    if isinstance(value, bool | float) or (isinstance(value, int) and value in _WHOLE_NUMBERS):
        return value, ""
    if isinstance(value, list | tuple | set | frozenset):
        return _joined(value), "several values: joined to one text"
    text = carried(value)
    return text, "" if text == str(value) else "characters that XML cannot carry: replaced"


def _joined(values: Iterable[object]) -> str | None:
    texts = [carried(value) for value in values]
    return LIST_SEPARATOR.join(sorted(texts) if isinstance(values, set | frozenset) else texts) or None


def carried(value: object) -> str:
    """The value's text without the characters that XML cannot carry."""
    return _UNCARRIED.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _columns(place: str, rows: list[dict[str, Scalar]], changes: list[Change]) -> dict[str, Column]:
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    columns = {}
    for name in sorted(kinds):
        columns[name] = Column(name, _common_type(kinds[name]))
        if len(kinds[name]) > 1:
            changes.append(Change(place, name, f"values of several types: written as {columns[name].type}"))
    return columns


def _common_type(kinds: set[type]) -> ColumnType:
    if kinds == {bool}:
        return ColumnType.BOOLEAN
    if kinds == {int}:
        return ColumnType.LONG
    if kinds <= {int, float}:
        return ColumnType.DOUBLE
    return ColumnType.STRING


def _values(row: dict[str, Scalar], columns: dict[str, Column]) -> tuple[tuple[Column, Scalar], ...]:
    return tuple((column, _as(column.type, row[name])) for name, column in columns.items() if name in row)


def _as(kind: ColumnType, value: Scalar) -> Scalar:
    if kind is ColumnType.DOUBLE:
        return float(value)
    return lexical(value) if kind is ColumnType.STRING else value
