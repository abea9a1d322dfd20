"""Tells the language of a text by its function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.reading.data import load_toml

MIXED: Final = "mul"
"""The tag of a text in several languages."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_TELLING_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class LanguageData:
    """Whose function word each word is, and what share of a text a second language needs to count.

    `letters` are those of all of them; a text with `foreign_share` of words with others is in none.
    """

    words: dict[str, str]
    tags: tuple[str, ...]
    default: str
    mixed_share: float
    letters: frozenset[str]
    foreign_share: float


@cache
def language_data() -> LanguageData:
    """The data of `ingest/languages.toml`."""
    table: dict[str, Any] = load_toml("languages.toml")
    spoken = Counter(word for entry in table["language"].values() for word in set(entry["words"]))
    words = {word: tag for tag, entry in table["language"].items() for word in entry["words"] if spoken[word] == 1}
    return LanguageData(
        words,
        tuple(sorted(table["language"])),
        table["default"],
        table["mixed_share"],
        frozenset(table["letters"]),
        table["foreign_share"],
    )


def default_language() -> str:
    """The language of a text that no word tells the language of."""
    return language_data().default


def languages() -> tuple[str, ...]:
    """The languages that texts are read in, the default first."""
    data = language_data()
    return (data.default, *(tag for tag in data.tags if tag != data.default))


def votes(text: str) -> Counter[str]:
    """How many function words of each language the text holds; words of two languages count for neither."""
    words = language_data().words
    return Counter(words[word] for word in _WORD.findall(text.lower()) if word in words)


def is_understood(text: str) -> bool:
    """Whether a text is in a language that is read, as far as its letters tell; a short text always is."""
    data, lower = language_data(), text.lower()
    if not any(letter.isalpha() for letter in set(lower) - data.letters):
        return True
    found = _WORD.findall(lower)
    foreign = sum(not data.letters.issuperset(word) for word in found)
    return len(found) < _TELLING_WORDS or foreign < data.foreign_share * len(found)


def language_of(text: str, default: str | None = None) -> str:
    """The language of a passage; the default where nothing tells it."""
    ranked = sorted(votes(text).items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0] if ranked else default or language_data().default


def document_language(passages: Iterable[tuple[str, str]]) -> str:
    """The language of a document, by its passages and theirs: `mul` where a second one holds a fair share of them."""
    data = language_data()
    sizes: Counter[str] = Counter()
    for language, text in passages:
        sizes[language] += len(text)
    ranked = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return data.default
    mixed = len(ranked) > 1 and ranked[1][1] >= data.mixed_share * sizes.total()
    return MIXED if mixed else ranked[0][0]
