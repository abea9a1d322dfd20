"""The authorities: which organisations and acts are known, by whatever name a text calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from kannat.errors import UnknownName
from kannat.model import Act, Labels, Organisation
from kannat.model.keys import slug
from kannat.reading.authority_rows import (
    LANGUAGES,
    Municipality,
    Statute,
    act_rows,
    municipality_rows,
    organisation_rows,
    statute_rows,
)
from kannat.reading.data import data_digest, load_toml
from kannat.reading.inflection import NOMINATIVE
from kannat.reading.lexicon import FINNISH, Found, Lexicon
from kannat.reading.merges import Merge, in_effect, load_merges, merged_keys
from kannat.reading.own_tables import MERGES, ORGANISATIONS, STATUTES, own_folder
from kannat.reading.tokens import words_of

__all__ = ["LANGUAGES", "Authorities", "forget_authorities", "load_authorities", "title_key"]

_ORGANISATIONS: Final = "authorities/organisations.csv"
_ACTS: Final = "authorities/acts.csv"
_TEXTS_KEPT: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Authorities:
    """Known organisations by key and known acts by number. Not here never means that it does not exist."""

    organisations: Mapping[str, Organisation]
    acts: Mapping[str, Act]
    lexicon: Lexicon = field(default_factory=Lexicon)
    places: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    _titles: Mapping[str, str] = field(default_factory=dict)
    _subjects: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """The key of the organisation with this name, in any language, case or inflection; empty where unknown."""
        tokens = words_of(name)
        if not tokens:
            return ""
        found = self.lexicon.at(tokens, name, 0, frozenset(LANGUAGES))
        whole = found if found and found.last == len(tokens) - 1 else None
        if whole and whole.case == NOMINATIVE:
            return whole.name.key
        place = self.places.get(" ".join(token.key for token in tokens), "")
        return place or (whole.name.key if whole else "")

    def named(self, text: str, languages: tuple[str, ...] = LANGUAGES) -> tuple[Found, ...]:
        """Every organisation that the text calls by a name in one of these languages, left to right."""
        return _named(self, text, languages)

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
        """The number of the act with this title, short name or abbreviation; empty where unknown.

        Of several with one title it is that in force, and the newest of those; titles of amending acts that several
        bear tell nothing.
        """
        return self.number_at(title_key(title))

    def number_at(self, key: str) -> str:
        """The same for a title that is a key already (`title_key`), or what follows *laki* in it."""
        return self._titles.get(key, "") or self._subjects.get(key, "")


@lru_cache(maxsize=_TEXTS_KEPT)
def _named(authorities: Authorities, text: str, languages: tuple[str, ...]) -> tuple[Found, ...]:
    """Kept, as the requester, the respondents and the mentions of one text are all looked for among its names."""
    return tuple(authorities.lexicon.all(text, languages))


@cache
def load_authorities() -> Authorities:
    """The authorities under `ingest/authorities/` with the user's own laid over them, read once."""
    own = own_folder()
    merges = in_effect(load_merges(own / MERGES))
    into = merged_keys(merges)
    municipalities = list(municipality_rows())
    shipped = [*organisation_rows(_ORGANISATIONS), *(m.organisation for m in municipalities)]
    added = list(organisation_rows(own / ORGANISATIONS)) if (own / ORGANISATIONS).is_file() else []
    organisations = _layered(shipped, added)
    places = _places(municipalities, into)
    statutes = _statutes(act_rows(_ACTS), statute_rows(own / STATUTES) if (own / STATUTES).is_file() else ())
    known = _merged(organisations, merges, into)
    titles = _title_numbers(statutes.values())
    return Authorities(
        organisations=dict(sorted(known.items())),
        acts={number: statute.act for number, statute in statutes.items()},
        lexicon=_lexicon(organisations.values(), merges, into, {m.organisation.key: m for m in municipalities}),
        places=places,
        domains={
            **{f"{slug(place).replace('-', '')}.fi": key for place, key in places.items()},
            **{domain: o.key for o in known.values() for domain in o.domains},
        },
        merges=merges,
        _titles=titles,
        _subjects=_subject_numbers(titles),
    )


def forget_authorities() -> None:
    """Lets the next reading read the authorities anew: for whoever has changed the user's own."""
    load_authorities.cache_clear()
    data_digest.cache_clear()


def title_key(title: str) -> str:
    """A title as it is compared: folded, one space between words, the two plural genitives of Finnish made one."""
    return " ".join(title_word(token.key) for token in words_of(title))


def title_word(key: str) -> str:
    """A folded word as titles are compared by it."""
    return _plural_genitive().sub("", key)


@cache
def _plural_genitive() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(load_toml('fi/references.toml')['plural_genitives'])})$")


def _layered(shipped: Sequence[Organisation], added: Sequence[Organisation]) -> dict[str, Organisation]:
    """The shipped organisations with what the user's rows add to them, and the user's own; nothing is overwritten."""
    known = {organisation.key: organisation for organisation in shipped}
    by_name = {text.casefold(): o.key for o in shipped for language, text in o.names if language == FINNISH}
    for own in added:
        key = by_name.get(dict(own.names)[FINNISH].casefold(), own.key)
        known[key] = _joined(known[key], own) if key in known else own
    return known


