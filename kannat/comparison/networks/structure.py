"""What a network is like: its backbone, its communities, who is central in it.

Everything is deterministic: nodes are taken in sorted order, and chance is seeded.
"""

from __future__ import annotations

from typing import Any, Final

import networkx as nx

from kannat.errors import UsageError

SEED: Final = 1
WEIGHT: Final = "weight"


def backbone(network: nx.Graph[str], alpha: float = 0.05) -> nx.Graph[str]:
    """The network with only the edges that are too heavy to be chance, by the disparity filter; all nodes stay.

    An end of degree k whose edges weigh s together finds an edge of weight w significant when (1 - w/s)^(k-1) < alpha;
    an edge stays that either end finds significant. One of degree 1 finds nothing significant. Weights count without
    their sign, and edges without their direction. Source: Serrano, Boguna, Vespignani 2009, PNAS 106(16), equation 2.
    """
    strength = dict.fromkeys(network, 0.0)
    degree = dict.fromkeys(network, 0)
    for one, other, data in network.edges(data=True):
        for end in (one, other):
            strength[end] += abs(data[WEIGHT])
            degree[end] += 1

    def significant(node: str, weight: float) -> bool:
        if degree[node] < 2:
            return False
        return bool((1 - weight / strength[node]) ** (degree[node] - 1) < alpha)

    kept = network.copy()
    kept.remove_edges_from(
        [edge[:-1] for edge in _edges(network) if not any(significant(end, abs(edge[-1][WEIGHT])) for end in edge[:2])]
    )
    return kept


def communities(network: nx.Graph[str], resolution: float = 1.0, seed: int = SEED) -> dict[str, int]:
    """The community of each node, from 1 on, the largest first: Louvain on the edges of positive weight.

    Source: Blondel, Guillaume, Lambiotte, Lefebvre 2008, as networkx has it.
    """
    names = sorted(network)
    place = {name: index for index, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    weights = _positive(network)
    for (one, other), weight in sorted(weights.items()):
        plain.add_edge(place[one], place[other], weight=weight)
    groups = nx.community.louvain_communities(plain, weight=WEIGHT, resolution=resolution, seed=seed)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {names[node]: number for number, group in enumerate(ordered, 1) for node in group}


def modularity(network: nx.Graph[str], groups: dict[str, int]) -> float:
    """Newman's modularity of a partition, on the edges of positive weight; 0 where there are none.

    Source: Newman and Girvan 2004; weighted: Newman 2004.
    """
    weights = _positive(network)
    total = sum(weights.values())
    if not total:
        return 0.0
    inside: dict[int, float] = {}
    strength: dict[int, float] = {}
    for (one, other), weight in sorted(weights.items()):
        for end in (one, other):
            strength[groups[end]] = strength.get(groups[end], 0.0) + weight
        if groups[one] == groups[other]:
            inside[groups[one]] = inside.get(groups[one], 0.0) + weight
    return sum(inside.get(group, 0.0) / total - (s / (2 * total)) ** 2 for group, s in sorted(strength.items()))


def centralities(network: nx.Graph[str]) -> dict[str, dict[str, float | int]]:
    """For each node `degree`, `strength` (Barrat et al. 2004), `betweenness` and `closeness`.

    Betweenness (Freeman 1977, computed after Brandes 2001) and closeness (Freeman 1979, for unconnected networks after
    Wasserman and Faust 1994) take 1 / weight as the length of an edge (Newman 2001). Weights count without their sign.
    """
    plain: nx.Graph[str] = nx.DiGraph() if network.is_directed() else nx.Graph()
    plain.add_nodes_from(sorted(network))
    for one, other, data in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
        before = plain.get_edge_data(one, other, {WEIGHT: 0.0})[WEIGHT]
        plain.add_edge(one, other, weight=before + abs(data[WEIGHT]))
    for *_, data in plain.edges(data=True):
        data["length"] = 1 / data[WEIGHT]
    betweenness = nx.betweenness_centrality(plain, weight="length")
    closeness = nx.closeness_centrality(plain, distance="length")
    return {
        node: {
            "degree": plain.degree(node),
            "strength": plain.degree(node, weight=WEIGHT),
            "betweenness": betweenness[node],
            "closeness": closeness[node],
        }
        for node in plain
    }


def check_communities(measure: str) -> None:
    """Raises `UsageError` for a measure whose heavy edges do not hold groups together."""
    if measure == "conflict":
        raise UsageError(
            "a network of conflict has no communities: its edges part rather than hold together",
            advice="take --measure congruence or difference",
        )


def _edges(network: nx.Graph[str]) -> list[tuple[Any, ...]]:
    if isinstance(network, nx.MultiGraph):
        return list(network.edges(keys=True, data=True))
    return list(network.edges(data=True))


def _positive(network: nx.Graph[str]) -> dict[tuple[str, str], float]:
    """The positive weight between each two, whatever the direction and the number of the edges."""
    weights: dict[tuple[str, str], float] = {}
    for one, other, data in network.edges(data=True):
        if data[WEIGHT] > 0 and one != other:
            ends = (min(one, other), max(one, other))
            weights[ends] = weights.get(ends, 0.0) + data[WEIGHT]
    return weights
