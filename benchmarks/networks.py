"""The congruence network with its normalisation: products in blocks, against SPARQL's self-join and networkx.

    python -m benchmarks.networks [RESPONDENTS] [PROPOSALS] [LARGEST]

Both other ways give the same numbers, edge by edge. They are run at a size that they can bear; ours then at the largest
too, with the growth from one size to the other as an exponent of the number of pairs.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import networkx as nx
from networkx.algorithms import bipartite
from pyoxigraph import Literal, NamedNode, Quad, Store

from benchmarks.measuring import Figure, fastest
from kannat.comparison.holders import leans
from kannat.comparison.networks import Measure, Normalisation, pairs_of, sides_of, weights_of
from kannat.comparison.tables import ask
from kannat.export import graphml
from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.graph.ontology import ontology_quads
from kannat.model import Stance, Status
from kannat.store.base import Rows

Edges = dict[tuple[str, str], float]
Leans = list[tuple[str, str, str]]
CONSULTATION = Names().consultation("VN-1-2099").value
SHARE = 0.3
"""Of all respondents and proposals, how many are a position; one in 25 is on both sides."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Positions in Oxigraph's memory, asked as every store is."""

    engine: Store

    def select(self, query: str) -> Rows:
        """The rows of an answer."""
        found = self.engine.query(query, use_default_graph_as_union=True)
        return Rows(tuple(one.value for one in found.variables), tuple(tuple(row) for row in found))


def run(respondents: int = 2_000, proposals: int = 100, largest: int = 10_000) -> list[Figure]:
    """Two ratios at the first size, and our own time at the largest."""
    store = positions(respondents, proposals)
    flat = list(leans(store, CONSULTATION))  # type: ignore[arg-type]
    asked = fastest(lambda: weighed(leans(store, CONSULTATION)), 3)  # type: ignore[arg-type]
    counted = fastest(lambda: weighed(flat), 5)
    expected = ours(flat)
    joined, found = timed(lambda: self_join(store, flat))
    assert close(expected, found)
    projected, found = timed(lambda: projection(flat))
    assert close(expected, found)
    del expected, found
    big = drawn(largest, proposals)
    most = fastest(lambda: weighed(big), 1)
    exponent = math.log(most / counted) / math.log(largest / respondents)
    size = f"{respondents:,} respondents x {proposals:,} proposals"
    grown = f"congruence network, {largest:,} x {proposals:,}, from rows (grows with respondents to the {exponent:.2f})"
    return [
        Figure(f"congruence network, {size}, from the store", asked, "SPARQL self-join", joined, least_times=100),
        Figure(f"congruence network, {size}, from rows", counted, "networkx projection", projected, least_times=20),
        Figure(grown, most, "", 0.0),
        exports(flat),
    ]


def exports(rows: Leans, edges: int = 20_000) -> Figure:
    """Our GraphML writer on positions as edges, against networkx's own on the same network."""
    network: nx.MultiGraph[str] = nx.MultiGraph(title="positions")
    for number, (respondent, proposal, lean) in enumerate(rows[:edges]):
        network.add_node(respondent, kind="respondent", label=respondent, activity=number)
        network.add_node(proposal, kind="proposal", label=proposal, activity=number)
        network.add_edge(respondent, proposal, key=str(number), kind=lean, weight=0.5, words=f"{lean} {number}" * 5)
    mine = fastest(lambda: graphml(network), 3)
    theirs = fastest(lambda: nx.write_graphml(network, BytesIO()), 3)
    name = f"GraphML of {network.number_of_edges():,} edges, checked and sorted"
    return Figure(name, mine, "networkx's writer", theirs, least_times=0.5)


