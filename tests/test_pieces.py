"""What a format marks, and what was asked, is known before the text's shape is looked at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kannat.model import Consultation, Document, Mark, MarkRole, Question, Span
from kannat.reading import read
from kannat.reading.layouts import Layout
from kannat.reading.lines import Kind
from kannat.reading.pieces import pieces_of
from kannat.reading.pipeline import Structure, structure_of
from kannat.reading.view import even_view

ASKED = Question(
    "VN-1-2026.q1", 1, (("fi", "Miten arvioitte rahoituksen riittävyyttä?"), ("sv", "Hur bedömer ni finansieringen?"))
)
CONSULTATION = Consultation("VN-1-2026", "VN/1/2026", (("fi", "Laki"),), "om", (), questions=(ASKED,))


def document(text: str, *marks: tuple[str, MarkRole]) -> Document:
    spans = [Mark(Span(text.index(words), text.index(words) + len(words)), role) for words, role in marks]
    return Document("t.txt", "0" * 64, "text/plain", text, marks=tuple(sorted(spans, key=lambda mark: mark.span)))


def answers(structure: Structure) -> dict[str | None, str]:
    return {
        part.heading.text if part.heading else None: " ".join(block.text for block in part.answer)
        for part in structure.parts
        if part.answer
    }


def kinds(structure: Structure, words: str) -> list[Kind]:
    blocks = [b for part in structure.parts for b in (*([part.heading] if part.heading else []), *part.blocks)]
    return [block.kind for block in blocks if words in block.text]


def test_what_is_marked_as_noise_is_never_read() -> None:
    text = "Kunta kannattaa lakia.\nVerkkokauppa kannattaa alennuksia.\nKunta vastustaa leikkauksia.\n"
    found = read(document(text, ("Verkkokauppa kannattaa alennuksia.", MarkRole.NOISE)))
    assert [position.span.of(text) for position in found.positions] == [
        "Kunta kannattaa lakia.",
        "Kunta vastustaa leikkauksia.",
    ]
    assert dict(found.coverage.skipped) == {"noise": 1}


def test_noise_within_a_sentence_leaves_it_whole() -> None:
    text = "Kunta pitää sopimusta 2 (4) hyvänä ja kannattaa sitä."
    structure = structure_of(document(text, ("2 (4)", MarkRole.NOISE)))
    assert "Kunta pitää sopimusta hyvänä ja kannattaa sitä." in structure.prose.view.text


def test_a_marked_heading_heads_whatever_it_looks_like() -> None:
    text = "rahoituksesta ja muusta.\nRahaa on liian vähän kaikille.\nYleistä\nKunta kannattaa lakia.\n"
    marked = document(text, ("rahoituksesta ja muusta.", MarkRole.HEADING))
    assert answers(structure_of(marked)) == {
        "rahoituksesta ja muusta.": "Rahaa on liian vähän kaikille.",
        "Yleistä": "Kunta kannattaa lakia.",
    }


def test_a_marked_heading_of_two_lines_is_one_heading() -> None:
    text = "Näkemyksemme rahoituksesta\nja muusta\nRahaa on liian vähän kaikille.\n"
    marked = document(text, ("Näkemyksemme rahoituksesta\nja muusta", MarkRole.HEADING))
    assert answers(structure_of(marked)) == {"Näkemyksemme rahoituksesta ja muusta": "Rahaa on liian vähän kaikille."}


def test_a_title_heads_nothing() -> None:
    text = "Rahoitus kuntoon\nKunta kannattaa lakia.\n"
    structure = structure_of(document(text, ("Rahoitus kuntoon", MarkRole.TITLE)))
    assert list(answers(structure)) == [None]


def test_a_marked_heading_above_all_others_is_the_title_where_it_is_worded_like_one() -> None:
    title = "Lausunto rahoituslain luonnoksesta"
    text = f"{title}\nKiitämme mahdollisuudesta lausua.\nRahoitus\nKunta kannattaa lakia.\n"
    marked = document(text, (title, MarkRole.HEADING), ("Rahoitus\n", MarkRole.HEADING))
    assert answers(structure_of(marked)) == {
        None: f"{title} Kiitämme mahdollisuudesta lausua.",
        "Rahoitus": "Kunta kannattaa lakia.",
    }


def test_a_marked_question_is_no_position_of_the_respondent() -> None:
    text = "Kuntien tulee maksaa kulut.\nKunta vastustaa tätä.\n"
    found = read(document(text, ("Kuntien tulee maksaa kulut.", MarkRole.QUESTION)))
    assert [position.span.of(text) for position in found.positions] == ["Kunta vastustaa tätä."]
    assert [section.heading for section in found.sections] == ["Kuntien tulee maksaa kulut."]


def test_a_marked_question_of_the_consultation_bears_its_key() -> None:
    text = "Hur bedömer ni finansieringen?\nStaden understöder den.\n"
    marked = document(text, ("Hur bedömer ni finansieringen?", MarkRole.QUESTION))
    structure = structure_of(marked, [CONSULTATION])
    assert [part.heading.question for part in structure.parts if part.heading] == ["VN-1-2026.q1"]


def test_a_marked_item_is_an_item_without_a_bullet() -> None:
    text = "Esitämme kaksi muutosta:\nLaki tulee perua.\nRahaa on lisättävä.\n"
    marked = document(text, ("Laki tulee perua.", MarkRole.ITEM), ("Rahaa on lisättävä.", MarkRole.ITEM))
    assert kinds(structure_of(marked), "perua") == [Kind.ITEM]
    assert kinds(structure_of(marked), "lisättävä") == [Kind.ITEM]


@pytest.mark.parametrize(
    "text",
    [
        "Kunta kiittää. Miten arvioitte rahoituksen riittävyyttä? Rahaa on liian vähän kaikille.",
        "Kunta kiittää. 1. Miten arvioitte rahoituksen riittävyyttä? Rahaa on liian vähän kaikille.",
        "Miten arvioitte rahoituksen riittävyyttä? Rahaa on liian vähän kaikille.",
    ],
)
def test_a_question_of_the_consultation_is_found_in_running_text(text: str) -> None:
    structure = structure_of(document(text), [CONSULTATION])
    headed = [part for part in structure.parts if part.heading]
    assert [part.heading.question for part in headed if part.heading] == ["VN-1-2026.q1"]
    assert [block.text for block in headed[0].blocks] == ["Rahaa on liian vähän kaikille."]


def test_a_question_quoted_in_a_sentence_heads_nothing() -> None:
    text = "Kysymykseen Miten arvioitte rahoituksen riittävyyttä? vastaamme myöhemmin."
    assert not any(part.heading for part in structure_of(document(text), [CONSULTATION]).parts)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("Kannatatteko lakia?\n[ ] Kyllä [x] Ei [ ] En osaa sanoa\n", ["Ei"]),
        ("Kannatatteko lakia?\n( ) Kyllä\n(X) Ei\n", ["Ei"]),
        ("Kannatatteko lakia?\n☒ Kyllä ☐ Ei\n", ["Kyllä"]),
        ("Kannatatteko lakia?\n○ Kyllä ○ Ei ● En osaa sanoa\n", ["En osaa sanoa"]),
        ("Kannatatteko lakia?\nKyllä (x)  Ei ( )\n", ["Kyllä"]),
        ("Kannatatteko lakia?\n\nKyllä\nEi X\nEi kantaa\n", ["Ei"]),
        ("Understöder ni lagen?\n\nJa X\nNej\n", ["Ja"]),
        ("Do you support the act?\n\nYes\nNo X\n", ["No"]),
    ],
)
def test_of_several_options_the_chosen_one_alone_is_the_answer(text: str, chosen: list[str]) -> None:
    structure = structure_of(document(text))
    options = [b.text for part in structure.parts for b in part.blocks if b.kind is Kind.OPTION]
    assert options == chosen


@pytest.mark.parametrize("text", ["Katso liite (x) ja kaava X\n", "● Laki tulee perua.\n", "Luokka X\n"])
def test_a_cross_or_a_bullet_alone_chooses_nothing(text: str) -> None:
    structure = structure_of(document(text))
    assert not [b for part in structure.parts for b in part.blocks if b.kind in (Kind.OPTION, Kind.PROMPT)]


FOOT = "Malliliitto ry, Mallikatu 1, Helsinki Y-tunnus 1234567-8"


def test_the_feet_of_pages_that_are_run_into_sentences_are_noise() -> None:
    text = (
        f"Malliliitto ry LAUSUNTO 1 (3)\n\nLiitto pitää lakia {FOOT} Malliliitto ry LAUSUNTO 2 (3) hyvänä ja kannattaa "
        f"sitä. Rahaa on {FOOT} Malliliitto ry LAUSUNTO 3 (3) lisättävä.\n{FOOT}\n"
    )
    structure = structure_of(document(text))
    assert structure.layout.id == "flattenedLetter"
    assert structure.prose.view.text.splitlines() == [
        "Malliliitto ry LAUSUNTO 1 (3)",
        "Liitto pitää lakia hyvänä ja kannattaa sitä. Rahaa on lisättävä.",
    ]


MARKS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(MarkRole)), max_size=6)


def marked_anyhow(text: str, marks: Sequence[tuple[int, int, MarkRole]]) -> Document:
    spans = [Mark(Span(start, start + length), role) for start, length, role in marks if start + length <= len(text)]
    return Document("t.txt", "0" * 64, "text/plain", text, marks=tuple(sorted(spans, key=lambda mark: mark.span)))


@settings(deadline=None)
@given(st.text(alphabet="aäA .\n?:-\r\u0308[]xX1", max_size=80), MARKS)
def test_no_word_is_lost_however_a_text_is_marked(text: str, marks: list[tuple[int, int, MarkRole]]) -> None:
    structure = structure_of(marked_anyhow(text, marks))
    blocks = [b for part in structure.parts for b in (*([part.heading] if part.heading else []), *part.blocks)]
    letters = [c for c in even_view(text).text if c.isalnum()]
    assert sorted(letters) == sorted(c for block in blocks for c in block.text if c.isalnum())


@settings(deadline=None)
@given(st.text(alphabet="aäA .\n?:-\r\u0308[]xX1", max_size=80), MARKS)
def test_pieces_are_in_order_and_do_not_overlap(text: str, marks: list[tuple[int, int, MarkRole]]) -> None:
    marked = marked_anyhow(text, marks)
    pieces = pieces_of(even_view(text), Layout("t", marked_options=True), marked.marks, ())
    ends = [0, *(piece.span.end for piece in pieces)]
    assert all(end <= piece.span.start for end, piece in zip(ends, pieces, strict=False))
