"""Networks that writers are tested on: ordinary, hostile, empty; for tests only."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx

LONG = "\N{LATIN SMALL LETTER A WITH DIAERESIS}" * 500_000  # a megabyte


def mixed() -> nx.MultiGraph:
    """Two kinds of nodes, parallel edges, a loop, every type, an absent value."""
    network = nx.MultiGraph(title="Kierros")
    network.add_node("r1", label="Yksi", kind="respondent", invited=True, positions=2, share=0.5)
    network.add_node("r2", label="Kaksi", kind="respondent", invited=False, positions=-1, share=None)
    network.add_node("p1", label="Ehdotus", kind="proposal", invited=False, positions=1, share=1.0)
    network.add_edge("r1", "p1", key="e1", kind="supports", weight=0.75, passages=1, machine=True, words="niin")
    network.add_edge("r1", "p1", key="e2", kind="opposesThat", weight=0.5, passages=2, machine=False, words="ei")
    network.add_edge("r2", "r2", key="e3", kind="supports", weight=2.0, passages=3, machine=True)
    return network


def hostile() -> nx.MultiGraph:
    """Names and texts that break what is not careful."""
    network = nx.MultiGraph(title='T ]]> & "q" \n --> { } \x00')
    texts = [
        'quote " and \\ back',
        "]]> <b>&amp;</b> -->",
        "lines\nand\ttabs\r\nand\rreturns",
        "\N{GRINNING FACE} \N{WAVING BLACK FLAG} \N{COMBINING DIAERESIS}\N{RIGHT-TO-LEFT OVERRIDE}x",
        "control \x00\x07\x1b\x7f end",
        "'; DROP (n) //*/ `x` ${y} %s {0}",
        "=1+1",
        "@cmd|' /C calc'!A0",
        "comma, semi; colon: pipe|",
        "  spaces  ",
        "*Edges",
        "data:",
        "lone \ud800",
    ]
    for number, text in enumerate(texts):
        network.add_node(f"n{number}", label=text, kind="odd kind; x", note=text)
    network.add_node("same 1", label="same")
    network.add_node("same 2", label="same")
    network.add_node("values", label="values", nothing=None, empty="", nan=math.nan, many=["a", "b"], infinite=math.inf)
    for number, text in enumerate(texts):
        network.add_edge("n0", f"n{number}", key=f"k{number}", kind=text, words=text, weight=1.0)
    network.add_edge("n1", "n2", key="again 1", kind="x", weight=1.0)
    network.add_edge("n1", "n2", key="again 2", kind="y", weight=2.0)
    return network


def reserved() -> nx.MultiGraph:
    """Attributes under the names that formats keep for themselves."""
    network = nx.MultiGraph(title="reserved")
    names = ("id", "source", "target", "name", "Label", "Id", "key", "index", "pos", "shape", "a:b", "`c`", "Weight")
    for node in ("a", "b"):
        network.add_node(node, **{name: f"{node} {name}" for name in names})
    network.add_edge("a", "b", key="e", **{f"{name}": f"e {name}" for name in names if name != "key"})
    return network


def wide_label() -> nx.Graph:
    network = nx.Graph(title="long")
    network.add_node("long", label=LONG)
    return network


def empty() -> nx.MultiGraph:
    return nx.MultiGraph()


def directed() -> nx.MultiDiGraph:
    network = nx.MultiDiGraph(title="directed")
    network.add_node("b", label="B", kind="x")
    network.add_node("a", label="A", kind="x")
    network.add_edge("b", "a", key="ba", kind="mentions", weight=2.0)
    network.add_edge("a", "a", key="aa", kind="mentions", weight=1.0)
    return network


CASES = {case.__name__: case for case in (mixed, hostile, reserved, wide_label, empty, directed)}


def cleaned(value: Any) -> Any:
    """A text without the characters that XML cannot carry, as the rules for every format say."""
    if not isinstance(value, str):
        return value
    kept = {0x9, 0xA, 0xD}
    return "".join(
        c if ord(c) in kept or 0x20 <= ord(c) <= 0xD7FF or 0xE000 <= ord(c) <= 0xFFFD or ord(c) > 0xFFFF else "\ufffd"
        for c in value
    )


def carried(data: dict[str, Any]) -> dict[str, Any]:
    """The attributes that every format has, cleaned: absent ones left out, lists joined."""
    found = {}
    for name, value in data.items():
        if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
            continue
        found[name] = cleaned(" | ".join(value) if isinstance(value, list) else value)
    return found


def nodes_of(network: nx.Graph) -> dict[str, dict[str, Any]]:
    return {cleaned(node): carried(data) for node, data in network.nodes(data=True)}


def edges_of(network: nx.MultiGraph) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Ends and attributes of each edge by its key."""
    found = {}
    for one, other, key, data in network.edges(keys=True, data=True):
        ends = (cleaned(one), cleaned(other)) if network.is_directed() else frozenset((cleaned(one), cleaned(other)))
        found[cleaned(key)] = (ends, carried(data))
    return found
