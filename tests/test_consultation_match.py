"""Which consultation a text answers, and who asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from seed_files import REAL, STATEMENTS, described, document_of, gold_of, name_of

from kannat.model import Consultation, ConsultationMatch, MatchEvidence
from kannat.reading.authorities import load_authorities
from kannat.reading.consultation_match import find_requester, match_consultation
from kannat.reading.identifiers import find_dates
from kannat.reading.references import find_references

MANTTA = REAL / "statements/mantta-vilppulan-kaupunki.txt"
ROUND = Consultation(
    key="VN-1-2026",
    identifier="VN/1/2026",
    titles=(("fi", "Luonnos asetukseksi talousveden laatuvaatimuksista ja valvontatutkimuksista"),),
    requester="sosiaali-ja-terveysministerio",
    requester_names=(("fi", "sosiaali- ja terveysministeriö"),),
    request_date=date(2026, 1, 5),
    deadline=date(2026, 2, 27),
    web_ids=("0a1b2c3d-0000-4444-8888-0123456789ab",),
)


def match(text: str, *consultations: Consultation, language: str = "fi") -> ConsultationMatch:
    references = find_references(text, language, load_authorities())
    return match_consultation(text, language, consultations, references, find_dates(text, language))


def test_the_case_number_decides() -> None:
    found = match("Asia: VN/1/2026", ROUND)
    assert (found.key, found.identifier) == ("VN-1-2026", "VN/1/2026")
    assert found.evidence == (MatchEvidence.CASE_NUMBER,)
    assert found.confidence == 0.99


def test_a_case_number_that_nothing_bears_is_kept() -> None:
    found = match("Asia: VN/2/2026", ROUND)
    assert (found.key, found.identifier, found.evidence) == ("VN-2-2026", "VN/2/2026", (MatchEvidence.CASE_NUMBER,))


def test_another_case_number_stands_against_title_and_dates() -> None:
    text = f"VN/2/2026\n{ROUND.titles[0][1]}\nSosiaali- ja terveysministeriö pyytää lausuntoa 27.2.2026 mennessä."
    assert match(text, ROUND).key == "VN-2-2026"


def test_the_number_of_a_document_in_the_case_is_the_cases() -> None:
    assert match("Viite: VN/1/2026-STM-3", ROUND).key == "VN-1-2026"


def test_the_web_address_suffices() -> None:
    text = "https://www.lausuntopalvelu.fi/FI/Proposal/Participation?proposalId=0A1B2C3D-0000-4444-8888-0123456789AB"
    found = match(text, ROUND)
    assert (found.key, found.evidence) == ("VN-1-2026", (MatchEvidence.WEB_ADDRESS,))


def test_title_requester_and_deadline_together_suffice() -> None:
    text = (
        "Sosiaali- ja terveysministeriö pyytää lausuntoa luonnoksesta asetukseksi talousveden laatuvaatimuksista\n"
        "ja valvontatutkimuksista 27.2.2026 mennessä."
    )
    found = match(text, ROUND)
    assert found.evidence == (MatchEvidence.TITLE, MatchEvidence.REQUESTER, MatchEvidence.DEADLINE)
    assert found.key == "VN-1-2026"
    assert found.requester == "sosiaali- ja terveysministeriö"


def test_too_little_evidence_matches_nothing() -> None:
    found = match("Sosiaali- ja terveysministeriö pyytää lausuntoa toisesta asiasta 27.2.2026 mennessä.", ROUND)
    assert (found.key, found.identifier, found.evidence, found.confidence) == (None, None, (), None)


def test_an_own_diary_number_is_not_the_consultations() -> None:
    assert match("889/14.00.01/2026\n\nLausunto talousvedestä", ROUND).key is None


def test_the_second_seed_meets_the_first_without_a_case_number() -> None:
    found = match(document_of(MANTTA).text, *described(REAL))
    assert found.key == "VN-37864-2025"
    assert set(found.evidence) == {
        MatchEvidence.WEB_ADDRESS,
        MatchEvidence.TITLE,
        MatchEvidence.REQUESTER,
        MatchEvidence.DEADLINE,
    }


@pytest.mark.parametrize("statement", STATEMENTS, ids=name_of)
def test_the_seeds_requesters(statement: Path) -> None:
    gold, document = gold_of(statement)
    assert match(document.text, language=gold.language).requester == gold.consultation.requester


@pytest.mark.parametrize(
    ("text", "requester"),
    [
        ("Oikeusministeriö on pyytänyt lausuntoa.", "oikeusministerio"),
        ("Lausunto valtiovarainministeriölle 8.4.2026", "valtiovarainministerio"),
        ("Till\nJustitieministeriet\n", "oikeusministerio"),
        ("Energiavirasto on pyytänyt verkonhaltijoiden näkemyksiä.", "energiavirasto"),
        ("Asiaa hoitaa kaiketi myös valtiovarainministeriö muiden mukana.", ""),
    ],
)
def test_who_asked(text: str, requester: str) -> None:
    assert find_requester(text, "mul", load_authorities()) == requester
