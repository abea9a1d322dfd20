"""Known layouts of statements: data under `ingest/layouts/`, one file each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.reading.data import load_toml
from kannat.reading.wordings import compiled
from kannat.resources import folder

GENERAL: Final = "general"
"""The layout of a text that no known layout claims."""

_HEAD: Final = 6000
"""How much of a text its layout is told by; what is special about a layout stands early."""


_ANYWHERE: Final = re.IGNORECASE | re.MULTILINE


@dataclass(frozen=True, slots=True)
class Layout:
    """How a layout is recognised, and what is special about its text.

    `split_headings` find headings run into the text around them, by their group `heading`; `inline_headings` are words
    that are a heading wherever they begin a line; `starts_as_background` says that the statement's own words begin
    only where a heading or a sentence hands over to them.
    """

    id: str
    priority: int = 0
    all: tuple[re.Pattern[str], ...] = ()
    any: re.Pattern[str] | None = None
    none: re.Pattern[str] | None = None
    split_headings: tuple[re.Pattern[str], ...] = ()
    inline_headings: re.Pattern[str] | None = None
    indented_answers: bool = False
    starts_as_background: bool = False

    def claims(self, text: str) -> bool:
        """Whether a text that begins like this is in the layout."""
        if not all(pattern.search(text) for pattern in self.all):
            return False
        if self.any is not None and not self.any.search(text):
            return False
        return self.none is None or not self.none.search(text)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every known layout, the ones that are asked first in front."""
    files = sorted(path.name for path in (folder("ingest") / "layouts").glob("*.toml"))
    known = [_layout(load_toml(f"layouts/{name}"), f"layouts/{name}") for name in files]
    return tuple(sorted(known, key=lambda layout: (-layout.priority, layout.id)))


def recognise(text: str) -> Layout:
    """The layout of a text; the general one where none claims it."""
    head = text[:_HEAD]
    return next((layout for layout in layouts() if layout.claims(head)), Layout(GENERAL))


def _layout(table: dict[str, Any], place: str) -> Layout:
    try:
        known, text = table["recognise"], table.get("text", {})
        starts = text.get("starts", "own")
        if starts not in ("own", "background"):
            raise MalformedData(f"starts: {starts!r}", place=f"ingest/{place}", advice="own or background")
        inline = text.get("inline_headings")
        return Layout(
            id=table["id"],
            priority=table["priority"],
            all=tuple(compiled([pattern], place, _ANYWHERE) for pattern in known.get("all", ())),
            any=compiled(known["any"], place, _ANYWHERE) if "any" in known else None,
            none=compiled(known["none"], place, _ANYWHERE) if "none" in known else None,
            split_headings=tuple(_split(pattern, place) for pattern in text.get("split_headings", ())),
            inline_headings=compiled((rf"({word})\s+(?=\S)" for word in inline), place) if inline else None,
            indented_answers=text.get("indented_answers", False),
            starts_as_background=starts == "background",
        )
    except KeyError as error:
        raise MalformedData(f"no {error}", place=f"ingest/{place}", advice="see docs/extend-layouts.md") from error


def _split(pattern: str, place: str) -> re.Pattern[str]:
    compiled([pattern], place)
    split = re.compile(pattern, re.MULTILINE)
    if "heading" not in split.groupindex:
        raise MalformedData("split_headings without (?P<heading>…)", place=f"ingest/{place}")
    return split
