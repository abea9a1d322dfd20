"""The gold format, both ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from seed_files import STATEMENTS, document_of, gold_of, name_of

from kannat.errors import MalformedData
from kannat.model import Document, Outcome
from kannat.reading import read
from kannat.reading.gold import from_gold, gold_path, load_gold, to_gold

DOCUMENT = Document("t.txt", "0" * 64, "text/plain", "Kunta kannattaa lakia.\n")


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_a_gold_file_comes_back_as_it_was(path: Path) -> None:
    gold, _ = gold_of(path)
    known = load_gold(gold_path(path))
    written = to_gold(gold)
    for key in ("language", "status", "positions", "references", "organisations", "sections", "dates", "identifiers"):
        assert written[key] == known[key]


def test_a_reading_survives_the_way_out_and_in() -> None:
    document = document_of(STATEMENTS[0])
    written = to_gold(read(document))
    again = to_gold(from_gold(json.loads(json.dumps(written)), document))
    assert again == written


def test_an_empty_answer_is_told_from_one_without_a_stance() -> None:
    text = Document("t.txt", "0" * 64, "text/plain", "- Hyvä")
    gold = {
        **to_gold(read(DOCUMENT)),
        "positions": [],
        "references": [],
        "organisations": [],
        "sections": [{"start": 0, "end": 1, "heading": "a"}, {"start": 2, "end": 6, "heading": "b"}],
    }
    assert [s.outcome for s in from_gold(gold, text).sections] == [Outcome.EMPTY, Outcome.NO_STANCE_FOUND]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"positions": [{"start": 0, "end": 5}]}, "missing 'stance'"),
        ({"status": "lost"}, "'lost' is not a valid Status"),
        ({"sections": [{"start": 5, "end": 5, "heading": None}]}, "not a span: 5-5"),
    ],
)
def test_what_is_not_in_the_format_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(MalformedData, match=says) as error:
        from_gold({**to_gold(read(DOCUMENT)), **change}, DOCUMENT)
    assert error.value.place == "t.txt.gold.json"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b'{"a": 1,}', r"x\.gold\.json:1:9: "), (b"[]", "no JSON object"), (b'"\xe4"', "not UTF-8 at byte 1")],
)
def test_a_file_that_is_no_gold_file_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "x.gold.json"
    path.write_bytes(data)
    with pytest.raises(MalformedData, match=says):
        load_gold(path)
