"""A text made even for reading, with the exact way back to the text as it lies."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kannat.model import Span

_DROPPED: Final = frozenset("\u00ad\ufeff\u200b\u2060\ufffe")
"""Characters without width: soft hyphens, their mark in text taken out of a PDF, byte order marks, joiners."""

_BLANKS: Final = frozenset("\t\v\x1c\x1d\x1e\x1f\x85\u00a0\u2002\u2003\u2007\u2009\u202f")
_BREAKS: Final = frozenset("\f\u2028\u2029")
_UNEVEN: Final = re.compile(f"[\r{''.join(sorted(_DROPPED | _BLANKS | _BREAKS))}]")


@dataclass(frozen=True, slots=True)
class View:
    """Text to read, each character of which knows the run of the source that it stands for.

    `starts[i]` and `ends[i]` bound in the source what `text[i]` stands for; both are empty where the text is the
    source, character for character. For every span of the view, `source(span)` bounds the very words it was made of.
    """

    text: str
    starts: array[int] = field(default_factory=lambda: array("l"))
    ends: array[int] = field(default_factory=lambda: array("l"))

    def source(self, span: Span) -> Span:
        """The span of the source that this span of the view stands for."""
        if not self.starts:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])

    def at(self, offset: int) -> int:
        """The first character of the view that stands for the source at or after this offset."""
        return bisect_left(self.starts, offset) if self.starts else min(offset, len(self.text))

    def joined(self, pieces: Iterable[tuple[int, int, str]]) -> View:
        """A view of parts of this one: each piece is a run `[start, end)` of it, followed by a mark that joins it on.

        A mark stands for the last character of its piece, so that it never widens a span over what was left out.
        """
        texts: list[str] = []
        starts, ends = array("l"), array("l")
        for start, end, mark in pieces:
            texts.append(self.text[start:end])
            starts.extend(self.starts[start:end] or range(start, end))
            ends.extend(self.ends[start:end] or range(start + 1, end + 1))
            if mark and ends:
                texts.append(mark)
                starts.extend(starts[-1:] * len(mark))
                ends.extend(ends[-1:] * len(mark))
        return View("".join(texts), starts, ends)


def even_view(text: str) -> View:
    """A view in which letters are composed (NFC), line ends are line feeds, and characters without width are gone.

    Blanks of every kind are plain spaces and a form feed is a line end. The text itself where nothing has to change.
    """
    if unicodedata.is_normalized("NFC", text) and not _UNEVEN.search(text):
        return View(text)
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    for start, end in _clusters(text):
        even = _even(text[start:end])
        pieces.append(even)
        starts.extend([start] * len(even))
        ends.extend([end] * len(even))
    return View("".join(pieces), starts, ends)


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Runs of the text that normalise on their own: a base with what combines with it, or a line end."""
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and (_continues(text[index]) or text[index - 1 : index + 1] == "\r\n"):
            continue
        yield start, index
        start = index


def _continues(character: str) -> bool:
    """Whether a character may melt into the one before: marks, and the vowels and finals of Hangul syllables."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff" or character in _DROPPED


def _even(cluster: str) -> str:
    return unicodedata.normalize("NFC", cluster.replace("\r\n", "\n").translate(_EVENED))


_EVENED: Final = str.maketrans(
    {**dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_BREAKS | {"\r"}, "\n")}
)
