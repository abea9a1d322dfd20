"""What a question may not do, checked before any engine sees it.

The engine that parses questions recurses: deep nesting or long chains end the process, not the call. So length, depth
and chains are limited first, on the tokens. SERVICE and FROM reach other machines and files: whether a question uses
them is settled by the parser itself, which is given the text with those words made meaningless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from pyoxigraph import Store

from kannat.errors import LimitExceeded, MalformedData, UsageError

LENGTH_LIMIT: Final = 1024 * 1024
"""Bytes of one question."""
DEPTH_LIMIT: Final = 100
"""Brackets open at once, of whatever kind."""
PARTS_LIMIT: Final = 600
"""Patterns, operators and clauses in one question; the parser fails somewhere above a thousand."""
UNCLEAR_LENGTH_LIMIT: Final = 4096
"""Characters of a question in which `<` may begin a name or be the sign for less."""


class Form(StrEnum):
    """What a question answers with: rows, yes or no, or a graph."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph."""
        return self in {Form.CONSTRUCT, Form.DESCRIBE}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                |"(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:\w[\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*(?<!\.))
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>\w+)
    | (?P<sign>&&|\|\||\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CHAINING: Final = frozenset("{.;!+-*/|^=&") | {"&&", "||"}
_CLAUSES: Final = frozenset(
    {"AS", "BIND", "FILTER", "GRAPH", "HAVING", "MINUS", "OPTIONAL", "UNION", "VALUES", "EXISTS", "NOT", "IN"}
)
_OPERANDS: Final = frozenset({"iri", "string", "variable", "name", "number", "tag"})
_FORBIDDEN: Final = {
    "SERVICE": "it would ask another machine; ask the store alone",
    "FROM": "it would read other data; the store's graphs are looked at together",
}
_FORBIDDEN_WORD: Final = re.compile("|".join(_FORBIDDEN), re.IGNORECASE)
_UPDATES: Final = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})
_SYNTAX_PLACE: Final = re.compile(r"^(?:error )?at (\d+):(\d+): (.*)$", re.DOTALL)


def check(text: str, place: str) -> Form:
    """The form of a question that may be asked.

    After this call the question is valid SPARQL 1.1, neither updates nor reaches outside the store, and is within the
    limits above. Raises `LimitExceeded`, `MalformedData` with line and column, or `UsageError` that says what is
    refused and where.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LENGTH_LIMIT:
        raise LimitExceeded(f"the question is longer than {LENGTH_LIMIT} bytes", place=place)
    _check_size(text, place)
    words = [token for token in _tokens(text) if token.kind == "word"]
    form = _form(words, text, place)
    _check_meaning(text, words, place)
    return form


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None and kind != "comment":
            yield _Token(kind, match[0], match.start())


def _check_size(text: str, place: str) -> None:
    """Limit depth and chains; where `<` cannot be told from a name's beginning, limit the text as a whole."""
    closing: list[str] = []
    parts = 0
    before = _Token("", "", 0)
    for token in _tokens(text):
        if token.kind == "sign" and token.text in _OPENING:
            closing.append(_OPENING[token.text])
            if len(closing) > DEPTH_LIMIT:
                raise LimitExceeded(
                    f"brackets nested more than {DEPTH_LIMIT} deep", place=_at(place, text, token.start)
                )
        elif closing and token.text == closing[-1]:
            closing.pop()
        elif closing and closing[-1] == ")" and _is_unclear(token, before):
            _check_unclear(text, place)
        parts += token.text in _CHAINING if token.kind == "sign" else token.text.upper() in _CLAUSES
        if parts > PARTS_LIMIT:
            raise LimitExceeded(f"more than {PARTS_LIMIT} patterns and operators", place=place)
        before = token


def _is_unclear(token: _Token, before: _Token) -> bool:
    """Whether a name in angle brackets could be a comparison that hides the rest of the text."""
    return (
        token.kind == "iri"
        and any(sign in token.text for sign in "#'()[]")
        and (before.kind in _OPERANDS or before.text == ")" or before.kind == "word")
    )


def _check_unclear(text: str, place: str) -> None:
    brackets = sum(text.count(bracket) for bracket in _OPENING)
    if len(text) > UNCLEAR_LENGTH_LIMIT or brackets > PARTS_LIMIT:
        advice = "declare a prefix and write short names"
        raise LimitExceeded("too long with full names behind other terms in brackets", place=place, advice=advice)


def _form(words: list[_Token], text: str, place: str) -> Form:
    for token in words:
        word = token.text.upper()
        if word in _UPDATES:
            raise UsageError(f"{word} changes data", place=_at(place, text, token.start), advice="questions only read")
        if word.lower() in set(Form):
            return Form(word.lower())
        if word not in {"PREFIX", "BASE"}:
            break
    raise MalformedData("neither SELECT, ASK, CONSTRUCT nor DESCRIBE", place=place)


def _check_meaning(text: str, words: list[_Token], place: str) -> None:
    """Let the parser judge the text without the forbidden words: it agrees where they stand in names and texts only."""
    harmless = _FORBIDDEN_WORD.sub(lambda found: "x" * len(found[0]), text)
    try:
        Store().query(harmless)
    except SyntaxError as error:
        for token in words:
            if (word := token.text.upper()) in _FORBIDDEN:
                where = _at(place, text, token.start)
                raise UsageError(f"{word} is refused", place=where, advice=_FORBIDDEN[word]) from error
        raise _malformed(error, place) from error


def _malformed(error: SyntaxError, place: str) -> MalformedData:
    if (found := _SYNTAX_PLACE.match(str(error))) is None:
        return MalformedData(f"not SPARQL: {error}", place=place)
    what = found[3] if len(found[3]) <= _LONGEST_MESSAGE else found[3][:_LONGEST_MESSAGE] + "\N{HORIZONTAL ELLIPSIS}"
    return MalformedData(f"not SPARQL: {what}", place=place, line=int(found[1]), column=int(found[2]))


_LONGEST_MESSAGE: Final = 200


def _at(place: str, text: str, offset: int) -> str:
    return f"{place}:{text.count(chr(10), 0, offset) + 1}"
