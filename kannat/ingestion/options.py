"""How a batch is taken in."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.reading import Reader
from kannat.validation import ShapeEngine


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is taken in.

    `consultation` is the case number that all documents answer, whatever they say; `gold` takes the known reading that
    lies beside each document; `reader` and `engine` stand in for the defaults. With `jobs` over 1 so many processes
    read, and these two must be such as can be sent to another process.
    """

    consultation: str | None = None
    gold: bool = False
    reader: Reader | None = None
    engine: ShapeEngine | None = None
    jobs: int = 1
