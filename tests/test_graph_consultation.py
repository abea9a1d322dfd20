"""A consultation's description: from Turtle to the model and to its named graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from seed_files import EXAMPLE, REAL

from kannat.errors import MalformedData
from kannat.graph import terms as t
from kannat.graph.consultation import consultation_quads, consultations_of, rebase
from kannat.graph.names import DEFAULT_BASE, Names
from kannat.graph.rdf_files import read_rdf
from kannat.model import Consultation, Origin, Proposal, Question

PREFIXES = """
@base <https://w3id.org/kannat/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kan: <https://w3id.org/kannat/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONE = "<consultation/X-1> a kan:Consultation "
CODEBOOK = (
    "<consultation/X-1> a kan:Consultation . <codebook/X-1> a kan:Codebook ; kan:consultation <consultation/X-1> ."
)


def quads(turtle: str) -> list[Quad]:
    return list(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def only(turtle: str) -> Consultation:
    (consultation,) = consultations_of(quads(turtle))
    return consultation


def proposal(name: str, rest: str = "") -> str:
    return f"<proposal/X-1.{name}> a kan:Proposal ; skos:inScheme <codebook/X-1> {rest} ."


def seed(folder: Path) -> dict[str, list[Quad]]:
    return {name: read_rdf(folder / name) for name in ("consultation.ttl", "codebook.ttl")}


def test_the_real_round_says_what_was_asked_by_whom_and_when() -> None:
    (consultation,) = consultations_of(quad for quads in seed(REAL).values() for quad in quads)
    assert (consultation.key, consultation.identifier) == ("VN-37864-2025", "VN/37864/2025")
    assert [language for language, _ in consultation.titles] == ["en", "fi", "sv"]
    assert consultation.requester == "tyo-ja-elinkeinoministerio"
    assert (consultation.request_date, consultation.deadline) == (date(2025, 12, 18), date(2026, 2, 18))
    assert consultation.web_ids == ("9b3f83e8-4130-4ad6-8563-27eec70e5aac",)
    assert [question.order for question in consultation.questions] == [1, 2, 3, 4, 5, 6]
    assert len(consultation.codebook) == 48
    assert {p.question for p in consultation.codebook} <= {q.key for q in consultation.questions}
    assert not consultation.synthetic


def test_the_example_round_says_that_it_is_invented_and_who_was_invited() -> None:
    (consultation,) = consultations_of(quad for quads in seed(EXAMPLE).values() for quad in quads)
    assert consultation.synthetic
    assert len(consultation.invited) == 18
    assert "norrskata-stad" in consultation.invited


def test_what_is_not_said_stays_empty() -> None:
    assert only("<consultation/X-1> a kan:Consultation .") == Consultation("X-1", "", (), "", ())


def test_no_consultation_is_no_fault() -> None:
    assert consultations_of([]) == ()


def test_consultations_come_sorted() -> None:
    found = consultations_of(quads("<consultation/B> a kan:Consultation . <consultation/A> a kan:Consultation ."))
    assert [consultation.key for consultation in found] == ["A", "B"]


def test_the_requester_s_names_come_along_where_they_are_told() -> None:
    consultation = only("""
        <consultation/X-1> a kan:Consultation ; kan:requester <organisation/ministry> .
        <organisation/ministry> skos:prefLabel "Ministry"@en , "Departement"@sv .
    """)
    assert consultation.requester_names == (("en", "Ministry"), ("sv", "Departement"))


def test_a_question_belongs_by_either_direction_and_comes_in_order() -> None:
    consultation = only("""
        <consultation/X-1> a kan:Consultation ; kan:question <question/X-1.second> .
        <question/X-1.second> dcterms:title "Second?"@en ; kan:order 2 .
        <question/X-1.first> a kan:Question ; kan:consultation <consultation/X-1> ; kan:order 1 .
        <question/Y-1.other> a kan:Question ; kan:consultation <consultation/Y-1> ; kan:order 0 .
    """)
    assert consultation.questions == (Question("X-1.first", 1, ()), Question("X-1.second", 2, (("en", "Second?"),)))


def test_a_proposal_has_its_labels_origin_and_question() -> None:
    consultation = only(
        CODEBOOK
        + proposal(
            "a", '; skos:notation "a" ; skos:prefLabel "A"@en ; skos:altLabel "Ah"@en ; kan:origin kan:fromRespondent'
        )
        + proposal("b", "; kan:question <question/X-1.q>")
    )
    assert consultation.codebook == (
        Proposal("a", (("en", "A"),), Origin.RESPONDENT, (("en", "Ah"),)),
        Proposal("b", (), Origin.CONSULTATION, question="X-1.q"),
    )


def test_a_respondent_s_own_proposal_stands_in_no_codebook() -> None:
    own = "<proposal/X-1.092.0123456789ab.own> a kan:Proposal ; kan:consultation <consultation/X-1> ."
    assert only(CODEBOOK + own).codebook == ()


def test_proposals_may_be_broader_and_narrower() -> None:
    steps = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "elsewhere")]
    text = "".join(proposal(low, f"; skos:broader <proposal/X-1.{high}>") for low, high in steps)
    assert [p.id for p in only(CODEBOOK + text).codebook] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "steps",
    [
        [("a", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "b"), ("b", "c"), ("c", "d"), ("d", "b")],
        [("z", "y"), ("y", "z")],
    ],
    ids=["itself", "two", "away from the start", "at the end"],
)
def test_a_circle_of_broader_proposals_is_refused(steps: list[tuple[str, str]]) -> None:
    text = proposal("a") + "".join(proposal(low, f"; skos:broader <proposal/X-1.{high}>") for low, high in steps)
    with pytest.raises(MalformedData, match="skos:broader runs in a circle") as caught:
        only(CODEBOOK + text)
    ring = caught.value.what.partition(": ")[2].split(" < ")
    assert ring[0] == ring[-1]
    assert caught.value.place == f"<{ring[0]}>"


