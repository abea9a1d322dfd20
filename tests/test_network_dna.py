"""The Discourse Network Analyzer's definitions, against its published numbers and ones computed from its formulas."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from compared import gold_matrix
from rounds import ROUNDS

from kannat.comparison.networks.dna import (
    Aggregation,
    CodedStatement,
    Duplicates,
    Grid,
    Scaling,
    kept,
    one_mode,
    polarisation,
    two_mode,
)
from kannat.comparison.networks.dna_table import coded_statements, read_coded_statements
from kannat.errors import LimitExceeded, MalformedData, UnreadableDocument
from kannat.export.dna import coded_table

ORACLE = Path(__file__).parents[2] / "shared" / "oracles" / "dna"
NEEDS_ORACLE = pytest.mark.skipif(
    not ORACLE.is_dir(), reason="the published numbers are not here: no ../shared/oracles/dna"
)
LAW, ECONOMY = "There should be legislation to regulate emissions.", "CO2 legislation will not hurt the economy."


@cache
def sample() -> tuple[CodedStatement, ...]:
    return read_coded_statements(ORACLE / "sample_statements.csv")


def cells(grid: Grid, row: str, *columns: str) -> list[float]:
    return [float(grid.values[grid.rows.index(row), grid.columns.index(column)]) for column in columns]


def recomputed() -> dict[str, object]:
    average = one_mode(sample(), Aggregation.CONGRUENCE, Scaling.AVERAGE)
    conflict = one_mode(sample(), Aggregation.CONFLICT, Scaling.AVERAGE)
    excluded = [one for one in sample() if one.concept not in (LAW, ECONOMY)]
    without = one_mode(excluded, Aggregation.CONGRUENCE, Scaling.AVERAGE)
    two, one = two_mode(sample()), one_mode(sample())
    section = one_mode([row for row in sample() if row.section == "1"])
    analysis, agency = "Energy and Environmental Analysis, Inc.", "Environmental Protection Agency"
    return {
        "twomode default dim": list(two.values.shape),
        "twomode default sum": two.values.sum(),
        "twomode default edges": two.edges,
        "onemode default dim": list(one.values.shape),
        "onemode default sum": one.values.sum(),
        "onemode default edges": one.edges,
        'onemode EPA x Alliance, EPA x EEA printed "10 2"': cells(one, agency, "Alliance to Save Energy", analysis),
        "congruence/average round sum": round(average.values.sum()),
        "excluded dim": list(without.values.shape),
        "excluded round sum": round(without.values.sum()),
        "section 1 only dim": list(section.values.shape),
        "statements after duplicates=document": len(kept(sample(), Duplicates.DOCUMENT)),
        'twomode row Energy&Env.Analysis, first two cols printed "2 0"': cells(two, analysis, *two.columns[:2]),
        "dna_polarization genetic, normalised, published 0.5342493 = MAX over 3/4 partitions": round(
            polarisation(average, conflict), 7
        ),
    }


@NEEDS_ORACLE
def test_every_published_number_is_matched_exactly() -> None:
    published = json.loads((ORACLE / "published_checks.json").read_text(encoding="utf-8"))
    assert recomputed() == {check["check"]: check["published"] for check in published}


MODES = {"onemode": one_mode, "twomode": two_mode}


@NEEDS_ORACLE
def test_every_derived_network_is_matched_within_rounding() -> None:
    expected: dict[tuple[str, ...], dict[tuple[str, str], float]] = defaultdict(dict)
    with (ORACLE / "derived_networks_long.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["network"], row["duplicates"], row["qualifierAggregation"], row["normalization"])
            expected[key][row["row"], row["col"]] = float(row["value"])
    assert len(expected) == 46
    for (mode, duplicates, aggregation, scaling), values in expected.items():
        name = "dna" if scaling == "no" else f"dna-{scaling}"
        grid = MODES[mode](sample(), Aggregation(aggregation), Scaling(name), Duplicates(duplicates))
        found = {
            (row, column): float(grid.values[i, j])
            for i, row in enumerate(grid.rows)
            for j, column in enumerate(grid.columns)
            if grid.values[i, j]
        }
        assert found == pytest.approx(values, abs=1e-12), (mode, duplicates, aggregation, scaling)


def said(*rows: str) -> list[CodedStatement]:
    """Statements such as `a+p`, `a-p`, `a+p@2` (in document 2)."""
    found = []
    for number, row in enumerate(rows, 1):
        text, _, document = row.partition("@")
        found.append(CodedStatement(str(number), document or "1", "2026-01-05", text[2:], text[1] == "+", text[0]))
    return found


def value(grid: Grid, row: str = "a", column: str = "b") -> float:
    return cells(grid, row, column)[0]


SAID = said("a+p", "a+p", "a-q", "b+p", "b+q", "b+r")
"""Counts by hand: a says p twice and q against; b says p, q and r. Congruence 2 x 1, conflict 1 x 1."""


@pytest.mark.parametrize(
    ("aggregation", "scaling", "expected"),
    [
        (Aggregation.IGNORE, Scaling.NONE, 3),
        (Aggregation.CONGRUENCE, Scaling.NONE, 2),
        (Aggregation.CONFLICT, Scaling.NONE, 1),
        (Aggregation.SUBTRACT, Scaling.NONE, 1),
        (Aggregation.CONGRUENCE, Scaling.AVERAGE, 2 / 3),
        (Aggregation.CONGRUENCE, Scaling.JACCARD, 2 / (1 + 2 + 2)),
        (Aggregation.CONGRUENCE, Scaling.COSINE, 2 / 9),
        (Aggregation.SUBTRACT, Scaling.COSINE, 1 / 9),
    ],
)
def test_one_mode_by_hand(aggregation: Aggregation, scaling: Scaling, expected: float) -> None:
    assert value(one_mode(SAID, aggregation, scaling)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("aggregation", "scaling", "expected"),
    [
        (Aggregation.IGNORE, Scaling.NONE, {"p": 2, "q": 1, "r": 0}),
        (Aggregation.SUBTRACT, Scaling.NONE, {"p": 2, "q": -1, "r": 0}),
        (Aggregation.COMBINE, Scaling.NONE, {"p": 1, "q": 2, "r": 0}),
        (Aggregation.IGNORE, Scaling.ACTIVITY, {"p": 2 / 3, "q": 1 / 3, "r": 0}),
        (Aggregation.SUBTRACT, Scaling.PROMINENCE, {"p": 2 / 3, "q": -1 / 2, "r": 0}),
    ],
)
def test_two_mode_by_hand(aggregation: Aggregation, scaling: Scaling, expected: dict) -> None:
    grid = two_mode(SAID, aggregation, scaling)
    assert dict(zip(grid.columns, cells(grid, "a", *grid.columns), strict=True)) == pytest.approx(expected)


def test_both_sides_are_combined_to_three() -> None:
    assert value(two_mode(said("a+p", "a-p"), Aggregation.COMBINE), "a", "p") == 3


@pytest.mark.parametrize(
    ("duplicates", "expected"), [("include", 4), ("document", 3), ("month", 2), ("year", 2), ("acrossrange", 2)]
)
def test_duplicates_count_once_within_a_span(duplicates: str, expected: int) -> None:
    assert len(kept(said("a+p", "a+p", "a+p@2", "a-p@2"), Duplicates(duplicates))) == expected


def test_where_agreement_is_ignored_it_makes_no_duplicate_apart() -> None:
    assert len(kept(said("a+p", "a-p"), Duplicates.DOCUMENT)) == 2
    assert len(kept(said("a+p", "a-p"), Duplicates.DOCUMENT, qualified=False)) == 1


def test_two_blocs_by_hand() -> None:
    """Two pairs that agree inside and disagree across: halves that mix them lie furthest from the ideal."""
    blocs = said("a+p", "b+p", "c-p", "d-p")
    congruence, conflict = (one_mode(blocs, one) for one in (Aggregation.CONGRUENCE, Aggregation.CONFLICT))
    # all 12 cells of congruence 4 and conflict 8; mixed halves: expected within 4/4/2, between 8/8/2
    within, inside_conflict, across, between = 4 * 0.5, 4.0, 4.0, 4 * 0.5 + 4 * 0.5
    assert polarisation(congruence, conflict) == pytest.approx(0.5 * (within + inside_conflict + across + between) / 12)


def test_a_network_without_ties_has_no_polarisation() -> None:
    quiet = one_mode(said("a+p", "b+q", "c+r"))
    assert polarisation(quiet, quiet) == 0


def test_too_many_nodes_are_refused() -> None:
    crowd = one_mode([CodedStatement(str(n), "1", "", "p", True, f"o{n:02}") for n in range(17)])
    with pytest.raises(LimitExceeded, match="17 nodes"):
        polarisation(crowd, crowd)


@pytest.mark.parametrize("round_name", ROUNDS)
def test_what_is_written_is_read_back(round_name: str) -> None:
    compared = gold_matrix(round_name)
    again = coded_statements(coded_table(compared).data.decode())
    held = [
        (cell.respondent, position)
        for cell in compared.cells.values()
        for one in cell.held
        if one.counted and one.lean != "neutral"
        for position in one.positions
    ]
    assert len(again) == len(held)
    labels = {party.respondent: party.label for party in compared.respondents}
    expected = sorted(
        (labels[name], compared.positions[position].proposal_label, compared.positions[position].lean == "for")
        for name, position in held
    )
    found = ((one.organization, one.concept.split(" (VN-")[0], one.agreement) for one in again)
    assert sorted(found) == expected
    proposals = {compared.positions[position].proposal for _, position in held}
    assert len({one.concept for one in again}) == len(proposals)
    texts = {passage.start for found in compared.passages.values() for passage in found}
    assert {one.start for one in again} <= texts


def test_what_is_left_out_is_told() -> None:
    told = {change.attribute: change.what for change in coded_table(gold_matrix("example")).changes}
    assert "11 that lean neither way" in told["agreement"]
    assert "10 of statements that are not decided" in told["counted"]


HEAD = "organization,concept,agreement"


def test_semicolons_and_other_heads_are_read() -> None:
    text = "statement_id;time;document_id;organization;concept;agreement\n7;2026-01-05 10:00:00;3;A;P;TRUE\n"
    (one,) = coded_statements(text)
    assert (one.id, one.date, one.document, one.agreement) == ("7", "2026-01-05", "3", True)


def test_a_guard_before_a_formula_is_taken_off() -> None:
    (one,) = coded_statements(f"{HEAD}\n'=A1,'+p,1\n")
    assert (one.organization, one.concept) == ("=A1", "+p")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no column organization, concept, agreement"),
        ("organization,concept\nA,P\n", "no column agreement"),
        (f"{HEAD}\nA,P,maybe\n", "agreement is 'maybe'"),
        (f"{HEAD}\nA,P\n", "agreement is ''"),
        (f"{HEAD},Start\nA,P,1,x\n", "invalid literal"),
        (f"{HEAD},date\nA,P,1,yesterday\n", "isoformat"),
    ],
)
def test_a_table_that_is_none_says_what_is_wrong(text: str, what: str) -> None:
    with pytest.raises(MalformedData, match=what):
        coded_statements(text, "table.csv")


def test_a_file_that_cannot_be_read_says_so(tmp_path) -> None:
    with pytest.raises(UnreadableDocument):
        read_coded_statements(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UnreadableDocument, match="UTF-8"):
        read_coded_statements(tmp_path / "bad.csv")
