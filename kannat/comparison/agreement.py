"""How often two respondents are on the same side: every pair at once, by matrix products.

A respondent is for or against a proposal by the leans of its positions on it; `noPosition` leans neither way, and what
an organ has yet to decide is not counted. Two respondents **share** a proposal when each is for or against it: silence
is never agreement. They are on the **same** side when both are only for or both only against, on **opposite** sides
when one is only for and the other only against. One that is both for and against shares the proposal, but is on
nobody's side in it. The question `agreement` says the same in SPARQL and is the reference that this is tested against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kannat.comparison.holders import Told, leans
from kannat.comparison.measures import Contingency
from kannat.comparison.networks.sides import BLOCK, Numbers, Sides, sides_of
from kannat.comparison.positions import positions
from kannat.comparison.tables import Record, Rows, ask
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class Pair:
    """Two respondents, the first before the second by address, and the proposals that both are for or against.

    A measure that the numbers do not define is None. What each measure is: `kannat.comparison.measures`.
    """

    first: str
    second: str
    shared: int
    same: int
    opposite: int
    kappa: float | None
    alpha: float | None
    jaccard: float
    cosine: float

    @property
    def share(self) -> float:
        """The part of the shared proposals on which they are on the same side."""
        return self.same / self.shared


@dataclass(frozen=True, slots=True, eq=False)
class Agreement(Rows):
    """The agreement of all respondents that are for or against anything, as columns of numbers.

    `first` < `second` are places in `respondents`; pairs that share fewer than `least_shared` proposals are left out
    and counted in `left_out`. Without a threshold a pair that shares nothing is no row and is not counted.
    """

    respondents: tuple[str, ...]
    first: Numbers
    second: Numbers
    numbers: Contingency
    least_shared: int = 1
    left_out: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.first)

    def ordered(self) -> Numbers:
        """The places of the pairs, the most agreeing first, then those that share most, then by address."""
        share = self.numbers.share()
        return np.lexsort((self.second, self.first, -self.numbers.shared, -share))

    def columns(self) -> Mapping[str, Sequence[Any]]:
        """A value for each pair in each column, the most agreeing pair first."""
        order = self.ordered()
        numbers = self.numbers
        names = np.array(self.respondents, dtype=object)
        labels = np.array([self.labels.get(name) for name in self.respondents], dtype=object)
        first, second = self.first[order], self.second[order]
        found = {
            "first": names[first],
            "firstLabel": labels[first],
            "second": names[second],
            "secondLabel": labels[second],
            "shared": numbers.shared[order],
            "same": numbers.same[order],
            "opposite": numbers.opposite[order],
            "share": numbers.share()[order],
            "kappa": _defined(numbers.kappa()[order]),
            "alpha": _defined(numbers.alpha()[order]),
            "jaccard": numbers.jaccard()[order],
            "cosine": numbers.cosine()[order],
        }
        return {name: values.tolist() for name, values in found.items()}

    def pairs(self, minimum: int = 1) -> list[Pair]:
        """The pairs that share at least so many proposals (one or more), the most agreeing first."""
        wanted = ("first", "second", "shared", "same", "opposite", "kappa", "alpha", "jaccard", "cosine")
        columns = self.columns()
        rows = zip(*(columns[name] for name in wanted), strict=True)
        return [pair for pair in (Pair(*row) for row in rows) if pair.shared >= minimum]

    def records(self) -> list[Record]:
        """A dictionary for each pair that shares a proposal, the most agreeing first."""
        columns = self.columns()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def agreement(
    store: Store, consultation: str, language: str | None = None, min_confidence: float = 0.0, least_shared: int = 1
) -> Agreement:
    """The agreement of all pairs of respondents of a consultation (its address, case number or key).

    Asks one flat question and multiplies, in blocks; memory grows with the pairs that share `least_shared` proposals
    or more. The respondents' names are looked up only where a language is given. With `min_confidence` only positions
    that are at least so certain count, and those without a confidence.
    """
    labels = {}
    if language is not None:
        named = ask(store, "respondents", consultation=consultation, language=language)
        labels = {row["respondent"]: row["respondentLabel"] for row in named}
    return replace(agreement_of(_leans(store, consultation, min_confidence), least_shared), labels=labels)


def agreement_of(leans: Iterable[tuple[str, str, str]], least_shared: int = 1) -> Agreement:
    """The agreement that rows of respondent, proposal and lean give; neutral rows and repeated ones change nothing."""
    sides = sides_of(leans)
    least = max(least_shared, 1)
    blocks = list(_blocks(sides, least))
    joined = [np.concatenate(parts) for parts in zip(*blocks, strict=True)] if blocks else [np.zeros(0, np.int32)] * 7
    first, second, shared, both_for, for_against, against_for, both_against = joined
    active, decided = sides.activity, sides.single
    ends = (active[first], active[second], decided[first], decided[second])
    numbers = Contingency(shared, both_for, for_against, against_for, both_against, *ends)
    fewer = _sharing(sides) - len(first) if least > 1 else 0
    return Agreement(sides.rows, first, second, numbers, least, fewer)


def _blocks(sides: Sides, least: int) -> Iterator[tuple[Numbers, ...]]:
    """First, second, shared and the four numbers of a contingency, of the pairs whose first row lies in a block."""
    # single precision is exact up to sixteen million, and has the fastest products
    either, only_for, only_against = (
        flags.astype(np.float32)
        for flags in (sides.favour | sides.against, sides.favour & ~sides.against, sides.against & ~sides.favour)
    )
    for start in range(0, len(either), BLOCK):
        mine = slice(start, start + BLOCK)
        shared = either[mine] @ either[start:].T
        first, second = np.nonzero(np.triu(shared >= least, k=1))
        products = [
            shared,
            only_for[mine] @ only_for[start:].T,
            only_for[mine] @ only_against[start:].T,
            only_against[mine] @ only_for[start:].T,
            only_against[mine] @ only_against[start:].T,
        ]
        places = ((first + start).astype(np.int32), (second + start).astype(np.int32))
        yield (*places, *(product[first, second].astype(np.int32) for product in products))


def _sharing(sides: Sides) -> int:
    """How many pairs share anything."""
    either = (sides.favour | sides.against).astype(np.float32)
    found = 0
    for start in range(0, len(either), BLOCK):
        found += int(np.triu(either[start : start + BLOCK] @ either[start:].T >= 1, k=1).sum())
    return found


def _leans(store: Store, consultation: str, min_confidence: float) -> Iterator[Told]:
    """Rows of respondent, proposal and lean: from lists of holders, unless each position counts by its confidence."""
    if not min_confidence:
        return leans(store, consultation)
    certain = positions(store, consultation, min_confidence=min_confidence).rows
    return ((one.respondent, one.proposal, one.lean) for one in certain if one.counted)


def _defined(values: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """The values, None where a measure is not defined."""
    found = values.astype(object)
    found[np.isnan(values)] = None
    return found
