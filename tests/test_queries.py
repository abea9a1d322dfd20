"""The questions of `queries/`: well-formed, the same in two engines, and right on what the gold readings say."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from conftest import Golden
from pyoxigraph import NamedNode, Quad
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rounds import ROUNDS, MemoryStore, document_of, gold_quads, memory_store
from seed_files import ROOT

from kannat.graph.quads import in_graph, to_dataset
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.questions import ColumnKind, Form, QueryFile, Table, library, run
from kannat.questions.order import in_order, sort_keys
from kannat.questions.parameters import fill, resolve
from kannat.questions.query_file import read_query
from kannat.questions.query_library import lookups
from kannat.store.base import Rows, Term
from kannat.validation import validate_quads

QUERIES = ROOT / "queries"
GOLDEN = ROOT / "tests" / "data" / "queries"
EDGE_CASES = GOLDEN / "edge-cases.trig"
TWO_ROUNDS = GOLDEN / "two-rounds.trig"
FILES = sorted(QUERIES.glob("*.rq"))
LOOKUPS = sorted((QUERIES / "lookup").glob("*.rq"))

EACH_QUESTION = pytest.mark.parametrize("name", [path.stem for path in FILES])
EACH_FILE = pytest.mark.parametrize("path", FILES + LOOKUPS, ids=lambda path: path.relative_to(QUERIES).as_posix())
EACH_ROUND = pytest.mark.parametrize("round_name", ROUNDS)

PROPOSAL = "valmennusten-tarkempi-saantely"
FILLED: dict[str, dict[str, dict[str, str]]] = {
    "example": {
        "absence": {"proposal": PROPOSAL},
        "changes": {"earlier": "VN/37864/2025", "later": "VN/37864/2025"},
        "citing-act": {"act": "380/2023"},
        "evidence": {"statement": "https://w3id.org/kannat/id/statement/VN-37864-2025.norrskata-stad.bf3ba5e2e21a"},
        "passages": {"respondent": "Koivurannan kaupunki"},
        "positions-of-respondent": {"respondent": "Koivurannan kaupunki"},
        "positions-on-proposal": {"proposal": PROPOSAL},
        "tallies": {"proposal": PROPOSAL},
    },
    "real": {
        "absence": {"respondent": "508"},
        "changes": {"earlier": "VN/37864/2025", "later": "VN/37864/2025"},
        "citing-act": {"act": "380/2023"},
        "passages": {"respondent": "Vantaa"},
        "positions-of-respondent": {"respondent": "Vantaa"},
        "positions-on-proposal": {"proposal": PROPOSAL},
        "tallies": {"proposal": PROPOSAL},
    },
}
"""What is filled in for the golden rows, where a question needs it or would fill a large file."""


UNORDERED = {"answered", "held", "holders", "leans", "quoted", "taken", "unsaid"}
"""Questions whose many rows go into columns; asking them puts the rows in order, not the engine."""


@cache
def store_of(round_name: str) -> MemoryStore:
    """The store of a round; `edge` is the awkward one, `two` holds two, `empty` has code lists and nothing else."""
    if round_name in ROUNDS:
        return memory_store(round_name)
    code_lists = in_graph(read_rdf(ROOT / "ontology" / "codelists.ttl"), ONTOLOGY_GRAPH)
    files = {"edge": [EDGE_CASES], "two": [TWO_ROUNDS], "empty": []}[round_name]
    return MemoryStore([*code_lists, *(quad for path in files for quad in read_rdf(path))])


@cache
def dataset_of(round_name: str) -> rdflib.Dataset:
    return to_dataset(store_of(round_name).engine)


@cache
def prepared(path: Path) -> Query:
    """The question as rdflib parses it: that takes longer than asking it, so each is parsed once."""
    return prepareQuery(path.read_text(encoding="utf-8"))


def asked(round_name: str, name: str, **parameters: str) -> list[dict[str, Any]]:
    return run(store_of(round_name), name, parameters).records()


def local(address: str) -> str:
    return re.split("[/#]", address)[-1]


# Well-formed


@EACH_FILE
def test_parses_in_rdflib_as_it_lies(path: Path) -> None:
    assert prepared(path).algebra


@EACH_FILE
def test_body_keeps_the_house_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    assert not re.search(r"\b(?:SERVICE|FROM|GRAPH)\b|SELECT\s+(?:DISTINCT\s+)?\*", body)
    assert text.isascii() or "SELECT" in body
    assert max(len(line) for line in body.splitlines()) <= 120
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@EACH_QUESTION
def test_header_speaks_three_languages(name: str) -> None:
    query = library()[name]
    wordings = [query.title, query.question, *(p.labels for p in query.parameters), *(c.labels for c in query.columns)]
    assert all(tuple(dict(wording)) == ("en", "fi", "sv") for wording in wordings)
    assert query.topic in {"coverage", "positions", "comparison", "references", "mentions", "quality"}


@EACH_QUESTION
def test_every_part_of_the_answer_is_described(name: str) -> None:
    query = library()[name]
    if query.form is Form.SELECT:
        answer = store_of("example").engine.query(query.text, use_default_graph_as_union=True)
        assert [variable.value for variable in answer.variables] == [column.name for column in query.columns]


@EACH_QUESTION
def test_names_come_in_the_wanted_language(name: str) -> None:
    query = library()[name]
    named = any(column.kind is ColumnKind.LABEL and column.name != "heading" for column in query.columns)
    assert named == any(parameter.name == "language" for parameter in query.parameters)


@EACH_QUESTION
def test_order_is_total(name: str) -> None:
    query = library()[name]
    if query.form is Form.SELECT:
        for round_name in ROUNDS:
            rows = run(store_of(round_name), _unrequired(query)).texts()
            assert len(rows) == len(set(rows)), "a row twice: the order cannot tell them apart"
        assert query.is_ordered != (name in UNORDERED)


def test_each_question_stands_in_the_list(golden: Golden) -> None:
    listed = (QUERIES / "README.md").read_text(encoding="utf-8")
    start, end = listed.index("<!-- list -->"), listed.index("<!-- end of list -->")
    golden(QUERIES / "README.md", f"{listed[:start]}<!-- list -->\n\n{_list_of_questions()}\n{listed[end:]}")


def _list_of_questions() -> str:
    lines = ["| question | what it answers | parameters |", "|---|---|---|"]
    for query in sorted(library().values(), key=lambda query: (query.topic, query.name)):
        parameters = ", ".join(f"**{p.name}**" if p.required else p.name for p in query.parameters)
        lines.append(f"| [`{query.name}`]({query.name}.rq) | {query.question_in('en')} | {parameters} |")
    return "\n".join(lines) + "\n"


# The same in two engines


DEAR = {"asked-to-act", "mentioned", "positions-by-provision", "references-in-reasons"}
"""Questions that take rdflib a second on the real round; every day it answers them on the small ones, with rows."""


def files_and_rounds() -> Iterator[Any]:
    """Every file on every round, as parameters; what takes long is slow."""
    for path in FILES + LOOKUPS:
        for round_name in ("real", "example", "edge", "two", "empty"):
            slow = round_name == "example" or (round_name == "real" and path.stem in DEAR)
            name = f"{path.relative_to(QUERIES).as_posix()}-{round_name}"
            yield pytest.param(path, round_name, id=name, marks=[pytest.mark.slow] if slow else [])


@pytest.mark.filterwarnings(  # rdflib's own engine still asks its datasets by the old name
    "ignore:Dataset.default_context is deprecated:DeprecationWarning:rdflib"
)
@pytest.mark.parametrize(("path", "round_name"), list(files_and_rounds()))
def test_same_rows_in_rdflib_and_oxigraph(path: Path, round_name: str) -> None:
    text = path.read_text(encoding="utf-8")
    oxigraph = store_of(round_name).engine.query(text, use_default_graph_as_union=True)
    result = dataset_of(round_name).query(prepared(path))
    if isinstance(oxigraph, pyoxigraph.QueryTriples):
        assert result.graph is not None
        assert {tuple(map(_plain, t)) for t in oxigraph} == {tuple(map(_plain, t)) for t in result.graph}
    else:
        lists = {place for place, column in enumerate(read_query(path).columns) if column.kind is ColumnKind.ADDRESSES}
        ours, other = ([_plain_row(row, lists) for row in rows] for rows in (oxigraph, result))
        if "ORDER BY" not in text:
            ours, other = sorted(ours), sorted(other)
        assert ours == other


def _plain_row(row: Any, lists: set[int]) -> tuple[Any, ...]:
    """A row's terms as values; a list of addresses, which comes in any order, as the set that it stands for."""
    return tuple(
        frozenset(str(getattr(term, "value", term)).split()) if place in lists else _plain(term)
        for place, term in enumerate(row)
    )


