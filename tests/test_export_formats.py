"""Every format that a network is written in, read back whole by a reader that is not ours."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pydot
import pytest
from lxml import etree
from network_cases import (
    CASES,
    LONG,
    cleaned,
    directed,
    edges_of,
    empty,
    hostile,
    mixed,
    nodes_of,
    reserved,
    wide_label,
)

from kannat.errors import UnknownName
from kannat.export.attributes import Change
from kannat.export.formats import NETWORK_FORMATS, written

EACH_CASE = pytest.mark.parametrize("case", CASES)
EACH_FORMAT = pytest.mark.parametrize("format_", NETWORK_FORMATS)
SCHEMA = Path(__file__).parent / "data" / "networks" / "gexf-1.3.rng"
csv.field_size_limit(10_000_000)


def single(network: nx.Graph, format_: str) -> bytes:
    (data,) = written(network, format_).files.values()
    return data


def multi(network: nx.Graph) -> nx.MultiGraph:
    """The network with edges by key, as every format has them."""
    return network if network.is_multigraph() else nx.MultiGraph(network)


def renamed(data: dict[str, Any], changes: tuple[Change, ...], place: str) -> dict[str, Any]:
    """Attributes under the names that the changes tell."""
    names = {c.attribute: c.what.rsplit(" ", 1)[-1] for c in changes if c.place == place and "written as " in c.what}
    return {names.get(name, name): value for name, value in data.items()}


def renamed_nodes(network: nx.Graph, changes: tuple[Change, ...]) -> dict[str, dict[str, Any]]:
    return {node: renamed(data, changes, "nodes") for node, data in nodes_of(network).items()}


def renamed_edges(network: nx.Graph, changes: tuple[Change, ...]) -> dict[str, tuple[Any, dict[str, Any]]]:
    return {key: (ends, renamed(data, changes, "edges")) for key, (ends, data) in edges_of(multi(network)).items()}


@EACH_CASE
def test_networkx_reads_graphml_back(case: str) -> None:
    network = CASES[case]()
    again = nx.read_graphml(BytesIO(single(network, "graphml")), force_multigraph=True)
    assert nodes_of(again) == nodes_of(network)
    assert edges_of(again) == edges_of(multi(network))
    assert again.is_directed() == network.is_directed()


@pytest.mark.parametrize("case", [name for name in CASES if name != "reserved"])
def test_networkx_reads_gexf_back(case: str) -> None:
    network = CASES[case]()
    read = nx.read_gexf(BytesIO(single(network, "gexf")), version="1.3")
    again = nx.MultiDiGraph() if network.is_directed() else nx.MultiGraph()
    again.add_nodes_from(read.nodes(data=True))
    again.add_edges_from((one, other, data.pop("id"), data) for one, other, data in read.edges(data=True))
    assert dict(again.nodes(data=True)) == {node: {"label": node, **data} for node, data in nodes_of(network).items()}
    assert edges_of(again) == edges_of(multi(network))
    assert read.is_directed() == network.is_directed()


def test_gexf_tells_attributes_apart_from_what_has_their_name() -> None:
    """networkx lets an attribute `id` take the place of the edge's own, so this is read as plain XML."""
    network = reserved()
    root = etree.fromstring(single(network, "gexf"))
    for place, items in (("node", nodes_of(network)), ("edge", {k: v for k, (_, v) in edges_of(network).items()})):
        group = next(one for one in root.iter("{*}attributes") if one.get("class") == place)
        titles = {one.get("id"): one.get("title") for one in group}
        found = {
            item.get("id"): {titles[value.get("for")]: value.get("value") for value in item.iter("{*}attvalue")}
            for item in root.iter(f"{{*}}{place}")
        }
        assert found == items


@EACH_CASE
def test_gexf_keeps_to_its_schema(case: str) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(single(CASES[case](), "gexf"), etree.XMLParser(huge_tree=True)))


