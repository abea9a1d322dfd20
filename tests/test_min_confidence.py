"""Positions that are too uncertain are left out wherever positions come out; a person's never are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from compared import CONSULTATION, GraphStore
from pyoxigraph import Literal, Quad
from rounds import gold_quads
from seed_files import REAL

from kannat.cli.app import run
from kannat.comparison import Matrix, agreement, matrix
from kannat.comparison.positions import positions
from kannat.export import comparison_page, gexf, graphml, network_of, notice
from kannat.export.rdf import certain
from kannat.graph import terms as t
from kannat.reading import quality
from kannat.reading.quality import Quality, measured_quality, quality_by_language

CONFIDENCES = ("0.3", "0.6", "0.9", "")
"""Of every four positions one is a person's, without a confidence."""

VANTAA = REAL / "statements" / "vantaan-kaupunki.txt"


@cache
def unsure_store() -> GraphStore:
    """The example round, with confidences on three of four positions."""
    quads = [quad for quad in gold_quads("example") if quad.predicate not in {t.CONFIDENCE, t.METHOD}]
    found = sorted((quad for quad in quads if quad.object == t.POSITION), key=str)
    for number, quad in enumerate(found):
        if text := CONFIDENCES[number % len(CONFIDENCES)]:
            value = Literal(text, datatype=t.DECIMAL)
            quads.append(Quad(quad.subject, t.CONFIDENCE, value, quad.graph_name))
    methods = {quad for quad in quads if quad.object == t.READING}
    rules = t.term("kan:rules")
    return GraphStore([*quads, *(Quad(quad.subject, t.METHOD, rules, quad.graph_name) for quad in methods)])


def of(minimum: float) -> Matrix:
    return matrix(unsure_store(), CONSULTATION, min_confidence=minimum)


@pytest.mark.parametrize("minimum", [0.0, 0.5, 0.9, 1.0])
def test_the_uncertain_are_left_out_and_counted(minimum: float) -> None:
    everything, kept = of(0.0), of(minimum)
    unsure = {p for p, row in everything.positions.items() if row.confidence is not None and row.confidence < minimum}
    assert set(kept.positions) == set(everything.positions) - unsure
    assert kept.left_out == len(unsure)
    assert set(kept.passages) <= set(kept.positions)
    assert {p for cell in kept.cells.values() for held in cell.held for p in held.positions} == set(kept.positions)


def test_what_has_no_confidence_stays() -> None:
    assert {row.confidence for row in of(1.0).positions.values()} == {None}


def test_counts_follow_and_stay_out_of_all_that_answered() -> None:
    everything, kept = of(0.0), of(0.9)
    takers = [sum(proposal.tally.takers for proposal in one.proposals) for one in (everything, kept)]
    assert takers[0] > takers[1] > 0
    assert {p.tally.denominator for p in kept.proposals} == {everything.answered}
    assert kept.with_position <= everything.with_position


def test_agreement_counts_the_certain_alone() -> None:
    store = unsure_store()
    asked, counted = (agreement(store, CONSULTATION, min_confidence=m).records() for m in (0.0, 0.01))
    assert asked == counted
    shared = [
        sum(row["shared"] for row in agreement(store, CONSULTATION, min_confidence=m).records()) for m in (0, 0.7)
    ]
    assert shared[0] > shared[1]


def test_rows_of_positions_are_filtered_too() -> None:
    rows = positions(unsure_store(), CONSULTATION, min_confidence=0.5).rows
    assert {row.confidence for row in rows} == {0.6, 0.9, None}


@pytest.mark.slow
def test_the_graph_goes_out_without_uncertain_positions() -> None:
    quads = list(unsure_store().quads())
    kept = certain(quads, 0.5)
    values = {q.object.value for q in kept if q.predicate == t.CONFIDENCE and "/position/" in q.subject.value}
    assert values == {"0.6", "0.9"}
    assert {q.subject for q in quads if q not in set(kept)} == {
        q.subject for q in quads if q.predicate == t.CONFIDENCE and q.object.value == "0.3"
    }
    assert certain(quads, 0) == quads


@pytest.mark.parametrize(("language", "words"), [("fi", "koneellisesti"), ("sv", "maskinellt"), ("en", "by machine")])
def test_every_output_says_who_read_and_what_is_left_out(language: str, words: str) -> None:
    compared = of(0.5)
    said = notice(compared, language)
    assert words in said
    assert "0.5" in said
    assert str(compared.left_out) in said
    page = comparison_page(compared, language)
    assert all(sentence in page for sentence in said.split(". ")[:2])
    network = network_of(compared, said)
    assert said.encode() in graphml(network)
    assert said.encode() in gexf(network)


def test_measured_quality_is_said_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kannat.export.notices.measured_quality", lambda: Quality(61, 0.81, 0.69, 0.75))
    said = notice(of(0.0), "en")
    assert "(61): finding a position F1 0.81, its stance F1 0.69, for or against F1 0.75" in said


def test_the_figures_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    path = tmp_path / "model" / "model.toml"
    monkeypatch.setattr(quality, "folder", lambda name: tmp_path)
    monkeypatch.setattr("kannat.reading.data.folder", lambda name: tmp_path)
    monkeypatch.setattr(quality, "_measured", quality._measured.__wrapped__)
    assert measured_quality.__wrapped__() is None
    figures = "documents = 61\ndetection = 0.81\nstance = 0.69\nlean = 0.75\n"
    path.write_text(f"[quality.all]\n{figures}[quality.sv]\n{figures}", encoding="utf-8")
    assert measured_quality.__wrapped__() == Quality(61, 0.81, 0.69, 0.75)
    assert list(quality_by_language.__wrapped__()) == ["sv"]


def test_read_filters_what_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    counts = []
    for minimum in ("0", "1"):
        assert run(["read", str(VANTAA), "--format", "json", "--min-confidence", minimum]) == 0
        captured = capsys.readouterr()
        counts.append(len(json.loads(captured.out)["positions"]))
        assert "read by" in captured.err
    assert counts[0] > counts[1]


@pytest.mark.parametrize("minimum", ["1.5", "-0.1", "much"])
def test_only_a_probability_is_taken(capsys: pytest.CaptureFixture[str], minimum: str) -> None:
    assert run(["compare", "--min-confidence", minimum]) == 2
    assert "--min-confidence" in capsys.readouterr().err


def test_compare_and_export_take_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    assert run(["ingest", str(REAL), "--store", store]) == 0
    sizes = []
    for minimum in ("0", "1"):
        shared = ["--store", store, "--min-confidence", minimum]
        for command in (["compare", "--format", "csv"], ["export", "network"], ["export", "rdf"]):
            capsys.readouterr()
            assert run([*command, *shared]) == 0
            sizes.append(len(capsys.readouterr().out))
    assert all(some > fewer for some, fewer in zip(sizes[:3], sizes[3:], strict=True))
