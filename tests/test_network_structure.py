"""Backbone, communities, centralities, indices: by hand, and against networkx and igraph."""

from __future__ import annotations

import igraph
import networkx as nx
import pytest
from compared import CONSULTATION, gold_store

from kannat.comparison.networks import backbone, centralities, communities, modularity, respondent_network, stands
from kannat.comparison.networks.polarisation import adaptive_external_internal, external_internal
from kannat.comparison.networks.structure import check_communities
from kannat.errors import LimitExceeded, UsageError
from kannat.export.drawing import OTHERS, PALETTE, drawn
from kannat.export.figures import figures, with_centralities, with_communities


def weighted(*edges: tuple[str, str, float]) -> nx.Graph:
    network = nx.Graph()
    network.add_weighted_edges_from(edges)
    return network


TWO_BLOCS = weighted(
    ("a", "b", 3), ("b", "c", 3), ("a", "c", 3), ("d", "e", 3), ("e", "f", 3), ("d", "f", 3), ("c", "d", 1)
)
BLOCS = dict.fromkeys("abc", 1) | dict.fromkeys("def", 2)


def test_the_backbone_by_hand() -> None:
    """The hub's edges weigh 10, 1, 1: shares 10/12 and 1/12 of three, so (1/6)^2 = 0.028 and (11/12)^2 = 0.84."""
    star = weighted(("hub", "a", 10), ("hub", "b", 1), ("hub", "c", 1))
    assert set(backbone(star, 0.05).edges()) == {("hub", "a")}
    assert set(backbone(star, 0.02).edges()) == set()
    assert set(backbone(star, 0.05)) == set(star)


def test_even_weights_have_no_backbone_and_a_lone_edge_none() -> None:
    even = weighted(("a", "b", 1), ("b", "c", 1), ("a", "c", 1))
    assert backbone(even, 0.05).number_of_edges() == 0
    assert backbone(weighted(("a", "b", 5)), 0.99).number_of_edges() == 0


def test_the_backbone_counts_weights_without_their_sign() -> None:
    star = weighted(("hub", "a", -10), ("hub", "b", 1), ("hub", "c", 1))
    assert set(backbone(star, 0.05).edges()) == {("hub", "a")}


def test_two_blocs_are_two_communities() -> None:
    assert communities(TWO_BLOCS) == BLOCS
    assert communities(nx.relabel_nodes(TWO_BLOCS, dict(zip("abcdef", "fedcba", strict=True)))) == {
        "a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2,
    }  # fmt: skip


def test_negative_ties_hold_no_community_together() -> None:
    network = weighted(("a", "b", 2), ("c", "d", 2), ("a", "c", -5), ("b", "d", -5))
    assert communities(network) == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_an_empty_network_has_no_communities() -> None:
    assert communities(nx.Graph()) == {}
    assert modularity(nx.Graph(), {}) == 0


def test_modularity_is_networkx_s_and_igraph_s() -> None:
    expected = nx.community.modularity(TWO_BLOCS, [set("abc"), set("def")], weight="weight")
    assert modularity(TWO_BLOCS, BLOCS) == pytest.approx(expected)
    other = igraph.Graph.TupleList(TWO_BLOCS.edges(data="weight"), weights=True)
    groups = [BLOCS[name] for name in other.vs["name"]]
    assert modularity(TWO_BLOCS, BLOCS) == pytest.approx(other.modularity(groups, weights="weight"))


def test_centralities_are_igraph_s() -> None:
    other = igraph.Graph.TupleList(TWO_BLOCS.edges(data="weight"), weights=True)
    lengths = [1 / weight for weight in other.es["weight"]]
    between = dict(zip(other.vs["name"], other.betweenness(weights=lengths), strict=True))
    close = dict(zip(other.vs["name"], other.closeness(weights=lengths), strict=True))
    found = centralities(TWO_BLOCS)
    pairs = 5 * 4 / 2
    assert {name: one["betweenness"] * pairs for name, one in found.items()} == pytest.approx(between)
    assert {name: one["closeness"] for name, one in found.items()} == pytest.approx(close)
    assert (found["c"]["degree"], found["c"]["strength"]) == (3, 7)


