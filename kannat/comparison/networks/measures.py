"""How strongly two are tied: what is counted, and what the count is put in proportion to.

With c the count (of congruent or conflicting proposals), a and b the proposals that each takes a side on, d and e those
that each is on one side only of:

| normalisation | value | source |
|---|---|---|
| none | c | |
| average | 2c / (a + b) | Dice 1945; average activity in discourse networks: Leifeld 2017 |
| jaccard | c / (a + b - c) | Jaccard 1901 |
| cosine | c / sqrt(d e) | Salton and McGill 1983; Ochiai 1957 for sets |

Each is what it is for sets: a respondent is the set of its sides (a proposal with a side), congruence the size of the
intersection of two such sets, conflict that of the one with the other's opposite. `difference` is the value of
congruence less that of conflict; under `cosine` it is the cosine of the two vectors of +1, -1 and 0. Jaccard's index of
congruence and this cosine are those of `kannat.comparison.agreement`.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kannat.comparison.networks.sides import Numbers, Pairs

Weights = npt.NDArray[np.float64]


class Measure(StrEnum):
    """What ties two respondents, or two proposals."""

    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    DIFFERENCE = "difference"


class Normalisation(StrEnum):
    """What a count is put in proportion to; the textbook definitions."""

    NONE = "none"
    AVERAGE = "average"
    JACCARD = "jaccard"
    COSINE = "cosine"


def weights_of(pairs: Pairs, measure: Measure, normalisation: Normalisation = Normalisation.NONE) -> Weights:
    """The weight of each pair, in its order."""
    size = pairs.single if normalisation is Normalisation.COSINE else pairs.activity
    first, second = size[pairs.first], size[pairs.second]
    if measure is Measure.CONGRUENCE:
        return normalised(pairs.congruence, first, second, normalisation)
    if measure is Measure.CONFLICT:
        return normalised(pairs.conflict, first, second, normalisation)
    for_them = normalised(pairs.congruence, first, second, normalisation)
    return for_them - normalised(pairs.conflict, first, second, normalisation)


def normalised(counts: Numbers, first: Numbers, second: Numbers, normalisation: Normalisation) -> Weights:
    """Counts of pairs in proportion to the sizes of their two ends; 0 where an end has none."""
    count = counts.astype(np.float64)
    if normalisation is Normalisation.NONE:
        return count
    if normalisation is Normalisation.AVERAGE:
        return np.asarray(2 * count / (first + second), dtype=np.float64)
    if normalisation is Normalisation.JACCARD:
        return np.asarray(count / (first + second - count), dtype=np.float64)
    return np.asarray(count / np.sqrt(np.maximum(first, 1).astype(np.float64) * np.maximum(second, 1)))
