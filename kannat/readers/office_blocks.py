"""What the office formats share: paragraphs, items and tables on their way into a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kannat.model import MarkRole
from kannat.readers.composing import Composer

_SHORT_CELL: Final = 60
_LONGEST_HEADING: Final = 140
_NO_HEADING_END: Final = re.compile(r"[.,;:]\s*$")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words, the bullet or number before them, and what its format says of it."""

    words: str
    role: MarkRole | None = None
    bullet: str = ""
    bold: bool = False

    @property
    def text(self) -> str:
        """The words with their bullet."""
        return f"{self.bullet} {self.words}" if self.bullet else self.words

    @property
    def marked_as(self) -> MarkRole | None:
        """Its role: the format's, or a heading's where a short line is set in bold from end to end."""
        if self.role is not None or not self.bold:
            return self.role
        short = len(self.words) <= _LONGEST_HEADING and not _NO_HEADING_END.search(self.words)
        return MarkRole.HEADING if short else None


Cell = tuple[Paragraph, ...]


@dataclass(slots=True)
class Blocks:
    """Adds paragraphs and rows to a text; counts them, so that each can be found again."""

    composer: Composer
    _paragraphs: int = 0
    _tables: int = 0
    _in_list: bool = field(default=False)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Adds a paragraph; items that follow each other stand line under line."""
        self._paragraphs += 1
        self.placed(paragraph, f"paragraph {self._paragraphs}")

    def placed(self, paragraph: Paragraph, place: str) -> None:
        """Adds a paragraph that is found again by this place."""
        if not paragraph.words.strip():
            return
        role = paragraph.marked_as
        is_item = bool(paragraph.bullet) and role is None
        if is_item:
            role = MarkRole.ITEM
        if is_item and self._in_list:
            self.composer.line(paragraph.text, role, place)
        else:
            self.composer.block(paragraph.text, role, place)
        self._in_list = is_item

    def table(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Adds a table: rows of short cells as lines, long ones cell by cell."""
        self._tables += 1
        in_lines = False
        for number, row in enumerate(rows, 1):
            place = f"table {self._tables} row {number}"
            cells = [cell for cell in row if any(p.words.strip() for p in cell)]
            if len(cells) > 1 and all(len(c) == 1 and len(c[0].text) <= _SHORT_CELL for c in cells):
                line = "\t".join(cell[0].text.strip() for cell in cells)
                (self.composer.line if in_lines else self.composer.block)(line, None, place)
                in_lines, self._in_list = True, False
                continue
            in_lines = False
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                self.placed(paragraph, place)

    def furniture(self, paragraphs: Iterable[Paragraph], place: str, role: MarkRole | None) -> None:
        """Adds what pages bear at their head or foot, where it has words; once each."""
        for words in dict.fromkeys(paragraph.words.strip() for paragraph in paragraphs):
            if _LETTERS.search(words):
                self.placed(Paragraph(words, role), place)
