"""`kannat compare` from the outside: every way of comparing, and every wrong way."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad
from seed_files import ROOT

from kannat.cli.app import run
from kannat.graph.quads import in_graph
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.store import EmbeddedStore, Swap

Capture = pytest.CaptureFixture[str]
HIIDENMAA = "Hiidenmaan hyvinvointialue"


@pytest.fixture
def store(example_store: str) -> str:
    return example_store


@pytest.fixture(scope="module")
def two_rounds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with two rounds on one draft."""
    path = tmp_path_factory.mktemp("rounds") / "store"
    graphs: dict[NamedNode, list[Quad]] = {ONTOLOGY_GRAPH: []}
    code_lists = in_graph(read_rdf(ROOT / "ontology" / "codelists.ttl"), ONTOLOGY_GRAPH)
    for quad in (*code_lists, *read_rdf(ROOT / "tests" / "data" / "queries" / "two-rounds.trig")):
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name, []).append(quad)
    with EmbeddedStore.open(path, "write", create=True) as opened:
        opened.replace_graphs(Swap(name, quads) for name, quads in graphs.items())
    return str(path)


def rows_of(capsys: Capture, store: str, *arguments: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(["compare", "--store", store, "--format", "csv", *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_pairs_bear_their_measures_and_say_how_many_are_left_out(store: str, capsys: Capture) -> None:
    everyone = rows_of(capsys, store, "--pairs")
    assert run(["compare", "--store", store, "--format", "csv", "--pairs", "--least", "5"]) == 0
    out, told = capsys.readouterr()
    some = list(csv.DictReader(io.StringIO(out)))
    assert {"shared", "share", "kappa", "alpha", "jaccard", "cosine"} <= set(some[0])
    assert all(int(row["shared"]) >= 5 for row in some)
    assert f"{len(everyone) - len(some)} pairs share fewer than 5" in told


def test_consensus_has_the_most_controversial_first(store: str, capsys: Capture) -> None:
    rows = rows_of(capsys, store, "--consensus")
    assert (rows[0]["notation"], float(rows[0]["controversy"])) == ("valmennusten-tarkempi-saantely", 1.0)
    assert {row["denominator"] for row in rows} == {"16"}


def test_types_have_denominators_of_their_own(store: str, capsys: Capture) -> None:
    rows = rows_of(capsys, store, "--by-type")
    assert {row["denominator"] for row in rows if row["type"] == "municipality"} == {"6"}


def test_one_name_is_compared_with_everyone_and_two_with_each_other(store: str, capsys: Capture) -> None:
    everyone = rows_of(capsys, store, HIIDENMAA)
    assert {(row["firstDenominator"], row["secondDenominator"]) for row in everyone} == {("1", "15")}
    two = rows_of(capsys, store, HIIDENMAA, "kunta")
    assert {(row["firstDenominator"], row["secondDenominator"]) for row in two} == {("1", "6")}
    assert any(row["firstWords"] and row["secondWords"] and row["relation"] == "opposite" for row in two)


def test_what_changed_since_an_earlier_round(two_rounds: str, capsys: Capture) -> None:
    rounds = ["--consultation", "VN/9/2026", "--earlier", "VN/8/2026"]
    rows = rows_of(capsys, two_rounds, *rounds)
    assert {row["respondent_label"]: row["change"] for row in rows if row["change"] != "same"} == {
        "One": "turned",
        "Two": "fellSilent",
        "Three": "spoke",
        "Four": "shifted",
        "Five": "split",
    }
    assert next(row["after"] for row in rows if row["change"] == "split") == "supports opposes"


def test_one_of_several_rounds_has_to_be_named(two_rounds: str, capsys: Capture) -> None:
    assert run(["compare", "--store", two_rounds]) == 2
    assert "VN/8/2026, VN/9/2026" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--pairs"], ["--consensus"], ["--by-type"], [HIIDENMAA], ["kunta", "yritys"]]
)
@pytest.mark.parametrize("format_", ["table", "json", "html"])
def test_each_way_has_each_form(store: str, capsys: Capture, arguments: list[str], format_: str) -> None:
    assert run(["compare", "--store", store, "--format", format_, *arguments]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("format_", ["xlsx", "parquet"])
def test_a_file_for_a_spreadsheet_or_a_notebook(store: str, tmp_path: Path, format_: str) -> None:
    target = tmp_path / f"pairs.{format_}"
    assert run(["compare", "--store", store, "--pairs", "--format", format_, "-o", str(target)]) == 0
    assert target.read_bytes()[:2] in {b"PK", b"PA"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Hiidenman hyvinvointialue"], HIIDENMAA),
        (["a", "b", "c"], "more than two names"),
        (["--pairs", "--consensus"], "one of them"),
        ([HIIDENMAA, "--least", "2"], "--least is of"),
        (["--earlier", "VN/37864/2025"], "with itself"),
        (["--earlier", "VN/37864/2024"], "VN/37864/2025"),
        (["--earlier", "VN/37864/2024", "--min-confidence", "0.5"], "leave out --min-confidence"),
        (["--consultation", "VN/37864/2024"], "VN/37864/2025"),
        (["--pairs", "--format", "xlsx", "-o", "no/such/folder/x.xlsx"], "cannot write"),
    ],
)
def test_a_wrong_call_is_told_on_one_line(store: str, capsys: Capture, arguments: list[str], told: str) -> None:
    assert run(["compare", "--store", store, *arguments]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err
