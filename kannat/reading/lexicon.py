"""Finds known names in the words of a text, in all their forms, longest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, Final, NamedTuple

from kannat.model import Span
from kannat.reading.data import load_toml
from kannat.reading.inflection import NOMINATIVE, Form, inflection
from kannat.reading.tokens import Token, tokens_of, words_of

FINNISH: Final = "fi"
_LONGEST_GAP: Final = 12


class Spelling(Enum):
    """How much of a name's capitals a text must keep."""

    ANY = "any"
    CAPITAL = "capital"
    EXACT = "exact"


class Name(NamedTuple):
    """What a phrase of the lexicon stands for: a key of the caller's, the phrase, and how it must be spelled."""

    key: str
    phrase: str
    language: str
    spelling: Spelling


class Found(NamedTuple):
    """A name found in a text: at which words, and in which form of its last word."""

    name: Name
    first: int
    last: int
    span: Span
    case: str
    plural: bool


class _Leaf(NamedTuple):
    name: Name
    case: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by their words; each node maps a folded word to the next node, and `""` to what ends there."""

    root: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, phrase: str, language: str = FINNISH, spelling: Spelling | None = None) -> None:
        """Makes a phrase known in all its forms. How it must be spelled follows from its capitals if not said."""
        words = [token.word for token in words_of(phrase)]
        if words:
            name = Name(key, phrase, language, spelling or spelling_of(words))
            _grow([self.root], _forms(words, name), name)

    def at(self, tokens: Sequence[Token], text: str, first: int, languages: frozenset[str]) -> Found | None:
        """The longest name that begins with this word; of equal ones, that which was made known first."""
        best: Found | None = None
        ways: list[tuple[dict[str, Any], int]] = [(self.root, first)]
        while ways:
            node, index = ways.pop()
            token = tokens[index]
            for key, case in _keys(token):
                below = node.get(key)
                if below is None:
                    continue
                for leaf in below.get("", ()):
                    found = self._found(leaf, tokens, first, index, case)
                    if leaf.name.language in languages and _spelled(found, tokens):
                        best = found if best is None or found.last > best.last else best
                if len(below) > ("" in below) and index + 1 < len(tokens) and joined(text, token, tokens[index + 1]):
                    ways.append((below, index + 1))
        return best

    def _found(self, leaf: _Leaf, tokens: Sequence[Token], first: int, last: int, case: str) -> Found:
        span = Span(tokens[first].start, tokens[last].end)
        return Found(leaf.name, first, last, span, case or leaf.case, leaf.plural)

    def all(self, text: str, languages: Iterable[str]) -> Iterator[Found]:
        """Every name in the text, left to right, none inside another."""
        tokens, root = tokens_of(text), self.root
        spoken = frozenset(languages)
        index = 0
        for place, (_, _, word, key, other) in enumerate(tokens):
            # A quick look that lets most words of a text pass by: no name can begin with them.
            if not (key in root or other or ":" in word or word[1:2].isupper()) or place < index:
                continue
            found = self.at(tokens, text, place, spoken)
            if found:
                yield found
                index = found.last + 1


def spelling_of(words: Sequence[str]) -> Spelling:
    """Acronyms must stand as they are, short names with their capital; longer names may stand in any case."""
    if len(words) > 1:
        return Spelling.ANY
    word = words[0]
    if any(letter.isupper() for letter in word[1:]) and word.replace("-", "").isalnum() and not word.islower():
        return Spelling.EXACT
    short = len(word) < _always_capital_below() and word[0].isupper()
    return Spelling.CAPITAL if short else Spelling.ANY


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether two words stand side by side: white space without an empty line between, or a dash."""
    gap = text[left.end : right.start]
    return (
        len(gap) <= _LONGEST_GAP
        and (gap.isspace() or gap.strip() in _DASHES or left.word.endswith("-"))
        and gap.count("\n") < _LINES_APART
    )


_DASHES: Final = ("\u2013", "-")
_LINES_APART: Final = 2


def _grow(nodes: list[dict[str, Any]], steps: list[tuple[Form, ...]], name: Name) -> None:
    """Adds a path for every form of every word; the nodes below the forms of one word are shared."""
    *before, last = steps
    for forms in before:
        shared: dict[str, Any] = {}
        following = [node.setdefault(form.text, shared) for node in nodes for form in forms]
        nodes = list({id(node): node for node in following}.values())
    for node in nodes:
        for form in last:
            node.setdefault(form.text, {}).setdefault("", []).append(_Leaf(name, form.case, form.plural))


def _forms(words: Sequence[str], name: Name) -> list[tuple[Form, ...]]:
    if name.language == FINNISH:
        steps = [tuple(form for form in forms if not form.plural) for forms in inflection().phrase(words)]
        return [*steps[:-1], (steps[-1][0],)] if _stands_still(words[-1]) else steps
    plain = [(Form(word.casefold(), NOMINATIVE),) for word in words]
    last = words[-1].casefold()
    owned = (Form(last + "s", "genitive"), Form(last + "'s", "genitive"), Form(last + "\u2019s", "genitive"))
    return [*plain[:-1], (*plain[-1], *owned)]


def _stands_still(word: str) -> bool:
    """Whether a word takes its endings after a colon or not at all: an acronym, a legal form."""
    return word.isupper() or word[:1].isdigit()


def _keys(token: Token) -> Iterator[tuple[str, str]]:
    """The folded words that a token may be, with the case that a stripped ending told."""
    yield token.key, ""
    if token.other:
        yield token.other, ""
    if ":" in token.word or (token.word[:2].isupper() and token.word[-1:].islower()):
        bare = inflection().bare(token.word)
        if bare:
            yield bare[0].casefold(), bare[1]


def _spelled(found: Found, tokens: Sequence[Token]) -> bool:
    first = tokens[found.first].word
    match found.name.spelling:
        case Spelling.ANY:
            return True
        case Spelling.CAPITAL:
            return first[:1].isupper()
        case Spelling.EXACT:
            wanted = found.name.phrase
            kept = wanted if wanted.isupper() else wanted[:-1]
            return first.startswith(kept) and not _in_capitals(tokens, found.first)


def _in_capitals(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word stands in a heading set in capitals, where an acronym cannot be told from a word."""
    beside = [tokens[i].word for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    heading = bool(beside) and all(len(word) > _LONGEST_ACRONYM and word.isupper() for word in beside)
    return heading and tokens[index].word.isupper()


_LONGEST_ACRONYM: Final = 5


@cache
def _always_capital_below() -> int:
    return int(load_toml("matching.toml")["always_capital_below"])
