"""How far a network falls apart into groups: indices of a network and a partition of its nodes.

| index | from | to | source |
|---|---|---|---|
| E-I | -1, all ties inside the groups | 1, all ties between them | Krackhardt and Stern 1988 |
| adaptive E-I | -1, ties only between the groups | 1, only inside | Chen, Salloum, Gronow, Yla-Anttila, Kivela 2021 |

The adaptive index compares densities, so groups of unlike sizes do not disturb it; note its opposite sign. The
Discourse Network Analyzer's own measure is in `kannat.comparison.networks.dna`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import combinations

import networkx as nx

Groups = Mapping[str, Hashable]


def external_internal(network: nx.Graph[str], groups: Groups) -> float | None:
    """(E - I) / (E + I), E and I the weights of the ties between and inside the groups; None without ties.

    Weights count without their sign, loops not at all, a node without a group not either.
    """
    inside, between = _weights(network, groups)
    internal, external = sum(inside.values()), sum(between.values())
    total = internal + external
    return (external - internal) / total if total else None


def adaptive_external_internal(network: nx.Graph[str], groups: Groups) -> float | None:
    """(W - B) / (W + B), W and B the mean densities inside the groups and between each two of them.

    A density is the weight of the ties over the number of possible ones. For two groups this is the published index.
    Groups of one node have no inside and are left out of W; None with fewer than two groups or without ties.
    """
    inside, between = _weights(network, groups)
    sizes = Counter(groups[node] for node in network if node in groups)
    names = sorted(sizes, key=str)
    within = [inside[g] / (sizes[g] * (sizes[g] - 1) / 2) for g in names if sizes[g] > 1]
    across = [between[frozenset(pair)] / (sizes[pair[0]] * sizes[pair[1]]) for pair in combinations(names, 2)]
    if not within or not across:
        return None
    w, b = sum(within) / len(within), sum(across) / len(across)
    return (w - b) / (w + b) if w + b else None


def _weights(network: nx.Graph[str], groups: Groups) -> tuple[Counter[Hashable], Counter[frozenset[Hashable]]]:
    inside: Counter[Hashable] = Counter()
    between: Counter[frozenset[Hashable]] = Counter()
    for one, other, data in network.edges(data=True):
        if one == other or one not in groups or other not in groups:
            continue
        weight = abs(data.get("weight", 1))
        if groups[one] == groups[other]:
            inside[groups[one]] += weight
        else:
            between[frozenset((groups[one], groups[other]))] += weight
    return inside, between
