"""What comes in on stdin, and how results reach a terminal, a pipe or a file."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from kannat.errors import UsageError

WIDEST_CELL = 60
"""Characters of a table cell on a terminal; longer ones end in an ellipsis, files and pipes get everything."""


def printable(text: str) -> str:
    """The text on one line, without control and format characters that could steer a terminal."""
    line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} else c for c in line)


def is_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def stdin_bytes() -> bytes:
    """All that comes in on stdin."""
    return sys.stdin.buffer.read()


def write(data: str | bytes, output: Path | None = None) -> None:
    """Write a result to a file, or to stdout where no file is named.

    A file is written beside and then moved, so that a failure leaves what was there. Raises `UsageError` where it
    cannot be written.
    """
    if output is None:
        click.echo(data, nl=False)
        return
    raw = data.encode() if isinstance(data, str) else data
    beside = output.with_name(f".{output.name}.part")
    try:
        beside.write_bytes(raw)
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"cannot write: {error.strerror}", place=str(output), advice="name another file") from error


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "", limit: int = 0, whole: bool = False
) -> None:
    """Print a table for people; data is shown as it is, never read as markup.

    `limit` rows at most (0 for all, and what is left out is counted); cells are cut short unless `whole`.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=SIMPLE_HEAD, title=Text(printable(title)) if title else None, title_justify="left", pad_edge=False
    )
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    shown = 0
    total = 0
    for row in rows:
        total += 1
        if not limit or total <= limit:
            shown += 1
            cells = (printable(str(cell)) for cell in row)
            table.add_row(*(Text(cell if whole else _short(cell)) for cell in cells))
    width = None if is_terminal() else 160
    Console(file=sys.stdout, highlight=False, markup=False, width=width, soft_wrap=False).print(table)
    if shown < total:
        click.echo(f"({shown} of {total} rows)")


def _short(cell: str) -> str:
    return cell if len(cell) <= WIDEST_CELL else cell[: WIDEST_CELL - 1] + "\N{HORIZONTAL ELLIPSIS}"
