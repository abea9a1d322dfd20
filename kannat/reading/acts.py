"""What a text says of an act: where it names it, by which name, and by which number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kannat.model import Span

ACT_NUMBER: Final = r"(?P<number>\d{1,4})\s?/\s?(?P<year>\d{4}|\d{2})(?![\d/:.]\d|\w)"
"""An act's number as texts write it: the year may have two digits."""

FULL_YEAR: Final = 4
_CENTURY: Final = 1900


@dataclass(frozen=True, slots=True)
class ActMention:
    """An act named at a place: its number where one stands beside it, and the name by which others may find it."""

    span: Span
    name: str
    number: str | None = None


def full_number(number: str, year: str) -> str:
    """`258` and `66` give `258/1966`: an act's year of two digits is of the last century."""
    return f"{int(number)}/{int(year) + (0 if len(year) == FULL_YEAR else _CENTURY)}"
