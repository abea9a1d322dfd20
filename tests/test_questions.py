"""Questions as files and as answers: headers, parameters, what is refused, and the forms of a table."""

from __future__ import annotations

import csv
import io
import socket
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, Triple, parse_query_results
from rounds import MemoryStore, gold_quads, memory_store
from seed_files import ROOT

from kannat.errors import KannatError, LimitExceeded, MalformedData, UnknownName, UnreadableInput, UsageError
from kannat.graph.ontology import ontology_quads
from kannat.graph.rdf_files import read_rdf
from kannat.questions import Form, ParameterKind, Picture, Table, library, load_query, parse_query, run
from kannat.questions.guard import DEPTH_LIMIT, LENGTH_LIMIT, PARTS_LIMIT, check
from kannat.store import open_store

HEADER = """\
# topic = "coverage"
# picture = { kind = "bars" }
#
# [title]
# fi = "Otsikko"
# sv = "Rubrik"
# en = "Title"
#
# [parameters]
# who = { kind = "organisation", required = true, fi = "kuka", sv = "vem", en = "who" }
#
# [columns]
# who = { kind = "organisation", fi = "kuka", sv = "vem", en = "who" }

"""
BODY = "SELECT ?who WHERE {\n  VALUES ?who { UNDEF }\n  ?who ?p ?o .\n}\nORDER BY ?who\n"


@pytest.fixture(scope="module")
def example_round() -> MemoryStore:
    return memory_store("example")


@pytest.fixture(scope="module")
def edge() -> MemoryStore:
    return MemoryStore(
        [*read_rdf(ROOT / "tests" / "data" / "queries" / "edge-cases.trig"), *ontology_quads()],
    )


def asking(kind: str, text: str, store: MemoryStore) -> pyoxigraph.NamedNode | Literal:
    """The term that a text means as a parameter of this kind."""
    header = f'# [parameters]\n# it = {{ kind = "{kind}" }}\n'
    query = parse_query(header + "SELECT ?it WHERE {\n  VALUES ?it { UNDEF }\n}", "one")
    [(term,)] = run(store, query, {"it": text}).rows
    assert isinstance(term, NamedNode | Literal)
    return term


# The header


def test_header_says_what_the_file_asks() -> None:
    query = parse_query(HEADER + BODY, "mine")
    assert (query.name, query.topic, query.picture, query.form) == ("mine", "coverage", Picture.BARS, Form.SELECT)
    assert query.title_in("sv") == "Rubrik"
    [parameter] = query.parameters
    assert (parameter.name, parameter.kind, parameter.required) == ("who", ParameterKind.ORGANISATION, True)
    assert query.to_json()["columns"] == [
        {"name": "who", "kind": "organisation", "label": {"en": "who", "fi": "kuka", "sv": "vem"}}
    ]


def test_prose_at_the_top_is_no_header() -> None:
    query = parse_query("# Who is it? See [the notes] below.\n" + BODY, "mine")
    assert query.parameters == ()
    assert query.title_in("fi") == "mine"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"Otsikko"', "Otsikko", 5, "not TOML"),
        ('kind = "bars"', 'kind = "cake"', 2, "unknown kind 'cake'"),
        ('kind = "organisation", required', 'kind = "person", required', 10, "unknown kind 'person'"),
        ("required = true", 'required = "yes"', 10, "neither true nor false"),
        (
            '# who = { kind = "organisation", required = true, fi',
            '# whom = { kind = "organisation", fi',
            10,
            "has no slot",
        ),
        (
            '# who = { kind = "organisation", required = true, fi = "kuka", sv = "vem", en = "who" }\n',
            "",
            9,
            "is no parameter",
        ),
        ('fi = "Otsikko"', "fi = 3", 4, "no text"),
    ],
)
def test_a_broken_header_is_told_with_its_line(old: str, new: str, line: int, what: str) -> None:
    text = HEADER.replace(old, new)
    assert text != HEADER
    with pytest.raises(MalformedData, match=what) as caught:
        parse_query(text + BODY, "mine")
    assert caught.value.line_number == line
    assert caught.value.place.startswith(f"mine.rq:{line}")


