"""Who holds what as columns: respondents, proposals, and a matrix of stances between them, for ten thousands at once.

Names, passages and reasons of absence are not in it: `matrix` has them, and takes as long as it takes to fetch them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from kannat.comparison.holders import holders
from kannat.comparison.positions import positions
from kannat.comparison.tables import local_name, texts
from kannat.model import Lean, Stance
from kannat.store import Store

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

STANCES: Final = tuple(str(stance) for stance in Stance)


@dataclass(frozen=True)
class Standings:
    """What each respondent that answered holds on each proposal that somebody speaks of.

    `held` is indexed by stance (in the order of `STANCES`), respondent and proposal; a respondent with two stances on
    a proposal has both. Names are addresses, sorted; `types` lie in the respondents' order.
    """

    respondents: tuple[str, ...]
    types: tuple[str, ...]
    proposals: tuple[str, ...]
    held: Flags

    @cached_property
    def favour(self) -> Flags:
        """Where a respondent is for a proposal."""
        return self._leaning(Lean.FOR)

    @cached_property
    def against(self) -> Flags:
        """Where a respondent is against a proposal."""
        return self._leaning(Lean.AGAINST)

    @property
    def answered(self) -> int:
        """The denominator: the respondents that answered."""
        return len(self.respondents)

    def counts(self) -> dict[str, Numbers]:
        """By proposal: supporting, opposing, both, neutral, takers, and each stance; all out of `answered`."""
        any_held = self.held.any(axis=0)
        sided = self.favour | self.against
        counted = {
            "supporting": self.favour,
            "opposing": self.against,
            "both": self.favour & self.against,
            "neutral": any_held & ~sided,
            "takers": any_held,
        }
        by_stance = {stance: self.held[index] for index, stance in enumerate(STANCES)}
        return {name: flags.sum(axis=0, dtype=np.int64) for name, flags in (counted | by_stance).items()}

    def of_type(self, type_: str) -> Standings:
        """The respondents of one type alone, with the same proposals."""
        kept = [index for index, one in enumerate(self.types) if one == type_]
        names = tuple(self.respondents[index] for index in kept)
        return Standings(names, (type_,) * len(kept), self.proposals, self.held[:, kept])

    def leans(self) -> Iterator[tuple[str, str, str]]:
        """Rows of respondent, proposal and lean, for and against."""
        for lean, flags in ((Lean.FOR, self.favour), (Lean.AGAINST, self.against)):
            for row, column in zip(*(places.tolist() for places in np.nonzero(flags)), strict=True):
                yield self.respondents[row], self.proposals[column], lean

    def _leaning(self, lean: Lean) -> Flags:
        which = [index for index, stance in enumerate(STANCES) if Stance(stance).lean == lean]
        return np.asarray(self.held[which].any(axis=0), dtype=np.bool_)


def standings(store: Store, consultation: str, min_confidence: float = 0.0) -> Standings:
    """The standings of a consultation (its address, case number or key), from two flat questions.

    With `min_confidence` only positions that are at least so certain are held, and those without a confidence. Raises
    `UnknownName` for a consultation that the store does not hold.
    """
    answered = [(name, local_name(kind)) for name, kind in texts(store, "answered", consultation=consultation)]
    if min_confidence:
        certain = positions(store, consultation, min_confidence=min_confidence).rows
        return standings_of(answered, ((one.respondent, one.proposal, one.stance) for one in certain if one.counted))
    return _standings(answered, ((one.proposal, one.stance, one.respondents) for one in holders(store, consultation)))


def standings_of(answered: Iterable[tuple[str, str]], held: Iterable[tuple[str, str, str]]) -> Standings:
    """The standings that rows of respondent and type, and of respondent, proposal and stance give."""
    lists: dict[tuple[str, str], list[str]] = defaultdict(list)
    for respondent, proposal, stance in held:
        lists[proposal, stance].append(respondent)
    return _standings(answered, ((*told, respondents) for told, respondents in lists.items()))


def _standings(answered: Iterable[tuple[str, str]], lists: Iterable[tuple[str, str, list[str]]]) -> Standings:
    """The standings that lists of the respondents of each proposal and stance give."""
    types = dict(sorted(answered))
    places = {name: index for index, name in enumerate(types)}
    known = (
        (proposal, stance, [places[name] for name in names if name in places])
        for proposal, stance, names in lists
        if stance in STANCES
    )
    told = [(proposal, STANCES.index(stance), rows) for proposal, stance, rows in known if rows]
    proposals = {name: index for index, name in enumerate(sorted({proposal for proposal, _, _ in told}))}
    held = np.zeros((len(STANCES), len(types), len(proposals)), dtype=np.bool_)
    for proposal, stance, rows in told:
        held[stance, rows, proposals[proposal]] = True
    return Standings(tuple(types), tuple(types.values()), tuple(proposals), held)
