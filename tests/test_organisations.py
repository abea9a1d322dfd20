"""Mentions of organisations: names in all forms, short names, nouns, organs, actors, and what is none."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seed_files import STATEMENTS, gold_of, name_of

from kannat.model import OrganisationType, Respondent
from kannat.reading.authorities import load_authorities
from kannat.reading.inflection import inflection
from kannat.reading.organisations import find_organisations

CITY = Respondent("Vantaan kaupunki", OrganisationType.MUNICIPALITY, "092")
COUNTY = Respondent("Hiidenmaan hyvinvointialue", OrganisationType.WELLBEING_SERVICES_COUNTY)
UNION = Respondent("Työnantajain Malliliitto TM ry", OrganisationType.EMPLOYER_ORGANISATION)


def mentions(
    text: str, *respondents: Respondent, language: str = "fi", requester: str | None = None
) -> list[tuple[str, str, bool]]:
    found = find_organisations(text, language, load_authorities(), respondents, requester)
    return [(m.span.of(text), m.name, m.generic) for m in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yhdyspinnat Kelan kanssa", "Kansaneläkelaitos"),
        ("samoin KT:n mielestä", "Kunta- ja hyvinvointialuetyönantajat KT"),
        ("tiedot KEHA-keskuksen kautta", "KEHA-keskus"),
        ("Kehan palveluissa", "KEHA-keskus"),
        ("pyydettiin Digi- ja väes-\ntötietovirastolta", "Digi- ja väestötietovirasto"),
        ("antaa Sosiaali- ja terveysministeriölle", "sosiaali- ja terveysministeriö"),
        ("kuten Suomen Esimerkkijärjestöt ry:n lausunnossa", "Suomen Esimerkkijärjestöt ry"),
        ("sanoo Kuusivaaran kunnan edustaja", "Kuusivaaran kunta"),
    ],
)
def test_names_stand_in_the_nominative(text: str, name: str) -> None:
    assert [(m[1], m[2]) for m in mentions(text)] == [(name, False)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kunnille ja hyvinvointialueille", ["kunta", "hyvinvointialue"]),
        ("Työvoimaviranomaisen ja valtion tulee", ["työvoimaviranomainen", "valtio"]),
        ("koulutuksen järjestäjien ja oppilaitosten", ["koulutuksen järjestäjä", "koulutuksen järjestäjä"]),
        ("Viranomaiset, toimijat ja työnantajat", []),
    ],
)
def test_generic_actors(text: str, names: list[str]) -> None:
    assert [m[1] for m in mentions(text) if m[2]] == names


def test_the_common_noun_and_the_organ_are_the_respondent() -> None:
    text = "Kaupunki kannattaa esitystä. Kaupunginhallitus käsitteli asian. Vantaa ei kannata sääntelyä."
    assert [m[1] for m in mentions(text, CITY)] == ["Vantaan kaupunki"] * 3


def test_a_place_is_no_mention() -> None:
    assert mentions("Vantaalla asuu paljon nuoria. Palvelut toimivat Vantaalla. Vantaa on kaupunki.", CITY) == []


def test_the_respondents_noun_in_a_row_of_actors_is_generic() -> None:
    text = "Hyvinvointialue vastustaa esitystä. Kunnan, Kelan ja hyvinvointialueen tulee sopia."
    assert [m[1:] for m in mentions(text, COUNTY)] == [
        ("Hiidenmaan hyvinvointialue", False),
        ("kunta", True),
        ("Kansaneläkelaitos", False),
        ("hyvinvointialue", True),
    ]


def test_short_names_stand_for_the_full_one() -> None:
    text = "Työnantajain Malliliitto TM ry (jäljempänä Liitto) kiittää. TM:n mielestä näin. Malliliitto ei hyväksy."
    assert {m[1] for m in mentions(text, UNION)} == {UNION.name}
    assert [m[0] for m in mentions(text, UNION)] == ["Työnantajain Malliliitto TM ry", "Liitto", "TM:n", "Malliliitto"]


def test_the_ministry_is_the_requester() -> None:
    found = mentions("Ministeriön mukaan näin. Kahden ministeriön valmistelu.", CITY, requester="oikeusministeriö")
    assert [m[1] for m in found] == ["oikeusministeriö"]


def test_the_government_acts_and_its_bill_does_not() -> None:
    text = "Pääministeri Petteri Orpon hallitus linjasi. Hallitus esittää. Hallituksen esityksessä todetaan."
    assert [m[1] for m in mentions(text)] == ["pääministeri Petteri Orpon hallitus"] * 2


def test_nothing_is_found_inside_a_reference_or_an_address() -> None:
    text = "Laki kuntien peruspalveluista (1/2021). Katso www.vantaa.fi tai kunta@kunta.example, THL/12/2025."
    assert mentions(text) == []


def test_an_acronym_in_a_heading_of_capitals_is_a_word() -> None:
    assert mentions("UTLÅTANDE OM UTKASTET TILL LAGSTIFTNING", language="sv") == []


def test_swedish_and_english_nouns() -> None:
    swedish = Respondent("Norrskata stad", OrganisationType.MUNICIPALITY)
    assert [m[1] for m in mentions("Staden motsätter sig. Kommunerna behöver pengar.", swedish, language="sv")] == [
        "Norrskata stad",
        "kunta",
    ]
    assert [m[1] for m in mentions("The Government and municipalities", language="en")] == ["hallitus", "kunta"]


def score(statement: Path) -> tuple[int, int, int]:
    """Names found and meant, meant, found: counted by name, as often as it stands in the text."""
    gold, document = gold_of(statement)
    requester = gold.consultation.requester
    found = find_organisations(document.text, gold.language, load_authorities(), gold.respondents, requester)
    meant = Counter(mention.name for mention in gold.organisations)
    seen = Counter(mention.name for mention in found)
    return (meant & seen).total(), meant.total(), seen.total()


def test_the_seeds_mentions_are_found_well() -> None:
    both, meant, seen = (sum(column) for column in zip(*map(score, STATEMENTS), strict=True))
    assert 2 * both / (meant + seen) > 0.93


@pytest.mark.parametrize("statement", STATEMENTS, ids=name_of)
def test_no_statement_is_read_badly(statement: Path) -> None:
    both, meant, seen = score(statement)
    assert 2 * both / (meant + seen) > 0.8


PIECES = st.sampled_from(
    ["Kelan", "Suomen", "Malliliitto", "ry", "ry:n", "kunnan", "Vantaan", "kaupunki", "ja", "\n", ",", "-\n"]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map(" ".join))
def test_any_text_is_read_in_order_without_overlap(text: str) -> None:
    found = find_organisations(text, "mul", load_authorities(), (CITY,), "oikeusministeriö")
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(mention.name for mention in found)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("kaupunki", {"kaupungin", "kaupunkia", "kaupunkiin", "kaupungeille", "kaupunkien"}),
        ("kunta", {"kunnan", "kuntaa", "kuntaan", "kunnissa", "kuntien"}),
        ("järjestö", {"järjestön", "järjestöä", "järjestöjen", "järjestöissä"}),
        ("ministeriö", {"ministeriön", "ministeriötä", "ministeriöiden"}),
        ("oikeus", {"oikeuden", "oikeutta", "oikeudelle"}),
        ("viranomainen", {"viranomaisen", "viranomaista", "viranomaisten"}),
        ("valtuutettu", {"valtuutetun", "valtuutettua", "valtuutetulle"}),
        ("Yrittäjät", {"yrittäjien", "yrittäjiä", "yrittäjille"}),
        ("laki", {"lain", "lakia", "laissa", "lakien", "laeissa"}),
    ],
)
def test_words_are_inflected(word: str, forms: set[str]) -> None:
    assert forms <= {form.text for form in inflection().forms(word)}
