"""What ties respondents and proposals: by hand, against the question in SPARQL, and against networkx."""

from __future__ import annotations

import math
import random

import networkx as nx
import numpy as np
import pytest
from compared import CONSULTATION, gold_store
from networkx.algorithms import bipartite
from rounds import ROUNDS

from benchmarks.networks import run as run_benchmark
from kannat.comparison import agreement
from kannat.comparison.holders import leans
from kannat.comparison.networks import (
    Measure,
    Normalisation,
    Period,
    Selection,
    Tie,
    act_network,
    citations,
    graphs,
    mention_network,
    mentions,
    over_time,
    pairs_of,
    proposal_network,
    respondent_network,
    sides_of,
    slices,
    stands,
    weights_of,
)
from kannat.comparison.networks import sides as sides_module
from kannat.comparison.networks.rows import (
    Citation,
    Citations,
    Named,
    Stand,
    Stands,
    known_questions,
    known_types,
)
from kannat.comparison.networks.slices import span_of
from kannat.comparison.tables import ask, local_name
from kannat.errors import LimitExceeded, UnknownName

EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)


def told(*rows: str) -> list[tuple[str, str, str]]:
    """Leans such as `a+p`, `a-p`, `a=p` (takes no side)."""
    return [(row[0], row[2:], {"+": "for", "-": "against", "=": "neutral"}[row[1]]) for row in rows]


SAID = told("a+p", "a-q", "a+r", "a=t", "b+p", "b+q", "b+s", "b+u", "c+r", "c-r", "c=p", "d+r")
"""a and b: congruent on p, in conflict on q. a is active on 3, b on 4. c is on both sides of r, and d is for it."""


def pair(measure: Measure, normalisation: Normalisation, one: str = "a", other: str = "b") -> float | None:
    pairs = pairs_of(sides_of(SAID))
    weights = weights_of(pairs, measure, normalisation)
    ends = [(pairs.names[i], pairs.names[j]) for i, j in zip(pairs.first, pairs.second, strict=True)]
    return float(weights[ends.index((one, other))]) if (one, other) in ends else None


@pytest.mark.parametrize(
    ("measure", "normalisation", "expected"),
    [
        ("congruence", "none", 1),
        ("conflict", "none", 1),
        ("difference", "none", 0),
        ("congruence", "average", 1 / 3.5),
        ("congruence", "jaccard", 1 / 6),
        ("congruence", "cosine", 1 / math.sqrt(12)),
        ("difference", "cosine", 0),
    ],
)
def test_two_respondents_by_hand(measure: str, normalisation: str, expected: float) -> None:
    assert pair(Measure(measure), Normalisation(normalisation)) == pytest.approx(expected)


def test_silence_and_neutrality_tie_nobody() -> None:
    assert pair(Measure.CONGRUENCE, Normalisation.NONE, "b", "c") is None
    assert pair(Measure.CONGRUENCE, Normalisation.NONE, "b", "d") is None


def test_both_sides_are_shared_but_neither_agreement_nor_conflict() -> None:
    pairs = pairs_of(sides_of(SAID))
    found = {
        (pairs.names[i], pairs.names[j]): (int(s), int(c), int(k))
        for i, j, s, c, k in zip(pairs.first, pairs.second, pairs.shared, pairs.congruence, pairs.conflict, strict=True)
    }
    assert found == {("a", "b"): (2, 1, 1), ("a", "c"): (1, 0, 0), ("a", "d"): (1, 1, 0), ("c", "d"): (1, 0, 0)}


def test_the_cosine_of_the_difference_is_that_of_signed_vectors() -> None:
    rows = told("a+p", "a-q", "a+r", "b+p", "b-q", "b-r", "b+s")
    pairs = pairs_of(sides_of(rows))
    a, b = np.array([1, -1, 1, 0]), np.array([1, -1, -1, 1])
    expected = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    assert weights_of(pairs, Measure.DIFFERENCE, Normalisation.COSINE).tolist() == pytest.approx([expected])


@EACH_ROUND
def test_jaccard_and_cosine_are_those_of_the_agreement_of_pairs(round_name: str) -> None:
    store = gold_store(round_name)
    pairs = pairs_of(sides_of(leans(store, CONSULTATION)))
    weights = [
        weights_of(pairs, Measure.CONGRUENCE, Normalisation.JACCARD).tolist(),
        weights_of(pairs, Measure.DIFFERENCE, Normalisation.COSINE).tolist(),
    ]
    ends = [(pairs.names[i], pairs.names[j]) for i, j in zip(pairs.first, pairs.second, strict=True)]
    found = dict(zip(ends, zip(*weights, strict=True), strict=True))
    expected = {(one.first, one.second): (one.jaccard, one.cosine) for one in agreement(store, CONSULTATION).pairs()}
    assert found.keys() == expected.keys()
    assert all(found[key] == pytest.approx(expected[key]) for key in expected)


