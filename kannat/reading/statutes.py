"""Acts as Finnish texts name them: in a compound, by a title before or after the word, with or without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.model import Span
from kannat.reading.acts import ACT_NUMBER, FULL_YEAR, ActMention, full_number
from kannat.reading.authorities import Authorities, title_key, title_word
from kannat.reading.data import load_toml
from kannat.reading.inflection import inflection
from kannat.reading.provisions import provision_grammar
from kannat.reading.tokens import Token, conjunctions, tokens_of

_LONGEST_TITLE: Final = 18
_LONGEST_KNOWN: Final = 40
_TITLE_LENGTH: Final = 400
_NEAR: Final = 40
_SHORTEST_HALF: Final = 3
_TAIL: Final = 3
"""Last letters by which most words are seen at once to name no act; no form of a word for one is shorter."""
_TITLE_BREAK: Final = re.compile(r"[^\s\u2013-]|\n[ \t]*\n")
"""What no title holds between two of its words."""


@dataclass(frozen=True, slots=True)
class ActGrammar:
    """What Finnish, Swedish and English texts name acts by."""

    forms: Mapping[str, str]
    endings: tuple[str, ...]
    names: Mapping[str, str]
    numbered: Mapping[str, str]
    numbered_endings: tuple[str, ...]
    tails: frozenset[str]
    doubtful: frozenset[str]
    not_acts: frozenset[str]
    given: tuple[str, ...]
    dated: re.Pattern[str]
    titled: frozenset[str]
    about: tuple[str, ...]
    modifier: re.Pattern[str]
    outside: frozenset[str]
    never: re.Pattern[str]
    number: re.Pattern[str]
    after_title: re.Pattern[str]
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
        tails=frozenset(form[-_TAIL:] for form in (*forms, *numbered)),
        doubtful=frozenset(table["doubtful"]),
        not_acts=frozenset(table["not_acts"]),
        given=tuple(table["given"]),
        dated=re.compile(rf"(?:{table['dated']})\s+$"),
        titled=frozenset(table["titled"]),
        about=tuple(table["about"]),
        modifier=re.compile(table["modifier"]),
        outside=frozenset(table["outside"]),
        never=re.compile(table["never"]),
        number=re.compile(
            rf"\s*(?P<open>\(?)\s*{table['number']}(?:{table['dated_number']}|{ACT_NUMBER})(?P<close>\s?\))?"
        ),
        after_title=re.compile(rf"\s(?P<title>[^().;:\u00a7]{{4,}}?)\s\({ACT_NUMBER}(?:\)|(?=[,;]))"),
        cut=re.compile(rf"{table['cut']}(?P<open>\(?){ACT_NUMBER}(?P<close>\)?)"),
        bracketed=re.compile(rf"\({ACT_NUMBER}\)"),
        bracketed_after=re.compile(table["bracketed_after"]),
    )


def _all_forms(words: Sequence[str]) -> dict[str, str]:
    return {form.text: word for word in words for form in inflection().forms(word)}


def finnish_acts(text: str, authorities: Authorities) -> Iterator[ActMention]:
    """Every act that a Finnish text names, in no particular order; they may overlap."""
    grammar, tokens = act_grammar(), tokens_of(text)
    for index, token in enumerate(tokens):
        key = token.key
        if key[-_TAIL:] not in grammar.tails and key not in grammar.names:
            continue
        if key.endswith(grammar.endings) or key in grammar.names:
            yield from _act(grammar, text, tokens, index, authorities)
        elif key.endswith(grammar.numbered_endings):
            yield from _numbered(grammar, text, tokens, index, authorities)
    yield from _by_number(text)


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
    before, given = _title_before(grammar, text, tokens, index, "", authorities)
    if before is not None:
        yield ActMention(Span(tokens[before].start, end), _about(tokens[before:given]), number)
        return
    if number is None:
        later, later_end = _number_after_title(grammar, text, tokens, index)
        after = _known_after(text, tokens, index, authorities) or _title_after(grammar, text, tokens, index)
        if after is not None and (later or token.key in grammar.titled):
            later_end = later_end if later else tokens[after].end
            yield ActMention(Span(token.start, later_end), _about(tokens[index + 1 : after + 1]), later)
            return
    if number:
        yield ActMention(Span(token.start, end), "", number)


def _numbered(
    grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int, authorities: Authorities
) -> Iterator[ActMention]:
    """A decree or a decision: named only where its number stands beside it or its title is known."""
    token = tokens[index]
    kind = next(grammar.numbered[end] for end in grammar.numbered_endings if token.key.endswith(end))
    number, end = _number_after(grammar, text, token.end)
    before, given = _title_before(grammar, text, tokens, index, kind, authorities)
    about = f"{kind} {_about(tokens[before:given])}" if before is not None else ""
    if number or authorities.number_at(about):
        start = token.start if before is None else tokens[before].start
        yield ActMention(Span(start, end), about, number)
        return
    number, end = _number_after_title(grammar, text, tokens, index)
    if number:
        yield ActMention(Span(token.start, end), "", number)


def _by_number(text: str) -> Iterator[ActMention]:
    """Acts told by little more than their number: cut to a capital, or in brackets after a provision or a title."""
    grammar, provisions = act_grammar(), provision_grammar()
    for found in grammar.cut.finditer(text):
        end = found.end() if found["open"] else found.end("year")
        yield ActMention(Span(found.start(), end), "", full_number(found["number"], found["year"]))
    for found in grammar.bracketed.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        if grammar.bracketed_after.search(before) or provisions.after(text, found.end()):
            inside = Span(found.start() + 1, found.end() - 1)
            span = Span(found.start(), found.end()) if provisions.after(text, found.end()) else inside
            yield ActMention(span, "", full_number(found["number"], found["year"]))


def _number_after(grammar: ActGrammar, text: str, end: int) -> tuple[str | None, int]:
    """The number that follows a place, and where the mention ends with it."""
    found = grammar.number.match(text, end)
    if not found:
        return None, end
    if found["dated_year"]:
        return full_number(found["dated_number"], found["dated_year"]), found.end()
    if not found["open"] and len(found["year"]) < FULL_YEAR:
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


def _title_before(
    grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int, kind: str, authorities: Authorities
) -> tuple[int | None, int]:
    """The first word of a title that stands before *annettu laki* and the word after it; None where there is none.

    The longest title that the authority knows there decides, else the words that may stand in one.
    """
    given = _given_before(grammar, text, tokens, index, kind)
    if given < 1 or not tokens[given].key.startswith(grammar.given):
        return None, given
    last = _date_before(grammar, text, tokens, given)
    first = _known_before(text, tokens, last, kind, authorities)
    first = _grammar_before(grammar, text, tokens, last) if first is None else first
    return (last if first is None and last < given else first), last


def _given_before(grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int, kind: str) -> int:
    """Where *annettu* stands: right before an act; who gave a decree may stand between (*valtioneuvoston asetus*)."""
    given = index - 1
    farthest = max(0, index - _LONGEST_GIVER) if kind else given
    while given > farthest and not tokens[given].key.startswith(grammar.given):
        if _TITLE_BREAK.search(text, tokens[given].end, tokens[given + 1].start):
            break
        given -= 1
    return given


_LONGEST_GIVER: Final = 8


def _known_before(text: str, tokens: Sequence[Token], last: int, kind: str, authorities: Authorities) -> int | None:
    """The first word of the longest known title that ends before this word."""
    found, words = None, ""
    for first in range(last - 1, max(-1, last - 1 - _LONGEST_KNOWN), -1):
        if _SENTENCE_BREAK.search(text, tokens[first].end, tokens[first + 1].start):
            break
        words = f"{title_word(tokens[first].key)} {words}".rstrip()
        if authorities.number_at(f"{kind} {words}".lstrip()):
            found = first
    return found


_SENTENCE_BREAK: Final = re.compile(r"[.;:()!?]|\n[ \t]*\n")


def _known_after(text: str, tokens: Sequence[Token], index: int, authorities: Authorities) -> int | None:
    """The last word of the longest known title that stands after *laki*."""
    found, words = None, ""
    for last in range(index + 1, min(len(tokens), index + 1 + _LONGEST_KNOWN)):
        if _SENTENCE_BREAK.search(text, tokens[last - 1].end, tokens[last].start):
            break
        words = f"{words} {title_word(tokens[last].key)}".lstrip()
        if authorities.number_at(words):
            found = last
    return found


def _number_after_title(grammar: ActGrammar, text: str, tokens: Sequence[Token], index: int) -> tuple[str | None, int]:
    """The number in brackets after a title that follows *laki* or *asetus*, and where the mention ends with it."""
    start = tokens[index].end
    found = grammar.after_title.match(text, start, start + _TITLE_LENGTH)
    if not found:
        return None, start
    inside = [token for token in tokens[index + 1 : index + 1 + _LONGEST_KNOWN] if token.end <= found.end("title")]
    told = any(token.key.endswith(grammar.about) for token in inside)
    if not told or any(token.key in grammar.outside or grammar.never.search(token.key) for token in inside[:1]):
        return None, start
    return full_number(found["number"], found["year"]), found.end()


def _grammar_before(grammar: ActGrammar, text: str, tokens: Sequence[Token], given: int) -> int | None:
    """The first of the words before this one that may stand in a title; None where there is none."""
    first = given
    while first > 0 and given - first < _LONGEST_TITLE:
        token = tokens[first - 1]
        after_sign = text[max(0, token.start - 1) : token.start] == ":"
        other_act = tokens[first].key in conjunctions() and grammar.lemma(token.key)
        if (
            after_sign
            or other_act
            or _TITLE_BREAK.search(text, token.end, tokens[first].start)
            or not _in_title(grammar, token)
        ):
            break
        first -= 1
    while first < given and tokens[first].key in conjunctions():
        first += 1
    return first if first < given else None


def _date_before(grammar: ActGrammar, text: str, tokens: Sequence[Token], given: int) -> int:
    """The first word of the date of issue that stands before *annettu*; that word itself where there is none."""
    end = tokens[given].start
    found = grammar.dated.search(text[max(0, end - _NEAR) : end])
    first = given
    while found and first > 0 and tokens[first - 1].start >= end - len(found.group()):
        first -= 1
    return first


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


def _about(tokens: Sequence[Token]) -> str:
    """The name of an act known by what it is about: the same whether the title stood before or after."""
    return title_key(" ".join(token.word for token in tokens))
