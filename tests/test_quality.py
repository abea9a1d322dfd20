"""How well the reading does: floors just under the figures of docs/reading.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_files import ROOT, described

from kannat.reading.scores import Score, evaluate

REAL = ROOT / "seeds" / "VN-37864-2025"
EXAMPLE = ROOT / "seeds" / "example-round"
DEV = ROOT / "tests" / "data" / "dev"

FLOORS = {
    REAL: {"detection": 0.85, "stance": 0.80, "lean": 0.83, "proposals": 0.90, "organisations": 0.94},
    EXAMPLE: {"detection": 0.87, "stance": 0.83, "lean": 0.84, "proposals": 0.77, "organisations": 0.93},
    DEV: {"detection": 0.88, "stance": 0.83, "lean": 0.84, "proposals": 0.77, "organisations": 0.93},
}
EXACT = ("references", "respondents", "sections", "status", "consultation", "identifiers", "dates")
NEARLY = 0.99


def below(measures: dict[str, Score], floors: dict[str, float]) -> dict[str, float]:
    return {name: measures[name].f1 for name, floor in floors.items() if measures[name].f1 < floor}


@pytest.mark.parametrize("folder", FLOORS, ids=lambda folder: folder.name)
def test_known_readings_are_met_as_well_as_the_docs_say(folder: Path) -> None:
    scores = evaluate(folder, consultations=described(REAL if folder == DEV else folder))
    assert below(scores.measures, FLOORS[folder]) == {}
    assert below(scores.measures, dict.fromkeys(EXACT, NEARLY)) == {}
