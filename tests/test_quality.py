"""How well the reading does: floors just under the figures of docs/reading.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from kannat.ingestion import load_descriptions
from kannat.reading.scores import Score, evaluate, evaluate_prose

ROOT = Path(__file__).parents[1]

FLOORS = {
    "VN-37864-2025": {"detection": 0.89, "stance": 0.84, "lean": 0.89, "proposals": 0.92, "organisations": 0.94},
    "example-round": {"detection": 0.90, "stance": 0.87, "lean": 0.88, "proposals": 0.76, "organisations": 0.93},
}
EXACT = ("references", "respondents", "sections", "status", "consultation", "identifiers", "dates")
PROSE_FLOORS = {
    "fi": {"detection": 0.70, "stance": 0.61, "lean": 0.65},
    "sv": {"detection": 0.53, "stance": 0.38, "lean": 0.44},
    "en": {"detection": 0.53, "stance": 0.44, "lean": 0.48},
}


def below(measures: dict[str, Score], floors: dict[str, float]) -> dict[str, float]:
    return {name: measures[name].f1 for name, floor in floors.items() if measures[name].f1 < floor}


@pytest.mark.parametrize("name", FLOORS)
def test_the_seeds_are_read_as_well_as_the_docs_say(name: str) -> None:
    folder = ROOT / "seeds" / name
    scores = evaluate(folder, consultations=load_descriptions([folder]))
    assert below(scores.measures, FLOORS[name]) == {}
    assert below(scores.measures, dict.fromkeys(EXACT, 1.0)) == {}


def test_documents_nobody_looked_at_are_read_as_well_as_the_docs_say() -> None:
    languages = evaluate_prose(ROOT / "ingest" / "training").by("language")
    assert {name: below(languages[name], floors) for name, floors in PROSE_FLOORS.items()} == {
        name: {} for name in PROSE_FLOORS
    }
