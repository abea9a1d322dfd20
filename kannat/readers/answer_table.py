"""Tables of answers, whatever file they came in: a row for each answer, or one for each respondent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Given
from kannat.readers.days import day_in
from kannat.readers.parties import Parties, parties_in, says_private
from kannat.readers.submission import Part, Submission
from kannat.readers.table_columns import Columns, Role, is_empty

MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 2_000
MAX_CELL: Final = 1_000_000
"""Characters; a spreadsheet's own cell holds 32,767."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as text, and where it stands."""

    cells: Sequence[str]
    place: str


@dataclass(slots=True)
class _Answers:
    """The rows of one respondent, in the making."""

    given: Given
    place: str
    parts: list[Part] = field(default_factory=list)


def submissions_in(
    rows: Iterable[Row | UnreadableDocument], columns: Columns, name: str
) -> Iterator[Submission | UnreadableDocument]:
    """The submissions of a table below its heads, in the order in which respondents first appear.

    A row that names nobody, or has cells beyond the heads, is given as an error and the rest goes on.
    """
    sound: list[Row] = []
    for number, row in enumerate(rows, 1):
        if isinstance(row, UnreadableDocument):
            yield row
            continue
        if number > MAX_ROWS:
            yield _refusal(f"more than {MAX_ROWS:,} rows; the rest is not read", row, name, "split the table")
            break
        fault = _fault(row, columns)
        if fault:
            yield _refusal(fault[0], row, name, fault[1])
        elif any(cell.strip() for cell in row.cells):
            sound.append(row)
    yield from _by_answer(sound, columns) if columns.by_answer else _by_respondent(sound, columns)


def _fault(row: Row, columns: Columns) -> tuple[str, str] | None:
    if any(cell.strip() for cell in row.cells[len(columns.heads) :]):
        return "cells beyond the last head", "put a cell that holds the delimiter into double quotes"
    if any(len(cell) > MAX_CELL for cell in row.cells):
        return f"a cell of more than {MAX_CELL:,} characters", "close its double quotes"
    filled = [cell for cell in row.cells if cell.strip()]
    if filled and not columns.cell(row.cells, Role.RESPONDENT) and not _says_private(row, columns):
        return "a row without a respondent", "name the organisation, or a private person in the column of types"
    return None


def _refusal(what: str, row: Row, name: str, advice: str) -> UnreadableDocument:
    return UnreadableDocument(what, place=f"{name}, {row.place}", advice=advice)


def _says_private(row: Row, columns: Columns) -> bool:
    return says_private(columns.cell(row.cells, Role.TYPE))


def _by_answer(rows: Iterable[Row], columns: Columns) -> Iterator[Submission]:
    """Rows of the same respondent, identifier and consultation belong together.

    Where neither name nor identifier parts two respondents, a question that comes again begins the next.
    """
    found: dict[tuple[str, ...], _Answers] = {}
    unnamed = 0
    for row in rows:
        part = _answered(row, columns)
        key = tuple(columns.cell(row.cells, role) for role in (Role.RESPONDENT, Role.IDENTIFIER, Role.CONSULTATION))
        if not any(key[:2]):
            again = any(part.wording == known.wording for known in _parts_of(found, (*key, str(unnamed))))
            unnamed += again
            key = (*key, str(unnamed))
        if key not in found:
            found[key] = _Answers(_given(row, columns), row.place)
        found[key].parts.append(part)
    for answers in found.values():
        yield Submission(answers.given, tuple(answers.parts), place=answers.place)


def _parts_of(found: dict[tuple[str, ...], _Answers], key: tuple[str, ...]) -> Sequence[Part]:
    return found[key].parts if key in found else ()


def _answered(row: Row, columns: Columns) -> Part:
    option = columns.cell(row.cells, Role.OPTION)
    return Part(
        columns.cell(row.cells, Role.QUESTION),
        _said(columns.cell(row.cells, Role.ANSWER)),
        () if is_empty(option) else (option,),
        place=row.place,
    )


def _by_respondent(rows: Iterable[Row], columns: Columns) -> Iterator[Submission]:
    questions = list(columns.questions)
    for row in rows:
        parts = tuple(
            Part(columns.heads[index], _said(row.cells[index] if index < len(row.cells) else ""), place=row.place)
            for index in questions
        )
        yield Submission(_given(row, columns), parts, place=row.place)


def _given(row: Row, columns: Columns) -> Given:
    kind = columns.cell(row.cells, Role.TYPE)
    parties = _parties(columns.cell(row.cells, Role.RESPONDENT), kind)
    return Given(
        respondents=parties.organisations,
        respondent_kind=kind or None,
        consultation=columns.cell(row.cells, Role.CONSULTATION) or None,
        issued=day_in(columns.cell(row.cells, Role.DATE)),
        private=parties.private,
    )


def _parties(cell: str, kind: str) -> Parties:
    """The parties of a cell; a stated type decides whether a name that could be a person's is one."""
    if says_private(kind):
        return Parties(private=True)
    parties = parties_in(cell)
    return Parties((" ".join(cell.split()),)) if parties.private and kind and not says_private(cell) else parties


def _said(cell: str) -> str:
    return "" if is_empty(cell) else cell.strip()
