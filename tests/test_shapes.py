"""The shapes of `ontology/shapes/`: every example gives the findings that its header names, and every check has one."""

from __future__ import annotations

import csv
import random
import re
import shutil
from collections import Counter
from collections.abc import Container, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.namespace import RDF, SH
from rounds import gold_quads, statement_graphs
from seed_files import ROOT
from stdnum.fi import ytunnus

from kannat.graph import terms as t
from kannat.graph.quads import from_rdflib, to_rdflib
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import KAN_NAMESPACE, ONTOLOGY_GRAPH, term
from kannat.validation import Report, Severity, default_engine, load_shapes, validate_quads
from kannat.validation.native import NativeEngine
from kannat.validation.reference import PyshaclEngine, SplitEngine
from kannat.validation.report import SHAPES

FOLDER = ROOT / "ontology" / "shapes"
FILES = sorted(path for path in FOLDER.glob("*.ttl") if path.name != "prefixes.ttl")
EXAMPLES = sorted(FOLDER.glob("examples/*/*.ttl"))
ORACLE = ROOT / ".." / "shared" / "oracles" / "finnish_ids" / "ytunnus_vectors.csv"
CHECKS = load_shapes().checks
GRAPH = load_shapes().graph
SHAPE_TYPES = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)

NATIVE = NativeEngine()

ODD_VALUES = (
    BlankNode("b"),
    NamedNode("urn:x"),
    Literal("x", language="fi"),
    Literal("x", datatype=term("xsd:integer")),
    Literal("", datatype=term("xsd:decimal")),
    Literal("NaN", datatype=term("xsd:double")),
    Literal("2026-02-30", datatype=term("xsd:date")),
    Literal("2026-02-03T10:00:00Z", datatype=term("xsd:dateTime")),
    Literal("x", datatype=NamedNode("urn:datatype")),
)

ODD_TEXTS = (
    Literal('soita "puh. 040 123 4567" \\ <b>\n'),
    Literal("matti(at)esimerkki.fi", language="fi"),
    Literal("131052-308T"),
    Literal("\N{GRINNING FACE}\u2028\x7f"),
    Literal(""),
)

BUSINESS_IDS = (
    *("2617416-4", "1572860-0", "1366959-8", "0112038-9", "2077474-0", "0737546-2", "0000000-0"),
    *("2617416-5", "1572860-1", "0112038-8", "2077474-1", "0737546-1", "0100007-0", "0100007-1"),
    *("112038-9", "26174164", "2617416-", "FI26174164", "2617416-44"),
)


def few_everyday(values: Iterable[Any], everyday: Container[Any]) -> list[Any]:
    """Parameters of which only these are tried by `make test`; CI tries them all."""
    return [one if one in everyday else pytest.param(one, marks=pytest.mark.slow) for one in values]


@cache
def expected(example: Path) -> Counter[tuple[str, str]]:
    """The findings that an example's header names."""
    return Counter(re.findall(r"^# expects: (\S+), (\w+)$", example.read_text(encoding="utf-8"), re.MULTILINE))


def found(report: Report) -> Counter[tuple[str, str]]:
    return Counter((finding.shape, str(finding.severity)) for finding in report.findings)


def as_rdflib_holds(quads: Iterable[Quad]) -> list[Quad]:
    """The quads with rdflib's own form of some values: it turns `NaN` to `nan`, and `Z` to `+00:00`."""
    return from_rdflib(to_rdflib(quads))


def example_name(example: Path) -> str:
    return f"{example.parent.name}/{example.stem}"


def with_business_ids(ids: tuple[str, ...]) -> list[Quad]:
    """An organisation for each Business ID, numbered in their order."""
    lines = [
        f'<https://example.org/{number}> a org:FormalOrganization ; skos:prefLabel "x"@fi ; kan:businessId "{text}" .'
        for number, text in enumerate(ids)
    ]
    prefixes = [
        f"@prefix kan: <{KAN_NAMESPACE}> .",
        "@prefix org: <http://www.w3.org/ns/org#> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ]
    return read_rdf("\n".join([*prefixes, *lines]).encode(), "ids.ttl")


def refused_business_ids(ids: tuple[str, ...]) -> set[str]:
    report = validate_quads(with_business_ids(ids))
    return {ids[int(finding.focus.value.rpartition("/")[2])] for finding in report.of_severity(Severity.VIOLATION)}


def spoilt(quads: Iterable[Quad], chance: random.Random) -> list[Quad]:
    """The quads with some left out, some twice with another value, some with an odd value, some of another thing."""
    found = []
    whole = sorted(quads, key=str)
    for quad in whole:
        kind = chance.random()
        if kind > 0.04:
            found.append(quad)
        if kind < 0.08:
            other = chance.choice(whole)
            subject = other.subject if kind < 0.01 else quad.subject
            value = chance.choice([*ODD_VALUES, *ODD_TEXTS, other.object, quad.object])
            found.append(Quad(subject, quad.predicate, value, quad.graph_name))
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=example_name)
def test_an_example_gives_the_findings_that_its_header_names(example: Path) -> None:
    report = validate_quads(read_rdf(example))

    assert found(report) == expected(example)


