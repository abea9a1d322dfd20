"""OpenDocument's styles and lists: what a paragraph is by its style, and which bullet or number stands before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kannat.model import MarkRole
from kannat.readers.word_styles import integer, letter, roman

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LONGEST_CHAIN: Final = 20
_BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
_ROLES: Final = (
    (re.compile(r"Heading(_20_\d+)?"), MarkRole.HEADING),
    (re.compile(r"Title"), MarkRole.TITLE),
    (re.compile(r"Contents_20_(\d+|Heading)"), MarkRole.NOISE),
)
"""The names that the styles of the format's programs bear in files of every language."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says that matters for reading."""

    role: MarkRole | None = None
    bold: bool = False
    states_weight: bool = False


def attribute(element: etree._Element, space: str, name: str) -> str:
    """An attribute; empty where it is missing."""
    return element.get(f"{space}{name}", "")


class Styles:
    """The styles of a document: those that it shares with others and those made for single paragraphs."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._lists: dict[str, dict[int, etree._Element]] = {}
        self._known: dict[str, Style] = {}
        for element in _styles(*roots):
            name = attribute(element, _STYLE, "name")
            if element.tag == f"{TEXT}list-style":
                self._lists[name] = {integer(attribute(level, TEXT, "level")) or 0: level for level in element}
            else:
                self._elements[name] = element

    def of(self, name: str) -> Style:
        """The style of this name, with what it takes over from its parents."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> Style:
        role: MarkRole | None = None
        weight: str | None = None
        for _ in range(_LONGEST_CHAIN):
            role = role or next((role for pattern, role in _ROLES if pattern.fullmatch(name)), None)
            element = self._elements.get(name)
            if element is None:
                break
            letters = element.find(f"{_STYLE}text-properties")
            if weight is None and letters is not None:
                weight = letters.get(f"{_FO}font-weight")
            name = attribute(element, _STYLE, "parent-style-name")
        return Style(role, weight in _BOLD, weight is not None)

    def bullet(self, list_style: str, depth: int, number: int) -> str:
        """What stands before the item of this number in a list of this style."""
        level = self._lists.get(list_style, {}).get(depth)
        if level is None or level.tag != f"{TEXT}list-level-style-number":
            return "•"
        format_ = attribute(level, _STYLE, "num-format")
        start = integer(attribute(level, TEXT, "start-value")) or 1
        if not format_:
            return ""
        count = _FORMATS.get(format_, str)(number + start - 1)
        return f"{attribute(level, _STYLE, 'num-prefix')}{count}{attribute(level, _STYLE, 'num-suffix')}"


def _styles(*roots: etree._Element | None) -> Iterator[etree._Element]:
    for root in roots:
        if root is not None:
            yield from root.iter(f"{_STYLE}style", f"{TEXT}list-style")


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "a": letter,
    "A": lambda number: letter(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}
