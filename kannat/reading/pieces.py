"""Finds the pieces of a text that are known to be something of their own: by marks, by layout, by what was asked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kannat.model import Consultation, Mark, MarkRole, Span
from kannat.reading.layouts import Layout
from kannat.reading.lines import Kind, Piece
from kannat.reading.options import option_pieces
from kannat.reading.running import running_pieces
from kannat.reading.view import View

_KINDS: Final = {
    MarkRole.TITLE: Kind.BODY,
    MarkRole.HEADING: Kind.HEADING,
    MarkRole.QUESTION: Kind.QUESTION,
    MarkRole.ITEM: Kind.ITEM,
    MarkRole.NOISE: Kind.NOISE,
}
"""A title heads nothing: what stands below it has no heading."""

_LINE: Final = re.compile(r"[^\n]+")
_TELLING_LENGTH: Final = 25
_SENTENCE_BEGINS: Final = re.compile(r"(?:^|[.?!:)\N{RIGHT DOUBLE QUOTATION MARK}-])\s*(?P<number>(?:\d+[.)] ?)?)$")
_ANSWERS: Final = re.compile(r"\s*(?:$|(?<=\s)(?:[-\N{EN DASH}]|[^\Wa-z]))")


def pieces_of(
    view: View, layout: Layout, marks: Sequence[Mark], consultations: Iterable[Consultation]
) -> tuple[Piece, ...]:
    """The pieces of a view in order; what a format marks goes before what a layout tells, and that before the rest."""
    text = view.text
    kept: list[Piece] = []
    for group in (
        [_marked(view, mark) for mark in marks],
        _run_in(text, layout),
        _asked(text, consultations),
        option_pieces(text, layout.marked_options),
        running_pieces(text, layout.page_marks),
    ):
        kept = _with(kept, [piece for piece in group if piece is not None])
    return tuple(kept)


def _with(kept: list[Piece], added: Sequence[Piece]) -> list[Piece]:
    """All pieces in order; an added one that meets a kept one, or one added before it, is left out."""
    if not added:
        return kept
    result: list[Piece] = []
    end = 0
    for piece in sorted(added, key=lambda piece: piece.span):
        number = bisect_right(kept, piece.span.start, key=lambda other: other.span.end)
        meets = number < len(kept) and kept[number].span.start < piece.span.end
        if piece.span.start >= end and not meets:
            result.append(piece)
            end = piece.span.end
    return sorted([*kept, *result], key=lambda piece: piece.span)


def _marked(view: View, mark: Mark) -> Piece | None:
    start, end = view.at(mark.span.start), view.at(mark.span.end)
    return Piece(Span(start, end), _KINDS[mark.role], whole=mark.role is not MarkRole.NOISE) if start < end else None


def _run_in(text: str, layout: Layout) -> Iterator[Piece]:
    """Headings run into the text, the marks around them, and the beginnings of their answers."""
    found = [(*m.span(), *m.span("heading")) for pattern in layout.split_headings for m in pattern.finditer(text)]
    if layout.inline_headings is not None:
        for line in _LINE.finditer(text):
            match = layout.inline_headings.match(words := line[0].strip())
            if match and words[match.end()].isupper():
                start = line.start() + line[0].index(words)
                found.append((start, start + match.end(), start, start + len(match[0].rstrip())))
    kept: list[tuple[int, int, int, int]] = []
    for place in sorted(found):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    for number, (start, end, first, after) in enumerate(kept):
        line_end = text.find("\n", end)
        until = kept[number + 1][0] if number + 1 < len(kept) else len(text)
        yield from _piece(start, first, Kind.NOISE)
        yield from _piece(first, after, Kind.HEADING)
        yield from _piece(after, end, Kind.NOISE)
        yield from _piece(end, min(until, line_end if line_end >= 0 else len(text)), Kind.BODY)


def _piece(start: int, end: int, kind: Kind) -> Iterator[Piece]:
    if start < end:
        yield Piece(Span(start, end), kind)


def _asked(text: str, consultations: Iterable[Consultation]) -> Iterator[Piece]:
    """The questions of consultations that stand within a line, as a text flattened to one line has them."""
    for consultation in consultations:
        for question in consultation.questions:
            for _, wording in question.wording:
                yield from _within_lines(text, wording)


def _within_lines(text: str, wording: str) -> Iterator[Piece]:
    if len(wording) < _TELLING_LENGTH or " " not in wording:
        return
    start = text.find(wording)
    while start >= 0:
        end = start + len(wording)
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
        begins = _SENTENCE_BEGINS.search(before)
        if begins is not None and (before[: begins.start("number")].strip() or after.strip()) and _ANSWERS.match(after):
            yield Piece(Span(line_start + begins.start("number"), end), Kind.QUESTION)
        start = text.find(wording, end)