@EACH_CASE
def test_networkx_reads_cytoscape_back(case: str) -> None:
    network = CASES[case]()
    made = written(network, "cyjs")
    document = json.loads(single(network, "cyjs"))
    for node in document["elements"]["nodes"]:
        node["data"]["value"] = node["data"]["id"]  # which networkx asks for beside the id
    for edge in document["elements"]["edges"]:
        edge["data"]["key"] = edge["data"]["id"]
    document["data"] = []
    again = nx.cytoscape_graph(document)
    own = {"id", "name", "shared_name", "value"}
    plain = {node: {k: v for k, v in data.items() if k not in own} for node, data in again.nodes(data=True)}
    assert plain == renamed_nodes(network, made.changes)
    own = {"id", "source", "target", "key", "interaction", "shared_interaction"}
    assert {
        key: (ends, {k: v for k, v in data.items() if k not in own}) for key, (ends, data) in edges_of(again).items()
    } == renamed_edges(network, made.changes)
    assert {node: data["name"] for node, data in again.nodes(data=True)} == {
        node: data.get("label", node) for node, data in nodes_of(network).items()
    }


@EACH_CASE
def test_networkx_reads_d3_back(case: str) -> None:
    network = CASES[case]()
    made = written(network, "d3")
    again = nx.node_link_graph(json.loads(single(network, "d3")), edges="links")
    assert nodes_of(again) == renamed_nodes(network, made.changes)
    assert edges_of(again) == renamed_edges(network, made.changes)


