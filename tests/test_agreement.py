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


def test_pairs_come_most_agreeing_first_and_can_be_asked_for_more_in_common() -> None:
    leans = [("a", p, FOR) for p in "pqr"] + [("b", p, FOR) for p in "pq"] + [("c", "p", AGAINST), ("c", "q", FOR)]
    found = agreement_of(leans)
    assert [(p.first, p.second, p.share) for p in found.pairs()] == [("a", "b", 1), ("a", "c", 0.5), ("b", "c", 0.5)]
    assert found.pairs(minimum=3) == []


def test_pairs_below_the_threshold_are_counted() -> None:
    leans = [("a", p, FOR) for p in "pqr"] + [("b", p, FOR) for p in "pqr"] + [("c", "p", FOR)]
    found = agreement_of(leans, least_shared=2)
    assert [(p.first, p.second) for p in found.pairs()] == [("a", "b")]
    assert found.left_out == 2


COUNTED = [("a", p, FOR) for p in "pqrs"] + [("a", p, AGAINST) for p in "tuv"]
OTHER = [("b", p, FOR) for p in "pqt"] + [("b", p, AGAINST) for p in "ruvw"]
"""Of a and b: ff = 2 (p, q), fa = 1 (r), af = 1 (t), aa = 2 (u, v); a alone has s, b alone has w."""


def test_each_measure_by_hand() -> None:
    [pair] = agreement_of([*COUNTED, *OTHER]).pairs()
    assert (pair.shared, pair.same, pair.opposite) == (6, 4, 2)
    assert pair.share == pytest.approx(4 / 6)
    # half of each one's sides are for, so that half would agree by chance
    assert pair.kappa == pytest.approx((4 / 6 - 1 / 2) / (1 - 1 / 2))
    assert pair.alpha == pytest.approx(1 - 11 * 2 / (6 * 6))
    assert pair.jaccard == pytest.approx(4 / (7 + 7 - 4))
    assert pair.cosine == pytest.approx((4 - 2) / 7)


def test_kappa_is_that_of_cohens_own_formula_with_uneven_sides() -> None:
    leans = [("a", p, FOR) for p in "pqr"] + [("a", "s", AGAINST)]
    leans += [("b", p, FOR) for p in "pq"] + [("b", p, AGAINST) for p in "rs"]
    [pair] = agreement_of(leans).pairs()
    assert pair.kappa == pytest.approx((0.75 - 0.5) / (1 - 0.5))  # by chance 3/4 * 2/4 + 1/4 * 2/4
    assert pair.alpha == pytest.approx(1 - 7 * 1 / (5 * 3))


def test_a_measure_that_the_numbers_do_not_define_is_none() -> None:
    [always_for] = agreement_of([("a", p, FOR) for p in "pq"] + [("b", p, FOR) for p in "pq"]).pairs()
    assert (always_for.share, always_for.kappa, always_for.alpha) == (1.0, None, None)
    [torn] = agreement_of([("a", "p", FOR), ("a", "p", AGAINST), ("b", "p", FOR)]).pairs()
    assert (torn.share, torn.kappa, torn.alpha, torn.cosine) == (0.0, None, None, 0.0)


@given(LEANS)
def test_measures_stay_in_their_bounds(leans) -> None:
    for pair in agreement_of(leans).pairs():
        assert 0 <= pair.share <= 1
        assert 0 <= pair.jaccard <= 1
        assert -1 <= pair.cosine <= 1 + 1e-9
        assert pair.kappa is None or -1 <= pair.kappa <= 1 + 1e-9
        assert pair.alpha is None or -1 <= pair.alpha <= 1 + 1e-9


def test_columns_are_the_records() -> None:
    found = agreement(gold_store("example"), CONSULTATION, "fi")
    columns = found.columns()
    assert found.records() == [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    assert len(found) == len(columns["first"]) == 105


def test_records_bear_names_where_a_language_is_given() -> None:
    rows = agreement(gold_store("example"), CONSULTATION, "fi").records()
    assert all(row["firstLabel"] and row["secondLabel"] for row in rows)
    assert rows[0]["share"] == 1.0