def test_the_external_internal_index_by_hand() -> None:
    """Between the blocs 1, inside 18: (1 - 18) / 19."""
    assert external_internal(TWO_BLOCS, BLOCS) == pytest.approx(-17 / 19)
    assert external_internal(TWO_BLOCS, dict.fromkeys("abcdef", 1)) == -1
    assert external_internal(weighted(("a", "b", 2)), {"a": 1, "b": 2}) == 1
    assert external_internal(nx.Graph(), {}) is None


def test_the_adaptive_index_by_hand() -> None:
    """Densities 9/3 and 9/3 inside, 1/9 between: (3 + 3 - 2/9) / (3 + 3 + 2/9) = 26/28."""
    assert adaptive_external_internal(TWO_BLOCS, BLOCS) == pytest.approx(26 / 28)


def test_the_adaptive_index_does_not_mind_unlike_sizes() -> None:
    """Every pair of a large and a small group is tied alike: no polarisation, though most ties are inside."""
    whole = nx.complete_graph(8)
    nx.set_edge_attributes(whole, 1.0, "weight")
    groups = {node: int(node < 6) for node in whole}
    assert adaptive_external_internal(whole, groups) == pytest.approx(0)
    assert external_internal(whole, groups) < 0


@pytest.mark.parametrize("groups", [dict.fromkeys("abcdef", 1), {name: name for name in "abcdef"}, {}])
def test_the_adaptive_index_needs_two_groups_with_an_inside(groups: dict) -> None:
    assert adaptive_external_internal(TWO_BLOCS, groups) is None


def test_a_network_of_conflict_is_not_grouped() -> None:
    check_communities("congruence")
    with pytest.raises(UsageError, match="no communities"):
        check_communities("conflict")


@pytest.fixture
def example() -> nx.Graph:
    return respondent_network(stands(gold_store("example"), CONSULTATION))


def test_the_figures_of_the_example_round(example: nx.Graph) -> None:
    found = figures(example)
    assert (found["nodes"], found["edges"], found["density"]) == (15, 105, 1.0)
    assert found["leftOut"] == {"undecided": 10}
    groups = communities(example)
    assert found["communities"]["modularity"] == modularity(example, groups)
    assert sum(found["communities"]["sizes"]) == 15
    assert -1 <= found["byType"]["externalInternal"] <= 1


def test_nodes_bear_their_community_and_centralities(example: nx.Graph) -> None:
    with_communities(example)
    with_centralities(example)
    for _, data in example.nodes(data=True):
        assert data["community"] >= 1
        assert {"degree", "strength", "betweenness", "closeness"} <= set(data)


def test_a_drawing_has_colours_sizes_and_places_and_changes_nothing_else(example: nx.Graph) -> None:
    with_communities(example)
    looks = drawn(example, "community", "activity")
    assert "color" not in next(iter(example.nodes(data=True)))[1]
    colours = {data["community"]: data["color"] for _, data in looks.nodes(data=True)}
    assert len(set(colours.values())) == len(colours)
    assert set(colours.values()) <= {*PALETTE, OTHERS}
    busiest = max(looks, key=lambda node: looks.nodes[node]["activity"])
    assert looks.nodes[busiest]["size"] == max(data["size"] for _, data in looks.nodes(data=True))
    assert {(data["x"], data["y"]) for _, data in looks.nodes(data=True)} == {
        (data["x"], data["y"]) for _, data in drawn(example, "community").nodes(data=True)
    }


def test_an_empty_network_can_be_drawn() -> None:
    assert drawn(nx.Graph()).number_of_nodes() == 0


def test_more_nodes_than_can_be_laid_out_are_refused(monkeypatch) -> None:
    monkeypatch.setattr("kannat.export.drawing.MOST_PLACED", 2)
    with pytest.raises(LimitExceeded, match="Gephi"):
        drawn(TWO_BLOCS)
