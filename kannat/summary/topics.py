"""What positions are about, with all who hold any: proposals of the codebook, and respondents' own of one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kannat.comparison import Matrix
from kannat.comparison.matrix import Held, Proposal, stance_order
from kannat.comparison.round import Party
from kannat.graph import terms as t
from kannat.model import Lean, Origin
from kannat.summary.blocks import Figure

_RAISED = t.concept(Origin.RESPONDENT)
_KAN = t.KAN_NAMESPACE


@dataclass(frozen=True, slots=True)
class Holding:
    """One respondent's stances on a topic; contradictory ones stand beside one another."""

    party: Party
    held: tuple[Held, ...]

    @property
    def counted(self) -> tuple[Held, ...]:
        return tuple(one for one in self.held if one.counted)

    @property
    def on_both_sides(self) -> bool:
        return {Lean.FOR, Lean.AGAINST} <= {one.lean for one in self.counted}


@dataclass(frozen=True, slots=True)
class Topic:
    """A proposal of the codebook (then `proposal` is its address), or the respondents' own proposals of one name."""

    label: str
    proposal: str | None
    question: str | None
    raised: bool
    where: tuple[tuple[str, Any], ...]
    holdings: tuple[Holding, ...]

    def holders(self, stance: str) -> list[tuple[Party, Held]]:
        """Who holds a stance that is counted."""
        return [(one.party, held) for one in self.holdings for held in one.counted if held.stance == stance]

    def undecided(self) -> list[tuple[Party, Held]]:
        """Who holds a stance only in a statement that an organ has yet to decide."""
        return [(one.party, held) for one in self.holdings for held in one.held if not held.counted]

    def torn(self) -> list[Holding]:
        """Who is both for and against."""
        return [one for one in self.holdings if one.on_both_sides]

    def figure(self, stance: str) -> Figure:
        """How many respondents hold a stance that is counted."""
        value = len({party.respondent for party, _ in self.holders(stance)})
        return self._count(value, ("stance", f"{_KAN}{stance}"))

    def taken(self) -> Figure:
        """How many respondents hold any stance that is counted."""
        return self._count(sum(bool(one.counted) for one in self.holdings))

    def leaning(self, lean: Lean) -> Figure:
        """How many respondents lean one way."""
        value = sum(any(held.lean == lean for held in one.counted) for one in self.holdings)
        return self._count(value, ("lean", f"{_KAN}{lean}"))

    def _count(self, value: int, *narrower: tuple[str, Any]) -> Figure:
        return Figure(value, "positions", "respondent", (*self.where, ("counted", True), *narrower), distinct=True)


def listed_topics(matrix: Matrix) -> list[Topic]:
    """The proposals of the codebook, in its order, also those that nobody speaks of."""
    held = _held(matrix)
    return [
        Topic(
            label=one.label,
            proposal=one.proposal,
            question=one.question,
            raised=_is_raised(one),
            where=(("proposal", one.proposal),),
            holdings=_holdings(matrix, (one.proposal,), held),
        )
        for one in matrix.proposals
        if one.notation is not None
    ]


def own_topics(matrix: Matrix) -> list[Topic]:
    """What respondents speak of outside the codebook, those of one name as one; the most widely held come first."""
    held = _held(matrix)
    named: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for one in matrix.proposals:
        if one.notation is None:
            named[one.label, one.origin].append(one)
    topics = [
        Topic(
            label=label,
            proposal=None,
            question=None,
            raised=_is_raised(proposals[0]),
            where=(("proposalLabel", label), ("notation", None), ("origin", f"{_KAN}{origin}")),
            holdings=_holdings(matrix, tuple(one.proposal for one in proposals), held),
        )
        for (label, origin), proposals in named.items()
    ]
    return sorted(topics, key=lambda topic: (-topic.taken().value, topic.label, topic.raised))


def _is_raised(proposal: Proposal) -> bool:
    return f"{_KAN}{proposal.origin}" == _RAISED.value


def _held(matrix: Matrix) -> dict[str, dict[str, tuple[Held, ...]]]:
    """What is held, by proposal and respondent."""
    found: dict[str, dict[str, tuple[Held, ...]]] = defaultdict(dict)
    for cell in matrix.cells.values():
        found[cell.proposal][cell.respondent] = cell.held
    return found


def _holdings(
    matrix: Matrix, proposals: Iterable[str], held: dict[str, dict[str, tuple[Held, ...]]]
) -> tuple[Holding, ...]:
    merged: dict[str, list[Held]] = defaultdict(list)
    for proposal in proposals:
        for respondent, stances in held.get(proposal, {}).items():
            merged[respondent].extend(stances)
    parties = (party for party in matrix.respondents if party.respondent in merged)
    return tuple(Holding(party, tuple(_merged(merged[party.respondent]))) for party in parties)


def _merged(held: Iterable[Held]) -> Iterator[Held]:
    """One for each stance and whether it counts: a respondent may say the same in two statements."""
    groups: dict[tuple[str, bool], list[Held]] = defaultdict(list)
    for one in held:
        groups[one.stance, one.counted].append(one)
    for stance, counted in sorted(groups, key=lambda key: (stance_order(key[0]), not key[1])):
        same = groups[stance, counted]
        positions = tuple(sorted({position for one in same for position in one.positions}))
        yield Held(stance, same[0].lean, counted, positions, sum(one.passages for one in same))
