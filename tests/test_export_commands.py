"""`kannat export` as it is typed: each network, each format, and what goes wrong."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from test_docs import ROOT

from kannat.cli.app import run
from kannat.cli.export import FORMATS
from kannat.cli.network_options import DUPLICATES, MEASURES, NORMALISATIONS, PERIODS, SUBJECTS
from kannat.comparison.networks import Measure, Normalisation, Period
from kannat.comparison.networks.dna import Duplicates, Scaling
from kannat.export.formats import NETWORK_FORMATS
from kannat.export.request import Subject

EXAMPLE = ROOT / "seeds" / "example-round"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example_store: str) -> None:
    """Each test works in a folder of its own, on the round's store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KANNAT_STORE", example_store)


def exported(*arguments: str, capfdbinary: pytest.CaptureFixture[bytes]) -> nx.Graph:
    capfdbinary.readouterr()
    assert run(["export", "network", *arguments]) == 0
    return nx.read_graphml(BytesIO(capfdbinary.readouterr().out))


def failed(status: int, *arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["export", *arguments]) == status
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_the_choices_are_those_of_the_code() -> None:
    assert list(FORMATS) == list(NETWORK_FORMATS)
    assert set(SUBJECTS) == {str(one) for one in Subject}
    assert set(MEASURES) == {str(one) for one in Measure}
    assert set(PERIODS) == {str(one) for one in Period}
    assert set(DUPLICATES) == {str(one) for one in Duplicates}
    two_modes = {"dna-activity", "dna-prominence"}
    assert set(NORMALISATIONS) == {*map(str, Normalisation), *map(str, Scaling)} - two_modes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_network_has_nodes_edges_and_a_title(subject: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    network = exported("--of", subject, capfdbinary=capfdbinary)
    assert network.number_of_nodes() > 10
    assert network.number_of_edges() > 10
    assert {"kind", "label", "address"} <= set.intersection(*(set(data) for _, data in network.nodes(data=True)))
    assert run(["export", "network", "--of", subject, "--format", "gexf"]) == 0
    assert b"VN/37864/2025" in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    ("measure", "normalisation"),
    [*(("difference", one) for one in NORMALISATIONS), *((one, "jaccard") for one in MEASURES[:2])],
)
def test_each_measure_and_normalisation_weighs_respondents(
    measure: str, normalisation: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    options = ("--of", "respondents", "--measure", measure, "--normalise", normalisation)
    network = exported(*options, capfdbinary=capfdbinary)
    weights = [data["weight"] for *_, data in network.edges(data=True)]
    assert weights
    assert all(isinstance(weight, float) and weight for weight in weights)
    if measure != "difference":
        assert min(weights) > 0
    if normalisation in ("average", "jaccard", "cosine"):
        assert max(map(abs, weights)) <= 1


@pytest.mark.parametrize("format_", FORMATS)
def test_each_format_goes_to_a_file_or_a_folder(format_: str, tmp_path: Path) -> None:
    target = tmp_path / "made"
    options = ["--of", "respondents", "--format", format_, "--communities", "--centralities", "--draw"]
    assert run(["export", "network", *options, "-o", str(target)]) == 0
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    assert all(path.stat().st_size > 100 for path in files)
    assert target.is_dir() == NETWORK_FORMATS[format_].in_folder
    before = [path.read_bytes() for path in files]
    assert run(["export", "network", *options, "-o", str(target)]) == 0
    assert [path.read_bytes() for path in files] == before


def test_without_of_it_is_the_network_of_positions(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    network = exported(capfdbinary=capfdbinary)
    assert {data["kind"] for _, data in network.nodes(data=True)} == {"respondent", "proposal"}
    assert all({"words", "stance", "position"} <= set(data) for *_, data in network.edges(data=True))


def test_types_dates_and_questions_choose_positions(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    some = exported("--type", "municipality", capfdbinary=capfdbinary)
    types = {data.get("organisationType") for _, data in some.nodes(data=True)} - {None}
    assert types == {"municipality"}
    assert {data["kind"] for _, data in some.nodes(data=True)} == {"respondent", "proposal"}
    whole = exported(capfdbinary=capfdbinary)
    window = exported("--since", "2026-02-10", "--until", "2026-02-12", capfdbinary=capfdbinary)
    assert 0 < window.number_of_edges() < whole.number_of_edges()
    assert len(window) == len(whole)
    question = next(d["question"] for _, d in whole.nodes(data=True) if d.get("question")).rsplit("/", 1)[-1]
    asked = exported("--question", question, capfdbinary=capfdbinary)
    assert {
        data["question"].rsplit("/", 1)[-1] for _, data in asked.nodes(data=True) if data["kind"] == "proposal"
    } == {question}


@pytest.mark.parametrize("subject", ["two-mode", "respondents", "proposals"])
def test_edges_can_have_a_time(subject: str) -> None:
    assert run(["export", "network", "--of", subject, "--by", "month", "--format", "gexf", "-o", "t.gexf"]) == 0
    again = nx.read_gexf("t.gexf", version="1.3")
    spells = {tuple(data["spells"]) for *_, data in again.edges(data=True) if "spells" in data}
    assert (("2026-02-01", "2026-02-28"),) in spells


def test_what_is_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "network", "--of", "respondents", "--by", "month", "-o", "x.graphml"]) == 0
    assert "left out: 26 undated" in capsys.readouterr().err
    assert run(["export", "network", "--of", "respondents", "--format", "dl", "-o", "x.dl"]) == 0
    assert "organisationType: DL has no attributes of nodes" in capsys.readouterr().err


def test_a_table_of_statements_goes_out_and_comes_in_again(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """What the store says of statement counts, the table says too, respondent by respondent."""
    assert run(["export", "dna", "-o", "statements.csv"]) == 0
    options = ("--of", "respondents", "--normalise", "dna-average")
    there = exported(*options, "--dna", "statements.csv", capfdbinary=capfdbinary)
    here = exported(*options, capfdbinary=capfdbinary)
    labels = nx.get_node_attributes(here, "label")

    def weights(network: nx.Graph, names: dict[str, str]) -> dict[frozenset[str], float]:
        return {frozenset(names[end] for end in (a, b)): d["weight"] for a, b, d in network.edges(data=True)}

    assert weights(here, labels) == pytest.approx(weights(there, {name: name for name in there}))
    ours = ("--of", "respondents", "--measure", "difference", "--normalise", "cosine")
    one = weights(exported(*ours, capfdbinary=capfdbinary), labels)
    other = exported(*ours, "--dna", "statements.csv", capfdbinary=capfdbinary)
    assert one == pytest.approx(weights(other, {name: name for name in other}))


def test_a_table_over_time_and_in_two_modes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "dna", "-o", "statements.csv"]) == 0
    months = ["--dna", "statements.csv", "--of", "respondents", "--by", "month", "--format", "gexf", "-o", "m.gexf"]
    assert run(["export", "network", *months]) == 0
    assert b'<spell start="2026-02-01" end="2026-02-28"/>' in Path("m.gexf").read_bytes()
    two = exported("--dna", "statements.csv", "--min-weight", "2", capfdbinary=capfdbinary)
    assert {data["kind"] for _, data in two.nodes(data=True)} == {"respondent", "proposal"}
    assert min((abs(data["weight"]) for *_, data in two.edges(data=True)), default=2) >= 2


