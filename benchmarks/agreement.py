"""Agreement of all pairs: one flat question and matrix products, against the SPARQL self-join with the same numbers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad

from benchmarks.generate import generate
from benchmarks.measuring import Figure, fastest
from kannat.comparison import agreement
from kannat.graph.names import Names
from kannat.questions import run as ask
from kannat.store import EmbeddedStore, Store, Swap


def run(statements: int = 1000) -> list[Figure]:
    """One figure, on the embedded store on disk, opened for reading."""
    made = generate(statements)
    consultation = Names().consultation(made.consultation.key).value
    with TemporaryDirectory() as folder:
        graphs: dict[NamedNode, list[Quad]] = {}
        for quad in made.quads():
            assert isinstance(quad.graph_name, NamedNode)
            graphs.setdefault(quad.graph_name, []).append(quad)
        with EmbeddedStore.open(Path(folder, "store"), "write", create=True) as store:
            store.replace_graphs(Swap(name, rows) for name, rows in graphs.items())
            store.optimize()
        with EmbeddedStore.open(Path(folder, "store")) as store:
            assert pairs_of(store, consultation) == reference(store, consultation)
            ours = fastest(lambda: agreement(store, consultation), 5)
            other = fastest(lambda: reference(store, consultation), 1)
    name = f"agreement of the respondents of {statements} statements"
    return [Figure(name, ours, "SPARQL self-join, same store", other, least_times=50)]


def pairs_of(store: Store, consultation: str) -> set[tuple[object, ...]]:
    """What we compute."""
    return {(p.first, p.second, p.shared, p.same, p.opposite) for p in agreement(store, consultation).pairs()}


def reference(store: Store, consultation: str) -> set[tuple[object, ...]]:
    """What `queries/agreement.rq` answers."""
    rows = ask(store, "agreement", {"consultation": consultation}).records()
    return {(row["first"], row["second"], row["shared"], row["same"], row["opposite"]) for row in rows}
