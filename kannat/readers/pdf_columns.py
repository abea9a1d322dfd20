"""Columns that a PDF holds line by line across the page: told by where the text stands, read one after the other."""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from kannat.readers.page_lines import PageLine
from kannat.readers.pdf_letters import HYPHEN, HYPHEN_CODE, readable

_LEAST_LINES: Final = 8
_LEAST_RETURNS: Final = 2
_LEAST_WIDTH: Final = 120.0
_NARROWEST: Final = 8.0
_MOST_CROSSING: Final = 0.15
_LEAST_FULL: Final = 0.75
"""Prose fills its column; the labels of a table, which must stay with their values, do not."""

_SPACE: Final = 0.18
"""Of a letter's height: a gap at least this wide parts words."""

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def gutter(page: pypdfium2.PdfTextPage, lines: Sequence[PageLine]) -> float | None:
    """Where the second of two columns begins, if the lines run across both; None else."""
    if len(lines) < _LEAST_LINES or not _go_back(lines):
        return None
    boxes = _boxes(page)
    rows = {round(bottom) for _, bottom, _, _ in boxes}
    first = min(left for left, *_ in boxes) if boxes else 0.0
    for start, count in Counter(round(left) for left, *_ in boxes).most_common(6):
        if count < _LEAST_LINES or start - first < _LEAST_WIDTH:
            continue
        across = sum(line.right < line.left or line.left + _LEAST_WIDTH / 2 < start < line.right - 20 for line in lines)
        crossing = sum(left < start - _NARROWEST and right > start + 1 for left, _, right, _ in boxes)
        if across >= _LEAST_LINES and crossing <= _MOST_CROSSING * len(rows) and _are_full(boxes, first, start):
            return float(start)
    return None


def _go_back(lines: Sequence[PageLine]) -> bool:
    """Whether lines far from the margin alternate with lines at it, as across columns they do."""
    lefts = [line.left for line in lines]
    far = min(lefts) + _LEAST_WIDTH
    return max(lefts) >= far and sum(before >= far > left for before, left in pairwise(lefts)) >= _LEAST_RETURNS


def _boxes(page: pypdfium2.PdfTextPage) -> list[_Box]:
    """The boxes of the runs of text on a page."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(value) for value in (left, top, right, bottom)]
    return [
        (left.value, bottom.value, right.value, top.value)
        for index in range(pdfium.FPDFText_CountRects(page, 0, -1))
        if pdfium.FPDFText_GetRect(page, index, *places)
    ]


def _are_full(boxes: Sequence[_Box], first: float, start: float) -> bool:
    """Whether enough lines fill the column that they stand in, on both sides."""
    ends: dict[tuple[bool, int], float] = defaultdict(float)
    for left, bottom, right, _ in boxes:
        place = (left >= start - _NARROWEST, round(bottom / 3))
        ends[place] = max(ends[place], right)
    lefts = [end for (is_right, _), end in ends.items() if not is_right]
    rights = [end for (is_right, _), end in ends.items() if is_right]
    last = max(rights, default=start)
    return (
        len(lefts) >= _LEAST_LINES
        and len(rights) >= _LEAST_LINES
        and _long(lefts) - first >= _LEAST_FULL * (start - _NARROWEST - first)
        and _long(rights) - start >= _LEAST_FULL * (last - start)
    )


def _long(ends: Sequence[float]) -> float:
    """How far the longest quarter of lines reaches at least."""
    return sorted(ends)[(3 * len(ends)) // 4]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter and where it stands."""

    sign: str
    left: float
    right: float
    bottom: float
    size: float


def lines_in_columns(page: pypdfium2.PdfTextPage, start: float) -> list[PageLine]:
    """The lines of a page of two columns, the second of which begins at `start`; lines across both part them."""
    found: list[PageLine] = []
    left: list[PageLine] = []
    right: list[PageLine] = []
    for row in _rows(page):
        before = [letter for letter in row if letter.left < start - 2]
        after = [letter for letter in row if letter.left >= start - 2]
        if before and after and after[0].left - before[-1].right < _NARROWEST:
            found += [*left, *right, _line(row)]
            left, right = [], []
            continue
        left += [_line(before)] if before else []
        right += [_line(after)] if after else []
    return [*found, *left, *right]


def _rows(page: pypdfium2.PdfTextPage) -> Iterator[list[_Letter]]:
    """The letters of a page, row by row from the top, each from left to right."""
    rows: list[list[_Letter]] = []
    for letter in sorted(_letters(page), key=lambda letter: -letter.bottom):
        if rows and rows[-1][0].bottom - letter.bottom < 0.25 * letter.size:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        yield sorted(row, key=lambda letter: letter.left)


def _letters(page: pypdfium2.PdfTextPage) -> Iterator[_Letter]:
    box = pdfium.FS_RECTF()
    place = ctypes.byref(box)
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, index)
        sign = HYPHEN if code == HYPHEN_CODE else chr(code) if 0 < code < 0x110000 else ""
        if sign and not sign.isspace() and pdfium.FPDFText_GetLooseCharBox(page, index, place):
            yield _Letter(sign, box.left, box.right, box.bottom, box.top - box.bottom)


def _line(letters: Sequence[_Letter]) -> PageLine:
    words = [letters[0].sign]
    for before, letter in pairwise(letters):
        if letter.left - before.right > _SPACE * letter.size:
            words.append(" ")
        words.append(letter.sign)
    first, last = letters[0], letters[-1]
    hyphened = last.sign in (HYPHEN, "-") and len(letters) > 1 and letters[-2].sign.isalpha()
    return PageLine(readable("".join(words)), first.left, last.right, first.bottom, first.size, hyphened=hyphened)
