"""Vocabulary, code lists, alignments, JSON-LD context: complete, in step with the code, free of contradiction."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

import owlrl
import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD
from seed_files import ROOT, STATEMENTS, document_of, gold_of, name_of

from kannat.graph import terms
from kannat.graph.quads import to_rdflib
from kannat.graph.rdf_files import read_rdf
from kannat.graph.statement import statement_graph
from kannat.model import (
    Lean,
    MatchEvidence,
    OrganisationType,
    Origin,
    Outcome,
    ReadingMethod,
    ReferenceKind,
    Stance,
    Status,
    Verdict,
)
from kannat.resources import folder

ONTOLOGY = folder("ontology")
DATA = Path(__file__).parent / "data" / "ontology"
DATA_MODEL = ROOT / "docs" / "data-model.md"
PICTURE = ROOT / "docs" / "data-model.svg"

KAN = rdflib.Namespace(terms.KAN_NAMESPACE)
HEADER = rdflib.URIRef(terms.ONTOLOGY_GRAPH.value)
LANGUAGES = ["en", "fi", "sv"]
FILES = ["alignments.ttl", "codelists.ttl", "kannat.ttl"]
SCHEMES: dict[str, type[StrEnum]] = {
    "Leans": Lean,
    "MatchEvidences": MatchEvidence,
    "OrganisationTypes": OrganisationType,
    "Origins": Origin,
    "Outcomes": Outcome,
    "ReadingMethods": ReadingMethod,
    "ReferenceKinds": ReferenceKind,
    "Stances": Stance,
    "Statuses": Status,
    "Verdicts": Verdict,
}
NOT_WRITTEN_OR_ASKED: dict[str, str] = {}
"""Terms that neither code, query nor shape uses, each with the reason why it stays."""


def graph_of(*paths: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


VOCABULARY = graph_of(ONTOLOGY / "kannat.ttl")
CODE_LISTS = graph_of(ONTOLOGY / "codelists.ttl")
ALIGNMENTS = graph_of(ONTOLOGY / "alignments.ttl")
EXAMPLE = graph_of(DATA / "one-of-each.ttl")
CONTEXT: dict[str, object] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def own_names(graph: rdflib.Graph) -> list[str]:
    """Local names of the `kan:` subjects, sorted."""
    return sorted({str(s).removeprefix(KAN) for s in graph.subjects() if str(s).startswith(KAN)})


TERMS = own_names(VOCABULARY)
CLASSES = sorted(str(s).removeprefix(KAN) for s in VOCABULARY.subjects(RDF.type, OWL.Class))
OBJECT_PROPERTIES = sorted(str(s).removeprefix(KAN) for s in VOCABULARY.subjects(RDF.type, OWL.ObjectProperty))
DATATYPE_PROPERTIES = sorted(str(s).removeprefix(KAN) for s in VOCABULARY.subjects(RDF.type, OWL.DatatypeProperty))
LISTED = own_names(CODE_LISTS)


def languages_of(graph: rdflib.Graph, subject: rdflib.URIRef, predicate: rdflib.URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, predicate) if isinstance(o, rdflib.Literal))


# The files as they lie


@pytest.mark.parametrize("name", FILES)
def test_both_parsers_read_the_same(name: str) -> None:
    by_oxigraph = {q.triple for q in pyoxigraph.parse(path=ONTOLOGY / name)}
    assert by_oxigraph == {q.triple for q in oxigraph_of(graph_of(ONTOLOGY / name))}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_a_blank_node(name: str) -> None:
    assert [t for t in graph_of(ONTOLOGY / name) if any(isinstance(node, rdflib.BNode) for node in t)] == []


@pytest.mark.parametrize("name", FILES)
def test_prefixes_are_sorted_and_used(name: str) -> None:
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix ([\w-]+):", text, re.MULTILINE)
    body = re.sub(r"^(@prefix|#).*$", "", text, flags=re.MULTILINE)
    assert prefixes == sorted(set(prefixes))
    assert [prefix for prefix in prefixes if not re.search(rf"(?<![\w-]){prefix}:\w", body)] == []


@pytest.mark.parametrize("name", ["codelists.ttl", "kannat.ttl"])
def test_one_subject_a_block(name: str) -> None:
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    subjects = Counter(re.findall(r"^(kan:\w+|<\S+>) ", text, re.MULTILINE))
    assert [subject for subject, blocks in subjects.items() if blocks > 1] == []
    assert len(subjects) == len(set(graph_of(ONTOLOGY / name).subjects()))


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    assert list(graph_of(ONTOLOGY / name).subject_objects(OWL.imports)) == []


# The vocabulary


def test_the_ontology_says_what_it_is() -> None:
    version = VOCABULARY.value(HEADER, OWL.versionInfo)
    assert VOCABULARY.value(HEADER, OWL.versionIRI) == rdflib.URIRef(f"{HEADER}/{version}")
    for predicate in ("title", "description"):
        assert languages_of(VOCABULARY, HEADER, rdflib.DCTERMS[predicate]) == LANGUAGES
    for predicate in ("created", "creator", "issued", "license"):
        assert VOCABULARY.value(HEADER, rdflib.DCTERMS[predicate]) is not None


@pytest.mark.parametrize("name", TERMS)
def test_every_term_is_named_and_defined_in_three_languages(name: str) -> None:
    assert languages_of(VOCABULARY, KAN[name], RDFS.label) == LANGUAGES
    assert languages_of(VOCABULARY, KAN[name], SKOS.definition) == LANGUAGES
    assert VOCABULARY.value(KAN[name], RDFS.isDefinedBy) == HEADER


def test_every_term_is_a_class_or_one_kind_of_property() -> None:
    assert sorted(CLASSES + OBJECT_PROPERTIES + DATATYPE_PROPERTIES) == TERMS


@pytest.mark.parametrize("name", DATATYPE_PROPERTIES)
def test_every_datatype_property_says_its_datatype(name: str) -> None:
    assert str(VOCABULARY.value(KAN[name], RDFS.range)).startswith(str(XSD))


@pytest.mark.parametrize("graph", [VOCABULARY, CODE_LISTS, ALIGNMENTS], ids=["kannat", "codelists", "alignments"])
def test_every_own_name_spoken_of_is_described(graph: rdflib.Graph) -> None:
    nodes = {node for triple in graph for node in triple if isinstance(node, rdflib.URIRef) and node.startswith(KAN)}
    assert {node.removeprefix(KAN) for node in nodes} - set(TERMS) - set(LISTED) == set()


# In step with the code, the questions and the shapes


def constants() -> set[str]:
    values = [value for name, value in vars(terms).items() if name.isupper()]
    nodes = [value.value for value in values if isinstance(value, pyoxigraph.NamedNode)]
    return {iri.removeprefix(KAN) for iri in nodes if iri.startswith(KAN)}


def names_in(paths: Iterable[Path]) -> set[str]:
    """Local names of the `kan:` terms in the files' text, comments left out."""
    found: set[str] = set()
    for path in paths:
        text = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found.update(re.findall(r"(?<![\w-])kan:(\w+)", text))
    return found


