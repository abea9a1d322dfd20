"""By which words texts name organisations: legal forms, heads of names, generic actors, as `ingest/` lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from kannat.model import OrganisationType
from kannat.reading.data import load_toml
from kannat.reading.inflection import NOMINATIVE, inflection
from kannat.reading.tokens import words_of

LANGUAGES: Final = ("fi", "sv", "en")
_TEXTS_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Head:
    """The word that a kind of organisation's name ends with, and what such an organisation calls itself.

    `small` says that names of this kind write it with a small letter, unless they stand in capitals.
    """

    word: str
    type: OrganisationType
    language: str
    whole: bool = False
    place: bool = False
    own: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    body: bool = False
    several: bool = False
    small: bool = False


class HeadForm(NamedTuple):
    """A form of a head at the end of a word: which head, and in which case and number."""

    head: Head
    case: str
    plural: bool


class Actor(NamedTuple):
    """What a form of a generic actor or of the government stands for."""

    name: str
    generic: bool
    case: str
    plural: bool
    plural_only: bool


@dataclass(frozen=True, slots=True)
class NameWords:
    """All lists, of all languages: their words do not clash, and statements mix languages."""

    legal_forms: Mapping[str, OrganisationType]
    legal_keys: frozenset[str]
    named_after: frozenset[str]
    genitive_end: str
    heads: Mapping[str, tuple[HeadForm, ...]]
    longest_head: int
    shortest_head: int
    head_tails: frozenset[str]
    type_words: tuple[tuple[OrganisationType, tuple[str, ...], tuple[str, ...]], ...]
    own_of_type: Mapping[OrganisationType, tuple[str, ...]]
    groups: tuple[tuple[str, OrganisationType], ...]
    not_first: frozenset[str]
    inside: frozenset[str]
    small: re.Pattern[str]
    joined_after: re.Pattern[str]
    not_places: re.Pattern[str]
    declared: re.Pattern[str]
    bracketed: re.Pattern[str]
    speaks: Mapping[str, re.Pattern[str]]
    letterhead: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, OrganisationType]
    actors: Mapping[str, Actor]
    actor_phrases: Mapping[str, tuple[tuple[tuple[str, ...], Actor], ...]]
    government_title: str
    government_named: re.Pattern[str]
    government_not_before: re.Pattern[str]
    modifiers: frozenset[str]
    opinion: frozenset[str]
    demands: frozenset[str]
    words: Mapping[str, Any]

    def heads_of(self, key: str) -> tuple[HeadForm, ...]:
        """The heads that a folded word may end with: a whole word first of all, then the longest ending."""
        return _heads_of(key)

    def type_of(self, name: str, default: OrganisationType) -> OrganisationType:
        """The type that a part of the name tells, else the default."""
        folded = name.casefold()
        for kind, parts, heads in self.type_words:
            if any(part in folded for part in parts) and (not heads or folded.endswith(heads)):
                return kind
        return default


@lru_cache(maxsize=_TEXTS_KEPT)
def group_fields(text: str) -> tuple[re.Match[str], ...]:
    """Every field of a form that tells the respondent's group; kept, as respondents and mentions both ask for them."""
    return tuple(name_words().speaks["group"].finditer(text))


@lru_cache(maxsize=1 << 14)
def _heads_of(key: str) -> tuple[HeadForm, ...]:
    words = name_words()
    if key[-words.shortest_head :] not in words.head_tails:
        return ()
    found = list(words.heads.get(key, ()))
    for cut in range(max(1, len(key) - words.longest_head), len(key) - words.shortest_head + 1):
        found.extend(form for form in words.heads.get(key[cut:], ()) if not form.head.whole)
    return tuple(found)


