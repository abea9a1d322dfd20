"""The cautious bound of how well real statements are read: a model that has never seen the rules' wording.

The wording that the trained model takes for hints was written by people who had the known readings at hand. A model
trained on the same prose without those signs owes nothing to them. What it reaches on the known readings is printed;
rules still stand for closed answers and certain wording. Takes some minutes.

    python -m benchmarks.bound
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

from kannat.ingestion import load_descriptions
from kannat.reading import StagedReader
from kannat.reading.features import Sentences
from kannat.reading.model import Real, StanceModel
from kannat.reading.scores import evaluate
from kannat.reading.trained import TrainedFinder
from kannat.reading.training import examples_in, training_files, untuned
from kannat.resources import folder

HINTS = ("stance", "family", "says", "others")
"""Words in the signs that tell what the rules make of a sentence or of its neighbours."""

REAL = Path("seeds/VN-37864-2025")
READINGS = (REAL, Path("seeds/example-round"), Path("tests/data/dev"))
"""Folders with known readings, from the project's root."""


class Unhinted(StanceModel):
    """A model that is shown sentences without the rules' signs."""

    def chances(self, sentences: Sentences) -> Real:
        """The chance of each class for each sentence."""
        return super().chances(without_hints(sentences))


def without_hints(sentences: Sentences) -> Sentences:
    """The sentences without the signs that tell of the rules."""
    signs = (tuple(sign for sign in row if not set(HINTS) & set(sign.split())) for row in sentences.signs)
    return replace(sentences, signs=tuple(signs))


def main() -> None:
    """Train it, and print detection, stance and lean F1 on each folder."""
    examples = examples_in(training_files(folder("ingest") / "training"))
    bare = [replace(example, sentences=without_hints(example.sentences)) for example in examples]
    model = untuned(bare)
    reader = StagedReader(TrainedFinder(Unhinted(*(getattr(model, field.name) for field in fields(model)))))
    print("| known readings | detection | stance | lean |\n|---|---|---|---|")
    for path in READINGS:
        described = load_descriptions([path if any(path.glob("*.ttl")) else REAL])
        measures = evaluate(path, consultations=described, reader=reader).measures
        print(f"| {path} | {' | '.join(f'{measures[name].f1:.3f}' for name in ('detection', 'stance', 'lean'))} |")


if __name__ == "__main__":
    main()
