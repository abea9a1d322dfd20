"""Makes a statement's blocks into running prose: lines unwrapped, hyphens joined, noise left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kannat.model import Span
from kannat.reading.blocks import Block
from kannat.reading.lines import Kind, Line
from kannat.reading.sections import Part, Voice
from kannat.reading.sentences import sentence_data
from kannat.reading.view import View

_RUN: Final = re.compile(r"\S+(?: \S+)*")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block as it stands in the prose; `part` is the number of the part that it belongs to."""

    span: Span
    kind: Kind
    part: int
    voice: Voice
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """The whole statement as prose: one paragraph a block, line feeds between them, and the way back to the source."""

    view: View
    paragraphs: tuple[Paragraph, ...]

    def words(self, span: Span) -> str:
        """The words at a span of the prose."""
        return self.view.text[span.start : span.end]


def prose_of(view: View, parts: Sequence[Part]) -> Prose:
    """The prose of these parts of a view, without their noise."""
    pieces: list[tuple[int, int, str]] = []
    paragraphs: list[Paragraph] = []
    length = 0
    for number, part in enumerate(parts):
        for block in (*([part.heading] if part.heading and not part.apart else ()), *part.blocks):
            if block.kind is Kind.NOISE:
                continue
            own = list(_pieces(view.text, block))
            size = sum(end - start + len(mark) for start, end, mark in own)
            paragraphs.append(
                Paragraph(Span(length, length + size - 1), block.kind, number, part.voice, block.question)
            )
            pieces.extend(own)
            length += size
    return Prose(view.joined(pieces), tuple(paragraphs))


def _pieces(text: str, block: Block) -> Iterator[tuple[int, int, str]]:
    """The runs of a block's words and what joins each to the next; the last bears the line feed that ends it."""
    for line, following in zip(block.lines, (*block.lines[1:], None), strict=True):
        runs = [(line.span.start + match.start(), line.span.start + match.end()) for match in _RUN.finditer(line.text)]
        for start, end in runs[:-1]:
            yield start, end, " "
        start, end = runs[-1]
        yield _joined(text, start, end, following)


def _joined(text: str, start: int, end: int, following: Line | None) -> tuple[int, int, str]:
    if following is None:
        return start, end, "\n"
    if end - start < 2 or text[end - 1] != "-" or not text[end - 2].isalnum():
        return start, end, " "
    first = _FIRST_WORD.match(following.text)
    if first and first[0] in sentence_data().after_hyphen:
        return start, end, " "
    if text[end - 2].islower() and following.text[0].islower():
        return start, end - 1, ""
    return start, end, ""
