"""From a question's answer to Python's own values, and on to data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from typing import Any

from kannat.errors import UsageError
from kannat.questions import library, run
from kannat.questions.parameters import fill, resolve
from kannat.store import Store
from kannat.store.base import Row

Record = dict[str, Any]


def ask(store: Store, question: str, **parameters: str) -> list[Record]:
    """The rows of one of the library's questions as dictionaries of plain values by column."""
    records: list[Record] = run(store, library()[question], parameters).records()
    return records


def terms(store: Store, question: str, consultation: str) -> Sequence[Row]:
    """The rows of one of the library's questions as the store's own terms, in any order: for large answers."""
    query = library()[question]
    return store.select(fill(query, resolve(store, query, {"consultation": consultation}))).rows


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
