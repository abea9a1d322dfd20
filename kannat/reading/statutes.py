"""Acts as texts name them: in a compound, by a title before or after the word, with or without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.model import Span
from kannat.reading.authorities import Authorities, title_key
from kannat.reading.data import load_toml
from kannat.reading.inflection import inflection
from kannat.reading.provisions import provision_grammar
from kannat.reading.tokens import Token, conjunctions, tokens_of

_LONGEST_TITLE: Final = 18
_SHORTEST_HALF: Final = 3
_CENTURY: Final = 1900
_ACT_NUMBER: Final = r"(?P<number>\d{1,4})\s?/\s?(?P<year>\d{4}|\d{2})(?![\d/:.]\d|\w)"
_TITLE_BREAK: Final = re.compile(r"[^\s\u2013-]|\n[ \t]*\n")
"""What no title holds between two of its words."""


@dataclass(frozen=True, slots=True)
class ActMention:
    """An act named at a place: its number where one stands beside it, and the name by which others may find it."""

    span: Span
    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ActGrammar:
    """What Finnish, Swedish and English texts name acts by."""

    forms: Mapping[str, str]
    endings: tuple[str, ...]
    names: Mapping[str, str]
    numbered: Mapping[str, str]
    numbered_endings: tuple[str, ...]
    doubtful: frozenset[str]
    not_acts: frozenset[str]
    given: tuple[str, ...]
    titled: frozenset[str]
    about: tuple[str, ...]
    modifier: re.Pattern[str]
    outside: frozenset[str]
    never: re.Pattern[str]
    number: re.Pattern[str]
    cut: re.Pattern[str]
    bracketed: re.Pattern[str]
    bracketed_after: re.Pattern[str]

    def lemma(self, key: str) -> str:
        """The base form of a word that names an act; empty where it does not."""
        if key in self.names:
            return self.names[key]
        for cut in range(max(0, len(key) - self._longest), len(key)):
            base = self.forms.get(key[cut:])
            if base:
                return "" if 0 < cut < _SHORTEST_HALF else key[:cut] + base
        return ""

    @property
    def _longest(self) -> int:
        return max(map(len, self.endings))


@cache
def act_grammar() -> ActGrammar:
    """The grammar of Finnish act names, read once."""
    table = load_toml("fi/references.toml")["statute"]
    forms = _all_forms(table["words"])
    numbered = _all_forms(table["numbered"])
    return ActGrammar(
        forms=forms,
        endings=tuple(forms),
        names=_all_forms(table["names"]),
        numbered=numbered,
        numbered_endings=tuple(numbered),
        doubtful=frozenset(table["doubtful"]),
        not_acts=frozenset(table["not_acts"]),
        given=tuple(table["given"]),
        titled=frozenset(table["titled"]),
        about=tuple(table["about"]),
        modifier=re.compile(table["modifier"]),
        outside=frozenset(table["outside"]),
        never=re.compile(table["never"]),
        number=re.compile(rf"\s*(?P<open>\(?)\s*{table['number']}{_ACT_NUMBER}(?P<close>\s?\))?"),
        cut=re.compile(rf"{table['cut']}(?P<open>\(?){_ACT_NUMBER}(?P<close>\)?)"),
        bracketed=re.compile(rf"\({_ACT_NUMBER}\)"),
        bracketed_after=re.compile(table["bracketed_after"]),
    )


def _all_forms(words: Sequence[str]) -> dict[str, str]:
    return {form.text: word for word in words for form in inflection().forms(word)}


def act_mentions(text: str, language: str, authorities: Authorities) -> list[ActMention]:
    """Every act named in the text, left to right. English names only in English or mixed texts."""
    mentions = [*_finnish(text, authorities), *_swedish(text, authorities), *_by_number(text)]
    if language == "en":
        mentions = [mention for mention in mentions if mention.number]
    if language not in ("fi", "sv"):
        mentions.extend(_english(text))
    return sorted(mentions, key=lambda mention: (mention.span.start, -mention.span.end))


def full_number(number: str, year: str) -> str:
    """`258` and `66` give `258/1966`: an act's year of two digits is of the last century."""
    return f"{int(number)}/{int(year) + (_CENTURY if len(year) <= len('66') else 0)}"