def test_one_on_both_sides_of_all_it_speaks_of_has_no_cosine() -> None:
    pairs = pairs_of(sides_of(told("a+p", "a-p", "b+p")))
    assert weights_of(pairs, Measure.CONGRUENCE, Normalisation.COSINE).tolist() == [0]


def drawn_leans(rows: int, columns: int, seed: int = 7) -> list[tuple[str, str, str]]:
    chance = random.Random(seed)
    places = [(f"r{r:03}", f"p{c:02}") for r in range(rows) for c in range(columns) if chance.random() < 0.3]
    return [(r, c, chance.choice(["for", "against", "neutral"])) for r, c in places + places[::9]]


def projected(rows: list[tuple[str, str, str]]) -> dict[tuple[str, str], tuple[int, float]]:
    """Congruence and the share of the average activity, by networkx's projection of respondents on their sides."""
    held: dict[tuple[str, str], set[str]] = {}
    for respondent, proposal, lean in rows:
        if lean != "neutral":
            held.setdefault((respondent, proposal), set()).add(lean)
    activity: dict[str, int] = {}
    two = nx.Graph()
    for (respondent, proposal), sides in held.items():
        activity[respondent] = activity.get(respondent, 0) + 1
        two.add_node(respondent)
        if len(sides) == 1:
            two.add_edge(respondent, f"{proposal} {min(sides)}")
    one = bipartite.weighted_projected_graph(two, sorted(activity))
    return {
        (min(i, j), max(i, j)): (data["weight"], data["weight"] / ((activity[i] + activity[j]) / 2))
        for i, j, data in one.edges(data=True)
    }


@pytest.mark.parametrize("block", [1, 7, 1024])
def test_the_numbers_are_those_of_a_networkx_projection(block: int, monkeypatch) -> None:
    monkeypatch.setattr(sides_module, "BLOCK", block)
    rows = drawn_leans(60, 12)
    pairs = pairs_of(sides_of(rows))
    weights = weights_of(pairs, Measure.CONGRUENCE, Normalisation.AVERAGE)
    found = {
        (pairs.names[i], pairs.names[j]): (int(count), float(weight))
        for i, j, count, weight in zip(pairs.first, pairs.second, pairs.congruence, weights, strict=True)
        if count
    }
    expected = projected(rows)
    assert found.keys() == expected.keys()
    assert all(found[key] == pytest.approx(expected[key]) for key in expected)


@EACH_ROUND
def test_the_counts_are_those_of_the_question_in_sparql(round_name: str) -> None:
    store = gold_store(round_name)
    pairs = pairs_of(sides_of(leans(store, CONSULTATION)))
    columns = (pairs.first, pairs.second, pairs.shared, pairs.congruence, pairs.conflict)
    found = {
        (pairs.names[i], pairs.names[j], *rest) for i, j, *rest in zip(*(c.tolist() for c in columns), strict=True)
    }
    rows = ask(store, "agreement", consultation=CONSULTATION)
    assert found == {(r["first"], r["second"], r["shared"], r["same"], r["opposite"]) for r in rows}
    assert len(found) == len(agreement(store, CONSULTATION).pairs())


def test_the_benchmark_compares_equal_numbers() -> None:
    """It asserts so itself, at any size."""
    figures = run_benchmark(30, 8, 40)
    assert [figure.least_times for figure in figures] == [100, 20, None, 0.5]
    assert all(figure.ours > 0 for figure in figures)


def test_nothing_to_compare_is_an_empty_network() -> None:
    nothing = Stands((), {}, {})
    assert len(pairs_of(sides_of([]))) == 0
    assert respondent_network(nothing).number_of_nodes() == 0
    assert proposal_network(nothing).number_of_nodes() == 0
    assert slices(nothing, Period.MONTH) == []
    assert over_time(nothing, Period.MONTH, respondent_network).number_of_nodes() == 0


