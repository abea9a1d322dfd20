"""A statement's own diary numbers, and its dates."""

from __future__ import annotations

from datetime import date

import pytest

from kannat.reading.authorities import load_authorities
from kannat.reading.identifiers import find_dates, find_identifiers
from kannat.reading.references import find_references


def identifiers(text: str, consultation: str | None = None) -> tuple[str, ...]:
    return find_identifiers(text, find_references(text, "fi", load_authorities()), consultation)


def test_the_own_number_is_not_the_consultations() -> None:
    text = "KRA/312/14.07.00/2026\n\nMinisteriö on pyytänyt lausuntoa VN/37864/2025."
    assert identifiers(text, "VN/37864/2025") == ("KRA/312/14.07.00/2026",)


def test_a_number_on_the_line_that_refers_to_the_request_is_not_own() -> None:
    assert identifiers("Dnro 12/2026\nViite: Kuuleminen 14.11.2025, dnro 2771/040400/2025\n") == ("12/2026",)


def test_a_repeated_number_counts_once() -> None:
    assert identifiers("HEL 2025-009935\n\nHEL 2025-009935\n") == ("HEL 2025-009935",)


@pytest.mark.parametrize(
    ("text", "language", "statement"),
    [
        ("Hiidenmaan hyvinvointialue\n\nLausunto\n\n16.02.2026\n\nAsia", "fi", date(2026, 2, 16)),
        ("Etusivu\n\nJulkaistu 9.4.2026\n", "fi", date(2026, 4, 9)),
        ("Lähettäjä: a@b.example Lähetetty: 17. helmikuuta 2026 14:02 Vastaanottaja: c", "fi", date(2026, 2, 17)),
        ("Norrskata stad            UTLÅTANDE\nStadsstyrelsen            13.2.2026\n", "sv", date(2026, 2, 13)),
        ("Submission\n\nPublished 18 February 2026\n", "en", date(2026, 2, 18)),
        ("Kunnanhallitus\nPöytäkirja 16.02.2026/Pykälä 26\n", "fi", date(2026, 2, 16)),
        ("Laki on tarkoitettu tulemaan voimaan 1.1.2027, ja sitä ennen on tehtävä paljon muutakin työtä.", "fi", None),
        ("Sivu päivitetty 10.2.2026", "fi", None),
        ("32.13.2026", "fi", None),
        ("", "fi", None),
    ],
)
def test_the_statements_own_date(text: str, language: str, statement: date | None) -> None:
    assert find_dates(text, language).statement == statement


@pytest.mark.parametrize(
    ("text", "language", "asked", "deadline"),
    [
        ("pyytänyt 18.12.2025 päivätyllä lausuntopyynnöllään", "fi", date(2025, 12, 18), None),
        ("Lausuntopyyntönne 18.12.2025, VN/37864/2025", "fi", date(2025, 12, 18), None),
        ("Viite: Oikeusministeriön lausuntopyyntö VN/99001/2026, 2.3.2026", "fi", date(2026, 3, 2), None),
        ("Lausunnon vastausaika päättyy \n18.2.2026.", "fi", None, date(2026, 2, 18)),
        ("pyytää lausuntoa 18.2.2026 mennessä", "fi", None, date(2026, 2, 18)),
        ("Hänv: Begäran om utlåtande VN/37864/2025, 18.12.2025", "sv", date(2025, 12, 18), None),
    ],
)
def test_the_dates_of_the_request(text: str, language: str, asked: date | None, deadline: date | None) -> None:
    dates = find_dates(text, language)
    assert (dates.request, dates.deadline) == (asked, deadline)