def _finnish(text: str, authorities: Authorities) -> Iterator[ActMention]:
    grammar, tokens = act_grammar(), tokens_of(text)
    for index, token in enumerate(tokens):
        key = token.key
        if key.endswith(grammar.endings) or key in grammar.names:
            yield from _act(grammar, text, tokens, index, authorities)
        elif key.endswith(grammar.numbered_endings):
            yield from _numbered(grammar, text, tokens, index)


def _act(
    grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int, authorities: Authorities
) -> Iterator[ActMention]:
    token = tokens[index]
    lemma = grammar.lemma(token.key)
    if not lemma:
        return
    number, end = _number_after(grammar, text, token.end)
    alone = token.key in grammar.forms
    if not alone:
        doubtful = not number and (lemma in grammar.not_acts or token.key.endswith(tuple(grammar.doubtful)))
        start, name = _compound_start(tokens, index, lemma, authorities)
        if not doubtful or authorities.number_of(name):
            yield ActMention(Span(start, end), name, number)
        return
    before = _title_before(grammar, text, tokens, index)
    if before is not None:
        yield ActMention(Span(tokens[before].start, end), _name(tokens[before : index - 1]), number)
        return
    after = _title_after(grammar, text, tokens, index)
    if after is not None:
        later, later_end = _number_after(grammar, text, tokens[after].end)
        if number is None and (later or token.key in grammar.titled):
            yield ActMention(Span(token.start, later_end), _name(tokens[index + 1 : after + 1]), later)
            return
    if number:
        yield ActMention(Span(token.start, end), "", number)


def _numbered(grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int) -> Iterator[ActMention]:
    """A decree or a decision: named only where its number stands beside it or after its title."""
    number, end = _number_after(grammar, text, tokens[index].end)
    if number:
        before = _title_before(grammar, text, tokens, index)
        start = tokens[index if before is None else before].start
        yield ActMention(Span(start, end), "", number)
        return
    after = _title_after(grammar, text, tokens, index)
    if after is not None:
        number, end = _number_after(grammar, text, tokens[after].end)
        if number:
            yield ActMention(Span(tokens[index].start, end), "", number)


def _by_number(text: str) -> Iterator[ActMention]:
    """Acts told by little more than their number: cut to a capital, or in brackets after a provision or a title."""
    grammar, provisions = act_grammar(), provision_grammar()
    for found in grammar.cut.finditer(text):
        end = found.end() if found["open"] else found.end("year")
        yield ActMention(Span(found.start(), end), "", full_number(found["number"], found["year"]))
    for found in grammar.bracketed.finditer(text):
        before = text[max(0, found.start() - _WORD_LENGTH) : found.start()]
        if grammar.bracketed_after.search(before) or provisions.after(text, found.end()):
            inside = Span(found.start() + 1, found.end() - 1)
            span = Span(found.start(), found.end()) if provisions.after(text, found.end()) else inside
            yield ActMention(span, "", full_number(found["number"], found["year"]))


def _number_after(grammar: ActGrammar, text: str, end: int) -> tuple[str | None, int]:
    """The number that follows a place, and where the mention ends with it."""
    found = grammar.number.match(text, end)
    if not found or (not found["open"] and len(found["year"]) < len("1999")):
        return None, end
    if found["open"] and not found["close"] and text[found.end() : found.end() + 1] not in (",", ";", " "):
        return None, end
    closed = found.end() if found["open"] else found.end("year")
    return full_number(found["number"], found["year"]), closed


def _compound_start(tokens: Sequence[Token], index: int, lemma: str, authorities: Authorities) -> tuple[int, str]:
    """Where the name of a compound begins: with its first half (*oppilas- ja ...*), or with a word of its title."""
    if index >= len(_PAIR) and tokens[index - 2].word.endswith("-"):
        return tokens[index - 2].start, title_key(f"{tokens[index - 2].word} {tokens[index - 1].word} {lemma}")
    if index:
        longer = f"{tokens[index - 1].word} {lemma}"
        if authorities.number_of(longer):
            return tokens[index - 1].start, title_key(longer)
    return tokens[index].start, title_key(lemma)


_PAIR: Final = ("half-", "and")


def _title_before(grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int) -> int | None:
    """The first word of a title that stands before *annettu laki*; None where there is none."""
    given = index - 1
    if given < 1 or not tokens[given].key.startswith(grammar.given):
        return None
    first = given
    while first > 0 and given - first < _LONGEST_TITLE:
        token = tokens[first - 1]
        after_sign = text[max(0, token.start - 1) : token.start] == ":"
        if after_sign or _TITLE_BREAK.search(text, token.end, tokens[first].start) or not _in_title(grammar, token):
            break
        first -= 1
    while first < given and tokens[first].key in conjunctions():
        first += 1
    return first if first < given else None


