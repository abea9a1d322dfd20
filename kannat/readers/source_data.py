"""The words by which sources are read: TOML that people edit under `ingest/sources/`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from kannat.errors import MalformedData
from kannat.resources import folder, toml_table


@cache
def source_words(name: str) -> dict[str, Any]:
    """The table of `ingest/sources/<name>.toml`. Raises `MalformedData` with the file where it is no TOML."""
    return toml_table(folder("ingest") / "sources" / f"{name}.toml", f"ingest/sources/{name}.toml")


def any_of(patterns: Iterable[str], place: str) -> re.Pattern[str]:
    """One pattern that matches what any of these does, without regard to case."""
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    except re.error as error:
        raise MalformedData(f"not a regular expression: {error}", place=f"ingest/sources/{place}.toml") from error