QUESTIONS = sorted((ROOT / "queries").rglob("*.rq"))
SHAPES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))
SEEDS = sorted((ROOT / "seeds").rglob("*.ttl"))


def test_every_constant_of_the_code_is_defined() -> None:
    assert constants() - set(TERMS) == set()


def test_every_term_is_used() -> None:
    used = constants() | names_in(QUESTIONS) | names_in(SHAPES)
    assert set(TERMS) - used == set(NOT_WRITTEN_OR_ASKED)


@pytest.mark.parametrize("path", [*QUESTIONS, *SHAPES, *SEEDS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_questions_shapes_and_seeds_use_defined_names(path: Path) -> None:
    assert names_in([path]) - set(TERMS) - set(LISTED) == set()


# The code lists


def test_the_code_lists_are_those_of_the_model() -> None:
    schemes = {str(s).removeprefix(KAN) for s in CODE_LISTS.subjects(RDF.type, SKOS.ConceptScheme)}
    concepts = {str(s).removeprefix(KAN) for s in CODE_LISTS.subjects(RDF.type, SKOS.Concept)}
    assert schemes == set(SCHEMES)
    assert schemes | concepts == set(LISTED)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_code_list_holds_the_model_s_values_and_no_more(scheme: str) -> None:
    expected = {rdflib.URIRef(terms.concept(code).value): str(code) for code in SCHEMES[scheme]}
    concepts = list(CODE_LISTS.subjects(SKOS.inScheme, KAN[scheme]))
    assert {concept: str(CODE_LISTS.value(concept, SKOS.notation)) for concept in concepts} == expected
    assert set(CODE_LISTS.objects(KAN[scheme], SKOS.hasTopConcept)) == set(concepts)
    assert set(CODE_LISTS.subjects(SKOS.topConceptOf, KAN[scheme])) == set(concepts)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_code_list_is_in_the_model_s_order(scheme: str) -> None:
    places = [CODE_LISTS.value(rdflib.URIRef(terms.concept(code).value), KAN["order"]) for code in SCHEMES[scheme]]
    assert places == [rdflib.Literal(place) for place in range(1, len(SCHEMES[scheme]) + 1)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_concepts_of_a_list_share_a_label(scheme: str) -> None:
    concepts = CODE_LISTS.subjects(SKOS.inScheme, KAN[scheme])
    labels = Counter(label for concept in concepts for label in CODE_LISTS.objects(concept, SKOS.prefLabel))
    assert [str(label) for label, times in labels.items() if times > 1] == []


@pytest.mark.parametrize("name", LISTED)
def test_every_concept_and_list_is_named_and_defined_in_three_languages(name: str) -> None:
    assert languages_of(CODE_LISTS, KAN[name], SKOS.prefLabel) == LANGUAGES
    assert languages_of(CODE_LISTS, KAN[name], SKOS.definition) == LANGUAGES


def test_concepts_and_terms_bear_different_names() -> None:
    assert set(TERMS) & set(LISTED) == set()


@pytest.mark.parametrize("stance", Stance)
def test_a_stance_leans_as_in_the_model(stance: Stance) -> None:
    leans = list(CODE_LISTS.objects(rdflib.URIRef(terms.concept(stance).value), KAN["lean"]))
    assert leans == [rdflib.URIRef(terms.concept(stance.lean).value)]


def test_only_stances_lean() -> None:
    assert set(CODE_LISTS.subjects(KAN["lean"])) == set(CODE_LISTS.subjects(SKOS.inScheme, KAN["Stances"]))


# The JSON-LD context


def meaning(key: str) -> tuple[str, str | None]:
    """The prefixed name that a key stands for, and the type its values get."""
    entry = CONTEXT[key]
    if isinstance(entry, dict):
        return str(entry["@id"]), entry.get("@type")
    return str(entry), None


def test_the_context_has_a_key_for_every_own_name() -> None:
    keys = {meaning(key)[0]: key for key in CONTEXT if key != "@version"}
    assert {name: keys.get(f"kan:{name}") for name in (*TERMS, *LISTED)} == {name: name for name in (*TERMS, *LISTED)}


def test_the_context_has_no_key_for_a_name_that_is_not() -> None:
    own = {meaning(key)[0].removeprefix("kan:") for key in CONTEXT if str(meaning(key)[0]).startswith("kan:")}
    assert own - set(TERMS) - set(LISTED) == set()


def test_the_context_s_prefixes_are_the_code_s() -> None:
    prefixes = {key: value for key, value in CONTEXT.items() if str(value).startswith("http")}
    assert prefixes == {key: terms.PREFIXES[key] for key in prefixes}


@pytest.mark.parametrize("name", OBJECT_PROPERTIES)
def test_links_are_read_as_links_and_codes_as_codes(name: str) -> None:
    coded = VOCABULARY.value(KAN[name], RDFS.range) == SKOS.Concept
    assert meaning(name)[1] == ("@vocab" if coded else "@id")


@pytest.mark.parametrize("name", DATATYPE_PROPERTIES)
def test_values_get_the_datatype_of_their_property(name: str) -> None:
    datatype = str(VOCABULARY.value(KAN[name], RDFS.range)).removeprefix(str(XSD))
    assert meaning(name)[1] == (None if datatype == "string" else f"xsd:{datatype}")


def oxigraph_of(graph: rdflib.Graph) -> set[pyoxigraph.Quad]:
    data = graph.serialize(format="nt", encoding="utf-8")
    return set(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES))


# rdflib's own JSON-LD parser asks for what rdflib 7 deprecates.
READS_JSON = pytest.mark.filterwarnings(r"ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib\..*")


def assert_survives_json(graph: rdflib.Graph) -> None:
    """Written with our context and read back by two parsers, the graph is the same, and every key is a short one."""
    written = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False)
    by_rdflib = rdflib.Graph().parse(data=written, format="json-ld")
    assert set(by_rdflib) == set(graph)
    assert set(pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.JSON_LD)) == oxigraph_of(graph)
    keys = {key for node in json.loads(written)["@graph"] for key in node}
    assert {key for key in keys if key not in CONTEXT} == set()


