"""By which shorter names a text calls an organisation that it has once called in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kannat.model import OrganisationType
from kannat.reading.name_words import name_words
from kannat.reading.names import NameMention

_SHORTEST: Final = 8
_MOST_SINGLE: Final = 100
_LONGEST_ACRONYM: Final = 8
_BESIDE: Final = ("\u2013", "/", "-", "|")


def short_names(text: str, mentions: Sequence[NameMention]) -> dict[str, str]:
    """The full name by each other one: declared in brackets, an acronym or a part of it, its other language."""
    found: dict[str, str] = {}
    for left, right in pairwise(mentions):
        between = text[left.span.end : right.span.start]
        if between.strip() in _BESIDE and "\n" not in between and left.type is right.type and not right.key:
            found.setdefault(right.name, left.name)
    group = declared_group(text, mentions)
    for mention in mentions:
        for short in (*_declared(text, mention), *_parts(mention.name, mention.type)):
            if short not in (mention.name, group):
                found.setdefault(short, mention.name)
    names = {mention.name: mention.type for mention in mentions}
    for name in _single(mentions):
        longer = [other for other in names if other != name and other.casefold().endswith(name.casefold())]
        if len(longer) == 1 and names[name] is names[longer[0]]:
            found.setdefault(name, longer[0])
    return found


def _single(mentions: Sequence[NameMention]) -> list[str]:
    """The names of a single word that no authority knows: they may be the end of a longer one."""
    single = (mention.name for mention in mentions if not mention.key and " " not in mention.name)
    return list(dict.fromkeys(single))[:_MOST_SINGLE]


def declared_group(text: str, mentions: Sequence[NameMention]) -> str:
    """What several organisations named in one list call themselves together; empty where they do not."""
    for left, right in pairwise(mentions):
        listed = re.fullmatch(r"\s*(?:,|\s\w+)\s+", text[left.span.end : right.span.start])
        declared = name_words().declared.match(text, _after(text, right))
        if listed and declared:
            return group_of(declared, "short")
    return ""


def group_of(found: re.Match[str], name: str) -> str:
    """The group of this name that took part in a match of a pattern made for several languages."""
    groups = found.groupdict()
    return next((groups[key] for key in sorted(groups) if key.startswith(name) and groups[key]), "").strip()


def declares(text: str, mention: NameMention) -> bool:
    """Whether a short name of its own in brackets follows the name."""
    return any(_declared(text, mention))


def _declared(text: str, mention: NameMention) -> Iterator[str]:
    start, words = _after(text, mention), name_words()
    if found := words.declared.match(text, start):
        yield group_of(found, "short")
    elif found := words.bracketed.match(text, start):
        yield found["short"]


def _after(text: str, mention: NameMention) -> int:
    end = mention.span.end
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _parts(name: str, kind: OrganisationType) -> Iterator[str]:
    """Shorter names in a full one: without its legal form, its acronym, its compound, a company's first word."""
    words = name.split()
    legal = {form for form in name_words().legal_forms if words[-1:] == [form]}
    bare = words[:-1] if legal else words
    if not bare:
        return
    if legal:
        yield " ".join(bare)
    acronyms = [word for word in bare if word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM]
    if len(bare) > 1:
        yield from acronyms
        yield from (f"{acronym} {form}" for acronym in acronyms for form in sorted(legal))
        plain = [word for word in bare if word not in acronyms]
        if acronyms and len(plain) > 1:
            yield " ".join(plain)
        last = plain[-1] if plain else ""
        headed = bool(name_words().heads_of(last.casefold()))
        if last[:1].isupper() and len(last) >= _SHORTEST and headed and not last.isupper():
            yield last
        if kind is OrganisationType.COMPANY and len(bare[0]) > _LONGEST_ACRONYM:
            yield bare[0]
