"""Positions by the time of their statements: one network for each day, month, quarter or year, or all in one.

A slice holds the positions of the statements that were issued in it, and no earlier ones. A statement without a date
is in no slice, and is counted.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import networkx as nx

from kannat.comparison.networks.rows import Stand, Stands


class Period(StrEnum):
    """How long a slice is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Slice:
    """The positions of one period; both days are in it, `name` is such as 2026-01 or 2026-Q1."""

    name: str
    first: str
    last: str
    stands: Stands


def slices(stands: Stands, period: Period) -> list[Slice]:
    """The slices in the order of time, those without any position left out."""
    days = sorted({row.issued for row in stands.rows if row.issued})
    spans = sorted({span_of(day, period) for day in days})
    undated = sum(not row.issued for row in stands.rows)
    left_out = (*stands.left_out, *([("undated", undated)] if undated else []))
    return [
        Slice(name, first, last, replace(stands, rows=_within(stands, first, last), left_out=left_out))
        for first, last, name in spans
    ]


def over_time(stands: Stands, period: Period, network_of: Callable[[Stands], nx.Graph[str]]) -> nx.MultiGraph[str]:
    """One network of all slices: an edge for each slice that ties the two, with its `slice`, `start` and `end`.

    A node's facts are those of the whole time; its edges' `kind` is the slice, so that parallel ones stay apart.
    """
    whole = network_of(stands)
    parts = slices(stands, period)
    left_out = parts[0].stands.left_out if parts else stands.left_out
    network: nx.MultiGraph[str] = nx.MultiGraph(left_out=left_out)
    network.add_nodes_from(whole.nodes(data=True))
    for part in parts:
        for one, other, data in network_of(part.stands).edges(data=True):
            told = {**data, "kind": part.name, "measure": data["kind"], "slice": part.name}
            key = f"{one} {other} {part.name}"
            network.add_edge(one, other, key=key, **told, start=part.first, end=part.last)
    return network


def span_of(day: str, period: Period) -> tuple[str, str, str]:
    """The first and the last day of the period that an ISO day lies in, and the period's name."""
    year, month, _ = (int(part) for part in day.split("-"))
    if period is Period.DAY:
        return day, day, day
    if period is Period.YEAR:
        return f"{year:04}-01-01", f"{year:04}-12-31", f"{year:04}"
    if period is Period.MONTH:
        return _months(year, month, month, f"{year:04}-{month:02}")
    quarter = (month - 1) // 3
    return _months(year, 3 * quarter + 1, 3 * quarter + 3, f"{year:04}-Q{quarter + 1}")


def _months(year: int, first: int, last: int, name: str) -> tuple[str, str, str]:
    return date(year, first, 1).isoformat(), date(year, last, monthrange(year, last)[1]).isoformat(), name


def _within(stands: Stands, first: str, last: str) -> tuple[Stand, ...]:
    return tuple(row for row in stands.rows if row.issued and first <= row.issued <= last)
