"""Finds organisations called by a full name: those of the authority, and those that a name's shape gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kannat.model import OrganisationType, Span
from kannat.reading.authorities import LANGUAGES, Authorities
from kannat.reading.inflection import GENITIVE, NOMINATIVE, inflection
from kannat.reading.lexicon import Spelling, joined
from kannat.reading.name_words import HeadForm, NameWords, name_words
from kannat.reading.tokens import Token, tokens_of

_LONGEST_NAME: Final = 12
_WRAPPED_LINE: Final = 60
_SHORTEST_COMPOUND: Final = 3
_STEM: Final = 5
_IN_NUMBER: Final = re.compile(r"[ /:-]?\d")
_SENTENCE_ENDS: Final = frozenset('.!?:;\u2022|>*\u201d"')


@dataclass(frozen=True, slots=True)
class NameMention:
    """An organisation called by name: `name` is nominative, `sure` tells that the type is told by more than a guess."""

    span: Span
    name: str
    type: OrganisationType
    key: str = ""
    case: str = NOMINATIVE
    sure: bool = True
    first: int = 0
    last: int = 0
    language: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """What is known to be a place or a proper name: by the authority, or by a capital inside a sentence."""

    known: Mapping[str, str]
    capitals: frozenset[str]


def find_names(text: str, language: str, authorities: Authorities) -> tuple[NameMention, ...]:
    """Every full name in the text, left to right, none inside another.

    In a Finnish or a Swedish text the authority's short names of the other language are left out.
    """
    foreign = "sv" if language == "fi" else None
    return tuple(mention for mention in _names(text, authorities) if mention.language != foreign or not mention.short)


@lru_cache(maxsize=8)
def _names(text: str, authorities: Authorities) -> tuple[NameMention, ...]:
    tokens, words = tokens_of(text), name_words()
    capitals = frozenset(
        t.key[:_STEM] for t in tokens if len(t.key) >= _STEM and t.word[0].isupper() and not _begins(text, t)
    )
    places = Places(authorities.places, capitals)
    found = [*_known(text, authorities), *_shaped(text, tokens, words, places)]
    ranked = sorted(found, key=lambda mention: (-len(mention.span), not mention.key, mention.span.start))
    kept: dict[int, NameMention] = {}
    for mention in ranked:
        places_taken = range(mention.first, mention.last + 1)
        if not any(place in kept for place in places_taken):
            kept.update(dict.fromkeys(places_taken, mention))
    return tuple(_evened(sorted(set(kept.values()), key=lambda mention: mention.span), authorities))


def _known(text: str, authorities: Authorities) -> Iterator[NameMention]:
    for found in authorities.lexicon.all(text, LANGUAGES):
        short = found.name.spelling is Spelling.EXACT
        if short and _IN_NUMBER.match(text, found.span.end):
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
            short=short,
        )


def _shaped(text: str, tokens: Sequence[Token], words: NameWords, places: Places) -> Iterator[NameMention]:
    for index, token in enumerate(tokens):
        if len(token.word) > 1 and token.key.partition(":")[0] in words.legal_keys:
            yield from _legal(text, tokens, index, words)
        elif len(token.key) > _SHORTEST_COMPOUND:
            yield from _headed(text, tokens, index, words, places)


def _legal(text: str, tokens: Sequence[Token], index: int, words: NameWords) -> Iterator[NameMention]:
    """A name that ends with its legal form: *... ry*, *... Oy:n*."""
    base, _, ending = tokens[index].word.partition(":")
    forms = {form.casefold(): form for form in words.legal_forms}
    first = _segment(text, tokens, index, words)
    if first is None:
        first = _left(text, tokens, index, words, small=True)
    written = base in words.legal_forms or (base.isupper() and tokens[index - 1].word.isupper())
    if first is None or not written:
        return
    legal = forms[base.casefold()]
    name = f"{_written(text, tokens[first:index])} {base if base.isupper() else legal}"
    default = words.legal_forms[legal]
    kind = words.type_of(name, default) if default is not OrganisationType.COMPANY else default
    case = inflection().colon_endings.get(ending, NOMINATIVE) if ending else NOMINATIVE
    sure = kind is not default or default is OrganisationType.COMPANY
    yield NameMention(Span(tokens[first].start, tokens[index].end), name, kind, "", case, sure, first, index)


def _headed(text: str, tokens: Sequence[Token], index: int, words: NameWords, places: Places) -> Iterator[NameMention]:
    """A name told by the word it ends with: *... kunta*, *... virasto*."""
    token = tokens[index]
    for form in words.heads_of(token.key):
        if form.plural:
            continue
        whole = token.key in words.heads and any(f is form for f in words.heads[token.key])
        if form.head.place:
            first = _place(text, tokens, index, words) if whole or not form.head.whole else None
            if first is not None and not _fits_place(text, tokens, first, index, form, places):
                first = None
        else:
            first = _first_of(text, tokens, index, words, whole=whole)
        if first is not None:
            yield _named(text, tokens, first, index, form, words)
            return


def _fits_place(text: str, tokens: Sequence[Token], first: int, index: int, form: HeadForm, places: Places) -> bool:
    """Whether the word before a head is a name in the form that its language asks for."""
    genitive = form.head.language != "fi" or tokens[index - 1].key.endswith(name_words().genitive_end)
    return genitive and _known_place(text, tokens, first, index, places)


def _first_of(text: str, tokens: Sequence[Token], index: int, words: NameWords, *, whole: bool) -> int | None:
    """Where the name before a head begins; None where the head stands for no name."""
    token = tokens[index]
    capital = token.word[0].isupper() and not whole
    first = _segment(text, tokens, index, words) if _heads_line(text, token) else None
    if first is not None:
        return first
    first = _left(text, tokens, index, words, small=False)
    if first is None:
        before = re.sub(r"\s+", " ", text[max(0, token.start - _TITLE) : token.start])
        told = bool(words.speaks["field_before"].search(before)) or _repeated(tokens, token)
        lone = capital and (not _begins(text, token) or _opens_line(text, token, token) or told)
        titled = capital and bool(words.speaks["title_after"].match(text[token.end : token.end + _TITLE]))
        return index if lone or titled else None
    start = tokens[first].start
    before = re.sub(r"\s+", " ", text[max(0, start - _TITLE) : start])
    certain = (
        index - first > 1
        or not _begins(text, tokens[first])
        or _opens_line(text, tokens[first], token)
        or bool(words.speaks["field_before"].search(before))
        or _name_after(text, tokens, index) is not None
    )
    titled = bool(words.speaks["title_after"].match(text[token.end : token.end + _TITLE]))
    return first if certain or titled or capital else None


_TITLE: Final = 40


def _place(text: str, tokens: Sequence[Token], index: int, words: NameWords) -> int | None:
    """The first word of a place or proper name before a head.

    A capital that only begins a sentence must be told by more: the text or the authority knows the place elsewhere.
    """
    if not index or not _joined_to(text, tokens, index):
        return None
    first = index - 1
    before = tokens[first]
    if not before.word[0].isupper() or before.key in words.not_first or before.key in words.actors:
        return None
    while first > 1 and _joined_to(text, tokens, first) and tokens[first - 1].word[0].isupper():
        first -= 1
        if tokens[first].key in words.not_first:
            return first + 1
    if first > 1 and tokens[first - 1].key in words.inside and tokens[first - 2].word.endswith("-"):
        return first - 2
    return first


def _known_place(text: str, tokens: Sequence[Token], first: int, index: int, places: Places) -> bool:
    """Whether more than a sentence's capital tells that these words are a name."""
    token = tokens[first]
    return (
        index - first > 1
        or not _begins(text, token)
        or token.key in places.known
        or token.key[:_STEM] in places.capitals
        or _opens_line(text, token, tokens[index])
        or bool(name_words().speaks["title_after"].match(text[tokens[index].end : tokens[index].end + _TITLE]))
    )