@READS_JSON
@pytest.mark.parametrize("path", [*SEEDS, ONTOLOGY / "codelists.ttl", DATA / "one-of-each.ttl"], ids=lambda p: p.name)
def test_files_survive_json(path: Path) -> None:
    assert_survives_json(graph_of(path))


@READS_JSON
@pytest.mark.parametrize("path", [p for p in STATEMENTS if gold_of(p)[0].consultation.key], ids=name_of)
def test_statement_graphs_survive_json(path: Path) -> None:
    assert_survives_json(to_rdflib(statement_graph(*gold_of(path)).quads))


def test_json_written_by_hand_means_the_same_as_turtle() -> None:
    triples = {quad.triple for quad in read_rdf(DATA / "position.jsonld")}
    assert len(triples) == 17
    assert triples - {quad.triple for quad in oxigraph_of(EXAMPLE)} == set()


# What follows from it all


ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def closed(graph: rdflib.Graph) -> rdflib.Graph:
    """The graph with all that OWL RL infers from it."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


@pytest.fixture(scope="module")
def inferred() -> rdflib.Graph:
    """What follows from vocabulary, code lists, alignments, what they align with, and the example."""
    return closed((VOCABULARY + CODE_LISTS + ALIGNMENTS + EXAMPLE).parse(DATA / "other-vocabularies.ttl"))


def own_types(graph: rdflib.Graph, thing: rdflib.term.Node) -> set[str]:
    return {str(t).removeprefix(KAN) for t in graph.objects(thing, RDF.type) if str(t).startswith(KAN)}


def test_the_example_uses_every_class_and_property() -> None:
    used = {str(node).removeprefix(KAN) for _, p, o in EXAMPLE for node in (p, o) if str(node).startswith(KAN)}
    assert set(TERMS) - used == set()


def test_nothing_contradicts(inferred: rdflib.Graph) -> None:
    assert [str(message) for message in inferred.objects(None, ERROR)] == []


def test_nothing_gets_a_type_but_its_own_and_those_above(inferred: rdflib.Graph) -> None:
    for thing in set(EXAMPLE.subjects()):
        told = own_types(EXAMPLE, thing)
        above = {str(c).removeprefix(KAN) for t in told for c in VOCABULARY.objects(KAN[t], RDFS.subClassOf)}
        assert own_types(inferred, thing) == told | above, thing


def test_only_organisations_are_organisations(inferred: rdflib.Graph) -> None:
    organisation = rdflib.ORG.Organization
    found = {str(s).split("/id/")[-1].split("/")[0] for s in inferred.subjects(RDF.type, organisation)}
    assert found == {"organisation"}


def test_no_two_things_become_one(inferred: rdflib.Graph) -> None:
    pairs = inferred.subject_objects(OWL.sameAs)
    assert [(s, o) for s, o in pairs if s != o and isinstance(s, rdflib.URIRef)] == []


def test_what_is_made_points_at_what_made_it(inferred: rdflib.Graph) -> None:
    for made, reading in EXAMPLE.subject_objects(rdflib.PROV.wasGeneratedBy):
        assert (made, RDF.type, rdflib.PROV.Entity) in inferred
        assert (reading, RDF.type, rdflib.PROV.Activity) in inferred


STATEMENT = next(EXAMPLE.subjects(RDF.type, KAN.Statement))
POSITION = next(EXAMPLE.subjects(RDF.type, KAN.Position))
READING = next(EXAMPLE.subjects(RDF.type, KAN.Reading))


@pytest.mark.parametrize(
    "wrong",
    [
        (POSITION, RDF.type, KAN.Statement),
        (STATEMENT, KAN.holder, KAN.other),
        (STATEMENT, KAN.heading, rdflib.Literal("Yleistä")),
        (READING, RDF.type, rdflib.PROV.Entity),
    ],
    ids=["both position and statement", "a statement with a holder", "a statement with a heading", "a made reading"],
)
def test_a_confusion_of_kinds_contradicts(
    wrong: tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef], inferred: rdflib.Graph
) -> None:
    confused = rdflib.Graph()
    confused += inferred  # what is true of the parts stays true of the whole, so only what is new is inferred
    assert list(closed(confused.add(wrong)).objects(None, ERROR))


# The description of the data model


def turtle_blocks() -> list[str]:
    return re.findall(r"^```turtle\n(.*?)^```$", DATA_MODEL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


VANTAA = next(path for path in STATEMENTS if path.stem == "vantaan-kaupunki")


def test_the_worked_example_quotes_the_real_statement() -> None:
    document, oa = document_of(VANTAA), rdflib.Namespace(terms.PREFIXES["oa"])
    for block in turtle_blocks():
        graph = rdflib.Graph().parse(data=block, format="turtle")
        passages = list(graph.subject_objects(oa.exact))
        assert len(passages) == 2
        for passage, words in passages:
            start, end = (int(str(graph.value(passage, predicate))) for predicate in (oa.start, oa.end))
            assert document.text[start:end] == str(words)


def test_the_worked_example_is_what_the_graph_holds() -> None:
    reading, document = gold_of(VANTAA)
    named = replace(reading, respondents=tuple(replace(who, key="092") for who in reading.respondents))
    written = set(to_rdflib(statement_graph(named, document).quads))
    assert turtle_blocks()
    for block in turtle_blocks():
        assert set(rdflib.Graph().parse(data=block, format="turtle")) - written == set()


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_explained_and_drawn(name: str) -> None:
    drawn = " ".join(text for text in ElementTree.parse(PICTURE).getroot().itertext())
    assert re.search(rf"\b{name}\b", drawn)
    assert f"`kan:{name}`" in DATA_MODEL.read_text(encoding="utf-8")


def test_the_description_uses_defined_names() -> None:
    named = set(re.findall(r"\bkan:(\w+)", DATA_MODEL.read_text(encoding="utf-8")))
    assert named - set(TERMS) - set(LISTED) == set()
