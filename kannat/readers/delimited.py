"""Tables of answers as text: cells parted by semicolons, commas or tabs."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.answer_table import MAX_CELL, MAX_COLUMNS, Row, submissions_in
from kannat.readers.content import Content
from kannat.readers.encoding import decoded, is_text
from kannat.readers.submission import documents_of
from kannat.readers.table_columns import Columns

MEDIA_TYPE: Final = "text/csv"
MAX_TABLE_BYTES: Final = 64 * 1024 * 1024
_DELIMITERS: Final = ";\t,"
_LOOKED_AT: Final = 32_768
"""Bytes within which the heads end: a survey's questions are heads."""

_LONGEST_LETTER: Final = 4
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class DelimitedTableReader:
    """Reads a table of answers, known by the heads of its columns."""

    limit = MAX_TABLE_BYTES
    isolated = False

    def recognises(self, content: Content) -> bool:
        return is_text(content.head) and _delimiter(_beginning(content.data[:_LOOKED_AT])) is not None

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        text = decoded(content.data, content.name, content.charset).removeprefix(_MARK)
        delimiter = _delimiter(text[:_LOOKED_AT])
        rows = _rows(text, delimiter or _DELIMITERS[0], content.name)
        heads = next(rows, None)
        if delimiter is None or not isinstance(heads, Row):
            raise UnreadableDocument("no heads of a table of answers", place=content.name, advice="see docs/sources.md")
        return documents_of(submissions_in(rows, Columns(heads.cells), content.name), content.name, MEDIA_TYPE)


def _beginning(head: bytes) -> str:
    """How a text begins, as far as it can be told without the rest of it."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="ignore")
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_short = error.start > len(head) - _LONGEST_LETTER
        return head.decode("utf-8-sig" if cut_short else "cp1252", errors="ignore")


def _delimiter(text: str) -> str | None:
    """The delimiter with which the first row holds the heads of a table of answers and the second fits under them."""
    for delimiter in _DELIMITERS:
        lines = csv.reader(StringIO(text.lstrip(), newline=""), delimiter=delimiter)
        try:
            first, second = next(lines, []), next(lines, None)
        except csv.Error:
            continue
        fits = second is None or len(second) == len(first) or lines.line_num > text.count("\n")
        if fits and 1 < len(first) <= MAX_COLUMNS and Columns(first).known:
            return delimiter
    return None


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row | UnreadableDocument]:
    """The rows that are not empty, each with the line that it begins on; an error where the table breaks off."""
    csv.field_size_limit(MAX_CELL * 16)
    lines = csv.reader(StringIO(text.lstrip(), newline=""), delimiter=delimiter, strict=True)
    begins = 1 + text[: len(text) - len(text.lstrip())].count("\n")
    offset = begins
    try:
        for cells in lines:
            if any(cells):
                yield Row(cells, f"line {begins}")
            begins = offset + lines.line_num
    except csv.Error as error:
        yield UnreadableDocument(
            f"the table breaks off: {error}", place=f"{name}, line {begins}", advice="close its double quotes"
        )