def _left(text: str, tokens: Sequence[Token], index: int, words: NameWords, *, small: bool) -> int | None:
    """The first word of a name that goes on to this word; words with small letters only inside it."""
    first, capital = index, None
    while first > 0 and index - first < _LONGEST_NAME and _joined_to(text, tokens, first):
        before = tokens[first - 1]
        if before.key.partition(":")[0] in words.legal_keys:
            break
        if before.word[0].isupper() or before.word[0].isdigit():
            if before.key in words.not_first or ":" in before.word:
                break
            first -= 1
            capital = first if before.word[0].isupper() else capital
        elif _may_be_small(before, tokens, first, words, small=small):
            first -= 1
        else:
            break
    return capital


def _segment(text: str, tokens: Sequence[Token], index: int, words: NameWords) -> int | None:
    """The first word of a name that fills its part of a line: from the line's start, a sign or another name to its end.

    Such a name may hold any words (a slogan as much as a noun), so it is taken only where the line says no more.
    """
    if not _SEGMENT_END.match(text, tokens[index].end):
        return None
    first = index
    while first > 0 and index - first < _LONGEST_NAME:
        gap = text[tokens[first - 1].end : tokens[first].start]
        listed = tokens[first - 1].key in words.inside and tokens[first - 2].key in words.legal_keys
        if _SEGMENT_BREAK.search(gap) or listed:
            break
        first -= 1
    opened = first == 0 or index - first < _LONGEST_NAME
    begins = tokens[first].word[0].isupper() and tokens[first].key not in words.not_first
    return first if opened and begins and first < index else None


