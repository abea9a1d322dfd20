"""Reads the Discourse Network Analyzer's table of statements, as its CSV and its R package give it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from kannat.comparison.networks.dna import CodedStatement
from kannat.errors import MalformedData, UnreadableDocument

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("ID", "statement_id"),
    "document": ("DocumentId", "document_id"),
    "date": ("date", "time"),
    "source": ("Source", "document_source"),
    "section": ("Section", "document_section"),
    "title": ("Title", "document_title"),
    "author": ("Author", "document_author"),
    "start": ("Start", "start"),
    "stop": ("Stop", "stop"),
    "coder": ("Coder", "coder"),
    "person": ("person",),
    "organization": ("organization",),
    "organization_type": ("organization_type",),
    "concept": ("concept",),
    "agreement": ("agreement",),
}
"""The column heads of each field: those that we write first, then other ones that are read."""
NEEDED: Final = ("organization", "concept", "agreement")
GUARD: Final = "'"
LONGEST_CELL: Final = 16_000_000
_AGREEMENT: Final = {"1": True, "0": False, "true": True, "false": False}


def read_coded_statements(path: Path) -> tuple[CodedStatement, ...]:
    """The statements of a table, in its order; commas or semicolons part its cells.

    Raises `UnreadableDocument` where it cannot be opened, `MalformedData` for a column that is missing and for a cell
    that is not what its column holds.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableDocument(f"cannot be read: {error.strerror}", place=str(path)) from error
    except UnicodeDecodeError as error:
        raise UnreadableDocument("not UTF-8", place=str(path), advice="save it as UTF-8") from error
    return coded_statements(text, str(path))


def coded_statements(text: str, place: str = "") -> tuple[CodedStatement, ...]:
    """The statements of a table's text; see `read_coded_statements`."""
    head = text.split("\n", 1)[0]
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = csv.DictReader(
            io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
        )
        heads = _heads(rows.fieldnames or (), place)
        return tuple(_statement(row, heads, place, rows.line_num, n) for n, row in enumerate(rows, 1))
    except csv.Error as error:
        raise MalformedData(f"not a table: {error}", place=place) from error
    finally:
        csv.field_size_limit(before)


def _heads(found: object, place: str) -> dict[str, str]:
    names = list(found) if isinstance(found, list | tuple) else []
    heads = {field: head for field, known in HEADS.items() for head in reversed(known) if head in names}
    missing = [field for field in NEEDED if field not in heads]
    if missing:
        raise MalformedData(f"no column {', '.join(missing)}", place=place, advice="export the statements with them")
    return heads


def _statement(
    row: Mapping[str, str | None], heads: Mapping[str, str], place: str, line: int, number: int
) -> CodedStatement:
    cells = {field: _unguarded(row.get(head) or "") for field, head in heads.items()}
    agreement = _AGREEMENT.get(cells["agreement"].strip().lower())
    if agreement is None:
        raise MalformedData(f"agreement is {cells['agreement']!r}, not 1 or 0", place=place, line=line)
    try:
        start, stop = (int(cells.get(field) or 0) for field in ("start", "stop"))
        issued = date.fromisoformat(cells["date"][:10]).isoformat() if cells.get("date") else ""
    except ValueError as error:
        raise MalformedData(str(error), place=place, line=line) from error
    texts = {name: cells.get(name, "") for name in HEADS if name not in ("agreement", "start", "stop", "date", "id")}
    name = cells.get("id") or str(number)
    return CodedStatement(id=name, date=issued, agreement=agreement, start=start, stop=stop, **texts)


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in tuple("=+-@\t\r") else cell
