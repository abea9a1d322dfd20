"""The rows of the authority tables as organisations and acts, each checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.model import Act, Labels, Organisation, OrganisationType
from kannat.model.keys import name_key
from kannat.reading.data import load_rows, load_toml
from kannat.reading.merges import labels_of, parts_of

LANGUAGES: Final = ("fi", "sv", "en")
ORGANISATION_COLUMNS: Final = ("type", "name_fi", "name_sv", "name_en", "aliases", "domains", "source")
ACT_COLUMNS: Final = ("number", "title_fi", "title_sv", "short_fi", "short_sv", "source")
STATUTE_COLUMNS: Final = ("number", "title_fi", "title_sv", "title_en", "status", "dated", "eli", "source")
"""The columns of a table that was made from open data; a person adds short names beside them."""

IN_FORCE: Final = "in force"
REPEALED: Final = "repealed"
NUMBER: Final = re.compile(r"[1-9]\d{0,3}/\d{4}")
_MUNICIPALITIES: Final = "authorities/municipalities.csv"
_CODE: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Statute:
    """An act with what tells it from another of the same title: whether it is in force, where that is known."""

    act: Act
    in_force: bool | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, with its place name as such and in the form that stands before its kind, and as labels."""

    organisation: Organisation
    genitive: str
    name: str
    bare: Labels


def organisation_rows(source: str | Path) -> Iterator[Organisation]:
    """The organisations of one table. Raises `MalformedData` for an unknown type or a name that stands twice."""
    place = str(source) if isinstance(source, Path) else f"ingest/{source}"
    seen: set[str] = set()
    for row in load_rows(source, ORGANISATION_COLUMNS):
        key = name_key(row["name_fi"]) if row["name_fi"] else ""
        if key in seen or not key:
            raise MalformedData(f"two rows for {row['name_fi']!r}", place=place)
        seen.add(key)
        yield Organisation(
            key=key,
            type=_type(row["type"], row["name_fi"], place),
            names=_labels((language, row[f"name_{language}"]) for language in LANGUAGES),
            alternative=labels_of(row["aliases"]),
            domains=tuple(parts_of(row["domains"])),
            source=row["source"],
        )


def municipality_rows() -> Iterator[Municipality]:
    """The municipalities that ship with Kannat. Raises `MalformedData` for a code or a form that is none."""
    table = load_toml("authorities/municipality.toml")
    columns = ("code", "name_fi", "genitive_fi", "form", "name_sv", "domains")
    for row in load_rows(_MUNICIPALITIES, columns):
        if not _CODE.fullmatch(row["code"]) or row["form"] not in table["form"]:
            advice = f"a code has three digits, a form is one of {', '.join(table['form'])}"
            raise MalformedData(
                f"not a municipality: {row['name_fi']}", place=f"ingest/{_MUNICIPALITIES}", advice=advice
            )
        bare = _labels(dict.fromkeys((("fi", row["name_fi"]), ("sv", row["name_sv"] or row["name_fi"]))))
        yield Municipality(_municipality(row, table, bare), row["genitive_fi"], row["name_fi"], bare)


def _municipality(row: Mapping[str, str], table: Mapping[str, Any], bare: Labels) -> Organisation:
    named = {"en": row["name_fi"], **dict(bare)}
    ending = table["genitive_sv"]["ending"] if re.search(table["genitive_sv"]["after"], named["sv"]) else ""
    owned = {"fi": row["genitive_fi"], "sv": named["sv"] + ending, "en": named["en"]}
    forms = table["form"][row["form"]]
    names = _labels((tag, forms[tag].format(name=named[tag], genitive=owned[tag])) for tag in LANGUAGES)
    others = ((tag, text.format(name=named[tag])) for tag, text in forms["also"])
    return Organisation(
        key=row["code"],
        type=OrganisationType.MUNICIPALITY,
        names=names,
        alternative=(*bare, *(label for label in others if label not in names)),
        domains=tuple(parts_of(row["domains"])),
        source=table["source"],
    )


def act_rows(source: str) -> Iterator[Statute]:
    """The acts of the table that ships with Kannat. Raises `MalformedData` for a number that is none."""
    for row in load_rows(source, ACT_COLUMNS):
        _check_number(row["number"], f"ingest/{source}")
        titles = _labels((tag, row[f"title_{tag}"]) for tag in ("fi", "sv"))
        short = _labels((tag, text) for tag in ("fi", "sv") for text in parts_of(row[f"short_{tag}"]))
        yield Statute(Act(row["number"], titles, short, row["source"]))


def statute_rows(path: Path) -> Iterator[Statute]:
    """The acts of a table that was made from open data. Raises `MalformedData` for a number that is none."""
    for row in load_rows(path, (*STATUTE_COLUMNS, "short")):
        _check_number(row["number"], str(path))
        titles = _labels((tag, row[f"title_{tag}"]) for tag in LANGUAGES)
        force = {IN_FORCE: True, REPEALED: False}.get(row["status"])
        yield Statute(Act(row["number"], titles, labels_of(row["short"]), row["eli"] or row["source"]), force)


def _check_number(number: str, place: str) -> None:
    if not NUMBER.fullmatch(number):
        raise MalformedData(f"not an act's number: {number}", place=place, advice="as 380/2023")


def _type(text: str, name: str, place: str) -> OrganisationType:
    try:
        return OrganisationType(text)
    except ValueError:
        advice = f"one of {', '.join(OrganisationType)}"
        raise MalformedData(f"unknown type {text!r} of {name}", place=place, advice=advice) from None


def _labels(pairs: Iterable[tuple[str, str]]) -> Labels:
    return tuple((language, text) for language, text in pairs if text)
