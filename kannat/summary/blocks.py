"""The summary as a document without a format: headings, sentences, tables, and the notes that they lead to.

What a sentence says stands on positions, passages or other things of the graph (`basis`), and its numbers are rows of
the library's questions (`figures`). Writers turn the same blocks into a file of their format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and where one of the library's questions says it.

    Of the rows whose columns hold what `where` says, it is the value of `column` in the only one, or, where `distinct`,
    the number of different values there.
    """

    value: int
    question: str
    column: str
    where: tuple[tuple[str, Any], ...] = ()
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence: plain text, a quote in its own language, or the number of a note."""

    text: str
    language: str | None = None
    quoted: bool = False
    strong: bool = False
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, the addresses that it stands on, and the numbers in it."""

    runs: tuple[Run, ...]
    basis: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        """The words as a reader sees them, the numbers of notes left out."""
        return "".join(run.text for run in self.runs if run.note is None)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is a chapter. The anchor is unique in the document."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    sentences: tuple[Sentence, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headers; where `row_headers`, the first cell of each row is one, too."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    row_headers: bool = False
    widths: tuple[int, ...] = ()
    """The columns' shares of the width; empty where all are alike."""


def bold(runs: Iterable[Run]) -> list[Run]:
    """The same runs, all of them strong."""
    return [Run(run.text, run.language, run.quoted, True, run.note) for run in runs]


def spaced(sentences: Iterable[Sentence]) -> list[Run]:
    """The runs of sentences, with a space between each two."""
    return [run for at, sentence in enumerate(sentences) for run in ([Run(" ")] if at else []) + list(sentence.runs)]


def stays_whole(row: tuple[Sentence, ...]) -> bool:
    """Whether a row is short enough to stay on one page."""
    return sum(len(cell.text) for cell in row) <= _KEPT


_KEPT = 400
"""Characters: longer rows may break, so that no page is left half empty."""


Block: TypeAlias = Heading | Paragraph | Items | Table


class Role(StrEnum):
    """What a passage is to its position."""

    POSITION = "position"
    REASON = "reason"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class NotedPassage:
    """Words of a statement with their place; offsets count code points, the end is exclusive."""

    role: str
    address: str
    words: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """What one respondent's stance on one proposal was read from."""

    number: int
    respondent: str
    stance: str
    statement: str
    language: str
    checked: bool
    positions: tuple[str, ...]
    passages: tuple[NotedPassage, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of a round in one language; `subject` is its case number, `date` the latest day that it tells of."""

    language: str
    title: str
    subject: str
    author: str
    date: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    note_lines: tuple[Sentence, ...]
    notes_heading: Heading

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order of the document."""
        for block in self.blocks:
            match block:
                case Paragraph(sentences) | Items(sentences):
                    yield from sentences
                case Table(rows=rows):
                    for row in rows:
                        yield from row
                case _:
                    pass
        yield from self.note_lines
