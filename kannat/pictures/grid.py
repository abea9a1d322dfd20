"""The matrix as a picture: respondents and proposals, similar ones side by side, a sign in every cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.patches import Patch, Rectangle

from kannat.comparison import Matrix
from kannat.comparison.matrix import Cell, Proposal
from kannat.comparison.round import Party
from kannat.model import Lean, Stance
from kannat.pictures.frame import Sheet, drawable, nothing, wrapped
from kannat.pictures.seriation import similar_together
from kannat.pictures.wording import Mark, Words
from kannat.summary.material import Material

MOST_ROWS: Final = 40
MOST_COLUMNS: Final = 60
"""Proposals and respondents in one picture: those with the most positions."""

_CELL: Final = 0.36
_SIDES: Final[dict[str, int]] = {Lean.FOR: 1, Lean.AGAINST: -1}
_BOTH: Final = Mark("#FFFFFF", "\\\\\\\\", "\N{PLUS-MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and columns that are drawn, in their order, and how many there are in all."""

    proposals: tuple[Proposal, ...]
    respondents: tuple[Party, ...]
    all_proposals: int
    all_respondents: int


def grid_of(matrix: Matrix) -> Grid:
    """Proposals of the codebook that anybody speaks of, and respondents that speak of any, similar ones together."""
    spoken = [one for one in matrix.proposals if one.notation is not None and one.tally.takers]
    listed = {one.proposal for one in spoken}
    about: dict[str, int] = {}
    for cell in matrix.cells.values():
        if cell.proposal in listed and any(held.counted for held in cell.held):
            about[cell.respondent] = about.get(cell.respondent, 0) + 1
    speaking = [party for party in matrix.respondents if party.respondent in about]
    rows = sorted(spoken, key=lambda one: (-one.tally.takers, one.proposal))[:MOST_ROWS]
    columns = sorted(speaking, key=lambda one: (-about[one.respondent], one.respondent))[:MOST_COLUMNS]
    values = _values(matrix, rows, columns)
    return Grid(
        proposals=tuple(rows[i] for i in similar_together([one.proposal for one in rows], values)),
        respondents=tuple(columns[i] for i in similar_together([one.respondent for one in columns], values.T)),
        all_proposals=len(spoken),
        all_respondents=len(speaking),
    )


def _values(matrix: Matrix, rows: list[Proposal], columns: list[Party]) -> npt.NDArray[np.float64]:
    values = np.zeros((len(rows), len(columns)))
    for i, proposal in enumerate(rows):
        for j, party in enumerate(columns):
            cell = matrix.cells.get((party.respondent, proposal.proposal))
            values[i, j] = sum(_SIDES.get(lean, 0) for lean in _leans(cell))
    return values


def _leans(cell: Cell | None) -> set[str]:
    return {held.lean for held in cell.held if held.counted} if cell else set()


def draw_grid(told: Material, words: Words) -> Sheet:
    """The sheet with the matrix."""
    grid = grid_of(told.matrix)
    rows, columns = grid.proposals, grid.respondents
    cut = [(len(rows), grid.all_proposals), (len(columns), grid.all_respondents)]
    partial = [words.word("shown", shown=shown, all=every) for shown, every in cut if shown < every]
    sheet = Sheet(told, words, words.word("matrix"), max(len(rows), 3) * _CELL + 2.6, 0.4, *partial)
    axes = sheet.axes
    if not rows:
        nothing(sheet, words)
    size = 8 if len(columns) <= 24 else 5
    for i, proposal in enumerate(rows):
        for j, party in enumerate(columns):
            mark = _mark(told.matrix.cells.get((party.respondent, proposal.proposal)), words)
            if mark:
                box = Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=mark.colour, hatch=mark.hatch, edgecolor="black")
                box.set_linewidth(0.4)
                axes.add_patch(box)
                ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
                axes.text(j, i, mark.sign, ha="center", va="center", fontsize=size, bbox=ground)
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 3) - 0.5, -0.5)
    labels = [f"{wrapped(one.label, 58)} ({one.tally.takers}/{one.tally.denominator})" for one in rows]
    axes.set_yticks(range(len(rows)), labels, fontsize=7.5)
    names = [wrapped(party.label, 30) for party in columns]
    axes.set_xticks(range(len(columns)), names, rotation=90, fontsize=7.5 if size > 5 else 5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    _legend(sheet, words)
    return _fitted(sheet, len(rows))


def _mark(cell: Cell | None, words: Words) -> Mark | None:
    """How a cell looks; a respondent on both sides has a look of its own."""
    leans = _leans(cell)
    if cell is None or not leans:
        return None
    if {Lean.FOR, Lean.AGAINST} <= leans:
        return _BOTH
    return words.marks[next(held.stance for held in cell.held if held.counted)]


def _legend(sheet: Sheet, words: Words) -> None:
    marks = [(words.marks[stance], words.code(stance)) for stance in Stance] + [(_BOTH, words.word("both"))]
    patches = [
        Patch(facecolor=mark.colour, hatch=mark.hatch, edgecolor="black", linewidth=0.6, label=f"{mark.sign} {name}")
        for mark, name in marks
    ]
    patches.append(Patch(facecolor="white", edgecolor="black", linewidth=0.6, label=drawable(words.word("silent"))))
    top = 1 - sheet.top / sheet.figure.get_figheight()
    sheet.figure.legend(handles=patches, loc="upper left", bbox_to_anchor=(0.02, top), fontsize=8, frameon=False)


def _fitted(sheet: Sheet, rows: int) -> Sheet:
    """Leaves room above the cells for the names, which stand upright."""
    box = sheet.axes.get_position()
    height = max(rows, 3) * _CELL / sheet.figure.get_figheight()
    sheet.axes.set_position((box.x0, box.y0, box.width, height))
    return sheet
