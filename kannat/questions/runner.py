"""Asks a store a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pyoxigraph import Literal, Quad

from kannat.questions.guard import Form
from kannat.questions.order import in_order, sort_keys, without_order
from kannat.questions.parameters import Selecting, fill, resolve
from kannat.questions.query_file import ColumnKind, QueryFile
from kannat.questions.query_library import library
from kannat.questions.table import Table
from kannat.store.base import Rows, Term


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
            return Table.of_rows(_rows(store, query, text))
        case _:
            return Table.of_triples(store.construct(text), query.form)


def _rows(store: Answering, query: QueryFile, text: str) -> Rows:
    """The rows in the order that the question asks for, or by their terms where it asks for none.

    The engine sorts only what is not ordered by the columns that the header names.
    """
    keys = sort_keys(text)
    columns = {column.name for column in query.columns}
    if query.is_ordered and not (keys and columns.issuperset(key.column for key in keys)):
        return store.select(text)
    return in_order(_with_sorted_lists(store.select(without_order(text)), query), keys)


def _with_sorted_lists(rows: Rows, query: QueryFile) -> Rows:
    """The rows with the addresses of each list in order: no engine promises one."""
    lists = {place for place, column in enumerate(query.columns) if column.kind is ColumnKind.ADDRESSES}
    if not lists:
        return rows
    sorted_rows = (
        tuple(_sorted_list(term) if place in lists else term for place, term in enumerate(row)) for row in rows
    )
    return Rows(rows.variables, tuple(sorted_rows))


def _sorted_list(term: Term | None) -> Term | None:
    return Literal(" ".join(sorted(term.value.split()))) if isinstance(term, Literal) else term
