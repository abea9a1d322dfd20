"""Writes a trained model down: four files for people and programs, the same bytes for the same model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import numpy as np

from kannat.reading.model import SETTINGS, StanceModel
from kannat.reading.quality import OVERALL
from kannat.reading.training import Trained

_HEAD = "# Built by `kannat train` from the labelled prose in ingest/training; not to be edited.\n"


def model_files(trained: Trained, digest: str) -> dict[str, bytes]:
    """The files of a model by name; `digest` is of the labelled prose that it was trained on."""
    return {**weight_files(trained.model), SETTINGS: _settings(trained, digest).encode()}


def weight_files(model: StanceModel) -> dict[str, bytes]:
    """The files that hold what a model knows and how much each of it weighs."""
    weights = BytesIO()
    np.save(weights, model.weights.astype("<i2"), allow_pickle=False)
    lists = {"letters": model.known.letters.entries, "words": model.known.words.entries, "signs": model.known.signs}
    texts = {f"{name}.txt": "".join(f"{entry}\n" for entry in entries) for name, entries in lists.items()}
    return {**{name: text.encode() for name, text in texts.items()}, "weights.npy": weights.getvalue()}


def written(files: Mapping[str, bytes], folder: Path) -> None:
    """Puts the files into the folder, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        part = folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)


def _settings(trained: Trained, digest: str) -> str:
    model = trained.model
    lines = [
        _HEAD,
        f'training = "{digest}"',
        f"unit = {model.unit!r}",
        f"none_weight = {{ {', '.join(f'{key} = {weight!r}' for key, weight in model.none_weight.items())} }}",
        "classes = [",
        *(f'    "{name}",' for name in model.classes),
        "]",
        "# from this chance on, the share of such verdicts that was right on documents not trained on",
        "calibration = [",
        *(f"    [{chance!r}, {right!r}]," for chance, right in model.calibration),
        "]",
    ]
    for name, figures in {OVERALL: trained.overall(), **trained.by_language()}.items():
        lines += ["", f"[quality.{name}]", *(f"{measure} = {value!r}" for measure, value in asdict(figures).items())]
    return "\n".join(lines) + "\n"