def test_an_example_is_called_valid_or_invalid_as_its_header_says() -> None:
    misnamed = [
        example_name(one) for one in EXAMPLES if not one.name.startswith("invalid-" if expected(one) else "valid")
    ]

    assert misnamed == []


@pytest.mark.parametrize("shape_file", FILES, ids=lambda path: path.stem)
def test_a_shape_file_has_a_valid_and_an_invalid_example(shape_file: Path) -> None:
    names = [path.name for path in (FOLDER / "examples" / shape_file.stem).glob("*.ttl")]

    assert any(name.startswith("valid") for name in names)
    assert any(name.startswith("invalid-") for name in names)


def test_every_folder_of_examples_belongs_to_a_shape_file() -> None:
    assert {path.parent.name for path in EXAMPLES} == {path.stem for path in FILES}


def test_a_check_has_an_example_that_it_finds() -> None:
    shown = {finding for example in EXAMPLES for finding in expected(example)}

    assert {(name, str(check.severity)) for name, check in CHECKS.items()} - shown == set()


def test_a_check_says_in_three_languages_what_is_wrong_and_what_to_do() -> None:
    messages = {name: dict(check.messages) for name, check in CHECKS.items()}
    two_sentences = re.compile(r"\S.*\S[.] \S.*[.]")

    assert [name for name, texts in messages.items() if sorted(texts) != ["en", "fi", "sv"]] == []
    assert [name for name, texts in messages.items() if len(set(texts.values())) != 3] == []
    assert [t for texts in messages.values() for t in texts.values() if not two_sentences.fullmatch(t)] == []


def test_every_shape_has_a_readable_name() -> None:
    unreadable = [
        str(node)
        for kind in SHAPE_TYPES
        for node in GRAPH.subjects(RDF.type, kind)
        if not re.fullmatch(rf"{SHAPES}[A-Za-z][A-Za-z0-9-]*", str(node))
    ]

    assert unreadable == []


def test_every_shape_is_used() -> None:
    members = {member for node in GRAPH.subjects(RDF.first) for member in GRAPH.objects(node, RDF.first)}
    pointed_at = members.union(*(GRAPH.objects(None, p) for p in (SH.property, SH.node, SH["not"], SH.sparql)))
    targeting = {
        node
        for predicate in (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
        for node in GRAPH.subjects(predicate)
    }
    shapes = {node for kind in SHAPE_TYPES for node in GRAPH.subjects(RDF.type, kind)}

    assert shapes - pointed_at - targeting == set()


def test_every_word_of_the_vocabulary_in_a_shape_is_defined() -> None:
    quads = [quad for name in ("kannat.ttl", "codelists.ttl") for quad in read_rdf(ROOT / "ontology" / name)]
    defined = {quad.subject.value for quad in quads}
    used = {str(node) for node in GRAPH.all_nodes() if str(node).startswith(KAN_NAMESPACE)} - {KAN_NAMESPACE}
    texts = [*GRAPH.objects(None, SH.message), *GRAPH.objects(None, SH.select)]
    named = {KAN_NAMESPACE + word for text in texts for word in re.findall(r"\bkan:(\w+)", str(text))}

    assert used | named <= defined


def test_a_check_in_sparql_looks_at_the_data_as_a_whole() -> None:
    whole = rdflib.URIRef(ONTOLOGY_GRAPH.value)

    assert set(GRAPH.subjects(SH.sparql)) == set(GRAPH.subjects(SH.targetNode, whole))


def test_the_shapes_are_themselves_sound() -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=GRAPH, meta_shacl=True)

    assert conforms, text


@pytest.mark.parametrize("folder", sorted({path.parent for path in EXAMPLES}), ids=lambda path: path.name)
def test_the_fast_engines_find_what_the_reference_finds(folder: Path) -> None:
    quads = [quad for example in sorted(folder.glob("*.ttl")) for quad in read_rdf(example)]
    reference = validate_quads(quads, engine=PyshaclEngine())

    assert validate_quads(quads, engine=SplitEngine()) == reference
    assert validate_quads(quads, engine=NativeEngine()) == reference


@pytest.mark.slow  # every day, each folder's examples are tried together, and each is held against its header
@pytest.mark.parametrize("example", EXAMPLES, ids=example_name)
def test_the_native_engine_finds_in_each_example_what_the_split_one_finds(example: Path) -> None:
    quads = read_rdf(example)

    assert validate_quads(quads, engine=NATIVE) == validate_quads(quads, engine=SplitEngine())


