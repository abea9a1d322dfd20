"""Who speaks in a statement, told by each of the signs that a text may give."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_files import STATEMENTS, gold_of, name_of

from kannat.reading.authorities import load_authorities
from kannat.reading.respondents import find_respondents


def respondents(text: str, name: str = "") -> list[tuple[str, str, str]]:
    return [(r.name, str(r.type), r.key) for r in find_respondents(text, (), load_authorities(), name)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kivijoenlahden kaupungin lausunto jätelaista\n\nKannatamme.", "Kivijoenlahden kaupunki", "municipality"),
        ("Ruostejärven kunta\nKunnanhallitus\n\n§ 12\nLausunto", "Ruostejärven kunta", "municipality"),
        ("Kairanmaan liitto\nMaakuntahallitus\n\nLausunto", "Kairanmaan liitto", "regionalCouncil"),
        ("Rantamaan työllisyysalue     LAUSUNTO     1 (4)\n", "Rantamaan työllisyysalue", "employmentArea"),
        ("POHJANSELÄN KOULUTUSKUNTAYHTYMÄ\n\nLausunto", "Pohjanselän koulutuskuntayhtymä", "jointMunicipalAuthority"),
        ("Lausunto 8.4.2026, Dnro 1/2026, Ranta-Sävin käräjäoikeus\n", "Ranta-Sävin käräjäoikeus", "court"),
        ("Varastoalan ammattiliitto Vakan lausunto työajasta", "Varastoalan ammattiliitto Vaka", "tradeUnion"),
        (
            "Kiviaines- ja kaivuualan työnantajat ry\n\nLAUSUNTO",
            "Kiviaines- ja kaivuualan työnantajat ry",
            "employerOrganisation",
        ),
        ("Nuorten turva ry\n\nAsiantuntijalausunto", "Nuorten turva ry", "nonGovernmentalOrganisation"),
        ("Pohjoisrannan Verkko Oy\n\nLausunto\n\nEnergiavirasto", "Pohjoisrannan Verkko Oy", "company"),
        ("Organisaatio: Väestön tutkimuslaitos\n\nVastaus", "Väestön tutkimuslaitos", "researchInstitute"),
        (
            "Kirjoittaja: Kudostautiliitto\n\nKudostautiliitto ei hyväksy leikkausta.",
            "Kudostautiliitto",
            "nonGovernmentalOrganisation",
        ),
        ("Norrskata stads utlåtande om lagen\n\nStaden understöder.", "Norrskata stad", "municipality"),
        (
            "Statement\n\nNorthern Lantern Network for Newcomer Employment (Northern Lantern) welcomes the bill.",
            "Northern Lantern Network for Newcomer Employment",
            "nonGovernmentalOrganisation",
        ),
    ],
)
def test_an_unknown_respondent_by_the_shape_of_its_name(text: str, name: str, kind: str) -> None:
    assert respondents(text) == [(name, kind, "")]


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("Vantaan kaupungin lausunto", "Vantaan kaupunki", "092"),
        ("Kaupunginhallitus 9.2.2026\n\nminna.malli(at)taidekaupunki.fi", "Mänttä-Vilppulan kaupunki", "508"),
        ("Kaupunginhallitus 9.2.2026\n\nkirjaamo@seinajoki.fi", "Seinäjoen kaupunki", "743"),
        ("THL:n lausunto luonnoksesta", "Terveyden ja hyvinvoinnin laitos", "terveyden-ja-hyvinvoinnin-laitos"),
        ("Vasa stads utlåtande", "Vaasan kaupunki", "905"),
    ],
)
def test_a_known_respondent_bears_its_key(text: str, name: str, key: str) -> None:
    assert [(r[0], r[2]) for r in respondents(text)] == [(name, key)]


def test_who_asked_does_not_speak() -> None:
    assert respondents("Oikeusministeriö\nkirjaamo\n\nOikeusministeriö on pyytänyt lausuntoa luonnoksesta.") == []


def test_another_organisation_beside_does_not_speak() -> None:
    text = "Lehtomaan kunnan lausunto\n\nLausunto on valmisteltu yhdessä Kuusimaan kunnan kanssa."
    assert [r[0] for r in respondents(text)] == ["Lehtomaan kunta"]


def test_a_joint_statement_bears_all_its_respondents() -> None:
    text = (
        "Vesistöjen ystävät ry · Kalatieyhdistys Nousu ry · Kyläjärvet ry\n\nYhteislausunto\n\n30.1.2026\n\n"
        + "Kannatamme esitystä, sillä vedet ovat yhteisiä.\n\n" * 8
        + "Vesistöjen ystävät ry, puheenjohtaja\nKalatieyhdistys Nousu ry, sihteeri\nKyläjärvet ry, sihteeri\n"
    )
    assert [r[0] for r in respondents(text)] == ["Vesistöjen ystävät ry", "Kalatieyhdistys Nousu ry", "Kyläjärvet ry"]


def test_a_name_in_two_languages_is_one_respondent() -> None:
    assert [r[0] for r in respondents("Kaarniemen kunta – Skärviks kommun\n\nLausunto / Utlåtande")] == [
        "Kaarniemen kunta"
    ]


def test_a_body_speaks_for_itself_only_where_nothing_else_is_named() -> None:
    body = "Ylä-Kairan seudun ympäristölautakunta\n\nLausunto"
    assert [r[0] for r in respondents(body)] == ["Ylä-Kairan seudun ympäristölautakunta"]
    assert [r[0] for r in respondents("Kairan kaupunki\nYmpäristölautakunta\n\nLausunto")] == ["Kairan kaupunki"]


def test_the_forms_group_decides_what_a_name_leaves_open() -> None:
    text = "Digialan Esimerkki ry\n\nLausunnonantajan taho: elinkeinoelämän järjestö\n\nKannatamme."
    assert respondents(text) == [("Digialan Esimerkki ry", "employerOrganisation", "")]


def test_a_private_person_has_no_name() -> None:
    text = "Virtanen Ville\n\nLausunnonantajan taho\n\n    Yksityishenkilö\n\nKannatan."
    assert respondents(text) == [("yksityishenkilö", "privatePerson", "")]


def test_the_files_name_helps_where_the_text_says_little() -> None:
    text = "Pidämme esitystä hyvänä, sanoi Harjuvirran kaupungissa asuva Ruostejärven kunta."
    assert "Harjuvirran kaupunki" in [r[0] for r in respondents(text, "harjuvirran-kaupunki.txt")]


@pytest.mark.parametrize("text", ["", "-", "Kannatan esitystä.", "Kuntien ja järjestöjen tulee saada rahaa."])
def test_nobody_is_made_up(text: str) -> None:
    assert respondents(text) == []


@pytest.mark.parametrize("statement", STATEMENTS, ids=name_of)
def test_the_seeds_respondents(statement: Path) -> None:
    gold, document = gold_of(statement)
    assert [r[:2] for r in respondents(document.text)] == [(r.name, str(r.type)) for r in gold.respondents]