def stood(*rows: str, **dates: str) -> Stands:
    """Positions by leans; a respondent's statement has the date given under its name."""
    made = tuple(
        Stand(r, c, lean, f"{r}.{c}.{lean}", f"s.{r}", "municipality", "q", dates.get(r, ""), None)
        for r, c, lean in told(*rows)
    )
    names = {row.respondent: Named(row.respondent.upper()) for row in made}
    return Stands(made, names, {row.proposal: Named(row.proposal.upper()) for row in made})


def test_an_edge_names_the_proposals_behind_its_counts() -> None:
    network = respondent_network(stood("a+p", "a-q", "a+r", "a+s", "b+p", "b+q", "b+r", "b-r", "b+s"))
    assert network.edges["a", "b"] == {
        "kind": "congruence",
        "weight": 2.0,
        "shared": 4,
        "congruence": 2,
        "conflict": 1,
        "bothSides": 1,
        "congruentOn": "p | s",
        "conflictOn": "q",
        "bothSidesOn": "r",
    }
    assert (network.nodes["b"]["activity"], network.nodes["b"]["bothSides"]) == (4, 1)


def test_proposals_are_tied_by_who_stands_alike_on_both() -> None:
    network = proposal_network(stood("a+p", "a+q", "b-p", "b-q", "c+p", "c-q", "d+p"))
    edge = network.edges["p", "q"]
    assert (edge["weight"], edge["congruence"], edge["conflict"], edge["shared"]) == (2.0, 2, 1, 3)
    assert network.nodes["p"]["activity"] == 4


def test_pairs_that_agree_as_often_as_not_are_counted_where_they_are_no_edge() -> None:
    network = respondent_network(stood("a+p", "a+q", "b+p", "b-q"), Tie(Measure.DIFFERENCE))
    assert network.number_of_edges() == 0
    assert dict(network.graph["left_out"]) == {"balancedPairs": 1}


@pytest.mark.parametrize(
    ("tie", "edges"),
    [
        (Tie(), {"ab", "ac", "bc"}),
        (Tie(least_shared=2), {"ab"}),
        (Tie(least_active=2), {"ab"}),
        (Tie(least_weight=2), {"ab"}),
        (Tie(Measure.CONFLICT), set()),
    ],
)
def test_least_counts_choose_edges(tie: Tie, edges: set[str]) -> None:
    network = respondent_network(stood("a+p", "a+q", "b+p", "b+q", "c+p"), tie)
    assert {"".join(sorted(edge)) for edge in network.edges()} == edges


def test_more_edges_than_a_graph_can_hold_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(graphs, "MOST_EDGES", 2)
    with pytest.raises(LimitExceeded, match="pairs_of"):
        respondent_network(stood("a+p", "b+p", "c+p"))


@pytest.mark.parametrize(
    ("day", "period", "expected"),
    [
        ("2024-02-10", "day", ("2024-02-10", "2024-02-10", "2024-02-10")),
        ("2024-02-10", "month", ("2024-02-01", "2024-02-29", "2024-02")),
        ("2024-05-31", "quarter", ("2024-04-01", "2024-06-30", "2024-Q2")),
        ("2024-12-31", "quarter", ("2024-10-01", "2024-12-31", "2024-Q4")),
        ("2024-02-10", "year", ("2024-01-01", "2024-12-31", "2024")),
    ],
)
def test_periods_have_a_first_and_a_last_day(day: str, period: str, expected: tuple) -> None:
    assert span_of(day, Period(period)) == expected


def test_slices_hold_their_own_positions_only_and_count_the_undated() -> None:
    found = slices(stood("a+p", "b+p", "c+p", "d+p", a="2026-01-05", b="2026-01-31", c="2026-02-01"), Period.MONTH)
    assert [(one.name, sorted(row.respondent for row in one.stands.rows)) for one in found] == [
        ("2026-01", ["a", "b"]),
        ("2026-02", ["c"]),
    ]
    assert dict(found[0].stands.left_out) == {"undated": 1}


def test_a_network_over_time_has_an_edge_for_each_slice() -> None:
    first = stood("a+p", "b+p", a="2026-01-05", b="2026-01-06")
    second = stood("a+q", "b-q", "b+r", "a+r", a="2026-02-05", b="2026-02-06")
    both = Stands(first.rows + second.rows, first.respondents, first.proposals | second.proposals)
    network = over_time(both, Period.MONTH, respondent_network)
    edges = {data["slice"]: data for _, _, data in network.edges(data=True)}
    assert {name: (data["weight"], data["kind"], data["start"]) for name, data in edges.items()} == {
        "2026-01": (1.0, "2026-01", "2026-01-01"),
        "2026-02": (1.0, "2026-02", "2026-02-01"),
    }
    assert network.nodes["a"]["activity"] == 3


