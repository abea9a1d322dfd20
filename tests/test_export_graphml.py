"""GraphML as others read it: every attribute, typed, nothing lost."""

from __future__ import annotations

import math
import subprocess
import sys
from io import BytesIO
from xml.etree import ElementTree

import igraph
import networkx as nx
import numpy as np
import pytest

from kannat.export.attributes import Change, typed
from kannat.export.graphml import graphml

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"

TEXTS = {
    "plain": "Vantaan kaupunki",
    "markup": "<b>&amp;</b> ]]> \"'`",
    "lines": "first\nsecond\tthird",
    "carriage return": "first\r\nsecond\rthird",
    "emoji": "\N{WAVING BLACK FLAG} \N{GRINNING FACE} \N{COMBINING DIAERESIS}",
    "no-break": "10\N{NO-BREAK SPACE}000 \N{EN DASH} \N{SOFT HYPHEN}",
    "spaces": "  kept  ",
}


def two_mode() -> nx.MultiGraph:
    network = nx.MultiGraph()
    network.add_node("r1", label="Yksi", kind="respondent", invited=True, positions=2, share=0.5)
    network.add_node("p1", label="Ehdotus", kind="proposal", invited=False, positions=1, share=1.0)
    network.add_edge("r1", "p1", key="e1", kind="supports", confidence=0.75, passages=1, machine=True)
    network.add_edge("r1", "p1", key="e2", kind="opposes", confidence=0.5, passages=2, machine=False)
    return network


def read_networkx(data: bytes) -> nx.MultiGraph:
    return nx.read_graphml(BytesIO(data), force_multigraph=True)


def read_igraph(data: bytes, folder) -> igraph.Graph:
    path = folder / "network.graphml"
    path.write_bytes(data)
    return igraph.Graph.Read_GraphML(str(path))


def test_networkx_reads_back_the_same_network() -> None:
    network = two_mode()
    again = read_networkx(graphml(network))
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    assert {key: data for _, _, key, data in again.edges(keys=True, data=True)} == {
        key: data for _, _, key, data in network.edges(keys=True, data=True)
    }


def test_networkx_reads_back_the_same_types() -> None:
    again = read_networkx(graphml(two_mode()))
    assert {name: type(value) for name, value in again.nodes["r1"].items()} == {
        "label": str,
        "kind": str,
        "invited": bool,
        "positions": int,
        "share": float,
    }


def test_igraph_reads_back_the_same_network(tmp_path) -> None:
    network = two_mode()
    again = read_igraph(graphml(network), tmp_path)
    nodes = {vertex["id"]: {k: v for k, v in vertex.attributes().items() if k != "id"} for vertex in again.vs}
    assert nodes == dict(network.nodes(data=True))
    # igraph 1.0 gives edges the ids of nodes, so they are told apart by an attribute
    edges = {edge["kind"]: {k: v for k, v in edge.attributes().items() if k != "id"} for edge in again.es}
    assert edges == {data["kind"]: data for _, _, data in network.edges(data=True)}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_survives(text: str, tmp_path) -> None:
    network = nx.Graph(title=text)
    network.add_node(f"n {text}", label=text)
    data = graphml(network)
    assert dict(read_networkx(data).nodes(data=True)) == {f"n {text}": {"label": text}}
    assert read_igraph(data, tmp_path).vs["label"] == [text]


def test_every_key_is_named_typed_and_for_nodes_or_edges() -> None:
    keys = ElementTree.fromstring(graphml(two_mode())).findall(f"{NAMESPACE}key")
    assert len(keys) == 9
    assert {key.get("for") for key in keys} == {"node", "edge"}
    assert {key.get("attr.type") for key in keys} == {"string", "boolean", "long", "double"}
    assert all(key.get("attr.name") for key in keys)


def test_booleans_are_written_as_xml_schema_says() -> None:
    assert b">true</data>" in graphml(two_mode())
    assert b"True" not in graphml(two_mode())


@pytest.mark.parametrize("absent", [None, "", math.nan, math.inf, -math.inf, [], ()])
def test_what_formats_disagree_on_is_absent(absent: object) -> None:
    network = nx.Graph()
    network.add_node("a", value=absent, label="A")
    assert dict(read_networkx(graphml(network)).nodes(data=True)) == {"a": {"label": "A"}}


@pytest.mark.parametrize(
    ("value", "written", "what"),
    [
        (["b", "a"], "b | a", "several values: joined to one text"),
        ({"b", "a"}, "a | b", "several values: joined to one text"),
        ("a\x00b\x1bc\ufffe", "a\ufffdb\ufffdc\ufffd", "characters that XML cannot carry: replaced"),
        ("lone \ud800", "lone \ufffd", "characters that XML cannot carry: replaced"),
        (2**70, str(2**70), ""),
        (np.int64(7), 7, ""),
        (np.float64(0.5), 0.5, ""),
        (np.bool_(True), True, ""),
    ],
)
def test_other_values_are_cleaned_and_the_change_is_told(value: object, written: object, what: str) -> None:
    network = nx.Graph()
    network.add_node("a", value=value)
    table = typed(network)
    assert read_networkx(graphml(table)).nodes["a"] == {"value": written}
    assert table.changes == ((Change("a", "value", what),) if what else ())


def test_a_mixed_attribute_becomes_text_and_says_so() -> None:
    network = nx.Graph()
    network.add_node("a", value=1)
    network.add_node("b", value="one")
    network.add_node("c", value=True)
    table = typed(network)
    assert [read_networkx(graphml(table)).nodes[n]["value"] for n in "abc"] == ["1", "one", "true"]
    assert table.changes == (Change("nodes", "value", "values of several types: written as string"),)


def test_whole_numbers_and_numbers_together_are_numbers() -> None:
    network = nx.Graph()
    network.add_node("a", value=1)
    network.add_node("b", value=0.5)
    nodes = read_networkx(graphml(network)).nodes
    assert [(type(nodes[n]["value"]), nodes[n]["value"]) for n in "ab"] == [(float, 1.0), (float, 0.5)]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_an_empty_network_is_a_document_too(kind: type, tmp_path) -> None:
    data = graphml(kind())
    assert read_networkx(data).number_of_nodes() == 0
    assert read_networkx(data).is_directed() == kind().is_directed()
    assert read_igraph(data, tmp_path).vcount() == 0


def test_a_directed_edge_keeps_its_direction() -> None:
    network = nx.DiGraph([("b", "a")])
    assert list(read_networkx(graphml(network)).edges()) == [("b", "a")]


def test_parallel_edges_without_names_stay_apart() -> None:
    network = nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "a")])
    assert read_networkx(graphml(network)).number_of_edges() == 3


def test_the_order_of_making_does_not_matter() -> None:
    network = two_mode()
    other = nx.MultiGraph()
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(
        (t, s, k, dict(reversed(d.items()))) for s, t, k, d in reversed(list(network.edges(keys=True, data=True)))
    )
    assert graphml(other) == graphml(network)


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "import networkx as nx, sys\n"
        "from kannat.export.gexf import gexf\n"
        "from kannat.export.graphml import graphml\n"
        "network = nx.MultiGraph()\n"
        "for name in {'a', 'b', 'c', 'd'}:\n"
        "    network.add_node(name, label=name, tags={'x', 'y', name})\n"
        "    network.add_edge(name, 'a', key=name, kind='supports')\n"
        "sys.stdout.buffer.write(graphml(network))\n"
        "sys.stdout.buffer.write(gexf(network))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for seed, zone in [("1", "UTC"), ("2", "Asia/Tokyo"), ("3", "America/Lima")]
    }
    assert len(outputs) == 1
