"""From a question's answer to Python's own values, and on to data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from typing import Any, cast

from pyoxigraph import Literal, NamedNode

from kannat.errors import UsageError
from kannat.questions import library, run
from kannat.questions.order import without_order
from kannat.questions.parameters import fill, resolve
from kannat.store import Store

Record = dict[str, Any]


def ask(store: Store, question: str, **parameters: str) -> list[Record]:
    """The rows of one of the library's questions as dictionaries of plain values by column."""
    records: list[Record] = run(store, library()[question], parameters).records()
    return records


def texts(store: Store, question: str, **parameters: str) -> Iterator[tuple[str, ...]]:
    """The rows of one of the library's questions as they are written, in any order; an empty cell is an empty text.

    Much faster than `ask` for large answers: nothing is sorted, and no number is made of a text that is not needed.
    """
    query = library()[question]
    found = store.select(without_order(fill(query, resolve(store, query, parameters)))).rows
    rows = cast("Sequence[tuple[NamedNode | Literal | None, ...]]", found)
    return (tuple(["" if term is None else term.value for term in row]) for row in rows)


def local_name(address: str) -> str:
    """What a code's or a thing's address ends with: `supports`, `VN-37864-2025.092.aa2c32ce8274`."""
    return address.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Rows:
    """A result that can be had as dictionaries or as a data frame."""

    __slots__ = ()

    def records(self) -> list[Record]:
        """A dictionary of plain values for each row."""
        raise NotImplementedError

    def columns(self) -> Mapping[str, Sequence[Any]]:
        """The values of each column in the order of the rows; for large results much less than `records` takes."""
        rows = self.records()
        return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame. Raises `UsageError` where pandas is not installed."""
        return _frame("pandas", self.columns())

    def to_polars(self) -> Any:
        """The rows as a polars data frame. Raises `UsageError` where polars is not installed."""
        return _frame("polars", self.columns())


def record(row: Any) -> Record:
    """A dataclass value as a dictionary, its fields unaltered."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _frame(package: str, columns: Mapping[str, Sequence[Any]]) -> Any:
    try:
        module = import_module(package)
    except ImportError as error:
        raise UsageError(f"{package} is not installed", advice=f"pip install {package}, or use records()") from error
    return module.DataFrame(dict(columns))