def test_a_query_file_must_be_text(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes("# kysymys: mitä?\n".encode("latin-1"))
    with pytest.raises(MalformedData, match=r"latin\.rq: not UTF-8"):
        load_query(str(tmp_path / "latin.rq"))
    with pytest.raises(UnreadableInput, match="No such file"):
        load_query(str(tmp_path / "none.rq"))
    with pytest.raises(UnreadableInput, match="directory"):
        load_query(f"{tmp_path}/")


def test_a_file_saved_by_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_bytes(b"\xef\xbb\xbf" + (HEADER + BODY).replace("\n", "\r\n").encode())
    assert load_query(str(tmp_path / "mine.rq")).parameters[0].name == "who"


def test_an_unknown_question_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean .*contested") as caught:
        load_query("contestd")
    assert caught.value.exit_status == 2
    assert "contested" in library()
    assert "contestd" not in library()


# Parameters


@pytest.mark.parametrize("text", ["VN/37864/2025", "vn/37864/2025", "VN-37864-2025", " VN/37864/2025 "])
def test_a_consultation_by_case_number_or_key(text: str, example_round: MemoryStore) -> None:
    address = "https://w3id.org/kannat/id/consultation/VN-37864-2025"
    assert (
        asking("consultation", text, example_round)
        == asking("consultation", address, example_round)
        == NamedNode(address)
    )


@pytest.mark.parametrize("text", ["Vantaan kaupunki", "Vanda stad", "vantaa", "092", "VANDA"])
def test_an_organisation_by_any_of_its_names(text: str, example_round: MemoryStore) -> None:
    assert asking("organisation", text, example_round) == NamedNode("https://w3id.org/kannat/id/organisation/092")


@pytest.mark.parametrize("text", ["380/2023", "http://data.finlex.fi/eli/sd/2023/380"])
def test_an_act_by_its_number_or_address(text: str, example_round: MemoryStore) -> None:
    assert asking("act", text, example_round) == NamedNode("http://data.finlex.fi/eli/sd/2023/380")


def test_an_act_that_nobody_cites_has_no_rows(example_round: MemoryStore) -> None:
    assert run(example_round, "citing-act", {"act": "1/1734"}).rows == ()
    with pytest.raises(UnknownName, match="unknown act 'HE 1/1'"):
        run(example_round, "citing-act", {"act": "HE 1/1"})


@pytest.mark.parametrize(
    ("kind", "text", "local"),
    [
        ("stance", "opposes", "opposes"),
        ("stance", "vastustaa", "opposes"),
        ("organisationType", "municipality", "municipality"),
        ("organisationType", "kommun", "municipality"),
    ],
)
def test_a_code_by_its_name_in_any_language(kind: str, text: str, local: str, example_round: MemoryStore) -> None:
    assert asking(kind, text, example_round) == NamedNode(f"https://w3id.org/kannat/ns#{local}")


def test_a_statement_by_its_file_or_key(example_round: MemoryStore) -> None:
    by_file = asking("statement", "03-havukosken-kunta.txt", example_round)
    assert by_file == asking("statement", by_file.value.rsplit("/", 1)[-1], example_round)


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("text", 'a" } ; DROP ALL #', Literal('a" } ; DROP ALL #')),
        ("text", " two  spaces ", Literal(" two  spaces ")),
        ("text", "line\nend\\", Literal("line\nend\\")),
        ("integer", "-3", Literal(-3)),
        ("date", "2026-02-18", Literal("2026-02-18", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
        ("language", "sv", Literal("sv")),
    ],
)
def test_a_value_arrives_as_it_is(kind: str, text: str, term: Literal, edge: MemoryStore) -> None:
    assert asking(kind, text, edge) == term


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("integer", "3.5", "not a whole number"),
        ("integer", "9" * 30, "not a whole number"),
        ("date", "18.2.2026", "not a date"),
        ("language", 'fi"', "not a language"),
        ("text", "  ", "is empty"),
        ("act", "http://a b", "not an address"),
        ("stance", "oppose", "unknown stance 'oppose' .*did you mean .*opposes"),
        ("organisation", "Koivurannan kapunki", "unknown organisation .*did you mean Koivurannan kaupunki"),
        ("consultation", "VN/37864/2024", "unknown consultation .*did you mean VN/37864/2025"),
        ("consultation", "https://w3id.org/kannat/id/consultation/none", "unknown consultation"),
    ],
)
def test_a_wrong_value_is_told(kind: str, text: str, what: str, example_round: MemoryStore) -> None:
    with pytest.raises(UsageError, match=what):
        asking(kind, text, example_round)