@pytest.mark.parametrize("seed", few_everyday(range(12), range(4)))
def test_the_native_engine_finds_in_spoilt_statements_what_the_split_one_finds(seed: int) -> None:
    graphs = statement_graphs("example")
    quads = as_rdflib_holds(spoilt(graphs[seed % len(graphs)].quads, random.Random(seed)))

    report = validate_quads(quads, gold_quads("example"), engine=NATIVE)

    assert not report.conforms
    assert report == validate_quads(quads, gold_quads("example"), engine=SplitEngine())


def test_the_default_engine_is_the_native_one() -> None:
    assert isinstance(default_engine(), NativeEngine)


def test_shapes_that_do_not_compile_are_left_to_the_reference(tmp_path: Path) -> None:
    for shape_file in FOLDER.glob("*.ttl"):
        shutil.copy(shape_file, tmp_path)
    path = tmp_path / "passage.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"^[0-9]{1,9}$"', '"^(?!-)[0-9]{1,9}$"'), encoding="utf-8")
    example = FOLDER / "examples" / "passage" / "invalid-start-negative.ttl"
    shapes = load_shapes(tmp_path)

    assert validate_quads(read_rdf(example), shapes=shapes, engine=NATIVE) == validate_quads(
        read_rdf(example), engine=NATIVE
    )


@pytest.mark.parametrize(
    "example",
    few_everyday(
        ["position/valid-full", "tally/valid-stance", "match/valid", "reading/valid-full"], ["position/valid-full"]
    ),
)
@pytest.mark.parametrize("value", ODD_VALUES, ids=str)
def test_no_value_stops_an_engine(example: str, value: Literal) -> None:
    quads = read_rdf(FOLDER / "examples" / f"{example}.ttl")
    odd = [quad if quad.predicate == t.TYPE else Quad(quad.subject, quad.predicate, value) for quad in quads]

    report = validate_quads(odd, engine=SplitEngine())

    assert not report.conforms
    assert report == validate_quads(odd, engine=PyshaclEngine())
    assert report == validate_quads(as_rdflib_holds(odd), engine=NATIVE)


def test_a_number_too_large_for_an_engine_is_refused() -> None:
    text = (FOLDER / "examples" / "passage" / "valid.ttl").read_text(encoding="utf-8")
    report = validate_quads(read_rdf(text.replace("oa:end 44", f"oa:end {'4' * 400}").encode(), "large.ttl"))

    assert ("passage-end", "Violation") in found(report)


def test_the_shapes_are_plain_shacl_for_other_tools() -> None:
    quads = read_rdf(FOLDER / "examples" / "position" / "invalid-holder-not-respondent.ttl")
    lists = rdflib.Graph().parse(ROOT / "ontology" / "codelists.ttl")

    conforms, report, _ = pyshacl.validate(to_rdflib(quads), shacl_graph=GRAPH, ont_graph=lists)

    assert not conforms
    assert rdflib.URIRef(SHAPES + "position-holder-is-respondent") in set(report.objects(None, SH.sourceShape))


def test_business_ids_are_judged_as_an_independent_library_judges_them() -> None:
    refused = {text for text in BUSINESS_IDS if not (ytunnus.is_valid(text) and re.fullmatch(r"\d{7}-\d", text))}

    assert refused_business_ids(BUSINESS_IDS) == refused
    assert 0 < len(refused) < len(BUSINESS_IDS)


def test_business_ids_are_judged_as_the_published_vectors_judge_them() -> None:
    if not ORACLE.exists():
        pytest.skip(f"the published vectors are not here: {ORACLE}")
    with ORACLE.open(encoding="utf-8", newline="") as lines:
        valid = {row["value"]: row["valid"] == "1" for row in csv.DictReader(lines)}

    assert refused_business_ids(tuple(valid)) == {text for text, right in valid.items() if not right}


def test_the_page_on_checks_holds_what_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "extend-shapes.md").read_text(encoding="utf-8")
    check, valid, invalid = re.findall(r"^```turtle\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for shape_file in FOLDER.glob("*.ttl"):
        shutil.copy(shape_file, tmp_path)
    (tmp_path / "domain.ttl").write_text(check, encoding="utf-8")
    shapes = load_shapes(tmp_path)

    assert validate_quads(read_rdf(valid.encode(), "valid.ttl"), shapes=shapes) == Report()
    report = validate_quads(read_rdf(invalid.encode(), "invalid.ttl"), shapes=shapes)
    assert [(finding.shape, finding.severity) for finding in report.findings] == [("domain-known", Severity.INFO)]
    assert "# expects: domain-known, Info" in invalid


def test_every_shape_that_the_page_names_exists() -> None:
    page = (ROOT / "docs" / "extend-shapes.md").read_text(encoding="utf-8")
    known = {str(node).removeprefix(SHAPES) for node in GRAPH.subjects()}

    assert set(re.findall(r"shape:([\w-]+)", page)) - known == {"OrganisationDomain", "domain-known"}
