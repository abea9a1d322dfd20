"""Reads a reviewed sheet back: CSV as spreadsheets save it, or XLSX; cells are texts, never formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from kannat.errors import LimitExceeded, MalformedData, UnreadableInput
from kannat.review.sheet import COLUMNS

MOST_ROWS: Final = 100_000
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a sheet, for XLSX also unpacked."""

NEEDED: Final = frozenset({"statement", "passage", "key", "decision"})
_GUARDED: Final = re.compile(
    "^'(?=[=+\\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}])"
)
_DELIMITERS: Final = (",", ";", "\t")

NumberedRow = tuple[int, dict[str, str]]


def read_sheet(path: Path) -> list[NumberedRow]:
    """The rows of a sheet that are not empty, with their numbers as the spreadsheet shows them.

    Raises `UnreadableInput` for a file that cannot be opened, `LimitExceeded` above a limit, `MalformedData`
    where a column is missing.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise LimitExceeded(f"larger than {LARGEST >> 20} MiB", place=path.name, advice="split it")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(error.strerror or "cannot be read", place=path.name, advice="check the path") from error
    rows = _xlsx_rows(data, path.name) if data.startswith(b"PK") else _csv_rows(data, path.name)
    return list(_named(rows, path.name))


def _csv_rows(data: bytes, place: str) -> Iterator[Sequence[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    header = text.splitlines()[0] if text.strip() else ""
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise MalformedData(
            f"not a table: {error}", place=place, advice="save it from the spreadsheet again"
        ) from error


def _xlsx_rows(data: bytes, place: str) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise LimitExceeded(f"more than {LARGEST >> 20} MiB unpacked", place=place, advice="split it")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableInput(
            "not a readable XLSX", place=place, advice="save it from the spreadsheet again"
        ) from error


def _named(rows: Iterable[Sequence[str]], place: str) -> Iterator[NumberedRow]:
    """Rows as columns and cells; guards that the export put before a cell are taken off."""
    numbered = enumerate(rows, 1)
    _, header = next(numbered, (0, ()))
    names = [cell.strip() for cell in header]
    if missing := sorted(NEEDED.difference(names)):
        advice = "keep the first row as it was exported"
        raise MalformedData(f"no column {', '.join(missing)}", place=place, line=1, advice=advice)
    known = [(index, name) for index, name in enumerate(names) if name in COLUMNS]
    for number, row in numbered:
        if number > MOST_ROWS:
            raise LimitExceeded(f"more than {MOST_ROWS} rows", place=place, advice="split it")
        cells = {name: _GUARDED.sub("", row[index]).strip() for index, name in known if index < len(row)}
        if any(cells.values()):
            yield number, cells
