"""The Python interface: `import kannat`."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import kannat
from kannat.errors import UnknownName, UsageError
from kannat.export.request import Request, Subject

ROOT = Path(__file__).parents[1]
REAL = ROOT / "seeds" / "VN-37864-2025"
VANTAA = REAL / "statements" / "vantaan-kaupunki.txt"
CAMPAIGN = (
    "Kunta katsoo, että palvelujen rahoitus tulee turvata pysyvästi ja että siirtymäaikaa on pidennettävä vähintään "
    "kahdella vuodella, jotta kaikki toimijat ehtivät valmistautua muutokseen."
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    path = tmp_path_factory.mktemp("api") / "store"
    with kannat.open_store(path, "write", create=True) as opened:
        kannat.ingest(opened, REAL, gold=True)
    with kannat.open_store(path) as opened:
        yield opened


def test_the_public_surface_is_what_is_named() -> None:
    public = {name for name, value in vars(kannat).items() if inspect.isfunction(value)}
    assert public == set(kannat.__all__)
    assert kannat.__all__ == sorted(kannat.__all__)


@pytest.mark.parametrize("name", kannat.__all__)
def test_every_verb_is_typed_and_explained(name: str) -> None:
    verb = getattr(kannat, name)
    assert inspect.getdoc(verb)
    signature = inspect.signature(verb)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())


def test_importing_costs_nothing_heavy() -> None:
    script = "import sys, kannat; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"rdflib", "pyshacl", "pyoxigraph", "networkx", "numpy"}.isdisjoint(done.stdout.split())


def test_the_example_of_the_package_is_true() -> None:
    assert doctest.testmod(kannat).failed == 0


def test_a_reading_and_its_words() -> None:
    consultations = kannat.descriptions(REAL)
    reading = kannat.read(VANTAA, consultations)
    text = kannat.document(VANTAA).text
    assert [r.name for r in reading.respondents] == ["Vantaan kaupunki"]
    assert reading.consultation.identifier == "VN/37864/2025"
    assert all(p.span.of(text).strip() for p in reading.positions)


def test_a_question_gives_records(store: kannat.api.Store) -> None:
    rows = kannat.query(store, "rounds").records()
    assert [row["identifier"] for row in rows] == ["VN/37864/2025"]


def test_the_graph_is_an_rdflib_dataset(store: kannat.api.Store) -> None:
    dataset = store.dataset()
    assert isinstance(dataset, rdflib.Dataset)
    statement = rdflib.URIRef("https://w3id.org/kannat/ns#Statement")
    assert len(set(dataset.subjects(rdflib.RDF.type, statement))) == 2


def test_the_network_is_a_networkx_graph(store: kannat.api.Store) -> None:
    graph = kannat.network(store)
    assert isinstance(graph, nx.MultiDiGraph | nx.MultiGraph)
    assert graph.number_of_edges() > 10
    assert b"<graphml" in kannat.export_network(graph)["network.graphml"]


def test_another_network_is_asked_for(store: kannat.api.Store) -> None:
    graph = kannat.network(store, request=Request(Subject.ACTS))
    assert graph.number_of_nodes() > 1
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"act"}


def test_a_submission_is_checked() -> None:
    assert kannat.validate(VANTAA, REAL).conforms
    assert not kannat.validate(b"<a:b> a <https://w3id.org/kannat/ns#Position> .").conforms


def test_compare_gives_the_matrix_and_its_pairs(store: kannat.api.Store) -> None:
    assert kannat.compare(store).records()
    assert kannat.agreement(store).records() == []


def test_respondents_are_set_beside_one_another(store: kannat.api.Store) -> None:
    beside = kannat.beside(store, "Vantaan kaupunki")
    assert beside.lines
    with pytest.raises(UnknownName):
        kannat.beside(store, "Vantaan kylä", "Nobody")


def test_how_united_respondents_are(store: kannat.api.Store) -> None:
    assert kannat.unity(store).rows
    assert kannat.unity(store, by_type=True).rows


def test_a_round_has_changed_from_none_but_another(store: kannat.api.Store) -> None:
    with pytest.raises(UsageError):
        kannat.changes(store, "VN/37864/2025", "VN/37864/2025")


def test_wording_is_shared_by_those_who_have_it_and_by_nobody_else(
    store: kannat.api.Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert kannat.shared_wording(store).passages == ()
    folder = tmp_path_factory.mktemp("campaign")
    for name in ("Kivikosken kunta", "Suoniemen kunta"):
        text = f"{name}\n\nLausunto VN/37864/2025\n\n{CAMPAIGN}\n"
        (folder / f"{name.partition(' ')[0]}.txt").write_text(text, encoding="utf-8")
    with kannat.open_store(folder / "store", "write", create=True) as campaign:
        kannat.ingest(campaign, REAL / "consultation.ttl", REAL / "codebook.ttl", folder)
        assert len(kannat.shared_wording(campaign).passages) == 1


def test_the_summary_of_a_round_is_written(store: kannat.api.Store) -> None:
    told = kannat.summarise(store, language="sv")
    assert told.notes
    assert kannat.export_summary(told, "md").decode().startswith("---\ntitle:")


def test_a_round_is_drawn(store: kannat.api.Store) -> None:
    assert b"<svg" in kannat.draw(store, "timeline")
