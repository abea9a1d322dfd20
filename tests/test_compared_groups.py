"""Groups, sides, rounds and unity: each figure by hand, and equal to the question that says the same."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from compared import CONSULTATION, GraphStore, gold_matrix, gold_store
from seed_files import ROOT

from kannat.comparison import (
    Group,
    agreement,
    changes,
    everyone_but,
    group_named,
    matrix,
    side_by_side,
    standings,
    unity,
)
from kannat.comparison.measures import consensus, controversy, group_alpha
from kannat.comparison.standings import standings_of
from kannat.errors import UnknownName, UsageError
from kannat.export import comparison_page
from kannat.graph.quads import in_graph
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.questions import run

DATA = ROOT / "tests" / "data" / "queries"


@cache
def store_of(name: str) -> GraphStore:
    code_lists = in_graph(read_rdf(ROOT / "ontology" / "codelists.ttl"), ONTOLOGY_GRAPH)
    return GraphStore([*code_lists, *read_rdf(DATA / f"{name}.trig")])


# Standings


@pytest.mark.parametrize("round_name", ["example", "real"])
def test_standings_count_what_the_matrix_counts(round_name: str) -> None:
    found = standings(gold_store(round_name), CONSULTATION)
    counts = found.counts()
    by_proposal = {one.proposal: one.tally for one in gold_matrix(round_name).proposals}
    assert found.answered == gold_matrix(round_name).answered
    for index, proposal in enumerate(found.proposals):
        tally = by_proposal[proposal]
        for name in ("supporting", "opposing", "both", "neutral", "takers"):
            assert counts[name][index] == getattr(tally, name), (proposal, name)
        stances = dict(tally.stances)
        assert all(counts[stance][index] == stances.get(stance, 0) for stance in ("supports", "opposes", "noPosition"))


def test_standings_of_a_type_are_those_of_the_question_support() -> None:
    store = gold_store("example")
    found = standings(store, CONSULTATION).of_type("municipality")
    counts = found.counts()
    rows = run(store, "support", {"type": "municipality"}).records()
    assert rows
    for row in rows:
        index = found.proposals.index(row["proposal"])
        assert (counts["supporting"][index], counts["opposing"][index]) == (row["supporting"], row["opposing"])
        assert row["denominator"] == found.answered


def test_nobody_stands_anywhere_in_an_empty_round() -> None:
    found = standings(store_of("edge-cases"), "VN/2/2026")
    assert (found.answered, found.proposals, list(found.leans())) == (0, (), [])
    assert unity(store_of("edge-cases"), "VN/2/2026").records() == []


def test_an_empty_round_is_compared_without_a_row() -> None:
    compared = matrix(store_of("edge-cases"), "VN/2/2026")
    assert (compared.answered, compared.respondents, compared.records()) == (0, (), [])
    assert "VN/2/2026" in comparison_page(compared)
    assert agreement(store_of("edge-cases"), "VN/2/2026", "fi").records() == []


def test_what_is_not_sure_enough_is_held_by_nobody() -> None:
    sure = standings(store_of("two-rounds"), "VN/9/2026", min_confidence=0.9)
    everything = standings(store_of("two-rounds"), "VN/9/2026")
    assert (everything.held.sum(), sure.held.sum()) == (6, 5)
    assert sure.answered == everything.answered == 6


# Measures


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0, 5), 1.0),
        ((3, 0, 0, 3), 0.0),
        ((0, 2, 2, 0), 1 + math.log2(1 - 0.5 / 3)),
        ((1, 0, 0, 2), 1 + math.log2(1 - 2 / 3) / 3 + 2 * math.log2(1 - 1 / 3) / 3),
    ],
    ids=["one stance", "two camps", "neighbours", "uneven"],
)
def test_consensus_by_hand(counts: tuple[int, ...], expected: float) -> None:
    assert consensus(np.array(counts)[:, None])[0] == pytest.approx(expected)


@pytest.mark.parametrize(("yes", "no", "expected"), [(5, 0, 0.0), (4, 4, 1.0), (3, 1, 0.75), (0, 2, 0.0)])
def test_controversy_by_hand(yes: int, no: int, expected: float) -> None:
    assert controversy(np.array([yes]), np.array([no]))[0] == pytest.approx(expected)


def test_alpha_of_many_is_that_of_krippendorffs_own_example() -> None:
    """Two observers, ten units of binary data (Krippendorff 2011): 0.095."""
    first, second = "0100000000", "1110010010"
    yes = np.array([int(a) + int(b) for a, b in zip(first, second, strict=True)])
    assert group_alpha(yes, 2 - yes) == pytest.approx(0.095, abs=0.0005)


def test_a_proposal_that_one_alone_speaks_of_counts_for_no_alpha() -> None:
    alone = group_alpha(np.array([2, 1, 1]), np.array([0, 1, 0]))
    assert alone == pytest.approx(group_alpha(np.array([2, 1]), np.array([0, 1])))
    assert math.isnan(group_alpha(np.array([3]), np.array([0])))


# Unity


def test_unity_counts_what_the_questions_count() -> None:
    store = gold_store("example")
    rows = {row.proposal: row for row in unity(store, CONSULTATION).rows}
    for asked in run(store, "proposals").records():
        if asked["takers"]:
            row = rows[asked["proposal"]]
            names = ("supporting", "opposing", "both", "neutral", "denominator")
            assert [getattr(row, name) for name in names] == [asked[name] for name in names]
            assert row.sided == asked["takers"] - asked["neutral"]


def test_the_most_controversial_proposal_of_the_example_round() -> None:
    first = unity(gold_store("example"), CONSULTATION).rows[0]
    assert (first.notation, first.supporting, first.opposing) == ("valmennusten-tarkempi-saantely", 7, 7)
    assert (first.controversy, first.consensus) == (1.0, pytest.approx(0.213, abs=0.0005))


def test_few_voices_have_counts_and_no_measure() -> None:
    rows = unity(gold_store("example"), CONSULTATION, least=5).rows
    assert all((row.controversy is None) == (row.sided < 5) for row in rows)
    assert {row.controversy is None for row in rows} == {True, False}


def test_types_are_united_apart() -> None:
    found = unity(gold_store("example"), CONSULTATION, by_type=True)
    assert dict(found.alphas)["tradeUnion"] == 1.0
    assert {row.type for row in found.rows} <= {type_ for type_, _ in found.alphas}
    assert all(row.denominator for row in found.rows)


def test_the_worked_examples_of_the_documentation() -> None:
    rows = {row["notation"]: row for row in unity(gold_store("example"), CONSULTATION).records()}
    keeper = rows["hyvinvointialueen-portinvartijarooli"]
    assert (keeper["supporting"], keeper["opposing"], keeper["sided"], keeper["denominator"]) == (1, 7, 8, 16)
    assert (round(keeper["controversy"], 3), round(keeper["consensus"], 3)) == (0.438, 0.456)
    pairs = agreement(gold_store("example"), CONSULTATION, "fi").records()
    [pair] = [r for r in pairs if (r["firstLabel"], r["secondLabel"]) == ("Lehtokankaan kunta", "Norrskata stad")]
    assert (pair["shared"], pair["same"], pair["opposite"]) == (9, 8, 1)
    measures = [round(pair[name], 3) for name in ("share", "kappa", "alpha", "jaccard", "cosine")]
    assert measures == [0.889, 0.769, 0.779, 0.471, 0.560]
    page = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    assert all(f"{value:.3f}" in page for value in (*measures, 0.438, 0.456))


# Side by side


def named(name: str) -> Group:
    return group_named(gold_store("example"), gold_matrix("example"), name)


@pytest.mark.parametrize("name", ["municipality", "kunta", "kommun", "Kunta"])
def test_a_type_goes_by_its_code_and_its_names(name: str) -> None:
    group = named(name)
    assert group.is_type
    assert (group.answered, len(group.members)) == (6, 8)


def test_an_unknown_respondent_is_told_with_the_nearest_names() -> None:
    with pytest.raises(UnknownName, match="Koivurannan kaupunki"):
        named("Koivuranan kaupunki")


def test_one_that_has_no_part_in_the_round_is_unknown_there() -> None:
    store = store_of("two-rounds")
    compared = matrix(store, "VN/8/2026")
    with pytest.raises(UnknownName, match="VN/8/2026"):
        group_named(store, compared, "Virasto")


def test_two_respondents_beside_one_another_agree_where_the_pair_does() -> None:
    first, second = named("Koivurannan kaupunki"), named("Hiidenmaan hyvinvointialue")
    lines = side_by_side(gold_matrix("example"), first, second).lines
    ends = sorted((*first.members, *second.members))
    [pair] = [row for row in run(gold_store("example"), "agreement").records() if [row["first"], row["second"]] == ends]
    relations = [line.relation for line in lines]
    assert relations.count("same") == pair["same"]
    assert relations.count("opposite") == pair["opposite"]
    assert relations.count("same") + relations.count("opposite") + relations.count("divided") == pair["shared"]


def test_groups_beside_one_another_bear_their_denominators_and_every_passage() -> None:
    compared = gold_matrix("example")
    found = side_by_side(compared, named("municipality"), named("tradeUnion"))
    assert {(line.first.denominator, line.second.denominator) for line in found.lines} == {(6, 3)}
    asked = {row["proposal"]: row for row in run(gold_store("example"), "support", {"type": "municipality"}).records()}
    for line in found.lines:
        if line.proposal.proposal in asked:
            row = asked[line.proposal.proposal]
            assert (line.first.supporting, line.first.opposing) == (row["supporting"], row["opposing"])
        for quote in (*line.first.quotes, *line.second.quotes):
            assert any(quote.words == passage.words for passage in compared.passages[quote.position])
        assert bool(line.first.quotes) == bool(line.first.stances)


def test_one_against_everyone_leaves_itself_out() -> None:
    compared = gold_matrix("example")
    one = named("Hiidenmaan hyvinvointialue")
    others = everyone_but(compared, one)
    assert (others.answered, set(others.members) & set(one.members)) == (15, set())
    lines = {line.proposal.notation: line for line in side_by_side(compared, one, others).lines}
    alone = lines["hyvinvointialueen-portinvartijarooli"]
    assert (alone.first.supporting, alone.second.supporting, alone.second.opposing) == (1, 0, 7)
    assert alone.relation == "opposite"


def test_contradictory_positions_stand_beside_one_another() -> None:
    store = store_of("two-rounds")
    compared = matrix(store, "VN/9/2026")
    five, six = (group_named(store, compared, name) for name in ("Five", "Six"))
    [line] = side_by_side(compared, five, six).lines
    assert line.first.stances == (("supports", 1), ("opposes", 1))
    assert (line.first.both, line.relation) == (1, "divided")


# Two rounds


def test_each_kind_of_change() -> None:
    found = changes(store_of("two-rounds"), "VN/8/2026", "VN/9/2026")
    assert {row.respondent_label: (row.before, row.after, row.change) for row in found.rows} == {
        "One": (("supports",), ("concerned",), "turned"),
        "Two": (("opposes",), (), "fellSilent"),
        "Three": ((), ("supports",), "spoke"),
        "Four": (("supports",), ("supportsWithReservations",), "shifted"),
        "Five": (("supports",), ("supports", "opposes"), "split"),
        "Six": (("opposes",), ("opposes",), "same"),
    }
    assert set(found.counts().values()) == {1}


def test_a_round_is_not_compared_with_itself() -> None:
    with pytest.raises(UsageError, match="with itself"):
        changes(store_of("two-rounds"), "VN/8/2026", "VN/8/2026")


def test_an_unknown_earlier_round_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="VN/8/2026"):
        changes(store_of("two-rounds"), "VN/88/2026", "VN/9/2026")


def test_held_rows_of_strangers_are_left_out() -> None:
    found = standings_of([("a", "company")], [("a", "p", "supports"), ("stranger", "p", "opposes")])
    assert found.counts()["takers"].tolist() == [1]
