"""Regular expressions out of the data: many are tried as one, and one that is none is named with its file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kannat.errors import MalformedData

NEVER: Final = r"(?!)"
"""Matches nowhere."""


class Part(NamedTuple):
    """One expression, the file below `ingest/` that it stands in, and how it is written there where that differs."""

    pattern: str
    place: str
    written: str = ""


def joined(parts: Iterable[tuple[str, str]], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern that matches where any of these patterns, each with its file, does; nowhere where there are none."""
    listed = [Part(pattern, place) for pattern, place in parts]
    return compiled("|".join(f"(?:{part.pattern})" for part in listed) or NEVER, listed, flags)


def compiled(whole: str, parts: Iterable[Part], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern that is made of these parts. Raises `MalformedData` with the part that is at fault.

    The parts are looked at only where the whole fails: compiling costs more than most texts take to read.
    """
    try:
        return re.compile(whole, flags)
    except re.error as error:
        for part in parts:
            _check(part, flags)
        raise MalformedData(f"not a regular expression: {whole[:80]!r}: {error}", place="ingest") from error


def _check(part: Part, flags: re.RegexFlag) -> None:
    try:
        re.compile(part.pattern, flags)
    except re.error as error:
        what = f"not a regular expression: {(part.written or part.pattern)!r}: {error}"
        raise MalformedData(what, place=f"ingest/{part.place}") from error
