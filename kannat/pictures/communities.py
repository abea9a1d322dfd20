"""The network of respondents in its communities: who is of one mind with whom.

Two respondents are joined where both are for or against at least `MINIMUM` proposals: by a whole line
where they are on the same side of more of them than on opposite sides, by a broken line where it is the other way.
Communities are those of the network room, found among the whole lines, weighted by how many more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from kannat.comparison.networks import communities, pairs_of, sides_of
from kannat.comparison.round import Party
from kannat.pictures.frame import Sheet, drawable, nothing, wrapped
from kannat.pictures.wording import Words
from kannat.summary.material import Material

MINIMUM: Final = 3
"""Shared proposals that a line needs: below that, agreeing may be chance."""

MOST_NODES: Final = 120
_HEIGHT: Final = 7.2
_LOOKS: Final = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#009E73", "^"),
    ("#CC79A7", "D"),
    ("#E69F00", "v"),
    ("#56B4E9", "P"),
    ("#999999", "X"),
)
"""Colours and shapes of the communities, the largest first; the last is for all that are left."""


@dataclass(frozen=True, slots=True)
class Line:
    """Two respondents by address, and on how many proposals they are on one side and on opposite sides."""

    first: str
    second: str
    same: int
    opposite: int

    @property
    def balance(self) -> int:
        return self.same - self.opposite


@dataclass(frozen=True, slots=True)
class Communities:
    """The respondents that take sides, in their communities, the largest first, and the lines between them."""

    members: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


def communities_of(told: Material) -> Communities:
    """The communities of those that are for or against anything, as the networks' own room finds them."""
    sides = sides_of(
        (cell.respondent, cell.proposal, held.lean)
        for cell in told.matrix.cells.values()
        for held in cell.held
        if held.counted
    )
    pairs = pairs_of(sides, MINIMUM)
    columns = (pairs.first, pairs.second, pairs.congruence, pairs.conflict)
    lines = tuple(
        Line(sides.rows[first], sides.rows[second], same, opposite)
        for first, second, same, opposite in zip(*(column.tolist() for column in columns), strict=True)
        if same != opposite
    )
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(sides.rows)
    network.add_weighted_edges_from((line.first, line.second, line.balance) for line in lines)
    groups: dict[int, list[str]] = {}
    for respondent, group in communities(network).items():
        groups.setdefault(group, []).append(respondent)
    return Communities(tuple(tuple(sorted(groups[group])) for group in sorted(groups)), lines)


def draw_communities(told: Material, words: Words) -> Sheet:
    """The sheet with the network: each community on a ring of its own."""
    found = communities_of(told)
    parties = {party.respondent: party for party in told.matrix.respondents}
    everyone = [one for members in found.members for one in members]
    kept = frozenset(everyone[:MOST_NODES])
    partial = [words.word("shown", shown=len(kept), all=len(everyone))] if len(kept) < len(everyone) else []
    threshold = words.word("threshold", minimum=MINIMUM)
    sheet = Sheet(told, words, words.word("network"), _HEIGHT, 0.02, threshold, *partial)
    axes = sheet.axes
    axes.set_axis_off()
    if not everyone:
        nothing(sheet, words)
        return sheet
    groups = [tuple(one for one in members if one in kept) for members in found.members]
    places = _places([group for group in groups if group])
    shown = [line for line in found.lines if line.first in kept and line.second in kept]
    for whole in (True, False):
        _join(sheet, [line for line in shown if (line.balance > 0) is whole], places, whole)
    for number, group in enumerate(group for group in groups if group):
        _draw_group(sheet, group, places, parties, _LOOKS[min(number, len(_LOOKS) - 1)])
    axes.margins(0.26, 0.14)
    _legend(sheet, found, len(everyone), words)
    return sheet


def _places(groups: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Each group on a ring, the rings on a great ring, in the groups' order; no arithmetic that varies by machine."""
    radii = [max(0.35, 0.16 * len(group)) for group in groups]
    great = 0.0 if len(groups) == 1 else max(radii) + sum(radii) / math.pi + 0.5
    places = {}
    for index, (group, radius) in enumerate(zip(groups, radii, strict=True)):
        turn = math.tau * index / len(groups)
        x, y = 1.5 * great * math.cos(turn), great * math.sin(turn)
        ring = 0.0 if len(group) == 1 else radius
        for place, one in enumerate(group):
            angle = math.tau * (place + 0.5) / len(group)
            places[one] = (round(x + 1.4 * ring * math.cos(angle), 4), round(y + ring * math.sin(angle), 4))
    return places


def _join(sheet: Sheet, shown: Sequence[Line], places: dict[str, tuple[float, float]], whole: bool) -> None:
    lines = LineCollection(
        [(places[line.first], places[line.second]) for line in shown],
        colors="#555555" if whole else "#D55E00",
        linestyles="-" if whole else (0, (2, 3)),
        linewidths=[min(0.4 + 0.25 * abs(line.balance), 3) for line in shown],
        alpha=0.55,
        zorder=1,
    )
    sheet.axes.add_collection(lines)


def _draw_group(
    sheet: Sheet,
    group: Sequence[str],
    places: dict[str, tuple[float, float]],
    parties: dict[str, Party],
    look: tuple[str, str],
) -> None:
    colour, shape = look
    middle = tuple(sum(places[one][axis] for one in group) / len(group) for axis in (0, 1))
    for one in group:
        x, y = places[one]
        sheet.axes.plot(x, y, marker=shape, color=colour, markeredgecolor="black", markersize=9, linestyle="", zorder=2)
        away = (_sign(x - middle[0]), _sign(y - middle[1]))
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8}
        sheet.axes.annotate(
            wrapped(parties[one].label, 24),
            (x, y),
            xytext=(9 * away[0], 9 * (away[1] or not away[0])),
            textcoords="offset points",
            ha=("right", "center", "left")[away[0] + 1],
            va=("top", "center" if away[0] else "bottom", "bottom")[away[1] + 1],
            fontsize=7,
            bbox=ground,
            zorder=3,
        )


def _sign(distance: float) -> int:
    return 0 if abs(distance) < _NEAR else int(math.copysign(1, distance))


_NEAR: Final = 0.05
"""Below this a place counts as right above or beside the middle of its ring."""


def _legend(sheet: Sheet, found: Communities, everyone: int, words: Words) -> None:
    handles = [
        Line2D([], [], color="#555555", linestyle="-", label=drawable(words.word("agreeing"))),
        Line2D([], [], color="#D55E00", linestyle=(0, (2, 3)), label=drawable(words.word("differing"))),
    ]
    for number, members in enumerate(found.members[: len(_LOOKS)]):
        colour, shape = _LOOKS[number]
        label = words.word("community", number=number + 1, count=len(members), denominator=everyone)
        handles.append(
            Line2D([], [], color=colour, marker=shape, markeredgecolor="black", linestyle="", label=drawable(label))
        )
    sheet.axes.legend(handles=handles, loc="upper left", frameon=False, fontsize=8)
