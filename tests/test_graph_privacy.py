"""A private respondent stays unnamed in the graph, and a text that would name one is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statement_values import View, a_reading, a_row, iri, place, the_document

from kannat.errors import RejectedInput
from kannat.graph import terms as t
from kannat.graph.privacy import PrivateNames
from kannat.graph.statement import respondent_keys, statement_graph
from kannat.model import OrganisationMention, OrganisationType, Respondent

PRIVATE = Respondent("Matti Meikäläinen", OrganisationType.PRIVATE_PERSON)
PSEUDONYM = "private-0123456789ab"


def test_is_a_pseudonym_made_of_the_document_and_not_of_the_name() -> None:
    reading = a_reading(respondents=(PRIVATE,))
    renamed = replace(reading, respondents=(replace(PRIVATE, name="Maija Virtanen"),))
    assert respondent_keys(reading) == respondent_keys(renamed) == (PSEUDONYM,)
    assert statement_graph(reading, the_document()) == statement_graph(renamed, the_document())


def test_has_a_pseudonym_even_where_a_reader_gave_a_key() -> None:
    reading = a_reading(respondents=(replace(PRIVATE, key="matti-meikalainen"),))
    assert respondent_keys(reading) == (PSEUDONYM,)


def test_two_in_one_statement_have_two_pseudonyms() -> None:
    reading = a_reading(respondents=(PRIVATE, replace(PRIVATE, name="Maija Virtanen"), PRIVATE))
    assert respondent_keys(reading) == (PSEUDONYM, f"{PSEUDONYM}-2")


def test_holds_its_positions_like_any_respondent() -> None:
    seen = View(statement_graph(a_reading(respondents=(PRIVATE,), positions=(a_row(),)), the_document()))
    organisation = iri(f"organisation/{PSEUDONYM}")
    assert seen.one(seen.of_type(t.POSITION)[0], t.HOLDER) == organisation
    assert seen.one(organisation, t.CLASSIFICATION) == t.concept(OrganisationType.PRIVATE_PERSON)
    assert seen.words(organisation, t.PREF_LABEL) == [PSEUDONYM]


def test_leaves_no_trace_of_its_name() -> None:
    text = "Matti Meikäläinen\nEn kannata mallia."
    document = replace(the_document(text), name="meikalainen_matti.txt")
    mentions = (
        OrganisationMention(place("Matti Meikäläinen", text), "Matti Meikäläinen"),
        OrganisationMention(place("Meikäläinen", text), "Meikäläinen"),
    )
    reading = a_reading(
        document=document.name,
        respondents=(PRIVATE,),
        positions=(replace(a_row(), span=place("En kannata mallia.", text)),),
        organisations=mentions,
    )
    graph = statement_graph(reading, document)
    assert View(graph).of_type(t.MENTION) == []
    assert View(graph).of_type(t.POSITION) != []
    for quad in graph.quads:
        assert not {"matti", "meika", "meikä"} & {
            part for part in ("matti", "meika", "meikä") if part in str(quad).lower()
        }


def test_named_in_a_passage_refuses_the_statement_and_is_not_named_in_the_error() -> None:
    text = "Minä, Matti  Meikäläinen, en kannata mallia."
    span = place(text, text)
    reading = a_reading(respondents=(PRIVATE,), positions=(replace(a_row(), span=span),))
    with pytest.raises(RejectedInput, match=rf"passage/.*\.0-{len(text)}") as refusal:
        statement_graph(reading, the_document(text))
    assert "Matti" not in str(refusal.value)
    assert "Meik" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("Matti Meikäläinen", True),
        ("MATTI\nMEIKÄLÄINEN", True),
        ("Meikäläinen, Matti", True),
        ("Meikäläinen Matin", True),
        ("Matti Meikäläisen lausunto", True),
        ("Matti J. Meikäläinen", True),
        ("matti meika\u0308la\u0308inen", True),
        ("Matti ja Maija", False),
        ("Meikäläinen", False),
        ("Tammattimeikäläinen", False),
        ("", False),
    ],
)
def test_full_names_are_seen_in_either_order_and_inflected(text: str, borne: bool) -> None:
    assert PrivateNames([PRIVATE]).borne_by(text) is borne


def test_an_organisation_s_name_is_no_secret() -> None:
    names = PrivateNames([Respondent("Matti Meikäläinen Oy", OrganisationType.COMPANY)])
    assert not names.borne_by("Matti Meikäläinen Oy")


@pytest.mark.parametrize("name", ["", " ", "-", "."])
def test_a_name_without_letters_is_borne_by_nothing(name: str) -> None:
    assert not PrivateNames([replace(PRIVATE, name=name)]).borne_by("a - b . c")


@pytest.mark.parametrize(
    ("name", "held"),
    [("Meikäläinen", True), ("MATTI", True), ("Matti J. Meikäläisen", True), ("Matti Virtanen", False), ("", False)],
)
def test_a_mention_of_part_of_a_name_is_seen_too(name: str, held: bool) -> None:
    assert PrivateNames([PRIVATE]).hold(name) is held


def test_without_a_private_respondent_no_name_is_held() -> None:
    names = PrivateNames([Respondent("Kela", OrganisationType.STATE_AGENCY)])
    assert not names.hold("Kela")
    assert not names.hold("")