def unquoted(text: str) -> str:
    assert text[0] == text[-1] == '"'
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def lexical(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot")  # what its own parser asks of pyparsing
@pytest.mark.parametrize("case", [name for name in CASES if name != "wide_label"])
def test_pydot_reads_dot_back(case: str) -> None:
    network = CASES[case]()
    made = written(network, "dot")
    (again,) = pydot.graph_from_dot_data(single(network, "dot").decode())
    told = tuple(change for change in made.changes if "has no types" not in change.what)
    nodes = {
        unquoted(node.get_name()): {unquoted(k): unquoted(v) for k, v in node.get_attributes().items()}
        for node in again.get_nodes()
    }
    assert nodes == {
        node: {k: lexical(v) for k, v in data.items()} for node, data in renamed_nodes(network, told).items()
    }
    edges = {}
    for edge in again.get_edges():
        data = {unquoted(k): unquoted(v) for k, v in edge.get_attributes().items()}
        key = data.pop("key")
        edges[key] = (unquoted(edge.get_source()), unquoted(edge.get_destination()), data)
    expected = renamed_edges(network, told)
    assert edges.keys() == expected.keys()
    for key, (one, other, data) in edges.items():
        ends, attributes = expected[key]
        assert ((one, other) if network.is_directed() else frozenset((one, other))) == ends
        assert data == {k: lexical(v) for k, v in attributes.items()}


def test_a_megabyte_goes_into_dot() -> None:
    assert LONG in single(wide_label(), "dot").decode()


def told_names(names: list[str], network: nx.Graph) -> dict[str, str]:
    """The name that a reader found for each node, in the writers' order: by id."""
    ids = sorted(nodes_of(network))
    assert len(names) == len(ids)
    assert len(set(names)) == len(names)
    return dict(zip(names, ids, strict=True))


def weights(network: nx.Graph, *, labelled: bool) -> Counter:
    """The ends, weight and perhaps label of every edge."""
    found = []
    for ends, data in edges_of(multi(network)).values():
        kind = " ".join(str(data.get("kind", "")).replace('"', "'").replace("\\", "/").split())
        found.append((ends, data.get("weight", 1.0), *([kind] if labelled else [])))
    return Counter(found)


@EACH_CASE
def test_networkx_reads_pajek_back(case: str) -> None:
    network = CASES[case]()
    again = nx.parse_pajek(single(network, "pajek").decode())
    ids = told_names(list(again.nodes), network)
    found = Counter(
        (
            (ids[one], ids[other]) if network.is_directed() else frozenset((ids[one], ids[other])),
            data["weight"],
            data.get("l", ""),
        )
        for one, other, data in again.edges(data=True)
    )
    assert found == weights(network, labelled=True)


@EACH_CASE
def test_igraph_reads_pajek_back(case: str, tmp_path) -> None:
    network = CASES[case]()
    path = tmp_path / "network.net"
    path.write_bytes(single(network, "pajek"))
    again = igraph.Graph.Read_Pajek(str(path))
    assert again.vcount() == len(nodes_of(network))
    if again.ecount():
        ids = dict(zip(again.vs["name"], sorted(nodes_of(network)), strict=True))
        found = Counter()
        for edge in again.es:
            ends = [ids[again.vs[end]["name"]] for end in edge.tuple]
            found[tuple(ends) if network.is_directed() else frozenset(ends), edge["weight"]] += 1
        assert found == weights(network, labelled=False)


@EACH_CASE
def test_igraph_reads_dl_back(case: str, tmp_path) -> None:
    network = CASES[case]()
    if not network:
        assert single(network, "dl") == b"dl n=0\nformat = edgelist1\nlabels:\ndata:\n"
        return
    path = tmp_path / "network.dl"
    path.write_bytes(single(network, "dl"))
    again = igraph.Graph.Read_DL(str(path), directed=True)
    ids = told_names(again.vs["name"], network)
    names = {name: ids[name] for name in again.vs["name"]}
    expected: Counter = Counter()
    for ends, data in edges_of(multi(network)).values():
        both = tuple(ends) if len(ends) == 2 else (*ends, *ends)
        for pair in {both} if network.is_directed() else {both, both[::-1]}:
            expected[pair] += data.get("weight", 1.0)
    found = {(names[again.vs[e.source]["name"]], names[again.vs[e.target]["name"]]): e["weight"] for e in again.es}
    assert found == pytest.approx(dict(expected))


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r") else text


@EACH_CASE
def test_gephi_s_tables_hold_everything(case: str) -> None:
    network = CASES[case]()
    made = written(network, "gephi")
    nodes, edges = (table(made.files[name]) for name in ("nodes.csv", "edges.csv"))
    found = {}
    for row in nodes:
        cells = {name: unguarded(cell) for name, cell in row.items() if cell != ""}
        name = cells.pop("Id")
        found[name] = {"label": cells.pop("Label"), **cells}
    assert found == {
        node: {"label": node, **{k: lexical(v) for k, v in data.items()}}
        for node, data in renamed_nodes(network, made.changes).items()
    }
    assert {row["Type"] for row in edges} <= {"Directed" if network.is_directed() else "Undirected"}
    told = {}
    for row in edges:
        cells = {name: unguarded(cell) for name, cell in row.items() if cell != ""}
        one, other = cells.pop("Source"), cells.pop("Target")
        ends = (one, other) if network.is_directed() else frozenset((one, other))
        key = cells.pop("Id")
        told[key] = (ends, {k: v for k, v in cells.items() if k != "Type"})
    expected = {}
    for key, (ends, data) in renamed_edges(network, made.changes).items():
        data = {k: lexical(v) for k, v in data.items()}
        own = {"Weight": data.pop("weight", "1.0"), **({"Kind": data.pop("kind")} if "kind" in data else {})}
        expected[key] = (ends, {**own, **data})
    assert told == expected


def typed_cells(row: dict[str, str]) -> dict[str, Any]:
    """A row of a table for Neo4j: the types stand in the heads, an empty cell is null."""
    casts = {"long": int, "double": float, "boolean": lambda cell: {"true": True, "false": False}[cell], "string": str}
    found = {}
    for head, cell in row.items():
        name, _, kind = head.rpartition(":")
        if name and kind in casts and cell != "":
            found[name] = casts[kind](cell)
    return found


@EACH_CASE
def test_neo4j_s_tables_hold_everything_with_its_type(case: str) -> None:
    network = CASES[case]()
    made = written(network, "neo4j")
    nodes, edges = (table(made.files[name]) for name in ("nodes.csv", "relationships.csv"))
    assert {row["id:ID"]: typed_cells(row) for row in nodes} == renamed_nodes(network, made.changes)
    found = {}
    for row in edges:
        ends = (row[":START_ID"], row[":END_ID"])
        found[row["id"]] = (ends if network.is_directed() else frozenset(ends), typed_cells(row))
    assert found == renamed_edges(network, made.changes)
    assert all(re.fullmatch(r"Kannat;[A-Z][A-Za-z0-9]*", row[":LABEL"]) for row in nodes)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", row[":TYPE"]) for row in edges)


def test_neo4j_s_labels_and_types_come_from_kinds() -> None:
    files = written(mixed(), "neo4j").files
    assert {row[":LABEL"] for row in table(files["nodes.csv"])} == {"Kannat;Respondent", "Kannat;Proposal"}
    assert {row[":TYPE"] for row in table(files["relationships.csv"])} == {"SUPPORTS", "OPPOSES_THAT"}


def test_the_script_of_neo4j_loads_the_same_columns() -> None:
    files = written(reserved(), "neo4j").files
    script = files["import.cypher"].decode()
    for name in ("nodes.csv", "relationships.csv"):
        heads = next(csv.reader(io.StringIO(files[name].decode())))
        for head in heads:
            assert f"row.`{head}`" in script or f"row.{head}" in script
    assert script.count("LOAD CSV") == 2
    assert script.rstrip().endswith(";")
    assert "toInteger(row.`positions:long`)" in written(mixed(), "neo4j").files["import.cypher"].decode()


def test_no_text_of_a_statement_can_steer_the_script() -> None:
    """Only letters, digits and underscores of a kind get in, as a label or a type."""
    script = written(hostile(), "neo4j").files["import.cypher"].decode()
    quoted = [text for text in re.findall(r"'([^']*)'", script) if text]
    assert quoted
    assert all(re.fullmatch(r"file:///[a-z]+\.csv|Kannat;[A-Za-z0-9]+|[A-Z0-9_]+", text) for text in quoted)
    assert not re.search(r"[^\x09\x0a\x20-\x7e]", script)


PLACED = {"x": -10.0, "y": 4.5, "size": 12.0, "color": "#0072b2"}


def looks() -> nx.MultiGraph:
    network = nx.MultiGraph()
    network.add_node("a", label="A", **PLACED)
    network.add_node("b", label="B", **{**PLACED, "x": 3.0})
    network.add_edge(
        "a", "b", key="1", kind="2026-01", start="2026-01-01", end="2026-01-31", color="#d55e00", weight=2.0
    )
    network.add_edge("a", "b", key="2", kind="2026-02", start="2026-02-01", weight=1.0)
    return network


def test_gexf_has_colours_sizes_places_and_times_of_its_own() -> None:
    data = single(looks(), "gexf")
    again = nx.MultiGraph(nx.read_gexf(BytesIO(data), version="1.3"))
    root = etree.fromstring(data)
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(root)
    viz = "{http://gexf.net/1.3/viz}"
    node = next(one for one in root.iter("{*}node") if one.get("id") == "a")
    assert dict(node.find(f"{viz}color").attrib) == {"r": "0", "g": "114", "b": "178"}
    assert dict(node.find(f"{viz}position").attrib) == {"x": "-10.0", "y": "4.5", "z": "0.0"}
    assert node.find(f"{viz}size").get("value") == "12.0"
    assert root.find("{*}graph").get("mode") == "dynamic"
    spells = {data["kind"]: data["spells"] for *_, data in again.edges(data=True)}
    assert spells == {
        "2026-01": [("2026-01-01", "2026-01-31")],
        "2026-02": [("2026-02-01", "None")],
    }  # as networkx has it


@pytest.mark.parametrize(
    ("name", "value"), [("color", "red"), ("size", "big"), ("size", -1.0), ("start", "yesterday"), ("x", "left")]
)
def test_what_only_has_the_name_stays_an_attribute_of_gexf(name: str, value: Any) -> None:
    network = nx.Graph()
    network.add_node("a", label="A", **{name: value})
    data = single(network, "gexf")
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(data))
    assert nx.read_gexf(BytesIO(data), version="1.3").nodes["a"] == {"label": "A", name: value}


