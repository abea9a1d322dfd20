"""The way from the text as it lies to the text that is read, and exactly back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kannat.model import Document, Span
from kannat.reading.pipeline import structure_of
from kannat.reading.view import View, even_view

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aäöÄ eE.,:-–\n\r\f\t\u00ad\ufeff\u200b\u00a0\u0308\u030a§1290()👍🏽é\u1100\u1161"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Kunta pitää.", "Kunta pitää."),
        (unicodedata.normalize("NFD", "pitää hyvänä"), "pitää hyvänä"),
        ("laki\u00admuutos", "lakimuutos"),
        ("a\u00ad\u0308", "ä"),
        ("rivi\r\nrivi\rrivi", "rivi\nrivi\nrivi"),
        ("sivu\fsivu", "sivu\nsivu"),
        ("\ufeffLausunto 5\u00a0§", "Lausunto 5 §"),
    ],
)
def test_text_is_made_even(text: str, read: str) -> None:
    assert even_view(text).text == read


def test_text_that_is_even_already_is_itself() -> None:
    text = "Vantaan kaupunki pitää sitä hyvänä. 👍"
    view = even_view(text)
    assert view.text is text
    assert view.source(Span(3, 9)) == Span(3, 9)


def test_words_lead_back_to_what_they_were_read_from() -> None:
    text = "Kunta\r\n" + unicodedata.normalize("NFD", "pitää") + " so\u00adpi\u00admusta"
    view = even_view(text)
    start = view.text.index("pitää")
    assert view.source(Span(start, start + 5)).of(text) == unicodedata.normalize("NFD", "pitää")
    start = view.text.index("sopimusta")
    assert view.source(Span(start, start + 9)).of(text) == "so\u00adpi\u00admusta"


def test_joined_parts_lead_back_across_what_was_left_out() -> None:
    text = "alku-\n2 (4)\nloppu"
    joined = View(text).joined([(0, 4, ""), (12, 17, "\n")])
    assert joined.text == "alkuloppu\n"
    assert joined.source(Span(0, 9)) == Span(0, 17)
    assert joined.source(Span(4, 9)).of(text) == "loppu"


@given(TEXTS)
@example("a\u00ad\u0308\r\n\u1100\u1161\u11a8")
def test_every_character_stands_for_the_very_place_it_was_read_from(text: str) -> None:
    view = even_view(text)
    for index, character in enumerate(view.text):
        words = view.source(Span(index, index + 1)).of(text)
        assert character in even_view(words).text


@given(TEXTS)
def test_a_view_is_in_one_normal_form_and_stays_so(text: str) -> None:
    even = even_view(text).text
    assert unicodedata.is_normalized("NFC", even)
    assert even_view(even).text == even


@settings(deadline=None)
@given(TEXTS)
@example("Kunta pitää lakia hyvänä.\r\n\r\n1/3\r\n\r\nKunnan on-\r\nnistui.\f- \u00ad\r\n")
@example("a" * 200 + "\n• b\n* c o d * e o f\n")
def test_sentences_of_any_text_begin_and_end_with_their_own_words(text: str) -> None:
    structure = structure_of(Document("any.txt", "", "text/plain", text))
    whole = structure.prose.view
    for unit in structure.units:
        span = whole.source(unit.span)
        assert 0 <= span.start < span.end <= len(text)
        words = even_view(span.of(text)).text
        assert unit.text[0] in words[:2]
        assert unit.text[-1] in words[-2:]


@settings(deadline=None)
@given(TEXTS)
def test_no_word_of_any_text_is_dropped_unseen(text: str) -> None:
    structure = structure_of(Document("any.txt", "", "text/plain", text))
    read = sum(len(unit.text.split()) for unit in structure.units)
    blocks = [block for part in structure.parts for block in (*([part.heading] if part.heading else []), *part.blocks)]
    assert read <= sum(len(block.text.split()) for block in blocks)
    letters = [c for c in even_view(text).text if c.isalnum()]
    assert sorted(letters) == sorted(c for block in blocks for c in block.text if c.isalnum())