@cache
def name_words() -> NameWords:
    """The lists of `ingest/<language>/organisations.toml`, read once."""
    tables = {language: load_toml(f"{language}/organisations.toml") for language in LANGUAGES}
    finnish = tables["fi"]
    heads = _heads(tables)
    shortest = min(map(len, heads))
    actors = list(_actors(tables))
    legal = {word: OrganisationType(kind) for t in tables.values() for word, kind in t["legal_forms"].items()}
    return NameWords(
        legal_forms=legal,
        legal_keys=frozenset(form.casefold() for form in legal),
        named_after=frozenset(finnish["names"]["named_after"]),
        genitive_end=finnish["names"]["genitive_end"],
        heads=heads,
        longest_head=max(map(len, heads)),
        shortest_head=shortest,
        head_tails=frozenset(text[-shortest:] for text in heads),
        type_words=tuple(
            (OrganisationType(row["type"]), tuple(row["parts"]), tuple(row.get("heads", ())))
            for t in tables.values()
            for row in t["type_word"]
        ),
        own_of_type=_own_of_type(tables),
        groups=tuple((k, OrganisationType(v)) for t in tables.values() for k, v in t.get("groups", {}).items()),
        not_first=frozenset(word for t in tables.values() for word in t["names"]["not_first"]),
        inside=frozenset(finnish["names"]["inside"]),
        small=re.compile(finnish["names"]["small"]),
        not_places=re.compile(finnish["names"]["not_places"]),
        joined_after=re.compile(finnish["names"]["joined_after"]),
        declared=_any(t["names"]["declared"] for t in tables.values() if "declared" in t["names"]),
        bracketed=re.compile(finnish["names"]["bracketed"]),
        speaks={name: _any((t["speaks"][name] for t in tables.values()), re.IGNORECASE) for name in finnish["speaks"]},
        letterhead={
            name: _any((t["letterhead"][name] for t in tables.values()), re.IGNORECASE)
            for name in finnish["letterhead"]
        },
        kinds={word: OrganisationType(kind) for t in tables.values() for word, kind in t["kinds"].items()},
        actors={words[0]: actor for words, actor in actors if len(words) == 1},
        actor_phrases=_phrases(actors),
        government_title=finnish["government"][0]["title"],
        government_named=re.compile(finnish["government"][0]["named"]),
        government_not_before=_any((t["government"][0]["not_before"] for t in tables.values()), re.IGNORECASE),
        modifiers=frozenset(w for t in tables.values() for w in t.get("generic_words", {}).get("modifiers", ())),
        opinion=frozenset(w for t in tables.values() for w in t.get("generic_words", {}).get("opinion", ())),
        demands=frozenset(w for t in tables.values() for w in t.get("generic_words", {}).get("demands", ())),
        words=finnish["generic_words"],
    )


def _any(patterns: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """One pattern of several; a group name that each of them has is told apart by a number."""
    numbered = [re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{index}>", pattern) for index, pattern in enumerate(patterns)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in numbered), flags)


def _heads(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[HeadForm, ...]]:
    found: dict[str, list[HeadForm]] = {}
    for language, table in tables.items():
        for row in table["head"]:
            head = Head(
                row["word"],
                OrganisationType(row["type"]),
                language,
                row.get("whole", False),
                row.get("place", False),
                tuple(row["own"]),
                tuple(row.get("organs", ())),
                row.get("body", False),
                row.get("several", False),
                row.get("small", False),
            )
            for text, case, plural in _forms(row["word"], language):
                found.setdefault(text, []).append(HeadForm(head, case, plural))
    return {text: tuple(forms) for text, forms in found.items()}


def _forms(word: str, language: str) -> Iterator[tuple[str, str, bool]]:
    if language == "fi":
        yield from inflection().forms(word)
    else:
        yield from ((word, NOMINATIVE, False), (f"{word}s", "genitive", False))


def _own_of_type(tables: Mapping[str, Mapping[str, Any]]) -> dict[OrganisationType, tuple[str, ...]]:
    own: dict[OrganisationType, tuple[str, ...]] = {}
    for table in tables.values():
        for kind, words in table.get("own_of_type", {}).items():
            own[OrganisationType(kind)] = own.get(OrganisationType(kind), ()) + tuple(words)
    return own


def _actors(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, ...], Actor]]:
    for language, table in tables.items():
        for row in (*table.get("generic", ()), *table["government"]):
            generic, only = row in table.get("generic", ()), row.get("plural", False)
            for word in row.get("words", ()):
                *before, last = [token.key for token in words_of(word)]
                for form in inflection().forms(last):
                    yield (*before, form.text), Actor(row["name"], generic, form.case, form.plural, only)
            for text in row.get("forms", ()):
                case = NOMINATIVE if language == "en" or not text.endswith("s") else "genitive"
                yield tuple(t.key for t in words_of(text)), Actor(row["name"], generic, case, False, only)
            for text in row.get("plural_forms", ()):
                yield tuple(t.key for t in words_of(text)), Actor(row["name"], generic, NOMINATIVE, True, only)


def _phrases(
    actors: Iterable[tuple[tuple[str, ...], Actor]],
) -> dict[str, tuple[tuple[tuple[str, ...], Actor], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], Actor]]] = {}
    for words, actor in actors:
        if len(words) > 1:
            phrases.setdefault(words[0], []).append((words, actor))
    return {first: tuple(rest) for first, rest in phrases.items()}