def test_cytoscape_and_pajek_have_places_of_their_own() -> None:
    nodes = json.loads(single(looks(), "cyjs"))["elements"]["nodes"]
    assert nodes[0]["position"] == {"x": -10.0, "y": 4.5}
    again = nx.parse_pajek(single(looks(), "pajek").decode())
    assert [(data["x"], data["y"]) for _, data in again.nodes(data=True)] == [(0.0, 0.5), (1.0, 0.5)]


@pytest.mark.parametrize(
    ("format_", "attribute", "why"),
    [
        ("dot", "positions", "no types"),
        ("pajek", "invited", "a name and a place only"),
        ("pajek", "passages", "a weight and a label only"),
        ("dl", "kind", "no attributes"),
        ("neo4j", "direction", "ask without arrows"),
    ],
)
def test_a_format_says_what_it_cannot_carry_and_why(format_: str, attribute: str, why: str) -> None:
    assert [c for c in written(mixed(), format_).changes if c.attribute == attribute and why in c.what]


@pytest.mark.parametrize("format_", ["graphml", "gexf", "cyjs", "d3", "gephi"])
def test_formats_that_carry_everything_change_nothing(format_: str) -> None:
    assert written(mixed(), format_).changes == ()


def test_parallel_ties_of_dl_are_added_up_and_told() -> None:
    made = written(mixed(), "dl")
    assert b"\n1 2 1.25\n" in made.files["network.dl"]
    assert any("weights added" in change.what for change in made.changes)