def test_a_proposal_that_two_rounds_know_needs_its_round(edge: MemoryStore) -> None:
    question = library()["positions-on-proposal"]
    with pytest.raises(UsageError, match=r"2 things are called 'shared' \(give the consultation too"):
        run(edge, question, {"proposal": "shared"})
    assert len(run(edge, question, {"proposal": "shared", "consultation": "VN/1/2026"})) == 5
    assert len(run(edge, question, {"proposal": "shared", "consultation": "VN/2/2026"})) == 0
    assert len(run(edge, question, {"proposal": "first.shared"})) == 5


def test_parameters_are_checked_against_the_header(edge: MemoryStore) -> None:
    with pytest.raises(UsageError, match="positions-on-proposal: the parameter proposal is missing"):
        run(edge, "positions-on-proposal", {"consultation": "VN/1/2026"})
    with pytest.raises(UnknownName, match=r"unknown parameter 'consultatio' .*did you mean consultation"):
        run(edge, "rounds", {"consultatio": "VN/1/2026"})


def test_every_slot_of_a_parameter_is_filled(edge: MemoryStore) -> None:
    body = "SELECT ?a WHERE {\n  VALUES ?a { UNDEF }\n  { SELECT ?a WHERE {\n VALUES ?a { UNDEF }\n ?a ?p ?o } }\n}"
    query = parse_query('# [parameters]\n# a = { kind = "text" }\n' + body, "twice")
    assert run(edge, query, {"a": "nothing"}).rows == ()


def test_names_come_in_finnish_unless_another_language_is_asked_for(edge: MemoryStore) -> None:
    def names(**parameters: str) -> set[Any]:
        rows = run(edge, "proposals", {"consultation": "VN/1/2026", **parameters}).records()
        return {row["proposalLabel"] for row in rows}

    assert names() == {"jaettu", "first.untouched"}
    assert names(language="sv") == {"delat", "first.untouched"}
    assert names(language="se") == {"jaettu", "first.untouched"}


# What is refused


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ("SELECT ?s WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE", 1),
        ("ASK {\n  { SELECT ?s WHERE { service SILENT <http://example.org/> { ?s ?p ?o } } } }", "SERVICE", 2),
        ("SELECT ?s FROM <file:///etc/passwd>\nWHERE { ?s ?p ?o }", "FROM", 1),
        ("SELECT ?s\nfrom named <http://example.org/> WHERE { ?s ?p ?o }", "FROM", 2),
        ("DESCRIBE ?s FROM <http://example.org/> WHERE { ?s ?p ?o }", "FROM", 1),
        ("LOAD <http://example.org/>", "LOAD", 1),
        ("PREFIX a: <http://a/>\nINSERT DATA { a:b a:c a:d }", "INSERT", 2),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE", 1),
        ("CLEAR ALL", "CLEAR", 1),
    ],
)
def test_nothing_outside_the_store_is_asked_and_nothing_changed(text: str, word: str, line: int) -> None:
    with pytest.raises(UsageError, match=rf"q\.rq:{line}: {word} "):
        check(text, "q.rq")


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?service ?from WHERE { ?service ?from "SERVICE from the text" }',
        "PREFIX service: <http://service/from#>\nSELECT ?s WHERE { ?s service:from <http://a/service> } # FROM here",
        "SELECT ?s WHERE { ?s ?p 'x'@from }",
        'SELECT ?s WHERE { FILTER(?a < ?b && ?c > ?d) ?s ?p """a "quoted" word\nFROM the text""" }',
        "PREFIX e: <http://e/>\nSELECT ?s WHERE { ?s e:a\\#SERVICE ?o }",
    ],
)
def test_the_same_words_as_names_and_texts_are_fine(text: str) -> None:
    assert check(text, "q.rq") is Form.SELECT


