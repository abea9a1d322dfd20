"""What a network looks like when it is opened: colours, sizes, places, as attributes of its nodes and edges.

The colours are told apart by colour-blind eyes (Okabe and Ito 2008), and no fact is told by colour alone.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import networkx as nx

from kannat.comparison.networks.structure import SEED, WEIGHT
from kannat.errors import LimitExceeded

PALETTE: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
OTHERS: Final = "#999999"
"""What is none of the first groups."""
_SIDES: Final = {1: "#0072b2", -1: "#d55e00"}
_SMALLEST, _LARGEST = 4.0, 40.0
_ROUNDS: Final = 200
MOST_PLACED: Final = 3_000

AnyNetwork = TypeVar("AnyNetwork", bound="nx.Graph[Any]")


def drawn(network: AnyNetwork, group: str = "kind", size: str = "") -> AnyNetwork:
    """The network with `color`, `size`, `x` and `y` on its nodes and `color` on its edges.

    Nodes of one `group` share a colour, the commonest groups the first ones; the area of a node follows its `size`,
    an attribute, else its degree. Places come from a force layout with a fixed seed, to a tenth. Raises `LimitExceeded`
    for more nodes than that layout can bear.
    """
    if len(network) > MOST_PLACED:
        raise LimitExceeded(
            f"{len(network):,} nodes are too many to lay out", advice="leave out --draw, and lay it out in Gephi"
        )
    looks = network.copy()
    places = _places(looks)
    colours = _colours([data.get(group) for _, data in looks.nodes(data=True)])
    weights = {
        node: float(data.get(size) or 0) if size else float(looks.degree(node)) for node, data in looks.nodes(data=True)
    }
    largest = max(weights.values(), default=0.0) or 1.0
    for node, data in looks.nodes(data=True):
        data["color"] = colours.get(data.get(group), OTHERS)
        share = (max(weights[node], 0.0) / largest) ** 0.5
        data["size"] = round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 2)
        data["x"], data["y"] = places[node]
    for *_, data in looks.edges(data=True):
        data["color"] = _SIDES.get(_sign(data), OTHERS)
    return looks


def _sign(data: dict[str, Any]) -> int:
    if "sign" in data:
        return int(data["sign"])
    if data.get("measure", data.get("kind")) == "conflict":
        return -1
    weight = data.get(WEIGHT, 0)
    return int(weight > 0) - int(weight < 0)


def _colours(groups: list[Any]) -> dict[Any, str]:
    counts: dict[Any, int] = {}
    for group in groups:
        counts[group] = counts.get(group, 0) + 1
    ordered = sorted((group for group in counts if group is not None), key=lambda group: (-counts[group], str(group)))
    return dict(zip(ordered, PALETTE, strict=False))


def _places(network: nx.Graph[Any]) -> dict[Any, tuple[float, float]]:
    """Places within a thousand units of the middle; the graph is laid out by its positive ties."""
    if not len(network):
        return {}
    names = sorted(network, key=str)
    number = {name: index for index, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    for one, other, data in network.edges(data=True):
        weight = abs(float(data.get(WEIGHT, 1.0)))
        ends = (number[one], number[other])
        before = plain.get_edge_data(*ends, {WEIGHT: 0.0})[WEIGHT]
        if one != other:
            plain.add_edge(*ends, weight=before + weight)
    start = nx.circular_layout(plain)
    found = nx.forceatlas2_layout(plain, pos=start, max_iter=_ROUNDS, weight=WEIGHT, seed=SEED, dim=2)
    furthest = max((max(abs(float(x)), abs(float(y))) for x, y in found.values()), default=0.0) or 1.0
    scale = 1000 / furthest
    return {
        name: (round(float(found[i][0]) * scale, 1), round(float(found[i][1]) * scale, 1)) for name, i in number.items()
    }
