"""The words and marks of the pictures, from `queries/pictures.toml`, and the codes' names from the code lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.errors import MalformedData, UnknownName
from kannat.export.wording import LANGUAGES, wording
from kannat.resources import folder, toml_table

_FILE: Final = "pictures.toml"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a stance looks: never by colour alone."""

    colour: str
    hatch: str
    sign: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the pictures in one language."""

    language: str
    words: Mapping[str, str]
    marks: Mapping[str, Mark]
    codes: Mapping[str, str]

    def word(self, key: str, **values: object) -> str:
        """A phrase with its gaps filled in."""
        return self.words[key].format(**values)

    def code(self, code: str) -> str:
        """The name of a code, else the code itself."""
        return self.codes.get(code, code)

    def day(self, day: str) -> str:
        """An ISO date as it is written in the language."""
        year, month, number = (int(part) for part in day[:10].split("-"))
        return self.word("day", day=number, month=month, year=year)


def picture_words(language: str) -> Words:
    """The words in `fi`, `sv` or `en`. Raises `UnknownName` for another language, `MalformedData` for a broken file."""
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    data = _load()
    try:
        return Words(
            language=language,
            words={key: texts[language] for key, texts in data["words"].items()},
            marks={stance: Mark(**mark) for stance, mark in data["marks"].items()},
            codes=wording(language).codes,
        )
    except KeyError as error:
        raise MalformedData(f"missing {error}", place=f"queries/{_FILE}") from error


@cache
def _load() -> dict[str, Any]:
    return toml_table(folder("queries") / _FILE, f"queries/{_FILE}")
