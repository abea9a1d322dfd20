"""Positions compared: every count with what it is out of, every absence with its reason."""

from __future__ import annotations

import random
import sys
from collections import Counter
from types import SimpleNamespace

import pytest
from compared import CONSULTATION, GraphStore, gold_matrix, gold_store
from rounds import ROUNDS, gold_quads, statement_graphs

from kannat.comparison import Absence, matrix, positions, the_consultation
from kannat.comparison.holders import holders, leans
from kannat.comparison.tables import local_name
from kannat.errors import UnknownName, UsageError
from kannat.graph import terms as t
from kannat.questions import run
from kannat.store import EmbeddedStore, Swap

EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)


def party_named(compared, label: str):
    return next(party for party in compared.round.parties if party.label == label)


def proposal_named(compared, notation: str):
    return next(proposal for proposal in compared.proposals if proposal.notation == notation)


@EACH_ROUND
def test_every_position_of_every_holder_is_a_row(round_name: str) -> None:
    held = Counter(
        (quad.subject.value, quad.object.value)
        for graph in statement_graphs(round_name)
        for quad in graph.quads
        if quad.predicate == t.HOLDER
    )
    rows = positions(gold_store(round_name), CONSULTATION).rows
    assert Counter((row.position, row.respondent) for row in rows) == held


@EACH_ROUND
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_rows_are_those_of_the_question(round_name: str, language: str) -> None:
    asked = run(gold_store(round_name), "positions", {"consultation": CONSULTATION, "language": language}).records()
    same = {"respondent": "respondent", "respondentLabel": "respondent_label", "type": "type", "proposal": "proposal",
        "notation": "notation", "proposalLabel": "proposal_label", "question": "question", "stance": "stance",
        "lean": "lean", "origin": "origin", "counted": "counted", "status": "status", "statement": "statement",
        "position": "position", "confidence": "confidence", "matchScore": "match_score"}  # fmt: skip
    codes = {"type", "stance", "lean", "origin", "status"}
    assert positions(gold_store(round_name), CONSULTATION, language).records() == [
        {mine: local_name(row[theirs]) if theirs in codes else row[theirs] for theirs, mine in same.items()}
        for row in asked
    ]


@EACH_ROUND
def test_passages_are_those_of_the_question(round_name: str) -> None:
    asked = run(gold_store(round_name), "passages", {"consultation": CONSULTATION}).records()
    found = gold_matrix(round_name).passages
    assert {(row["position"], row["role"], row["start"], row["end"], row["exact"]) for row in asked} == {
        (position, one.role, one.start, one.end, one.words) for position, some in found.items() for one in some
    }


@EACH_ROUND
def test_lists_of_holders_say_what_the_flat_rows_say(round_name: str) -> None:
    store = gold_store(round_name)
    stances = {(who, one.proposal, one.stance) for one in holders(store, CONSULTATION) for who in one.respondents}
    for told, question in ((stances, "held"), (set(leans(store, CONSULTATION)), "leans")):
        asked = run(store, question, {"consultation": CONSULTATION}).values()
        assert told == {(who, what, local_name(how)) for who, what, how in asked}
        assert asked


def test_a_list_of_holders_comes_in_order() -> None:
    rows = run(gold_store("example"), "holders", {"consultation": CONSULTATION}).records()
    lists = [row["respondents"].split() for row in rows]
    assert max(map(len, lists)) > 1
    assert all(some == sorted(set(some)) for some in lists)


def test_rows_hold_plain_values() -> None:
    row = positions(gold_store("real"), CONSULTATION, "sv").records()[0]
    assert row["respondent_label"] == "Vanda stad"
    assert row["type"] == "municipality"
    assert row["stance"] in {"supports", "supportsWithReservations", "concerned", "opposes", "noPosition"}
    assert row["counted"] is True
    assert row["confidence"] is None


@EACH_ROUND
def test_tallies_are_those_of_the_question(round_name: str) -> None:
    asked = run(gold_store(round_name), "proposals", {"consultation": CONSULTATION}).records()
    names = ("supporting", "opposing", "both", "neutral", "takers", "denominator")
    compared = gold_matrix(round_name)
    assert {row["proposal"]: tuple(row[name] for name in names) for row in asked} == {
        proposal.proposal: tuple(getattr(proposal.tally, name) for name in names)
        for proposal in compared.proposals
        if proposal.notation
    }


@EACH_ROUND
def test_a_tally_adds_up(round_name: str) -> None:
    for proposal in gold_matrix(round_name).proposals:
        tally = proposal.tally
        assert tally.takers == tally.supporting + tally.opposing - tally.both + tally.neutral
        assert tally.takers <= tally.denominator


@EACH_ROUND
def test_absences_are_those_of_the_question(round_name: str) -> None:
    asked = run(gold_store(round_name), "absence", {"consultation": CONSULTATION}).records()
    assert {(row["respondent"], row["proposal"]): row["absence"] for row in asked} == {
        (row["respondent"], row["proposal"]): row["absence"]
        for row in gold_matrix(round_name).records()
        if row["absence"]
    }


