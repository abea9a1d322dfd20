"""How well the default reader reads, as it was measured: what every output that shows its positions can say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.errors import MalformedData
from kannat.reading.data import load_toml
from kannat.resources import folder

QUALITY_FILE: Final = "model/quality.toml"
MODEL_FILE: Final = "model/model.toml"


@dataclass(frozen=True, slots=True)
class Quality:
    """F1 of positions, of their stances and of their leans, each 0 to 1, on documents that the reader had not seen."""

    documents: int
    detection: float
    stance: float
    lean: float


@cache
def measured_quality() -> Quality | None:
    """The figures of `ingest/model/quality.toml`; None where the reader has not been measured."""
    if not (folder("ingest") / QUALITY_FILE).is_file():
        return None
    figures = load_toml(QUALITY_FILE)
    try:
        shares = (float(figures[name]) for name in ("detection", "stance", "lean"))
        return Quality(int(figures["documents"]), *shares)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedData(f"not the figures of a reader: {error}", place=f"ingest/{QUALITY_FILE}") from error


@cache
def quality_by_language() -> dict[str, Quality]:
    """The figures of the trained reader by language, `mul` for mixed, as `ingest/model/model.toml` has them.

    Empty where there is no trained reader.
    """
    if not (folder("ingest") / MODEL_FILE).is_file():
        return {}
    found = {}
    for language, figures in sorted(load_toml(MODEL_FILE).get("quality", {}).items()):
        try:
            shares = (float(figures[name]) for name in ("detection", "stance", "lean"))
            found[language] = Quality(int(figures["documents"]), *shares)
        except (KeyError, TypeError, ValueError) as error:
            what = f"not the figures of a reader for {language}: {error}"
            raise MalformedData(what, place=f"ingest/{MODEL_FILE}") from error
    return found
