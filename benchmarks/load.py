"""Loading a round's file, against rdflib's own memory store parsing the same: like for like in memory, and to disk.

On disk each statement's graph is stored as ingestion stores it, durable when the clock stops; rdflib keeps nothing.
"""

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
    """Three figures: in memory against both formats that rdflib reads, and on disk against the faster one."""
    with TemporaryDirectory() as folder:
        nquads, turtle = Path(folder, "round.nq"), Path(folder, "round.ttl")
        quads = list(generate(statements).statement_quads())
        nquads.write_bytes(canonical_nquads(quads))
        pyoxigraph.serialize((quad.triple for quad in quads), turtle, format=RdfFormat.TURTLE)
        in_memory = fastest(lambda: pyoxigraph.Store().bulk_load(path=nquads, format=RdfFormat.N_QUADS))
        runs = iter(range(100))
        on_disk = fastest(lambda: into_store(nquads, Path(folder, f"store-{next(runs)}")))
        as_nquads = fastest(lambda: rdflib.Dataset().parse(nquads, format="nquads"), 1)
        as_turtle = fastest(lambda: rdflib.Graph().parse(turtle, format="turtle"), 1)
    what = f"{statements} statements, {len(quads):,} quads"
    return [
        Figure(f"load {what}, engine in memory", in_memory, "rdflib in memory, Turtle", as_turtle, least_times=8),
        Figure(f"load {what}, engine in memory", in_memory, "rdflib in memory, N-Quads", as_nquads, least_times=8),
        Figure(f"load {what}, store on disk", on_disk, "rdflib in memory", min(as_turtle, as_nquads), least_times=8),
    ]


def into_store(source: Path, folder: Path) -> None:
    """Read a file of N-Quads into a new store, graph by graph, until it is all on disk."""
    graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in pyoxigraph.parse(path=source, format=RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name].append(quad)
    with EmbeddedStore.open(folder, "write", create=True) as store:
        store.replace_graphs(Swap(name, rows) for name, rows in graphs.items())
        store.optimize()
