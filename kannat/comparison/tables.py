"""From a question's answer to Python's own values, and on to data frames."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from typing import Any

from kannat.errors import UsageError
from kannat.questions import library, run
from kannat.store import Store

Record = dict[str, Any]


def ask(store: Store, question: str, **parameters: str) -> list[Record]:
    """The rows of one of the library's questions as dictionaries of plain values by column."""
    records: list[Record] = run(store, library()[question], parameters).records()
    return records


def local_name(address: str) -> str:
    """What a code's or a thing's address ends with: `supports`, `VN-37864-2025.092.aa2c32ce8274`."""
    return address.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Rows:
    """A result that can be had as dictionaries or as a data frame."""

    __slots__ = ()

    def records(self) -> list[Record]:
        """A dictionary of plain values for each row."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame. Raises `UsageError` where pandas is not installed."""
        return _frame("pandas", self.records())

    def to_polars(self) -> Any:
        """The rows as a polars data frame. Raises `UsageError` where polars is not installed."""
        return _frame("polars", self.records())


def record(row: Any) -> Record:
    """A dataclass value as a dictionary, its fields unaltered."""
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _frame(package: str, rows: list[Record]) -> Any:
    try:
        module = import_module(package)
    except ImportError as error:
        raise UsageError(f"{package} is not installed", advice=f"pip install {package}, or use records()") from error
    return module.DataFrame(rows)
