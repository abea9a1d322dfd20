"""What agreement and dissent are as numbers; each with its formula, its source, and what makes it undefined (NaN).

Of two respondents, over the proposals that both take a side on, with ff, fa, af, aa the numbers of proposals on which
the first and the second are only for (f) or only against (a), d = ff + fa + af + aa, and n all that they share:

| measure | formula | source |
|---|---|---|
| share | (ff + aa) / n | percent agreement |
| kappa | (p - e) / (1 - e) with p = (ff + aa) / d and e = (f1 f2 + a1 a2) / d² | Cohen 1960 |
| alpha | 1 - (2d - 1)(fa + af) / (F A) with F = f1 + f2, A = a1 + a2 | Krippendorff 2004, nominal, two coders |
| jaccard | (ff + aa) / (s1 + s2 - ff - aa), s the proposals that one takes a side on | Jaccard 1901 |
| cosine | (ff + aa - fa - af) / sqrt(d1 d2), d the proposals that one is on one side of | Salton and McGill 1983 |

Of a group on one proposal, with the shares p of its stances on a scale from 1 (opposes) to 4 (supports) and mean m:

| measure | formula | source |
|---|---|---|
| consensus | 1 + sum p log2(1 - abs(x - m) / 3) | Tastle and Wierman 2007 |
| controversy | 4 q (1 - q), q the share for of for and against | index of qualitative variation: Wilcox 1973 |

Of a group on all proposals: Krippendorff's alpha for any number of coders with missing values. Silence is a missing
value in all of them, never a value of its own, except that it makes Jaccard and cosine smaller.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.integer]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Contingency:
    """The numbers of pairs, each an array over the pairs; `active` and `decided` are those of the two ends alone."""

    shared: Counts
    both_for: Counts
    for_against: Counts
    against_for: Counts
    both_against: Counts
    first_active: Counts
    second_active: Counts
    first_decided: Counts
    second_decided: Counts

    @property
    def same(self) -> Counts:
        """Proposals on which both are on the same one side."""
        return self.both_for + self.both_against

    @property
    def opposite(self) -> Counts:
        """Proposals on which they are on opposite sides."""
        return self.for_against + self.against_for

    def share(self) -> Values:
        """The part of the shared proposals on which they are on the same side."""
        return _ratio(self.same, self.shared)

    def kappa(self) -> Values:
        """Cohen's kappa; undefined where both are always on one and the same side, or nothing is decided."""
        decided = self.same + self.opposite
        first_for = (self.both_for + self.for_against).astype(np.float64)
        second_for = (self.both_for + self.against_for).astype(np.float64)
        together = first_for * second_for + (decided - first_for) * (decided - second_for)
        by_chance = _ratio(together, decided.astype(np.float64) ** 2)
        return _ratio(_ratio(self.same, decided) - by_chance, 1 - by_chance)

    def alpha(self) -> Values:
        """Krippendorff's alpha for two; undefined where only one side ever occurs, or nothing is decided."""
        decided = self.same + self.opposite
        favour = (2 * self.both_for + self.opposite).astype(np.float64)
        against = (2 * self.both_against + self.opposite).astype(np.float64)
        return 1 - _ratio((2 * decided - 1) * self.opposite.astype(np.float64), favour * against)

    def jaccard(self) -> Values:
        """Jaccard's index of the two sets of sides."""
        return _ratio(self.same, self.first_active + self.second_active - self.same)

    def cosine(self) -> Values:
        """The cosine of the two vectors of +1 for, -1 against and 0; 0 where one of them is on one side of nothing."""
        length = np.sqrt(self.first_decided.astype(np.float64) * self.second_decided)
        return np.nan_to_num(_ratio(self.same - self.opposite, length))


def controversy(supporting: Counts, opposing: Counts) -> Values:
    """How evenly those for and against split: 0 where all are on one side, 1 where half are on each."""
    total = supporting + opposing
    return _ratio(4 * supporting.astype(np.float64) * opposing, total.astype(np.float64) ** 2)


def consensus(counts: Counts) -> Values:
    """How close the stances lie: 1 where all are one, 0 where half are at each end of the scale.

    `counts` has a row for each step of an ordered scale and a column for each proposal.
    """
    steps = np.arange(1, len(counts) + 1, dtype=np.float64)[:, None]
    shares = _ratio(counts, counts.sum(axis=0, keepdims=True))
    mean = (shares * steps).sum(axis=0, keepdims=True)
    closeness = 1 - np.abs(steps - mean) / (len(counts) - 1)
    logarithms = np.log2(closeness, out=np.zeros_like(closeness), where=closeness > 0)
    return np.asarray(1 + (shares * logarithms).sum(axis=0), dtype=np.float64)


def group_alpha(favour: Counts, against: Counts) -> float:
    """Krippendorff's alpha of a group over proposals, nominal, with missing values; NaN where it is not defined.

    For each proposal, how many are only for and only against. Proposals that fewer than two take a side on count not.
    """
    voices = favour + against
    useful = voices > 1
    yes, no, m = (numbers[useful].astype(np.float64) for numbers in (favour, against, voices))
    apart = float((2 * yes * no / (m - 1)).sum())
    total = float(m.sum())
    expected = 2 * float(yes.sum()) * float(no.sum())
    return 1 - (total - 1) * apart / expected if expected else float("nan")


def _ratio(above: npt.NDArray[np.number], below: npt.NDArray[np.number]) -> Values:
    """The quotient, NaN where the divisor is none."""
    shape = np.broadcast_shapes(above.shape, below.shape)
    quotient = np.full(shape, np.nan)
    np.divide(above, below, out=quotient, where=np.broadcast_to(below != 0, shape))
    return quotient
