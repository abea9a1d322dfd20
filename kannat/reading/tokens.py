"""The words of a text with their places, joined again where a line's end has cut them."""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from kannat.reading.data import load_toml

_WORD: Final = re.compile(r"[^\W_]+(?:(?:-\n[ \t]*|[-:'\u2019])[^\W_]+)*-?")
_CUT: Final = re.compile(r"-\n[ \t]*")
_TEXTS_KEPT: Final = 8
_LONGEST_JOINT: Final = 12


class Token(NamedTuple):
    """A word at `[start, end)`: as it is written once cut lines are joined, and folded for comparison.

    `other` is the folded word with the hyphen kept, where a line ended in one: the hyphen may belong to the word.
    """

    start: int
    end: int
    word: str
    key: str
    other: str = ""


_token: Final = partial(tuple.__new__, Token)
"""The quick way to make one, for every word of every text is made one."""


@lru_cache(maxsize=_TEXTS_KEPT)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in order. A trailing hyphen stays with its word (*Digi-*)."""
    return words_of(text)


def words_of(text: str) -> tuple[Token, ...]:
    """The same of a short text that is looked at once, and so is not worth keeping."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if "\n" in word:
            found.extend(_joined(match.start(), word))
        else:
            start, end = match.span()
            found.append(_token((start, end, word, word.casefold(), "")))
    return tuple(found)


def _joined(start: int, run: str) -> list[Token]:
    """The words of a run that a line's end cuts: one, or two where a conjunction begins the line."""
    for cut in _CUT.finditer(run):
        if re.split(r"[-:]", run[cut.end() : cut.end() + _LONGEST_JOINT], maxsplit=1)[0] in conjunctions():
            head, tail = run[: cut.start() + 1], run[cut.end() :]
            first = _joined(start, head) if "\n" in head else [_plain(start, head)]
            middle = start + cut.end()
            return first + (_joined(middle, tail) if "\n" in tail else [_plain(middle, tail)])
    word, other = _CUT.sub("", run), _CUT.sub("-", run)
    return [Token(start, start + len(run), word, word.casefold(), other.casefold())]


def _plain(start: int, word: str) -> Token:
    return Token(start, start + len(word), word, word.casefold())


@cache
def conjunctions() -> frozenset[str]:
    """The words that join two others (*ja*, *och*), folded."""
    return frozenset(load_toml("matching.toml")["conjunctions"])
