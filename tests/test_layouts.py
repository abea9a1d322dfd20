"""Layouts are told by their data, each is read as its test document says, and the data is checked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from seed_files import EXAMPLE, REAL, document_of

from kannat.errors import MalformedData, NotAStatement
from kannat.model import Document, Reading, Span
from kannat.reading import data, layouts, read
from kannat.reading.gold import gold_path
from kannat.reading.layouts import GENERAL, recognise
from kannat.reading.scores import Score
from kannat.reading.wordings import wordings

DOCUMENTS = sorted((Path(__file__).parent / "data" / "layouts").glob("*.txt"))
NO_STATEMENTS = [path for path in DOCUMENTS if path.stem in ("02-round-report", "27-statements-summary")]
STATEMENTS = [path for path in DOCUMENTS if path not in NO_STATEMENTS]
SEEDS = {
    EXAMPLE / "statements/02-hiidenmaan-hyvinvointialue.txt": "serviceExport",
    EXAMPLE / "statements/03-havukosken-kunta.txt": "oldMinutes",
    EXAMPLE / "statements/05-ita-mallimaan-liitto.txt": "annexItem",
    EXAMPLE / "statements/07-esimerkkijarjestot-tiedote.txt": "pressRelease",
    EXAMPLE / "statements/09-norrskata-stad.txt": "letter",
    EXAMPLE / "statements/12-valmennuspolku-esimerkki.txt": "mailedForm",
    EXAMPLE / "statements/13-tyonantajain-malliliitto.txt": "numberedQuestions",
    EXAMPLE / "statements/14-ristijoen-tyollisyysalue.txt": "flattenedLetter",
    EXAMPLE / "statements/15-lehtokankaan-kunta.txt": "webPage",
    EXAMPLE / "statements/16-kuusivaaran-kunta.txt": "dynastyItem",
    REAL / "statements/mantta-vilppulan-kaupunki.txt": "annexItem",
    REAL / "statements/vantaan-kaupunki.txt": GENERAL,
}
DETECTION_FLOOR = 0.8
RESPONDENTS_FLOOR = 0.8


def name_of(path: Path) -> str:
    return path.stem


@cache
def gold(path: Path) -> dict[str, Any]:
    """What is known of a document; `aside` holds the spans that are not the respondent's own words."""
    known: dict[str, Any] = json.loads(gold_path(path).read_text(encoding="utf-8"))
    return known


@cache
def reading(path: Path) -> Reading:
    return read(document_of(path))


def headings(path: Path) -> list[str | None]:
    return [" ".join(section.heading.split()) if section.heading else None for section in reading(path).sections]


@pytest.mark.parametrize(("path", "layout"), SEEDS.items(), ids=[path.stem for path in SEEDS])
def test_the_layout_of_a_seed_is_recognised(path: Path, layout: str) -> None:
    assert recognise(path.read_text(encoding="utf-8")).id == layout


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_the_layout_of_a_document_is_recognised(path: Path) -> None:
    assert recognise(path.read_text(encoding="utf-8")).id == gold(path)["layout"]


def test_every_layout_has_a_document_and_a_name_of_its_own() -> None:
    names = [layout.id for layout in layouts.layouts()]
    assert len(names) == len(set(names))
    assert {*names, GENERAL} == {gold(path)["layout"] for path in DOCUMENTS}


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_the_answers_of_a_document_stand_under_their_headings(path: Path) -> None:
    assert headings(path) == [section["heading"] for section in gold(path)["sections"]]


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_the_answers_of_a_document_hold_its_known_positions(path: Path) -> None:
    sections = [section.span for section in reading(path).sections]
    for position in gold(path)["positions"]:
        assert any(section.contains(Span(position["start"], position["end"])) for section in sections)


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_what_a_document_is_and_in_which_language_is_told(path: Path) -> None:
    found = reading(path)
    assert (found.status, found.language) == (gold(path)["status"], gold(path)["language"])


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_no_position_lies_on_what_is_not_the_respondents_own(path: Path) -> None:
    aside = [Span(*span) for span in gold(path)["aside"]]
    for position in reading(path).positions:
        assert not [span for span in aside if span.contains(position.span) or position.span == span]


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_a_known_position_is_not_passed_over_as_prompt_or_background(path: Path) -> None:
    from kannat.reading.pipeline import structure_of

    structure = structure_of(document_of(path))
    back = structure.prose.view.source
    unread = [back(unit.span) for unit in structure.units if unit.skipped is not None]
    for position in gold(path)["positions"]:
        assert not any(span.overlap(Span(position["start"], position["end"])) for span in unread)