_SEGMENT_END: Final = re.compile(
    r"(?::\w+)?(?:[ \t]*(?:\Z|\n|[,|\u00b7\u2022(\u2013])|[ \t]{3}|[ \t]+\w{2,4}[ \t]+[^\W\d_a-z])"
)
_SEGMENT_BREAK: Final = re.compile(r"[^ \t-]|[ \t]{4}")


def _may_be_small(before: Token, tokens: Sequence[Token], first: int, words: NameWords, *, small: bool) -> bool:
    """Whether a word with a small letter may stand inside a name: a joining word, or one of a long name."""
    if before.key in words.inside:
        return first > 1 and (tokens[first - 2].word.endswith("-") or (small and tokens[first - 2].word[0].isupper()))
    within = any(tokens[i].word[0].isupper() for i in range(max(0, first - 4), first - 1))
    return small and within and bool(words.small.search(before.key)) and before.key not in words.actors


def _named(text: str, tokens: Sequence[Token], first: int, index: int, form: HeadForm, words: NameWords) -> NameMention:
    token, head = tokens[index], form.head
    stem = token.word[: len(token.word) - len(_form_text(token, form, words))]
    lemma = stem + (head.word if stem or token.word[0].islower() else head.word.capitalize())
    if token.word.isupper():
        lemma = lemma.upper()
    dash = "-" if text[token.start - 2 : token.start] == " -" else ""
    name = f"{_written(text, tokens[first:index])} {dash}{lemma}".strip()
    last, case = index, form.case
    if head.type in words.named_after and form.case == NOMINATIVE and not form.head.place:
        extra = _name_after(text, tokens, index)
        if extra and head.language == "fi":
            name, last, case = f"{name} {extra[0]}", index + 1, extra[1]
    if head.language == "en":
        last = _to_the_right(text, tokens, index, words)
        name = _written(text, tokens[first : last + 1])
    kind = head.type if head.place else words.type_of(name, head.type)
    sure = head.place or kind is not head.type or head.type is not OrganisationType.NON_GOVERNMENTAL_ORGANISATION
    return NameMention(Span(tokens[first].start, tokens[last].end), name, kind, "", case, sure, first, last)


def _to_the_right(text: str, tokens: Sequence[Token], index: int, words: NameWords) -> int:
    """The last word of an English name that goes on after its head: *Network for Newcomer Employment*."""
    last = index
    for following in range(index + 1, min(len(tokens), index + _LONGEST_NAME)):
        if not _joined_to(text, tokens, following) or text[tokens[following - 1].end] == "\n":
            break
        if tokens[following].word[0].isupper() and (following > last + 1 or last > index):
            last = following
        elif tokens[following].key not in words.inside:
            break
    return last


