"""Splits prose into sentences without changing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.model import Span
from kannat.reading.data import load_toml
from kannat.reading.language import languages

_END: Final = re.compile(r"([.!?…]+)([\"”’»)\]]*)\s+(?=[\"”“’»(\[–-]?\s?[^\W_])")
_LAST_WORD: Final = re.compile(r"[^\s(\[\"”“]*$")
_LONGEST_WORD: Final = 60
_ORDINAL: Final = re.compile(r"\d{1,2}$")


@dataclass(frozen=True, slots=True)
class SentenceData:
    """Words that end with a full stop within a sentence, and words that show a hyphen to be real."""

    abbreviations: frozenset[str]
    months: tuple[str, ...]
    after_hyphen: frozenset[str]


@cache
def sentence_data() -> SentenceData:
    """The data of `ingest/<language>/sentences.toml`, all languages together: abbreviations travel."""
    tables = [load_toml(f"{tag}/sentences.toml") for tag in languages()]
    return SentenceData(
        frozenset(word for table in tables for word in table["abbreviations"]),
        tuple(word for table in tables for word in table["months"]),
        frozenset(word for table in tables for word in table["after_hyphen"]),
    )


def sentences(text: str, block: Span) -> list[Span]:
    """The sentences of one block of a text, without the blanks around them, in order; together they hold every word."""
    data = sentence_data()
    found = []
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if _ends_here(text, start, match, data):
            found.append(Span(start, match.end(2)))
            start = match.end()
    if start < block.end:
        found.append(Span(start, block.end))
    return found


def _ends_here(text: str, start: int, match: re.Match[str], data: SentenceData) -> bool:
    following = text[match.end() : match.end() + 20].lstrip('"”“’»([–- ')
    if following[:1].islower():
        return False
    if match[1] != ".":
        return True
    before = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    word = before[0].lower() if before else ""
    if word in data.abbreviations or (len(word) == 1 and word.isalpha()):
        return False
    if _ORDINAL.search(word) and word.isdigit():
        return before is not None and before.start() > start and not following.lower().startswith(data.months)
    return True
