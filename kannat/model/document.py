"""A document as it came in: its text, where that came from, and what its source states beside it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kannat.model.spans import Span


class MarkRole(StrEnum):
    """What a format itself says of a piece of its text."""

    TITLE = "title"
    HEADING = "heading"
    QUESTION = "question"
    ITEM = "item"
    NOISE = "noise"
    """Navigation, running headers and footers, cookie banners: kept in the text, never read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span whose role the format states, for instance by a paragraph style or an element's name."""

    span: Span
    role: MarkRole


@dataclass(frozen=True, slots=True)
class Given:
    """What a source states of a statement beside its text: columns of a table, fields of a feed.

    Holds no private person's name: a source that names none but a person leaves `respondents` empty and says so in
    `private`. `consultation` is a case number or the identifier in the service's web address.
    """

    respondents: tuple[str, ...] = ()
    respondent_kind: str | None = None
    consultation: str | None = None
    issued: date | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text exactly as it is stored, with what is needed to find the original again.

    `name` is the file's name (no folder of the machine it came from); one of many statements in a file has a fragment
    after it, `round.html#3`. `sha256` is of the original bytes, or, for one of many, of its own text and facts, so that
    it stays when its neighbours change. `pages` holds the offset at which each page starts, empty where the format has
    no pages; `places` holds pairs of an offset and the place in the original where the text from there on was
    (`paragraph 12`, `table 2 row 3`, `line 14`), empty where the text is the file itself. `marks` are in the order of
    the text. `left_out` says what of the original is not in the text, and why. `listed` tells that what is given lies
    in a list apart, which may change while the document and its hash stay.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    pages: tuple[int, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    given: Given = field(default_factory=Given)
    left_out: tuple[str, ...] = ()
    listed: bool = False

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, that holds this offset; None where there is no page map."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def place_at(self, offset: int) -> str | None:
        """The place in the original that this offset came from; None where the text is the file itself."""
        found = bisect_right(self.places, offset, key=lambda place: place[0])
        return self.places[found - 1][1] if found else None