@pytest.fixture
def example() -> Stands:
    return stands(gold_store("example"), CONSULTATION)


def test_a_window_of_dates_is_closed_and_counts_the_undated(example: Stands) -> None:
    chosen = example.chosen(Selection(since="2026-02-10", until="2026-02-12"))
    assert {row.issued for row in chosen.rows} == {"2026-02-10", "2026-02-11", "2026-02-12"}
    assert dict(chosen.left_out)["undated"] == sum(not row.issued for row in example.rows) > 0


def test_types_and_questions_choose(example: Stands) -> None:
    chosen = example.chosen(Selection(types=("municipality",)))
    assert {row.type for row in chosen.rows} == {"municipality"}
    question = next(row.question for row in example.rows if row.question)
    by_key = example.chosen(Selection(questions=(local_name(question),)))
    assert {row.question for row in by_key.rows} == {question}
    assert by_key.rows == example.chosen(Selection(questions=(question,))).rows


def test_a_person_s_positions_stay_whatever_the_confidence(example: Stands) -> None:
    assert example.chosen(Selection(min_confidence=0.99)).rows == example.rows
    unsure = Stands(tuple(row._replace(confidence=0.4) for row in example.rows), {}, {})
    assert unsure.chosen(Selection(min_confidence=0.5)).rows == ()


def test_unknown_types_and_questions_are_errors_that_help() -> None:
    with pytest.raises(UnknownName, match="municipality"):
        known_types(["munincipality"])
    with pytest.raises(UnknownName):
        known_questions(gold_store("example"), CONSULTATION, ["no such question"])


@EACH_ROUND
def test_acts_are_tied_as_the_question_in_sparql_says(round_name: str) -> None:
    store = gold_store(round_name)
    network = act_network(citations(store, CONSULTATION, Selection()))
    rows = ask(store, "cited-together", consultation=CONSULTATION)
    assert {
        (*sorted((one, other)), data["respondents"], data["statements"], data["weight"])
        for one, other, data in network.edges(data=True)
    } == {
        (r["first"], r["second"], r["citingRespondents"], r["statements"], float(r["citingRespondents"])) for r in rows
    }
    acts = {row["act"]: row["citingRespondents"] for row in ask(store, "acts", consultation=CONSULTATION)}
    assert {node: data["respondents"] for node, data in network.nodes(data=True)} == acts


def cite(*rows: str) -> Citations:
    """Citations such as `p a 1`: act, respondent, statement."""
    told = [row.split() for row in rows]
    made = tuple(Citation(act, who, text, f"{act}{who}{text}", "municipality", "") for act, who, text in told)
    return Citations(made, {act: Named(act.upper()) for act, _, _ in told})


def test_acts_in_two_statements_of_one_respondent_are_not_cited_together() -> None:
    network = act_network(cite("p a 1", "q a 2", "p b 3", "q b 3", "p c 3", "q c 3", "q d 4"), Tie())
    assert network.edges["p", "q"] == {"kind": "citedTogether", "weight": 2.0, "respondents": 2, "statements": 1}
    assert {node: data["respondents"] for node, data in network.nodes(data=True)} == {"p": 3, "q": 4}


def test_cited_acts_are_normalised_and_chosen_by_respondents() -> None:
    found = cite("p a 1", "q a 1", "p b 2", "r b 2")
    weighed = act_network(found, Tie(normalisation=Normalisation.JACCARD))
    assert weighed.edges["p", "q"]["weight"] == pytest.approx(1 / (2 + 1 - 1))
    assert set(act_network(found, Tie(least_active=2))) == {"p"}
    assert act_network(found, Tie(least_shared=2)).number_of_edges() == 0


def test_mentions_are_directed_and_may_be_of_oneself() -> None:
    network = mention_network(mentions(gold_store("example"), CONSULTATION, Selection()))
    rows = ask(gold_store("example"), "mentions", consultation=CONSULTATION)
    assert {(s, t): d["mentions"] for s, t, d in network.edges(data=True)} == {
        (row["respondent"], row["actor"]): row["mentions"] for row in rows
    }
    itself = {row["actor"] for row in rows if row["itself"]}
    assert {node for node in network if network.has_edge(node, node)} == itself
    assert itself
