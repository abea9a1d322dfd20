"""Scores as the annotation guideline counts them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from seed_files import REAL, STATEMENTS, gold_of, name_of

from kannat.errors import UsageError
from kannat.model import (
    Consultation,
    Document,
    LegalReference,
    Origin,
    PositionPassage,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    ReferenceKind,
    Section,
    Span,
    Stance,
)
from kannat.reading import read
from kannat.reading.scores import FileScores, Score, evaluate, score

TEXT = "Kunta kannattaa lakia. Kunta vastustaa maksua. Kunta on huolissaan rahasta.\n"
DOCUMENT = Document("t.txt", "0" * 64, "text/plain", TEXT)
EMPTY = replace(read(Document("t.txt", "0" * 64, "text/plain", "Hei vaan.\n")), sections=(), positions=())
SUPPORTS, OPPOSES, CONCERNED = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONCERNED


def passage(start: int, end: int, stance: Stance = SUPPORTS, proposal: str | None = None) -> PositionPassage:
    return PositionPassage(Span(start, end), stance, Origin.CONSULTATION, "t", proposal)


def scored(found: Sequence[PositionPassage], gold: Sequence[PositionPassage]) -> FileScores:
    return score(replace(EMPTY, positions=tuple(found)), replace(EMPTY, positions=tuple(gold)), DOCUMENT)


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_the_gold_reading_scores_full_against_itself(path: Path) -> None:
    gold, document = gold_of(path)
    result = score(gold, gold, document)
    assert {name for name, s in result.measures.items() if s.gold and s.f1 != 1} == set()
    assert result.misses == ()


@pytest.mark.parametrize(
    ("found", "right"),
    [((0, 22), 1), ((0, 11), 1), ((11, 33), 1), ((0, 70), 1), ((12, 40), 0), ((30, 40), 0)],
)
def test_passages_match_when_they_share_half_of_the_shorter(found: tuple[int, int], right: int) -> None:
    assert scored([passage(*found)], [passage(0, 22)]).measures["detection"] == Score(right, 1, 1)


def test_each_passage_is_used_once_the_best_overlap_first() -> None:
    gold = [passage(0, 10), passage(10, 20)]
    found = [passage(0, 20), passage(0, 10)]
    assert scored(found, gold).measures["detection"] == Score(2, 2, 2)
    assert scored([passage(0, 20)], gold).measures["detection"] == Score(1, 2, 1)


def test_detection_asks_for_the_place_stance_for_the_stance_lean_for_the_lean() -> None:
    result = scored([passage(23, 46, CONCERNED)], [passage(23, 46, OPPOSES)])
    assert result.measures["detection"].f1 == 1
    assert result.measures["stance"].f1 == 0
    assert result.measures["lean"].f1 == 1
    assert result.stances["opposes"] == Score(0, 1, 0)
    assert result.stances["concerned"] == Score(0, 0, 1)


def test_two_stances_on_one_place_find_each_its_own() -> None:
    rows = [passage(0, 22), passage(0, 22, OPPOSES)]
    assert scored(rows[::-1], rows).measures["stance"].f1 == 1


def test_proposals_are_scored_where_passage_and_stance_are_right() -> None:
    gold = [passage(0, 22, SUPPORTS, "a"), passage(23, 46, OPPOSES, "b"), passage(47, 75, CONCERNED)]
    found = [passage(0, 22, SUPPORTS, "a"), passage(23, 46, OPPOSES, "c"), passage(47, 75, SUPPORTS, "d")]
    assert scored(found, gold).measures["proposals"] == Score(1, 2, 2)


def test_references_ask_for_kind_target_and_overlap() -> None:
    def reference(start: int, kind: ReferenceKind, target: str) -> LegalReference:
        return LegalReference(Span(start, start + 5), kind, target)

    gold = replace(EMPTY, references=(reference(0, ReferenceKind.STATUTE, "1/2020"),))
    for start, kind, target, right in (
        (0, ReferenceKind.STATUTE, "1/2020", 1),
        (2, ReferenceKind.STATUTE, "1/2020", 1),
        (0, ReferenceKind.BILL, "1/2020", 0),
        (0, ReferenceKind.STATUTE, "2/2020", 0),
        (9, ReferenceKind.STATUTE, "1/2020", 0),
    ):
        found = replace(EMPTY, references=(reference(start, kind, target),))
        assert score(found, gold, DOCUMENT).measures["references"] == Score(right, 1, 1)


def test_headings_are_compared_in_one_normal_form() -> None:
    gold = replace(EMPTY, sections=(Section(Span(0, 5), "Yleistä  huomioita"), Section(Span(5, 9), None)))
    found = replace(EMPTY, sections=(Section(Span(1, 5), "Yleista\u0308\nhuomioita"), Section(Span(5, 9), None)))
    assert score(found, gold, DOCUMENT).measures["sections"] == Score(2, 2, 2)


def test_every_miss_is_listed_with_place_and_words() -> None:
    result = scored([passage(0, 22), passage(47, 75, OPPOSES)], [passage(0, 22, OPPOSES), passage(23, 46, OPPOSES)])
    assert [(m.measure, m.miss, m.place, m.what) for m in result.misses] == [
        ("detection", "missed opposes", "23-46", "Kunta vastustaa maksua."),
        ("detection", "extra opposes", "47-75", "Kunta on huolissaan rahasta."),
        ("stance", "supports for opposes", "0-22", "Kunta kannattaa lakia."),
    ]


class Fixed:
    """A reader that always reads the same."""

    identity = ReaderIdentity("fixed", "1", ReadingMethod.PERSON)

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
        return self._reading


class TestFolder:
    def test_figures_are_micro_averages_and_any_reader_can_be_scored(self) -> None:
        gold, _ = gold_of(REAL / "statements/vantaan-kaupunki.txt")
        scores = evaluate(REAL, Fixed(gold))
        assert [file.file for file in scores.files] == [
            "statements/mantta-vilppulan-kaupunki.txt",
            "statements/vantaan-kaupunki.txt",
        ]
        right = len(gold.positions)
        assert scores.measures["detection"] == Score(right, right, 2 * right)
        assert scores.measures["status"] == Score(1, 2, 2)

    def test_the_default_reader_beats_a_list_of_cues_that_was_tuned_on_the_real_statement(self) -> None:
        scores = evaluate(REAL)
        assert scores.measures["stance"].f1 > 0.77
        assert scores.measures["sections"].f1 == 1
        assert scores.measures["status"].f1 == 1

    def test_everything_can_be_written_as_json_and_as_tables(self) -> None:
        scores = evaluate(REAL)
        written = json.loads(json.dumps(scores.to_json()))
        assert written["documents"] == 2
        assert set(written["languages"]) == {"fi"}
        assert len(written["misses"]) == len(scores.miss_rows())
        for _, columns, rows in scores.tables():
            assert all(len(row) == len(columns) for row in rows)

    def test_a_folder_without_gold_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no gold reading in this folder"):
            evaluate(tmp_path)


def test_nothing_at_all_scores_nothing() -> None:
    empty = Score()
    assert (empty.precision, empty.recall, empty.f1) == (0, 0, 0)
