"""Asks a store a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pyoxigraph import Quad

from kannat.questions.guard import Form
from kannat.questions.parameters import Selecting, fill, resolve
from kannat.questions.query_file import QueryFile
from kannat.questions.query_library import library
from kannat.questions.table import Table
from kannat.store.base import Rows


class Answering(Selecting, Protocol):
    """Whatever answers questions: every store does."""

    def ask(self, query: str) -> bool:
        """The answer to an ASK."""
        ...

    def construct(self, query: str) -> list[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        ...


def run(store: Answering, query: QueryFile | str, parameters: Mapping[str, str] | None = None) -> Table:
    """The answer to a question, or to that of the library by this name, with parameters as a person writes them.

    What may not be asked was refused when the file was read. Raises `UnknownName` or `UsageError` for parameters that
    do not fit, and what the store raises.
    """
    if isinstance(query, str):
        query = library()[query]
    text = fill(query, resolve(store, query, parameters or {}))
    match query.form:
        case Form.ASK:
            return Table.of_answer(store.ask(text))
        case Form.SELECT:
            rows = store.select(text)
            return Table.of_rows(rows if query.is_ordered else _ordered(rows))
        case _:
            return Table.of_triples(store.construct(text), query.form)


def _ordered(rows: Rows) -> Rows:
    """The rows by their terms as written: much faster than an engine's ORDER BY, and the same in all of them."""
    return Rows(rows.variables, tuple(sorted(rows.rows, key=lambda row: tuple(map(str, row)))))