def timed(work: Callable[[], Edges]) -> tuple[float, Edges]:
    """How long one run takes, and what it gives."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def drawn(respondents: int, proposals: int, seed: int = 1) -> Leans:
    """Rows of respondent, proposal and lean; equal arguments give equal rows."""
    chance = random.Random(seed)
    names, rows = Names(), []
    columns = [names.proposal("VN-1-2099", f"p{number:04}").value for number in range(proposals)]
    for number in range(respondents):
        respondent = names.organisation(f"r{number:06}").value
        for column in columns:
            if chance.random() < SHARE:
                rows.append((respondent, column, chance.choice(("for", "against"))))
                if chance.random() < 1 / 25:
                    rows.append((respondent, column, "against" if rows[-1][2] == "for" else "for"))
    return rows


def positions(respondents: int, proposals: int) -> Engine:
    """The same as a graph: a statement for each respondent, with no more than the questions ask for."""
    engine = Store()
    engine.extend(ontology_quads())
    engine.bulk_extend(_quads(drawn(respondents, proposals)))
    return Engine(engine)


def _quads(rows: Leans) -> Iterator[Quad]:
    names, consultation = Names(), NamedNode(CONSULTATION)
    stances = {"for": t.concept(Stance.SUPPORTS), "against": t.concept(Stance.OPPOSES)}
    yield Quad(consultation, t.TYPE, t.CONSULTATION, consultation)
    yield Quad(consultation, t.IDENTIFIER, Literal("VN/1/2099"), consultation)
    for number, (respondent, proposal, lean) in enumerate(rows):
        statement = NamedNode(f"{names.base}statement/{respondent.rsplit('/', 1)[-1]}")
        position = NamedNode(f"{names.base}position/{number}")
        facts = (
            (statement, t.CONSULTATION_OF, consultation),
            (statement, t.STATUS, t.concept(Status.GIVEN)),
            (statement, t.RESPONDENT, NamedNode(respondent)),
            (position, t.STATEMENT_OF, statement),
            (position, t.HOLDER, NamedNode(respondent)),
            (position, t.HAS_PROPOSAL, NamedNode(proposal)),
            (position, t.STANCE, stances[lean]),
        )
        yield from (Quad(*fact, statement) for fact in facts)


def weighed(rows: Leans) -> object:
    """What we compute: the pairs and their weights, as columns."""
    pairs = pairs_of(sides_of(rows))
    return pairs, weights_of(pairs, Measure.CONGRUENCE, Normalisation.AVERAGE)


def ours(rows: Leans) -> Edges:
    """The same as edges, to compare."""
    pairs = pairs_of(sides_of(rows))
    weights = weights_of(pairs, Measure.CONGRUENCE, Normalisation.AVERAGE)
    columns = zip(pairs.first.tolist(), pairs.second.tolist(), weights.tolist(), strict=True)
    return {(pairs.names[i], pairs.names[j]): weight for i, j, weight in columns if weight}


def self_join(store: Engine, rows: Leans) -> Edges:
    """The question `agreement`, a self-join, and the normalisation of its counts."""
    activity = _activity(rows)
    answer = ask(store, "agreement", consultation=CONSULTATION)  # type: ignore[arg-type]
    return {
        (row["first"], row["second"]): 2 * row["same"] / (activity[row["first"]] + activity[row["second"]])
        for row in answer
        if row["same"]
    }


def projection(rows: Leans) -> Edges:
    """networkx's weighted projection of respondents on the sides that they take alone."""
    held: dict[tuple[str, str], set[str]] = {}
    for respondent, proposal, lean in rows:
        held.setdefault((respondent, proposal), set()).add(lean)
    two: nx.Graph[str] = nx.Graph()
    activity = _activity(rows)
    two.add_nodes_from(activity)
    for (respondent, proposal), sides in held.items():
        if len(sides) == 1:
            two.add_edge(respondent, f"{proposal} {min(sides)}")
    one = bipartite.weighted_projected_graph(two, activity)
    return {
        (min(a, b), max(a, b)): 2 * data["weight"] / (activity[a] + activity[b]) for a, b, data in one.edges(data=True)
    }


def close(some: Edges, others: Edges) -> bool:
    """Whether both have the same edges with the same weights."""
    return some.keys() == others.keys() and all(math.isclose(some[key], others[key]) for key in some)


def _activity(rows: Leans) -> dict[str, int]:
    counts: dict[str, int] = {}
    for respondent, _ in {(row[0], row[1]) for row in rows}:
        counts[respondent] = counts.get(respondent, 0) + 1
    return counts


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(run(*map(int, sys.argv[1:]))))
