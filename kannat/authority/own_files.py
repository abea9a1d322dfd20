"""Writes the tables of the user's own authority: whole or not at all, the same rows the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from kannat.errors import UsageError
from kannat.reading.authorities import forget_authorities
from kannat.store.files import make_folder, write_atomically


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], comment: str) -> bool:
    """Put a table at this path, its folder made where it is missing; False where it holds just that already."""
    text = StringIO()
    text.write(f"# {comment}\n")
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
