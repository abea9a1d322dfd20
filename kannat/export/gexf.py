"""GEXF 1.3, as Gephi, Gephi Lite, sigma and NetworkX read it.

Every attribute has a title and a type. Some have a place of their own in the format:

| attribute | of | becomes |
|---|---|---|
| `label` | nodes | the label; a node without one shows its id |
| `kind` | edges | `kind`, by which Gephi keeps parallel edges apart; an attribute as well |
| `weight` | edges | `weight` |
| `color` (#rrggbb), `size`, `x` and `y` (and `z`) | nodes; `color` of edges | colour, size, position |
| `start`, `end` (ISO dates) | both | a spell; the graph is then dynamic |

The document bears no date of writing, so the same network gives the same bytes on another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kannat.export.attributes import (
    Change,
    Column,
    ColumnType,
    Edge,
    Network,
    Node,
    Scalar,
    TypedNetwork,
    lexical,
    typed,
)
from kannat.export.cells import KIND, LABEL, WEIGHT, value_of

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
"""
_COLOUR: Final = re.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERS: Final = (ColumnType.LONG, ColumnType.DOUBLE)


@dataclass(frozen=True, slots=True)
class _Special:
    """The names of the columns that have a place of their own, on nodes or on edges."""

    names: frozenset[str]

    def plain(self, columns: Iterable[Column]) -> dict[Column, str]:
        """The other columns with their keys."""
        kept = (column for column in columns if column.name not in self.names)
        return {column: str(number) for number, column in enumerate(kept)}


def gexf(network: Network | TypedNetwork) -> bytes:
    """The network as a GEXF document; equal networks give equal bytes."""
    return written(network if isinstance(network, TypedNetwork) else typed(network))[0]


def written(table: TypedNetwork) -> tuple[bytes, list[Change]]:
    """The document, and what it does not carry as it was."""
    changes = []
    if any(column.name == WEIGHT and column.type is ColumnType.LONG for column in table.edge_columns):
        changes.append(Change("edges", WEIGHT, "a weight of GEXF is a double"))
    return "".join(_document(table)).encode(), changes


def _document(table: TypedNetwork) -> Iterator[str]:
    of_nodes, of_edges = _special_of_nodes(table), _special_of_edges(table)
    node_keys, edge_keys = of_nodes.plain(table.node_columns), of_edges.plain(table.edge_columns)
    dynamic = bool({"start", "end"} & (of_nodes.names | of_edges.names))
    yield _HEAD
    yield "  <meta>\n    <creator>Kannat</creator>\n"
    yield f"    <description>{_text(table.title)}</description>\n  </meta>\n"
    mode = 'mode="dynamic" timeformat="date"' if dynamic else 'mode="static"'
    yield f'  <graph defaultedgetype="{"directed" if table.directed else "undirected"}" {mode}>\n'
    yield from _columns("node", node_keys)
    yield from _columns("edge", edge_keys)
    yield "    <nodes>\n"
    for node in table.nodes:
        yield f"      <node id={quoteattr(node.id)} label={quoteattr(_label(node))}>\n"
        yield from _values(node.values, node_keys)
        yield from _spell(node, of_nodes)
        yield from _looks(node, of_nodes)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for edge in table.edges:
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        yield f"      <edge id={quoteattr(edge.id)} {ends} kind={quoteattr(_kind(edge))}{_weight(edge, of_edges)}>\n"
        yield from _values(edge.values, edge_keys)
        yield from _spell(edge, of_edges)
        yield from _looks(edge, of_edges)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _special_of_nodes(table: TypedNetwork) -> _Special:
    names = {LABEL, *_days(table.nodes), *_colours(table.nodes)}
    numbers = {column.name for column in table.node_columns if column.type in _NUMBERS}
    if "size" in numbers and all(float(value_of(node, "size") or 0) >= 0 for node in table.nodes):
        names.add("size")
    if {"x", "y"} <= numbers and all(
        (value_of(node, "x") is None) == (value_of(node, "y") is None) for node in table.nodes
    ):
        names |= {"x", "y"}
    return _Special(frozenset(names))


def _special_of_edges(table: TypedNetwork) -> _Special:
    names = {*_days(table.edges), *_colours(table.edges)}
    if any(column.name == WEIGHT and column.type in _NUMBERS for column in table.edge_columns):
        names.add(WEIGHT)
    return _Special(frozenset(names))


def _days(items: Iterable[Node | Edge]) -> set[str]:
    """`start` and `end`, where they are columns of ISO days."""
    return {name for name in ("start", "end") if _all_match(items, name, _DAY)}


def _colours(items: Iterable[Node | Edge]) -> set[str]:
    return {"color"} if _all_match(items, "color", _COLOUR) else set()


def _all_match(items: Iterable[Node | Edge], name: str, pattern: re.Pattern[str]) -> bool:
    values = [value for item in items if (value := value_of(item, name)) is not None]
    return bool(values) and all(isinstance(value, str) and pattern.fullmatch(value) for value in values)


def _label(node: Node) -> str:
    value = value_of(node, LABEL)
    return node.id if value is None else lexical(value)


def _kind(edge: Edge) -> str:
    value = value_of(edge, KIND)
    return edge.id if value is None else lexical(value)


def _weight(edge: Edge, special: _Special) -> str:
    value = value_of(edge, WEIGHT) if WEIGHT in special.names else None
    return "" if value is None else f' weight="{lexical(value)}"'


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


def _spell(item: Node | Edge, special: _Special) -> Iterator[str]:
    days = {name: value_of(item, name) for name in ("start", "end") if name in special.names}
    told = "".join(f' {name}="{day}"' for name, day in days.items() if day is not None)
    if told:
        yield f"        <spells>\n          <spell{told}/>\n        </spells>\n"


def _looks(item: Node | Edge, special: _Special) -> Iterator[str]:
    colour = value_of(item, "color") if "color" in special.names else None
    if isinstance(colour, str) and (found := _COLOUR.fullmatch(colour)):
        red, green, blue = (int(part, 16) for part in found.groups())
        yield f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'
    if "x" in special.names and value_of(item, "x") is not None:
        z = value_of(item, "z")
        depth = lexical(z) if isinstance(z, int | float) else "0.0"
        x, y = (lexical(value_of(item, axis) or 0.0) for axis in "xy")
        yield f'        <viz:position x="{x}" y="{y}" z="{depth}"/>\n'
    if "size" in special.names and (size := value_of(item, "size")) is not None:
        yield f'        <viz:size value="{lexical(size)}"/>\n'


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