def _joined(first: Organisation, second: Organisation) -> Organisation:
    """The first organisation with the names and domains of the second that it lacks."""
    said = {language for language, _ in first.names}
    names = (*first.names, *(label for label in second.names if label[0] not in said))
    labels = (*first.alternative, *second.names, *second.alternative)
    alternative = tuple(dict.fromkeys(label for label in labels if label not in names))
    domains = tuple(dict.fromkeys((*first.domains, *second.domains)))
    source = "; ".join(dict.fromkeys(text for text in (first.source, second.source) if text))
    return replace(first, names=names, alternative=alternative, domains=domains, source=source)


def _merged(
    organisations: Mapping[str, Organisation], merges: Iterable[Merge], into: Mapping[str, str]
) -> dict[str, Organisation]:
    """The organisations without those that are gone, whose names and domains go over."""
    known = {key: organisation for key, organisation in organisations.items() if key not in into}
    for merge in merges:
        target = known.get(into[merge.gone])
        if target is None:
            continue
        gone = organisations.get(merge.gone)
        if gone is not None:
            target = _joined(target, replace(gone, source=""))
        labels = (*target.alternative, *(label for label in merge.names if label not in target.names))
        known[target.key] = replace(target, alternative=tuple(dict.fromkeys(labels)))
    return known


def _lexicon(
    organisations: Iterable[Organisation],
    merges: Iterable[Merge],
    into: Mapping[str, str],
    municipalities: Mapping[str, Municipality],
) -> Lexicon:
    """All names in all their forms; a municipality's bare place name is no mention of the municipality."""
    lexicon = Lexicon()
    for organisation in organisations:
        known = municipalities.get(organisation.key)
        bare = known.bare if known else ()
        for language, text in (*organisation.names, *(a for a in organisation.alternative if a not in bare)):
            lexicon.add(into.get(organisation.key, organisation.key), text, language)
    for merge in merges:
        for language, text in merge.names:
            lexicon.add(into[merge.gone], text, language)
    return lexicon


def _places(municipalities: Iterable[Municipality], into: Mapping[str, str]) -> dict[str, str]:
    """Keys of municipalities by place name, in the nominative and in the form before its kind."""
    places: dict[str, str] = {}
    for municipality in municipalities:
        key = municipality.organisation.key
        for word in (municipality.name, municipality.genitive, *(t for _, t in municipality.bare)):
            places.setdefault(" ".join(token.key for token in words_of(word)), into.get(key, key))
    return places


def _statutes(shipped: Iterable[Statute], own: Iterable[Statute]) -> dict[str, Statute]:
    """The acts by number; the user's own rows add titles and short names to the shipped ones and overwrite nothing."""
    known = {statute.act.number: statute for statute in shipped}
    for added in own:
        first = known.get(added.act.number)
        known[added.act.number] = _joined_acts(first, added) if first else added
    return known


def _joined_acts(first: Statute, second: Statute) -> Statute:
    said = {language for language, _ in first.act.titles}
    titles: Labels = (*first.act.titles, *(label for label in second.act.titles if label[0] not in said))
    others = (label for label in (*second.act.titles, *second.act.short) if label not in titles)
    short = tuple(dict.fromkeys((*first.act.short, *(o for o in others if not _same_title(o, titles)))))
    source = second.act.source or first.act.source
    return Statute(replace(first.act, titles=titles, short=short, source=source), second.in_force)


def _same_title(label: tuple[str, str], titles: Labels) -> bool:
    """Whether a title differs from a known one in nothing but its letters' case."""
    return title_key(label[1]) in {title_key(text) for language, text in titles if language == label[0]}


def _title_numbers(statutes: Iterable[Statute]) -> dict[str, str]:
    """Numbers by every title and short name; what an act is called in full goes before another's short name."""
    ranked = sorted(statutes, key=_rank)
    titles: dict[str, str] = {}
    shared: set[str] = set()
    for key, number in _keyed((s.act.number, s.act.titles) for s in ranked):
        shared |= {key} if titles.get(key, number) != number else set()
        titles[key] = number
    short = dict(_keyed((s.act.number, s.act.short) for s in ranked))
    amending = re.compile(load_toml("fi/references.toml")["amending"])
    return {**short, **{key: n for key, n in titles.items() if not (key in shared and amending.search(key))}}


def _rank(statute: Statute) -> tuple[bool, int, int]:
    """Acts that are not in force first, then old before new: the last of those with one title has it."""
    serial, _, year = statute.act.number.partition("/")
    return statute.in_force is not False, int(year), int(serial)


def _subject_numbers(titles: Mapping[str, str]) -> dict[str, str]:
    """Numbers by what an act is about (the words after its kind), of a decree with its kind before it."""
    statute = load_toml("fi/references.toml")["statute"]
    kinds = "|".join(map(re.escape, statute["numbered"]))
    act = re.compile(rf"(?:{'|'.join(statute['words'])}) (?P<about>.+)")
    decree = re.compile(rf"(?:.+ )?(?P<kind>{kinds}) (?P<about>.+)")
    found: dict[str, str] = {}
    for key, number in titles.items():
        if match := act.fullmatch(key):
            found[match["about"]] = number
        elif match := decree.fullmatch(key):
            found[f"{match['kind']} {match['about']}"] = number
    return found


def _keyed(named: Iterable[tuple[str, Labels]]) -> Iterator[tuple[str, str]]:
    return ((title_key(text), number) for number, labels in named for _, text in labels)