@pytest.mark.parametrize(
    "text",
    [
        'ASK { FILTER(?a<?b#>"""\n) SERVICE <{address}> { ?s ?p ?o } #"""\n}',
        "ASK { FILTER(?a<'>'#\n) SERVICE <{address}> { ?s ?p ?o } #'>'\n}",
        "ASK { \\u0053ERVICE <{address}> { ?s ?p ?o } }",
        "ASK { SERVICE SILENT <{address}> { ?s ?p ?o } }",
    ],
)
def test_a_hidden_service_is_never_called(text: str) -> None:
    """What the tokens cannot tell the parser tells, and no question is run to find out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(KannatError):
            check(text.replace("{address}", address), "q.rq")
        with pytest.raises(TimeoutError):
            server.accept()


def _nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ {_nested('FILTER NOT EXISTS { ', '?s ?p ?o', ' }', 2_000)} }}",
        f"ASK {{ {_nested('{ ', '?s ?p ?o', ' }', 5_000)} }}",
        f"ASK {{ {_nested('{ SELECT ?s WHERE { ', '?s ?p ?o', ' } }', 2_000)} }}",
        f"ASK {{ BIND({_nested('STR(', '1', ')', 2_000)} AS ?a) }}",
        f"ASK {{ ?s {_nested('(', '<x:p>', ')*', 2_000)} ?o }}",
        f"ASK {{ ?s ?p {_nested('[ ?p ', '1', ' ]', 2_000)} }}",
        f"ASK {{ FILTER({'!' * 20_000} true) }}",
        f"ASK {{ FILTER({'+'.join(['1'] * 20_000)}) }}",
        f"ASK {{ FILTER({'&&'.join(['?a'] * 20_000)}) }}",
        f"ASK {{ {'OPTIONAL { ?s ?p ?o } ' * 5_000} }}",
        f"ASK {{ {' UNION '.join(['{ ?s ?p ?o }'] * 20_000)} }}",
        f"ASK {{ ?s {'/'.join(['<x:p>'] * 20_000)} ?o }}",
        f"SELECT {' '.join(f'(1 AS ?v{i})' for i in range(5_000))} WHERE {{ ?s ?p ?o }}",
        f"ASK {{ FILTER(?a<?b#>'''\n) {_nested('{ ', '?s ?p ?o', ' }', 5_000)} #'''\n }}",
        f"ASK {{ FILTER(?a<?b#>'''\n || {'!' * 20_000} true) #'''\n }}",
        f"ASK {{ {_nested('FILTER(?a<[]> EXISTS {', '?s ?p ?o', '})', 2_000)} }}",
        "SELECT ?s WHERE { ?s ?p '" + "x" * LENGTH_LIMIT + "' }",
    ],
    ids=lambda text: text[:40],
)
def test_a_question_that_would_end_the_process_is_refused(text: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        check(text, "q.rq")
    assert caught.value.exit_status == 5


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ {_nested('{ ', '?s ?p ?o', ' }', DEPTH_LIMIT - 1)} }}",
        f"SELECT ?s WHERE {{ VALUES ?s {{ {'<http://a/#b> ' * 20_000} }} }}",
        f"SELECT ?s WHERE {{ VALUES (?s ?t) {{ {'(<http://a/b> 1) ' * 20_000} }} }}",
        f"SELECT ?s WHERE {{ ?s ?p ?o FILTER(?s IN ({', '.join(['<http://a/#b>'] * 20_000)})) }}",
        f"ASK {{ {'?s ?p ?o . ' * 20} {'OPTIONAL { ?s ?p ?o } ' * (PARTS_LIMIT // 3)} }}",
    ],
    ids=lambda text: text[:40],
)
def test_a_long_question_is_fine(text: str) -> None:
    assert check(text, "q.rq") in {Form.ASK, Form.SELECT}


def test_a_syntax_error_has_its_place() -> None:
    with pytest.raises(MalformedData, match=r"q\.rq:2:\d+: not SPARQL") as caught:
        check("SELECT ?s WHERE {\n  ?s ?p }", "q.rq")
    assert caught.value.line_number == 2
    with pytest.raises(MalformedData, match="neither SELECT"):
        check("hello", "q.rq")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="SELECTWHRASK{}()<>?ab:.;\"'#\\ \n!&|@^*/+-=,1", max_size=80).map("SELECT ?a WHERE {".__add__))
@example("SELECT ?a WHERE {'''")
def test_any_text_is_a_question_or_a_told_error(text: str) -> None:
    try:
        form = check(text, "q.rq")
    except KannatError as error:
        told = error.place
    else:
        told = f"q.rq is a {form}"
    assert told.startswith("q.rq")


# Answers


def test_a_store_on_disk_answers_as_one_in_memory(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write", create=True) as store:
        store.replace_all(gold_quads("real"))
        for name in ("positions", "tallies", "problems"):
            assert run(store, name).rows == run(memory_store("real"), name).rows
        assert run(store, parse_query("ASK { ?s ?p ?o }", "any")).values() == [(True,)]


AWKWARD = [
    '=HYPERLINK("http://evil")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\N{FULLWIDTH EQUALS SIGN}1",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_no_csv_cell_is_a_formula(text: str) -> None:
    [_, [cell]] = csv.reader(io.StringIO(Table(("a",), ((Literal(text),),)).to_csv(), newline=""))
    assert cell == f"'{text}"


def test_csv_keeps_numbers_and_plain_texts() -> None:
    row = (Literal(-5), Literal("5-1"), Literal('say "a", b\nc'), None, NamedNode("http://a/"), BlankNode("b"))
    table = Table(tuple("abcdef"), (row,))
    assert list(csv.reader(io.StringIO(table.to_csv(), newline="")))[1] == [
        "-5",
        "5-1",
        'say "a", b\nc',
        "",
        "http://a/",
        "b",
    ]


TERMS = st.one_of(
    st.none(),
    st.text().map(Literal),
    st.tuples(st.text(), st.sampled_from(["fi", "sv", "en-gb"])).map(lambda pair: Literal(pair[0], language=pair[1])),
    st.integers().map(Literal),
    st.booleans().map(Literal),
    st.text(alphabet="abcäö/?=", max_size=8).map(lambda path: NamedNode(f"http://a/{path}")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
@example([(Literal('a\x00b\x0c\r\n\t\\"<&>]]>'), None)])
def test_json_and_tsv_give_back_the_very_same_terms(rows: list[tuple[Any, Any]]) -> None:
    table = Table(("a", "b"), tuple(rows))
    for text, format_ in ((table.to_json(), QueryResultsFormat.JSON), (table.to_tsv(), QueryResultsFormat.TSV)):
        assert [tuple(row) for row in parse_query_results(text, format_)] == rows


@settings(max_examples=100, deadline=None)
@given(st.text())
@example("a\x00b\x0cc\ud7ff\ufffe")
def test_xml_is_well_formed_whatever_the_text(text: str) -> None:
    xml = Table(("a",), ((Literal(text),),)).to_xml()
    assert etree.fromstring(xml.encode()).tag == "{http://www.w3.org/2005/sparql-results#}sparql"


def test_yes_or_no() -> None:
    table = run(MemoryStore([]), parse_query("ASK { ?s ?p ?o }", "any"))
    assert table.values() == [(False,)]
    assert table.to_csv() == "answer\r\nfalse\r\n"
    assert table.to_json() == '{\n "head": {},\n "boolean": false\n}\n'
    assert "<boolean>false</boolean>" in table.to_xml()
    assert table.to_tsv().strip() == "false"


def test_a_graph_is_distinct_and_sorted() -> None:
    kan = "https://w3id.org/kannat/ns#"
    quads = [
        Quad(NamedNode(f"http://a/{s}"), NamedNode(f"{kan}count"), Literal(1), NamedNode(f"http://g/{g}"))
        for s in "ba"
        for g in "xy"
    ]
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    table = run(MemoryStore(quads), parse_query(text, "all"))
    assert table.is_graph
    assert table.to_turtle() == f"@prefix kan: <{kan}> .\n<http://a/a> kan:count 1 .\n<http://a/b> kan:count 1 .\n"
    assert table.columns == ("subject", "predicate", "object")
    assert run(MemoryStore(quads), parse_query("DESCRIBE <http://a/a>", "one")).is_graph


def test_rows_are_no_graph_and_formats_have_names() -> None:
    table = Table(("a",), ())
    with pytest.raises(UsageError, match="not a graph"):
        table.serialize("ttl")
    with pytest.raises(UnknownName, match="did you mean csv"):
        table.serialize("cvs")
    assert table.serialize("csv") == "a\r\n"


def test_values_are_plain_python() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    row = (
        Literal("1.50", datatype=NamedNode(f"{xsd}decimal")),
        Literal("x", datatype=NamedNode(f"{xsd}integer")),
        Literal(True),
        Literal("a", language="fi"),
        NamedNode("http://a/"),
        None,
    )
    assert Table(tuple("abcdef"), (row,)).values() == [(Decimal("1.50"), "x", True, "a", "http://a/", None)]


def test_texts_are_short_names() -> None:
    row = (
        NamedNode("https://w3id.org/kannat/ns#opposes"),
        NamedNode("https://w3id.org/kannat/id/organisation/092"),
        NamedNode("http://data.finlex.fi/eli/sd/2023/380"),
        Triple(NamedNode("http://a/"), NamedNode("http://b/"), Literal("c")),
        None,
    )
    assert Table(tuple("abcde"), (row,)).texts() == [
        ("kan:opposes", "organisation/092", "http://data.finlex.fi/eli/sd/2023/380", '<http://a/> <http://b/> "c"', "")
    ]
    assert Table(("a",), (row[1:2],)).texts(base="https://other/")[0][0] == row[1].value


# The documentation


def documented(language: str) -> str:
    """The first block of this language on the page about adding a question."""
    page = (ROOT / "docs" / "extend-queries.md").read_text(encoding="utf-8")
    return page.partition(f"```{language}\n")[2].partition("```")[0]


def test_the_documented_question_answers_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "reasons.rq").write_text(documented("sparql"), encoding="utf-8")
    query = load_query(str(tmp_path / "reasons.rq"))
    answer = run(memory_store("real"), query, {"proposal": "valmennusten-tarkempi-saantely"})
    assert answer.to_csv().replace("\r\n", "\n") == documented("csv")
    assert [column.name for column in query.columns] == list(answer.columns)


def test_every_kind_of_parameter_is_documented() -> None:
    page = (ROOT / "docs" / "extend-queries.md").read_text(encoding="utf-8")
    assert all(f"`{kind}`" in page for kind in (*ParameterKind, *Picture))
