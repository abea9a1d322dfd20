"""Discourse networks as the Discourse Network Analyzer computes them, for those who compare with it.

Its unit is the coded statement: who (`organization` or `person`) says of which `concept` that they agree or not. Its
counts are products of the numbers of statements, so saying a thing twice counts twice. With c a count, and m, n the
numbers of statements of the two:

| normalisation | value |
|---|---|
| dna | c |
| dna-average | 2c / (m + n) |
| dna-jaccard | c / (u + v + s), u and v the statements of each that the other never makes, s the congruence |
| dna-cosine | c / (m n), which is not the cosine |

`dna-jaccard` may exceed 1 where agreement is ignored.

Source: Leifeld, Henrichsen, Buckton, Galanopoulos, Discourse Network Analyzer 3, as its program defines them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from kannat.errors import LimitExceeded

Values = npt.NDArray[np.float64]
MOST_EXHAUSTIVE: Final = 16
"""Nodes up to which every partition is tried."""


class Aggregation(StrEnum):
    """What is made of agreement: for one mode, and `combine` for two."""

    IGNORE = "ignore"
    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"
    COMBINE = "combine"


class Scaling(StrEnum):
    """Its normalisations, under names that say whose they are; the last two are for two modes."""

    NONE = "dna"
    AVERAGE = "dna-average"
    JACCARD = "dna-jaccard"
    COSINE = "dna-cosine"
    ACTIVITY = "dna-activity"
    PROMINENCE = "dna-prominence"


class Duplicates(StrEnum):
    """Within what the same statement of the same actor counts once; a month is one whatever its year."""

    INCLUDE = "include"
    DOCUMENT = "document"
    MONTH = "month"
    YEAR = "year"
    EVER = "acrossrange"


@dataclass(frozen=True, slots=True)
class CodedStatement:
    """A row of the program's table of statements; offsets are its own, the date is an ISO date."""

    id: str
    document: str
    date: str
    concept: str
    agreement: bool
    organization: str
    organization_type: str = ""
    person: str = ""
    source: str = ""
    section: str = ""
    title: str = ""
    author: str = ""
    start: int = 0
    stop: int = 0
    coder: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A network as a matrix with named rows and columns."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Values

    @property
    def edges(self) -> int:
        """The cells that are not zero; of a square matrix each two once."""
        found = int(np.count_nonzero(self.values))
        return found // 2 if self.rows == self.columns else found


def kept(
    statements: Iterable[CodedStatement],
    duplicates: Duplicates,
    actor: str = "organization",
    *,
    qualified: bool = True,
) -> list[CodedStatement]:
    """The statements without duplicates; where agreement is ignored (not `qualified`), it makes no difference here."""
    seen: set[Hashable] = set()
    found = []
    for one in statements:
        if duplicates is not Duplicates.INCLUDE:
            key = (getattr(one, actor), one.concept, one.agreement if qualified else None, _SPAN[duplicates](one))
            if key in seen:
                continue
            seen.add(key)
        found.append(one)
    return found


_SPAN: Final[Mapping[Duplicates, Callable[[CodedStatement], Hashable]]] = {
    Duplicates.DOCUMENT: lambda one: one.document,
    Duplicates.MONTH: lambda one: one.date[5:7],
    Duplicates.YEAR: lambda one: one.date[:4],
    Duplicates.EVER: lambda one: None,
}


def two_mode(
    statements: Iterable[CodedStatement],
    aggregation: Aggregation = Aggregation.IGNORE,
    scaling: Scaling = Scaling.NONE,
    duplicates: Duplicates = Duplicates.INCLUDE,
    actor: str = "organization",
) -> Grid:
    """Actors and concepts. `combine` tells 1 only agreement, 2 only disagreement, 3 both."""
    rows, columns, counts = _counts(statements, duplicates, actor, aggregation)
    against, favour = counts[..., 0], counts[..., 1]
    values = favour + against
    if scaling is Scaling.ACTIVITY:
        total = values.sum(axis=1, keepdims=True)
    elif scaling is Scaling.PROMINENCE:
        total = values.sum(axis=0, keepdims=True)
    else:
        total = np.ones((1, 1))
    if aggregation is Aggregation.SUBTRACT:
        values = favour - against
    elif aggregation is Aggregation.COMBINE:
        values = (favour > 0) + 2.0 * (against > 0)
    return Grid(rows, columns, values / total)


