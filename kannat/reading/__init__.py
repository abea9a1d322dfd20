"""From a document to a reading: who stands where on what, in which words, on which law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kannat.errors import UnknownName
from kannat.model import Consultation, Document, Reading
from kannat.reading.model import load_model
from kannat.reading.pipeline import Reader, StagedReader
from kannat.reading.positions import RuleFinder
from kannat.reading.trained import TrainedFinder

__all__ = ["Reader", "StagedReader", "default_reader", "read", "reader_named"]


@cache
def default_reader() -> Reader:
    """The reader that is used where none is named: with the trained model, offline, deterministic."""
    return StagedReader(TrainedFinder(load_model()))


def reader_named(name: str) -> Reader:
    """The reader of this name: `trained`, which is the default, or `rules`. Raises `UnknownName`.

    A language model is no such reader: it needs settings, see `kannat.reading.language_model`.
    """
    if name not in ("rules", "trained"):
        raise UnknownName("reader", name, ("rules", "trained"))
    return StagedReader(RuleFinder()) if name == "rules" else default_reader()


def read(document: Document, consultations: Sequence[Consultation] = (), language: str | None = None) -> Reading:
    """What the default reader finds in a document; `language` overrules the one it would tell."""
    reading = default_reader().read(document, consultations)
    return replace(reading, language=language) if language else reading
