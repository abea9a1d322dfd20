"""A result of a comparison as a file: CSV, JSON, XLSX, Parquet or a page; its columns are those of its data frame."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from importlib import import_module
from typing import Any, Final

from kannat.errors import LimitExceeded, UnknownName, UsageError
from kannat.export.wording import Wording, wording
from kannat.export.workbook import storable, timeless
from kannat.questions import spreadsheet_text

Columns = Mapping[str, Sequence[Any]]

SHEET_ROWS: Final = 1_048_575
"""Rows below the heading that a spreadsheet takes."""


def as_csv(columns: Columns) -> str:
    """CSV after RFC 4180; a text that a spreadsheet could take for a formula begins with an apostrophe."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in _rows(columns))
    return lines.getvalue()


def as_json(columns: Columns) -> str:
    """A list of objects, one a row."""
    rows = [dict(zip(columns, row, strict=True)) for row in _rows(columns)]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n"


def as_xlsx(columns: Columns) -> bytes:
    """A workbook of one sheet: numbers are numbers, texts are texts whatever stands in them; the same bytes on any day.

    Raises `LimitExceeded` for more rows than a sheet takes.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("comparison")
    sheet.freeze_panes = "A2"
    sheet.append(list(columns))
    for number, row in enumerate(_rows(columns), 1):
        if number > SHEET_ROWS:
            raise LimitExceeded(f"more than {SHEET_ROWS} rows", advice="write csv or parquet, or ask for less")
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            if isinstance(value, bool | int | float) or value is None:
                cell.value = value
            else:
                cell.value = storable(str(value))
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    return timeless(book)


def as_parquet(columns: Columns) -> bytes:
    """Parquet, written by polars. Raises `UsageError` where it is not installed."""
    try:
        polars = import_module("polars")
    except ImportError as error:
        raise UsageError("polars is not installed", advice="pip install 'kannat[tables]', or write csv") from error
    file = io.BytesIO()
    polars.DataFrame(dict(columns), strict=False).write_parquet(file)
    return file.getvalue()


def as_html(columns: Columns, title: str, said: str = "", language: str = "fi") -> str:
    """One self-contained page with the table; the headings are in `fi`, `sv` or `en`."""
    words = wording(language)
    shown = [name for name in columns if not (f"{name}Label" in columns or f"{name}_label" in columns)]
    heads = "".join(f'<th scope="col">{escape(words.column(name))}</th>' for name in shown)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(_shown(name, value, words))}</td>" for name, value in cells) + "</tr>"
        for cells in (zip(shown, row, strict=True) for row in _rows({name: columns[name] for name in shown}))
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n<p>{escape(said)}</p>\n"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def rendered(columns: Columns, format_: str, title: str = "", said: str = "", language: str = "fi") -> str | bytes:
    """The columns in one of `FORMATS`. Raises `UnknownName` for another."""
    if format_ == "html":
        return as_html(columns, title, said, language)
    if format_ not in _WRITERS:
        raise UnknownName("format", format_, FORMATS)
    return _WRITERS[format_](columns)


_WRITERS: Final[Mapping[str, Callable[[Columns], str | bytes]]] = {
    "csv": as_csv,
    "json": as_json,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}
FORMATS: Final = (*_WRITERS, "html")
_CODED: Final = frozenset(
    {"absence", "after", "before", "change", "firstStances", "relation", "secondStances", "stances", "type"}
)
_STYLE: Final = (
    "body{font:1rem/1.4 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#eee}"
)


def _rows(columns: Columns) -> zip[tuple[Any, ...]]:
    return zip(*columns.values(), strict=True)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return spreadsheet_text(value)
    return "" if value is None else value


def _shown(column: str, value: Any, words: Wording) -> str:
    """A value for people: numbers to three digits, codes by their names."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if column in _CODED:
        return " ".join(words.absences.get(code, words.code(code)) for code in str(value).split())
    return str(value)
