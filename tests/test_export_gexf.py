"""GEXF 1.3 as others read it: every attribute, typed, nothing lost, no clock."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import pytest
from test_export_graphml import TEXTS, two_mode

from kannat.export.gexf import gexf

NAMESPACE = "{http://gexf.net/1.3}"


def read_networkx(data: bytes) -> nx.MultiGraph:
    return nx.MultiGraph(nx.read_gexf(BytesIO(data), version="1.3"))


def test_networkx_reads_back_the_same_network() -> None:
    network = two_mode()
    again = read_networkx(gexf(network))
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    edges = {key: data for _, _, key, data in again.edges(keys=True, data=True)}
    assert edges == {key: {**data, "id": key} for _, _, key, data in network.edges(keys=True, data=True)}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_text_survives(text: str) -> None:
    network = nx.Graph(title=text)
    network.add_node(f"n {text}", label=text, other=text)
    assert dict(read_networkx(gexf(network)).nodes(data=True)) == {f"n {text}": {"label": text, "other": text}}


def test_every_attribute_is_titled_and_typed() -> None:
    root = ElementTree.fromstring(gexf(two_mode()))
    columns = {
        group.get("class"): {a.get("title"): a.get("type") for a in group}
        for group in root.iter(f"{NAMESPACE}attributes")
    }
    assert columns == {
        "node": {"invited": "boolean", "kind": "string", "positions": "long", "share": "double"},
        "edge": {"confidence": "double", "kind": "string", "machine": "boolean", "passages": "long"},
    }


def test_parallel_edges_are_told_apart_by_kind() -> None:
    root = ElementTree.fromstring(gexf(two_mode()))
    assert [edge.get("kind") for edge in root.iter(f"{NAMESPACE}edge")] == ["supports", "opposes"]


def test_an_edge_without_a_kind_goes_by_its_id() -> None:
    network = nx.MultiGraph([("a", "b"), ("a", "b")])
    root = ElementTree.fromstring(gexf(network))
    assert len({edge.get("kind") for edge in root.iter(f"{NAMESPACE}edge")}) == 2


def test_a_node_without_a_label_shows_its_id() -> None:
    network = nx.Graph()
    network.add_node("a")
    assert read_networkx(gexf(network)).nodes["a"] == {"label": "a"}


def test_the_version_is_1_3_and_no_date_is_in_it() -> None:
    network = two_mode()
    network.graph["title"] = "A round"
    data = gexf(network)
    root = ElementTree.fromstring(data)
    assert root.tag == f"{NAMESPACE}gexf"
    assert root.get("version") == "1.3"
    assert root.findtext(f"{NAMESPACE}meta/{NAMESPACE}description") == "A round"
    assert b"lastmodifieddate" not in data


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_an_empty_network_is_a_document_too(kind: type) -> None:
    again = nx.read_gexf(BytesIO(gexf(kind())), version="1.3")
    assert again.number_of_nodes() == 0
    assert again.is_directed() == kind().is_directed()
