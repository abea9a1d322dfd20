"""How a batch is taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kannat.model import Document, Reading
from kannat.reading import Reader
from kannat.validation import ShapeEngine

Decisions = Callable[[Reading, Document], Reading]
"""Puts what people have decided of a document in the place of what was read."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is taken in.

    `consultation` is the case number that all documents answer, whatever they say; `gold` takes the known reading that
    lies beside each document; `reader` and `engine` stand in for the defaults; `decisions` is asked after each reading.
    With `jobs` over 1 so many child processes read, and these three must be such as can be sent to another process.
    """

    consultation: str | None = None
    gold: bool = False
    reader: Reader | None = None
    engine: ShapeEngine | None = None
    decisions: Decisions | None = None
    jobs: int = 1