def _plain(term: Any) -> tuple[str, ...] | None:
    """A term of either library as values that can be compared to the letter."""
    if isinstance(term, rdflib.URIRef):
        return ("iri", str(term))
    if isinstance(term, rdflib.Literal):
        return ("literal", str(term), term.language or "", _datatype(str(term.datatype or ""), term.language))
    if isinstance(term, pyoxigraph.Literal):
        return ("literal", term.value, term.language or "", _datatype(term.datatype.value, term.language))
    return ("iri", term.value) if term is not None else None


def _datatype(datatype: str, language: str | None) -> str:
    return "" if language or datatype.endswith("#string") else datatype


@pytest.mark.parametrize("round_name", [*ROUNDS, "edge", "two"])
@EACH_QUESTION
def test_rows_come_in_the_order_that_the_engine_gives(name: str, round_name: str) -> None:
    query = _unrequired(library()[name])
    if query.is_ordered:
        store = store_of(round_name)
        assert run(store, query).rows == store.select(fill(query, resolve(store, query, {}))).rows


def test_an_order_is_that_of_sparql() -> None:
    iri, number, text = NamedNode("urn:b"), pyoxigraph.Literal, pyoxigraph.Literal
    rows = tuple((term,) for term in (text("b"), number(10), NamedNode("urn:a"), None, number(9), text("a"), iri))
    keys = sort_keys("SELECT ?x WHERE {} ORDER BY ?x")
    assert [row[0] for row in in_order(Rows(("x",), rows), keys)] == [
        None, NamedNode("urn:a"), iri, number(9), number(10), text("a"), text("b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "columns"),
    [
        ("ORDER BY ?a DESC(?b)\n", [("a", False), ("b", True)]),
        ("ORDER BY asc( ?a )", [("a", False)]),
        ("ORDER BY ?a LIMIT 3", []),
        ("ORDER BY STR(?a)", []),
        ("", []),
    ],
)
def test_only_an_order_by_columns_is_taken_over(clause: str, columns: list[tuple[str, bool]]) -> None:
    found = sort_keys(f"SELECT ?a ?b WHERE {{ ?a ?b ?c }} {clause}")
    assert [(key.column, key.descending) for key in found] == columns


# Known rows


@EACH_ROUND
@EACH_QUESTION
def test_known_rows(name: str, round_name: str, golden: Golden) -> None:
    table = run(store_of(round_name), name, FILLED[round_name].get(name, {}))
    if table.is_graph:
        golden(GOLDEN / round_name / f"{name}.ttl", table.to_turtle())
    else:
        golden(GOLDEN / round_name / f"{name}.csv", _short_csv(table))


def _short_csv(table: Table) -> str:
    texts = tuple(tuple(pyoxigraph.Literal(text) for text in row) for row in table.texts())
    return Table(table.columns, texts).to_csv().replace("\r\n", "\n")


def test_no_golden_file_is_left_over() -> None:
    known = {path.stem for path in FILES}
    assert {path.stem for name in ROUNDS for path in (GOLDEN / name).iterdir()} == known


# Held against the gold files, read here anew


def gold_files(round_name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each gold file with its document's text."""
    for path in sorted((ROUNDS[round_name] / "statements").glob("*.gold.json")):
        text = document_of(path.with_name(path.name.replace(".gold.json", ".txt"))).text
        yield json.loads(path.read_text(encoding="utf-8")), text


def leans_by_hand(round_name: str) -> dict[str, dict[str, set[str]]]:
    """Proposal, respondent, and the sides that it takes in statements that are not only proposed.

    A proposal outside the codebook belongs to its statement; those who sign a joint statement share it.
    """
    side = {"supports": "for", "supportsWithReservations": "for", "concerned": "against", "opposes": "against"}
    leans: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for gold, _ in gold_files(round_name):
        answered = gold["positions"] if gold["status"] != "proposed" else []
        for position in (one for one in answered if one["stance"] in side):
            proposal = position["proposal"] or f"{gold['sha256']} {position['target']}"
            for respondent in gold["respondents"]:
                leans[proposal][respondent["name"]].add(side[position["stance"]])
    return leans


def test_who_opposes_closer_regulation_of_the_trainings() -> None:
    """Counted by reading the statements: a joint statement's three unions each count, the press release adds none."""
    opposed = {
        row["respondentLabel"]
        for row in asked("example", "positions-on-proposal", proposal=PROPOSAL)
        if local(row["lean"]) == "against" and local(row["status"]) != "proposed"
    }
    assert len(opposed) == 7
    assert opposed == {name for name, sides in leans_by_hand("example")[PROPOSAL].items() if "against" in sides}


@EACH_ROUND
def test_proposals_are_counted_by_respondent(round_name: str) -> None:
    by_hand = leans_by_hand(round_name)
    for row in asked(round_name, "proposals"):
        sides = list(by_hand[row["notation"]].values())
        assert row["supporting"] == sum("for" in side for side in sides), row["notation"]
        assert row["opposing"] == sum("against" in side for side in sides), row["notation"]
        assert row["both"] == sum(len(side) == 2 for side in sides), row["notation"]
        assert row["denominator"] == {"example": 16, "real": 2}[round_name]


def test_types_add_up_to_the_whole() -> None:
    by_proposal: dict[str, int] = defaultdict(int)
    for row in asked("example", "support"):
        assert row["supporting"] + row["opposing"] - row["both"] + row["neutral"] == row["takers"] <= row["denominator"]
        by_proposal[row["notation"]] += row["supporting"]
    assert by_proposal == {row["notation"]: row["supporting"] for row in asked("example", "proposals") if row["takers"]}


def test_agreement_by_hand() -> None:
    pairs: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for sides in leans_by_hand("example").values():
        for first, second in combinations(sorted(sides), 2):
            counts = pairs[first, second]
            counts[0] += 1
            if len(sides[first]) == len(sides[second]) == 1:
                counts[1 if sides[first] == sides[second] else 2] += 1
    rows = asked("example", "agreement")
    found = {tuple(sorted((row["firstLabel"], row["secondLabel"]))): row for row in rows}
    assert len(found) == len(rows) == 105
    assert {pair: [row["shared"], row["same"], row["opposite"]] for pair, row in found.items()} == pairs
    assert all(row["percent"] == int(100 * row["same"] / row["shared"] + 0.5) for row in rows)


def test_a_threshold_leaves_out_pairs_with_little_in_common() -> None:
    some = asked("example", "agreement", minimum="5")
    assert some == [row for row in asked("example", "agreement") if row["shared"] >= 5]
    assert 0 < len(some) < 105


def test_the_example_round_in_figures() -> None:
    [row] = asked("example", "rounds")
    figures = {key: row[key] for key in ("invited", "invitedAnswered", "respondents", "onlyProposed", "statements")}
    assert figures == {"invited": 18, "invitedAnswered": 14, "respondents": 16, "onlyProposed": 1, "statements": 16}
    assert [row[key] for key in ("given", "reported", "proposed", "attachmentMissing")] == [13, 1, 1, 1]


def test_who_has_not_answered() -> None:
    rows = {row["respondentLabel"]: row["proposedOnly"] for row in asked("example", "silent")}
    silent = {"Esimerkkivirasto", "Hakamaan kunta", "Mallivaaran hyvinvointialue"}
    assert rows == {**dict.fromkeys(silent, False), "Kolmijärven kaupunki": True}


def test_the_real_statement_whose_attachment_is_missing() -> None:
    [row] = asked("real", "problems")
    assert (row["respondentLabel"], row["problem"]) == ("Mänttä-Vilppulan kaupunki", "attachmentMissing")
    assert {local(row["absence"]) for row in asked("real", "absence", respondent="508")} == {"attachmentMissing"}


@EACH_ROUND
def test_references_to_one_act_stand_where_the_gold_says(round_name: str) -> None:
    by_hand = {
        (gold["sha256"], reference["start"], reference["end"], text[reference["start"] : reference["end"]])
        for gold, text in gold_files(round_name)
        for reference in gold["references"]
        if reference["target"] == "380/2023"
    }
    rows = asked(round_name, "citing-act", act="380/2023")
    assert by_hand
    assert {(local(row["document"]), row["start"], row["end"], row["exact"]) for row in rows} == by_hand


@EACH_ROUND
def test_each_passage_is_the_text_at_its_offsets(round_name: str) -> None:
    texts = {gold["sha256"]: text for gold, text in gold_files(round_name)}
    rows = asked(round_name, "passages")
    assert {row["role"] for row in rows} == {"position", "reason"}
    assert all(texts[local(row["document"])][row["start"] : row["end"]] == row["exact"] for row in rows)


@EACH_ROUND
def test_the_matrix_holds_every_position(round_name: str) -> None:
    in_matrix = {(row["respondent"], row["proposal"], row["stance"]) for row in asked(round_name, "matrix")}
    assert in_matrix == {(r["respondent"], r["proposal"], r["stance"]) for r in asked(round_name, "positions")}


@EACH_ROUND
def test_a_respondent_either_has_a_position_or_a_reason_for_none(round_name: str) -> None:
    everyone = {row["respondent"] for name in ("respondents", "silent") for row in asked(round_name, name)}
    proposals = {row["proposal"] for row in asked(round_name, "proposals")}
    present = {(row["respondent"], row["proposal"]) for row in asked(round_name, "positions") if row["notation"]}
    absent = [(row["respondent"], row["proposal"]) for row in asked(round_name, "absence")]
    assert len(absent) == len(set(absent))
    assert not present & set(absent)
    assert present | set(absent) == {(respondent, proposal) for respondent in everyone for proposal in proposals}


@EACH_ROUND
def test_tallies_say_what_the_other_questions_say(round_name: str) -> None:
    """Each count of the graph equals the count in the tables, by lean over everyone and by lean and type."""
    counts = _tallies(run(store_of(round_name), "tallies"))
    for name, typed in (("proposals", False), ("support", True)):
        for row in asked(round_name, name):
            for lean, column in (("for", "supporting"), ("against", "opposing")):
                key = (row["proposal"], lean, local(row["type"]) if typed else "")
                assert counts.get(key, (0, row["denominator"])) == (row[column], row["denominator"])


def _tallies(graph: Table) -> dict[tuple[str, str, str], tuple[int, int]]:
    nodes: dict[Term | None, dict[str, Any]] = defaultdict(dict)
    for (subject, _, _), (_, predicate, value) in zip(graph.rows, graph.values(), strict=True):
        nodes[subject][local(str(predicate))] = value
    return {
        (node["proposal"], local(node["lean"]), local(node.get("classification", ""))): (
            node["count"],
            node["denominator"],
        )
        for node in nodes.values()
        if "lean" in node
    }


def test_tallies_conform_to_their_shape() -> None:
    graph = NamedNode("https://w3id.org/kannat/id/graph/tallies")
    tallies = [Quad(*row, graph) for row in run(store_of("example"), "tallies", {"proposal": PROPOSAL}).rows]
    assert validate_quads(tallies, gold_quads("example")).findings == ()
    without = [quad for quad in tallies if local(quad.predicate.value) != "denominator"]
    assert validate_quads(without, gold_quads("example")).findings


# Questions that say one thing in several ways


def test_types_cover_the_round_as_a_whole() -> None:
    [whole] = asked("example", "rounds")
    rows = asked("example", "coverage-by-type")
    for column, total in (
        ("invited", "invited"),
        ("invitedAnswered", "invitedAnswered"),
        ("answered", "respondents"),
        ("withPositions", "respondentsWithPositions"),
        ("onlyProposed", "onlyProposed"),
    ):
        assert sum(row[column] for row in rows) == whole[total], column
    assert sum(row["silent"] for row in rows) == sum(not row["proposedOnly"] for row in asked("example", "silent"))
    assert {local(row["type"]): row["attachmentMissing"] for row in rows if row["attachmentMissing"]} == {
        "regionalCouncil": 1
    }


@EACH_ROUND
def test_stances_and_silence_make_up_the_denominator(round_name: str) -> None:
    proposals = {row["proposal"]: row for row in asked(round_name, "proposals")}
    rows = asked(round_name, "stances")
    assert {row["proposal"] for row in rows} == set(proposals)
    for row in rows:
        whole = proposals[row["proposal"]]
        assert row["silent"] == whole["denominator"] - whole["takers"]
        assert row["supports"] + row["supportsWithReservations"] >= whole["supporting"]
        assert row["concerned"] + row["opposes"] >= whole["opposing"]


def test_majorities_are_those_of_the_tallies() -> None:
    rows = {row["notation"]: row for row in asked("example", "majorities")}
    for whole in asked("example", "proposals"):
        only_for, only_against = whole["supporting"] - whole["both"], whole["opposing"] - whole["both"]
        if only_for + only_against:
            row = rows.pop(whole["notation"])
            assert (row["onlyFor"], row["onlyAgainst"], row["both"]) == (only_for, only_against, whole["both"])
            assert ("For" in row["verdict"]) == (only_for > only_against)
            assert row["verdict"].startswith("unanimous") == (not (whole["both"] or (only_for and only_against)))
    assert rows == {}
    tied = [row for row in asked("example", "majorities", minimum="10") if row["verdict"] == "tied"]
    assert [(row["notation"], row["onlyFor"], row["onlyAgainst"]) for row in tied] == [(PROPOSAL, 7, 7)]


def test_who_stands_alone() -> None:
    rows = asked("example", "lone-voices", minimum="5")
    assert [(row["respondentLabel"], row["notation"], local(row["lean"]), row["others"]) for row in rows] == [
        ("Hiidenmaan hyvinvointialue", "hyvinvointialueen-portinvartijarooli", "for", 7)
    ]


@EACH_ROUND
def test_reasons_are_the_passages_that_the_gold_names(round_name: str) -> None:
    by_hand = {
        (gold["sha256"], start, end)
        for gold, _ in gold_files(round_name)
        if gold["status"] != "proposed"
        for position in gold["positions"]
        for start, end in position["reasons"]
    }
    assert by_hand
    assert {(local(row["document"]), row["start"], row["end"]) for row in asked(round_name, "reasons")} == by_hand


def test_reservations_have_a_row_each() -> None:
    rows = asked("example", "conditions")
    reserved = asked("example", "positions", stance="supportsWithReservations")
    assert {row["position"] for row in rows} == {row["position"] for row in reserved if row["counted"]}
    [stated] = [row for row in asked("two", "conditions") if row["condition"]]
    assert (stated["condition"], local(stated["stance"])) == ("jos rahaa.", "supports")


def test_demands_come_by_how_many_make_them() -> None:
    rows = asked("example", "demands")
    assert [row["respondents"] for row in rows] == sorted((row["respondents"] for row in rows), reverse=True)
    listed = {row["proposal"]: row for row in asked("example", "proposals") if local(row["origin"]) == "fromRespondent"}
    for row in rows:
        if row["listed"]:
            assert (row["supporting"], row["opposing"]) == (
                listed[row["proposal"]]["supporting"],
                listed[row["proposal"]]["opposing"],
            )
    assert {row["listed"] for row in rows} == {True, False}


def test_questions_hold_what_their_proposals_hold() -> None:
    rows = {row["question"]: row for row in asked("example", "support-by-question")}
    proposals = asked("example", "proposals")
    for question, row in rows.items():
        own = [one for one in proposals if one["question"] == question]
        assert row["proposals"] == len(own)
        assert row["proposalsWithPositions"] == sum(one["takers"] > 0 for one in own)
        assert max((one["supporting"] for one in own), default=0) <= row["supporting"] <= row["takers"]


def test_acts_in_the_words_of_positions() -> None:
    [row] = asked("two", "references-in-reasons")
    assert (row["actIdentifier"], row["provision"], row["role"]) == ("380/2023", "8 §", "reason")
    [provision] = asked("two", "positions-by-provision")
    assert [provision[key] for key in ("actIdentifier", "provision", "supporting", "opposing", "takers")] == [
        "380/2023",
        "8 §",
        1,
        0,
        1,
    ]
    [together] = asked("two", "cited-together")
    assert {together["firstIdentifier"], together["secondIdentifier"]} == {"380/2023", "916/2012"}
    assert (together["statements"], together["citingRespondents"], together["denominator"]) == (1, 1, 6)


@EACH_ROUND
def test_provisions_add_up_to_the_references_of_their_act(round_name: str) -> None:
    by_act: dict[str, int] = defaultdict(int)
    for row in asked(round_name, "provisions"):
        by_act[row["act"]] += row["references"]
    assert by_act == {row["act"]: row["references"] for row in asked(round_name, "acts")}


def test_who_is_asked_to_act_and_by_whom() -> None:
    rows = asked("two", "asked-to-act")
    assert [(row["actorLabel"], row["respondentLabel"], row["exact"]) for row in rows] == [
        ("Virasto", "One", "supports")
    ]
    counts = {row["actorLabel"]: (row["mentions"], row["inPositions"]) for row in asked("two", "mentioned")}
    assert counts == {"Virasto": (1, 1)}
    everyone = {(row["actor"], row["respondent"]) for row in asked("example", "asked-to-act")}
    assert everyone <= {(r["actor"], r["respondent"]) for r in asked("example", "mentions") if not r["itself"]}


def test_each_change_between_two_rounds() -> None:
    rows = asked("two", "changes", earlier="VN/8/2026", later="VN/9/2026")
    assert {row["respondentLabel"]: row["change"] for row in rows} == {
        "One": "turned",
        "Two": "fellSilent",
        "Three": "spoke",
        "Four": "shifted",
        "Five": "split",
        "Six": "same",
    }
    backwards = {
        row["respondentLabel"]: row["change"] for row in asked("two", "changes", earlier="VN/9/2026", later="VN/8/2026")
    }
    assert (backwards["Two"], backwards["Three"]) == ("spoke", "fellSilent")


def test_how_certain_the_positions_are() -> None:
    rows = asked("two", "certainty", consultation="VN/9/2026")
    assert [(row["reader"], row["from"], row["positions"], row["denominator"]) for row in rows] == [
        ("trained 1", 60, 1, 6),
        ("trained 1", 90, 5, 6),
    ]
    [reader] = asked("two", "readers", consultation="VN/9/2026")
    assert [reader[key] for key in ("statements", "failed", "positions", "sentencesSkipped", "sentences")] == [
        6,
        0,
        6,
        12,
        60,
    ]


def test_what_is_missing_of_the_graph() -> None:
    found = {
        row["check"]: (row["count"], row["denominator"]) for row in asked("edge", "health", consultation="VN/1/2026")
    }
    assert found["readingFailed"] == (1, 7)
    assert found["statementWithoutDate"] == (6, 7)
    assert found["proposalWithoutPosition"] == (1, 2)
    assert found["respondentWithoutType"] == (1, 7)
    assert found["positionWithoutPassage"] == (0, 4)
    own = {row["position"] for row in asked("example", "own-proposals")}
    assert {row["check"]: row["count"] for row in asked("example", "health")}["positionOutsideCodebook"] == len(own)


def test_proposals_that_replace_each_other_are_told() -> None:
    rows = {row["check"]: row["count"] for row in asked("two", "health", consultation="VN/9/2026")}
    assert rows["proposalReplacedInCircle"] == 2
    assert {row["notation"] for row in asked("two", "proposals", consultation="VN/9/2026")} == {"draft", "only-after"}


def test_what_is_late_and_what_says_nothing() -> None:
    assert [(local(row["respondent"]), row["issued"]) for row in asked("edge", "late")] == [("late", "2026-02-19")]
    said = {(local(row["respondent"]), row["why"], bool(row["question"])) for row in asked("edge", "nothing-to-say")}
    assert said == {
        ("mute", "nothingToSay", False),
        ("empty", "emptyAnswer", False),
        ("empty", "emptyAnswer", True),
    }


# Awkward data


def test_a_late_statement_is_a_problem() -> None:
    late = [row for row in asked("edge", "problems") if row["problem"] == "late"]
    assert [(row["respondent"], row["detail"]) for row in late] == [(_organisation("late"), "2026-02-19")]


def test_each_problem_is_told() -> None:
    problems = {(local(row["respondent"]), row["problem"]) for row in asked("edge", "problems")}
    assert problems == {
        ("broken", "readingFailed"),
        ("drafted", "proposed"),
        ("empty", "emptyAnswer"),
        ("late", "late"),
        ("torn", "severalStatements"),
    }


def test_a_proposed_statement_shows_but_does_not_count() -> None:
    [row] = [row for row in asked("edge", "proposals", consultation="VN/1/2026") if row["notation"] == "shared"]
    assert [row[key] for key in ("supporting", "opposing", "both", "takers", "denominator")] == [2, 2, 1, 3, 6]
    assert {local(r["respondent"]): r["counted"] for r in asked("edge", "matrix")}["drafted"] is False


def test_facts_said_in_two_graphs_count_once() -> None:
    company = [row for row in asked("edge", "support") if local(row["type"]) == "company"]
    assert [(row["supporting"], row["opposing"], row["denominator"]) for row in company] == [(2, 1, 2)]


def test_a_respondent_on_both_sides_shows_both_and_agrees_with_nobody() -> None:
    assert {local(row["lean"]) for row in asked("edge", "contradictions")} == {"for", "against"}
    pairs = {
        (local(r["first"]), local(r["second"])): (r["shared"], r["same"], r["opposite"])
        for r in asked("edge", "agreement")
    }
    assert pairs == {("late", "torn"): (1, 0, 0), ("late", "unnamed"): (1, 0, 1), ("torn", "unnamed"): (1, 0, 0)}


def test_there_is_always_one_name() -> None:
    names = {local(r["respondent"]): r["respondentLabel"] for r in asked("edge", "respondents", language="sv")}
    assert names["late"] == "Sen"
    assert names["torn"] == "Torn"
    assert names["unnamed"] == "unnamed"
    assert names["mute"] == "Ei sanottavaa"
    assert {r["respondentLabel"] for r in asked("edge", "positions", respondent="Myöhässä")} == {"Myöhässä"}


def test_an_unknown_type_counts_as_other() -> None:
    types = {local(row["respondent"]): local(row["type"]) for row in asked("edge", "respondents")}
    assert types["unnamed"] == "other"


def test_a_round_that_nobody_answered_counts_nothing() -> None:
    [row] = asked("edge", "rounds", consultation="VN/2/2026")
    assert {row[key] for key in ("invited", "respondents", "statements", "positions", "proposalsWithPositions")} == {0}
    [proposal] = asked("edge", "proposals", consultation="VN/2/2026")
    assert [proposal[key] for key in ("supporting", "opposing", "takers", "denominator")] == [0, 0, 0, 0]
    for name in ("matrix", "agreement", "support", "silent", "respondents", "absence", "contested"):
        assert asked("edge", name, consultation="VN/2/2026") == []


def test_absence_has_its_reasons() -> None:
    reasons = {
        (local(row["respondent"]), local(row["proposal"]).partition(".")[2]): row["absence"]
        for row in asked("edge", "absence", consultation="VN/1/2026")
    }
    assert reasons["silent", "shared"] == "askedSilent"
    assert reasons["drafted", "untouched"] == "onlyProposed"
    assert reasons["mute", "shared"] == "nothingToSay"
    assert reasons["broken", "shared"] == "readingFailed"
    assert reasons["empty", "shared"] == "emptyAnswer"
    assert reasons["late", "untouched"] == "nothingOnThis"
    assert ("late", "shared") not in reasons


def test_a_decision_shows_with_who_made_it_and_whether_it_stands() -> None:
    rows = asked("edge", "reviewed", reviewer="Checker")
    assert [(row["day"], row["verdict"], row["words"], row["note"], row["standing"]) for row in rows] == [
        ("2026-02-20", "accepted", "Kyllä", None, True),
        ("2026-02-20", "rejected", "Ei kai", "Ei kanta.", False),
    ]
    assert asked("edge", "reviewed", reviewer="Somebody") == []


def test_a_replaced_proposal_is_listed_no_more() -> None:
    assert {row["notation"] for row in asked("edge", "proposals")} == {"shared", "untouched"}
    assert [row["codebookProposals"] for row in asked("edge", "rounds", consultation="VN/2/2026")] == [1]


def test_lookups_have_the_columns_that_parameters_need() -> None:
    for kind, query in lookups().items():
        if kind != "stored":
            columns = store_of("real").select(query.text).variables
            assert columns[:2] == ("thing", "name"), kind


def _organisation(name: str) -> str:
    return f"https://w3id.org/kannat/id/organisation/{name}"


def _unrequired(query: QueryFile) -> QueryFile:
    return replace(query, parameters=tuple(replace(parameter, required=False) for parameter in query.parameters))
