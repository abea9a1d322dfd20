"""The sheet that every picture is drawn on: title, picture, source; and the way to SVG and PNG.

Drawn without a screen and without a browser. Equal figures give equal bytes: no date, no random identifiers, and the
font that comes with the plotting library. In SVG, text is text: it can be read aloud, searched and copied.
"""

from __future__ import annotations

import io
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

from kannat.errors import UnknownName
from kannat.pictures.wording import Words
from kannat.store.folder import kannat_version
from kannat.summary.material import Material
from kannat.summary.opening import reading_days

FORMATS: Final = ("svg", "png")
_FONT: Final = "DejaVu Sans"
_SETTINGS: Final[Any] = {
    "font.family": _FONT,
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "kannat",
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "white",
    "axes.axisbelow": True,
    "path.simplify": False,
}
_WIDTH: Final = 10.0
"""Inches; heights grow with what is drawn."""

_DOTS: Final = 150
"""Dots per inch of a PNG."""

_LINE: Final = 0.19
"""Inches that a line of text takes."""


class Sheet:
    """A page with a title above and the source below; `axes` is where to draw, `height` its height in inches.

    `more` is told before the source. Made within `style()`.
    """

    def __init__(self, told: Material, words: Words, title: str, height: float, left: float = 0.3, *more: str) -> None:
        facts = told.matrix.round
        heading, about = lines(title, 78), lines(f"{facts.identifier} {facts.title}", 125)
        below = lines(_source(told, words, *more), 165)
        top, bottom = _LINE * (1.5 * len(heading) + len(about)) + 0.4, _LINE * len(below) + 0.75
        whole = height + top + bottom
        self.title = drawable(f"{title}. {facts.identifier}")
        self.top = top
        self.figure = Figure(figsize=(_WIDTH, whole))
        self.axes: Axes = self.figure.add_axes((left, bottom / whole, 0.97 - left, height / whole))
        self.figure.text(0.02, 1 - 0.15 / whole, "\n".join(heading), fontsize=13, fontweight="bold", va="top")
        lower = 1 - (0.2 + _LINE * 1.5 * len(heading)) / whole
        self.figure.text(0.02, lower, "\n".join(about), fontsize=9, va="top", color="#333333")
        self.figure.text(0.02, 0.1 / whole, "\n".join(below), fontsize=7.5, va="bottom", color="#333333")

    def saved(self, format_: str, language: str) -> bytes:
        """The sheet as `svg` or `png`. Raises `UnknownName` for another format."""
        if format_ not in FORMATS:
            raise UnknownName("format", format_, FORMATS)
        target = io.BytesIO()
        maker = f"Kannat {kannat_version()}"
        if format_ == "png":
            self.figure.savefig(target, format="png", dpi=_DOTS, metadata={"Software": maker, "Title": self.title})
            return target.getvalue()
        facts = {"Date": None, "Creator": maker, "Title": self.title, "Language": language}
        self.figure.savefig(target, format="svg", metadata=facts)
        return _spoken(target.getvalue(), language)


@contextmanager
def style() -> Iterator[None]:
    """What all pictures share, whatever the user's own settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        with mpl.rc_context(_SETTINGS):
            yield


def lines(text: str, width: int, most: int = 0) -> list[str]:
    """The text wrapped to lines of so many characters; with `most`, cut short by an ellipsis after so many lines."""
    wrapped = textwrap.wrap(drawable(text), width) or [""]
    if most and len(wrapped) > most:
        return [*wrapped[: most - 1], wrapped[most - 1][: width - 1] + "\N{HORIZONTAL ELLIPSIS}"]
    return wrapped


def wrapped(text: str, width: int, most: int = 2) -> str:
    """The text on a few lines."""
    return "\n".join(lines(text, width, most))


def drawable(text: str) -> str:
    """The text on one line, without what steers, and without what the font cannot draw."""
    known = _glyphs()
    flat = " ".join(text.split())
    return "".join(
        one if ord(one) in known and unicodedata.category(one) not in _STEERING else "\N{REPLACEMENT CHARACTER}"
        for one in flat
    )


def nothing(sheet: Sheet, words: Words) -> None:
    """Says that there is nothing to draw."""
    sheet.axes.text(0.5, 0.5, words.word("nothing"), ha="center", transform=sheet.axes.transAxes)


def _source(told: Material, words: Words, *more: str) -> str:
    """Where a picture comes from: the round, how many answered, when it was read and by whom."""
    evidence = told.evidence.values()
    counts = {"checked": sum(one.checked for one in evidence), "positions": len(evidence)}
    days = "\N{EN DASH}".join(words.day(day) for day in reading_days(told))
    read = words.word("readOn", days=days, **counts) if days else words.word("readUndated", **counts)
    facts = told.matrix.round
    source = words.word("source", identifier=facts.identifier, answered=told.matrix.answered, read=read)
    return " ".join([*more, source, *([words.word("synthetic")] if facts.synthetic else [])])


_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@cache
def _glyphs() -> frozenset[int]:
    path = Path(findfont(FontProperties(family=_FONT), fallback_to_default=False))
    return frozenset(FT2Font(str(path)).get_charmap())


def _spoken(svg: bytes, language: str) -> bytes:
    """Tells assistive technology that it is one image, and in which language."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    root.set("role", "img")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    written: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="utf-8", doctype="")
    return written
