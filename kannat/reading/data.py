"""Reads the data that people edit under `ingest/`: TOML for rules, CSV for tables."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.reading.own_tables import own_tables
from kannat.resources import file_text, folder, toml_table


def load_toml(relative: str) -> dict[str, Any]:
    """The table of one TOML file under `ingest/`. Raises `MalformedData` with the file, line and column."""
    return toml_table(folder("ingest") / relative, _place(relative))


def load_rows(source: str | Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of one CSV file under `ingest/`, or at a path, in order, the named columns only, cells stripped.

    Commas part the cells, at a path also semicolons or tabs; lines that begin with `#` are comments; empty lines are
    passed over. Raises `MalformedData` where a named column is missing, a row has too many or too few cells, or a cell
    runs over several lines.
    """
    numbered = _numbered_rows(source)
    _, header = next(numbered, (0, []))
    names = [name.strip() for name in header]
    missing = [column for column in columns if column not in names]
    if missing:
        advice = f"columns, parted by commas: {', '.join(columns)}"
        raise MalformedData(f"no column {', '.join(missing)}", place=_place(source), advice=advice)
    for line, row in numbered:
        if len(row) != len(names):
            what = f"a row of {len(row)} cells under {len(names)} columns"
            advice = "put a cell that holds a comma into double quotes"
            raise MalformedData(what, place=_place(source), line=line, advice=advice)
        cells = dict(zip(names, row, strict=True))
        yield {column: cells[column].strip() for column in columns}


@cache
def data_digest() -> str:
    """SHA-256 over names and contents of every file under `ingest/`, and of the user's own tables: what is read with.

    Hidden files, editors' copies (`.name`, `name~`) and the labelled prose do not count: no reader opens them.
    """
    root = folder("ingest")
    digest = hashlib.sha256()
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    for name in names:
        if not re.search(r"^training/|(^|/)\.|~$", name):
            digest.update(name.encode() + b"\0")
            digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    for path in own_tables():
        digest.update(path.name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _numbered_rows(source: str | Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line that each begins on."""
    text = _text(source)
    lines = ("\n" if line.startswith("#") else line for line in StringIO(text))
    reader = csv.reader(lines, delimiter=_delimiter(text) if isinstance(source, Path) else ",", strict=True)
    line = 1
    try:
        for row in reader:
            if any("\n" in cell for cell in row):
                raise MalformedData("a cell over several lines", place=_place(source), line=line, advice=_QUOTES)
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise MalformedData(str(error), place=_place(source), line=line, advice=_QUOTES) from error


def _delimiter(text: str) -> str:
    """What parts the cells of a table that a spreadsheet program may have saved in the way of its country."""
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(",;\t", key=header.count)


_QUOTES: Final = "close its double quotes, and double those inside"


def _text(source: str | Path) -> str:
    return file_text(source if isinstance(source, Path) else folder("ingest") / source, _place(source))


def _place(source: str | Path) -> str:
    return str(source) if isinstance(source, Path) else f"ingest/{source}"
