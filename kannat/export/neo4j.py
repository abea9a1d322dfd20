"""Neo4j: tables for `neo4j-admin database import`, and a Cypher script that loads the same tables into a running one.

A node's label is its `kind` with a capital (Respondent), a relationship's type its `kind` in capitals (SUPPORTS).
What is absent is an empty cell, which Neo4j takes for null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kannat.export.attributes import Change, Column, Edge, Node, TypedNetwork, lexical
from kannat.export.cells import KIND, csv_table, making_way, value_of

NODES: Final = "nodes.csv"
EDGES: Final = "relationships.csv"
SCRIPT: Final = "import.cypher"
_NO_KIND: Final = ("Node", "TIED")
_CASTS: Final = {"long": "toInteger", "double": "toFloat", "boolean": "toBoolean"}
_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HEAD: Final = """// Put {nodes} and {edges} into the import folder of the database, then run this with cypher-shell.
// The setting db.import.csv.legacy_quote_escaping has to be false, so that a backslash is only a backslash.
// For an empty database this is faster:
//   neo4j-admin database import full --nodes={nodes} --relationships={edges} --multiline-fields=true
CREATE CONSTRAINT kannat_id IF NOT EXISTS FOR (n:Kannat) REQUIRE n.id IS UNIQUE;
"""


def written(table: TypedNetwork) -> tuple[dict[str, bytes], list[Change]]:
    """The tables and the script, and what they do not carry as it was."""
    nodes, changes = making_way(_plain(table.node_columns), ("id",), "nodes")
    edges, more = making_way(_plain(table.edge_columns), ("id",), "edges")
    nodes, edges = _back(table.node_columns, nodes), _back(table.edge_columns, edges)
    node_rows = ([n.id, *_cells(n, nodes), f"Kannat;{_label(n)}"] for n in table.nodes)
    edge_rows = ([e.source, e.target, e.id, *_cells(e, edges), _type(e)] for e in table.edges)
    changes += [*more, *_renamed(nodes, "nodes"), *_renamed(edges, "edges")]
    if not table.directed and table.edges:
        changes.append(Change("edges", "direction", "a relationship of Neo4j has one: ask without arrows"))
    return {
        NODES: csv_table(["id:ID", *_heads(nodes), ":LABEL"], node_rows),
        EDGES: csv_table([":START_ID", ":END_ID", "id", *_heads(edges), ":TYPE"], edge_rows),
        SCRIPT: "".join(_script(table, nodes, edges)).encode(),
    }, changes


def _plain(columns: Iterable[Column]) -> list[Column]:
    """Columns under names that a head can bear: it ends at a colon, and the script quotes with a back tick."""
    return [Column(re.sub(r"[:`\\\r\n\t]", "_", column.name), column.type) for column in columns]


def _back(columns: Iterable[Column], names: dict[Column, str]) -> dict[Column, str]:
    return dict(zip(columns, names.values(), strict=True))


def _renamed(names: dict[Column, str], place: str) -> list[Change]:
    return [
        Change(place, column.name, f"a head of Neo4j cannot bear this name: written as {name}")
        for column, name in names.items()
        if name.rstrip("_") != column.name.rstrip("_")
    ]


def _heads(names: dict[Column, str]) -> list[str]:
    return [f"{name}:{column.type}" for column, name in names.items()]


def _cells(item: Node | Edge, names: dict[Column, str]) -> list[str]:
    values = dict(item.values)
    return [lexical(values[column]) if column in values else "" for column in names]


def _label(node: Node) -> str:
    words = re.findall(r"[A-Za-z0-9]+", lexical(value_of(node, KIND) or ""))
    name = "".join(word[0].upper() + word[1:] for word in words)
    return name if name and name[0].isalpha() else _NO_KIND[0]


def _type(edge: Edge) -> str:
    words = re.findall(r"[A-Za-z0-9]+", _WORD_STARTS.sub(" ", lexical(value_of(edge, KIND) or "")))
    name = "_".join(word.upper() for word in words)
    return name if name and name[0].isalpha() else _NO_KIND[1]


def _script(table: TypedNetwork, nodes: dict[Column, str], edges: dict[Column, str]) -> Iterator[str]:
    yield _HEAD.format(nodes=NODES, edges=EDGES)
    for label in sorted({_label(node) for node in table.nodes}):
        yield (
            f"LOAD CSV WITH HEADERS FROM 'file:///{NODES}' AS row\n"
            f"WITH row WHERE row.`:LABEL` = 'Kannat;{label}'\n"
            f"MERGE (n:Kannat {{id: row.`id:ID`}}) SET n:{label}{_settings('n', nodes, ', ')};\n"
        )
    for kind in sorted({_type(edge) for edge in table.edges}):
        yield (
            f"LOAD CSV WITH HEADERS FROM 'file:///{EDGES}' AS row\n"
            f"WITH row WHERE row.`:TYPE` = '{kind}'\n"
            "MATCH (a:Kannat {id: row.`:START_ID`}), (b:Kannat {id: row.`:END_ID`})\n"
            f"MERGE (a)-[r:{kind} {{id: row.id}}]->(b){_settings('r', edges, ' SET ')};\n"
        )


def _settings(variable: str, names: dict[Column, str], start: str) -> str:
    """Assignments from a row's cells, each cast to its type, after `start`; an empty cell leaves nothing."""
    told = []
    for column, name in names.items():
        cell = f"row.`{name}:{column.type}`"
        cast = _CASTS.get(column.type)
        value = f"{cast}({cell})" if cast else f"CASE {cell} WHEN '' THEN null ELSE {cell} END"
        told.append(f"{variable}.`{name}` = {value}")
    return start + ", ".join(told) if told else ""
