"""The graph itself in every format: read back by two engines, sorted, readable."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from functools import cache

import pyoxigraph
import pytest
import rdflib
from compared import CONSULTATION, GraphStore, gold_store
from pyoxigraph import Literal, NamedNode, Quad
from rounds import ROUNDS, gold_quads, statement_graphs

from kannat.errors import UnknownName, UsageError
from kannat.export import rdf
from kannat.export.rdf import FORMATS, serialized
from kannat.export.rdf_xml import uncarried
from kannat.graph.names import DEFAULT_BASE, Names
from kannat.graph.quads import canonical_nquads, from_rdflib

EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)
WITH_GRAPHS = ("trig", "nquads", "jsonld")
WITHOUT_GRAPHS = ("turtle", "ntriples", "rdfxml")


@cache
def exported(round_name: str, format_: str) -> bytes:
    return rdf(gold_store(round_name), format_)


def quads_in(data: bytes, format_: str) -> list[Quad]:
    return list(pyoxigraph.parse(data, format=FORMATS[format_]))


@EACH_ROUND
@pytest.mark.parametrize("format_", WITH_GRAPHS)
def test_every_quad_comes_back(round_name: str, format_: str) -> None:
    again = quads_in(exported(round_name, format_), format_)
    assert canonical_nquads(again) == canonical_nquads(gold_quads(round_name))


@EACH_ROUND
@pytest.mark.parametrize("format_", WITHOUT_GRAPHS)
def test_every_triple_comes_back_once(round_name: str, format_: str) -> None:
    again = [quad.triple for quad in quads_in(exported(round_name, format_), format_)]
    assert len(again) == len(set(again))
    assert set(again) == {quad.triple for quad in gold_quads(round_name)}


@pytest.mark.filterwarnings(  # what rdflib's own parsers do
    "ignore:Dataset.default_context is deprecated:DeprecationWarning:rdflib",
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib",
)
@pytest.mark.parametrize(("format_", "name"), [("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads")])
def test_rdflib_reads_the_same(format_: str, name: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported("real", format_), format=name)
    again = [quad for graph in dataset.graphs() for quad in from_rdflib(graph, NamedNode(graph.identifier))]
    assert canonical_nquads(again) == canonical_nquads(gold_quads("real"))


@pytest.mark.parametrize(("format_", "name"), [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt")])
def test_rdflib_reads_the_same_triples(format_: str, name: str) -> None:
    graph = rdflib.Graph().parse(data=exported("real", format_), format=name)
    assert {quad.triple for quad in from_rdflib(graph)} == {quad.triple for quad in gold_quads("real")}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_order_of_storing_does_not_matter(format_: str) -> None:
    quads = list(gold_quads("real"))
    random.Random(3).shuffle(quads)
    assert rdf(GraphStore(quads), format_) == exported("real", format_)


def test_neither_hash_seed_nor_time_zone_matter(tmp_path) -> None:
    source = tmp_path / "round.nq"
    source.write_bytes(exported("real", "nquads"))
    program = (
        "import hashlib, pyoxigraph, sys\n"
        "from kannat.export.rdf import FORMATS, serialized\n"
        "quads = list(pyoxigraph.parse(path=sys.argv[1]))\n"
        "for name in FORMATS:\n"
        "    print(hashlib.sha256(serialized(quads, name, 'https://w3id.org/kannat/id/')).hexdigest())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, source],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in [("1", "UTC"), ("2", "Asia/Tokyo")]
    }
    assert len(outputs) == 1


def test_turtle_is_written_for_people() -> None:
    text = exported("real", "turtle").decode()
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "\nstatement:VN-37864-2025.092.aa2c32ce8274 a kan:Statement ;" in text
    starts = [line.split()[0] for line in text.splitlines() if line.startswith("mention:")]
    offsets = [int(name.rsplit(".", 1)[1].split("-")[0]) for name in starts if ".092." in name]
    assert len(offsets) > 10
    assert offsets == sorted(offsets)


def test_only_prefixes_in_use_are_declared() -> None:
    quads = [Quad(NamedNode(f"{DEFAULT_BASE}actor/kunta"), NamedNode("urn:p"), Literal("x"), NamedNode("urn:g"))]
    text = serialized(quads, "turtle", DEFAULT_BASE).decode()
    assert [line for line in text.splitlines() if "@prefix" in line] == [f"@prefix actor: <{DEFAULT_BASE}actor/> ."]


def test_json_ld_is_written_for_people() -> None:
    document = json.loads(exported("real", "jsonld"))
    things = [thing for graph in document["@graph"] for thing in graph["@graph"]]
    position = next(thing for thing in things if thing["type"] == "Position")
    passage = position["passage"][0] if isinstance(position["passage"], list) else position["passage"]
    assert passage["type"] == "Passage"
    assert isinstance(passage["start"], int)
    assert position["stance"] in {"supports", "supportsWithReservations", "concerned", "opposes", "noPosition"}
    assert not position["id"].startswith("http")
    consultation = next(thing for thing in things if thing["type"] == "Consultation")
    assert set(consultation["title"]) == {"fi", "sv", "en"}
    assert consultation["deadline"] == "2026-02-18"


def test_json_ld_brings_its_own_context_and_nothing_to_fetch() -> None:
    document = json.loads(exported("real", "jsonld"))
    assert isinstance(document["@context"], dict)
    assert not any(isinstance(value, str) and value.endswith(".jsonld") for value in document["@context"].values())


GRAPH = NamedNode(f"{DEFAULT_BASE}statement/s")
A, B, LINK = NamedNode(f"{DEFAULT_BASE}actor/a"), NamedNode(f"{DEFAULT_BASE}actor/b"), NamedNode("urn:link")
XSD = "http://www.w3.org/2001/XMLSchema#"
KAN = "https://w3id.org/kannat/ns#"


@pytest.mark.parametrize(
    "triples",
    [
        [(A, LINK, B), (B, LINK, A)],
        [(A, LINK, A)],
        [(A, LINK, B), (B, LINK, B)],
        [(A, NamedNode(f"{KAN}deadline"), Literal("soon"))],
        [(A, NamedNode(f"{KAN}start"), Literal("007", datatype=NamedNode(f"{XSD}integer")))],
        [(A, NamedNode("http://www.w3.org/ns/oa#start"), Literal("007", datatype=NamedNode(f"{XSD}integer")))],
        [(A, NamedNode(f"{KAN}synthetic"), Literal("1", datatype=NamedNode(f"{XSD}boolean")))],
        [(A, NamedNode(f"{KAN}stance"), NamedNode("https://example.org/other"))],
        [(A, NamedNode(f"{KAN}heading"), Literal("otsikko", language="fi"))],
        [(A, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("no language"))],
        [(A, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal(x, language="fi")) for x in "ab"],
        [(A, NamedNode("http://purl.org/dc/terms/source"), value) for value in (B, Literal("a register"))],
        [(A, NamedNode("urn:p"), Literal('"@id" <b> \\ \n \u0001'))],
        [(NamedNode("https://example.org/a"), NamedNode(f"{KAN}holder"), NamedNode("urn:x:y"))],
        [(NamedNode(f"{DEFAULT_BASE}actor/a:b"), NamedNode(f"{KAN}holder"), NamedNode(DEFAULT_BASE))],
    ],
)
def test_json_ld_carries_what_is_out_of_the_ordinary(triples) -> None:
    quads = [Quad(*triple, GRAPH) for triple in triples]
    again = quads_in(serialized(quads, "jsonld", DEFAULT_BASE), "jsonld")
    assert canonical_nquads(again) == canonical_nquads(quads)


def test_one_statement_can_be_taken_alone() -> None:
    graph = statement_graphs("real")[0]
    data = rdf(gold_store("real"), "nquads", graph.name.value)
    assert data == canonical_nquads(graph.quads)


def test_a_consultation_brings_its_statements() -> None:
    names = {quad.graph_name for quad in quads_in(rdf(gold_store("real"), "nquads", CONSULTATION), "nquads")}
    assert names == {NamedNode(CONSULTATION), *(graph.name for graph in statement_graphs("real"))}


def test_another_consultation_s_statements_stay_behind() -> None:
    other = Names().consultation("VN-1-2099")
    quads = [*gold_quads("real"), Quad(other, NamedNode("urn:p"), Literal("x"), other)]
    data = rdf(GraphStore(quads), "nquads", other.value)
    assert data == canonical_nquads(quads[-1:])


@pytest.mark.parametrize(
    ("format_", "graph"), [("rdfa", None), ("turtle", "https://example.org/none"), ("turtle", "no address")]
)
def test_unknown_names_are_errors(format_: str, graph: str | None) -> None:
    with pytest.raises(UnknownName):
        rdf(gold_store("real"), format_, graph)


def test_rdf_xml_carries_what_xml_can_and_marks_what_it_cannot() -> None:
    texts = {"a\x01b": "a\ufffdb", "]]> <&\r\n\t": "]]> <&\r\n\t", "\N{GRINNING FACE}": "\N{GRINNING FACE}"}
    quads = [Quad(A, NamedNode("urn:x#p"), Literal(text, language="fi"), GRAPH) for text in texts]
    graph = rdflib.Graph().parse(data=serialized(quads, "rdfxml", DEFAULT_BASE), format="xml")
    assert {str(value) for value in graph.objects()} == set(texts.values())
    assert uncarried(quad.triple for quad in quads) == 1


def test_rdf_xml_refuses_a_predicate_that_is_no_name() -> None:
    with pytest.raises(UsageError, match="cannot name the predicate"):
        serialized([Quad(A, NamedNode("https://example.org/1"), B, GRAPH)], "rdfxml", DEFAULT_BASE)
