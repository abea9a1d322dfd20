"""Organisations that statements name and no authority knows, grouped for a person to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kannat.graph import terms as t
from kannat.model import OrganisationType
from kannat.model.keys import slug
from kannat.reading.authorities import Authorities, load_authorities
from kannat.reading.data import load_toml
from kannat.reading.name_words import name_words
from kannat.reading.names import find_names
from kannat.resources import folder
from kannat.store import Store

MOST_PASSAGES: Final = 3
"""Passages shown of each organisation."""

_STEM: Final = 5


@dataclass(slots=True)
class _Named:
    """One name of the store: under which key, in how many statements and mentions, in which words."""

    key: str
    name: str
    type: OrganisationType | None = None
    respondent_of: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    mentions: int = 0
    passages: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation to confirm.

    `variants` are other names that look like it, `same_as` the name of a known organisation that does, each for a
    person to judge; `responds` and `statements` count the statements that it gave and that name it.
    """

    key: str
    name: str
    type: OrganisationType
    variants: tuple[str, ...]
    same_as: str
    responds: int
    statements: int
    mentions: int
    passages: tuple[str, ...]


def suggest(store: Store, authorities: Authorities | None = None) -> tuple[Suggestion, ...]:
    """The organisations of a store that no authority knows, those named in most statements first.

    Names alike are one suggestion with variants. Nothing is changed. Private persons are left out.
    """
    authorities = authorities or load_authorities()
    named = _named(store, authorities)
    groups = _groups(sorted(named, key=lambda n: (-len(n.respondent_of), -len(n.statements), -len(n.name), n.name)))
    known = _known_names(authorities)
    found = [_suggestion(group, authorities, known) for group in groups]
    return tuple(sorted(found, key=lambda s: (-s.responds, -s.statements, -s.mentions, s.name)))


def _named(store: Store, authorities: Authorities) -> list[_Named]:
    question = (folder("queries") / "lookup" / "named-organisations.rq").read_text(encoding="utf-8")
    prefix = store.names.organisation("x").value.removesuffix("x")
    known = {*authorities.organisations, *(merge.gone for merge in authorities.merges)}
    described = _described(store)
    found: dict[str, _Named] = {}
    for thing, name, type_, statement, mention, words in store.select(question):
        if not (isinstance(thing, NamedNode) and isinstance(name, Literal) and isinstance(statement, NamedNode)):
            continue
        key = thing.value.removeprefix(prefix)
        if key in known or thing in described or type_ == t.concept(OrganisationType.PRIVATE_PERSON):
            continue
        entry = found.setdefault(key, _Named(key, name.value))
        entry.type = _type(type_) or entry.type
        entry.statements.add(statement.value)
        if isinstance(words, Literal):
            entry.mentions += 1
            entry.passages[" ".join(words.value.split())] += 1
        elif mention is None:
            entry.respondent_of.add(statement.value)
    return list(found.values())


def _described(store: Store) -> set[NamedNode]:
    """The organisations that a consultation's own description describes: a person has named those already."""
    prefix = f"{store.names.base}consultation/"
    graphs = (store.graph(name) for name in store.graph_names() if name.value.startswith(prefix))
    return {
        quad.subject
        for graph in graphs
        for quad in graph
        if quad.object == t.ORGANISATION and isinstance(quad.subject, NamedNode)
    }


def _type(term: object) -> OrganisationType | None:
    return next((kind for kind in OrganisationType if t.concept(kind) == term), None)


def _groups(named: Sequence[_Named]) -> list[list[_Named]]:
    """Names alike together; the first of each group is the one named most."""
    groups: list[list[_Named]] = []
    by_stem: dict[str, list[int]] = {}
    for entry in named:
        stems = _stems(entry.name)
        near = Counter(number for stem in stems for number in by_stem.get(stem, ()))
        close = sorted(number for number, shared in near.items() if shared * 2 >= len(stems))
        number = next((number for number in close if alike(entry.name, groups[number][0].name)), len(groups))
        if number == len(groups):
            groups.append([])
            for stem in stems:
                by_stem.setdefault(stem, []).append(number)
        groups[number].append(entry)
    return groups


def alike(first: str, second: str) -> bool:
    """Whether two names may be one organisation's: all but the same letters, legal form and acronym apart."""
    left, right = _bare(first), _bare(second)
    if not left or not right:
        return False
    least, matcher = _least(), SequenceMatcher(None, left, right, autojunk=False)
    quick = matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least
    return left == right or (quick and matcher.ratio() >= least)


@lru_cache(maxsize=1 << 14)
def _bare(name: str) -> str:
    """A name's words in small ASCII letters, without its legal form and acronyms."""
    words = [word for word in name.split() if word.casefold() not in name_words().legal_keys]
    longer = [word for word in words if not (word.isupper() and len(words) > 1)]
    return slug(" ".join(longer or words))


def _stems(name: str) -> list[str]:
    words = [word for word in _bare(name).split("-") if len(word) >= _STEM] or [_bare(name)]
    return list(dict.fromkeys(word[:_STEM] for word in words))


def _known_names(authorities: Authorities) -> dict[str, list[str]]:
    """The preferred names of the authority, by the beginnings of their words."""
    names: dict[str, list[str]] = {}
    for organisation in authorities.organisations.values():
        for language, name in organisation.names:
            if language == _FINNISH:
                for stem in _stems(name):
                    names.setdefault(stem, []).append(name)
    return names


_FINNISH: Final = "fi"


def _suggestion(group: Sequence[_Named], authorities: Authorities, known: Mapping[str, Sequence[str]]) -> Suggestion:
    first = group[0]
    passages: Counter[str] = sum((entry.passages for entry in group), Counter())
    statements = set().union(*(entry.statements for entry in group))
    near = (name for stem in _stems(first.name) for name in known.get(stem, ()) if alike(first.name, name))
    return Suggestion(
        key=first.key,
        name=first.name,
        type=next((entry.type for entry in group if entry.type), None) or _type_by_shape(first.name, authorities),
        variants=tuple(sorted(entry.name for entry in group[1:])),
        same_as=next(near, ""),
        responds=len(set().union(*(entry.respondent_of for entry in group))),
        statements=len(statements),
        mentions=sum(entry.mentions for entry in group),
        passages=tuple(_most(passages)),
    )


def _most(passages: Counter[str]) -> Iterator[str]:
    ranked: Iterable[tuple[str, int]] = sorted(passages.items(), key=lambda item: (-item[1], item[0]))
    return (words for words, _ in list(ranked)[:MOST_PASSAGES])


def _type_by_shape(name: str, authorities: Authorities) -> OrganisationType:
    mentions = find_names(name, "mul", authorities)
    return mentions[0].type if mentions else OrganisationType.OTHER


@cache
def _least() -> float:
    return float(load_toml("matching.toml")["suggestion"]["alike"])
