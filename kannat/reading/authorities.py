"""The authorities: which organisations and acts are known, by whatever name a text calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from kannat.errors import MalformedData, UnknownName
from kannat.model import Act, Labels, Organisation, OrganisationType
from kannat.model.keys import name_key, slug
from kannat.reading.data import load_rows, load_toml
from kannat.reading.inflection import NOMINATIVE
from kannat.reading.lexicon import FINNISH, Lexicon
from kannat.reading.tokens import tokens_of

LANGUAGES: Final = ("fi", "sv", "en")
_ORGANISATIONS: Final = "authorities/organisations.csv"
_MUNICIPALITIES: Final = "authorities/municipalities.csv"
_ACTS: Final = "authorities/acts.csv"
_NUMBER: Final = re.compile(r"[1-9]\d{0,3}/\d{4}")
_CODE: Final = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True, eq=False)
class Authorities:
    """Known organisations by key and known acts by number. Not here never means that it does not exist."""

    organisations: Mapping[str, Organisation]
    acts: Mapping[str, Act]
    lexicon: Lexicon = field(default_factory=Lexicon)
    places: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    _titles: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """The key of the organisation with this name, in any language, case or inflection; empty where unknown."""
        tokens = tokens_of(name)
        if not tokens:
            return ""
        found = self.lexicon.at(tokens, name, 0, frozenset(LANGUAGES))
        whole = found if found and found.last == len(tokens) - 1 else None
        if whole and whole.case == NOMINATIVE:
            return whole.name.key
        place = self.places.get(" ".join(token.key for token in tokens), "")
        return place or (whole.name.key if whole else "")

    def organisation(self, key: str) -> Organisation:
        """The organisation with this key. Raises `UnknownName`."""
        try:
            return self.organisations[key]
        except KeyError:
            raise UnknownName("organisation", key, self.organisations) from None

    def act(self, number: str) -> Act:
        """The act with this number (`380/2023`). Raises `UnknownName`."""
        try:
            return self.acts[number]
        except KeyError:
            raise UnknownName("act", number, self.acts) from None

    def name_of(self, key: str, language: str = FINNISH) -> str:
        """What an organisation is called in this language, else in Finnish; empty where the key is unknown."""
        organisation = self.organisations.get(key)
        names = dict(organisation.names) if organisation else {}
        return names.get(language, names.get(FINNISH, ""))

    def number_of(self, title: str) -> str:
        """The number of the newest act with this title, short name or abbreviation; empty where unknown."""
        return self._titles.get(title_key(title), "")


@cache
def load_authorities() -> Authorities:
    """The authorities under `ingest/authorities/`, read once."""
    organisations = list(_organisations())
    municipalities = list(_municipalities())
    acts = list(_acts())
    places: dict[str, str] = {}
    lexicon = Lexicon()
    for organisation in organisations:
        _add(lexicon, organisation)
    for municipality, genitive, name in municipalities:
        _add(lexicon, municipality, places=True)
        for word in (name, genitive, *(text for _, text in municipality.alternative)):
            places.setdefault(" ".join(token.key for token in tokens_of(word)), municipality.key)
    known = {o.key: o for o in (*organisations, *(m for m, _, _ in municipalities))}
    return Authorities(
        organisations=dict(sorted(known.items())),
        acts={act.number: act for act in acts},
        lexicon=lexicon,
        places=places,
        domains={
            **{f"{slug(place).replace('-', '')}.fi": key for place, key in places.items()},
            **{domain: o.key for o in known.values() for domain in o.domains},
        },
        _titles=_title_numbers(acts),
    )


def title_key(title: str) -> str:
    """A title as it is compared: folded, one space between words, the two plural genitives of Finnish made one."""
    words = [token.key for token in tokens_of(title)]
    return " ".join(_plural_genitive().sub("", word) for word in words)


@cache
def _plural_genitive() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(load_toml('fi/references.toml')['plural_genitives'])})$")


def _add(lexicon: Lexicon, organisation: Organisation, *, places: bool = False) -> None:
    """Makes an organisation's names known; a municipality's bare place name is no mention of the municipality."""
    for language, text in (*organisation.names, *(() if places else organisation.alternative)):
        lexicon.add(organisation.key, text, language)


def _organisations() -> Iterator[Organisation]:
    columns = ("type", "name_fi", "name_sv", "name_en", "aliases", "domains", "source")
    seen: set[str] = set()
    for row in load_rows(_ORGANISATIONS, columns):
        key = name_key(row["name_fi"])
        if key in seen or not row["name_fi"]:
            raise MalformedData(f"two rows for {row['name_fi']!r}", place=f"ingest/{_ORGANISATIONS}")
        seen.add(key)
        yield Organisation(
            key=key,
            type=_type(row["type"], row["name_fi"]),
            names=_labels((language, row[f"name_{language}"]) for language in LANGUAGES),
            alternative=_labels(_alias(alias) for alias in _parts(row["aliases"])),
            domains=tuple(_parts(row["domains"])),
            source=row["source"],
        )


def _municipalities() -> Iterator[tuple[Organisation, str, str]]:
    """Each municipality with the genitive of its name and the name itself."""
    table = load_toml("authorities/municipality.toml")
    columns = ("code", "name_fi", "genitive_fi", "form", "name_sv", "domains")
    for row in load_rows(_MUNICIPALITIES, columns):
        if not _CODE.fullmatch(row["code"]) or row["form"] not in table["form"]:
            advice = f"a code has three digits, a form is one of {', '.join(table['form'])}"
            raise MalformedData(
                f"not a municipality: {row['name_fi']}", place=f"ingest/{_MUNICIPALITIES}", advice=advice
            )
        yield _municipality(row, table), row["genitive_fi"], row["name_fi"]


def _municipality(row: Mapping[str, str], table: Mapping[str, Any]) -> Organisation:
    swedish = row["name_sv"] or row["name_fi"]
    named = {"fi": row["name_fi"], "sv": swedish, "en": row["name_fi"]}
    forms = table["form"][row["form"]]
    return Organisation(
        key=row["code"],
        type=OrganisationType.MUNICIPALITY,
        names=_labels((tag, forms[tag].format(name=named[tag], genitive=row["genitive_fi"])) for tag in LANGUAGES),
        alternative=_labels(dict.fromkeys((("fi", row["name_fi"]), ("sv", swedish)))),
        domains=tuple(_parts(row["domains"])),
        source=table["source"],
    )


def _acts() -> Iterator[Act]:
    for row in load_rows(_ACTS, ("number", "title_fi", "title_sv", "short_fi", "short_sv")):
        if not _NUMBER.fullmatch(row["number"]):
            raise MalformedData(f"not an act's number: {row['number']}", place=f"ingest/{_ACTS}", advice="as 380/2023")
        yield Act(
            number=row["number"],
            titles=_labels((tag, row[f"title_{tag}"]) for tag in ("fi", "sv")),
            short=_labels((tag, text) for tag in ("fi", "sv") for text in _parts(row[f"short_{tag}"])),
        )


def _title_numbers(acts: Iterable[Act]) -> dict[str, str]:
    """Numbers by every title; where two acts share one, the newer act has it."""
    newest = sorted(acts, key=lambda act: tuple(map(int, reversed(act.number.split("/")))))
    return {title_key(text): act.number for act in newest for _, text in (*act.titles, *act.short)}


def _type(text: str, name: str) -> OrganisationType:
    try:
        return OrganisationType(text)
    except ValueError:
        advice = f"one of {', '.join(OrganisationType)}"
        raise MalformedData(
            f"unknown type {text!r} of {name}", place=f"ingest/{_ORGANISATIONS}", advice=advice
        ) from None


def _alias(text: str) -> tuple[str, str]:
    """Language and alias: `FPA@sv` is Swedish, no tag is Finnish."""
    alias, _, language = text.partition("@")
    return language or FINNISH, alias


def _labels(pairs: Iterable[tuple[str, str]]) -> Labels:
    return tuple((language, text) for language, text in pairs if text)


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split("|") if part.strip())
