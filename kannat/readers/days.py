"""Days as sources write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_ISO: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.DOTALL)
_POINTED: Final = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D.*)?", re.DOTALL)


def day_in(text: str | None) -> date | None:
    """The day of `2026-05-01T00:00:00.12Z` or `1.5.2026 klo 9.15`; None where there is none.

    The day is taken as it is written: the services write the time of Finland without saying so.
    """
    if not text:
        return None
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _POINTED.fullmatch(text):
        return _day(found[3], found[2], found[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
