"""Lines as they stand on pages, and which of them are no more than the pages' furniture."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median
from typing import Final, NamedTuple


class PageLine(NamedTuple):
    """A line of a page: its words, where it begins and ends, how low it stands (points from the page's foot).

    `hyphened` says that the word at its end goes on in the next line; its hyphen is among the words. A named tuple, as
    they are made by the hundred thousand and a frozen dataclass takes four times as long to make.
    """

    words: str
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    hyphened: bool = False


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines, by page and index, that the pages bear again and again at their head and at their foot."""

    heads: frozenset[tuple[int, int]]
    feet: frozenset[tuple[int, int]]

    def without(self, number: int, page: Sequence[PageLine]) -> list[PageLine]:
        """The lines of the page of this number that are the text's own."""
        aside = {index for index in range(len(page)) if (number, index) in self.heads or (number, index) in self.feet}
        return [line for index, line in enumerate(page) if index not in aside]


_EDGE_LINES: Final = 4
_LEAST_SHARE: Final = 0.25
_SAME_HEIGHT: Final = 6.0
_NUMBERS: Final = re.compile(r"[0-9]+")
_LONG_NUMBER: Final = 5
_NUMBER_AT_END: Final = re.compile(r"(?<![0-9])([0-9]{1,4})(?:\s*\(\s*[0-9]+\s*\)|\s*/\s*[0-9]+)?[\s.\u2013-]*$")
"""A page's number, with or without the number of all."""


def furniture_of(pages: Sequence[Sequence[PageLine]]) -> Furniture:
    """Running headers, footers and page numbers: the same words, digits aside, at the same height of several pages."""
    edges = [_edges(page) for page in pages]
    heads, feet = ([edge[side] for edge in edges] for side in (0, 1))
    return Furniture(_repeated(pages, heads), _repeated(pages, feet))


def _repeated(pages: Sequence[Sequence[PageLine]], edges: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    prints: dict[str, list[_Print]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for index in edge:
            line = pages[number][index]
            prints[shape_of(line.words)].append(_Print(number, index, line.words, line.bottom))
    known = {(p.page, p.at) for of_shape in prints.values() for p in _furniture(_level(of_shape), len(pages))}
    found = [(number, index) for number, edge in enumerate(edges) for index in _outermost(number, edge, known)]
    return frozenset(found)


def _edges(page: Sequence[PageLine]) -> tuple[list[int], list[int]]:
    """The uppermost and the lowest lines of a page, the outermost first."""
    bottoms = [line.bottom for line in page]
    rising = sorted(range(len(page)), key=bottoms.__getitem__)
    count = min(_EDGE_LINES, len(page) // 2) if len(page) > 1 else 1
    return rising[::-1][:count], rising[:count]


def shape_of(words: str) -> str:
    """What is the same in each print of a line: its words without their numbers."""
    return _NUMBERS.sub("#", " ".join(words.split()))


class _Print(NamedTuple):
    """A line at the edge of a page."""

    page: int
    at: int
    words: str
    bottom: float


def _level(prints: Sequence[_Print]) -> list[_Print]:
    """Those of a shape's prints that stand at one height."""
    height = median(p.bottom for p in prints)
    return [p for p in prints if abs(p.bottom - height) <= _SAME_HEIGHT]


def _furniture(prints: Sequence[_Print], pages: int) -> Iterator[_Print]:
    """Those that say the same on many pages, and those whose number goes up with the pages.

    A number at a line's end does so on two pages; elsewhere, where it may be a section's or a question's, on half of
    them.
    """
    same = Counter(p.words for p in prints)
    steps = Counter(step for p in prints for step in _steps(p))
    enough, half = max(2, math.ceil(_LEAST_SHARE * pages)), max(3, math.ceil(pages / 2))
    for p in prints:
        counts = [steps[step] for step in _steps(p)]
        if same[p.words] >= enough or max(counts, default=0) >= half or _steps_at_end(p, steps):
            yield p


def _steps(line: _Print) -> list[tuple[int, int]]:
    """For each number of a line, which one it is and how far it is ahead of the page's."""
    numbers = _NUMBERS.findall(line.words)
    return [(place, int(number) - line.page) for place, number in enumerate(numbers) if len(number) < _LONG_NUMBER]


def _steps_at_end(line: _Print, steps: Counter[tuple[int, int]]) -> bool:
    found = _NUMBER_AT_END.search(line.words)
    if found is None:
        return False
    place = len(_NUMBERS.findall(line.words[: found.start()]))
    return steps[place, int(found[1]) - line.page] > 1


def _outermost(number: int, edge: Sequence[int], known: set[tuple[int, int]]) -> list[int]:
    """Furniture is outermost: a repeated line within the text is the author's."""
    return list(takewhile(lambda index: (number, index) in known, edge))
