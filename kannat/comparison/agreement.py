"""How often two respondents are on the same side: every pair at once, by matrix products.

A respondent is for or against a proposal by the leans of its positions on it; `noPosition` leans neither way, and what
an organ has yet to decide is not counted. Two respondents **share** a proposal when each is for or against it: silence
is never agreement. They are on the **same** side when both are only for or both only against, on **opposite** sides
when one is only for and the other only against. One that is both for and against shares the proposal, but is on
nobody's side in it. The question `agreement` says the same in SPARQL and is the reference that this is tested against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from kannat.comparison.positions import positions
from kannat.comparison.tables import Record, Rows, ask, local_name
from kannat.model import Lean
from kannat.store import Store

Counts = npt.NDArray[np.int32]
_SIDES = (Lean.FOR, Lean.AGAINST)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two respondents, the first before the second by address, and the proposals that both are for or against."""

    first: str
    second: str
    shared: int
    same: int
    opposite: int

    @property
    def share(self) -> float:
        """The part of the shared proposals on which they are on the same side."""
        return self.same / self.shared


@dataclass(frozen=True, slots=True, eq=False)
class Agreement(Rows):
    """The agreement of all respondents that are for or against anything.

    `shared`, `same` and `opposite` are square and symmetric, in the order of `respondents`; the diagonal tells of a
    respondent alone: how many proposals it is for or against, and on how many of them it is on one side.
    """

    respondents: tuple[str, ...]
    shared: Counts
    same: Counts
    opposite: Counts
    labels: Mapping[str, str] = field(default_factory=dict)

    def pairs(self, minimum: int = 1) -> list[Pair]:
        """The pairs that share at least so many proposals (one or more), the most agreeing first."""
        first, second = np.nonzero(np.triu(self.shared >= max(minimum, 1), k=1))
        columns = (first, second, self.shared[first, second], self.same[first, second], self.opposite[first, second])
        names = self.respondents
        pairs = [
            Pair(names[i], names[j], n, s, o) for i, j, n, s, o in zip(*(c.tolist() for c in columns), strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair.share, -pair.shared, pair.first, pair.second))

    def records(self) -> list[Record]:
        """A dictionary for each pair that shares a proposal, the most agreeing first."""
        names = self.labels
        return [
            {
                "first": pair.first,
                "firstLabel": names.get(pair.first),
                "second": pair.second,
                "secondLabel": names.get(pair.second),
                "shared": pair.shared,
                "same": pair.same,
                "opposite": pair.opposite,
                "share": pair.share,
            }
            for pair in self.pairs()
        ]


def agreement(store: Store, consultation: str, language: str | None = None, min_confidence: float = 0.0) -> Agreement:
    """The agreement of all pairs of respondents of a consultation (its address, case number or key).

    Asks one flat question and multiplies; memory grows with the square of the respondents (12 bytes a pair). The
    respondents' names are looked up only where a language is given. With `min_confidence` only positions that are at
    least so certain count, and those without a confidence.
    """
    labels = {}
    if language is not None:
        named = ask(store, "respondents", consultation=consultation, language=language)
        labels = {row["respondent"]: row["respondentLabel"] for row in named}
    return replace(agreement_of(_leans(store, consultation, min_confidence)), labels=labels)


def _leans(store: Store, consultation: str, min_confidence: float) -> Iterator[tuple[str, str, str]]:
    """Rows of respondent, proposal and lean: from the question that asks no more, unless each position counts alone."""
    if not min_confidence:
        for row in ask(store, "leans", consultation=consultation):
            yield row["respondent"], row["proposal"], local_name(row["lean"])
    else:
        for position in positions(store, consultation, min_confidence=min_confidence).rows:
            if position.counted:
                yield position.respondent, position.proposal, position.lean


def agreement_of(leans: Iterable[tuple[str, str, str]]) -> Agreement:
    """The agreement that rows of respondent, proposal and lean give; neutral rows and repeated ones change nothing."""
    rows = [row for row in leans if row[2] in _SIDES]
    respondents = {name: index for index, name in enumerate(sorted({row[0] for row in rows}))}
    proposals = {name: index for index, name in enumerate(sorted({row[1] for row in rows}))}
    sides = np.zeros((len(_SIDES), len(respondents), len(proposals)), dtype=np.float32)
    for respondent, proposal, lean in rows:
        sides[_SIDES.index(Lean(lean)), respondents[respondent], proposals[proposal]] = 1
    either = sides.max(axis=0)
    only_for, only_against = sides * (sides.sum(axis=0) == 1)
    across = only_for @ only_against.T
    return Agreement(
        respondents=tuple(respondents),
        shared=_counts(either @ either.T),
        same=_counts(only_for @ only_for.T + only_against @ only_against.T),
        opposite=_counts(across + across.T),
    )


def _counts(product: npt.NDArray[np.float32]) -> Counts:
    """Whole numbers again: single precision is exact up to sixteen million shared proposals, and fast."""
    return product.astype(np.int32)
