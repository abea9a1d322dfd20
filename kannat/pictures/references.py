"""The acts and documents that statements cite: how many respondents cite each, out of how many."""

from __future__ import annotations

from typing import Final

from matplotlib.patches import Patch

from kannat.comparison.tables import Record, local_name
from kannat.pictures.frame import Sheet, drawable, nothing, wrapped
from kannat.pictures.wording import Words
from kannat.summary.material import Material

MOST_ROWS: Final = 30
_LOOKS: Final = (
    ("#0072B2", ""),
    ("#E69F00", "////"),
    ("#009E73", "...."),
    ("#CC79A7", "xxxx"),
    ("#56B4E9", "\\\\\\\\"),
    ("#BBBBBB", "++"),
)
"""Colours and hatches of the kinds of acts and documents, in the order of their names; the last for all the rest."""


def cited(told: Material) -> list[Record]:
    """The acts and documents that are cited, the most cited first; the round's own case is left out."""
    return [row for row in told.acts if row["actIdentifier"] != told.matrix.round.identifier]


def draw_references(told: Material, words: Words) -> Sheet:
    """The sheet with a bar for each act."""
    rows = cited(told)
    shown = rows[:MOST_ROWS]
    partial = [words.word("shown", shown=len(shown), all=len(rows))] if len(shown) < len(rows) else []
    sheet = Sheet(told, words, words.word("references"), max(len(shown), 3) * 0.4 + 0.5, 0.4, *partial)
    axes = sheet.axes
    kinds = sorted({local_name(row["kind"]) for row in shown})
    looks = {kind: _LOOKS[min(number, len(_LOOKS) - 1)] for number, kind in enumerate(kinds)}
    if not shown:
        nothing(sheet, words)
    longest = max((row["citingRespondents"] for row in shown), default=1)
    for place, row in enumerate(shown):
        colour, hatch = looks[local_name(row["kind"])]
        count = row["citingRespondents"]
        axes.barh(place, count, height=0.66, color=colour, hatch=hatch, edgecolor="black", linewidth=0.6)
        axes.text(count + longest * 0.02, place, f"n = {count}/{row['denominator']}", va="center", fontsize=8)
    axes.set_ylim(max(len(shown), 3) - 0.4, -0.6)
    axes.set_xlim(0, longest * 1.2)
    step = -(-longest // 5)
    axes.set_xticks(range(0, longest + 1, step))
    axes.set_yticks(range(len(shown)), [wrapped(_label(row), 54) for row in shown], fontsize=8)
    axes.set_xlabel(words.word("citing"), fontsize=8)
    axes.tick_params(axis="y", length=0)
    if kinds:
        patches = [
            Patch(facecolor=looks[kind][0], hatch=looks[kind][1], edgecolor="black", label=drawable(words.code(kind)))
            for kind in kinds
        ]
        axes.legend(handles=patches, loc="lower right", fontsize=8)
    return sheet


def _label(row: Record) -> str:
    title, number = row["actLabel"], row["actIdentifier"]
    return title if title == number else f"{title} ({number})"
