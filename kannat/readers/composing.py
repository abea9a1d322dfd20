"""Puts a document's text together block by block, with what the format says of each and where it was."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given, Mark, MarkRole, Span
from kannat.readers.content import Content

MAX_TEXT: Final = 8_000_000
"""Characters of one document's text: some three thousand pages."""

_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ufffe\uffff\u200b\u2060\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_LONG: Final = frozenset({MarkRole.TITLE, MarkRole.HEADING, MarkRole.QUESTION, MarkRole.NOISE})
"""Roles that several lines may bear together."""

_PLAIN: Final = re.compile("[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]*")
"""Text that needs no cleaning, as most does."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text without what nobody sees: controls, soft hyphens, marks of direction; composed, lines ended by line feeds.

    Half a surrogate pair, which no file can hold, becomes U+FFFD.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", text))


@dataclass(slots=True)
class Composer:
    """Gathers blocks into a text. Blank lines part the blocks, single line feeds the lines of one."""

    content: Content
    media_type: str
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _pages: list[int] = field(default_factory=list)
    _places: list[tuple[int, str]] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)

    def block(self, text: str, role: MarkRole | None = None, place: str = "", *, indent: int = 0) -> None:
        """Adds a block, this many blanks from the margin; one without words is left out."""
        self._add("\n\n", text, role, place, indent)

    def line(self, text: str, role: MarkRole | None = None, place: str = "", *, indent: int = 0) -> None:
        """Adds a line to the block before; a heading's or noise's next line goes on with its mark."""
        self._add("\n", text, role, place, indent)

    def page(self) -> None:
        """Begins a page; the next block is the first on it."""
        self._pages.append(-1)

    def _add(self, separator: str, text: str, role: MarkRole | None, place: str, indent: int) -> None:
        text = clean(text).strip()
        if not text:
            return
        end = self._length
        line_start = end + len(separator) if self._pieces else end
        if self._pages and self._pages[-1] < 0:
            self._begin_pages(line_start)
        start = line_start + indent
        self._pieces.append(f"{separator if self._pieces else ''}{' ' * indent}{text}")
        self._length = start + len(text)
        if self._length > MAX_TEXT:
            raise UnreadableDocument(
                f"more than {MAX_TEXT:,} characters", place=self.content.name, advice="split it into one file each"
            )
        if role is not None:
            self._mark(role, start, end if separator == "\n" else -1)
        if place:
            self._places.append((start, place))

    def _begin_pages(self, start: int) -> None:
        """The pages begun since the last words start here; those before the last of them are empty."""
        number = len(self._pages)
        while number and self._pages[number - 1] < 0:
            number -= 1
            self._pages[number] = start

    def _mark(self, role: MarkRole, start: int, end_before: int) -> None:
        last = self._marks[-1] if self._marks else None
        if role in _LONG and last and last.role is role and last.span.end == end_before:
            self._marks[-1] = Mark(Span(last.span.start, self._length), role)
        else:
            self._marks.append(Mark(Span(start, self._length), role))

    def document(self, given: Given | None = None) -> Document:
        """The document. Raises `UnreadableDocument` where no word was added."""
        if not self._pieces:
            raise UnreadableDocument("no text in it", place=self.content.name, advice="open it and look what it holds")
        return Document(
            name=self.content.name,
            sha256=hashlib.sha256(self.content.data).hexdigest(),
            media_type=self.media_type,
            text="".join(self._pieces) + "\n",
            pages=tuple(start if start >= 0 else self._length for start in self._pages),
            places=tuple(self._places),
            marks=tuple(self._marks),
            given=given or Given(),
        )