def one_mode(
    statements: Iterable[CodedStatement],
    aggregation: Aggregation = Aggregation.IGNORE,
    scaling: Scaling = Scaling.NONE,
    duplicates: Duplicates = Duplicates.INCLUDE,
    actor: str = "organization",
) -> Grid:
    """Actors, tied by the concepts that both speak of; the diagonal is zero."""
    rows, _, counts = _counts(statements, duplicates, actor, aggregation)
    flat = counts.reshape(len(rows), -1)
    totals = counts.sum(axis=2)
    everything, same = totals @ totals.T, flat @ flat.T
    values = {
        Aggregation.IGNORE: everything,
        Aggregation.CONGRUENCE: same,
        Aggregation.CONFLICT: everything - same,
        Aggregation.SUBTRACT: 2 * same - everything,
    }[aggregation]
    scaled = values / _scale(flat, scaling)
    np.fill_diagonal(scaled, 0)
    return Grid(rows, rows, scaled)


def polarisation(congruence: Grid, conflict: Grid) -> float:
    """The greatest distance from the ideal of two balanced blocs, over all partitions into halves; 0 without ties.

    The ideal has all congruence evenly inside the blocs and all conflict evenly between them. The distance is half the
    sum of absolute differences in both networks, over their joint sum. The program searches for its maximum, though
    the ideal is where it would be least; so does this, exhaustively up to 16 nodes. Raises `LimitExceeded` above.
    """
    size = len(congruence.rows)
    if size > MOST_EXHAUSTIVE:
        raise LimitExceeded(
            f"{size} nodes have too many partitions to try each",
            advice=f"choose {MOST_EXHAUSTIVE} or fewer, or use the E-I indices",
        )
    norm = float(np.abs(congruence.values).sum() + np.abs(conflict.values).sum())
    if not norm or size < 3:
        return 0.0
    halves = combinations(range(size), size // 2)
    return max(_distance(congruence.values, conflict.values, half) for half in halves) / norm


def _distance(congruence: Values, conflict: Values, half: Sequence[int]) -> float:
    size = len(congruence)
    member = np.zeros(size, dtype=np.int64)
    member[list(half)] = 1
    sizes = np.bincount(member, minlength=2)
    inside = sizes * (sizes - 1)
    within, between = int(inside.sum()), int(2 * sizes[0] * sizes[1])
    ideal_congruence = (inside / within * (np.abs(congruence).sum() / within))[member][:, None]
    ideal_conflict = sizes[0] * sizes[1] / between * (np.abs(conflict).sum() / between)
    together = member[:, None] == member[None, :]
    apart, alike = ~together, together & ~np.eye(size, dtype=bool)
    return 0.5 * float(
        np.abs(congruence - ideal_congruence)[alike].sum()
        + np.abs(conflict)[alike].sum()
        + np.abs(congruence)[apart].sum()
        + np.abs(conflict - ideal_conflict)[apart].sum()
    )


def _counts(
    statements: Iterable[CodedStatement], duplicates: Duplicates, actor: str, aggregation: Aggregation
) -> tuple[tuple[str, ...], tuple[str, ...], Values]:
    """Actors, concepts, and the number of statements by actor, concept and agreement."""
    found = kept(statements, duplicates, actor, qualified=aggregation is not Aggregation.IGNORE)
    numbers = Counter((getattr(one, actor), one.concept, one.agreement) for one in found)
    rows = tuple(sorted({key[0] for key in numbers}))
    columns = tuple(sorted({key[1] for key in numbers}))
    counts = np.zeros((len(rows), len(columns), 2))
    row, column = ({name: i for i, name in enumerate(names)} for names in (rows, columns))
    for (name, concept, agreement), number in numbers.items():
        counts[row[name], column[concept], int(agreement)] = number
    return rows, columns, counts


def _scale(flat: Values, scaling: Scaling) -> Values:
    activity = flat.sum(axis=1)
    if scaling is Scaling.AVERAGE:
        return np.asarray(np.add.outer(activity, activity) / 2)
    if scaling is Scaling.COSINE:
        return np.outer(activity, activity)
    if scaling is Scaling.JACCARD:
        alone = flat @ (flat == 0).T.astype(np.float64)
        parts = alone + alone.T + flat @ flat.T
        return np.asarray(np.where(parts > 0, parts, 1))
    return np.ones((1, 1))
