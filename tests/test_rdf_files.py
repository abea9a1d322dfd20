"""RDF files from outside: the same quads in every format, a place for every fault, and no connection."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kannat.errors import LimitExceeded, MalformedData, UnreadableInput
from kannat.graph import rdf_files
from kannat.graph.rdf_files import CONTEXT_ADDRESS, is_rdf_name, line_of, read_rdf
from kannat.graph.terms import term

TRIPLE = Quad(
    NamedNode("https://w3id.org/kannat/id/question/q"), term("kan:order"), Literal("1", datatype=term("xsd:integer"))
)
FORMATS = {
    "a.ttl": "@prefix kan: <https://w3id.org/kannat/ns#> . <question/q> kan:order 1 .",
    "a.trig": "@prefix kan: <https://w3id.org/kannat/ns#> . { <question/q> kan:order 1 . }",
    "a.nt": f"{TRIPLE.subject} {TRIPLE.predicate} {TRIPLE.object} .",
    "a.nq": f"{TRIPLE.subject} {TRIPLE.predicate} {TRIPLE.object} .",
    "a.jsonld": json.dumps({"@context": {"@vocab": "https://w3id.org/kannat/ns#"}, "@id": "question/q", "order": 1}),
    "a.json": json.dumps({"@context": CONTEXT_ADDRESS, "@id": "question/q", "order": 1}),
}
FAULTS = {
    "a.ttl": ("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> .\n", 2, 17),
    "a.trig": ("<urn:g> {\n <urn:a> }\n", 2, 10),
    "a.nt": ('<urn:a> <urn:b> "x" .\n<urn:a> <urn:b> .\n', 2, 17),
    "a.nq": ("<urn:a> <urn:b> <urn:c> <urn:g> .\n!\n", 2, 1),
    "a.jsonld": ('{\n "@id": oops}', 2, 9),
}
REMOTE = {
    "alone": {"@context": "ADDRESS", "a": 1},
    "beside ours": {"@context": [CONTEXT_ADDRESS, "ADDRESS"], "a": 1},
    "imported": {"@context": {"@import": "ADDRESS"}, "a": 1},
    "in a term": {"@context": {"a": {"@id": "urn:a", "@context": "ADDRESS"}}, "a": {"b": 1}},
    "in a node": {"@graph": [{"@id": "urn:a", "urn:b": {"@context": "ADDRESS", "c": 1}}]},
    "in a list": [{"@id": "urn:a"}, [{"@context": ["ADDRESS"], "c": 1}]],
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_quads(name: str) -> None:
    assert read_rdf(FORMATS[name].encode(), name) == [TRIPLE]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_an_extension_is_told_by_its_content(name: str) -> None:
    assert read_rdf(FORMATS[name].encode()) == [TRIPLE]


def test_quads_without_an_extension_are_told_by_their_content() -> None:
    line = b'# a comment\n<urn:a> <urn:b> "x . y"@en <urn:g> .\n'

    assert read_rdf(line) == [
        Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("x . y", language="en"), NamedNode("urn:g"))
    ]


def test_a_path_is_read_and_named_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("oops", encoding="utf-8")

    with pytest.raises(MalformedData) as caught:
        read_rdf(path)
    assert caught.value.place == "broken.ttl:1:1"


def test_relative_addresses_lie_below_the_base() -> None:
    (quad,) = read_rdf(b"<a> <b> <c> .", "a.ttl", base="https://example.org/x/")

    assert quad.subject == NamedNode("https://example.org/x/a")


@pytest.mark.parametrize("name", FAULTS)
def test_a_syntax_error_has_its_place(name: str) -> None:
    text, line, column = FAULTS[name]

    with pytest.raises(MalformedData) as caught:
        read_rdf(text.encode(), name)
    assert (caught.value.line_number, caught.value.column) == (line, column)
    assert "Parser error" not in caught.value.what


def test_a_file_that_is_not_utf_8_is_refused_at_its_place() -> None:
    with pytest.raises(MalformedData, match=r"a\.ttl:2:4: not UTF-8") as caught:
        read_rdf(b"# a\n# k\xe4", "a.ttl")
    assert caught.value.advice


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_rdf(b"\xef\xbb\xbf" + FORMATS["a.ttl"].encode(), "a.ttl") == [TRIPLE]


def test_a_file_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_files, "SIZE_LIMIT", 10)
    path = tmp_path / "large.ttl"
    path.write_bytes(b"#" * 11)

    with pytest.raises(LimitExceeded, match=r"large\.ttl"):
        read_rdf(path)
    assert read_rdf(b"#" * 10, "a.ttl") == []


@pytest.mark.parametrize("name", ["missing.ttl", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        read_rdf(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rdf", ""),
        ("a.owl", ""),
        ("a.ttl", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        ("a", "<!DOCTYPE x>"),
        ("a", '<rdf:RDF xmlns:rdf="x"/>'),
    ],
)
def test_rdf_xml_is_refused_with_advice(name: str, text: str) -> None:
    with pytest.raises(UnreadableInput, match="convert it to Turtle"):
        read_rdf(text.encode(), name)


@pytest.mark.parametrize("where", REMOTE)
def test_a_context_from_elsewhere_is_refused_without_a_connection(where: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/context.jsonld"
        text = json.dumps(REMOTE[where]).replace("ADDRESS", address)
        with pytest.raises(MalformedData, match="a context from elsewhere") as caught:
            read_rdf(text.encode(), "a.jsonld")
        with pytest.raises(BlockingIOError):
            server.accept()
    assert address in caught.value.what
    assert CONTEXT_ADDRESS in caught.value.advice


def test_our_own_context_is_the_local_file() -> None:
    local = json.loads(rdf_files.folder("ontology").joinpath("context.jsonld").read_text(encoding="utf-8"))
    node = {"@id": "https://example.org/q", "@type": "Question", "order": 1, "title": {"fi": "Kysymys"}}

    by_address = read_rdf(json.dumps({"@context": CONTEXT_ADDRESS, **node}).encode(), "a.jsonld")
    assert by_address == read_rdf(json.dumps({**local, **node}).encode(), "a.jsonld")
    assert len(by_address) == 3


@pytest.mark.parametrize("depth", [101, 100_000])
def test_json_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(MalformedData, match="nested deeper"):
        read_rdf(("[" * depth + "]" * depth).encode(), "a.jsonld")


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a"])
@pytest.mark.parametrize("before", ["", '# "\n', "<urn:a#b> ", r"<urn:a> <urn:b\#> ", '"""<< " \\""" ', "'<<' "])
def test_triples_in_triples_are_refused_before_they_are_parsed(
    name: str, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_files, "parse", lambda *_, **__: pytest.fail("it was parsed"))

    with pytest.raises(MalformedData, match=r"RDF 1\.2"):
        read_rdf((before + "<<( <urn:a> <urn:b> <urn:c> )>>").encode(), name)


