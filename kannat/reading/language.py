"""Tells the language of a text by its function words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.reading.data import load_toml

MIXED: Final = "mul"
"""The tag of a text in several languages."""

_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageData:
    """The function words of each language, and what share of a text's votes a second language needs to count."""

    words: dict[str, frozenset[str]]
    default: str
    mixed_share: float
    mixed_votes: int


@cache
def language_data() -> LanguageData:
    """The data of `ingest/languages.toml`."""
    table: dict[str, Any] = load_toml("languages.toml")
    words = {tag: frozenset(entry["words"]) for tag, entry in table["language"].items()}
    return LanguageData(words, table["default"], table["mixed_share"], table["mixed_votes"])


def languages() -> tuple[str, ...]:
    """The languages that texts are read in, the default first."""
    data = language_data()
    return (data.default, *sorted(set(data.words) - {data.default}))


def votes(text: str) -> Counter[str]:
    """How many function words of each language the text holds; words of two languages count for neither."""
    counts: Counter[str] = Counter()
    words = language_data().words
    for word in _WORD.findall(text.lower()):
        tags = [tag for tag, known in words.items() if word in known]
        if len(tags) == 1:
            counts[tags[0]] += 1
    return counts


def language_of(text: str, default: str | None = None) -> str:
    """The language of a passage; the default where nothing tells it."""
    ranked = sorted(votes(text).items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0] if ranked else default or language_data().default


def document_language(passages: list[str]) -> str:
    """The language of a document, by its passages: `mul` where a second one holds a fair share of them."""
    data = language_data()
    counts: Counter[str] = Counter()
    for passage in passages:
        found = votes(passage)
        if found:
            counts[language_of(passage)] += sum(found.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return data.default
    second = ranked[1][1] if len(ranked) > 1 else 0
    mixed = second >= data.mixed_votes and second >= data.mixed_share * sum(counts.values())
    return MIXED if mixed else ranked[0][0]
