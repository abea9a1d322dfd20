"""The answers of a statement: headings, bodies, whose words they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from seed_files import STATEMENTS, gold_of, name_of

from kannat.model import Consultation, Document, Question
from kannat.reading.lines import Kind
from kannat.reading.pipeline import Structure, structure_of
from kannat.reading.sections import Voice

QUESTION = Question("VN-1-2026.q", 1, (("fi", "Näkemykset rahoituksesta"), ("sv", "Synpunkter på finansieringen")))
CONSULTATION = Consultation("VN-1-2026", "VN/1/2026", (("fi", "Laki"),), "om", (), questions=(QUESTION,))


def structure(text: str, consultations: Sequence[Consultation] = ()) -> Structure:
    return structure_of(Document("t.txt", "", "text/plain", text), consultations)


def answers(text: str, consultations: Sequence[Consultation] = ()) -> dict[str | None, str]:
    parts = structure(text, consultations).parts
    return {p.heading.text if p.heading else None: " ".join(b.text for b in p.answer) for p in parts if p.answer}


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_seed_sections_stand_at_their_places(path: Path) -> None:
    gold, document = gold_of(path)
    found = structure_of(document)
    spans = {
        " ".join(part.heading.text.split()) if part.heading else None: found.view.source(part.answer[0].span).start
        for part in found.parts
        if part.answer and part.voice is not Voice.OUTSIDE
    }
    starts = {" ".join(s.heading.split()) if s.heading else None: s.span.start for s in gold.sections}
    assert spans.keys() == starts.keys()
    headed = [heading for heading in starts if heading is not None]
    assert [spans[h] for h in headed] == [starts[h] for h in headed]


def test_text_before_the_first_heading_has_none() -> None:
    text = "Lausunto\n\nKiitämme mahdollisuudesta lausua asiasta.\n\nYleistä\n\nLaki on meistä hyvä.\n"
    assert answers(text) == {
        None: "Lausunto Kiitämme mahdollisuudesta lausua asiasta.",
        "Yleistä": "Laki on meistä hyvä.",
    }


def test_an_empty_answer_keeps_its_dash() -> None:
    text = "Lausunnonantajan lausunto\n\nYleiset huomiot\n\n    -\n\nRahoitus\n\n    Raha ei riitä mihinkään.\n"
    assert answers(text)["Yleiset huomiot"] == "-"


def test_prompts_are_neither_headings_nor_answers() -> None:
    text = "1. Onko laki selkeä?\n\nKyllä\n\nPerustele tarvittaessa kantasi\n\n2. Muuta?\n\nEi ole muuta sanottavaa.\n"
    assert answers(text) == {"1. Onko laki selkeä?": "Kyllä", "2. Muuta?": "Ei ole muuta sanottavaa."}


def test_a_question_of_the_consultation_is_a_heading_wherever_it_stands() -> None:
    text = "Alku on tässä lauseessa.\n\nNäkemykset rahoituksesta / Synpunkter på finansieringen\nVain pieni teksti\n"
    parts = structure(text, [CONSULTATION]).parts
    assert [part.heading.question for part in parts if part.heading] == ["VN-1-2026.q"]
    assert parts[1].heading is not None
    assert parts[1].heading.kind is Kind.QUESTION


def test_signatures_lie_outside() -> None:
    text = "Yleistä\n\nLaki on meistä hyvä.\n\nKunnioittavasti\n\nMalli Oy\ntoimitusjohtaja\n"
    assert answers(text) == {"Yleistä": "Laki on meistä hyvä."}


ITEM = (
    "Kunnanhallitus 1.2.2026 § 12\n\nLausunto laista\n\n"
    "Selostus\n\nMinisteriö pyytää lausuntoa. Lakia tulee muuttaa.\n\n"
    "Päätösehdotus\n\nKunnanhallitus antaa seuraavan lausunnon:\n\nRahoitus\n\nRahaa tulee lisätä paljon.\n\n"
    "Tiedoksi\n\nMinisteriö saa tämän tiedoksi.\n"
)


def test_an_items_background_is_not_the_statement() -> None:
    voices = {part.heading.text: part.voice for part in structure(ITEM).parts if part.heading}
    assert voices == {
        "Selostus": Voice.BACKGROUND,
        "Päätösehdotus": Voice.OWN,
        "Rahoitus": Voice.OWN,
        "Tiedoksi": Voice.OUTSIDE,
    }
    read = [unit.text for unit in structure(ITEM).units if unit.skipped is None and unit.kind is Kind.BODY]
    assert read == ["Kunnanhallitus antaa seuraavan lausunnon:", "Rahaa tulee lisätä paljon."]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    text = "Yleistä\n\nEsitämme lakiin kaksi muutosta:\n\n1. Laki tulee perua.\n2. Rahaa on lisättävä.\n"
    assert list(answers(text)) == ["Yleistä"]


def test_a_statement_may_begin_within_the_background() -> None:
    text = (
        "Kunnanhallitus 1.2.2026 § 12\n\nSelostus\n\nMinisteriö pyytää lausuntoa. Lakia tulee muuttaa.\n\n"
        "Kunnanhallitus antaa seuraavan lausunnon:\n\nRahaa tulee lisätä paljon.\n\n"
        "Päätös\n\nEhdotus hyväksyttiin yksimielisesti.\n"
    )
    read = [unit.text for unit in structure(text).units if unit.skipped is None and unit.kind is Kind.BODY]
    assert "Rahaa tulee lisätä paljon." in read
    assert "Lakia tulee muuttaa." not in read


@pytest.mark.parametrize("heading", ["Perustelut", "Muutoksenhaku", "Täytäntöönpano", "Jakelupäivien väheneminen"])
def test_parts_of_decision_items_are_plain_headings_in_a_letter(heading: str) -> None:
    text = f"Asia: Laki\n\nYleistä\n\nLaki on meistä hyvä.\n\n{heading}\n\nRahaa tulee lisätä paljon.\n"
    voices = {part.heading.text: part.voice for part in structure(text).parts if part.heading}
    assert voices == {"Yleistä": Voice.OWN, heading: Voice.OWN}


WRAPPED = (
    "Mallilan kunta\nLausunto\nYleistä\nKunta kiittää mahdollisuudesta lausua luonnoksesta ja toteaa, että sen\n"
    "valmistelu on ollut avointa ja että kuntia on kuultu hyvissä ajoin.\nRahoitus\n"
    "Kunnan mielestä rahoitus on mitoitettu liian pieneksi, kun otetaan huomioon\nuudet tehtävät.\n"
    "2 § Soveltamisala\n-\nMuut huomiot\nKunnalla ei ole muita huomioita tähän esitykseen eikä sen perusteluihin.\n"
)


def test_headings_are_told_in_wrapped_lines_without_blank_ones() -> None:
    headings = [part.heading.text for part in structure(WRAPPED).parts if part.heading]
    assert headings == ["Yleistä", "Rahoitus", "2 § Soveltamisala", "Muut huomiot"]


def test_a_heading_of_headings_is_one_too() -> None:
    text = "Yleistä\n\nLaki on meistä hyvä.\n\nRahoitus\n\n2.1 Kunnat\n\nRahaa tulee lisätä paljon.\n"
    headings = [part.heading.text for part in structure(text).parts if part.heading]
    assert headings == ["Yleistä", "Rahoitus", "2.1 Kunnat"]


@pytest.mark.parametrize("answer", ["Kyllä, kannatamme säännöstä", "Ei.", "Kyllä tulisi."])
def test_a_short_answer_is_no_heading(answer: str) -> None:
    text = f"1. Onko laki selkeä?\n\n{answer}\n\nSiitä on meille hyötyä.\n\n2. Muuta?\n\nEi ole muuta sanottavaa.\n"
    assert list(answers(text)) == ["1. Onko laki selkeä?", "2. Muuta?"]
