"""Legal references: every way of writing one, their provisions, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seed_files import STATEMENTS, gold_of, name_of

from kannat.model import LegalReference, ReferenceKind
from kannat.reading.authorities import load_authorities
from kannat.reading.provisions import provision_grammar
from kannat.reading.references import find_references


def found(text: str, language: str = "fi", *, by_title: bool = False) -> list[tuple[str, str, str | None, str | None]]:
    references = find_references(text, language, load_authorities(), by_title=by_title)
    return [(r.span.of(text), str(r.kind), r.target, r.provision) for r in references]


def one(text: str, language: str = "fi") -> tuple[str, str, str | None, str | None]:
    references = found(text, language)
    assert len(references) == 1, references
    return references[0]


@pytest.mark.parametrize(
    ("text", "words", "target"),
    [
        (
            "Sopimuksesta säädetään työvoimapalveluiden järjestämisestä annetussa laissa \n(380/2023).",
            "työvoimapalveluiden järjestämisestä annetussa laissa \n(380/2023)",
            "380/2023",
        ),
        ("Laki kuntouttavasta työtoiminnasta (189/2001)", "Laki kuntouttavasta työtoiminnasta (189/2001)", "189/2001"),
        ("siitä säädetään erikseen (laki 189/2001).", "laki 189/2001", "189/2001"),
        ("säädetään laissa 617/2009.", "laissa 617/2009", "617/2009"),
        ("palveluja koskeva laki (380/2023) on", "laki (380/2023)", "380/2023"),
        ("työttömyysturva-\nlain (1290/2002) nojalla", "työttömyysturva-\nlain (1290/2002)", "1290/2002"),
        ("kauppalain (258/66) mukaan", "kauppalain (258/66)", "258/1966"),
        ("oppilas- ja opiskelijahuoltolain (1287/2013)", "oppilas- ja opiskelijahuoltolain (1287/2013)", "1287/2013"),
        ("sosiaalihuoltolakia noudatetaan", "sosiaalihuoltolakia", None),
        ("annetaan laiksi kunnan sähköisestä\nosallistumisesta.", "laiksi kunnan sähköisestä\nosallistumisesta", None),
        (
            "ja 29 päivänä heinäkuuta 1976 annetun asetuksen (657/76) mukaan",
            "29 päivänä heinäkuuta 1976 annetun asetuksen (657/76)",
            "657/1976",
        ),
    ],
)
def test_an_act_and_its_number_are_one_mention(text: str, words: str, target: str | None) -> None:
    span, kind, number, provision = one(text)
    assert (kind, number, provision) == ("statute", target, None)
    assert span in words and len(span) * 2 >= len(words)  # noqa: PT018


@pytest.mark.parametrize(
    ("text", "target", "provision"),
    [
        ("kuntalain (410/2015) 136 §:n mukaan", "410/2015", "136 §"),
        ("työttömyysturvalain (1290/2002) 9 luvun 1 §:n 1 momentti", "1290/2002", "9 luku 1 § 1 mom."),
        ("rikoslain\n(39/1889) 14 luvussa", "39/1889", "14 luku"),
        ("kuntalain (410/2015) 22–25 §:ssä", "410/2015", "22–25 §"),
        ("lain (1326/2010) 26–26 a §:n 2 kohdan", "1326/2010", "26–26 a § 2 kohta"),
        ("enligt 17 § i socialvårdslagen (1301/2014)", "1301/2014", "17 §"),
        ("perustuslain 121 §:ssä", None, "121 §"),
        ("TTL 5 luku 3 §", None, "5 luku 3 §"),
    ],
)
def test_the_provision_belongs_to_the_act(text: str, target: str | None, provision: str) -> None:
    assert one(text)[2:] == (target, provision)


def test_further_provisions_of_an_act_are_mentions_of_their_own() -> None:
    text = "kuntalain (410/2015) 22 §:n 2 momentin ja 26 §:n mukaan"
    assert [(r[2], r[3]) for r in found(text)] == [("410/2015", "22 § 2 mom."), ("410/2015", "26 §")]


def test_a_number_given_once_serves_the_name_everywhere() -> None:
    text = "Kuntalakia säädettäessä. Kuntalain (410/2015) 22 §. Kuten kuntalain 23 §:ssä."
    assert [(r[2], r[3]) for r in found(text)] == [("410/2015", None), ("410/2015", "22 §"), ("410/2015", "23 §")]


def test_a_title_before_and_after_the_word_is_one_act() -> None:
    text = "Laki kotoutumisen edistämisestä (681/2023) on uusi. Kotoutumisen edistämisestä annettua lakia sovelletaan."
    assert [r[2] for r in found(text)] == ["681/2023", "681/2023"]


def test_the_same_act_again() -> None:
    text = "Hallintolain (434/2003) mukaan näin. Saman lain 34 §:ssä säädetään muusta."
    assert [(r[2], r[3]) for r in found(text)] == [("434/2003", None), ("434/2003", "34 §")]


def test_the_authority_is_asked_only_when_told_to() -> None:
    assert found("rikoslain 38 luvun 9 §:ssä")[0][2] is None
    assert found("rikoslain 38 luvun 9 §:ssä", by_title=True)[0][2] == "39/1889"


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("HE 109/2025 vp", "bill", "HE 109/2025 vp"),
        ("esityksestä HE 109/2025 lausuttiin", "bill", "HE 109/2025 vp"),
        ("Hallituksen esityksessä (56/2021)", "bill", "HE 56/2021 vp"),
        ("RP15/2017rd", "bill", "HE 15/2017 vp"),
        ("ks. StVM 27/2025 \nvp", "committeeDocument", "StVM 27/2025 vp"),
        ("GrUU 40/2021 rd", "committeeDocument", "PeVL 40/2021 vp"),
        ("VNS 1/2018 vp", "parliamentaryDocument", "VNS 1/2018 vp"),
        ("U 62/2025 vp", "parliamentaryDocument", "U 62/2025 vp"),
        ("VN/37864/2025", "caseFile", "VN/37864/2025"),
        ("VD/8455/00.04.03/2025", "caseFile", "VD/8455/00.04.03/2025"),
        ("889/14.00.01/2026", "caseFile", "889/14.00.01/2026"),
        ("HEL 2025-009935", "caseFile", "HEL 2025-009935"),
        ("TRE:3663/00.01.07/2017", "caseFile", "TRE:3663/00.01.07/2017"),
        ("ROIDno-2020-2129", "caseFile", "ROIDno-2020-2129"),
        ("Dnro 225/2022", "caseFile", "225/2022"),
        ("STM040:00/2025", "project", "STM040:00/2025"),
        ("asetuksen (EU) 2016/679", "euAct", "(EU) 2016/679"),
        ("asetus (EU) n:o 1308/2013", "euAct", "(EU) N:o 1308/2013"),
        ("direktiivi 2013/32/EU", "euAct", "2013/32/EU"),
        ("COM(2025) 186 final", "euAct", "COM(2025) 186 final"),
        ("yleissopimuksen (SopS 59 ja 60/1991)", "treaty", "SopS 59 ja 60/1991"),
        ("KKO 2020:15", "caseLaw", "KKO 2020:15"),
        ("C\N{NON-BREAKING HYPHEN}311/18", "caseLaw", "C-311/18"),
    ],
)
def test_other_documents(text: str, kind: str, target: str) -> None:
    assert one(text)[1:3] == (kind, target)


@pytest.mark.parametrize(
    "text",
    [
        "Kunnanhallitus\nPöytäkirja 4/2026\n\n§ 41\nLausunto ministeriölle",
        "Kaupunginhallitus 9.2.2026 § 33",
        "Maakuntahallitus 2 / 2026   16.02.2026\n\n19 §\n\nLausunto",
        "Pöytäkirja 3/2025\n\nKH 131 §\n",
        "Kunnanhallitus on päättänyt asiasta 441 §",
        "3. Huomionne luvusta 2 ja kysymykseen 7",
        "Lausunto 1 (8), sivu 2/3, puolet eli 1/2, avoinna 24/7",
        "Asia 12\n\n§ ",
        "Elinkaari on pitkä, eikä erillislakia tarvita. Asetus ja sopimus eivät riitä.",
        "erilaista, samanlaista, suomalaista",
        "Ett förslag om bolagen och anslagen",
    ],
)
def test_what_only_looks_like_a_reference(text: str) -> None:
    assert found(text) == []


def test_a_section_heading_of_the_draft_is_a_mention() -> None:
    assert [r[2:] for r in found("Liiton lausunto\n\n3 §\n\nKannatamme.\n\n12 §\n\nEmme kannata.")] == [
        (None, "3 §"),
        (None, "12 §"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "target"),
    [
        ("I lagen om ordnande av arbetskraftsservice (380/2023) finns", "sv", "380/2023"),
        ("enligt språklagen (423/2003)", "sv", "423/2003"),
        ("under the Act on Organising Employment Services (380/2023)", "en", "380/2023"),
    ],
)
def test_swedish_and_english_acts(text: str, language: str, target: str) -> None:
    assert one(text, language)[2] == target


@pytest.mark.parametrize("statement", STATEMENTS, ids=name_of)
def test_the_seeds_references_are_found(statement: Path) -> None:
    gold, document = gold_of(statement)
    references = find_references(document.text, gold.language, load_authorities())
    wanted = {(r.kind, r.target, r.provision) for r in gold.references}
    assert {(r.kind, r.target, r.provision) for r in references} == wanted


PIECES = st.sampled_from(
    [
        "laki",
        "lain",
        "annetun",
        "(380/2023)",
        "12 §:n",
        "HE 1/2025",
        "VN/1/2025",
        "-\n",
        "\n\n",
        " ",
        "ja",
        "SopS 1/1991",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map(" ".join))
def test_any_text_is_read_in_order_without_overlap(text: str) -> None:
    references = find_references(text, "mul", load_authorities())
    assert all(a.span.end <= b.span.start for a, b in pairwise(references))
    assert all(isinstance(r, LegalReference) and isinstance(r.kind, ReferenceKind) for r in references)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("8\n§:ssä", "8 §"),
        ("1§:n", "1 §"),
        ("6 och 7 §", "6 ja 7 §"),
        ("6 § 2 mom.", "6 § 2 mom."),
        ("7, 8 ja 10 §:ssä", "7, 8 ja 10 §"),
        ("12 luvun 24 a §:n", "12 luku 24 a §"),
        ("5 artiklan 1 kohdassa", "5 art. 1 kohta"),
    ],
)
def test_provisions_are_printed_canonically(text: str, canonical: str) -> None:
    assert [provision.text for provision in provision_grammar().all(text)] == [canonical]


@pytest.mark.parametrize(
    ("text", "target", "provision"),
    [
        ("Section 5(2) of Act 380/2023 should go", "380/2023", "5 § 2 mom."),
        ("chapter 9, section 1 of the Unemployment Security Act (1290/2002)", "1290/2002", "9 luku 1 §"),
        ("the Municipal Act (410/2015), section 7, subsection 2", "410/2015", "7 § 2 mom."),
        ("According to chapter 9, section 1 the employer pays", None, "9 luku 1 §"),
        ("Sections 5\u20137 and 9 of the bill", None, "5\u20137 ja 9 §"),
    ],
)
def test_english_provisions_word_first(text: str, target: str | None, provision: str) -> None:
    assert one(text, "en")[2:] == (target, provision)


@pytest.mark.parametrize(
    "text", ["see section 4.2 of the memo", "section 4 of the questionnaire", "sections 2 of our report"]
)
def test_sections_of_what_is_no_act_are_no_references(text: str) -> None:
    assert found(text, "en") == []


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("ehdotettu pykälä 12 a on epäselvä", "12 a §"),
        ("pykälän 5 momentti 2", "5 § 2 mom."),
        ("5. luvun 3. pykälän 2. momentti", "5 luku 3 § 2 mom."),
        ("paragraf 5", "5 §"),
    ],
)
def test_provisions_with_the_word_written_out(text: str, provision: str) -> None:
    assert one(text)[2:] == (None, provision)


@pytest.mark.parametrize(
    "text", ["Pöytäkirja 9.2.2026/Pykälä 12\nKunnanhallitus", "Kunnanhallitus\nPykälä 31\nLausunto", "ks. pykälä 412"]
)
def test_a_decision_s_number_after_its_word_is_no_provision(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "sosiaalihuoltolain (1301/2014, jäljempänä SHL) 14 §. SHL:n 46 §:ssä",
        "sosiaalihuoltolain (1301/2014) (jatkossa SHL) 14 §. SHL 46 §",
        "sosiaalihuoltolain (1301/2014, SHL) 14 §. SHL:n 46 §:n",
        "laki muusta nimestä (1301/2014; jäljempänä huoltolaki) 14 §. huoltolain 46 §",
    ],
)
def test_a_short_name_that_the_text_gives_means_that_act(text: str) -> None:
    assert [(r[2], r[3]) for r in found(text)] == [("1301/2014", "14 §"), ("1301/2014", "46 §")]


def test_an_abbreviation_before_a_chapter_alone() -> None:
    assert one("(TTL 5 luku)")[2:] == (None, "5 luku")
    assert found("(TTL 5 luku)", by_title=True)[0][2:] == ("1290/2002", "5 luku")


def test_a_swedish_act_that_owns_its_provision() -> None:
    assert found("Kommunallagens 64:e paragraf", "sv", by_title=True)[0][2:] == ("410/2015", "64 §")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("laissa henkilötietojen käsittelystä poliisitoimessa (616/2019) säädetään", "616/2019"),
        ("valtioneuvoston asetus tuesta viljelijöille vuodelta 2022 (88/2022)", "88/2022"),
        ("verotuksen toimittamatta jättämisestä arvonlisäverotuksessa (1096/2001)", "1096/2001"),
        ("Laki 22.12.2009/1326 on", "1326/2009"),
    ],
)
def test_a_number_after_a_title_that_goes_on(text: str, target: str) -> None:
    assert one(text)[2] == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Säännös vastaa kuntouttavasta työtoiminnasta annettua lakia.", "189/2001"),
        ("kuntouttavasta työtoiminnasta annetun lain 5 §:n", "189/2001"),
        ("laki viranomaisten toiminnan julkisuudesta 24 §", "621/1999"),
        ("perustuslain 21 §:n", "731/1999"),
        ("hyvinvointialuelain 22 §", "611/2021"),
        ("järjestöjen ja laki tuntemattomasta asiasta 5 §", None),
    ],
)
def test_an_act_by_its_title_alone(text: str, target: str | None) -> None:
    assert [r[2] for r in found(text, by_title=True) if r[2]] == ([target] if target else [])
    assert all(r[2] is None for r in found(text))
