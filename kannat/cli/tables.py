"""Answers as people read them on a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kannat.cli.output import WIDEST_CELL, is_terminal, print_table, printable

if TYPE_CHECKING:
    from kannat.questions import QueryFile, Table

NARROWEST_COLUMN = 9
"""Characters a column needs at least; a table with more columns than fit so is printed as one block per row."""
WRAPPED = 1.5
"""How much wider than the terminal a table may be and still be wrapped in its cells."""
PIPE_WIDTH = 160
LABEL = "Label"
"""Ends the name of the column that names what another column identifies."""


def print_answer(table: Table, question: QueryFile, language: str, limit: int = 0) -> None:
    """Print a question's answer: as a table where its columns fit the width, else one block per row.

    An identifier whose name stands in a column of its own is left out; files and pipes get everything.
    """
    shown = [i for i, name in enumerate(table.columns) if f"{name}{LABEL}" not in table.columns]
    columns = [table.columns[i] for i in shown]
    rows = [[row[i] for i in shown] for row in table.texts()]
    title = question.title_in(language)
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if is_terminal() else PIPE_WIDTH
    if len(columns) * NARROWEST_COLUMN <= width and sum(_widths(columns, rows)) <= width * WRAPPED:
        print_table(columns, rows, title=title, limit=limit)
        return
    click.echo(printable(title))
    for row in rows[: limit or None]:
        click.echo("\n".join(_block(columns, row)) + "\n")
    if limit and len(rows) > limit:
        click.echo(f"({limit} of {len(rows)} rows)")


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[int]:
    for number, column in enumerate(columns):
        yield min(WIDEST_CELL, max([len(column), *(len(row[number]) for row in rows)])) + 2


def _block(columns: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    broadest = max(map(len, columns))
    yield from (f"  {name:<{broadest}}  {printable(cell)}" for name, cell in zip(columns, row, strict=True) if cell)
