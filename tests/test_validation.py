"""The gate: what is reported, on what, in which order, and what data cannot do to it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, Quad
from rdflib.collection import Collection
from rdflib.namespace import SH
from rounds import AUTHORITIES, statement_graphs
from seed_files import EXAMPLE, REAL, ROOT

from kannat.errors import MalformedData
from kannat.graph.authorities import authorities_quads
from kannat.graph.rdf_files import line_of, read_rdf
from kannat.validation import Finding, Hit, Report, Severity, Shapes, load_shapes, report_lines, validate_quads
from kannat.validation.native import NativeEngine
from kannat.validation.report import UNNAMED

EXAMPLES = ROOT / "ontology" / "shapes" / "examples"
ROUNDS = {"real": REAL, "example": EXAMPLE}
PREFIXES = """
@prefix consultation: <https://w3id.org/kannat/id/consultation/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kan: <https://w3id.org/kannat/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix organisation: <https://w3id.org/kannat/id/organisation/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/kannat/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LATE = ("statement-late", "Warning")
OWN = ("proposal-outside-codebook", "Info")


def turtle(text: str) -> list[Quad]:
    return read_rdf((PREFIXES + text).encode(), "data.ttl")


def example(name: str) -> list[Quad]:
    return read_rdf(EXAMPLES / f"{name}.ttl")


def context_of(round_name: str) -> list[Quad]:
    folder = ROUNDS[round_name]
    described = [quad for name in ("consultation.ttl", "codebook.ttl") for quad in read_rdf(folder / name)]
    return [*described, *authorities_quads(AUTHORITIES, ())]


def found(report: Report) -> Counter[tuple[str, str]]:
    return Counter((finding.shape, str(finding.severity)) for finding in report.findings)


def statement_reports(round_name: str) -> dict[str, Report]:
    """The report on each statement of a round, by the respondent's part of its name."""
    context = context_of(round_name)
    return {graph.key.split(".")[1]: validate_quads(graph.quads, context) for graph in statement_graphs(round_name)}


def test_the_real_statements_give_exactly_what_is_true() -> None:
    reports = statement_reports("real")

    assert {name: found(report) for name, report in reports.items()} == {
        "092": Counter(),
        "508": Counter({("statement-attachment-missing", "Warning"): 1, ("statement-without-stance", "Info"): 1}),
    }


def test_the_example_round_has_no_violation_and_one_statement_without_its_attachment() -> None:
    reports = statement_reports("example").values()

    assert all(report.conforms for report in reports)
    warnings = [finding.shape for report in reports for finding in report.of_severity(Severity.WARNING)]
    assert warnings == ["statement-attachment-missing"]


@pytest.mark.parametrize("round_name", ROUNDS)
def test_the_descriptions_of_the_seeds_have_no_finding(round_name: str) -> None:
    folder = ROUNDS[round_name]
    quads = [quad for name in ("consultation.ttl", "codebook.ttl") for quad in read_rdf(folder / name)]

    assert validate_quads(quads) == Report()


def test_the_context_informs() -> None:
    quads = example("statement/invalid-consultation-not-described")
    context = turtle(
        """
        consultation:VN-1-2026 a kan:Consultation ;
            dcterms:identifier "VN/1/2026" ; dcterms:title "x"@fi ; kan:requester organisation:x ;
            kan:requestDate "2026-01-01"^^xsd:date ; kan:deadline "2026-01-31"^^xsd:date .
        """
    )

    assert found(validate_quads(quads)) == Counter({("statement-consultation-described", "Warning"): 1})
    assert found(validate_quads(quads, context)) == Counter({LATE: 1})


def test_the_context_is_not_reported_on() -> None:
    context = turtle('consultation:VN-1-2026 a kan:Consultation ; kan:deadline "soon" .')

    assert validate_quads(example("match/valid"), context).findings != ()
    assert {f.focus.value for f in validate_quads(example("question/valid"), context).findings} == set()


def test_a_thing_described_in_parts_is_judged_with_what_the_context_knows_of_it() -> None:
    quads = turtle('organisation:092 a org:FormalOrganization ; skos:altLabel "Vanda"@sv .')

    assert found(validate_quads(quads)) == Counter({("organisation-label", "Violation"): 1})
    assert validate_quads(quads, authorities_quads(AUTHORITIES, ())) == Report()


def test_the_empty_data_conform() -> None:
    assert validate_quads([]).conforms


def test_warnings_and_infos_do_not_keep_data_out() -> None:
    report = validate_quads(example("statement/invalid-attachment-missing"))

    assert report.conforms
    assert report.counts == {"Violation": 0, "Warning": 1, "Info": 0}


def test_the_order_of_the_data_does_not_matter() -> None:
    quads = example("data/invalid-blank-node") + example("privacy/invalid-phone")

    assert validate_quads(quads) == validate_quads(reversed(quads))


