"""Diverging bars: who is for, to the right, and who is against, to the left, with how many they are out of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.patches import Patch

from kannat.comparison import Matrix
from kannat.model import Stance
from kannat.pictures.frame import Sheet, drawable, nothing, wrapped
from kannat.pictures.wording import Words
from kannat.summary.material import Material

MOST_ROWS: Final = 40
"""Bars in one picture; where there are more, the ones with the most positions are drawn, and the source says so."""

_LEFT: Final = (Stance.CONCERNED, Stance.OPPOSES)
_RIGHT: Final = (Stance.SUPPORTS_WITH_RESERVATIONS, Stance.SUPPORTS)
_ROW: Final = 0.42


@dataclass(frozen=True, slots=True)
class Bar:
    """How many hold each stance; `takers` hold any, one that is on both sides is counted on each."""

    address: str
    label: str
    counts: Mapping[str, int]
    takers: int
    denominator: int

    @property
    def reach(self) -> tuple[int, int]:
        """How far it goes to the left and to the right."""
        left, right = (sum(self.counts.get(stance, 0) for stance in side) for side in (_LEFT, _RIGHT))
        return left, right


def bars_of_proposals(matrix: Matrix) -> list[Bar]:
    """A bar for each proposal of the codebook that anybody speaks of, the most favoured first."""
    bars = [
        Bar(one.proposal, one.label, dict(one.tally.stances), one.tally.takers, one.tally.denominator)
        for one in matrix.proposals
        if one.notation is not None and one.tally.takers
    ]
    return sorted(bars, key=lambda bar: (bar.reach[0] - bar.reach[1], -bar.takers, bar.label))


def bars_of_types(matrix: Matrix, proposal: str) -> list[Bar]:
    """A bar for each type of the respondents that answered, on one proposal."""
    types: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for party in matrix.respondents:
        if party.answered:
            types.setdefault(party.type, []).append(party.respondent)
            labels[party.type] = party.type_label
    bars = []
    for type_, respondents in types.items():
        cells = [matrix.cells.get((respondent, proposal)) for respondent in respondents]
        held = [{one.stance for one in cell.held if one.counted} for cell in cells if cell]
        counts = {str(stance): sum(stance in stances for stances in held) for stance in Stance}
        bars.append(Bar(type_, labels[type_], counts, sum(map(bool, held)), len(respondents)))
    return bars


def draw_bars(told: Material, bars: Sequence[Bar], title: str, words: Words) -> Sheet:
    """The sheet with the bars, each with its counts and what they are out of."""
    shown = list(bars)
    if len(shown) > MOST_ROWS:
        kept = sorted(shown, key=lambda bar: (-bar.takers, bar.label))[:MOST_ROWS]
        shown = [bar for bar in shown if bar in kept]
    partial = [words.word("shown", shown=len(shown), all=len(bars))] if len(shown) < len(bars) else []
    sheet = Sheet(told, words, title, max(len(shown), 3) * _ROW + 0.8, 0.38, *partial)
    axes = sheet.axes
    if not shown:
        nothing(sheet, words)
    furthest = max((max(bar.reach) for bar in shown), default=1) or 1
    for row, bar in enumerate(shown):
        _draw_bar(sheet, row, bar, words)
        counts = f"n = {bar.takers}/{bar.denominator}"
        axes.text(furthest * 1.08, row, counts, va="center", fontsize=8)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlim(-furthest * 1.08, furthest * 1.4)
    axes.set_ylim(max(len(shown), 3) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [wrapped(bar.label, 52) for bar in shown], fontsize=8)
    ticks = [tick for step in [-(-furthest // 5)] for tick in range(-step * (furthest // step), furthest + 1, step)]
    axes.set_xticks(ticks, [str(abs(tick)) for tick in ticks])
    axes.set_xlabel(f"{words.word('sides')}   ({words.word('respondents')}; n = {words.word('taken')})", fontsize=8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _legend(sheet, words)
    return sheet


def _draw_bar(sheet: Sheet, row: int, bar: Bar, words: Words) -> None:
    for side, sign in ((_LEFT, -1), (_RIGHT, 1)):
        start = 0
        for stance in side:
            count = bar.counts.get(stance, 0)
            if count:
                mark = words.marks[stance]
                left = sign * start if sign > 0 else -(start + count)
                sheet.axes.barh(
                    row,
                    count,
                    left=left,
                    height=0.68,
                    color=mark.colour,
                    hatch=mark.hatch,
                    edgecolor="black",
                    linewidth=0.6,
                )
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.85}
                sheet.axes.text(left + count / 2, row, str(count), ha="center", va="center", fontsize=7.5, bbox=box)
                start += count


def _legend(sheet: Sheet, words: Words) -> None:
    patches = [
        Patch(
            facecolor=words.marks[stance].colour,
            hatch=words.marks[stance].hatch,
            edgecolor="black",
            linewidth=0.6,
            label=drawable(f"{words.marks[stance].sign} {words.code(stance)}"),
        )
        for stance in (*reversed(_LEFT), *_RIGHT)
    ]
    sheet.axes.legend(
        handles=patches, loc="lower center", bbox_to_anchor=(0.35, 1.0), ncols=4, frameon=False, fontsize=8
    )
