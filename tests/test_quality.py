"""How well the reading does: floors just under the figures of docs/reading.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from kannat.ingestion import load_descriptions
from kannat.reading.scores import Scores, evaluate, evaluate_prose

ROOT = Path(__file__).parents[1]

FLOORS = {
    "VN-37864-2025": {"detection": 0.89, "stance": 0.84, "lean": 0.89, "proposals": 0.92, "organisations": 0.94},
    "example-round": {"detection": 0.90, "stance": 0.87, "lean": 0.88, "proposals": 0.76, "organisations": 0.93},
}
EXACT = ("references", "respondents", "sections", "status", "consultation", "identifiers", "dates")
PROSE_FLOORS = {"detection": 0.68, "stance": 0.59, "lean": 0.63}


def below(scores: Scores, floors: dict[str, float]) -> dict[str, float]:
    return {name: scores.measures[name].f1 for name, floor in floors.items() if scores.measures[name].f1 < floor}


@pytest.mark.parametrize("name", FLOORS)
def test_the_seeds_are_read_as_well_as_the_docs_say(name: str) -> None:
    folder = ROOT / "seeds" / name
    scores = evaluate(folder, consultations=load_descriptions([folder]))
    assert below(scores, FLOORS[name]) == {}
    assert below(scores, dict.fromkeys(EXACT, 1.0)) == {}


def test_documents_nobody_looked_at_are_read_as_well_as_the_docs_say() -> None:
    assert below(evaluate_prose(ROOT / "ingest" / "training"), PROSE_FLOORS) == {}
