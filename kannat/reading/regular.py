"""Regular expressions out of the data: many are tried as one, and one that is none is named with its file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kannat.errors import MalformedData

NEVER = r"(?!)"
"""Matches nowhere."""

Part = tuple[str, str]
"""One expression, and the file below `ingest/` that it stands in."""


def joined(parts: Iterable[Part], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern that matches where any of these does; one that never matches where there are none."""
    listed = list(parts)
    return compiled("|".join(f"(?:{pattern})" for pattern, _ in listed) or NEVER, listed, flags)


def compiled(whole: str, parts: Iterable[Part], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern that is made of these parts. Raises `MalformedData` with the part that is at fault.

    The parts are looked at only where the whole fails: compiling costs more than most texts take to read.
    """
    try:
        return re.compile(whole, flags)
    except re.error as error:
        for pattern, place in parts:
            _check(pattern, place, flags)
        raise MalformedData(f"not a regular expression: {whole[:80]!r}: {error}", place="ingest") from error


def _check(pattern: str, place: str, flags: re.RegexFlag) -> None:
    try:
        re.compile(pattern, flags)
    except re.error as error:
        raise MalformedData(f"not a regular expression: {pattern!r}: {error}", place=f"ingest/{place}") from error
