"""Tables of answers as Excel workbooks: the first sheet whose heads are those of such a table."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.answer_table import MAX_COLUMNS, MAX_ROWS, Row, submissions_in
from kannat.readers.content import Content
from kannat.readers.submission import documents_of
from kannat.readers.table_columns import Columns
from kannat.readers.zipped import holds, opened

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_WORKBOOK_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED: Final = 512 * 1024 * 1024
"""Bytes of all parts of a workbook together, as its directory states them."""

_WORKBOOK: Final = "xl/workbook.xml"
_HEAD_ROWS: Final = 20
"""Above the heads there may be a title and notes."""
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, ValueError),
)
"""What openpyxl and what it stands on raise on damaged workbooks; a `SyntaxError` is one of XML."""

_ADVICE: Final = "open it in a spreadsheet program, save it as .xlsx or .csv, and see docs/sources.md for the heads"


class SpreadsheetReader:
    """Reads a workbook; formulas count by the values that were stored with them."""

    limit = MAX_WORKBOOK_BYTES
    isolated = True

    def recognises(self, content: Content) -> bool:
        return holds(content, _WORKBOOK)

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        _refuse_large(content)
        heads, rows = _table(content)
        return documents_of(submissions_in(rows, Columns(heads.cells), content.name), content.name, MEDIA_TYPE)


def _refuse_large(content: Content) -> None:
    if sum(part.file_size for part in opened(content).entries) > MAX_UNPACKED:
        raise UnreadableDocument(
            f"unpacks to over {MAX_UNPACKED >> 20} MiB", place=content.name, advice="split the table"
        )


def _table(content: Content) -> tuple[Row, list[Row]]:
    """The heads and the rows below them, of the first sheet that has such heads; one row over the limit at most."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of whatever it leaves out: validation, formats, pictures
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(BytesIO(content.data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = _rows(sheet.iter_rows(values_only=True), sheet.title)
                for row in islice(rows, _HEAD_ROWS):
                    if len(row.cells) <= MAX_COLUMNS and Columns(row.cells).known:
                        return row, list(islice(rows, MAX_ROWS + 1))
        except _DAMAGED as error:
            raise UnreadableDocument(
                f"a broken workbook: {type(error).__name__}", place=content.name, advice=_ADVICE
            ) from error
    raise UnreadableDocument("no sheet with the heads of a table of answers", place=content.name, advice=_ADVICE)


def _rows(sheet: Iterator[tuple[object, ...]], title: str) -> Iterator[Row]:
    for number, cells in enumerate(sheet, 1):
        if any(cell is not None for cell in cells):
            yield Row(_filled([_text(cell) for cell in cells]), f"sheet {title} row {number}")


def _filled(cells: list[str]) -> list[str]:
    """The cells up to the last that is not empty."""
    length = next((index for index in range(len(cells), 0, -1) if cells[index - 1]), 0)
    return cells[:length]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
