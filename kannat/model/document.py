"""A document as it came in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text exactly as it lies, with what is needed to find the original again.

    `name` is the file's name (no folder of the machine it came from), `sha256` is of the original bytes,
    `pages` holds the offset at which each page starts, empty where the format has no pages.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    pages: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, that holds this offset; None where there is no page map."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None
