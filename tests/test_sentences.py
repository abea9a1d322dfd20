"""Where sentences end, and where they only seem to."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kannat.model import Document, Span
from kannat.reading.pipeline import structure_of
from kannat.reading.sentences import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "whole",
    [
        "Lakia sovelletaan mm. Vantaalla ja esim. Espoossa.",
        "Lausunto annettiin 18. joulukuuta 2025 Helsingissä.",
        "Määräaika on 18.2.2026 ja numero VN/37864/2025.",
        "Katso 4 §:n 2 mom. 3 kohta.",
        "Summa oli 1.200 euroa, n. 5 % enemmän.",
        "Utlåtandet gäller bl.a. Vanda stad.",
        "See e.g. Section 5 of the Act.",
        "Uusi raja on 1. tammikuuta.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(whole: str) -> None:
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kunta kannattaa. Kunta vastustaa.", 2),
        ("Onko näin? Kyllä on! Hyvä.", 3),
        ("Hän sanoi: ”Ei käy.” Asia jäi siihen.", 2),
        ("Laki tuli voimaan vuonna 2025. Sen jälkeen työ alkoi.", 2),
        ("Siitä säädetään laissa (380/2023). Muuta ei ole.", 2),
        ("Se loppui… Nyt jatketaan.", 2),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_nothing_but_blanks_lies_between_sentences() -> None:
    text = "Ensimmäinen.   Toinen! Kolmas?"
    spans = sentences(text, Span(0, len(text)))
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    for before, after in pairwise(spans):
        assert not text[before.end : after.start].strip()


def prose(text: str) -> str:
    return structure_of(Document("t.txt", "", "text/plain", text)).prose.view.text


def test_lines_are_unwrapped_and_hyphens_at_their_ends_joined() -> None:
    text = "Kunnan palve-\nlut ja työ-\nja elinkeinoministeriön ohjeet ovat TYM-\nasiakkuuden\nkannalta  hyviä.\n"
    assert prose(text) == (
        "Kunnan palvelut ja työ- ja elinkeinoministeriön ohjeet ovat TYM-asiakkuuden kannalta hyviä.\n"
    )


def test_a_page_that_breaks_a_sentence_leaves_it_whole() -> None:
    text = (
        "Kunta katsoo, että sopimusta on val-\n\nLausuntopalvelu.fi        1/3\n\n\nmisteltu pitkään ja huolella.\n\n"
        "Asia on tärkeä.\n"
    )
    assert "sopimusta on valmisteltu pitkään" in prose(text)
