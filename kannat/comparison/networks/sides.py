"""Who takes which side on what, as matrices, and the pairs that follow from them: by products, in blocks.

A row is **for** or **against** a column, or both; a neutral position is neither, and silence is nothing at all. Two
rows **share** a column when each takes a side on it. They are **congruent** on it when both are only for or both only
against, in **conflict** when one is only for and the other only against. One that is on both sides shares the column
and is neither congruent nor in conflict with anybody on it. These are the counts of the question `agreement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kannat.model import Lean

Numbers = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]
BLOCK: Final = 1024
"""Rows of a block: bounds the memory of what is in the making to some megabytes for each thousand rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The sides that rows take on columns; both are named and sorted."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    favour: Flags
    against: Flags

    @property
    def both(self) -> Flags:
        """Where a row is on both sides."""
        return self.favour & self.against

    @property
    def activity(self) -> Numbers:
        """On how many columns each row takes a side."""
        return np.asarray((self.favour | self.against).sum(axis=1))

    @property
    def single(self) -> Numbers:
        """On how many columns each row is on one side only."""
        return np.asarray((self.favour ^ self.against).sum(axis=1))

    def transposed(self) -> Sides:
        """Columns as rows: two proposals are congruent in a respondent that is on one side of both."""
        return Sides(self.columns, self.rows, self.favour.T, self.against.T)

    def active(self, minimum: int) -> Sides:
        """Without the rows that take a side on fewer columns than this."""
        kept = np.flatnonzero(self.activity >= max(minimum, 1))
        rows = tuple(self.rows[index] for index in kept)
        return Sides(rows, self.columns, self.favour[kept], self.against[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows that share a column, as columns of numbers, sorted by first and second.

    `first` < `second` are places in `names`; `activity` and `single`, on how many columns each is on one side only, lie
    in the order of `names`.
    """

    names: tuple[str, ...]
    activity: Numbers
    single: Numbers
    first: Numbers
    second: Numbers
    shared: Numbers
    congruence: Numbers
    conflict: Numbers

    def __len__(self) -> int:
        return len(self.first)

    def kept(self, which: Flags) -> Pairs:
        """The pairs that are flagged."""
        columns = (self.first, self.second, self.shared, self.congruence, self.conflict)
        return Pairs(self.names, self.activity, self.single, *(column[which] for column in columns))


def sides_of(leans: Iterable[tuple[str, str, str]]) -> Sides:
    """The sides that rows of row, column and lean tell; neutral rows and repeated ones change nothing."""
    told = [row for row in leans if row[2] != Lean.NEUTRAL]
    rows = {name: index for index, name in enumerate(sorted({row[0] for row in told}))}
    columns = {name: index for index, name in enumerate(sorted({row[1] for row in told}))}
    favour, against = (np.zeros((len(rows), len(columns)), dtype=np.bool_) for _ in range(2))
    for matrix, lean in ((favour, Lean.FOR), (against, Lean.AGAINST)):
        places = np.array([(rows[r], columns[c]) for r, c, one in told if one == lean], dtype=np.int64).reshape(-1, 2)
        matrix[places[:, 0], places[:, 1]] = True
    return Sides(tuple(rows), tuple(columns), favour, against)


def pairs_of(sides: Sides, least_shared: int = 1) -> Pairs:
    """Every pair of rows that shares at least so many columns (one or more).

    Time grows with the square of the rows, memory with the pairs that are found (11 to 20 bytes each).
    """
    either = sides.favour | sides.against
    useful = either.sum(axis=0) > 1  # a column that one row alone takes a side on ties nobody
    counted = np.min_scalar_type(max(int(useful.sum()), 1))
    blocks = list(_blocks(sides.favour[:, useful], sides.against[:, useful], max(least_shared, 1)))
    joined = [np.concatenate(parts) for parts in zip(*blocks, strict=True)] if blocks else [np.zeros(0, np.int32)] * 5
    first, second, *counts = joined
    return Pairs(sides.rows, sides.activity, sides.single, first, second, *(one.astype(counted) for one in counts))


def _blocks(favour: Flags, against: Flags, least: int) -> Iterator[tuple[Numbers, ...]]:
    """First, second, shared, congruence and conflict of the pairs whose first row lies in a block."""
    # single precision is exact up to sixteen million, and has the fastest products
    either = (favour | against).astype(np.float32)
    signs = (favour & ~against).astype(np.float32) - (against & ~favour).astype(np.float32)
    sided = np.abs(signs)
    for start in range(0, len(either), BLOCK):
        mine = slice(start, start + BLOCK)
        shared = either[mine] @ either[start:].T
        tied = np.triu(shared >= least, k=1)
        first, second = np.nonzero(tied)
        total = (sided[mine] @ sided[start:].T)[tied]
        difference = (signs[mine] @ signs[start:].T)[tied]
        yield (
            (first + start).astype(np.int32),
            (second + start).astype(np.int32),
            shared[tied].astype(np.int32),
            ((total + difference) / 2).astype(np.int32),
            ((total - difference) / 2).astype(np.int32),
        )
