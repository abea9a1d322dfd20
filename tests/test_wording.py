"""Shared wording: what several statements have, where exactly, who had it first, and who speaks independently."""

from __future__ import annotations

import csv
import io
import json
import random
import unicodedata
from pathlib import Path

import pytest
from compared import CONSULTATION, GraphStore, gold_store
from pyoxigraph import Literal, NamedNode, Quad
from seed_files import EXAMPLE

from kannat.cli.app import run
from kannat.comparison import positions
from kannat.errors import UsageError
from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.model import OrganisationType, Span
from kannat.questions import run as run_question
from kannat.store import open_store
from kannat.wording import (
    Settings,
    SharedPassage,
    SharedWording,
    Spoken,
    Voice,
    independent_voices,
    request_texts,
    shared_wording,
    spoken_in,
    voices_of,
    wording_of_round,
)
from kannat.wording.words import words_of

NAMES = Names()
CLAIM = (
    "Kuntouttavan työtoiminnan lakkauttaminen vie tuhansilta ihmisiltä ainoan syyn lähteä aamulla kotoa, "
    "eikä tilalle tarjota mitään sellaista, joka sopisi heille."
)
SWEDISH = (
    "Kommunen anser att det är oroväckande att arbetsverksamheten upphör utan någon ersättande service "
    "på små orter där ingen annan erbjuder den."
)
MODEL = (
    "NIMI kiittää mahdollisuudesta lausua esityksestä ja toteaa siitä seuraavaa. Esitys heikentää pienten "
    "yhdistysten mahdollisuuksia tuottaa palveluja, joita kukaan muu ei alueella tuota. NIMI katsoo, että "
    "rahoituksen on oltava pysyvää, ennakoitavaa ja riittävää myös silloin, kun hankkeita ei ole käynnissä."
)
OWN = {
    "a": "Meillä asiasta on oma kokemuksemme. Vuosi sitten avasimme pajan vanhaan kouluun.",
    "b": "Toimimme saaristossa. Matkat ovat pitkiä ja lautta kulkee harvoin talvella.",
    "c": "Jäsenemme ovat enimmäkseen nuoria. Heiltä kysyttiin mielipidettä keväällä verkossa.",
}


def found_in(*texts: str, request: tuple[str, ...] = (), **settings: object) -> SharedWording:
    """The shared wording of statements a, b, c …, one day after another, each of a respondent of its own."""
    given = {chr(ord("a") + number): text for number, text in enumerate(texts)}
    voices = [Voice(name, name, (f"of-{name}",), f"2026-02-{ord(name) - 96:02d}") for name in given]
    return shared_wording(voices, lambda voice: given[voice.document], request, Settings(**settings))  # type: ignore[arg-type]


