"""The library's questions against queries written by hand for one round and one language, in the same store.

The hand-written ones lie in `handwritten/`: what somebody would write who knows the round, with its address in the
text, names in Finnish only, and no parameters, fallbacks or denominators. Questions without one are held against
themselves without their names, parameters and fallbacks (`plain.py` says what that shows and what not). Both give as
many rows. The matrix of a large round is measured too, in the first call after the store is open.

Times are of the processor: an embedded store answers in one thread, and other work on the machine counts less.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad

from benchmarks.generate import CASE, KEY, generate
from benchmarks.measuring import Figure
from benchmarks.plain import plain
from kannat.comparison import matrix, standings
from kannat.graph.names import Names
from kannat.questions import Form, QueryFile, library
from kannat.questions import run as ask
from kannat.store import EmbeddedStore, Store, Swap

HANDWRITTEN = Path(__file__).with_name("handwritten")
CONSULTATION = Names().consultation(KEY).value
PROPOSALS = 100
LEAST_TIMES = 0.33
MOST_SECONDS = 1.0
LONG_ENOUGH = 2.0
LONG = frozenset({"agreement"})
"""Self-joins, which `agreement.py` measures."""


def run(statements: int = 1000, large: int = 10_000) -> list[Figure]:
    """A figure for each question, and the matrix of a large round, as columns and with names and passages."""
    with stored(statements) as store:
        figures = [figure for query in library().values() for figure in _against_other(store, query, statements)]
    with stored(large) as store:
        columns, _ = measured(lambda: standings(store, CASE).counts(), 1)
        whole, _ = measured(lambda: matrix(store, CASE), 1)
    size = f"{large} statements, {PROPOSALS} proposals, with denominators"
    return [
        *figures,
        Figure(f"matrix of {size}, as columns", columns, "", 0.0, most_seconds=MOST_SECONDS),
        Figure(f"matrix of {size}, names and passages", whole, "", 0.0),
    ]


def measured(work: Callable[[], object], times: int = 3) -> tuple[float, object]:
    """The fewest seconds of the processor of several runs, of one where it takes long, and what the last one gave."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        found = work()
        taken.append(time.process_time() - begin)
        if taken[-1] > LONG_ENOUGH:
            break
    return min(taken), found


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


def _against_other(store: Store, query: QueryFile, statements: int) -> Iterator[Figure]:
    path = HANDWRITTEN / f"{query.name}.rq"
    if query.name in LONG or any(parameter.required for parameter in query.parameters):
        return
    by_hand = path.is_file()
    text = path.read_text(encoding="utf-8") if by_hand else plain(query, CONSULTATION)
    given = {"consultation": CASE} if any(p.name == "consultation" for p in query.parameters) else {}
    take = store.select if query.form is Form.SELECT else store.construct
    took, ours = measured(partial(ask, store, query, given))
    other, theirs = measured(partial(take, text))
    assert len(ours) == len(theirs), f"{query.name}: {len(ours)} rows, the other {len(theirs)}"  # type: ignore[arg-type]
    name = f"question `{query.name}`, {statements} statements, {len(ours)} rows"  # type: ignore[arg-type]
    yield Figure(name, took, "written by hand" if by_hand else "without names", other, least_times=LEAST_TIMES)


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(run(*map(int, sys.argv[1:]))))
