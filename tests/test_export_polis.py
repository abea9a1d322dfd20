"""The tables of a Polis conversation, held against the matrix."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime

import pytest
from compared import gold_matrix
from rounds import ROUNDS

from kannat.export.polis import conversation

EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)
SIGNS = {"for": 1, "against": -1, "neutral": 0}


def tables(round_name: str) -> dict[str, list[dict[str, str]]]:
    files = conversation(gold_matrix(round_name)).files
    return {name: list(csv.DictReader(io.StringIO(data.decode(), newline=""))) for name, data in files.items()}


@EACH_ROUND
def test_votes_are_the_counted_cells_of_the_matrix(round_name: str) -> None:
    compared = gold_matrix(round_name)
    found = tables(round_name)
    participants = {row["participant"]: row["respondent"] for row in found["participants.csv"]}
    proposals = [one.proposal for one in compared.proposals]
    votes = {
        (participants[row["participant"]], proposals[int(number)]): int(cell)
        for row in found["participants-votes.csv"]
        for number, cell in row.items()
        if number.isdigit() and cell
    }
    expected, torn = {}, set()
    for key, cell in compared.cells.items():
        signs = {SIGNS[held.lean] for held in cell.held if held.counted}
        if {1, -1} <= signs:
            torn.add(key)
        elif signs:
            expected[key] = max(signs, key=abs)
    assert votes == expected
    assert {(c.place, c.attribute) for c in conversation(compared).changes} == torn
    assert len(participants) == len(compared.respondents)


@EACH_ROUND
def test_comments_have_the_tallies_of_the_matrix(round_name: str) -> None:
    compared = gold_matrix(round_name)
    rows = tables(round_name)["comments.csv"]
    assert [(int(row["comment-id"]), int(row["agrees"]), int(row["disagrees"])) for row in rows] == [
        (number, one.tally.supporting, one.tally.opposing) for number, one in enumerate(compared.proposals)
    ]


def test_who_is_on_both_sides_has_both_votes() -> None:
    found = tables("example")
    cast = Counter((row["voter-id"], row["comment-id"]) for row in found["votes.csv"] if row["vote"] != "0")
    both = {
        key
        for key in cast
        if {row["vote"] for row in found["votes.csv"] if (row["voter-id"], row["comment-id"]) == key} >= {"1", "-1"}
    }
    assert len(both) == len(conversation(gold_matrix("example")).changes) > 0
    sums = {row["participant"]: int(row["n-agree"]) + int(row["n-disagree"]) for row in found["participants-votes.csv"]}
    assert all(sums[voter] >= 0 for voter, _ in both)


def test_times_are_days_in_universal_time_or_nothing() -> None:
    for row in tables("example")["votes.csv"]:
        if row["datetime"]:
            assert datetime.fromtimestamp(int(row["timestamp"]), UTC).isoformat() == row["datetime"]
            assert row["datetime"].endswith("T00:00:00+00:00")
        else:
            assert row["timestamp"] == ""


def test_a_row_counts_its_own_votes() -> None:
    for row in tables("example")["participants-votes.csv"]:
        votes = [cell for name, cell in row.items() if name.isdigit() and cell]
        counts = (len(votes), votes.count("1"), votes.count("-1"))
        assert counts == tuple(int(row[name]) for name in ("n-votes", "n-agree", "n-disagree"))
