"""Which sentences take a stance, which only seem to, and in which words."""

from __future__ import annotations

import pytest

from kannat.errors import MalformedData
from kannat.model import Document, Origin, PositionPassage, Stance
from kannat.reading import StagedReader, data
from kannat.reading.closed_answers import closed_stance
from kannat.reading.cues import cues
from kannat.reading.judging import judge
from kannat.reading.positions import RuleFinder
from kannat.reading.targets import target_phrase

SUPPORTS, RESERVED = Stance.SUPPORTS, Stance.SUPPORTS_WITH_RESERVATIONS
CONCERNED, OPPOSES, NOTHING = Stance.CONCERNED, Stance.OPPOSES, Stance.NO_POSITION


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Kaupunki kannattaa pyöräteiden leventämistä.", SUPPORTS),
        ("Liitto pitää ehdotettua siirtymäaikaa riittävänä.", SUPPORTS),
        ("Esityksen tavoite on tervetullut.", SUPPORTS),
        ("Rahoitusta tulisi lisätä pysyvästi.", SUPPORTS),
        ("Valvonta on järjestettävä alueellisesti.", SUPPORTS),
        ("Virasto esittää, että määräaika pidennetään vuoteen.", SUPPORTS),
        ("Asetusta on syytä täsmentää.", SUPPORTS),
        ("Kunta kannattaa velvoitetta, mikäli valtio korvaa kulut.", RESERVED),
        ("Uudistus on lähtökohtaisesti kannatettava.", RESERVED),
        ("Ehdotus on hyvä, mutta sen aikataulu on tiukka.", RESERVED),
        ("Liitto on huolissaan nuorten jaksamisesta.", CONCERNED),
        ("Muutos saattaa vaikeuttaa pienten yritysten toimintaa.", CONCERNED),
        ("Vaikutusten arviointi jää puutteelliseksi.", CONCERNED),
        ("Rahoitus ei riitä uusiin tehtäviin.", CONCERNED),
        ("Kunta ei kannata maksun korottamista.", OPPOSES),
        ("Järjestö vastustaa leikkauksia.", OPPOSES),
        ("Emme pidä uutta lupaa tarpeellisena.", OPPOSES),
        ("Maksua ei tule periä lapsilta.", OPPOSES),
        ("Kirjasto ei saa muuttua maksulliseksi.", OPPOSES),
        ("Virastolla ei ole asiassa lausuttavaa.", NOTHING),
        ("Verotukseen liitto ei ota kantaa.", NOTHING),
    ],
)
def test_finnish_wording_takes_its_stance(text: str, stance: Stance) -> None:
    assert judge(text, cues("fi")).stance is stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Staden understöder förslaget.", SUPPORTS),
        ("Tidsfristen bör förlängas.", SUPPORTS),
        ("Förbundet stöder målet, men finansieringen är öppen.", RESERVED),
        ("Kommunen befarar att servicen försämras.", CONCERNED),
        ("Vi motsätter oss avgiften.", OPPOSES),
        ("Avgiften får inte höjas.", OPPOSES),
        ("Staden har inget att anföra.", NOTHING),
    ],
)
def test_swedish_wording_takes_its_stance(text: str, stance: Stance) -> None:
    assert judge(text, cues("sv")).stance is stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We support the aim of the bill.", SUPPORTS),
        ("Guidance should be free of charge.", SUPPORTS),
        ("We support the fee, provided that children are exempt.", RESERVED),
        ("We are concerned that small firms will leave.", CONCERNED),
        ("The association opposes the new fee.", OPPOSES),
        ("Fees should not be raised.", OPPOSES),
        ("We have no comments on the fees.", NOTHING),
    ],
)
def test_english_wording_takes_its_stance(text: str, stance: Stance) -> None:
    assert judge(text, cues("en")).stance is stance


@pytest.mark.parametrize(
    "text",
    [
        "Esitys pitää sisällään kolme pykälää.",
        "Laki tulee voimaan vuoden alussa.",
        "Uusia asiakkaita tulee palveluun syksyisin.",
        "Hanke edellyttää yhteistyötä.",
        "Liitto esittää seuraavat huomiot.",
        "Luonnoksessa ehdotetaan, että maksua korotettaisiin.",
        "Muistion mukaan palveluja tulisi yhdistää.",
        "Hallitus esittää maksun poistamista.",
        "Työryhmä pitää maksua tarpeellisena.",
        "Erään kunnan mielestä maksusta tulisi luopua.",
        "Viime vuonna asiakkaita oli 2 400.",
        "Kiitämme mahdollisuudesta lausua tärkeästä asiasta.",
        "Ministeriön kerrotaan tehneen selvityksen, jota tulisi täydentää.",
    ],
)
def test_what_the_draft_or_others_say_and_what_only_sounds_like_a_stance_is_none(text: str) -> None:
    assert judge(text, cues("fi")).stance is None


def positions(text: str) -> list[tuple[str, Stance]]:
    return [(p.span.of(text), p.stance) for p in passages(text)]


def passages(text: str) -> tuple[PositionPassage, ...]:
    return StagedReader(RuleFinder()).read(Document("t.txt", "", "text/plain", text)).positions


def test_support_weakened_by_the_next_sentence_is_one_passage_with_its_condition() -> None:
    text = "Liitto pitää uudistusta hyvänä. Aikataulu on kuitenkin kireä.\n"
    (passage,) = passages(text)
    assert passage.stance is RESERVED
    assert passage.span.of(text) == text.strip()
    assert passage.condition is not None
    assert passage.condition.of(text) == "Aikataulu on kuitenkin kireä."