def test_a_report_is_the_same_in_every_process() -> None:
    code = """
import json, pathlib, sys
from kannat.graph.rdf_files import read_rdf
from kannat.validation import validate_quads
quads = [q for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ttl")) for q in read_rdf(path)]
report = validate_quads(quads)
print(json.dumps(report.to_json()), report.to_turtle().decode())
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(EXAMPLES / "data")],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "77")
    }

    assert len(outputs) == 1
    assert b"data-blank-node" in outputs.pop()


def test_a_blank_node_is_reported_without_its_arbitrary_label() -> None:
    report = validate_quads(example("data/invalid-blank-node-alone"))

    assert [finding.focus for finding in report.findings] == [UNNAMED]
    assert report.to_json()["findings"][0]["focus"] == "[]"


def test_a_report_does_not_repeat_personal_data() -> None:
    report = validate_quads(example("privacy/invalid-email"))
    face = "\n".join([json.dumps(report.to_json()), report.to_turtle().decode(), *report_lines(report, "fi")])

    assert not report.conforms
    assert "meikalainen" not in face


def test_ill_typed_literals_are_findings_and_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    report = validate_quads(example("consultation/invalid-deadline-no-such-day"))

    assert found(report) == Counter({("consultation-deadline", "Violation"): 1})
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("value", ['"x"^^xsd:integer', '"-"^^xsd:decimal', '"2026"^^xsd:date', "true", "<urn:x>"])
def test_no_value_of_an_offset_stops_the_gate(value: str) -> None:
    quads = turtle(
        f"""
        @prefix oa: <http://www.w3.org/ns/oa#> .
        <urn:p> a kan:Passage ; oa:start {value} ; oa:end {value} ; oa:exact "x" ; oa:hasSource <urn:d> .
        <urn:d> a kan:Document ; kan:length {value} .
        """
    )

    assert ("passage-start", "Violation") in found(validate_quads(quads))


def test_data_cannot_switch_a_check_off() -> None:
    quads = example("position/invalid-no-holder") + turtle(
        "shape:position-holder a sh:PropertyShape ; sh:deactivated true ; sh:severity sh:Info ."
    )

    assert ("position-holder", "Violation") in found(validate_quads(quads))


def test_data_cannot_widen_a_code_list() -> None:
    report = validate_quads(example("data/invalid-new-code"))

    assert found(report) == Counter({("data-changes-vocabulary", "Violation"): 1})


def test_nothing_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        validate_quads(
            turtle(
                f"""
                @prefix owl: <http://www.w3.org/2002/07/owl#> .
                <{address}> a owl:Ontology ; owl:imports <{address}> ; sh:shapesGraph <{address}> .
                organisation:x a org:FormalOrganization , <{address}> ; skos:prefLabel "x"@fi .
                """
            )
        )
        with pytest.raises(BlockingIOError):
            server.accept()


def test_another_engine_can_stand_in() -> None:
    class Suspicious:
        """Finds fault with every term in the data."""

        def hits(self, data: Iterable[Quad], shapes: Shapes) -> Iterable[Hit]:
            check = min(shapes.checks)
            return [Hit(check, term) for quad in data for term in (quad.subject, quad.predicate, quad.object)]

    quads = [Quad(NamedNode("urn:own"), NamedNode("urn:says"), NamedNode("urn:other"))]

    assert [str(finding.focus) for finding in validate_quads(quads, engine=Suspicious()).findings] == ["<urn:own>"]


def test_a_report_is_sorted_and_free_of_repetitions() -> None:
    info = Finding(Severity.INFO, "a", NamedNode("urn:a"))
    early, late = (Finding(Severity.VIOLATION, "z", NamedNode(f"urn:{name}")) for name in "yz")

    assert Report.of([info, late, early, late]).findings == (early, late, info)


def test_the_report_as_shacl_says_the_same() -> None:
    report = validate_quads(example("match/invalid-no-consultation"))
    graph = rdflib.Graph().parse(data=report.to_turtle(), format="turtle")

    results = list(graph.objects(None, SH.result))
    assert graph.value(None, SH.conforms, rdflib.Literal(False)) is not None
    assert {str(graph.value(result, SH.sourceShape)).rpartition("#")[2] for result in results} == {
        finding.shape for finding in report.findings
    }
    assert all(len(list(graph.objects(result, SH.resultMessage))) == 3 for result in results)
    paths = [graph.value(result, SH.resultPath) for result in results]
    kan = rdflib.Namespace("https://w3id.org/kannat/ns#")
    assert kan.matched in paths
    assert [kan.statement, kan.consultation] in [list(Collection(graph, path)) for path in paths]


def test_a_path_that_is_no_sequence_is_left_to_the_shape() -> None:
    report = Report.of([Finding(Severity.INFO, "x", BlankNode("unnamed"), "^kan:statement/kan:stance")])

    assert b"resultPath" not in report.to_turtle()


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "fi",
            [
                "Virhe: document/6f1c2a4be0d3957788a1b2c3d4e5f60718293a4b5c6d7e8f9012345678abcdef (rivi 8)",
                "  Asiakirjan tiiviste puuttuu tai on väärää muotoa. Laske alkuperäisen tiedoston SHA-256: "
                "64 merkkiä 0–9 ja a–f (kan:sha256).",
                '  [tarkistus document-sha256; ominaisuus kan:sha256; arvo "6f1c2a4be0d3"]',
                "Tiedot eivät kelpaa. Virheitä 1, varoituksia 0, huomautuksia 0.",
            ],
        ),
        (
            "sv",
            [
                "Fel: document/6f1c2a4be0d3957788a1b2c3d4e5f60718293a4b5c6d7e8f9012345678abcdef (rad 8)",
                "  Dokumentets kontrollsumma saknas eller har fel form. Räkna originalfilens SHA-256: "
                "64 tecken 0–9 och a–f (kan:sha256).",
                '  [kontroll document-sha256; egenskap kan:sha256; värde "6f1c2a4be0d3"]',
                "Uppgifterna duger inte. Fel: 1, varningar: 0, anmärkningar: 0.",
            ],
        ),
        (
            "en",
            [
                "Error: document/6f1c2a4be0d3957788a1b2c3d4e5f60718293a4b5c6d7e8f9012345678abcdef (line 8)",
                "  The document's hash is missing or not well formed. Compute the SHA-256 of the original file: "
                "64 characters 0–9 and a–f (kan:sha256).",
                '  [check document-sha256; property kan:sha256; value "6f1c2a4be0d3"]',
                "The data does not conform. Errors: 1, warnings: 0, notes: 0.",
            ],
        ),
    ],
)
def test_a_report_reads_in_three_languages(language: str, lines: list[str]) -> None:
    path = EXAMPLES / "document" / "invalid-sha256.ttl"
    text = path.read_text(encoding="utf-8")

    assert report_lines(validate_quads(read_rdf(path)), language, lambda node: line_of(text, node)) == lines


def test_an_unknown_language_falls_back() -> None:
    assert report_lines(Report(), "se") == report_lines(Report(), "fi")


def test_the_lines_carry_no_control_characters() -> None:
    quads = turtle(
        'organisation:x a org:FormalOrganization ; skos:prefLabel "x"@fi ; kan:domain "\\u001B[31m\\u0007" .'
    )
    lines = report_lines(validate_quads(quads), "fi")

    assert any("[31m" in line for line in lines)
    assert all(line.isprintable() for line in lines)


def test_a_broken_shape_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text("@prefix x: <urn:x:> .\nx:a x:b .\n", encoding="utf-8")

    with pytest.raises(MalformedData, match=r"own\.ttl:2:9"):
        load_shapes(tmp_path)


def test_a_check_without_a_message_is_refused(tmp_path: Path) -> None:
    text = PREFIXES + "shape:own a sh:NodeShape ; sh:targetClass kan:Document ; sh:severity sh:Warning ."
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")

    with pytest.raises(MalformedData, match="own has no usable"):
        load_shapes(tmp_path)


def test_a_shape_that_reports_without_a_severity_is_refused(tmp_path: Path) -> None:
    text = PREFIXES + "shape:own a sh:NodeShape ; sh:targetClass kan:Question ; sh:nodeKind sh:Literal ."
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")

    with pytest.raises(MalformedData, match="own finds something, but is no check"):
        validate_quads(example("question/valid"), shapes=load_shapes(tmp_path))


def test_a_check_whose_sparql_is_broken_is_named(tmp_path: Path) -> None:
    text = (
        PREFIXES
        + """
        shape:own a sh:NodeShape ; sh:targetNode <https://w3id.org/kannat/ns> ; sh:severity sh:Warning ;
            sh:message "x"@en ; sh:sparql shape:own-query .
        shape:own-query sh:select "oops" .
        """
    )
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")

    with pytest.raises(MalformedData, match="the SPARQL text of own"):
        validate_quads(example("question/valid"), shapes=load_shapes(tmp_path))


def test_a_check_that_asks_another_server_is_refused(tmp_path: Path) -> None:
    text = (
        PREFIXES
        + """
        shape:own a sh:NodeShape ; sh:targetNode <https://w3id.org/kannat/ns> ; sh:severity sh:Warning ;
            sh:message "x"@en ; sh:sparql shape:own-query .
        shape:own-query sh:select "SELECT $this ?value { SERVICE <http://127.0.0.1/> { ?value ?p ?o } }" .
        """
    )
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")

    with pytest.raises(MalformedData, match="own asks another server"):
        load_shapes(tmp_path)


def test_a_slip_in_a_filter_of_a_check_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "shapes"
    shutil.copytree(ROOT / "ontology" / "shapes", folder)
    privacy = folder / "privacy.ttl"
    privacy.write_text(
        privacy.read_text(encoding="utf-8").replace('shape:onlyAmong "@"', 'shape:onlyAmong "("'), "utf-8"
    )
    with pytest.raises(MalformedData, match="privacy-email is not a regular expression"):
        validate_quads(example("privacy/invalid-email"), engine=NativeEngine(), shapes=load_shapes(folder))
