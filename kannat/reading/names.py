"""Finds organisations called by a full name: those of the authority, and those that a name's shape gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kannat.reading.authorities import Authorities
from kannat.reading.inflection import NOMINATIVE
from kannat.reading.lexicon import Spelling
from kannat.reading.name_shapes import NameMention, NameShapes
from kannat.reading.name_words import name_words
from kannat.reading.tokens import tokens_of

__all__ = ["NameMention", "find_names"]

_TEXTS_KEPT: Final = 8
_IN_NUMBER: Final = re.compile(r"[ /:-]?\d")


def find_names(text: str, language: str, authorities: Authorities) -> tuple[NameMention, ...]:
    """Every full name in the text, left to right, none inside another.

    In a Finnish text the authority's Swedish acronyms are left out: they are too often something else.
    """
    foreign = "sv" if language == "fi" else None
    return tuple(mention for mention in _names(text, authorities) if mention.language != foreign or not mention.short)


@lru_cache(maxsize=_TEXTS_KEPT)
def _names(text: str, authorities: Authorities) -> tuple[NameMention, ...]:
    shapes = NameShapes.of(text, tokens_of(text), name_words(), authorities.places)
    found = [*_known(text, authorities), *shapes.find()]
    ranked = sorted(found, key=lambda mention: (-len(mention.span), not mention.key, mention.span.start))
    kept: dict[int, NameMention] = {}
    for mention in ranked:
        places = range(mention.first, mention.last + 1)
        if not any(place in kept for place in places):
            kept.update(dict.fromkeys(places, mention))
    return tuple(_evened(sorted(set(kept.values()), key=lambda mention: mention.span), authorities))


def _known(text: str, authorities: Authorities) -> Iterator[NameMention]:
    """The authority's names. Not a diary number's code, nor a place that looks like a form of another name."""
    for found in authorities.named(text):
        acronym = found.name.spelling is Spelling.EXACT
        place = found.case != NOMINATIVE and tokens_of(text)[found.first].key in authorities.places
        if (acronym and _IN_NUMBER.match(text, found.span.end)) or (place and found.first == found.last):
            continue
        organisation = authorities.organisations[found.name.key]
        yield NameMention(
            found.span,
            authorities.name_of(organisation.key),
            organisation.type,
            organisation.key,
            found.case,
            first=found.first,
            last=found.last,
            language=found.name.language,
            short=acronym,
        )


def _evened(mentions: Sequence[NameMention], authorities: Authorities) -> Iterator[NameMention]:
    """Names in capitals as the text writes them elsewhere; names that the authority has as it writes them."""
    written = {m.name.casefold(): m.name for m in reversed(mentions) if not m.name.isupper()}
    for mention in mentions:
        name = mention.name
        if not mention.key and name.isupper():
            name = written.get(name.casefold(), _in_small_letters(name))
        key = mention.key or authorities.key_of(name)
        if key and not mention.key:
            organisation = authorities.organisations[key]
            yield replace(mention, name=authorities.name_of(key), key=key, type=organisation.type, sure=True)
        else:
            yield replace(mention, name=name)


def _in_small_letters(name: str) -> str:
    """A name set in capitals as running text has it: capitals at its first word only, and at each of its halves."""
    first, _, rest = name.partition(" ")
    return " ".join(part for part in (first.title(), rest.lower()) if part)
