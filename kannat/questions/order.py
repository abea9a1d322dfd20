"""Rows in the order that a question asks for, put there by us: engines take longer to sort rows than to find them.

Oxigraph looks up the text of every address each time that it compares two rows. The file keeps its ORDER BY, so that
it answers in the same order in any engine; what runs a question asks for rows in any order and sorts them like this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final

from pyoxigraph import Literal, NamedNode

from kannat.graph import terms as t
from kannat.store.base import Row, Rows

_CLAUSE: Final = re.compile(
    r"\s+ORDER\s+BY(?P<keys>(?:\s+(?:\?\w+|(?:ASC|DESC)\s*\(\s*\?\w+\s*\)))+)\s*\Z", re.IGNORECASE
)
_KEY: Final = re.compile(r"(?:(ASC|DESC)\s*\(\s*)?\?(\w+)", re.IGNORECASE)
_NUMBERS: Final = frozenset(f"{t.PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float"))

SortValue = tuple[int, Decimal, str]


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column that rows are sorted by."""

    column: str
    descending: bool = False


def sort_keys(text: str) -> tuple[SortKey, ...]:
    """The columns that a query ends by sorting on; none where it does not, or sorts on what is no column alone."""
    clause = _CLAUSE.search(text)
    found = _KEY.findall(clause["keys"]) if clause else ()
    return tuple(SortKey(column, direction.upper() == "DESC") for direction, column in found)


def without_order(text: str) -> str:
    """The query without the order that `sort_keys` finds."""
    return _CLAUSE.sub("\n", text)


def in_order(rows: Rows, keys: tuple[SortKey, ...]) -> Rows:
    """The rows sorted as SPARQL 1.1 sorts them; without keys by their terms as they are written."""
    if not keys:
        return Rows(rows.variables, tuple(sorted(rows.rows, key=lambda row: tuple(map(str, row)))))
    found = list(rows.rows)
    for key in reversed(keys):  # sorting keeps the order of what is equal, so the first key comes last
        found.sort(key=partial(_value_at, rows.variables.index(key.column)), reverse=key.descending)
    return Rows(rows.variables, tuple(found))


def _value_at(place: int, row: Row) -> SortValue:
    """What a row is sorted by: nothing comes first, then addresses, then numbers by their value, then texts."""
    term = row[place]
    if term is None:
        return 0, _ZERO, ""
    if isinstance(term, Literal):
        number = _number(term) if term.datatype.value in _NUMBERS else None
        return (4, _ZERO, term.value) if number is None else (3, number, "")
    return (2, _ZERO, term.value) if isinstance(term, NamedNode) else (1, _ZERO, str(term))


def _number(term: Literal) -> Decimal | None:
    """The value of a number; None where it is none, as foreign data may have it."""
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return None if value.is_nan() else value


_ZERO: Final = Decimal(0)
