"""The matrix of respondents and proposals, with counts that always bear what they are out of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Final

from kannat.comparison.absence import Absence, Absences, absences
from kannat.comparison.evidence import POSITION, Passage, Statement, passages, statements
from kannat.comparison.positions import PositionRow, position_rows
from kannat.comparison.round import Party, Round, round_of, the_consultation
from kannat.comparison.tables import Record, Rows
from kannat.model import Lean, Stance
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class Tally:
    """How many respondents hold what on a proposal, out of how many.

    `supporting` and `opposing` count everyone with a position that leans that way; those with both are in each, and in
    `both`. `neutral` have a position that leans neither way and no other. `takers` hold any position, `denominator`
    is the number of respondents that answered. `stances` counts respondents by stance.
    """

    supporting: int
    opposing: int
    both: int
    neutral: int
    takers: int
    denominator: int
    stances: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column of the matrix; `notation` is None for a respondent's own proposal outside the codebook."""

    proposal: str
    notation: str | None
    label: str
    question: str | None
    origin: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Held:
    """A stance that a respondent has on a proposal, with the positions that say so, and their passages' number."""

    stance: str
    lean: str
    counted: bool
    positions: tuple[str, ...]
    passages: int


@dataclass(frozen=True, slots=True)
class Cell:
    """All that one respondent holds on one proposal: contradictory stances stand beside one another."""

    respondent: str
    proposal: str
    held: tuple[Held, ...]

    @property
    def stances(self) -> tuple[str, ...]:
        return tuple(one.stance for one in self.held)

    @property
    def passages(self) -> int:
        return sum(one.passages for one in self.held)


@dataclass(frozen=True, slots=True)
class Matrix(Rows):
    """A consultation's respondents and proposals, and what each respondent holds on each proposal.

    Respondents come by type and name; proposals of the codebook in the order of the questions and by name, respondents'
    own proposals after them. `silent` were asked and gave no statement at all. Positions, passages and statements lie
    by their addresses. Where only positions of a confidence are in it, `left_out` counts the others.
    """

    round: Round
    respondents: tuple[Party, ...]
    silent: tuple[Party, ...]
    proposals: tuple[Proposal, ...]
    cells: Mapping[tuple[str, str], Cell]
    positions: Mapping[str, PositionRow]
    passages: Mapping[str, tuple[Passage, ...]]
    statements: Mapping[str, Statement]
    absences: Absences
    min_confidence: float = 0.0
    left_out: int = 0

    @property
    def answered(self) -> int:
        """The respondents that answered: what every count is out of."""
        return sum(one.answered for one in self.respondents)

    @property
    def with_position(self) -> int:
        """The respondents that answered and are for or against anything."""
        cells = self.cells.values()
        return len({c.respondent for c in cells if any(h.counted and h.lean != Lean.NEUTRAL for h in c.held)})

    def proposals_of(self, respondent: str) -> int:
        """The proposals on which a respondent holds a position that is counted."""
        return sum(any(h.counted for h in c.held) for c in self.cells.values() if c.respondent == respondent)

    def absence(self, respondent: str, proposal: Proposal) -> Absence | None:
        """Why a respondent has no position on a proposal; None where it has one."""
        if (respondent, proposal.proposal) in self.cells:
            return None
        return self.absences.of(respondent, proposal.question)

    def records(self) -> list[Record]:
        """A row for each respondent and proposal of the codebook, and for each respondent's own proposals.

        `stances` joins contradictory ones with a blank; `absence` says why there is none.
        """
        everyone = (*self.respondents, *self.silent)
        return [
            self._record(party, proposal)
            for party in everyone
            for proposal in self.proposals
            if proposal.notation is not None or (party.respondent, proposal.proposal) in self.cells
        ]

    def _record(self, party: Party, proposal: Proposal) -> Record:
        cell = self.cells.get((party.respondent, proposal.proposal))
        return {
            "respondent": party.respondent,
            "respondentLabel": party.label,
            "type": party.type,
            "proposal": proposal.proposal,
            "proposalLabel": proposal.label,
            "stances": " ".join(cell.stances) if cell else "",
            "counted": any(held.counted for held in cell.held) if cell else None,
            "passages": cell.passages if cell else 0,
            "absence": self.absence(party.respondent, proposal),
        }


