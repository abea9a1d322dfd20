"""The network of respondents and proposals, and that both formats carry all of it."""

from __future__ import annotations

import math
from io import BytesIO

import igraph
import networkx as nx
import pytest
from compared import gold_matrix
from rounds import ROUNDS, gold_quads

from kannat.export import gexf, graphml, network_of
from kannat.export.attributes import typed
from kannat.graph import terms as t

EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)


def present(data: dict) -> dict:
    """What is told: formats leave out what is None."""
    return {name: value for name, value in data.items() if value is not None}


def edges_of(network: nx.MultiGraph) -> dict:
    return {key: present(data) for _, _, key, data in network.edges(keys=True, data=True)}


def nodes_of(network: nx.Graph) -> dict:
    return {node: present(data) for node, data in network.nodes(data=True)}


@EACH_ROUND
def test_there_is_an_edge_for_each_holder_of_each_position(round_name: str) -> None:
    held = {(q.subject.value, q.object.value) for q in gold_quads(round_name) if q.predicate == t.HOLDER}
    network = network_of(gold_matrix(round_name))
    found = [(data["position"], data["respondent"]) for _, _, data in network.edges(data=True)]
    assert set(found) == held
    assert len(found) == len(held)


@EACH_ROUND
def test_it_has_two_modes(round_name: str) -> None:
    network = network_of(gold_matrix(round_name))
    kinds = nx.get_node_attributes(network, "kind")
    assert {frozenset((kinds[one], kinds[other])) for one, other in network.edges()} == {
        frozenset(("respondent", "proposal"))
    }
    for one, other, data in network.edges(data=True):
        assert {one, other} == {data["respondent"], data["proposal"]}


def test_silent_organisations_and_untouched_proposals_are_nodes() -> None:
    compared = gold_matrix("example")
    network = network_of(compared)
    assert all(network.degree(party.respondent) == 0 for party in compared.silent)
    assert sum(data["kind"] == "proposal" for _, data in network.nodes(data=True)) == len(compared.proposals)


def test_an_edge_leads_back_to_the_words() -> None:
    compared = gold_matrix("real")
    for _, _, data in network_of(compared).edges(data=True):
        first = next(p for p in compared.passages[data["position"]] if p.role == "position")
        assert (data["words"], data["wordsStart"], data["wordsEnd"]) == (first.words, first.start, first.end)
        assert data["statement"] in compared.statements
        assert data["passages"] >= 1
        assert data["sign"] == {"for": 1, "against": -1, "neutral": 0}[data["lean"]]


def test_two_stances_on_one_proposal_are_two_edges() -> None:
    network = network_of(gold_matrix("example"))
    parallel = [pair for pair in network.edges() if network.number_of_edges(*pair) > 1]
    assert parallel
    assert any(len({d["stance"] for d in network.get_edge_data(*pair).values()}) > 1 for pair in parallel)


@EACH_ROUND
def test_networkx_reads_graphml_back_with_nothing_lost(round_name: str) -> None:
    network = network_of(gold_matrix(round_name))
    again = nx.read_graphml(BytesIO(graphml(network)), force_multigraph=True)
    assert nodes_of(again) == nodes_of(network)
    assert edges_of(again) == edges_of(network)
    assert {type(v) for d in edges_of(again).values() for v in d.values()} == {str, int, bool}


@EACH_ROUND
def test_networkx_reads_gexf_back_with_nothing_lost(round_name: str) -> None:
    network = network_of(gold_matrix(round_name))
    again = nx.MultiGraph(nx.read_gexf(BytesIO(gexf(network)), version="1.3"))
    assert nodes_of(again) == nodes_of(network)
    assert {key: {k: v for k, v in d.items() if k != "id"} for key, d in edges_of(again).items()} == edges_of(network)


@EACH_ROUND
def test_igraph_reads_graphml_back_with_nothing_lost(round_name: str, tmp_path) -> None:
    """igraph has no absent values: it shows them as an empty text, NaN or False."""
    network = network_of(gold_matrix(round_name))
    path = tmp_path / "network.graphml"
    path.write_bytes(graphml(network))
    again = igraph.Graph.Read_GraphML(str(path))
    nodes, edges = nodes_of(network), edges_of(network)
    assert {vertex["id"] for vertex in again.vs} == set(nodes)
    for vertex in again.vs:
        check(vertex.attributes(), nodes[vertex["id"]])
    assert again.ecount() == len(edges)
    for edge in again.es:
        ends = {again.vs[edge.source]["id"], again.vs[edge.target]["id"]}
        assert ends == {edge["respondent"], edge["proposal"]}
        check(edge.attributes(), edges[f"{edge['position']} {edge['respondent']}"])


def check(found: dict, expected: dict) -> None:
    told = {name: value for name, value in found.items() if name != "id"}
    assert set(expected) <= set(told)
    for name, value in told.items():
        if name in expected:
            assert value == expected[name]
        else:
            assert value in ("", False) or math.isnan(value)


@EACH_ROUND
def test_nothing_has_to_be_cleaned(round_name: str) -> None:
    assert typed(network_of(gold_matrix(round_name))).changes == ()


def test_the_title_is_the_round() -> None:
    assert network_of(gold_matrix("real")).graph["title"].startswith("VN/37864/2025 Arviomuistio")