def _form_text(token: Token, form: HeadForm, words: NameWords) -> str:
    return next(
        token.key[cut:]
        for cut in range(len(token.key))
        if any(candidate is form for candidate in words.heads.get(token.key[cut:], ()))
    )


def _name_after(text: str, tokens: Sequence[Token], index: int) -> tuple[str, str] | None:
    """The proper name or acronym that follows a head on the same line, with its case: *ammattiliitto Vakan*."""
    if index + 1 >= len(tokens) or text[tokens[index].end : tokens[index + 1].start] != " ":
        return None
    word = tokens[index + 1].word
    if not word[0].isupper() or name_words().legal_forms.get(word):
        return None
    bare = inflection().bare(word)
    if bare:
        return bare
    end = name_words().genitive_end
    if word.isupper() or not word.endswith(end):
        return word, NOMINATIVE
    return word.removesuffix(end), GENITIVE


def _joined_to(text: str, tokens: Sequence[Token], index: int) -> bool:
    """Whether a word goes on from the one before; over a line's end only where the line is full."""
    before, token = tokens[index - 1], tokens[index]
    if not joined(text, before, token):
        return False
    gap = text[before.end : token.start]
    if "\n" not in gap:
        return gap.count(" ") < _COLUMN_GAP
    start = text.rfind("\n", 0, before.start) + 1
    return before.end - start >= _WRAPPED_LINE


_COLUMN_GAP: Final = 4


def _begins(text: str, token: Token) -> bool:
    """Whether a word begins a sentence or a line after an empty one, where a capital tells nothing."""
    before = text[max(0, token.start - _GAP) : token.start]
    stripped = before.rstrip(" ")
    return not stripped or stripped[-1] in _SENTENCE_ENDS or stripped[-1] == "\n" or stripped.endswith(("\u2013", "- "))


_GAP: Final = 12


def _heads_line(text: str, token: Token) -> bool:
    """Whether a line near the text's beginning ends, or goes on after a sign, with this word."""
    return token.start < _HEAD and bool(_SEGMENT_END.match(text, token.end))


_HEAD: Final = 600


def _repeated(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the text writes this very word with a capital more than once."""
    return sum(other.word == token.word for other in tokens) > 1


def _opens_line(text: str, first: Token, last: Token) -> bool:
    """Whether a line begins with these words and goes on, if at all, after a wide gap or a sign: a letterhead."""
    start = text.rfind("\n", 0, first.start) + 1
    return not text[start : first.start].strip() and bool(_LINE_GAP.match(text, last.end))


_LINE_GAP: Final = re.compile(r"[ \t]*(?:\n|\Z|[\u2013/|(-])|[ \t]{3}")


def _written(text: str, tokens: Sequence[Token]) -> str:
    """Words as they stand, cut lines joined and blanks evened."""
    parts: list[str] = []
    for index, token in enumerate(tokens):
        gap = text[token.end : tokens[index + 1].start] if index + 1 < len(tokens) else ""
        parts.append(token.word + (" \u2013 " if "\u2013" in gap else " -" if gap.endswith(" -") else " "))
    return "".join(parts).strip()


def _evened(mentions: list[NameMention], authorities: Authorities) -> list[NameMention]:
    """Names in capitals as the text writes them elsewhere; unknown names with the key of their authority, if any."""
    written = {m.name.casefold(): m.name for m in reversed(mentions) if not m.name.isupper()}
    evened: list[NameMention] = []
    for mention in mentions:
        name = mention.name
        if not mention.key and name == name.upper():
            name = written.get(name.casefold(), _in_small_letters(name))
        key = mention.key or authorities.key_of(name)
        if key and not mention.key:
            organisation = authorities.organisations[key]
            evened.append(replace(mention, name=authorities.name_of(key), key=key, type=organisation.type, sure=True))
        else:
            evened.append(replace(mention, name=name))
    return evened


def _in_small_letters(name: str) -> str:
    """A name set in capitals as running text has it: capitals at its first word only, at each part of a hyphened one."""
    first, _, rest = name.partition(" ")
    return " ".join(part for part in (first.title(), rest.lower()) if part)
