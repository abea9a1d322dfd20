"""Known layouts of statements: data under `ingest/layouts/`, one file each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.model import Status
from kannat.reading.data import load_toml
from kannat.reading.regular import Part, compiled, joined
from kannat.reading.wordings import LISTS, wordings
from kannat.resources import folder

GENERAL: Final = "general"
"""The layout of a text that no known layout claims."""

_HEAD: Final = 6000
"""How much of a text its layout is told by; what is special about a layout stands early."""

_BLANKS: Final = 12
_LONG_BLANKS: Final = re.compile(rf"\s{{{_BLANKS},}}|\n\s*\n")
"""Blanks that patterns would go over again and again."""

_LINES: Final = re.MULTILINE
"""What a layout is told by may speak of the beginning of lines, and of capitals."""

_STARTS: Final = ("own", "background")
_TEXT_WORDS: Final = frozenset(
    {
        "like",
        "starts",
        "status",
        "statement",
        "inline_headings",
        "split_headings",
        "indented_answers",
        "labels_first",
        "page_marks",
        "marked_options",
    }
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a layout is recognised, and what is special about its text.

    `split_headings` find headings run into the text around them, by their group `heading`; `inline_headings` are words
    that are a heading wherever they begin a line; `page_marks` bear a page's head or foot that is run into the text.
    `starts_as_background` says that the statement's own words begin only where a heading or a sentence hands over to
    them; `labels_first` that all labels stand before all values; `marked_options` that a cross stands beside the
    chosen one of a list of options.
    `lists` are wordings of structure that hold in this layout before those of any layout. `status` is what every
    document in the layout is; `is_statement` is off where it holds what many said, and nobody's own statement.
    """

    id: str
    title: str = ""
    priority: int = 0
    words: tuple[str, ...] = ()
    longest: int | None = None
    all: tuple[re.Pattern[str], ...] = ()
    any: re.Pattern[str] | None = None
    none: re.Pattern[str] | None = None
    twice: re.Pattern[str] | None = None
    capitals: re.Pattern[str] | None = None
    split_headings: tuple[re.Pattern[str], ...] = ()
    page_marks: tuple[re.Pattern[str], ...] = ()
    inline_headings: re.Pattern[str] | None = None
    indented_answers: bool = False
    starts_as_background: bool = False
    labels_first: bool = False
    marked_options: bool = False
    is_statement: bool = True
    status: Status | None = None
    lists: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def claims(self, text: str, lower: str) -> bool:
        """Whether a text that begins like this is in the layout; `lower` is the text in small letters."""
        if self.longest is not None and len(text) > self.longest:
            return False
        if self.words and not any(word in lower for word in self.words):
            return False
        if not all(pattern.search(lower) for pattern in self.all):
            return False
        if self.any is not None and not self.any.search(lower):
            return False
        if self.twice is not None and len(list(islice(self.twice.finditer(lower), 2))) < 2:
            return False
        if self.capitals is not None and not self.capitals.search(text):
            return False
        return self.none is None or not self.none.search(lower)

    def says(self, name: str, text: str) -> bool:
        """Whether the text is of this list's kind by the layout's own wording."""
        return name in self.lists and self.lists[name].match(text) is not None


def says(layout: Layout, name: str, text: str) -> bool:
    """Whether the text is of this list's kind, by the layout's own wording or by that of any layout."""
    return layout.says(name, text) or wordings().says(name, text)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every known layout, the ones that are asked first in front."""
    files = sorted(path.name for path in (folder("ingest") / "layouts").glob("*.toml"))
    tables = {f"layouts/{name}": load_toml(f"layouts/{name}") for name in files}
    texts = {table.get("id"): table.get("text", {}) for table in tables.values()}
    known = [_layout(table, texts, place) for place, table in tables.items()]
    return tuple(sorted(known, key=lambda layout: (-layout.priority, layout.id)))


def recognise(text: str) -> Layout:
    """The layout of a text; the general one where none claims it."""
    head = _LONG_BLANKS.sub(lambda blanks: "\n\n" if "\n" in blanks[0] else " " * _BLANKS, text[:_HEAD])
    lower = head.lower()
    return next((layout for layout in layouts() if layout.claims(head, lower)), Layout(GENERAL))


def _layout(table: dict[str, Any], texts: dict[Any, dict[str, Any]], place: str) -> Layout:
    try:
        known, text = table["recognise"], _text(table.get("text", {}), texts, place)
        inline = text.get("inline_headings")
        return Layout(
            id=table["id"],
            title=table.get("title", ""),
            priority=table["priority"],
            longest=known.get("longest"),
            words=tuple(known.get("words", ())),
            all=tuple(joined([(pattern, place)], _LINES) for pattern in known.get("all", ())),
            any=joined(((p, place) for p in known["any"]), _LINES) if "any" in known else None,
            none=joined(((p, place) for p in known["none"]), _LINES) if "none" in known else None,
            twice=joined(((p, place) for p in known["twice"]), _LINES) if "twice" in known else None,
            capitals=joined(((p, place) for p in known["capitals"]), _LINES) if "capitals" in known else None,
            split_headings=tuple(_split(pattern, place) for pattern in text.get("split_headings", ())),
            page_marks=tuple(joined([(pattern, place)]) for pattern in text.get("page_marks", ())),
            inline_headings=joined((rf"({word})\s+(?=\S)", place) for word in inline) if inline else None,
            indented_answers=text.get("indented_answers", False),
            starts_as_background=_one_of("starts", text.get("starts", "own"), _STARTS, place) == "background",
            labels_first=text.get("labels_first", False),
            marked_options=text.get("marked_options", False),
            is_statement=text.get("statement", True),
            status=Status(_one_of("status", text["status"], tuple(Status), place)) if "status" in text else None,
            lists={name: joined((p, place) for p in text[name]) for name in LISTS if name in text},
        )
    except KeyError as error:
        raise MalformedData(f"no {error}", place=f"ingest/{place}", advice="see docs/extend-layouts.md") from error


def _text(own: dict[str, Any], texts: dict[Any, dict[str, Any]], place: str) -> dict[str, Any]:
    """What a file says of its text, over what the layout says that it is like."""
    if unknown := sorted(own.keys() - _TEXT_WORDS - set(LISTS)):
        raise MalformedData(f"[text]: {unknown[0]!r}", place=f"ingest/{place}", advice="see docs/extend-layouts.md")
    if "like" not in own:
        return own
    return {**texts[own["like"]], **own}


def _one_of(name: str, value: str, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise MalformedData(f"{name}: {value!r}", place=f"ingest/{place}", advice=" or ".join(allowed))
    return value


def _split(pattern: str, place: str) -> re.Pattern[str]:
    split = compiled(pattern, [Part(pattern, place)], _LINES)
    if "heading" not in split.groupindex:
        raise MalformedData("split_headings without (?P<heading>…)", place=f"ingest/{place}")
    return split
