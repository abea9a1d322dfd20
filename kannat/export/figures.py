"""A network in numbers: its size, its communities, its indices."""

from __future__ import annotations

from typing import Any, Final

import networkx as nx

from kannat.comparison.networks.polarisation import adaptive_external_internal, external_internal
from kannat.comparison.networks.structure import centralities, communities, modularity

TYPE: Final = "organisationType"


def figures(network: nx.Graph[str], *, grouped: bool = True) -> dict[str, Any]:
    """Plain values by name; with `grouped` those of its communities too. What cannot be computed is None."""
    ties = nx.Graph(network) if not network.is_directed() else nx.DiGraph(network)
    ties.remove_edges_from(list(nx.selfloop_edges(ties)))
    found: dict[str, Any] = {
        "title": network.graph.get("title", ""),
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "density": nx.density(ties),
        "isolates": nx.number_of_isolates(ties),
        "leftOut": dict(network.graph.get("left_out", ())),
    }
    types = {node: data[TYPE] for node, data in network.nodes(data=True) if data.get(TYPE)}
    if types:
        found["byType"] = _indices(network, types)
    if grouped and network.number_of_edges():
        groups = communities(network)
        sizes = [list(groups.values()).count(number) for number in sorted(set(groups.values()))]
        found["communities"] = {"sizes": sizes, "modularity": modularity(network, groups), **_indices(network, groups)}
    return found


def with_communities(network: nx.Graph[str]) -> None:
    """Put each node's `community` on it."""
    nx.set_node_attributes(network, communities(network), "community")


def with_centralities(network: nx.Graph[str]) -> None:
    """Put each node's `degree`, `strength`, `betweenness` and `closeness` on it."""
    nx.set_node_attributes(network, centralities(network))


def _indices(network: nx.Graph[str], groups: dict[str, Any]) -> dict[str, float | None]:
    return {
        "externalInternal": external_internal(network, groups),
        "adaptiveExternalInternal": adaptive_external_internal(network, groups),
    }