def test_the_positions_of_all_documents_are_found_to_a_floor() -> None:
    total = Score()
    for path in STATEMENTS:
        known = [Span(p["start"], p["end"]) for p in gold(path)["positions"]]
        found = [position.span for position in reading(path).positions]
        right = sum(any(span.overlap(other) for other in found) for span in known)
        total = total.plus(Score(right, len(known), len(found)))
    assert total.f1 >= DETECTION_FLOOR


def test_the_respondents_of_all_documents_are_found_to_a_floor() -> None:
    right = [
        [r.name for r in reading(p).respondents] == [r["name"] for r in gold(p)["respondents"]] for p in STATEMENTS
    ]
    assert sum(right) >= RESPONDENTS_FLOOR * len(right)


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_every_sentence_is_read_or_passed_over_for_a_reason(path: Path) -> None:
    coverage = reading(path).coverage
    assert coverage.read + sum(count for _, count in coverage.skipped) == coverage.sentences
    assert coverage.sentences > 0


@pytest.mark.parametrize("path", NO_STATEMENTS, ids=name_of)
def test_what_many_said_is_nobodys_statement(path: Path) -> None:
    with pytest.raises(NotAStatement, match="no statement: a ") as error:
        read(document_of(path))
    assert error.value.place == path.name
    assert error.value.exit_status == 3


@pytest.mark.parametrize(
    "head",
    ["Remissammanställning", "Sammandrag av utlåtandena", "Summary of the statements", "Yhteenveto lausunnoista"],
)
def test_summaries_are_told_in_every_language(head: str) -> None:
    text = f"Finansministeriet / Ministry of Finance\n\n{head}\n\n1 Allmänt\n\n51 kannatti, 12 motsatte sig.\n"
    assert recognise(text).id == "statementsSummary"


def test_a_statement_that_mentions_a_summary_is_a_statement() -> None:
    text = "Lausunto\n\nYleistä\n\nLausuntotiivistelmä tulisi julkaista nopeammin kuin nykyisin.\n"
    assert recognise(text).id == GENERAL


def test_a_text_in_no_known_layout_is_read_all_the_same() -> None:
    found = read(Document("t.txt", "", "text/plain", "Kunta kannattaa esitystä."))
    assert (found.layout, len(found.positions)) == (GENERAL, 1)


@pytest.mark.parametrize(
    ("text", "option"),
    [("Kyllä", "yes"), ("Kyllä, osittain", "partly_yes"), ("Ei.", "no"), ("Nej", "no"), ("No opinion", "none")],
)
def test_options_of_closed_questions_are_known(text: str, option: str) -> None:
    assert wordings().option(text) == option


def test_a_sentence_is_no_option() -> None:
    assert wordings().option("Ei ole syytä muuttaa lakia.") is None


HEAD = 'id = "x"\npriority = 1\n'


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (HEAD, "no 'recognise'"),
        (f'{HEAD}[recognise]\nall = ["("]\n', "not a regular expression"),
        (f'{HEAD}[recognise]\n[text]\nstarts = "middle"\n', "starts: 'middle'"),
        (f'{HEAD}[recognise]\n[text]\nstatus = "perhaps"\n', "status: 'perhaps'"),
        (f'{HEAD}[recognise]\n[text]\nsplit_headings = ["a"]\n', "without"),
        (f'{HEAD}[recognise]\n[text]\nheading = ["a"]\n', r"\[text\]: 'heading'"),
        (f'{HEAD}[recognise]\n[text]\nlike = "nothing"\n', "no 'nothing'"),
    ],
)
def test_a_slip_in_a_layout_is_named_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slip: str, says: str
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/mine.toml").write_text(slip, encoding="utf-8")
    monkeypatch.setattr(data, "folder", lambda name: tmp_path)
    monkeypatch.setattr(layouts, "folder", lambda name: tmp_path)
    with pytest.raises(MalformedData, match=says) as error:
        layouts.layouts.__wrapped__()
    assert "ingest/layouts/mine.toml" in str(error.value)


def test_a_layout_that_is_like_another_takes_what_it_does_not_say_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "layouts").mkdir()
    base = 'id = "a"\npriority = 1\n[recognise]\n[text]\nstarts = "background"\nnoise = ["one"]\n'
    (tmp_path / "layouts/a.toml").write_text(base, encoding="utf-8")
    own = 'id = "b"\npriority = 2\n[recognise]\n[text]\nlike = "a"\nnoise = ["two"]\n'
    (tmp_path / "layouts/b.toml").write_text(own, encoding="utf-8")
    monkeypatch.setattr(data, "folder", lambda name: tmp_path)
    monkeypatch.setattr(layouts, "folder", lambda name: tmp_path)
    layout = layouts.layouts.__wrapped__()[0]
    assert (layout.id, layout.starts_as_background) == ("b", True)
    assert layout.says("noise", "two")
    assert not layout.says("noise", "one")
