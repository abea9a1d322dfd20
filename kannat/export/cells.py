"""Networks as tables of nodes and edges, and what several formats need for it: names, CSV, columns that make way."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from kannat.export.attributes import Change, Column, Edge, Node, Scalar, TypedNetwork, lexical

LABEL: Final = "label"
KIND: Final = "kind"
WEIGHT: Final = "weight"


def value_of(item: Node | Edge, name: str) -> Scalar | None:
    """The value of an attribute, None where it is absent."""
    return next((value for column, value in item.values if column.name == name), None)


def label_of(node: Node) -> str:
    """A node's label, else its id."""
    value = value_of(node, LABEL)
    return node.id if value is None else lexical(value)


def weight_of(edge: Edge) -> float:
    """An edge's weight, 1 where it bears none."""
    value = value_of(edge, WEIGHT)
    return float(value) if isinstance(value, int | float) else 1.0


def display_names(table: TypedNetwork, clean: Callable[[str], str], gap: str = " ") -> dict[str, str]:
    """A name for each node's id: its label as the format can carry it; where several share one, with what tells apart.

    For formats that know a node by one text only. No two are alike.
    """
    labels = {node.id: clean(label_of(node)) or clean(node.id) for node in table.nodes}
    counts = Counter(labels.values())
    names: dict[str, str] = {}
    taken = {label for label, count in counts.items() if count == 1}
    for node, label in labels.items():
        name = label if counts[label] == 1 else f"{label}{gap}({clean(node.rsplit('/', 1)[-1])})"
        number = 2
        while counts[label] > 1 and name in taken:
            name = f"{label}{gap}({number})"
            number += 1
        taken.add(name)
        names[node] = name
    return names


def making_way(
    columns: Iterable[Column], reserved: Collection[str], place: str, *, ignore_case: bool = False
) -> tuple[dict[Column, str], list[Change]]:
    """The name of each column in a format that keeps some names for itself, and the changes this makes."""
    folded = {name.lower() if ignore_case else name for name in reserved}
    names, changes = {}, []
    taken = set(folded)
    for column in columns:
        name = column.name
        while (name.lower() if ignore_case else name) in taken:
            name += "_"
        taken.add(name.lower() if ignore_case else name)
        names[column] = name
        if name != column.name:
            changes.append(Change(place, column.name, f"the format keeps this name for itself: written as {name}"))
    return names, changes


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, quote_all: bool = False) -> bytes:
    """A table after RFC 4180, with line feeds alone between its lines so that every reader counts them alike."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode()


def not_carried(columns: Iterable[Column], place: str, why: str, but: Collection[str] = ()) -> list[Change]:
    """That a format leaves these attributes out, and why."""
    return [Change(place, column.name, why) for column in columns if column.name not in but]
