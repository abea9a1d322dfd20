"""Passages matched to the codebook: never forced, never by polarity."""

from __future__ import annotations

import pytest

from kannat.model import Consultation, Origin, Proposal
from kannat.reading.proposals import CodebookMatcher, match_settings

CODEBOOK = (
    Proposal(
        "kulut",
        (("fi", "kulukorvausten yhtenäistäminen"), ("sv", "förenhetligande av kostnadsersättningar")),
        Origin.CONSULTATION,
    ),
    Proposal("kokeilu", (("fi", "työkokeilun enimmäiskeston pidentäminen"),), Origin.RESPONDENT, question="q.kokeilu"),
    Proposal("saantely", (("fi", "valmennusten sisällön tarkempi sääntely"),), Origin.CONSULTATION),
)
MATCHER = CodebookMatcher(Consultation("VN-1-2026", "VN/1/2026", (), "om", (), codebook=CODEBOOK))


@pytest.mark.parametrize(
    ("text", "language", "proposal"),
    [
        ("Kaupunki kannattaa kulukorvausten yhtenäistämistä.", "fi", "kulut"),
        ("Työkokeilun maksimikestoa tulee pidentää nykyisestä.", "fi", "kokeilu"),
        ("Kunta ei kannata valmennusten sisällön tarkempaa sääntelyä.", "fi", "saantely"),
        ("Staden understöder att kostnadsersättningarna förenhetligas.", "sv", "kulut"),
    ],
)
def test_a_passage_is_matched_in_its_own_language(text: str, language: str, proposal: str) -> None:
    match = MATCHER.match(text, language)
    assert match is not None
    assert match.proposal.id == proposal
    assert 0.3 <= match.score <= 1


def test_a_passage_on_something_else_stays_unmatched() -> None:
    assert MATCHER.match("Kirjastojen aukioloaikoja tulisi pidentää iltaisin.", "fi") is None


def test_of_two_that_fit_alike_neither_is_taken() -> None:
    text = "Kulukorvausten yhtenäistäminen ja työkokeilun enimmäiskeston pidentäminen."
    assert MATCHER.match(text, "fi") is None


def test_for_and_against_match_alike() -> None:
    scores = {
        MATCHER.ranked(f"Kunta {verb} kulukorvausten yhtenäistämistä.", "fi")[0] for verb in ("kannattaa", "vastustaa")
    }
    assert [match.proposal.id for match in scores] == ["kulut"]


def test_the_sections_question_counts_for_its_proposals() -> None:
    plain = dict(MATCHER.ranked("Kestoa tulee pidentää.", "fi"))
    asked = dict(MATCHER.ranked("Kestoa tulee pidentää.", "fi", "q.kokeilu"))
    assert asked[CODEBOOK[1]] == pytest.approx(plain[CODEBOOK[1]] + match_settings().question_bonus, abs=1e-3)
    assert asked[CODEBOOK[0]] == plain[CODEBOOK[0]]


def test_an_empty_codebook_matches_nothing() -> None:
    empty = CodebookMatcher(Consultation("VN-1-2026", "VN/1/2026", (), "om", ()))
    assert empty.match("Kaupunki kannattaa.", "fi") is None


def test_of_the_proposals_that_are_asked_for_alone_one_is_taken() -> None:
    text = "Kulukorvausten yhtenäistäminen ja työkokeilun enimmäiskeston pidentäminen."
    match = MATCHER.match(text, "fi", among={"kokeilu", "saantely"})
    assert match is not None
    assert match.proposal.id == "kokeilu"


def test_opposites_score_alike() -> None:
    """Likeness is no polarity: which way a passage leans must be read elsewhere."""
    for words in ("tarkempaa sääntelyä kannatetaan", "tarkempaa sääntelyä ei kannateta", "vähemmän tarkkaa sääntelyä"):
        assert MATCHER.ranked(f"Valmennusten sisällön {words}.", "fi")[0].proposal.id == "saantely"