def test_cells_that_spreadsheets_take_for_formulas_are_guarded_and_told() -> None:
    made = written(hostile(), "gephi")
    cells = [cell for row in table(made.files["nodes.csv"]) for cell in row.values()]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+@")]
    assert any("apostrophe" in change.what for change in made.changes)


@EACH_FORMAT
def test_the_order_of_making_does_not_matter(format_: str) -> None:
    network = hostile()
    other = nx.MultiGraph(**network.graph)
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(
        (t, s, k, dict(reversed(d.items()))) for s, t, k, d in reversed(list(network.edges(keys=True, data=True)))
    )
    assert written(other, format_) == written(network, format_)


def test_neither_hash_seed_nor_time_zone_nor_locale_matter() -> None:
    program = (
        "import hashlib, sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from network_cases import mixed\n"
        "from kannat.export.drawing import drawn\n"
        "from kannat.export.formats import NETWORK_FORMATS, written\n"
        "for name in NETWORK_FORMATS:\n"
        "    for data in written(drawn(mixed()), name).files.values():\n"
        "        print(name, hashlib.sha256(data).hexdigest())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in [("1", "UTC"), ("2", "Asia/Tokyo")]
    }
    assert len(outputs) == 1


def test_an_unknown_format_is_an_error_that_helps() -> None:
    with pytest.raises(UnknownName, match="gexf"):
        written(empty(), "gefx")


def test_a_direction_is_kept() -> None:
    assert "b" in edges_of(directed())["ba"][0][0]
    assert b'"b" -> "a"' in single(directed(), "dot")
    assert b"*Arcs\n1 1 1.0" in single(directed(), "pajek")
    assert cleaned("\x00") == "\ufffd"
