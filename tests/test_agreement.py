"""Agreement of pairs: the matrix products give exactly what the SPARQL reference gives."""

from __future__ import annotations

from itertools import combinations

import pytest
from compared import CONSULTATION, GraphStore, gold_store
from hypothesis import given
from hypothesis import strategies as st
from rounds import ROUNDS

from benchmarks.generate import generate
from kannat.comparison import agreement
from kannat.comparison.agreement import agreement_of
from kannat.graph.names import Names
from kannat.questions import run

FOR, AGAINST, NEUTRAL = "for", "against", "neutral"
LEANS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("pqrs"), st.sampled_from([FOR, AGAINST, NEUTRAL])), max_size=40
)


def numbers(leans) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(p.first, p.second): (p.shared, p.same, p.opposite) for p in agreement_of(leans).pairs()}


def reference(store: GraphStore, consultation: str) -> list[tuple]:
    rows = run(store, "agreement", {"consultation": consultation}).records()
    return sorted((row["first"], row["second"], row["shared"], row["same"], row["opposite"]) for row in rows)


def computed(store: GraphStore, consultation: str) -> list[tuple]:
    pairs = agreement(store, consultation).pairs()
    return sorted((pair.first, pair.second, pair.shared, pair.same, pair.opposite) for pair in pairs)


@pytest.mark.parametrize("round_name", ROUNDS)
def test_the_seeds_agree_with_the_reference(round_name: str) -> None:
    store = gold_store(round_name)
    assert computed(store, CONSULTATION) == reference(store, CONSULTATION)


def test_the_example_round_has_pairs_to_compare() -> None:
    pairs = agreement(gold_store("example"), CONSULTATION).pairs()
    assert len(pairs) > 50
    assert {pair.same == pair.shared for pair in pairs} == {True, False}
    assert any(pair.same + pair.opposite < pair.shared for pair in pairs)


@pytest.mark.parametrize(("size", "proposals", "seed"), [(1, 5, 1), (12, 6, 2), (25, 48, 3)])
def test_generated_rounds_agree_with_the_reference(size: int, proposals: int, seed: int) -> None:
    made = generate(size, proposals, seed)
    store = GraphStore(made.quads())
    consultation = Names().consultation(made.consultation.key).value
    assert computed(store, consultation) == reference(store, consultation)


@pytest.mark.parametrize(
    ("leans", "expected"),
    [
        ([("a", "p", FOR), ("b", "p", FOR)], (1, 1, 0)),
        ([("a", "p", AGAINST), ("b", "p", AGAINST)], (1, 1, 0)),
        ([("a", "p", FOR), ("b", "p", AGAINST)], (1, 0, 1)),
        ([("a", "p", FOR), ("a", "p", AGAINST), ("b", "p", FOR)], (1, 0, 0)),
        ([("a", "p", FOR), ("a", "p", AGAINST), ("b", "p", FOR), ("b", "p", AGAINST)], (1, 0, 0)),
        ([("a", "p", FOR), ("a", "p", NEUTRAL), ("b", "p", FOR)], (1, 1, 0)),
        ([("a", "p", FOR), ("a", "p", FOR), ("b", "p", FOR)], (1, 1, 0)),
    ],
    ids=["both for", "both against", "apart", "one on both sides", "both on both sides", "neutral beside", "repeated"],
)
def test_what_a_pair_is(leans, expected: tuple[int, int, int]) -> None:
    assert numbers(leans) == {("a", "b"): expected}


@pytest.mark.parametrize(
    "leans",
    [
        [],
        [("a", "p", FOR)],
        [("a", "p", FOR), ("b", "q", FOR)],
        [("a", "p", NEUTRAL), ("b", "p", NEUTRAL)],
        [("a", "p", FOR), ("b", "p", NEUTRAL)],
    ],
    ids=["nobody", "alone", "other proposals", "both neutral", "one neutral"],
)
def test_silence_is_never_agreement(leans) -> None:
    assert numbers(leans) == {}


@given(LEANS)
def test_products_count_what_counting_counts(leans) -> None:
    sides = {(who, what): {lean for w, p, lean in leans if (w, p) == (who, what)} - {NEUTRAL} for who, what, _ in leans}
    expected = {}
    for first, second in combinations(sorted({who for who, _ in sides}), 2):
        shared = [what for what in "pqrs" if sides.get((first, what)) and sides.get((second, what))]
        pure = [w for w in shared if len(sides[first, w]) == len(sides[second, w]) == 1]
        same = sum(sides[first, what] == sides[second, what] for what in pure)
        if shared:
            expected[first, second] = (len(shared), same, len(pure) - same)
    assert numbers(leans) == expected


@given(LEANS)
def test_the_order_of_rows_does_not_matter(leans) -> None:
    assert agreement_of(leans).pairs() == agreement_of(reversed(leans)).pairs()


def test_a_respondent_alone_stands_on_the_diagonal() -> None:
    found = agreement_of([("a", "p", FOR), ("a", "q", FOR), ("a", "q", AGAINST)])
    assert (found.shared.tolist(), found.same.tolist(), found.opposite.tolist()) == ([[2]], [[1]], [[0]])


def test_pairs_come_most_agreeing_first_and_can_be_asked_for_more_in_common() -> None:
    leans = [("a", p, FOR) for p in "pqr"] + [("b", p, FOR) for p in "pq"] + [("c", "p", AGAINST), ("c", "q", FOR)]
    found = agreement_of(leans)
    assert [(p.first, p.second, p.share) for p in found.pairs()] == [("a", "b", 1), ("a", "c", 0.5), ("b", "c", 0.5)]
    assert found.pairs(minimum=3) == []


def test_records_bear_names_where_a_language_is_given() -> None:
    rows = agreement(gold_store("example"), CONSULTATION, "fi").records()
    assert all(row["firstLabel"] and row["secondLabel"] for row in rows)
    assert rows[0]["share"] == 1.0
