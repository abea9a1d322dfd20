"""The description of a store in VoID and DCAT-AP: true counts, a licence, the measured quality."""

from __future__ import annotations

import pytest
import rdflib
from compared import GraphStore, gold_store
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCTERMS, RDF, Namespace

from kannat.errors import UsageError
from kannat.export.dataset import Publication, description, load_words
from kannat.graph.names import DEFAULT_BASE
from kannat.reading.quality import quality_by_language

VOID, DCAT, DQV = (
    Namespace(f"http://{name}#") for name in ("rdfs.org/ns/void", "www.w3.org/ns/dcat", "www.w3.org/ns/dqv")
)
DATASET = rdflib.URIRef(f"{DEFAULT_BASE}dataset")


def described(round_name: str = "example", publication: Publication | None = None) -> rdflib.Graph:
    return rdflib.Graph().parse(data=description(gold_store(round_name), publication), format="turtle")


def number(graph: rdflib.Graph, subject: rdflib.term.Node, name: str) -> int:
    return int(graph.value(subject, VOID[name]))


def test_the_counts_are_those_of_the_graph() -> None:
    graph = described()
    everything = rdflib.Graph()
    for quad in gold_store("example").quads():
        everything.parse(data=f"{quad.triple} .", format="nt")
    assert number(graph, DATASET, "triples") == len(everything)
    assert number(graph, DATASET, "distinctSubjects") == len(set(everything.subjects()))
    assert number(graph, DATASET, "distinctObjects") == len(set(everything.objects()))
    assert number(graph, DATASET, "properties") == len(set(everything.predicates()))
    for part in graph.objects(DATASET, VOID.classPartition):
        kind = graph.value(part, VOID["class"])
        assert number(graph, part, "entities") == len(set(everything.subjects(RDF.type, kind)))
    for part in graph.objects(DATASET, VOID.propertyPartition):
        predicate = graph.value(part, VOID.property)
        assert number(graph, part, "triples") == len(list(everything.triples((None, predicate, None))))
    assert len(list(graph.objects(DATASET, VOID.classPartition))) == number(graph, DATASET, "classes")


def test_it_says_what_dcat_ap_asks_of_a_dataset() -> None:
    graph = described()
    assert {RDF.type: {VOID.Dataset, DCAT.Dataset}}[RDF.type] == set(graph.objects(DATASET, RDF.type))
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in graph.objects(DATASET, predicate)} == {"fi", "sv", "en"}
    assert str(graph.value(DATASET, DCTERMS.license)) == load_words()["license"]
    assert graph.value(DATASET, DCAT.distribution) is None


def test_each_consultation_is_a_subset() -> None:
    graph = described()
    (part,) = graph.objects(DATASET, VOID.subset)
    assert str(graph.value(part, DCTERMS.subject)).endswith("consultation/VN-37864-2025")
    assert number(graph, part, "entities") == 16


def test_the_quality_is_the_model_s_own() -> None:
    graph = described()
    found = {}
    for made in graph.objects(DATASET, DQV.hasQualityMeasurement):
        measure = str(graph.value(made, DQV.isMeasurementOf)).rsplit("/", 1)[-1]
        found[str(graph.value(made, DCTERMS.language)), measure] = float(graph.value(made, DQV.value))
    figures = quality_by_language()
    measures = ("documents", "detection", "stance", "lean")
    assert found == {(lang, name): float(getattr(one, name)) for lang, one in figures.items() for name in measures}


def test_what_the_publisher_knows_is_in_it() -> None:
    told = Publication(
        "https://example.org/l", "https://example.org/p", "https://example.org/d.trig", "https://example.org/s"
    )
    graph = described(publication=told)
    assert str(graph.value(DATASET, DCTERMS.publisher)) == told.publisher
    assert str(graph.value(DATASET, VOID.sparqlEndpoint)) == told.endpoint
    distribution = graph.value(DATASET, DCAT.distribution)
    assert str(graph.value(distribution, DCAT.accessURL)) == told.download
    assert str(graph.value(distribution, DCTERMS.license)) == told.license
    assert str(graph.value(distribution, DCAT.mediaType)).endswith("application/trig")


@pytest.mark.parametrize("address", ["mine", "https://exa mple.org/<>"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        description(gold_store("real"), Publication(license=address))


def test_it_is_the_same_on_another_day_and_in_another_order() -> None:
    quads = list(gold_store("real").quads())
    assert description(GraphStore(reversed(quads))) == description(gold_store("real"))


def test_an_empty_store_is_described_too() -> None:
    graph = rdflib.Graph().parse(data=description(GraphStore([])), format="turtle")
    assert number(graph, DATASET, "triples") == 0


def test_a_property_of_another_vocabulary_has_a_place_of_its_own() -> None:
    subject = NamedNode(f"{DEFAULT_BASE}actor/a")
    predicates = [NamedNode("urn:x:p"), NamedNode("https://example.org/ns#p")]
    graph = rdflib.Graph().parse(
        data=description(GraphStore([Quad(subject, one, Literal("x"), subject) for one in predicates])), format="turtle"
    )
    parts = {str(graph.value(part, VOID.property)) for part in graph.objects(DATASET, VOID.propertyPartition)}
    assert parts == {one.value for one in predicates}
    assert len(list(graph.objects(DATASET, VOID.propertyPartition))) == 2
