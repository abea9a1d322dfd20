"""Two respondents or groups beside one another, or one against everyone: proposal by proposal, with the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kannat.comparison.evidence import POSITION
from kannat.comparison.matrix import Matrix, Proposal, stance_order
from kannat.comparison.parties import Group
from kannat.comparison.tables import Record, Rows
from kannat.model import Lean


class Relation(StrEnum):
    """How two sides stand to one another on a proposal."""

    SAME = "same"
    OPPOSITE = "opposite"
    DIVIDED = "divided"
    ONLY_FIRST = "onlyFirst"
    ONLY_SECOND = "onlySecond"
    UNSIDED = "unsided"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of a member's position: the words, with where they stand in which statement."""

    respondent: str
    stance: str
    words: str
    start: int
    end: int
    statement: str
    position: str


@dataclass(frozen=True, slots=True)
class Side:
    """What a respondent or a group holds on one proposal: how many hold each stance, out of those that answered.

    `supporting` and `opposing` count the members for and against; one on both sides counts in each and in `both`.
    """

    stances: tuple[tuple[str, int], ...]
    supporting: int
    opposing: int
    both: int
    denominator: int
    quotes: tuple[Quote, ...]

    @property
    def lean(self) -> str:
        """`for` or `against` where the members are all on that side, `both` where they are divided, else empty."""
        if self.supporting and self.opposing:
            return "both"
        return str(Lean.FOR if self.supporting else Lean.AGAINST) if self.supporting or self.opposing else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal that either side speaks of."""

    proposal: Proposal
    first: Side
    second: Side

    @property
    def relation(self) -> Relation:
        """How the two stand to one another; what is said on one side only is never agreement."""
        first, second = self.first.lean, self.second.lean
        if not first and not second:
            return Relation.UNSIDED
        if not second:
            return Relation.ONLY_FIRST
        if not first:
            return Relation.ONLY_SECOND
        if "both" in (first, second):
            return Relation.DIVIDED
        return Relation.SAME if first == second else Relation.OPPOSITE


@dataclass(frozen=True, slots=True)
class SideBySide(Rows):
    """Two respondents or groups, and the proposals that either speaks of in the order of the codebook."""

    first: Group
    second: Group
    lines: tuple[Line, ...]

    def records(self) -> list[Record]:
        return [
            {
                "proposal": line.proposal.proposal,
                "notation": line.proposal.notation,
                "proposalLabel": line.proposal.label,
                "relation": str(line.relation),
                **_cells("first", line.first),
                **_cells("second", line.second),
            }
            for line in self.lines
        ]


def side_by_side(compared: Matrix, first: Group, second: Group) -> SideBySide:
    """Two respondents or groups of a round beside one another."""
    return SideBySide(first, second, tuple(_lines(compared, first, second)))


def everyone_but(compared: Matrix, group: Group) -> Group:
    """All others of the round: what one is compared with when it is compared with everyone. Its label is empty."""
    others = [party for party in compared.round.parties if party.respondent not in group.members]
    members = tuple(party.respondent for party in others)
    return Group("", members, sum(party.answered for party in others), is_type=True)


def _lines(compared: Matrix, first: Group, second: Group) -> Iterator[Line]:
    for proposal in compared.proposals:
        line = Line(proposal, _side(compared, first, proposal), _side(compared, second, proposal))
        if line.first.quotes or (line.second.quotes and (proposal.notation is not None or second.label)):
            yield line


def _side(compared: Matrix, group: Group, proposal: Proposal) -> Side:
    cells = [
        (member, [held for held in compared.cells[member, proposal.proposal].held if held.counted])
        for member in group.members
        if (member, proposal.proposal) in compared.cells
    ]
    leans = [{held.lean for held in some} for _, some in cells]
    stances = Counter(held.stance for _, some in cells for held in some)
    return Side(
        stances=tuple((stance, stances[stance]) for stance in sorted(stances, key=stance_order)),
        supporting=sum(Lean.FOR in some for some in leans),
        opposing=sum(Lean.AGAINST in some for some in leans),
        both=sum({Lean.FOR, Lean.AGAINST} <= some for some in leans),
        denominator=group.answered,
        quotes=tuple(
            Quote(member, held.stance, passage.words, passage.start, passage.end, _statement(compared, name), name)
            for member, some in cells
            for held in some
            for name in held.positions
            for passage in compared.passages[name]
            if passage.role == POSITION
        ),
    )


def _statement(compared: Matrix, position: str) -> str:
    return compared.positions[position].statement


def _cells(name: str, side: Side) -> Record:
    return {
        f"{name}Stances": " ".join(stance for stance, _ in side.stances),
        f"{name}Supporting": side.supporting,
        f"{name}Opposing": side.opposing,
        f"{name}Both": side.both,
        f"{name}Denominator": side.denominator,
        f"{name}Words": " / ".join(" ".join(quote.words.split()) for quote in side.quotes),
    }
