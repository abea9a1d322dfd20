"""Literals in the one form that every engine keeps as it is."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from pyoxigraph import Literal

from kannat.graph import terms as t


def integer_literal(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=t.INTEGER)


def decimal_literal(value: float | None) -> Literal | None:
    """Four decimals at most, without trailing zeros: the form that the embedded engine keeps."""
    if value is None:
        return None
    if not isfinite(value):
        raise ValueError(f"not a number between 0 and 1: {value}")
    rounded = format(round(Decimal(str(value)), 4).normalize() + 0, "f")
    return Literal(rounded, datatype=t.DECIMAL)
