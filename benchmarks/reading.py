"""Reading: the statement of the city of Vantaa, 17,000 characters, once everything is loaded."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Figure, fastest
from kannat.ingestion import load_descriptions
from kannat.readers import read_document
from kannat.reading import default_reader

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "VN-37864-2025"


def run(times: int = 20) -> list[Figure]:
    """One figure, against its limit of 50 ms."""
    consultations = load_descriptions([SEEDS])
    document = read_document(SEEDS / "statements" / "vantaan-kaupunki.txt")
    reader = default_reader()
    reader.read(document, consultations)
    ours = fastest(lambda: reader.read(document, consultations), times)
    return [Figure(f"read {len(document.text):,} characters", ours, "", 0, most_seconds=0.05)]