def _title_after(grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int) -> int | None:
    """The last word of a title that stands after *laki*; None where there is none."""
    last = None
    for following in range(index + 1, min(len(tokens), index + 1 + _LONGEST_TITLE)):
        token = tokens[following]
        if _TITLE_BREAK.search(text, tokens[following - 1].end, token.start) or not _in_title(grammar, token):
            break
        if token.key.endswith(grammar.about):
            last = following
        elif last is not None and token.key not in conjunctions() and not grammar.modifier.search(token.key):
            break
    return last


def _in_title(grammar: ActGrammar, token: Token) -> bool:
    key = token.key
    if key in conjunctions() or key.endswith("-"):
        return True
    if key in grammar.outside or grammar.never.search(key):
        return False
    return bool(grammar.modifier.search(key)) and not key[0].isdigit()


def _name(tokens: Sequence[Token]) -> str:
    """The name of an act known by what it is about: the same whether the title stood before or after."""
    return title_key(" ".join(token.word for token in tokens))


def _swedish(text: str, authorities: Authorities) -> Iterator[ActMention]:
    grammar, tokens = swedish_grammar(), tokens_of(text)
    for index, token in enumerate(tokens):
        if token.key.endswith(grammar.compound) and len(token.key) > len(grammar.compound[0]):
            ending = next(end for end in grammar.compound if token.key.endswith(end))
            if not f"{token.key.removesuffix(ending)}{ending[:3]}".endswith(grammar.not_acts):
                first = _with_adjective(tokens, index, authorities)
                number, end = _foreign_number(grammar.number, text, token.end)
                yield ActMention(Span(tokens[first].start, end), _name(tokens[first : index + 1]), number)
    for found in grammar.titled.finditer(text):
        yield from _swedish_titled(grammar, text, found)


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
        number, end = _foreign_number(grammar.number, text, last)
        yield ActMention(Span(found.start(), end), re.sub(r"^(\w+?)(?:ens|en)\b", r"\1", name), number)


_TITLE_LENGTH: Final = 200


def _with_adjective(tokens: Sequence[Token], index: int, authorities: Authorities) -> int:
    """Takes in the word before, where the act's known name has it (an adjective that tells two acts apart)."""
    longer = " ".join(token.word for token in tokens[max(0, index - 1) : index + 1])
    return index - 1 if index and authorities.number_of(longer) else index


_WORD_LENGTH: Final = 30


def _english(text: str) -> Iterator[ActMention]:
    table = load_toml("en/references.toml")["statute"]
    number = re.compile(rf"\s*(?P<open>\()\s*{_ACT_NUMBER}(?P<close>\s?\))")
    for found in re.finditer(rf"(?:{table['titled']}|{table['compound']})[\w\s,'\u2019-]{{0,120}}?(?=\s?\(\d)", text):
        given, end = _foreign_number(number, text, found.end())
        if given and "\n\n" not in found.group():
            yield ActMention(Span(found.start(), end), title_key(found.group()), given)


def _foreign_number(pattern: re.Pattern[str], text: str, end: int) -> tuple[str | None, int]:
    found = pattern.match(text, end)
    return (full_number(found["number"], found["year"]), found.end()) if found else (None, end)


@dataclass(frozen=True, slots=True)
class SwedishGrammar:
    """What Swedish texts name acts by."""

    compound: tuple[str, ...]
    titled: re.Pattern[str]
    not_acts: tuple[str, ...]
    after_title: frozenset[str]
    number: re.Pattern[str]


@cache
def swedish_grammar() -> SwedishGrammar:
    """The grammar of Swedish act names, read once."""
    table: Mapping[str, Any] = load_toml("sv/references.toml")["statute"]
    return SwedishGrammar(
        compound=tuple(table["compound"]),
        titled=re.compile(table["titled"]),
        not_acts=tuple(table["not_acts"]),
        after_title=frozenset(table["after_title"]),
        number=re.compile(rf"\s*(?P<open>\()\s*{table['number']}{_ACT_NUMBER}(?P<close>\s?\))"),
    )
