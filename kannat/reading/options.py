"""Tells the chosen options of closed questions from those that were left: by boxes, or by a cross beside one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kannat.model import Span
from kannat.reading.lines import Kind, Piece
from kannat.reading.wordings import wordings

_BOX: Final = re.compile(r"[☐☒☑✓✔○●◉◯□■]|\[ ?[xX]? ?\]|\( ?[xX]? ?\)")
_CHOSEN: Final = frozenset("xX☒☑✓✔●◉■")
_CROSSED: Final = re.compile(r"^[^\S\n]*(?P<option>\S[^\n]{0,78}?)[^\S\n]+(?P<mark>[xX])[^\S\n]*$", re.MULTILINE)
_ROW: Final = re.compile(rf"^[^\n]*(?:{_BOX.pattern})[^\n]*$", re.MULTILINE)
_LINE: Final = re.compile(r"[^\n]+")
_LIST_REACH: Final = 400
_OPTION_LENGTH: Final = 80
_ASKS: Final = re.compile(r".*[?:]$|\d+[.)] ")


def option_pieces(text: str, crossed: bool) -> Iterator[Piece]:
    """Options with boxes, and options of lists in which a cross stands beside the chosen one.

    Any words may be such an option in a form that is known to do so (`crossed`), elsewhere only known options.
    """
    for row in _ROW.finditer(text):
        yield from _boxed(text, row.start(), row.end())
    for match in _CROSSED.finditer(text):
        if crossed or wordings().option(match["option"]):
            yield from _listed(text, match)


def _boxed(text: str, start: int, end: int) -> Iterator[Piece]:
    """The options of a row; where it begins with no box, each box stands after its option."""
    boxes = list(_BOX.finditer(text, start, end))
    leading = not text[start : boxes[0].start()].strip()
    if not leading and (len(boxes) < 2 or text[boxes[-1].end() : end].strip()):
        return
    if any(symbol in "•●○" for symbol in (box[0] for box in boxes)) and len(boxes) < 2:
        return
    edges = [box.start() for box in boxes] + [end] if leading else [start] + [box.end() for box in boxes]
    for number, box in enumerate(boxes):
        first, last = (box.end(), edges[number + 1]) if leading else (edges[number], box.start())
        chosen = bool(_CHOSEN.intersection(box[0])) and text[first:last].strip()
        yield from _stripped(text, *box.span(), Kind.PROMPT)
        yield from _stripped(text, first, last, Kind.OPTION if chosen else Kind.PROMPT)


def _listed(text: str, chosen: re.Match[str]) -> Iterator[Piece]:
    """The chosen option, the cross beside it, and the other options of its list."""
    yield Piece(Span(*chosen.span("option")), Kind.OPTION)
    yield Piece(Span(*chosen.span("mark")), Kind.PROMPT)
    reach = max(0, chosen.start() - _LIST_REACH)
    start = max(text.rfind("\n", 0, reach) + 1, text.rfind("\n\n", reach, chosen.start()) + 1)
    end = text.find("\n\n", chosen.end(), chosen.end() + _LIST_REACH)
    for line in _LINE.finditer(text, start, end if end >= 0 else min(len(text), chosen.end() + _LIST_REACH)):
        words = line[0].strip()
        other = line.start() != chosen.start() and words and len(words) < _OPTION_LENGTH
        if other and not _ASKS.match(words) and words[-1] != "." and _CROSSED.match(words) is None:
            yield from _stripped(text, *line.span(), Kind.PROMPT)


def _stripped(text: str, start: int, end: int, kind: Kind) -> Iterator[Piece]:
    words = text[start:end].strip()
    if words:
        first = start + text[start:end].index(words)
        yield Piece(Span(first, first + len(words)), kind)
