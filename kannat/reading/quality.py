"""How well the default reader reads, as it was measured: what every output that shows its positions can say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.errors import MalformedData
from kannat.reading.data import load_toml
from kannat.resources import folder

MODEL_FILE: Final = "model/model.toml"
OVERALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Quality:
    """F1 of positions, of their stances and of their leans, each 0 to 1, on documents that the reader had not seen."""

    documents: int
    detection: float
    stance: float
    lean: float


@cache
def measured_quality() -> Quality | None:
    """The figures of the trained reader over all languages; None where there is no trained reader."""
    return _measured().get(OVERALL)


@cache
def quality_by_language() -> dict[str, Quality]:
    """The figures of the trained reader by language, `mul` for mixed; empty where there is no trained reader."""
    return {language: quality for language, quality in _measured().items() if language != OVERALL}


@cache
def _measured() -> dict[str, Quality]:
    """The figures that `ingest/model/model.toml` states."""
    if not (folder("ingest") / MODEL_FILE).is_file():
        return {}
    return {name: _quality(name, figures) for name, figures in sorted(load_toml(MODEL_FILE)["quality"].items())}


def _quality(name: str, figures: dict[str, float]) -> Quality:
    try:
        shares = (float(figures[measure]) for measure in ("detection", "stance", "lean"))
        return Quality(int(figures["documents"]), *shares)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedData(f"not the figures of a reader for {name}: {error}", place=f"ingest/{MODEL_FILE}") from error
