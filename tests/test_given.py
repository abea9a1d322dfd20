"""What a source states of a statement goes before what its text seems to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kannat.model import Consultation, Document, Given, MatchEvidence, OrganisationType, Respondent
from kannat.reading import read

TEXT = "Espoon kaupunki\nLausunto 1.2.2026\nVN/1/2026\n\nEspoon kaupunki kannattaa esitystä.\n"
WEB_ID = "6f1c2d3e-0000-4000-8000-00000000abcd"
OTHER = Consultation("VN-2-2026", "VN/2/2026", (("fi", "Toinen laki"),), "om", (), web_ids=(WEB_ID,))


def document(**given: object) -> Document:
    return replace(Document("t.txt", "0" * 64, "text/plain", TEXT), given=Given(**given))  # type: ignore[arg-type]


def test_without_anything_given_the_text_tells() -> None:
    found = read(document(), [OTHER])
    assert [respondent.name for respondent in found.respondents] == ["Espoon kaupunki"]
    assert (found.dates.statement, found.consultation.key) == (date(2026, 2, 1), "VN-1-2026")


def test_a_given_respondent_known_to_the_authority_bears_its_key() -> None:
    found = read(document(respondents=("Vantaan kaupunki",)))
    assert found.respondents == (Respondent("Vantaan kaupunki", OrganisationType.MUNICIPALITY, "092"),)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("company", OrganisationType.COMPANY), (None, OrganisationType.NON_GOVERNMENTAL_ORGANISATION)],
)
def test_an_unknown_respondent_is_of_the_given_kind_or_of_what_its_name_tells(
    kind: str | None, type_: OrganisationType
) -> None:
    found = read(document(respondents=("Mallikylän Ystävät ry",), respondent_kind=kind))
    assert found.respondents == (Respondent("Mallikylän Ystävät ry", type_),)


def test_several_given_respondents_keep_their_order() -> None:
    found = read(document(respondents=("Vantaan kaupunki", "Espoon kaupunki")))
    assert [respondent.name for respondent in found.respondents] == ["Vantaan kaupunki", "Espoon kaupunki"]


def test_a_private_respondent_bears_no_name() -> None:
    found = read(document(private=True))
    assert found.respondents == (Respondent("privatePerson", OrganisationType.PRIVATE_PERSON),)


@pytest.mark.parametrize(
    ("named", "evidence"),
    [
        ("VN/2/2026", MatchEvidence.CASE_NUMBER),
        (WEB_ID.upper(), MatchEvidence.WEB_ADDRESS),
    ],
)
def test_a_given_consultation_is_the_one(named: str, evidence: MatchEvidence) -> None:
    match = read(document(consultation=named), [OTHER]).consultation
    assert (match.key, match.identifier, match.evidence, match.confidence) == ("VN-2-2026", "VN/2/2026", (evidence,), 1)


def test_a_given_case_number_counts_although_nothing_describes_it() -> None:
    match = read(document(consultation="VN/9/2026"), [OTHER]).consultation
    assert (match.key, match.identifier) == ("VN-9-2026", "VN/9/2026")


def test_an_address_of_no_described_consultation_leaves_it_to_the_text() -> None:
    assert read(document(consultation=WEB_ID)).consultation.key == "VN-1-2026"


def test_a_given_date_is_the_statements() -> None:
    assert read(document(issued=date(2026, 3, 4))).dates.statement == date(2026, 3, 4)
