"""Positions compared across respondents: rows, the matrix, pairs, groups, rounds."""

from kannat.comparison.absence import Absence
from kannat.comparison.agreement import Agreement, agreement
from kannat.comparison.changes import Changes, changes
from kannat.comparison.consensus import Unities, unity
from kannat.comparison.matrix import Matrix, matrix
from kannat.comparison.parties import Group, group_named
from kannat.comparison.positions import PositionRow, Positions, positions
from kannat.comparison.round import the_consultation
from kannat.comparison.side_by_side import SideBySide, everyone_but, side_by_side
from kannat.comparison.standings import Standings, standings

__all__ = [
    "Absence",
    "Agreement",
    "Changes",
    "Group",
    "Matrix",
    "PositionRow",
    "Positions",
    "SideBySide",
    "Standings",
    "Unities",
    "agreement",
    "changes",
    "everyone_but",
    "group_named",
    "matrix",
    "positions",
    "side_by_side",
    "standings",
    "the_consultation",
    "unity",
]
