"""A text made even for reading, with the exact way back to the text as it lies."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kannat.model import Span

_DROPPED: Final = frozenset("\u00ad\ufeff\u200b\u2060\ufffe")
"""Characters without width: soft hyphens, their mark in text taken out of a PDF, byte order marks, joiners."""

_BLANKS: Final = frozenset("\t\v\x1c\x1d\x1e\x1f\x85\u00a0\u2002\u2003\u2007\u2009\u202f")
_BREAKS: Final = frozenset("\f\u2028\u2029")
_CHANGED: Final = "".join(sorted(_DROPPED | _BLANKS | _BREAKS))
_UNEVEN: Final = re.compile(f"[\r{_CHANGED}]")
_MAY_CHANGE: Final = re.compile(f"[^\\n -~\u00a1-\u02ff]|[\u00ad{_CHANGED}]")
"""Where a text may have to change: everything but what is its own normal form and melts with nothing before it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of a view from `at` on that stand for `[start, end)` of the source.

    Where `even`, each stands for one character, in order; elsewhere each stands for the whole.
    """

    at: int
    start: int
    end: int
    even: bool


@dataclass(frozen=True, slots=True)
class View:
    """Text to read, each character of which knows the run of the source that it stands for.

    `runs` are in the order of the text and cover it; there are none where the text is the source, character for
    character. For every span of the view, `source(span)` bounds the very words it was made of.
    """

    text: str
    runs: tuple[_Run, ...] = ()

    def source(self, span: Span) -> Span:
        """The span of the source that this span of the view stands for."""
        if not self.runs:
            return span
        return Span(self._of(span.start).start, self._of(span.end - 1).end)

    def at(self, offset: int) -> int:
        """The first character of the view that stands for the source at or after this offset.

        For a view in the order of its source, as that of a whole text is.
        """
        if not self.runs:
            return min(offset, len(self.text))
        number = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        run = self.runs[max(0, number)]
        if offset <= run.start:
            return run.at
        following = self.runs[number + 1].at if number + 1 < len(self.runs) else len(self.text)
        return min(run.at + offset - run.start, following) if run.even else following

    def joined(self, pieces: Iterable[tuple[int, int, str]]) -> View:
        """A view of parts of this one: each piece is a run `[start, end)` of it, followed by a mark that joins it on.

        A mark stands for the last character of its piece, so that it never widens a span over what was left out.
        """
        texts: list[str] = []
        runs: list[_Run] = []
        length = 0
        for start, end, mark in pieces:
            texts.append(self.text[start:end])
            for run in self._between(start, end):
                runs.append(_Run(length, run.start, run.end, run.even))
                length += run.at
            if mark and runs:
                texts.append(mark)
                last = self._of(end - 1) if end > start else Span(runs[-1].start, runs[-1].end)
                runs.append(_Run(length, last.start, last.end, False))
                length += len(mark)
        return View("".join(texts), tuple(runs))

    def _of(self, index: int) -> Span:
        """What one character stands for."""
        if not self.runs:
            return Span(index, index + 1)
        run = self.runs[bisect_right(self.runs, index, key=lambda run: run.at) - 1]
        if not run.even:
            return Span(run.start, run.end)
        start = run.start + index - run.at
        return Span(start, start + 1)

    def _between(self, start: int, end: int) -> Iterator[_Run]:
        """The runs of a part, each cut to it, with its length in place of where it stands."""
        if start >= end:
            return
        if not self.runs:
            yield _Run(end - start, start, end, True)
            return
        number = bisect_right(self.runs, start, key=lambda run: run.at) - 1
        while start < end:
            run = self.runs[number]
            number += 1
            stop = min(end, self.runs[number].at if number < len(self.runs) else len(self.text))
            first = run.start + start - run.at
            yield (
                _Run(stop - start, first, first + stop - start, True)
                if run.even
                else _Run(stop - start, run.start, run.end, False)
            )
            start = stop


def even_view(text: str) -> View:
    """A view in which letters are composed (NFC), line ends are line feeds, and characters without width are gone.

    Blanks of every kind are plain spaces and a form feed is a line end. The text itself where nothing has to change.
    """
    if unicodedata.is_normalized("NFC", text) and not _UNEVEN.search(text):
        return View(text)
    pieces: list[str] = []
    runs: list[_Run] = []
    length = place = 0
    for start, end in _clusters(text):
        cluster = _even(text[start:end])
        if cluster == text[start:end]:
            continue
        for first, stop, words, even in ((place, start, text[place:start], True), (start, end, cluster, False)):
            if words:
                pieces.append(words)
                runs.append(_Run(length, first, stop, even))
                length += len(words)
        place = end
    if place < len(text):
        pieces.append(text[place:])
        runs.append(_Run(length, place, len(text), True))
    return View("".join(pieces), tuple(runs))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Runs of the text that may change and normalise on their own: a base with what combines with it, or a line end."""
    end = 0
    for match in _MAY_CHANGE.finditer(text):
        if match.start() < end:
            continue
        start = match.start()
        if start > end and _continues(text[start]):
            start -= 1
        end = match.end()
        while end < len(text) and (_continues(text[end]) or text[end - 1 : end + 1] == "\r\n"):
            end += 1
        yield start, end


def _continues(character: str) -> bool:
    """Whether a character may melt into the one before: marks, and the vowels and finals of Hangul syllables."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff" or character in _DROPPED


def _even(cluster: str) -> str:
    return unicodedata.normalize("NFC", cluster.replace("\r\n", "\n").translate(_EVENED))


_EVENED: Final = str.maketrans(
    {**dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_BREAKS | {"\r"}, "\n")}
)
