"""Positions compared across respondents: flat rows, the matrix, the agreement of pairs."""

from kannat.comparison.absence import Absence
from kannat.comparison.agreement import Agreement, agreement
from kannat.comparison.matrix import Matrix, matrix
from kannat.comparison.positions import PositionRow, Positions, positions
from kannat.comparison.round import the_consultation

__all__ = [
    "Absence",
    "Agreement",
    "Matrix",
    "PositionRow",
    "Positions",
    "agreement",
    "matrix",
    "positions",
    "the_consultation",
]