def test_reasons_of_absence_are_told_apart() -> None:
    reasons = Counter(row["absence"] for row in gold_matrix("example").records() if row["absence"])
    assert set(reasons) == {
        Absence.ASKED_SILENT,
        Absence.ATTACHMENT_MISSING,
        Absence.EMPTY_ANSWER,
        Absence.NOTHING_ON_THIS,
        Absence.NOTHING_TO_SAY,
        Absence.ONLY_PROPOSED,
    }


def test_an_attachment_that_is_missing_is_no_silence() -> None:
    compared = gold_matrix("real")
    missing = party_named(compared, "Mänttä-Vilppulan kaupunki").respondent
    assert {compared.absence(missing, proposal) for proposal in compared.proposals} == {Absence.ATTACHMENT_MISSING}
    assert (compared.answered, compared.with_position) == (2, 1)


def test_those_asked_that_gave_nothing_are_listed() -> None:
    compared = gold_matrix("example")
    assert sorted(party.respondent.rsplit("/", 1)[1] for party in compared.silent) == [
        "esimerkkivirasto",
        "hakamaan-kunta",
        "mallivaaran-hyvinvointialue",
    ]


def test_contradictory_stances_stand_side_by_side_and_count_on_both_sides() -> None:
    compared = gold_matrix("example")
    both = [proposal for proposal in compared.proposals if proposal.notation and proposal.tally.both]
    assert both
    for proposal in both:
        cells = [cell for (_, about), cell in compared.cells.items() if about == proposal.proposal]
        leans = [{held.lean for held in cell.held if held.counted} for cell in cells]
        assert sum({"for", "against"} <= some for some in leans) == proposal.tally.both
        assert any(len(cell.stances) > 1 for cell in cells)


def test_a_proposed_statement_shows_but_does_not_count() -> None:
    compared = gold_matrix("example")
    undecided = party_named(compared, "Kolmijärven kaupunki")
    cells = [cell for (who, _), cell in compared.cells.items() if who == undecided.respondent]
    assert not undecided.answered
    assert cells
    assert not any(held.counted for cell in cells for held in cell.held)
    assert compared.proposals_of(undecided.respondent) == 0
    assert compared.answered == len(compared.respondents) - 1


def test_each_holder_of_a_joint_statement_counts() -> None:
    compared = gold_matrix("example")
    joint = next(statement for statement in compared.statements.values() if len(statement.respondents) == 3)
    held = [{about for who, about in compared.cells if who == holder} for holder in joint.respondents]
    assert held[0]
    assert held[0] == held[1] == held[2]


def test_cells_count_the_passages_that_they_open() -> None:
    compared = gold_matrix("example")
    for cell in compared.cells.values():
        opened = [p for held in cell.held for position in held.positions for p in compared.passages[position]]
        assert cell.passages == sum(passage.role == "position" for passage in opened) > 0


def test_proposals_come_in_the_order_of_the_questions() -> None:
    compared = gold_matrix("example")
    order = {question.question: question.order for question in compared.round.questions}
    listed = [order[proposal.question] for proposal in compared.proposals if proposal.notation]
    assert listed == sorted(listed)
    notations = [proposal.notation is None for proposal in compared.proposals]
    assert notations == sorted(notations)


def test_names_come_in_the_language_asked_for() -> None:
    assert proposal_named(gold_matrix("real", "en"), "kulukorvausten-yhtenaistaminen").label.isascii()
    assert gold_matrix("real", "sv").round.requester == "arbets- och näringsministeriet"


def test_the_order_of_storing_does_not_matter() -> None:
    quads = list(gold_quads("example"))
    random.Random(7).shuffle(quads)
    assert matrix(GraphStore(quads), CONSULTATION).records() == gold_matrix("example").records()


def test_a_store_on_disk_gives_the_same(tmp_path) -> None:
    graphs: dict = {}
    for quad in gold_quads("real"):
        graphs.setdefault(quad.graph_name, []).append(quad)
    with EmbeddedStore.open(tmp_path / "store", "write", create=True) as store:
        store.replace_graphs([Swap(name, rows) for name, rows in graphs.items()])
        assert matrix(store, CONSULTATION).records() == gold_matrix("real").records()


@pytest.mark.parametrize("name", [CONSULTATION, "VN/37864/2025", "VN-37864-2025", None])
def test_a_consultation_goes_by_many_names(name: str | None) -> None:
    assert the_consultation(gold_store("real"), name) == CONSULTATION


def test_an_unknown_consultation_is_an_error() -> None:
    with pytest.raises((UnknownName, UsageError), match="VN/37865/2025"):
        matrix(gold_store("real"), "VN/37865/2025")


def test_an_empty_store_has_nothing_to_compare() -> None:
    with pytest.raises(UsageError, match="no such consultation"):
        the_consultation(GraphStore([]))


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_rows_turn_into_data_frames(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, SimpleNamespace(DataFrame=dict))
    rows = gold_matrix("real")
    columns = getattr(rows, f"to_{package}")()
    assert [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)] == rows.records()


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_data_frame_library_is_told(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=f"pip install {package}"):
        getattr(gold_matrix("real"), f"to_{package}")()
