"""The rows, cells and opened passages of the comparison page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kannat.comparison.evidence import POSITION, Passage
from kannat.comparison.matrix import Cell, Held, Matrix, Proposal, Tally
from kannat.comparison.tables import local_name
from kannat.export.wording import LANGUAGES, Wording
from kannat.graph.terms import concept
from kannat.model import Lean, Origin, ReadingMethod, Stance

BAR_WIDTH: Final = 60
"""The width of the bar of a row, which stands for everyone that answered."""
_RAISED: Final = local_name(concept(Origin.RESPONDENT).value)


@dataclass(frozen=True, slots=True)
class Column:
    """A respondent; `first` is the first of its type."""

    respondent: str
    label: str
    type: str
    type_label: str
    answered: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A stance, or the lack of one, as a sign; the colour comes by the class."""

    css: str
    symbol: str
    label: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of a row: marks that open passages, or a sign that tells why there are none."""

    first: bool
    id: str = ""
    side: str = ""
    symbol: str = ""
    label: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal; `bar` holds the widths of the parts for and against, `both` the words around a number."""

    label: str
    raised: bool
    tally: Tally
    cells: tuple[ShownCell, ...]
    bar: tuple[float, float]
    both: tuple[str, str]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A respondent's own proposal, outside the codebook."""

    label: str
    respondent: str
    cell: ShownCell


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """Words and where they stand; `role` is empty for the words of the position itself."""

    role: str
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownPosition:
    """One position with its passages and where it comes from."""

    css: str
    symbol: str
    stance: str
    counted: bool
    undecided: str
    confidence: str
    passages: tuple[ShownPassage, ...]
    language: str
    file: str
    reader: str
    statement: str


@dataclass(frozen=True, slots=True)
class OpenedCell:
    """What a cell opens."""

    id: str
    respondent: str
    proposal: str
    positions: tuple[ShownPosition, ...]


@dataclass(slots=True)
class Cells:
    """Makes the page's rows, and gathers what their cells open, in the order of the rows."""

    matrix: Matrix
    words: Wording
    columns: tuple[Column, ...] = ()
    opened: list[OpenedCell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = columns_of(self.matrix)

    def row(self, proposal: Proposal) -> Row:
        """The row of a proposal of the codebook."""
        tally = proposal.tally
        before, _, after = self.words.words["bothCount"].partition("{count}")
        return Row(
            label=proposal.label,
            raised=proposal.origin == _RAISED,
            tally=tally,
            cells=tuple(self._cell(column, proposal) for column in self.columns),
            bar=(_width(tally.supporting, tally), _width(tally.opposing, tally)),
            both=(before, after),
        )

    def own_rows(self) -> list[OwnRow]:
        """The respondents' own proposals, each with the respondents that hold it."""
        rows = []
        for proposal in self.matrix.proposals:
            if proposal.notation is None:
                rows += [
                    OwnRow(proposal.label, column.label, self._cell(column, proposal))
                    for column in self.columns
                    if (column.respondent, proposal.proposal) in self.matrix.cells
                ]
        return rows

    def _cell(self, column: Column, proposal: Proposal) -> ShownCell:
        cell = self.matrix.cells.get((column.respondent, proposal.proposal))
        if cell is None:
            absence = self.matrix.absences.of(column.respondent, proposal.question)
            return ShownCell(
                column.first,
                symbol=self.words.absence_symbols.get(absence, ""),
                label=self.words.absences.get(absence, absence),
            )
        marks = tuple(self._mark(held) for held in cell.held)
        name = f"cell-{len(self.opened) + 1}"
        self.opened.append(OpenedCell(name, column.label, proposal.label, tuple(self._positions(cell))))
        stances = ", ".join(mark.label for mark in marks)
        label = self.words.word("open", respondent=column.label, stances=stances, proposal=proposal.label)
        return ShownCell(column.first, name, _side(cell), label=label, marks=marks)

    def _mark(self, held: Held) -> Mark:
        words = self.words
        return Mark(css_class(held.stance), words.symbol(held.stance), words.code(held.stance), held.counted)

    def _positions(self, cell: Cell) -> list[ShownPosition]:
        return [self._position(held, position) for held in cell.held for position in held.positions]

    def _position(self, held: Held, position: str) -> ShownPosition:
        row, words = self.matrix.positions[position], self.words
        statement = self.matrix.statements[row.statement]
        by_person = statement.method == ReadingMethod.PERSON
        confidence = words.word("confidence", percent=round(100 * row.confidence)) if row.confidence else ""
        return ShownPosition(
            css=css_class(held.stance),
            symbol=words.symbol(held.stance),
            stance=words.code(held.stance),
            counted=row.counted,
            undecided="" if row.counted else words.word("undecided", status=words.code(row.status)),
            confidence=confidence,
            passages=tuple(self._passage(passage) for passage in self.matrix.passages.get(position, ())),
            language=statement.language if statement.language in LANGUAGES else "",
            file=statement.file_name,
            reader=f"{words.word('personRead' if by_person else 'machineRead')} ({statement.reader})",
            statement=row.statement,
        )

    def _passage(self, passage: Passage) -> ShownPassage:
        role = "" if passage.role == POSITION else self.words.word(passage.role)
        place = self.words.word("place", start=passage.start, end=passage.end)
        return ShownPassage(role, place, passage.words)


def columns_of(matrix: Matrix) -> tuple[Column, ...]:
    """The respondents with a statement, type by type."""
    columns = []
    before = None
    for party in matrix.respondents:
        first = party.type != before
        columns.append(Column(party.respondent, party.label, party.type, party.type_label, party.answered, first))
        before = party.type
    return tuple(columns)


def css_class(stance: str) -> str:
    """The class of a stance that the style sheet knows; of any other, the neutral one."""
    return stance if stance in list(Stance) else Stance.NO_POSITION


def _side(cell: Cell) -> str:
    """On which side a respondent counts on a proposal; empty where nothing of it is counted."""
    leans = {held.lean for held in cell.held if held.counted}
    if {Lean.FOR, Lean.AGAINST} <= leans:
        return "both"
    for lean in (Lean.FOR, Lean.AGAINST, Lean.NEUTRAL):
        if lean in leans:
            return lean
    return ""


def _width(count: int, tally: Tally) -> float:
    """The part of the bar for one side; those on both sides are halved between them."""
    if not tally.denominator:
        return 0
    return round(BAR_WIDTH * (count - tally.both / 2) / tally.denominator, 1)
