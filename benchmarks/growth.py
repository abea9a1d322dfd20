"""How times grow with the round: the matrix as columns, the question `support`, and the agreement of all pairs.

    python -m benchmarks.growth [RESPONDENTS...]

The rounds hold what these ask for and no more, six positions for each respondent on 20 proposals whatever the size, in
Oxigraph's memory; seconds of the processor. All pairs are squares: they are measured up to 10,000 respondents, who
make fifty million.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from functools import partial

from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.networks import CONSULTATION, positions
from benchmarks.queries import measured
from kannat.comparison import agreement, standings
from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.model import OrganisationType
from kannat.questions import run as ask

SIZES = (1_000, 10_000, 100_000)
PROPOSALS = 20
MOST_PAIRED = 10_000


def growth(sizes: tuple[int, ...] = SIZES) -> Iterator[tuple[str, list[float], float]]:
    """What is measured, its seconds at each size, and the exponent of its growth from the first to the last."""
    times: dict[str, list[float]] = {}
    for size in sizes:
        for name, seconds in _times(size):
            times.setdefault(name, []).append(seconds)
    for name, taken in times.items():
        yield name, taken, math.log(taken[-1] / taken[0]) / math.log(sizes[len(taken) - 1] / sizes[0])


def _times(size: int) -> Iterator[tuple[str, float]]:
    store = positions(size, PROPOSALS)
    store.engine.bulk_extend(_facts(size))
    yield "matrix", measured(lambda: standings(store, CONSULTATION).counts(), 1)[0]  # type: ignore[arg-type]
    yield "support", measured(partial(ask, store, "support", {"consultation": CONSULTATION}), 1)[0]  # type: ignore[arg-type]
    if size <= MOST_PAIRED:
        yield "agreement", measured(lambda: agreement(store, CONSULTATION), 1)[0]  # type: ignore[arg-type]


def _facts(size: int) -> Iterator[Quad]:
    """What `support` asks for besides the positions: the codebook, and the respondents' types."""
    names, consultation = Names(), NamedNode(CONSULTATION)
    kinds = [t.concept(kind) for kind in OrganisationType]
    for number in range(PROPOSALS):
        proposal = names.proposal("VN-1-2099", f"p{number:04}")
        yield Quad(proposal, t.TYPE, t.PROPOSAL, consultation)
        yield Quad(proposal, t.IN_SCHEME, names.codebook("VN-1-2099"), consultation)
        yield Quad(proposal, t.PREF_LABEL, Literal(f"P {number}", language="fi"), consultation)
        yield Quad(proposal, t.NOTATION, Literal(f"p{number:04}"), consultation)
    for number in range(size):
        respondent = names.organisation(f"r{number:06}")
        yield Quad(respondent, t.CLASSIFICATION, kinds[number % len(kinds)], consultation)


if __name__ == "__main__":
    for what, seconds, exponent in growth(tuple(map(int, sys.argv[1:])) or SIZES):
        print(f"{what:10} {' '.join(f'{one:9.3f} s' for one in seconds)}   grows with the power {exponent:.2f}")
