"""Labelled prose: the documents it makes, and the scores over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kannat.errors import MalformedData, UsageError
from kannat.model import Stance
from kannat.reading.labelled import labelled_documents
from kannat.reading.scores import POSITION_MEASURES, evaluate_prose

ROOT = Path(__file__).parents[1]
PROSE = sorted(ROOT.glob("ingest/training/*.jsonl"))
ROW = {
    "id": "x-1",
    "lang": "fi",
    "layout": "letter",
    "sentences": [
        {"text": "Lausunto", "label": "none", "origin": None, "target": None, "unit": "heading"},
        {"text": "Esitys on hyvä.", "label": "none", "origin": None, "target": None, "unit": "sentence"},
        {
            "text": "Kannatamme sitä.",
            "label": "supports",
            "origin": "consultation",
            "target": "esitys",
            "unit": "sentence",
        },
        {"text": "Liite 1", "label": "none", "origin": None, "target": None, "unit": "line"},
        {"text": "Liite 2", "label": "none", "origin": None, "target": None, "unit": "line"},
    ],
}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "prose.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_a_document_lies_as_its_units_say(tmp_path: Path) -> None:
    ((document, gold),) = labelled_documents(written(tmp_path, ROW))
    assert document.text == "Lausunto\n\nEsitys on hyvä. Kannatamme sitä.\n\nLiite 1\nLiite 2"
    (position,) = gold.positions
    assert position.stance is Stance.SUPPORTS
    assert position.span.of(document.text) == "Kannatamme sitä."


def test_a_line_that_is_not_in_the_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(MalformedData, match=r"prose\.jsonl:2"):
        list(labelled_documents(written(tmp_path, ROW, {"id": "x-2"})))


def test_only_positions_are_scored(tmp_path: Path) -> None:
    written(tmp_path, ROW)
    scores = evaluate_prose(tmp_path)
    assert set(scores.measures) == set(POSITION_MEASURES)
    assert scores.measures["stance"].gold == 1
    assert scores.tables()


def test_a_folder_without_prose_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="labelled prose"):
        evaluate_prose(tmp_path)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.stem)
def test_the_prose_that_ships_is_sound(path: Path) -> None:
    documents = list(labelled_documents(path))
    ids = [document.name for document, _ in documents]
    assert len(ids) == len(set(ids))
    assert all(position.target for _, gold in documents for position in gold.positions)
