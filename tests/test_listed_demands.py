"""Lists of demands: items in mid-sentence, under a line that introduces them, also at the end of a statement."""

from __future__ import annotations

import hashlib

import pytest

from kannat.model import Document, Outcome
from kannat.reading import StagedReader

READER = StagedReader()
OPENING = "Esimerkkiliitto ry\n\nLAUSUNTO\n\nAsia: VN/1/2026\n\n"


def told(body: str) -> list[tuple[str, str]]:
    text = OPENING + body
    document = Document("s.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    return [(p.span.of(text), str(p.stance)) for p in READER.read(document).positions]


@pytest.mark.parametrize("bullet", ["- ", "– ", "• ", "▪ ", "* ", "1) ", "a) "])
def test_items_speak_with_the_line_that_introduces_them(bullet: str) -> None:
    first = f"Kannatamme:\n{bullet}rajapinnan selkeyttämistä\n{bullet}rahoituksen lisäämistä\n\n"
    assert told(f"{first}Emme kannata:\n{bullet}maksujen korotusta\n") == [
        ("rajapinnan selkeyttämistä", "supports"),
        ("rahoituksen lisäämistä", "supports"),
        ("maksujen korotusta", "opposes"),
    ]


def test_a_list_goes_on_from_a_sentence() -> None:
    items = "- siirtymäaikaa pidennetään vuodella\n- korvaus maksetaan täysimääräisenä\n"
    assert told(f"Luonnosta on valmisteltu pitkään. Esitämme, että\n\n{items}") == [
        ("siirtymäaikaa pidennetään vuodella", "supports"),
        ("korvaus maksetaan täysimääräisenä", "supports"),
    ]


@pytest.mark.parametrize(
    "footer",
    [
        "Lisätietoja:\n- Johtaja, puh. 040 1234567\n- johtaja@esimerkki.example\n",
        "Liitteet:\n- selvitys kustannuksista\n",
        "Jakelu:\n- kirjaamo.tem@gov.example\n- kirjaamo.stm@gov.example\n",
        "Etusivu\nYhteystiedot\nTilaa uutiskirje\n",
    ],
)
def test_what_closes_a_document_is_no_list_of_demands(footer: str) -> None:
    assert told(f"Kannatamme esitystä.\n\n{footer}") == [("Kannatamme esitystä.", "supports")]


def test_a_statement_that_is_a_list_is_read() -> None:
    text = f"{OPENING}Vaadimme\n• siirtymäajan pidentämistä\n• täyttä korvausta kunnille\n"
    document = Document("s.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    reading = READER.read(document)
    assert reading.outcome is Outcome.POSITIONS_FOUND
    assert [str(p.stance) for p in reading.positions] == ["supports", "supports"]


@pytest.mark.parametrize(
    ("body", "stances"),
    [
        (
            "Hei, en kannata tätä esitystä ollenkaan vaan vaadin sen vetämistä takaisin\n\nterveisin kuntalainen\n",
            ["opposes"],
        ),
        (
            "Siirtymäaikaa pitäisi pidentää vuodella\n\nLiitto ei hyväksy leikkauksia missään tapauksessa\n",
            ["supports", "opposes"],
        ),
    ],
)
def test_a_statement_without_a_full_stop_is_read(body: str, stances: list[str]) -> None:
    assert [stance for _, stance in told(body)] == stances
