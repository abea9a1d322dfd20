"""Finds a model's quotes in the respondent's own words: there once, or not taken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kannat.model import Span
from kannat.reading.cues import lowered
from kannat.reading.language_model.parts import is_asked
from kannat.reading.units import Unit
from kannat.reading.view import even_view

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
"""Quotation marks and dashes that models put in each other's place: one character for one."""
_BREAK: Final = "\n"
"""What no quote holds, and so none reaches over."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Where a quote stands in the prose, and the first and last of the sentences that it touches."""

    span: Span
    first: int
    last: int


class OwnWords:
    """The respondent's own words as one text, in which a quote is looked for.

    Sentences of a part that follow one another can be quoted together; nothing can be quoted across words of others.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self._starts: list[int] = []
        self._numbers: list[int] = []
        pieces: list[str] = []
        length = 0
        before: Unit | None = None
        for number, unit in enumerate(units):
            if not is_asked(unit):
                before = None
                continue
            joint = " " if before is not None and before.part == unit.part else _BREAK
            words = joint + _evened(unit.text)
            self._starts.append(length + len(joint))
            self._numbers.append(number)
            pieces.append(words)
            length += len(words)
            before = unit
        self._text = "".join(pieces)

    def places(self, quote: str) -> list[Aligned]:
        """The first two places at which a quote stands as whole words, whatever its white space, case and dashes."""
        words = _evened(" ".join(even_view(quote).text.split()))
        found: list[Aligned] = []
        for start in self._occurrences(words):
            found.append(self._aligned(start, start + len(words)))
            if len(found) > 1:
                break
        return found

    def sentences(self, aligned: Aligned) -> Span:
        """The whole sentences that a quote touches."""
        return Span(self.units[aligned.first].span.start, self.units[aligned.last].span.end)

    def _occurrences(self, words: str) -> Iterator[int]:
        start = self._text.find(words) if words else -1
        while start >= 0:
            end = start + len(words)
            if not _cuts_word(self._text, start) and not _cuts_word(self._text, end):
                yield start
            start = self._text.find(words, start + 1)

    def _aligned(self, start: int, end: int) -> Aligned:
        first, last = (bisect_right(self._starts, place) - 1 for place in (start, end - 1))
        one, other = self.units[self._numbers[first]], self.units[self._numbers[last]]
        span = Span(one.span.start + start - self._starts[first], other.span.start + end - self._starts[last])
        return Aligned(span, self._numbers[first], self._numbers[last])


def _cuts_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _evened(text: str) -> str:
    """The text in small letters with plain marks, each character in its place."""
    return lowered(text.translate(_ALIKE))
