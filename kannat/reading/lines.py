"""Takes a text apart into lines, cut where a piece of it is known to be something of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kannat.model import Span


class Kind(StrEnum):
    """What a block is in its document."""

    BODY = "body"
    ITEM = "item"
    HEADING = "heading"
    QUESTION = "question"
    """A heading that is a question of the consultation."""
    LABEL = "label"
    PROMPT = "prompt"
    NOISE = "noise"
    EMPTY = "empty"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text whose kind is known before its shape is looked at; `whole` where its lines are one block."""

    span: Span
    kind: Kind
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text without the blanks around it; `indent` counts those before it.

    `piece` is the number of the whole piece that it belongs to, -1 where it belongs to none.
    """

    span: Span
    text: str
    indent: int
    after_blank: bool
    kind: Kind | None = None
    piece: int = -1


_LINE: Final = re.compile(r"[^\n]+")


def lines_of(text: str, pieces: Sequence[Piece] = ()) -> list[Line]:
    """The lines that are not blank; pieces, which are in order and do not overlap, have lines of their own."""
    lines: list[Line] = []
    last_end = 0
    for start, end, number in _runs(text, pieces):
        whole = text[start:end]
        words = whole.strip()
        if not words:
            continue
        indent = whole.index(words)
        first = start + indent
        piece = pieces[number] if number >= 0 else None
        after_blank = text.count("\n", last_end, start) > 1 or (piece is not None and piece.span.start == start)
        lines.append(
            Line(
                Span(first, first + len(words)),
                words,
                indent,
                after_blank,
                piece.kind if piece else None,
                number if piece and piece.whole else -1,
            )
        )
        last_end = first + len(words)
    return lines


def _runs(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
    """Where each line, or part of one, lies, and the number of its piece or -1."""
    number = 0
    for match in _LINE.finditer(text):
        place, end = match.span()
        while place < end:
            while number < len(pieces) and pieces[number].span.end <= place:
                number += 1
            piece = pieces[number] if number < len(pieces) else None
            if piece is None or piece.span.start >= end:
                yield place, end, -1
                break
            if place < piece.span.start:
                yield place, piece.span.start, -1
                place = piece.span.start
            until = min(end, piece.span.end)
            yield place, until, number
            place = until
