"""The library's questions against queries written by hand for one round and one language, in the same store.

The hand-written ones lie in `handwritten/`: what somebody would write who knows the round, with its address in the
text, names in Finnish only, and no parameters, fallbacks or denominators. Both give as many rows. The matrix of a large
round and the growth with the size are measured too: `python -m benchmarks.queries 1000 10000`.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad

from benchmarks.generate import CASE, generate
from benchmarks.measuring import Figure, fastest
from kannat.comparison import standings
from kannat.comparison.agreement import agreement_of
from kannat.questions import run as ask
from kannat.store import EmbeddedStore, Store, Swap

HANDWRITTEN = Path(__file__).with_name("handwritten")
PROPOSALS = 100
LEAST_TIMES = 0.33
MOST_SECONDS = 1.0


def run(statements: int = 1000, large: int = 10_000) -> list[Figure]:
    """A figure for each hand-written query, and the matrix of a large round."""
    with stored(statements) as store:
        figures = [_against_hand(store, path, statements) for path in sorted(HANDWRITTEN.glob("*.rq"))]
    with stored(large) as store:
        took = fastest(lambda: standings(store, CASE).counts(), 3)
    name = f"matrix of {large} statements, {PROPOSALS} proposals, with denominators"
    return [*figures, Figure(name, took, "", 0.0, most_seconds=MOST_SECONDS)]


def growth(sizes: list[int]) -> Iterator[tuple[str, list[float], float]]:
    """What is measured, its seconds at each size, and the exponent of its growth from the first to the last."""
    times: dict[str, list[float]] = {}
    for size in sizes:
        with stored(size) as store:
            for name, seconds in _times(store):
                times.setdefault(name, []).append(seconds)
    for name, taken in times.items():
        yield name, taken, math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])


def _times(store: Store) -> Iterator[tuple[str, float]]:
    for path in sorted(HANDWRITTEN.glob("*.rq")):
        yield path.stem, fastest(partial(ask, store, path.stem, {"consultation": CASE}), 1)
    found = standings(store, CASE)
    yield "matrix", fastest(lambda: standings(store, CASE).counts(), 1)
    yield "agreement", fastest(lambda: agreement_of(found.leans(), 5), 1)


@contextmanager
def stored(statements: int) -> Iterator[Store]:
    """A store on disk with a generated round, open for reading."""
    graphs: dict[NamedNode, list[Quad]] = {}
    for quad in generate(statements, PROPOSALS).quads():
        assert isinstance(quad.graph_name, NamedNode)
        graphs.setdefault(quad.graph_name, []).append(quad)
    with TemporaryDirectory() as folder:
        with EmbeddedStore.open(Path(folder, "store"), "write", create=True) as store:
            store.replace_graphs(Swap(name, rows) for name, rows in graphs.items())
            store.optimize()
        graphs.clear()
        with EmbeddedStore.open(Path(folder, "store")) as store:
            yield store


def _against_hand(store: Store, path: Path, statements: int) -> Figure:
    text = path.read_text(encoding="utf-8")
    ours, other = ask(store, path.stem, {"consultation": CASE}), store.select(text)
    assert len(ours) == len(other), f"{path.stem}: {len(ours)} rows, by hand {len(other)}"
    name = f"question `{path.stem}`, {statements} statements, {len(ours)} rows"
    took = fastest(lambda: ask(store, path.stem, {"consultation": CASE}))
    return Figure(name, took, "written by hand", fastest(lambda: store.select(text)), least_times=LEAST_TIMES)


if __name__ == "__main__":
    for what, seconds, exponent in growth([int(size) for size in sys.argv[1:]] or [1000, 10_000]):
        print(f"{what:15} {' '.join(f'{one:8.3f} s' for one in seconds)}   grows with the power {exponent:.2f}")
