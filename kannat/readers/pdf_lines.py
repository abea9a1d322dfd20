"""Takes the lines out of a PDF's text layer, with PDFium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from kannat.errors import UnreadableDocument
from kannat.readers.content import Content
from kannat.readers.page_lines import PageLine
from kannat.readers.pdf_columns import gutter, lines_in_columns
from kannat.readers.pdf_letters import HYPHEN, is_plain, readable

MAX_PAGES: Final = 5_000

_FONT_NAME: Final = 128
_SAME_LINE: Final = 2.0
_SCAN: Final = "recognise its text first, for instance with ocrmypdf, and read the PDF that it makes"

_UNKNOWN: Final = re.compile("[\ue000-\uf8ff\ufffd]")
_MOST_UNKNOWN: Final = 0.2
_LEAST_LETTERS: Final = 12


def pages_of(content: Content) -> list[list[PageLine]]:
    """The lines of every page.

    Raises `UnreadableDocument` for what is damaged, encrypted, or says nothing in letters.
    """
    document = _opened(content)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableDocument(
                f"{count} pages, more than {MAX_PAGES}", place=content.name, advice="split it into parts"
            )
        filled_in = document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM
        if filled_in:
            document.init_forms()
        pages = [_lines_of_page(document, number, filled_in, content.name) for number in range(count)]
    finally:
        document.close()
    _check_letters(pages, content.name)
    return pages


def _opened(content: Content) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content.data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise UnreadableDocument(
                "encrypted: it asks for a password", place=content.name, advice="save a copy without a password"
            ) from error
        raise UnreadableDocument(
            "a PDF that cannot be opened: cut short or damaged", place=content.name, advice="fetch or save it again"
        ) from error


def _lines_of_page(document: pypdfium2.PdfDocument, number: int, filled_in: bool, name: str) -> list[PageLine]:
    try:
        if filled_in:
            _put_in_values(document, number)
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(
            f"page {number + 1} cannot be opened: damaged", place=name, advice="fetch or save it again"
        ) from error
    try:
        text = page.get_textpage()
        try:
            lines = list(_lines(text))
            between = gutter(text, lines)
            return lines if between is None else lines_in_columns(text, between)
        finally:
            text.close()
    finally:
        page.close()


def _put_in_values(document: pypdfium2.PdfDocument, number: int) -> None:
    """Makes what was filled into a page's form part of the page, which then has to be opened anew."""
    page = document[number]
    try:
        page.flatten()
    finally:
        page.close()


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[PageLine]:
    text = page.get_text_range()
    boxes = _Boxes(page, straight=len(text) == page.count_chars(), plain=is_plain(text))
    waiting: PageLine | None = None
    for place, piece in _pieces(text):
        words = piece.strip()
        if not words or words == HYPHEN:
            continue
        start = place + piece.index(words[0])
        line = boxes.line(words, start, start + len(words) - 1)
        if waiting is not None:
            if abs(waiting.bottom - line.bottom) > _SAME_LINE or line.left < waiting.right - _SAME_LINE:
                yield waiting
            else:
                line = _joined(waiting, line)
            waiting = None
        if line.hyphened:
            waiting = line
        else:
            yield line
    if waiting is not None:
        yield waiting


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a page's text and where each begins; one that ends in a broken word keeps its mark."""
    start = 0
    for row in text.split("\n"):
        if HYPHEN in row:
            begin = 0
            while end := row.find(HYPHEN, begin) + 1:
                yield start + begin, row[begin:end]
                begin = end
            yield start + begin, row[begin:]
        else:
            yield start, row
        start += len(row) + 1


def _joined(first: PageLine, second: PageLine) -> PageLine:
    """One line of two pieces between which a hyphen stood that was not to be seen."""
    words = first.words[:-1] + second.words
    return PageLine(words, first.left, second.right, first.bottom, first.size, first.bold, second.hyphened)


class _Boxes:
    """Where the characters of a page stand; asks PDFium as little as it can."""

    def __init__(self, page: pypdfium2.PdfTextPage, *, straight: bool, plain: bool) -> None:
        self._page = page.raw
        self._ask = pdfium.FPDFText_GetLooseCharBox
        self._straight = straight
        self._plain = plain
        self._box = pdfium.FS_RECTF()
        self._at = ctypes.byref(self._box)
        self._font = ctypes.create_string_buffer(_FONT_NAME)
        self._flags = ctypes.c_int()
        self._in_bold = False

    def line(self, words: str, first: int, last: int) -> PageLine:
        """The line of the characters from the first to the last, both counted in the page's text."""
        page, box, at = self._page, self._box, self._at
        if not self._straight:
            first, last = (max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(page, i)) for i in (first, last))
        self._ask(page, first, at)
        left, bottom, size = box.left, box.bottom, box.top - box.bottom
        self._ask(page, last, at)
        size = min(size, box.top - box.bottom)
        bold = (self._in_bold or not words[0].islower()) and self._is_bold(first) and self._is_bold(last)
        self._in_bold = bold
        hyphened = words[-1] == HYPHEN
        if hyphened or not self._plain:
            words = readable(words)
        return PageLine(words, left, box.right, bottom, size, bold, hyphened)

    def _is_bold(self, index: int) -> bool:
        """Asked only where a heading may begin or goes on: it costs as much as all else together."""
        pdfium.FPDFText_GetFontInfo(self._page, index, self._font, _FONT_NAME, self._flags)
        return b"bold" in self._font.value.lower()


def _check_letters(pages: list[list[PageLine]], name: str) -> None:
    words = "".join(line.words for page in pages for line in page)
    letters = len(words)
    if letters < _LEAST_LETTERS:
        raise UnreadableDocument(
            f"no text layer: scanned, {len(pages)} page{'s' if len(pages) != 1 else ''}", place=name, advice=_SCAN
        )
    if not is_plain(words) and len(_UNKNOWN.findall(words)) > _MOST_UNKNOWN * letters:
        raise UnreadableDocument("a text layer whose letters cannot be told", place=name, advice=_SCAN)