def test_a_long_chain_of_broader_proposals_is_followed() -> None:
    text = "".join(proposal(f"p{i}", f"; skos:broader <proposal/X-1.p{i + 1}>") for i in range(3000))
    assert len(only(CODEBOOK + text).codebook) == 3000


@pytest.mark.parametrize(
    ("turtle", "subject", "what"),
    [
        ("<https://example.org/X> a kan:Consultation .", "https://example.org/X", "does not begin with"),
        (ONE + "; kan:deadline '18.2.2026' .", "X-1", "'18.2.2026' is no date"),
        (ONE + "; kan:deadline '2026-02-30'^^xsd:date .", "X-1", "is no date"),
        (ONE + "; kan:requester 'TEM' .", "X-1", "kan:requester 'TEM' is a text"),
        (ONE + "; dcterms:identifier <a> .", "X-1", "dcterms:identifier"),
        (ONE + "; kan:requester <organisation/a> , <organisation/b> .", "X-1", "2 values"),
        (ONE + "; kan:synthetic 'perhaps' .", "X-1", "neither true nor false"),
        (ONE + "; kan:invited <https://example.org/a> .", "example.org/a", "begin with"),
        (
            ONE + "; kan:question <question/q> . <question/q> kan:order 'first' .",
            "question/q",
            "'first' is no whole number",
        ),
        (CODEBOOK + proposal("a", "; skos:notation 'b'"), "proposal/X-1.a", "skos:notation 'b'"),
        (CODEBOOK + proposal("a", "; kan:origin kan:fromNowhere"), "proposal/X-1.a", "unknown origin"),
        (CODEBOOK + proposal("a").replace("X-1.a", "a"), "proposal/a", "does not begin with"),
    ],
)
def test_what_cannot_be_read_is_named(turtle: str, subject: str, what: str) -> None:
    with pytest.raises(MalformedData, match=what) as caught:
        only(turtle)
    assert subject in caught.value.place
    assert caught.value.advice


