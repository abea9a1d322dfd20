"""Finds the heads and feet of pages that were run into the text: what stands around page marks again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kannat.model import Span
from kannat.reading.lines import Kind, Piece

_REACH: Final = 160
_DIGIT: Final = re.compile(r"\d")
_FIRST_PAGE: Final = re.compile(r"1\b")


def running_pieces(text: str, marks: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    """Noise within lines: each page mark that comes again, with the words around it that come again with it.

    A mark on a line of its own is left to whoever looks at lines; the first page's stays, for it bears the sender.
    """
    for mark in marks:
        found = list(mark.finditer(text))
        if len(found) < 2:
            continue
        around = [(_common(text, a, b, -1), _common(text, a, b, 1)) for a, b in pairwise(found)]
        for number, match in enumerate(found):
            near = around[max(0, number - 1) : number + 1]
            start = match.start() - max(before for before, _ in near)
            end = match.end() + max(after for _, after in near)
            if not _FIRST_PAGE.match(match[0]) and not _alone(text, start, end):
                yield Piece(Span(start, end), Kind.NOISE)


def _common(text: str, one: re.Match[str], other: re.Match[str], step: int) -> int:
    """How many characters before (or after) two marks are the same, numbers aside, up to whole words on one line."""
    here, there = (one.start() - 1, other.start() - 1) if step < 0 else (one.end(), other.end())
    same = whole = 0
    while same < _REACH and here >= 0 and there < len(text):
        a, b = text[here], text[there]
        if "\n" in (a, b):
            whole = same if a.isspace() and b.isspace() else whole
            break
        if a != b and not (_DIGIT.match(a) and _DIGIT.match(b)):
            break
        same += 1
        whole = same if a == " " else whole
        here, there = here + step, there + step
    return whole


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line."""
    line_end = text.find("\n", end)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not before.strip() and not text[end : line_end if line_end >= 0 else len(text)].strip()
