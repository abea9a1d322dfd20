"""From a document to a reading: who stands where on what, in which words, on which law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kannat.model import Consultation, Document, Reading
from kannat.reading.model import load_model
from kannat.reading.pipeline import Reader, StagedReader
from kannat.reading.trained import TrainedFinder

__all__ = ["Reader", "StagedReader", "default_reader", "read"]


@cache
def default_reader() -> Reader:
    """The reader that is used where none is named: with the trained model, offline, deterministic."""
    model = load_model()
    return StagedReader(TrainedFinder(model) if model else None)


def read(document: Document, consultations: Sequence[Consultation] = (), language: str | None = None) -> Reading:
    """What the default reader finds in a document; `language` overrules the one it would tell."""
    reading = default_reader().read(document, consultations)
    return replace(reading, language=language) if language else reading
