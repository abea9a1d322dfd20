"""Acts as Swedish and English texts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.model import Span
from kannat.reading.acts import ACT_NUMBER, ActMention, full_number
from kannat.reading.authorities import Authorities, title_key
from kannat.reading.data import load_toml
from kannat.reading.tokens import Token, tokens_of

_LONGEST_TITLE: Final = 18
_TITLE_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class SwedishGrammar:
    """What Swedish texts name acts by."""

    compound: tuple[str, ...]
    titled: re.Pattern[str]
    not_acts: tuple[str, ...]
    after_title: frozenset[str]
    number: re.Pattern[str]
    genitive: str


@cache
def swedish_grammar() -> SwedishGrammar:
    """The grammar of Swedish act names, read once."""
    table: Mapping[str, Any] = load_toml("sv/references.toml")["statute"]
    return SwedishGrammar(
        compound=tuple(table["compound"]),
        titled=re.compile(table["titled"]),
        not_acts=tuple(table["not_acts"]),
        after_title=frozenset(table["after_title"]),
        number=re.compile(rf"\s*(?P<open>\()\s*{table['number']}{ACT_NUMBER}(?P<close>\s?\))"),
        genitive=table["genitive"],
    )


def swedish_acts(text: str, authorities: Authorities) -> Iterator[ActMention]:
    """Every act that a Swedish text names, in no particular order; they may overlap."""
    grammar, tokens = swedish_grammar(), tokens_of(text)
    for index, token in enumerate(tokens):
        if token.key.endswith(grammar.compound) and len(token.key) > len(grammar.compound[0]):
            ending = next(end for end in grammar.compound if token.key.endswith(end))
            if not f"{token.key.removesuffix(ending)}{ending[:3]}".endswith(grammar.not_acts):
                first = _with_adjective(tokens, index, authorities)
                number, end = _number_after(grammar.number, text, token.end)
                yield ActMention(
                    Span(tokens[first].start, end),
                    title_key(_owning(" ".join(t.word for t in tokens[first : index + 1]), grammar)),
                    number,
                )
    for found in grammar.titled.finditer(text):
        yield from _swedish_titled(grammar, text, found)


def _owning(name: str, grammar: SwedishGrammar) -> str:
    """A name without the ending of one that owns what follows it."""
    bare = name.removesuffix(grammar.genitive)
    return bare if bare.casefold().endswith(grammar.compound) else name


def _swedish_titled(grammar: SwedishGrammar, text: str, found: re.Match[str]) -> Iterator[ActMention]:
    words = list(re.finditer(r"[\w-]+", text[found.end() : found.end() + _TITLE_LENGTH]))
    last = found.end()
    for word in words[:_LONGEST_TITLE]:
        between = text[last : found.end() + word.start()]
        if word.group().casefold() in grammar.after_title or re.search(r"[^\s,]|\n\s*\n", between):
            break
        last = found.end() + word.end()
    if last > found.end():
        name = title_key(text[found.start() : last])
        number, end = _number_after(grammar.number, text, last)
        yield ActMention(Span(found.start(), end), re.sub(r"^(\w+?)(?:ens|en)\b", r"\1", name), number)


def _with_adjective(tokens: Sequence[Token], index: int, authorities: Authorities) -> int:
    """Takes in the word before, where the act's known name has it (an adjective that tells two acts apart)."""
    longer = " ".join(token.word for token in tokens[max(0, index - 1) : index + 1])
    return index - 1 if index and authorities.number_of(longer) else index


def english_acts(text: str) -> Iterator[ActMention]:
    """Every act that an English text names with its number."""
    name, number, numbered = _english_grammar()
    for found in name.finditer(text):
        given, end = _number_after(number, text, found.end())
        if given and "\n\n" not in found.group():
            yield ActMention(Span(found.start(), end), title_key(found.group()), given)
    for found in numbered.finditer(text):
        yield ActMention(Span(found.start(), found.end()), "", full_number(found["number"], found["year"]))


@cache
def _english_grammar() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = load_toml("en/references.toml")["statute"]
    name = re.compile(rf"(?:{table['titled']}|{table['compound']})[\w\s,'\u2019-]{{0,120}}?(?=\s?\(\d)")
    bracketed = re.compile(rf"\s*(?P<open>\()\s*{ACT_NUMBER}(?P<close>\s?\))")
    return name, bracketed, re.compile(rf"{table['numbered']}\(?{ACT_NUMBER}\)?")


def _number_after(pattern: re.Pattern[str], text: str, end: int) -> tuple[str | None, int]:
    found = pattern.match(text, end)
    return (full_number(found["number"], found["year"]), found.end()) if found else (None, end)