@pytest.mark.parametrize("words", ['"a << b"', '"""a <<\n"b" \\" <<"""', "'<<( x )>>'@fi", "<urn:x> # <<"])
def test_angle_quotes_in_words_are_no_triples(words: str) -> None:
    assert len(read_rdf(f"<urn:a> <urn:b> {words}\n .".encode(), "a.ttl")) == 1


def test_a_text_direction_is_refused() -> None:
    with pytest.raises(MalformedData, match=r"RDF 1\.2"):
        read_rdf(b'<urn:a> <urn:b> "x"@en--ltr .', "a.ttl")


def test_blank_nodes_are_kept_for_the_gate_to_report() -> None:
    (quad,) = read_rdf(b"<urn:a> <urn:b> [] .", "a.ttl")

    assert isinstance(quad.object, BlankNode)


@pytest.mark.parametrize(
    ("name", "rdf"),
    [("a.ttl", True), ("A.JSONLD", True), ("a.nq", True), ("a.txt", False), ("a.rdf", True), ("ttl", False)],
)
def test_an_rdf_file_is_known_by_its_extension(name: str, rdf: bool) -> None:
    assert is_rdf_name(name) is rdf


@pytest.mark.parametrize(
    ("node", "line"),
    [
        ("https://example.org/position/x.supports", 4),
        ("https://example.org/passage/1-2", 6),
        ("https://example.org/other", 7),
        ("https://example.org/statement/s", 5),
        ("https://example.org/nowhere", None),
        ("https://example.org/", None),
    ],
)
def test_the_line_of_a_thing_is_found(node: str, line: int | None) -> None:
    text = """@prefix position: <https://example.org/position/> .
@prefix statement: <https://example.org/statement/> .

position:x.supports a kan:Position ;
    kan:statement statement:s ; kan:passage <passage/1-2> .
<passage/1-2> a kan:Passage .
  <https://example.org/other> a kan:Passage ; kan:says position:x.supports .
"""
    assert line_of(text, node) == line