def test_a_weakening_clause_that_demands_is_a_position_besides() -> None:
    text = "Kunta pitää velvoitetta hyvänä, mutta kulut on korvattava kunnille.\n"
    assert positions(text) == [
        (text.strip(), RESERVED),
        ("kulut on korvattava kunnille.", SUPPORTS),
    ]


def test_a_pronoun_takes_in_the_sentence_that_names_its_object() -> None:
    text = "Määrittely on laissa väljä. Kaupunki pitää sitä hyvänä.\n"
    assert positions(text) == [(text.strip(), SUPPORTS)]


def test_grounds_are_reasons_and_no_positions() -> None:
    text = "Kulut on korvattava, sillä kunnilla ei ole varaa. Tällöin palvelu ei heikkene.\n"
    (passage,) = passages(text)
    assert [reason.of(text) for reason in passage.reasons] == [
        "sillä kunnilla ei ole varaa.",
        "Tällöin palvelu ei heikkene.",
    ]


def test_a_heading_that_is_a_demand_is_a_position_and_a_plain_one_is_not() -> None:
    text = "Yleistä\n\nAlku on täällä.\n\nTyöpajoille on turvattava rahoitus\n\nNiitä on kolme maassamme.\n"
    assert positions(text) == [("Työpajoille on turvattava rahoitus", SUPPORTS)]


def test_items_of_a_list_are_read_without_their_marks() -> None:
    text = "Lausunnon pääkohdat:\n\n• Maksuja ei tule korottaa.\n• Rahoitusta on lisättävä.\n"
    assert positions(text) == [("Maksuja ei tule korottaa.", OPPOSES), ("Rahoitusta on lisättävä.", SUPPORTS)]


def test_a_question_takes_no_stance() -> None:
    assert positions("Tulisiko rahoitusta lisätä?\n\nRahoitus on nyt 4 miljoonaa euroa.\n") == []


@pytest.mark.parametrize(
    ("question", "answer", "stance"),
    [
        ("4. Pidättekö velvollisuutta tarpeellisena?", "Kyllä", SUPPORTS),
        ("4. Pidättekö velvollisuutta tarpeellisena?", "Ei", OPPOSES),
        ("2. Onko luonnos mielestänne selkeä?", "Kyllä pääosin", RESERVED),
        ("2. Onko luonnos mielestänne selkeä?", "Ei", CONCERNED),
        ("5. Aiheutuuko vaatimuksesta esteitä?", "Kyllä", CONCERNED),
        ("5. Aiheutuuko vaatimuksesta esteitä?", "Ei", SUPPORTS),
        ("6. Onko teillä huomautettavaa kynnykseen?", "Ei", NOTHING),
        ("6. Onko teillä huomautettavaa kynnykseen?", "Kyllä", None),
        ("7. Tulisiko ikärajasta luopua?", "Kyllä", OPPOSES),
        ("7. Tulisiko ikärajasta luopua?", "Ei", SUPPORTS),
        ("7. Tulisiko ikärajasta luopua?", "Ei kantaa", NOTHING),
        ("Understöder ni förslaget?", "Nej", OPPOSES),
        ("Do you support the proposal?", "Yes", SUPPORTS),
        ("Muuta", "Tämä ei ole vaihtoehto.", None),
    ],
)
def test_a_closed_answer_is_turned_by_its_question(question: str, answer: str, stance: Stance | None) -> None:
    assert closed_stance(question, answer) is stance


def test_a_closed_answer_is_a_passage_that_is_about_its_question() -> None:
    text = "1. Pidättekö velvollisuutta tarpeellisena?\n\nKyllä\n\nPerustele tarvittaessa kantasi\n\n-\n"
    (passage,) = passages(text)
    assert (passage.span.of(text), passage.stance, passage.origin) == ("Kyllä", SUPPORTS, Origin.CONSULTATION)
    assert "velvollisuutta" in passage.target


def test_every_position_has_a_target_and_the_confidence_of_its_wording() -> None:
    (passage,) = passages("Kaupunki kannattaa pyöräteiden leventämistä.\n")
    assert passage.target == "pyöräteiden leventäminen"
    assert passage.confidence == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ("'{nobody} pitää'", "no list of words 'nobody'"),
        ("'(pitää'", "not a regular expression"),
        ("'{holds} (x'", r"'\{holds\} \(x'"),
    ],
)
def test_a_slip_in_the_wording_is_named(monkeypatch: pytest.MonkeyPatch, slip: str, says: str) -> None:
    table = data.load_toml("fi/stances.toml")
    table["masks"] = {"patterns": [slip.strip("'")]}
    monkeypatch.setattr("kannat.reading.cues.load_toml", lambda place: table)
    with pytest.raises(MalformedData, match=says) as error:
        cues.__wrapped__("fi")
    assert "ingest/fi/stances.toml: [masks]" in str(error.value)


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Esimerkkiliitto kannattaa ehdotusta rajapinnan selkeyttämisestä.", "rajapinnan selkeyttäminen"),
        ("Esimerkkiliitto ry pitää tärkeänä, että kunnat saavat lisää aikaa.", "kunnat saavat lisää aikaa"),
        ("Suomen Esimerkkiliitto tukee työkokeilun pidentämistä.", "työkokeilun pidentäminen"),
        ("Liitto kannattaa tarkempaa sääntelyä.", "tarkempaa sääntelyä"),
        ("Esimerkkiliiton jäsenten asemaa tulee parantaa.", "esimerkkiliiton jäsenten asemaa parantaa"),
    ],
)
def test_a_name_for_a_position_bears_neither_speaker_nor_judgement(sentence: str, target: str) -> None:
    assert target_phrase(sentence, "fi", ["Suomen Esimerkkiliitto ry"]) == target
