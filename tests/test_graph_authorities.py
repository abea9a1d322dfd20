"""The authorities and the ontology as named graphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kannat.errors import KannatError, MalformedData
from kannat.graph import ontology
from kannat.graph import terms as t
from kannat.graph.authorities import authorities_quads
from kannat.graph.names import Names
from kannat.graph.ontology import ontology_quads
from kannat.model import Act, Organisation, OrganisationType
from kannat.reading.merges import Merge

VANTAA = Organisation(
    "092",
    OrganisationType.MUNICIPALITY,
    (("fi", "Vantaan kaupunki"), ("sv", "Vanda stad")),
    (("fi", "Vantaa"),),
    ("vantaa.fi", "vantaa.example"),
    "0124610-9",
    "https://stat.fi/classifications/092",
)
UNION = Organisation("union", OrganisationType.TRADE_UNION, (("", "Union"),), source="a list of 2025, page 3")
ACT = Act("380/2023", (("fi", "laki"), ("sv", "lag")), (("fi", "JTPL"),), "https://www.finlex.fi/")
OLD_ACT = Act("39-001/1889", (("fi", "rikoslaki"),))

PREFIXES = "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in t.PREFIXES.items())


def triples(turtle: str) -> set[Triple]:
    text = f"@base <{Names().base}> .\n{PREFIXES}\n{turtle}"
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}


def test_an_organisation_is_described_as_the_graph_model_says() -> None:
    assert {quad.triple for quad in authorities_quads([VANTAA], [])} == triples("""
        <organisation/092> a org:FormalOrganization ;
            org:classification kan:municipality ;
            skos:prefLabel "Vantaan kaupunki"@fi , "Vanda stad"@sv ;
            skos:altLabel "Vantaa"@fi ;
            kan:municipalityCode "092" ;
            kan:businessId "0124610-9" ;
            kan:domain "vantaa.fi" , "vantaa.example" ;
            dcterms:source <https://stat.fi/classifications/092> .
    """)


def test_what_is_not_known_of_an_organisation_is_not_said() -> None:
    assert {quad.triple for quad in authorities_quads([UNION], [])} == triples("""
        <organisation/union> a org:FormalOrganization ;
            org:classification kan:tradeUnion ;
            skos:prefLabel "Union" ;
            dcterms:source "a list of 2025, page 3" .
    """)


def test_an_act_is_described_at_its_finlex_address() -> None:
    assert {quad.triple for quad in authorities_quads([], [ACT, OLD_ACT])} == triples("""
        <http://data.finlex.fi/eli/sd/2023/380> a eli:LegalResource ;
            kan:referenceKind kan:statute ;
            dcterms:identifier "380/2023" ;
            dcterms:title "laki"@fi , "lag"@sv ;
            skos:altLabel "JTPL"@fi ;
            dcterms:source <https://www.finlex.fi/> .
        <http://data.finlex.fi/eli/sd/1889/39> a eli:LegalResource ;
            kan:referenceKind kan:statute ;
            dcterms:identifier "39-001/1889" ;
            dcterms:title "rikoslaki"@fi .
    """)


def test_all_lies_in_the_authorities_graph_of_the_base_address() -> None:
    names = Names("https://example.org/id/")
    quads = authorities_quads([VANTAA], [ACT], names)
    assert {quad.graph_name for quad in quads} == {NamedNode("https://example.org/id/graph/authorities")}
    assert names.organisation("092") in {quad.subject for quad in quads}


def test_a_merge_is_an_activity_that_says_not_who_decided_it() -> None:
    first = Merge(1, "merge", "2026-02-04", "somebody", "old", "union", (("fi", "Old"),), "told by phone")
    second = Merge(2, "merge", "", "", "older", "old", (), "")
    assert {quad.triple for quad in authorities_quads([], [], None, [first, second])} == triples("""
        <merge/old.union> a prov:Activity ; prov:used <organisation/old> ; dcterms:issued "2026-02-04"^^xsd:date .
        <merge/older.old> a prov:Activity ; prov:used <organisation/older> .
        <organisation/union> prov:wasDerivedFrom <organisation/old> , <organisation/older> ;
            prov:wasGeneratedBy <merge/old.union> , <merge/older.old> .
    """)


def test_the_order_of_the_authorities_does_not_matter() -> None:
    assert authorities_quads([VANTAA, UNION], [ACT, OLD_ACT]) == authorities_quads([UNION, VANTAA], [OLD_ACT, ACT])


def test_the_ontology_s_graph_has_the_code_lists_and_the_classes() -> None:
    quads = ontology_quads()
    assert {quad.graph_name for quad in quads} == {t.ONTOLOGY_GRAPH}
    labelled = {quad.subject for quad in quads if quad.predicate == t.PREF_LABEL}
    assert {t.concept(kind) for kind in OrganisationType} <= labelled
    assert t.POSITION in {quad.subject for quad in quads}
    assert quads == sorted(quads, key=str)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ontology folder of our own."""
    monkeypatch.setattr(ontology, "folder", {"ontology": tmp_path}.get)
    for name in ontology.ONTOLOGY_FILES:
        (tmp_path / name).write_text("<https://example.org/a> <https://example.org/b> 'c' .\n")
    return tmp_path


@pytest.mark.usefixtures("written")
def test_the_ontology_s_files_make_one_graph() -> None:
    thing, predicate = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    assert ontology_quads() == [Quad(thing, predicate, Literal("c"), t.ONTOLOGY_GRAPH)]


def test_a_syntax_error_in_the_ontology_has_its_place(written: Path) -> None:
    (written / "codelists.ttl").write_text("\n<https://example.org/a> nonsense")
    with pytest.raises(MalformedData, match=r"ontology/codelists\.ttl:2"):
        ontology_quads()


def test_a_blank_node_in_the_ontology_is_refused(written: Path) -> None:
    (written / "kannat.ttl").write_text("<https://example.org/a> <https://example.org/b> [] .")
    with pytest.raises(MalformedData, match=r"ontology/kannat\.ttl: a blank node"):
        ontology_quads()


def test_a_missing_file_of_the_ontology_is_named(written: Path) -> None:
    (written / "kannat.ttl").unlink()
    with pytest.raises(KannatError, match=r"ontology/kannat\.ttl"):
        ontology_quads()
