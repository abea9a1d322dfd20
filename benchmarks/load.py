"""Loading: a round's N-Quads into the embedded store on disk, against rdflib's own memory store parsing the same."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat

from benchmarks.generate import generate
from benchmarks.measuring import Figure, fastest
from kannat.graph.quads import canonical_nquads
from kannat.store import EmbeddedStore, Swap


def run(statements: int = 1000) -> list[Figure]:
    """Two figures: against rdflib reading N-Quads, and reading the same triples as Turtle."""
    with TemporaryDirectory() as folder:
        nquads, turtle = Path(folder, "round.nq"), Path(folder, "round.ttl")
        quads = list(generate(statements).statement_quads())
        nquads.write_bytes(canonical_nquads(quads))
        pyoxigraph.serialize((quad.triple for quad in quads), turtle, format=RdfFormat.TURTLE)
        runs = iter(range(100))
        ours = fastest(lambda: into_store(nquads, Path(folder, f"store-{next(runs)}")))
        as_nquads = fastest(lambda: rdflib.Dataset().parse(nquads, format="nquads"), 1)
        as_turtle = fastest(lambda: rdflib.Graph().parse(turtle, format="turtle"), 1)
    name = f"load {statements} statements, {len(quads):,} quads"
    return [
        Figure(name, ours, "rdflib memory store, Turtle", as_turtle, least_times=8),
        Figure(name, ours, "rdflib memory store, N-Quads", as_nquads, least_times=8),
    ]


def into_store(source: Path, folder: Path) -> None:
    """Read a file of N-Quads into a new store, graph by graph, until it is all on disk."""
    graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in pyoxigraph.parse(path=source, format=RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name].append(quad)
    with EmbeddedStore.open(folder, "write", create=True) as store:
        store.replace_graphs(Swap(name, rows) for name, rows in graphs.items())
