"""Writes the tables of the user's own authority: whole or not at all, the same rows the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import takewhile
from pathlib import Path

from kannat.errors import UsageError
from kannat.reading.authorities import forget_authorities
from kannat.store.files import make_folder, write_atomically


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], comment: str) -> bool:
    """Put a table at this path, its folder made where it is missing; False where it holds just that already.

    The comment stands above a new table; over one that is there, what a person wrote above it stays.
    """
    text = StringIO()
    text.write(_comments_of(path) or f"# {comment}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([" ".join(cell.split()) for cell in row] for row in rows)
    data = text.getvalue().encode()
    if path.is_file() and path.read_bytes() == data:
        return False
    if path.exists() and not path.is_file():
        raise UsageError("not a file", place=str(path), advice="name another folder")
    make_folder(path.parent)
    write_atomically(path, data)
    forget_authorities()
    return True


def _comments_of(path: Path) -> str:
    """The comment lines at the head of a table; empty where there is none."""
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True) if path.is_file() else []
    return "".join(takewhile(lambda line: line.startswith("#"), lines))
