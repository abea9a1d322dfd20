"""A question of the library as somebody would write it who knows the round: its address, one language, no fallbacks.

What a question finds stays as it lies. In place of each sub-select that gives a thing one name in any language stand
plain patterns, the consultation is written into the text, the other slots go, and nothing is sorted. So a ratio to it
says what names, parameters and their fallbacks cost, and not whether the rest could be written better; the queries in
`handwritten/` say that for the questions they answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kannat.questions import QueryFile
from kannat.questions.order import without_order

_NAMES = re.compile(r"^( *)\{ # one name for each .*?^\1\}\n", re.MULTILINE | re.DOTALL)
_CHOSEN = re.compile(r"\(([^()]*(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))[^()]*?) AS \?(\w+)\)")
_PATTERN = re.compile(r"(\?\w+) ([a-z]+:\w+) (\?\w+)")
_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}\n?")


def plain(query: QueryFile, consultation: str, language: str = "fi") -> str:
    """The query's text without its fallbacks, for one consultation (its address) and one language."""
    text = _NAMES.sub(lambda block: _patterns(block[0], language), without_order(query.text))
    return _SLOT.sub(lambda slot: _filled(slot[1], consultation, language), text)


def _filled(slot: str, consultation: str, language: str) -> str:
    if slot == "consultation":
        return f"VALUES ?consultation {{ <{consultation}> }}\n"
    return f'VALUES ?language {{ "{language}" }}\n' if slot == "language" else ""


def _patterns(block: str, language: str) -> str:
    """The names and facts that a sub-select gives, each as one pattern."""
    return "".join(f"{pattern}\n" for pattern in _found(block, language))


def _found(block: str, language: str) -> Iterator[str]:
    select, where = block.split("WHERE", 1)
    [thing] = re.findall(r"GROUP BY (\?\w+)\n", block)
    given = {value: predicate for subject, predicate, value in _PATTERN.findall(where) if subject == thing}
    given |= {"?ranked": given["?name"], "?typed": given.get("?class", ""), "?sort": "^kan:cites/kan:referenceKind"}
    for expression, name in _CHOSEN.findall(select):
        [source] = re.findall(r"\?\w+", expression)
        pattern = f"{thing} {given[source]} ?{name} ."
        in_language = f'OPTIONAL {{ {pattern} FILTER(LANG(?{name}) = "{language}") }}'
        yield in_language if source == "?ranked" else pattern
