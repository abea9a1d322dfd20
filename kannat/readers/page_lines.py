"""Lines as they stand on pages, and which of them are no more than the pages' furniture."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
_NUMBERS: Final = re.compile(r"\d+")


def furniture_of(pages: Sequence[Sequence[PageLine]]) -> Furniture:
    """Running headers, footers and page numbers: the same words, digits aside, at the same height of several pages."""
    edges = [_edges(page) for page in pages]
    heads, feet = ([edge[side] for edge in edges] for side in (0, 1))
    return Furniture(_repeated(pages, heads), _repeated(pages, feet))


def _repeated(pages: Sequence[Sequence[PageLine]], edges: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    prints: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for index in edge:
            prints[shape_of(pages[number][index].words)].append((number, index))
    known = frozenset(place for places in prints.values() for place in _level(places, pages))
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


def _level(places: Sequence[tuple[int, int]], pages: Sequence[Sequence[PageLine]]) -> Iterable[tuple[int, int]]:
    """Those of a shape's prints that stand at one height, where they are on enough pages."""
    height = median(pages[number][index].bottom for number, index in places)
    level = [(n, i) for n, i in places if abs(pages[n][i].bottom - height) <= _SAME_HEIGHT]
    enough = max(2, math.ceil(_LEAST_SHARE * len(pages)))
    return level if len({number for number, _ in level}) >= enough else ()


def _outermost(number: int, edge: Sequence[int], known: frozenset[tuple[int, int]]) -> list[int]:
    """Furniture is outermost: a repeated line within the text is the author's."""
    return list(takewhile(lambda index: (number, index) in known, edge))