def test_figures_are_json() -> None:
    options = ["--of", "respondents", "--normalise", "jaccard"]
    assert run(["export", "figures", *options, "-o", "figures.json"]) == 0
    found = json.loads(Path("figures.json").read_text(encoding="utf-8"))
    assert found["nodes"] == 15
    assert {"modularity", "sizes", "externalInternal", "adaptiveExternalInternal"} == set(found["communities"])
    assert run(["export", "figures", "--of", "respondents", "--measure", "conflict", "-o", "figures.json"]) == 0
    assert "communities" not in json.loads(Path("figures.json").read_text(encoding="utf-8"))


def test_polis_needs_a_folder_and_fills_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "polis", "-o", "polis"]) == 0
    assert {path.name for path in Path("polis").iterdir()} == {
        "comments.csv",
        "participants-votes.csv",
        "participants.csv",
        "votes.csv",
    }
    assert "both for and against" in capsys.readouterr().err


def test_void_describes_the_store() -> None:
    assert run(["export", "void", "--license", "https://example.org/licence", "-o", "void.ttl"]) == 0
    rows = list(pyoxigraph.parse(path="void.ttl"))
    assert any(str(row.object) == "<https://example.org/licence>" for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("network", "--of", "acts", "--measure", "conflict"), "has no conflict"),
        (("network", "--normalise", "jaccard"), "is not normalised"),
        (("network", "--of", "organisations", "--since", "2026-01-01"), "over the whole round"),
        (("network", "--of", "organisations", "--min-confidence", "0.5"), "neither questions nor confidence"),
        (("network", "--of", "acts", "--by", "month"), "only positions have a time"),
        (("network", "--of", "proposals", "--normalise", "dna"), "for respondents only"),
        (("network", "--of", "respondents", "--type", "munincipality"), "did you mean municipality"),
        (("network", "--of", "respondents", "--question", "none"), "unknown question"),
        (("network", "--consultation", "VN/1/1999"), "VN/1/1999"),
        (("network", "--communities"), "no weights to group by"),
        (("network", "--min-weight", "2"), "bear no weights"),
        (("network", "--min-shared", "2"), "counts no shared sides"),
        (("network", "--of", "respondents", "--normalise", "dna", "--min-active", "2"), "counts no shared sides"),
        (("network", "--of", "respondents", "--duplicates", "document"), "definitions only"),
        (("network", "--dna", "table.csv", "--min-confidence", "0.5"), "neither questions nor confidence"),
        (("network", "--dna", "table.csv", "--by", "month"), "have a time"),
        (("network", "--of", "respondents", "--measure", "conflict", "--communities"), "no communities"),
        (("network", "--backbone", "0.05"), "no weights to filter by"),
        (("network", "--of", "respondents", "--format", "neo4j"), "name a folder with -o"),
        (("network", "--of", "respondents", "-o", "no/such/folder/x.graphml"), "cannot write"),
        (("network", "--of", "acts", "--dna", "table.csv"), "has no network of acts"),
        (("void", "--license", "mine"), "not an http address"),
    ],
)
def test_a_mistake_is_told_in_a_line(arguments: tuple[str, ...], said: str, capsys) -> None:
    Path("table.csv").write_text("organization,concept,agreement\nA,P,1\n", encoding="utf-8")
    assert said in failed(2, *arguments, capsys=capsys)


def test_a_table_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("table.csv").write_text("a,b\n", encoding="utf-8")
    assert "no column" in failed(3, "network", "--of", "respondents", "--dna", "table.csv", capsys=capsys)


def test_a_file_in_the_way_of_a_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("taken").write_text("", encoding="utf-8")
    arguments = ("network", "--of", "respondents", "--format", "gephi", "-o", "taken")
    assert "cannot write" in failed(2, *arguments, capsys=capsys)