def matrix(store: Store, consultation: str, language: str = "fi", min_confidence: float = 0.0) -> Matrix:
    """The matrix of a consultation (its address, case number or key), with names in one language.

    With `min_confidence` it holds only positions that are at least so certain, and those without a confidence. Raises
    `UnknownName` for a consultation that the store does not hold.
    """
    address = the_consultation(store, consultation)
    read = statements(store, address)
    facts = round_of(store, address, read.values(), language)
    people = {party.respondent: (party.label, party.type) for party in facts.parties if party.statements}
    everything = position_rows(store, address, people, language)
    rows = tuple(row for row in everything if row.is_certain(min_confidence))
    kept = {row.position for row in rows}
    found = {position: rows for position, rows in passages(store, address).items() if position in kept}
    cells = _cells(rows, found)
    answered = sum(party.answered for party in facts.parties)
    return Matrix(
        round=facts,
        respondents=tuple(party for party in facts.parties if party.statements),
        silent=tuple(party for party in facts.parties if not party.statements),
        proposals=tuple(_proposals(facts, rows, cells.values(), answered)),
        cells=cells,
        positions={row.position: row for row in rows},
        passages=found,
        statements=read,
        absences=absences(store, address, read.values()),
        min_confidence=min_confidence,
        left_out=len({row.position for row in everything} - kept),
    )


@cache
def stance_order(stance: str) -> tuple[int, str]:
    """Stances from the most favourable on; ones that the model does not know come last."""
    known = [str(one) for one in Stance]
    return (known.index(stance) if stance in known else len(known)), stance


def _cells(rows: Iterable[PositionRow], found: Mapping[str, tuple[Passage, ...]]) -> dict[tuple[str, str], Cell]:
    grouped: dict[tuple[str, str], dict[str, list[PositionRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.respondent, row.proposal][row.stance].append(row)
    cells = {}
    said = {position: sum(one.role == POSITION for one in passages) for position, passages in found.items()}
    for (respondent, proposal), stances in sorted(grouped.items(), key=itemgetter(0)):
        held = [_held(stances[stance], said) for stance in sorted(stances, key=stance_order)]
        cells[respondent, proposal] = Cell(respondent, proposal, tuple(held))
    return cells


def _held(rows: list[PositionRow], said: Mapping[str, int]) -> Held:
    """The positions of one stance; `said` has the number of passages of each."""
    named = tuple(sorted({row.position for row in rows}))
    count = sum(said.get(position, 0) for position in named)
    return Held(rows[0].stance, rows[0].lean, any(row.counted for row in rows), named, count)


def _proposals(facts: Round, rows: Iterable[PositionRow], cells: Iterable[Cell], answered: int) -> Iterator[Proposal]:
    """The codebook's proposals, also those that nobody speaks of; then the respondents' own by name."""
    by_proposal: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_proposal[cell.proposal].append(cell)
    for one in facts.codebook:
        tally = _tally(by_proposal[one.proposal], answered)
        yield Proposal(one.proposal, one.notation, one.label, one.question, one.origin, tally)
    listed = {one.proposal for one in facts.codebook}
    own = {row.proposal: row for row in rows if row.proposal not in listed}
    for row in sorted(own.values(), key=lambda row: (row.proposal_label, row.proposal)):
        tally = _tally(by_proposal[row.proposal], answered)
        yield Proposal(row.proposal, None, row.proposal_label, row.question, row.origin, tally)


def _tally(cells: Iterable[Cell], answered: int) -> Tally:
    held = [[one for one in cell.held if one.counted] for cell in cells]
    leans = [{one.lean for one in counted} for counted in held if counted]
    stances = Counter(one.stance for counted in held for one in counted)
    return Tally(
        supporting=sum(Lean.FOR in some for some in leans),
        opposing=sum(Lean.AGAINST in some for some in leans),
        both=sum(some >= _SIDES for some in leans),
        neutral=sum(not _SIDES & some for some in leans),
        takers=len(leans),
        denominator=answered,
        stances=tuple((stance, stances[stance]) for stance in sorted(stances, key=stance_order)),
    )


_SIDES: Final[frozenset[str]] = frozenset({Lean.FOR, Lean.AGAINST})