def words_at(passage: SharedPassage, texts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each statement's name and its own words at its place of a passage."""
    return [
        (one.voice.statement, texts[ord(one.voice.document) - 97][one.span.start : one.span.end])
        for one in passage.occurrences
    ]


def alone(sentence: str) -> str:
    """A sentence without its last full stop, as a passage has it."""
    return sentence.rstrip(".")


def test_a_sentence_that_two_statements_have_has_its_exact_place_in_both() -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {OWN['b']}", OWN["c"])
    (passage,) = found_in(*texts).passages
    assert words_at(passage, texts) == [("a", alone(CLAIM)), ("b", alone(CLAIM))]
    assert passage.wording == alone(CLAIM)
    assert all(one.is_exact for one in passage.occurrences)


def test_statements_with_nothing_in_common_share_nothing() -> None:
    found = found_in(*OWN.values())
    assert (found.passages, found.alike) == ((), ())
    assert [one.shared for one in found.shares] == [0, 0, 0]


def test_fewer_equal_words_than_asked_are_no_passage() -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {OWN['b']}")
    words = len(CLAIM.split())
    assert len(found_in(*texts, least_words=words).passages) == 1
    assert found_in(*texts, least_words=words + 1).passages == ()


@pytest.mark.parametrize(
    ("case", "other"),
    [
        ("white space", CLAIM.replace(" ", "\n   ")),
        ("hard spaces", CLAIM.replace(" ", "\u00a0")),
        ("case", CLAIM.upper()),
        ("punctuation", CLAIM.replace(",", " –").replace(".", "!")),
        (
            "hyphenated line ends",
            CLAIM.replace("työtoiminnan", "työ-\ntoiminnan").replace("ihmisiltä", "ihmi-\r\n siltä"),
        ),
        ("soft hyphens", CLAIM.replace("lakkauttaminen", "lak\u00adkaut\u00ad\ntaminen")),
        ("hyphens out of a PDF", CLAIM.replace("lakkauttaminen", "lakkaut\ufffe\ntaminen")),
        ("decomposed letters", unicodedata.normalize("NFD", CLAIM)),
    ],
)
def test_wording_is_the_same_however_it_is_set(case: str, other: str) -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{OWN['b']} {other} {OWN['b'][::-1]}")
    (passage,) = found_in(*texts).passages
    assert words_at(passage, texts) == [("a", alone(CLAIM)), ("b", other.rstrip(".!"))]
    assert passage.occurrences[1].is_exact, case


def test_a_line_that_ends_in_a_hyphen_of_its_own_keeps_it() -> None:
    cut, whole = "sosiaali-\nja terveyspalvelut", "sosiaali- ja terveyspalvelut"
    assert words_of(cut).hashes.tolist() == words_of(whole).hashes.tolist()


def test_letters_with_and_without_their_marks_are_different_words() -> None:
    assert words_of("sää").hashes.tolist() != words_of("saa").hashes.tolist()


def test_swedish_is_found_as_finnish_is() -> None:
    texts = (f"Vi tackar för möjligheten. {SWEDISH}", f"{SWEDISH} Färjan går sällan om vintern.")
    (passage,) = found_in(*texts).passages
    assert passage.wording == alone(SWEDISH)


@pytest.mark.parametrize(
    ("case", "other", "words", "same"),
    [
        ("changed", CLAIM.replace("tuhansilta", "sadoilta"), 19, 18),
        ("put in", CLAIM.replace("ainoan syyn", "ainoan järkevän syyn"), 20, 19),
        ("left out", CLAIM.replace("aamulla ", ""), 18, 18),
    ],
)
def test_a_passage_runs_over_a_changed_word(case: str, other: str, words: int, same: int) -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{other} {OWN['b']}")
    (passage,) = found_in(*texts).passages
    assert words_at(passage, texts) == [("a", alone(CLAIM)), ("b", alone(other))], case
    assert (passage.occurrences[1].words, passage.occurrences[1].same) == (words, same)


def test_without_changed_words_a_passage_ends_where_the_words_do() -> None:
    texts = (f"{OWN['a']} {CLAIM} {SWEDISH}", f"{CLAIM} aivan {SWEDISH}")
    assert len(found_in(*texts).passages) == 1
    assert [passage.wording for passage in found_in(*texts, changed_words=0).passages] == [alone(CLAIM), alone(SWEDISH)]


def test_a_model_statement_with_the_name_changed_is_one_wording() -> None:
    names = ("Kylätalo ry", "Nuorisopaja ry", "Saaristolaiset ry")
    found = found_in(*(MODEL.replace("NIMI", name) for name in names), OWN["a"])
    assert [[voice.statement for voice in group] for group in found.alike] == [["a", "b", "c"]]
    (passage,) = found.passages
    assert passage.statements == ("a", "b", "c")
    assert [one.shared > 0.8 * one.words for one in found.shares] == [True, True, True, False]


def test_a_word_that_only_the_first_has_is_not_told() -> None:
    found = found_in(*(MODEL.replace("NIMI", name) for name in ("Kylätalo ry", "Nuorisopaja ry")))
    (passage,) = found.passages
    assert "Kylätalo" not in passage.wording
    assert "toteaa siitä seuraavaa" in passage.wording
    assert " … " in passage.wording


def test_words_of_a_private_person_are_told_where_three_have_them() -> None:
    texts = {"a": CLAIM, "b": CLAIM, "c": CLAIM}

    def told(*names: str) -> str:
        voices = [Voice(name, name, (name,), "2026-02-01", is_private=True) for name in names]
        (passage,) = shared_wording(voices, lambda voice: texts[voice.document]).passages
        return passage.wording

    assert told("a", "b") == "…"
    assert told("a", "b", "c") == alone(CLAIM)


def test_a_press_release_shares_what_it_quotes_of_its_statement() -> None:
    statement = f"{OWN['a']}\n\n{CLAIM}\n\n{OWN['b']}"
    release = f"Tiedote 17.2.2026\n\n– {CLAIM[:1].lower()}{CLAIM[1:]} sanoo puheenjohtaja.\n\n{OWN['c']}"
    voices = [Voice(name, name, ("of-both",), "2026-02-17") for name in ("release", "statement")]
    texts = {"statement": statement, "release": release}
    (passage,) = shared_wording(voices, lambda voice: texts[voice.document]).passages
    assert (passage.statements, passage.respondents) == (("release", "statement"), ("of-both",))
    assert not passage.is_first_known


def test_overlapping_runs_keep_their_own_ends() -> None:
    first = f"{CLAIM} {SWEDISH}"
    tail = " ".join(first.split()[9:])
    texts = (first, f"{OWN['b']} {CLAIM}", f"{tail} {OWN['c']}")
    found = found_in(*texts)
    assert [words_at(passage, texts) for passage in found.passages] == [
        [("a", alone(CLAIM)), ("b", alone(CLAIM))],
        [("a", alone(tail)), ("c", alone(tail))],
    ]
    assert found.shares[0].shared == len(first.split())


def test_who_has_a_part_of_a_passage_has_its_own_place_in_it() -> None:
    part = " ".join(CLAIM.split()[5:])
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {OWN['b']}", f"{OWN['c']} {part}")
    (passage,) = found_in(*texts).passages
    assert words_at(passage, texts) == [("a", alone(CLAIM)), ("b", alone(CLAIM)), ("c", alone(part))]
    origins = [texts[0][one.origin.start : one.origin.end] for one in passage.occurrences]
    assert origins == [alone(CLAIM), alone(CLAIM), alone(part)]


def test_what_a_third_adds_to_the_wording_of_a_first_is_shared_with_the_second() -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {SWEDISH}", f"{OWN['c']} {CLAIM} {SWEDISH}")
    found = found_in(*texts)
    assert [(passage.statements, passage.wording) for passage in found.passages] == [
        (("a", "b", "c"), alone(CLAIM)),
        (("b", "c"), alone(f"{CLAIM} {SWEDISH}")),
    ]


def test_the_oldest_is_first_whatever_the_order() -> None:
    dates = {"x": "2026-02-03", "y": "2026-02-01", "z": None}
    voices = [Voice(name, name, (name,), date) for name, date in dates.items()]
    (passage,) = shared_wording(voices, lambda _: CLAIM).passages
    assert passage.statements == ("y", "x", "z")
    assert not passage.is_first_known
    (dated,) = shared_wording(voices[:2], lambda _: CLAIM).passages
    assert dated.is_first_known


@pytest.mark.parametrize("chance", [random.Random(1), random.Random(2)], ids=["one order", "another"])
def test_the_order_of_the_statements_changes_nothing(chance: random.Random) -> None:
    texts = {name: f"{own} {CLAIM} {SWEDISH if name != 'b' else MODEL}" for name, own in OWN.items()}
    voices = [Voice(name, name, (name,), "2026-02-01") for name in texts]
    mixed = chance.sample(voices, len(voices))
    assert shared_wording(mixed, lambda voice: texts[voice.document]) == shared_wording(
        voices, lambda voice: texts[voice.document]
    )


def test_outside_the_own_voice_nothing_is_shared() -> None:
    text = f"{SWEDISH} {CLAIM}"
    answer = Span(len(SWEDISH) + 1, len(text))
    voices = [Voice(name, name, (name,), "2026-02-01", (answer,)) for name in "ab"]
    (passage,) = shared_wording(voices, lambda _: text).passages
    assert passage.wording == alone(CLAIM)
    assert passage.first.span == Span(answer.start, answer.end - 1)


def test_a_prompt_between_two_answers_parts_the_passages() -> None:
    text = f"{CLAIM} Kysymys 2. {SWEDISH}"
    answers = (Span(0, len(CLAIM)), Span(len(text) - len(SWEDISH), len(text)))
    voices = [Voice(name, name, (name,), "2026-02-01", answers) for name in "ab"]
    found = shared_wording(voices, lambda _: text)
    assert [passage.wording for passage in found.passages] == [alone(CLAIM), alone(SWEDISH)]


def test_the_request_s_own_words_are_nobody_s() -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {OWN['b']}")
    found = found_in(*texts, request=(CLAIM,))
    assert found.passages == ()
    assert [one.words for one in found.shares] == [len(OWN["a"].split()), len(OWN["b"].split())]


def test_a_passage_runs_over_the_request_s_words_without_counting_them() -> None:
    title = "hallituksen esitys laiksi työvoimapalveluiden järjestämisestä annetun lain muuttamisesta"
    sentence = (
        f"Järjestömme pitää valitettavana, että {title} ohittaa kokonaan ne ihmiset, "
        "jotka eivät hae työtä tänä vuonna lainkaan."
    )
    texts = (f"{OWN['a']} {sentence}", f"{sentence} {OWN['b']}")
    (passage,) = found_in(*texts, request=(title,)).passages
    assert passage.wording == alone(sentence)
    assert found_in(*texts, request=(title,), least_words=17).passages == ()


def test_quotations_count_only_where_asked() -> None:
    quoted = f"”{CLAIM}”"
    texts = (f"Muistiossa todetaan: {quoted} {OWN['a']}", f"{OWN['b']} Esityksen mukaan {quoted}")
    assert found_in(*texts).passages == ()
    assert len(found_in(*texts, quotations=True).passages) == 1


def test_contact_details_are_nobody_s_words() -> None:
    line = "Lisätietoja antaa toimiston päivystäjä arkisin kello yhdeksästä, puh. 040 123 4567, a.b@c.example"
    (passage,) = found_in(f"{OWN['a']}\n{line}", f"{OWN['b']}\n{line}", least_words=6).passages
    assert passage.wording == "Lisätietoja antaa toimiston päivystäjä arkisin kello yhdeksästä, puh"


def own_words(number: int, words: int) -> str:
    """So many words that no other number has."""
    return " ".join(f"sana{number}x{word}" for word in range(words))


def test_a_prompt_that_most_have_in_unlike_statements_is_the_form_s() -> None:
    texts = [f"{SWEDISH} {own_words(number, 60)}" for number in range(10)]
    found = found_in(*texts)
    (passage,) = found.passages
    assert passage.is_common
    assert found.respondents_own == ()
    assert [one.shared for one in found.shares] == [0] * 10


def test_a_campaign_that_most_take_part_in_is_not_the_form_s() -> None:
    texts = [f"{SWEDISH} {CLAIM} {own_words(number, 5)}" for number in range(10)]
    found = found_in(*texts)
    assert [passage.is_common for passage in found.passages] == [False]
    assert [len(group) for group in found.alike] == [10]


def test_what_is_repeated_within_one_statement_is_not_shared() -> None:
    assert found_in(f"{CLAIM} {OWN['a']} {CLAIM}", OWN["b"]).passages == ()


@pytest.mark.parametrize("text", ["", " \n", "—", "\ud83d\ude42".encode("utf-16", "surrogatepass").decode("utf-16")])
def test_texts_without_words_share_nothing(text: str) -> None:
    found = found_in(text, text, CLAIM)
    assert found.passages == ()
    assert [one.share for one in found.shares] == [0.0, 0.0, 0.0]


def test_no_statements_share_nothing() -> None:
    assert shared_wording((), lambda _: "") == SharedWording((), (), ())


@pytest.mark.parametrize("seed", range(20))
def test_every_run_of_enough_equal_words_is_found(seed: int) -> None:
    """Held against a search of every pair, on texts so poor in words that runs overlap in every way."""
    chance = random.Random(seed)
    texts = tuple(" ".join(chance.choices("abc", k=60)) for _ in range(6))
    least = 8
    found = found_in(*texts, least_words=least, changed_words=0, common=1)
    covered: dict[str, set[int]] = {name: set() for name in "abcdef"}
    for passage in found.passages:
        for one in passage.occurrences[1:]:
            first = texts[ord(passage.first.voice.statement) - 97].split()
            here = texts[ord(one.voice.statement) - 97].split()
            start, origin = one.span.start // 2, one.origin.start // 2
            assert here[start : start + one.words] == first[origin : origin + one.words]
            covered[one.voice.statement].update(range(start, start + one.words))
            covered[passage.first.voice.statement].update(range(origin, origin + one.words))
    for number, text in enumerate(texts):
        words = text.split()
        older = {tuple(other.split()[i : i + least]) for other in texts[:number] for i in range(60 - least + 1)}
        expected = {
            place + step
            for place in range(60 - least + 1)
            if tuple(words[place : place + least]) in older
            for step in range(least)
        }
        assert expected <= covered[chr(97 + number)]


def spoken(respondent: str, text: str, words: str, statement: str | None = None, stance: str = "supports") -> Spoken:
    start = text.index(words)
    return Spoken(f"of-{respondent}", "proposal", stance, statement or respondent, Span(start, start + len(words)))


def test_those_who_say_a_position_in_shared_words_are_one_independent_voice() -> None:
    texts = (f"{OWN['a']} {CLAIM}", f"{CLAIM} {OWN['b']}", f"{OWN['c']} Lakkauttaminen on virhe.")
    found = found_in(*texts)
    said = [
        spoken("a", texts[0], CLAIM),
        spoken("b", texts[1], CLAIM),
        spoken("c", texts[2], "Lakkauttaminen on virhe."),
        spoken("b", texts[1], "Toimimme saaristossa.", stance="opposes"),
        spoken("a", texts[0], "Vuosi sitten avasimme pajan", stance="opposes"),
    ]
    opposing, supporting = independent_voices(said, found)
    assert (supporting.groups, supporting.respondents, supporting.independent) == ((("of-a", "of-b"), ("of-c",)), 3, 2)
    assert (opposing.respondents, opposing.independent) == (2, 2)


def test_those_who_give_one_statement_jointly_are_one_independent_voice() -> None:
    said = [spoken(name, OWN["a"], "oma kokemuksemme", "joint") for name in ("a", "b")]
    (voices,) = independent_voices(said, found_in(*OWN.values()))
    assert (voices.respondents, voices.independent) == (2, 1)


@pytest.mark.parametrize("wrong", [{"least_words": 1}, {"changed_words": -1}, {"alike": 0}, {"common": 1.5}])
def test_settings_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Settings(**wrong)  # type: ignore[arg-type]


@pytest.fixture
def store(example_store: str) -> str:
    return example_store


def rows_of(store: str, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(["wording", "VN/37864/2025", "--store", store, "--format", "csv", *options]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))


def test_each_place_in_the_example_round_holds_the_words(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = {path.stem.split("-", 1)[1]: path.read_text(encoding="utf-8") for path in EXAMPLE.glob("statements/*.txt")}
    rows = [row for row in rows_of(store, capsys) if "kuusivaaran" in row["statement"]]
    assert [(row["words"], row["same"]) for row in rows] == [
        ("21", "21"),
        ("70", "70"),
        ("23", "20"),
        ("64", "63"),
        ("18", "18"),
    ]
    for row in rows:
        here = texts["kuusivaaran-kunta"][int(row["start"]) : int(row["end"])]
        there = texts["lehtokankaan-kunta"][int(row["firstStart"]) : int(row["firstEnd"])]
        assert len(set(here.split()) - set(there.split())) <= int(row["words"]) - int(row["same"])


def test_the_press_release_of_the_example_round_is_found(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row for row in rows_of(store, capsys) if row["respondent"] == "Suomen Esimerkkijärjestöt ry"]
    assert len(rows) == 2
    assert {row["wording"] for row in rows} == {
        "että kuntouttavan työtoiminnan lakkauttaminen vie tuhansilta ihmisiltä ainoan syyn lähteä aamulla kotoa"
    }


def test_two_municipalities_with_one_wording_count_once(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {(row["proposal"].rsplit(".")[-1], row["stance"]): row for row in rows_of(store, capsys, "--independent")}
    counted = rows["kulukorvausten-yhtenaistaminen", "supports"]
    assert (counted["respondents"], counted["independent"]) == ("10", "7")
    assert "Kuusivaaran kunta; Lehtokankaan kunta" in counted["together"].split(" | ")


def test_groups_and_shares_of_the_example_round(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    groups = rows_of(store, capsys, "--groups")
    assert [row["respondent"] for row in groups] == ["Lehtokankaan kunta", "Kuusivaaran kunta"]
    shares = rows_of(store, capsys, "--statements")
    assert len(shares) == len(list(EXAMPLE.glob("statements/*.txt")))
    assert [row["respondent"] for row in shares[:2]] == [row["respondent"] for row in groups]


def test_what_the_question_finds_word_for_word_is_found_too(store: str) -> None:
    with open_store(store, "read") as opened:
        rows = run_question(opened, "shared-wording", {"consultation": CONSULTATION}).records()
        found = wording_of_round(opened, CONSULTATION)
    places = {(one.voice.statement, one.span) for passage in found.passages for one in passage.occurrences}
    long = [row for row in rows if len(str(row["words"]).split()) >= 12]
    assert long
    for row in long:
        assert any(
            statement == row["statement"] and span.start <= row["start"] and row["end"] - 1 <= span.end
            for statement, span in places
        )


def test_voices_are_the_statements_with_their_answers(store: str) -> None:
    with open_store(store, "read") as opened:
        voices = voices_of(opened, CONSULTATION)
        lengths = {voice.statement: len(opened.texts.get(voice.document)) for voice in voices}
    assert len(voices) == len(list(EXAMPLE.glob("statements/*.txt")))
    assert not any(voice.is_private for voice in voices)
    joint = next(voice for voice in voices if len(voice.respondents) > 1)
    assert len(joint.respondents) == 3
    assert all(voice.spans and voice.spans[-1].end <= lengths[voice.statement] for voice in voices)


def test_a_private_person_is_known_as_one() -> None:
    statement, document = f"{NAMES.base}statement/x", f"{NAMES.base}document/0"
    person = f"{NAMES.base}organisation/private-0"
    triples = [
        (statement, t.CONSULTATION_OF, NamedNode(CONSULTATION)),
        (statement, t.RESPONDENT, NamedNode(person)),
        (statement, t.DOCUMENT_OF, NamedNode(document)),
        (person, t.CLASSIFICATION, t.concept(OrganisationType.PRIVATE_PERSON)),
        (CONSULTATION, t.TYPE, t.CONSULTATION),
        (CONSULTATION, t.IDENTIFIER, Literal("VN/37864/2025")),
    ]
    store = GraphStore(Quad(NamedNode(s), p, o, NamedNode(CONSULTATION)) for s, p, o in triples)
    assert voices_of(store, CONSULTATION) == (Voice(statement, "0", (person,), None, None, is_private=True),)


def test_where_positions_are_said_is_what_the_positions_say() -> None:
    store = gold_store("example")
    counted = {(row.respondent, row.proposal, row.stance) for row in positions(store, CONSULTATION).rows if row.counted}
    said = {(one.respondent, one.proposal, one.stance.rsplit("#", 1)[-1]) for one in spoken_in(store, CONSULTATION)}
    assert said == counted


def test_the_request_s_texts_are_its_title_questions_and_codebook() -> None:
    texts = request_texts(gold_store("example"), CONSULTATION)
    assert texts == tuple(sorted(set(texts)))
    assert any("arviomuisti" in text for text in texts)


def test_the_table_and_the_talk(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wording", "--store", store, "--format", "table"]) == 0
    shown = capsys.readouterr()
    assert "Lehtokankaan kunta" in shown.out
    assert "16 statements: 6 passages" in shown.err


def test_json_goes_to_a_file(store: str, tmp_path: Path) -> None:
    target = tmp_path / "wording.json"
    assert run(["wording", "--store", store, "--format", "json", "-o", str(target)]) == 0
    assert {row["firstKnown"] for row in json.loads(target.read_text(encoding="utf-8"))} == {True, False}


def test_an_unknown_round_is_named(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wording", "VN/37864/2024", "--store", store]) == 2
    assert "VN/37864/2025" in capsys.readouterr().err
