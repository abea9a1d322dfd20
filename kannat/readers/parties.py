"""Who gave a statement, as a source's cell names them: organisations are kept, persons are dropped."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.readers.source_data import any_of, source_words
from kannat.resources import folder

_PLACE: Final = "parties"
_SHARED: Final = re.compile(r"\s*[\n\r;|]+\s*")
_WORDS: Final = re.compile(r"[^\s,()]+")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_MAIL: Final = re.compile(r"\S+@\S+")
_ORGANISATIONS: Final = "organisations.csv"
_MUNICIPALITIES: Final = "municipalities.csv"
_NAME_COLUMNS: Final = ("name_fi", "name_sv", "name_en", "aliases")
_PERSON_WORDS: Final = (2, 4)
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'\u2019.][^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Parties:
    """The organisations that a cell names, and whether it names none but a private person."""

    organisations: tuple[str, ...] = ()
    private: bool = False


def parties_in(cell: str) -> Parties:
    """The parties of a cell such as `Organisation, Person`; lines, semicolons and commas part several.

    A name that may as well be a person's is taken for one: rather an organisation too few than a person too many.
    """
    organisations: list[str] = []
    persons = False
    for shared in _SHARED.split(_MAIL.sub("", cell).strip()):
        parts = [part.strip() for part in shared.split(",") if _LETTERS.search(part)]
        if len(parts) == 2 and all(map(_is_one_name, parts)):
            persons = True
            continue
        for index, part in enumerate(parts):
            if _says("private", part) or is_person(part) or (index and _is_one_name(part)):
                persons = True
            elif index and organisations and _is_unit(part):
                organisations[-1] = f"{organisations[-1]}, {part}"
            else:
                organisations.append(" ".join(part.split()))
    found = tuple(dict.fromkeys(organisations))
    return Parties(found, private=persons and not found)


def is_person(name: str) -> bool:
    """Whether a name has the shape of a person's: capitalised words, none of which belongs to an organisation."""
    if any(name.casefold() in _known_names(table) for table in (_ORGANISATIONS, _MUNICIPALITIES)):
        return False
    words = _WORDS.findall(name)
    fewest, most = _PERSON_WORDS
    if not fewest <= len(words) <= most or any(_says("organisation_words", word) for word in words):
        return False
    return all(_is_name_word(word) for word in words)


def says_private(text: str) -> bool:
    """Whether a respondent's group or name says that a private person answered."""
    return _says("private", text.strip())


def _is_name_word(word: str) -> bool:
    if word.casefold() in _small_words():
        return True
    return _NAME_WORD.fullmatch(word) is not None and word[0].isupper() and not (word.isupper() and len(word) > 1)


def _is_one_name(part: str) -> bool:
    """Whether a part is a lone first or last name; many last names are those of municipalities, too."""
    if part.casefold() in _known_names(_ORGANISATIONS):
        return False
    return " " not in part and _is_name_word(part) and not _says("organisation_words", part) and not _is_unit(part)


def _is_unit(part: str) -> bool:
    return part[0].islower() or any(_says("unit_words", word) for word in _WORDS.findall(part))


def _says(list_name: str, text: str) -> bool:
    return _pattern(list_name).fullmatch(text) is not None


@cache
def _pattern(list_name: str) -> re.Pattern[str]:
    patterns: Iterable[str] = source_words(_PLACE)[list_name]
    return any_of(patterns, _PLACE)


@cache
def _known_names(table: str) -> frozenset[str]:
    """The names in one of the authority files that ship with us, whatever their language."""
    text = (folder("ingest") / "authorities" / table).read_text("utf-8-sig")
    found: set[str] = set()
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        cells = (row[column] for column in _NAME_COLUMNS if row.get(column))
        found.update(name.partition("@")[0].strip().casefold() for cell in cells for name in cell.split("|"))
    return frozenset(found)


@cache
def _small_words() -> frozenset[str]:
    words = source_words(_PLACE)
    return frozenset((*words["particles"], *words["titles"]))