def test_another_base_address_names_another_consultation() -> None:
    moved = rebase(quads("<consultation/X-1> a kan:Consultation ."), DEFAULT_BASE, "https://example.org/id/")
    (consultation,) = consultations_of(moved, Names("https://example.org/id/"))
    assert consultation.key == "X-1"


@pytest.mark.parametrize("folder", [REAL, EXAMPLE], ids=["real", "example"])
def test_all_files_of_a_round_lie_in_the_consultation_s_graph(folder: Path) -> None:
    files = seed(folder)
    ((name, graph),) = consultation_quads(files).items()
    assert name == Names().consultation("VN-37864-2025")
    assert {quad.graph_name for quad in graph} == {name}
    assert {quad.triple for quad in graph} == {quad.triple for quads in files.values() for quad in quads}
    assert consultations_of(graph) == consultations_of(quad for quads in files.values() for quad in quads)


def test_the_graph_is_the_same_in_whatever_order_the_files_come() -> None:
    files = seed(REAL)
    backwards = {name: list(reversed(quads)) for name, quads in reversed(files.items())}
    assert consultation_quads(files) == consultation_quads(backwards)


def test_consultations_of_several_rounds_are_kept_apart() -> None:
    files = {
        "a.ttl": quads("<consultation/A> a kan:Consultation ."),
        "b.ttl": quads("<consultation/B> a kan:Consultation ."),
        "book.ttl": quads("<codebook/B> a kan:Codebook ; kan:consultation <consultation/B> ."),
    }
    graphs = consultation_quads(files)
    assert {name.value.rpartition("/")[2]: len(graph) for name, graph in graphs.items()} == {"A": 1, "B": 3}


def test_a_list_of_organisations_goes_to_the_only_consultation() -> None:
    invited = quads("<organisation/a> skos:prefLabel 'A'@en .")
    ((_, graph),) = consultation_quads({"a.ttl": quads(CODEBOOK), "invited.ttl": invited}).items()
    assert len(graph) == len(quads(CODEBOOK)) + 1


@pytest.mark.parametrize(
    ("files", "what"),
    [
        (["<consultation/A> a kan:Consultation . <consultation/B> a kan:Consultation ."], "several consultations"),
        (["<organisation/a> skos:prefLabel 'A'@en ."], "belongs to no consultation"),
        (
            ["<consultation/A> a kan:Consultation .", "<consultation/B> a kan:Consultation .", "<a> a <b> ."],
            "belongs to no consultation",
        ),
        (["<consultation/A> a kan:Consultation ; kan:requester [] ."], "a blank node"),
        (["<https://example.org/A> a kan:Consultation ."], "does not begin with"),
    ],
)
def test_files_that_cannot_be_placed_are_named(files: list[str], what: str) -> None:
    with pytest.raises(MalformedData, match=what) as caught:
        consultation_quads({f"{number}.ttl": quads(text) for number, text in enumerate(files)})
    assert caught.value.place


def test_rebase_moves_every_name_below_the_base_and_no_other() -> None:
    old, new = "https://w3id.org/kannat/id/", "https://example.org/id/"
    inside, outside = NamedNode(f"{old}a"), NamedNode("https://example.com/id/a")
    before = [
        Quad(inside, t.TYPE, outside, inside),
        Quad(outside, inside, Literal(f"{old}a"), DefaultGraph()),
        Quad(BlankNode("x"), t.TYPE, BlankNode("x"), outside),
    ]
    moved = NamedNode(f"{new}a")
    after = [
        Quad(moved, t.TYPE, outside, moved),
        Quad(outside, moved, Literal(f"{old}a"), DefaultGraph()),
        Quad(BlankNode("x"), t.TYPE, BlankNode("x"), outside),
    ]
    assert rebase(before, old, new) == after
    assert rebase(after, new, old) == before
