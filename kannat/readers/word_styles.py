"""Word's styles and lists: what a paragraph is by its style, and which bullet or number stands before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from kannat.model import MarkRole

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST_OUTLINE: Final = 9
_LONGEST_CHAIN: Final = 20
_ROLES: Final = (
    (re.compile(r"heading \d", re.IGNORECASE), MarkRole.HEADING),
    (re.compile(r"title", re.IGNORECASE), MarkRole.TITLE),
    (re.compile(r"toc (\d|heading)|table of figures", re.IGNORECASE), MarkRole.NOISE),
)
"""The names that Word's own styles bear in files of every language."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says that matters for reading."""

    role: MarkRole | None = None
    bold: bool = False
    list_: tuple[str, int] | None = None


NOTHING: Final = Style()


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's; empty where it is missing."""
    return "" if element is None else element.get(f"{W}{name}", "")


def flag(properties: etree._Element, name: str) -> bool:
    """Whether a switch is on: it is there and does not say no."""
    element = properties.find(f"{W}{name}")
    return element is not None and value(element) not in ("0", "false", "off", "none")


def integer(text: str) -> int | None:
    """The number that an attribute states; None where it states none that makes sense."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


class Styles:
    """The styles of a document, each with what it takes over from the one it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = () if root is None else root.findall(f"{W}style")
        self._elements = {value(style, "styleId"): style for style in styles}
        self._known: dict[str, Style] = {}

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties, its own outline level counted in."""
        if properties is None:
            return NOTHING
        style = self._named(value(properties.find(f"{W}pStyle")))
        return self._refined(style, properties)

    def _named(self, name: str) -> Style:
        if name not in self._known:
            chain: list[etree._Element] = []
            step = name
            while step in self._elements and len(chain) < _LONGEST_CHAIN:
                chain.append(self._elements[step])
                step = value(chain[-1].find(f"{W}basedOn"))
            style = NOTHING
            for element in reversed(chain):
                style = self._of_element(style, element)
            self._known[name] = style
        return self._known[name]

    def _of_element(self, base: Style, element: etree._Element) -> Style:
        name = value(element.find(f"{W}name"))
        role = next((role for pattern, role in _ROLES if pattern.fullmatch(name)), base.role)
        letters = element.find(f"{W}rPr")
        bold = base.bold if letters is None or letters.find(f"{W}b") is None else flag(letters, "b")
        return self._refined(replace(base, role=role, bold=bold), element.find(f"{W}pPr"))

    def _refined(self, style: Style, properties: etree._Element | None) -> Style:
        if properties is None:
            return style
        level = integer(value(properties.find(f"{W}outlineLvl")))
        if level is not None and style.role is None and level < _DEEPEST_OUTLINE:
            style = replace(style, role=MarkRole.HEADING)
        numbers = properties.find(f"{W}numPr")
        if numbers is None:
            return style
        own = value(numbers.find(f"{W}numId")) or (style.list_[0] if style.list_ else "")
        depth = integer(value(numbers.find(f"{W}ilvl"))) or 0
        return replace(style, list_=(own, depth) if own not in ("", "0") else None)


class Numbering:
    """The lists of a document; counts as it is asked."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        abstract = {value(a, "abstractNumId"): _levels_of(a) for a in root.findall(f"{W}abstractNum")}
        for number in root.findall(f"{W}num"):
            self._levels[value(number, "numId")] = abstract.get(value(number.find(f"{W}abstractNumId")), {})

    def bullet(self, properties: etree._Element | None, style: Style) -> str:
        """What stands before the next paragraph with these properties: a bullet, a number, or nothing."""
        if style.list_ is None:
            return ""
        name, depth = style.list_
        levels = self._levels.get(name, {})
        format_, text, start = levels.get(depth, ("bullet", "", 1))
        if format_ == "bullet":
            return "" if style.role else "•"
        if format_ == "none":
            return ""
        counts = self._counts[name]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._count(levels, counts, int(match[1]) - 1), text)

    def _count(self, levels: dict[int, tuple[str, str, int]], counts: dict[int, int], depth: int) -> str:
        format_, _, start = levels.get(depth, ("decimal", "", 1))
        return _FORMATS.get(format_, str)(counts.get(depth, start))


def _levels_of(abstract: etree._Element) -> dict[int, tuple[str, str, int]]:
    """Per depth: the kind of number, the text around it, the first number."""
    levels = {}
    for level in abstract.findall(f"{W}lvl"):
        depth, start = integer(value(level, "ilvl")), integer(value(level.find(f"{W}start")))
        if depth is not None:
            format_ = value(level.find(f"{W}numFmt")) or "decimal"
            levels[depth] = (format_, value(level.find(f"{W}lvlText")), 1 if start is None else start)
    return levels


def letter(number: int) -> str:
    """The letter of this place in the alphabet; the number itself beyond its end."""
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else str(number)


def roman(number: int) -> str:
    """The number in Roman figures, in lower case."""
    if not 0 < number < 4000:
        return str(number)
    figures = ""
    for size, sign in _ROMAN:
        figures += sign * (number // size)
        number %= size
    return figures


_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}
