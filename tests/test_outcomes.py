"""Nothing answered, nothing to say, no stance found, nothing that could be read: four different results."""

from __future__ import annotations

import pytest

from kannat.model import Document, Outcome, Reading, Status
from kannat.reading import read

SAMI = (
    "Sámediggi oaivvilda ahte láhka galgá váldit vuhtii sápmelaččaid vuoigatvuođaid buorebut go dál, dasgo giella ja "
    "kultuvra leat vuođđolágas dorvvastuvvon. Evttohus ii leat doarvái čielggas dán oasis."
)


def reading(text: str) -> Reading:
    return read(Document("t.txt", "0" * 64, "text/plain", text))


def form(heading: str, answer: str, begins: str = "Lausunnonantajan lausunto") -> str:
    return f"Mallilan kunta\n\nLausunto\n\n12.3.2026\n\n{begins}\n\n{heading}\n\n    {answer}\n\n"


@pytest.mark.parametrize(
    "answer", ["-", "–", "(ei vastausta)", "Ei vastausta", "inget svar", "(tomt)", "No answer", "..."]
)
def test_an_empty_answer_is_empty(answer: str) -> None:
    found = reading(form("Kommentit rahoituksesta", answer))
    assert [s.outcome for s in found.sections if s.heading] == [Outcome.EMPTY]
    assert (found.outcome, found.positions) == (Outcome.EMPTY, ())


@pytest.mark.parametrize(
    "answer",
    [
        "Ei lausuttavaa.",
        "Ei lausuttavaa",
        "Ei kommentoitavaa.",
        "Ei huomautettavaa",
        "Kunnalla ei ole asiasta lausuttavaa.",
        "Inget att yttra.",
        "Inget att anföra",
        "Inget att anmärka.",
        "Inga kommentarer",
        "Kommunen har inget att anföra om utkastet.",
        "No comments.",
        "No comment",
        "Nothing to add",
        "The municipality has no comments on the draft.",
    ],
)
def test_an_answer_that_says_so_has_nothing_to_say(answer: str) -> None:
    found = reading(form("Kommentit rahoituksesta", answer))
    assert [s.outcome for s in found.sections if s.heading] == [Outcome.NOTHING_TO_SAY]
    assert found.outcome is Outcome.NOTHING_TO_SAY


@pytest.mark.parametrize(
    "answer",
    [
        "Kunnassa on 5 000 asukasta ja kolme koulua. Koulut on rakennettu vuosina 1952–1978.",
        "I kommunen finns det 5 000 invånare och tre skolor. Skolorna byggdes på 1950-talet.",
        "There are 5,000 inhabitants and three schools in the municipality.",
    ],
)
def test_facts_alone_take_no_stance(answer: str) -> None:
    found = reading(form("Kommentit rahoituksesta", answer))
    assert [s.outcome for s in found.sections if s.heading] == [Outcome.NO_STANCE_FOUND]
    assert found.outcome is Outcome.NO_STANCE_FOUND


def test_an_answer_in_a_language_that_is_not_known_could_not_be_read() -> None:
    found = reading(form("Kommentit rahoituksesta", SAMI))
    assert [(s.outcome, s.language) for s in found.sections if s.heading] == [(Outcome.FAILED, None)]
    assert found.outcome is Outcome.FAILED


def test_one_unread_answer_leaves_the_others_what_they_are() -> None:
    text = f"{form('Kommentit rahoituksesta', SAMI)}Kommentit vaikutuksista\n\n    Kunta kannattaa esitystä.\n\n"
    found = reading(f"{text}Muut huomiot\n\n    -\n")
    assert [s.outcome for s in found.sections if s.heading] == [
        Outcome.FAILED,
        Outcome.POSITIONS_FOUND,
        Outcome.EMPTY,
    ]
    assert found.outcome is Outcome.POSITIONS_FOUND


def test_a_document_without_a_sentence_of_the_respondents_could_not_be_read() -> None:
    found = reading("Siirry sisältöön\nHyväksy kaikki evästeet\nTilaa uutiskirje\n")
    assert (found.outcome, found.coverage.read) == (Outcome.FAILED, 0)


def test_an_attached_statement_is_missing_and_not_a_failed_reading() -> None:
    text = (
        "Kunnanhallitus 1.2.2026 § 12\n\nLausunto laista\n\nPäätösehdotus\n\n"
        "Kunnanhallitus päättää antaa liitteenä olevan lausunnon.\n\nPäätös\n\nEhdotus hyväksyttiin.\n"
    )
    found = reading(text)
    assert (found.status, found.outcome) == (Status.ATTACHMENT_MISSING, Outcome.NO_STANCE_FOUND)


MIXED = (
    "Skärnäs stad\n\nLausunto\n\nLausunnonantajan lausunto\n\n"
    "Yleiset kommentit\n\n    Kaupunki pitää esitystä tarpeellisena ja kannattaa sitä.\n\n"
    "Kielelliset oikeudet / Språkliga rättigheter\n\n    Servicen bör ordnas på båda språken vid alla servicepunkter."
    "\n\nAikataulu / Tidtabell\n\n    2028\n\n"
)


def test_each_answer_of_a_mixed_form_is_in_its_own_language() -> None:
    found = reading(MIXED)
    assert [(s.heading, s.language) for s in found.sections if s.heading] == [
        ("Yleiset kommentit", "fi"),
        ("Kielelliset oikeudet / Språkliga rättigheter", "sv"),
        ("Aikataulu / Tidtabell", None),
    ]
    assert found.language == "mul"
    assert len(found.positions) == 2


def test_a_swedish_statement_on_a_finnish_form_is_swedish() -> None:
    answer = "Staden understöder förslaget, men vi anser att tidtabellen är för stram."
    found = reading(form("Voitte kirjoittaa lausuntonne alla olevaan tekstikenttään", answer))
    assert (found.language, found.outcome) == ("sv", Outcome.POSITIONS_FOUND)
