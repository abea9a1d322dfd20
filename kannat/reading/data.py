"""Reads the data that people edit under `ingest/`: TOML for rules, CSV for tables."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kannat.errors import MalformedData
from kannat.resources import folder


def load_toml(relative: str) -> dict[str, Any]:
    """The table of one TOML file under `ingest/`. Raises `MalformedData` with the file, line and column."""
    path = folder("ingest") / relative
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise MalformedData(str(error), place=f"ingest/{relative}", line=line, column=column) from error


def load_rows(relative: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of one CSV file under `ingest/`, in order, cells stripped.

    Lines that begin with `#` are comments. Raises `MalformedData` where a named column is missing or a row is ragged.
    """
    place = f"ingest/{relative}"
    with (folder("ingest") / relative).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(line for line in lines if not line.startswith("#"))
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise MalformedData(f"no column {', '.join(missing)}", place=place, advice=f"columns: {', '.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise MalformedData(
                    "a row with too many or too few cells", place=place, line=reader.line_num, advice="quote commas"
                )
            yield {column: (row[column] or "").strip() for column in columns}


@cache
def data_digest() -> str:
    """SHA-256 over names and contents of every file under `ingest/`: what a reading was read with."""
    root: Path = folder("ingest")
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
