"""How united respondents are on each proposal, all of them and by type; with what every figure is out of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kannat.comparison.measures import consensus, controversy, group_alpha
from kannat.comparison.round import the_consultation
from kannat.comparison.standings import STANCES, Standings, standings
from kannat.comparison.tables import Record, Rows, ask, record
from kannat.model import Stance
from kannat.store import Store

SCALE = (Stance.OPPOSES, Stance.CONCERNED, Stance.SUPPORTS_WITH_RESERVATIONS, Stance.SUPPORTS)
"""The stances in order, from the least favourable; `noPosition` is on no scale."""


@dataclass(frozen=True, slots=True)
class Unity:
    """How united a group is on one proposal; `type` is None for everybody.

    `sided` are those for or against, `denominator` the respondents of the group that answered. A measure is None where
    fewer than `least` of them are for or against.
    """

    proposal: str
    notation: str | None
    label: str
    type: str | None
    supporting: int
    opposing: int
    both: int
    neutral: int
    sided: int
    denominator: int
    consensus: float | None
    controversy: float | None


@dataclass(frozen=True, slots=True)
class Unities(Rows):
    """Every proposal that somebody speaks of, in each group; `alphas` has Krippendorff's alpha by group."""

    consultation: str
    rows: tuple[Unity, ...]
    alphas: tuple[tuple[str | None, float | None], ...]

    def records(self) -> list[Record]:
        return [record(row) for row in self.rows]


def unity(
    store: Store,
    consultation: str,
    language: str = "fi",
    *,
    by_type: bool = False,
    least: int = 2,
    min_confidence: float = 0.0,
) -> Unities:
    """How united the respondents of a consultation are, proposal by proposal, the most controversial first.

    Raises `UnknownName` for a consultation that the store does not hold.
    """
    address = the_consultation(store, consultation)
    found = standings(store, address, min_confidence)
    named = {row["proposal"]: row for row in ask(store, "proposals", consultation=address, language=language)}
    own = ask(store, "own-proposals", consultation=address, language=language)
    labels = {row["proposal"]: row["proposalLabel"] for row in (*own, *named.values())}
    notations = {proposal: row["notation"] for proposal, row in named.items()}
    groups: list[tuple[str | None, Standings]] = [(None, found)]
    if by_type:
        groups = [(type_, found.of_type(type_)) for type_ in sorted(set(found.types))]
    rows = [row for type_, group in groups for row in _unities(group, type_, least, labels, notations)]
    order = sorted(rows, key=lambda row: (-(row.controversy or 0), -row.sided, row.label, row.proposal, row.type or ""))
    return Unities(address, tuple(order), tuple((type_, alpha_of(group)) for type_, group in groups))


def alpha_of(group: Standings) -> float | None:
    """Krippendorff's alpha of a group over all proposals; those on both sides of one have no value there."""
    only_for = (group.favour & ~group.against).sum(axis=0)
    only_against = (group.against & ~group.favour).sum(axis=0)
    return _defined(group_alpha(only_for, only_against))


def _unities(
    group: Standings, type_: str | None, least: int, labels: dict[str, str], notations: dict[str, str]
) -> Iterator[Unity]:
    counts = group.counts()
    scale = group.held[[STANCES.index(stance) for stance in SCALE]].sum(axis=1)
    united = consensus(scale).tolist()
    split = controversy(counts["supporting"], counts["opposing"]).tolist()
    columns = [counts[name].tolist() for name in ("supporting", "opposing", "both", "neutral", "takers")]
    for index, (proposal, *numbers) in enumerate(zip(group.proposals, *columns, strict=True)):
        supporting, opposing, both, neutral, takers = numbers
        sided = takers - neutral
        enough = sided >= max(least, 1)
        if takers:
            yield Unity(
                proposal=proposal,
                notation=notations.get(proposal),
                label=labels.get(proposal, proposal),
                type=type_,
                supporting=supporting,
                opposing=opposing,
                both=both,
                neutral=neutral,
                sided=sided,
                denominator=group.answered,
                consensus=_defined(united[index]) if enough else None,
                controversy=_defined(split[index]) if enough else None,
            )


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value
