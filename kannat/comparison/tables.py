"""Between a question's table of RDF terms and Python's own values, and on to data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, Final, Protocol

from pyoxigraph import Literal, NamedNode

from kannat.errors import UsageError
from kannat.graph import terms as t

Record = dict[str, Any]
Value = str | int | float | bool | date | None


class Answer(Protocol):
    """What a question gives: columns, and rows of RDF terms."""

    @property
    def columns(self) -> Sequence[str]: ...

    @property
    def rows(self) -> Iterable[Sequence[Any]]: ...


def records(answer: Answer) -> Iterator[dict[str, Any]]:
    """Each row as a dictionary of Python values by column."""
    columns = tuple(answer.columns)
    return (dict(zip(columns, map(plain, row), strict=True)) for row in answer.rows)


def plain(term: object) -> Value:
    """The Python value of an RDF term: an address and any other text as `str`, an unbound one as None."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        read = _READERS.get(term.datatype)
        return read(term.value) if read else term.value
    return str(term)


def local_name(address: str) -> str:
    """What a code's or a thing's address ends with: `supports`, `VN-37864-2025.092.aa2c32ce8274`."""
    return address.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Rows:
    """A table whose rows are values of one frozen dataclass."""

    __slots__ = ()

    def records(self) -> list[Record]:
        """The rows as dictionaries of plain values by column."""
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


def _boolean(text: str) -> bool:
    return text in {"true", "1"}


_READERS: Final = {
    t.INTEGER: int,
    t.BOOLEAN: _boolean,
    t.DATE: date.fromisoformat,
    t.DECIMAL: lambda text: float(Decimal(text)),
}
