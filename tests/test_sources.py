"""Sources of many statements: each respondent's own document, its facts, its questions, and not one person's name."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest
from feed_round import (
    ANSWERS,
    OPTIONS,
    P1,
    PARTICIPANTS,
    PROPOSAL,
    QUESTIONS,
    ROUND,
    answer,
    entry,
    feed,
    whole_round,
)
from openpyxl import Workbook

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given, MarkRole
from kannat.readers import answer_table, read_documents
from kannat.readers.days import day_in
from kannat.readers.documents_list import list_text
from kannat.readers.hankeikkuna import DocumentKind, projects_in
from kannat.readers.markup import blocks_of, text_of
from kannat.readers.odata import parse_feed
from kannat.readers.parties import Parties, parties_in
from kannat.readers.sources import find_sources
from kannat.reading.authorities import load_authorities

DATA = Path(__file__).parent / "data" / "sources"
SOURCES_PAGE = Path(__file__).parents[1] / "docs" / "sources.md"
ORACLE = Path(__file__).parents[2] / "shared" / "oracles" / "lausuntopalvelu_feed"
NAMES = ("Meikäläinen", "Maija", "Mallikas", "Matti", "Testaaja", "Teppo", "Virtanen", "Ville", "@", ".example")
"""What the sources say of persons, and no document may."""

CITY = "Koivurannan kaupunki"
QUESTION = "Kannatatteko luonnosta?"


def read(source: Path | bytes, name: str | None = None) -> tuple[list[Document], list[str]]:
    """The documents of a source, and what is told of the rest."""
    refused: list[UnreadableDocument] = []
    documents = list(read_documents(source, name, refused.append))
    return documents, [error.line() for error in refused]


def refusal(source: Path | bytes, name: str = "x") -> str:
    with pytest.raises(UnreadableDocument) as error:
        list(read_documents(source, name))
    return error.value.line()


def workbook(*rows: list[object], above: int = 0) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(above):
        sheet.append(["Kyselyn vastaukset"])
    for row in rows:
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


SOURCES: dict[str, Callable[[], Path | bytes]] = {
    "feed": whole_round,
    "report": lambda: DATA / "round-report.html",
    "json": lambda: DATA / "statements.json",
    "table": lambda: DATA / "answers.csv",
    "survey": lambda: DATA / "webropol.csv",
}
EACH_SOURCE = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


class TestEverySource:
    @EACH_SOURCE
    def test_gives_the_city_one_document_with_its_facts(self, source: Callable[[], Path | bytes]) -> None:
        documents, _ = read(source())
        (city,) = [document for document in documents if document.given.respondents == (CITY,)]
        assert city.given.issued == date(2026, 2, 3)
        assert city.name.endswith("#koivurannan-kaupunki")
        assert len(city.sha256) == 64

    @EACH_SOURCE
    def test_marks_the_questions_where_they_stand(self, source: Callable[[], Path | bytes]) -> None:
        documents, _ = read(source())
        city = next(document for document in documents if document.given.respondents == (CITY,))
        questions = [mark.span.of(city.text) for mark in city.marks if mark.role is MarkRole.QUESTION]
        assert any(QUESTION in question for question in questions)
        assert len(questions) == 2

    @EACH_SOURCE
    def test_leaves_nothing_to_read_but_questions_and_answers(self, source: Callable[[], Path | bytes]) -> None:
        for document in read(source())[0]:
            first = next(m.span.start for m in document.marks if m.role in (MarkRole.QUESTION, MarkRole.HEADING))
            noise = [mark.span for mark in document.marks if mark.role is MarkRole.NOISE]
            lines = [line for line in document.text[:first].split("\n") if line]
            assert [span.of(document.text) for span in noise] == lines

    @EACH_SOURCE
    def test_names_no_person_anywhere(self, source: Callable[[], Path | bytes]) -> None:
        documents, refused = read(source())
        assert documents
        said = [*refused, *(repr(document) for document in documents)]
        assert [name for name in NAMES if any(name in words for words in said)] == []

    @EACH_SOURCE
    def test_gives_the_same_again(self, source: Callable[[], Path | bytes]) -> None:
        assert read(source()) == read(source())

    @EACH_SOURCE
    def test_leads_back_to_the_place_in_the_source(self, source: Callable[[], Path | bytes]) -> None:
        documents, _ = read(source())
        assert all(document.place_at(len(document.text) - 1) for document in documents)

    def test_writes_the_text_of_the_service_s_own_export(self) -> None:
        (city, *_), _ = read(whole_round())
        assert city.text == (
            "Koivurannan kaupunki\nLausunto\n3.2.2026\nAsia: VN/1234/2026\nLausuntopyyntö luonnoksesta kirjastolaiksi\n"
            "Lausunnonantajan lausunto\n\n1 Yleistä\n\nKannatatteko luonnosta?\n    Kyllä\n"
            "    Koivurannan kaupunki kannattaa luonnosta.\n\n    Kirjastoautoista pitää säätää.\n\n"
            "Muut huomiot\n    -\n"
        )

    def test_keeps_a_document_s_name_and_hash_when_its_neighbours_change(self) -> None:
        changed = json.loads((DATA / "statements.json").read_text("utf-8"))
        changed["statements"].insert(0, {"private": True, "sections": [{"answer": "Ei lausuttavaa."}]})
        old, _ = read(DATA / "statements.json")
        new, _ = read(json.dumps(changed).encode(), "statements.json")
        assert [(d.name, d.sha256) for d in new[1:]] == [(d.name, d.sha256) for d in old]

    def test_gives_another_hash_to_the_same_words_of_another_respondent(self) -> None:
        section = {"sections": [{"answer": "Kannatamme."}]}
        statements = [{"respondents": [name], **section} for name in ("SAK", "STTK", "SAK")]
        data = json.dumps({"kannat": "statements/1", "statements": statements}).encode()
        first, second, third = read(data, "s.json")[0]
        assert first.sha256 == third.sha256 != second.sha256
        assert [document.name for document in (first, second, third)] == ["s.json#sak", "s.json#sttk", "s.json#sak-2"]


class TestFeed:
    def test_tells_a_private_person_from_an_organisation_that_is_not_known(self) -> None:
        unknown = [{**fields, "Email": None} for fields in PARTICIPANTS]
        documents, _ = read(feed(*map(entry, (PROPOSAL, *QUESTIONS, *OPTIONS, *ANSWERS, *unknown))))
        assert [document.given.private for document in read(whole_round())[0]] == [False, False, True]
        assert [(d.given.respondents, d.given.private) for d in documents] == [((), False)] * 3

    def test_takes_an_organisation_from_its_own_set(self) -> None:
        organisation = {"Id": "f0000000-0000-4000-8000-000000000000", "Name": "Esimerkkivirasto"}
        participant = {**PARTICIPANTS[1], "OrganizationId": organisation["Id"]}
        documents, _ = read(feed(*map(entry, (PROPOSAL, *QUESTIONS, *OPTIONS, ANSWERS[2], participant, organisation))))
        assert [document.given.respondents for document in documents] == [("Esimerkkivirasto",)]

    def test_takes_the_round_s_identifier_where_it_has_no_case_number(self) -> None:
        nameless = {**PROPOSAL, "RegisterNumber": None}
        documents, _ = read(feed(*map(entry, (nameless, *QUESTIONS, *OPTIONS, *ANSWERS))))
        assert {document.given.consultation for document in documents} == {ROUND}

    def test_shows_an_empty_answer_as_a_dash_and_an_option_by_its_words(self) -> None:
        _, agency, person = read(whole_round())[0]
        assert "Kannatatteko luonnosta?\n    Ei\n    Esimerkkivirasto ei kannata luonnosta & ehdottaa" in agency.text
        assert "Kannatatteko luonnosta?\n    -\n" in person.text

    def test_takes_answers_whose_participant_is_missing(self) -> None:
        documents, refused = read(feed(*map(entry, (PROPOSAL, *QUESTIONS, *OPTIONS, ANSWERS[3]))))
        assert ([document.given.private for document in documents], refused) == ([False], [])
        assert "Hyvä esitys." in documents[0].text

    def test_passes_over_who_began_and_never_answered(self) -> None:
        idle = {"Id": "e0000000-0000-4000-8000-000000000000", "RespondingStarted": "2026-02-01T08:00:00",
                "RespondingEnded": None}  # fmt: skip
        assert len(read(feed(*map(entry, (PROPOSAL, *QUESTIONS, *ANSWERS, *PARTICIPANTS, idle))))[0]) == 3

    def test_tells_of_an_answer_to_an_unknown_question_and_reads_the_rest(self) -> None:
        stray = answer(8, P1, "99999999-0000-4000-8000-000000000000", "Minne?")
        documents, refused = read(feed(*map(entry, (PROPOSAL, *QUESTIONS, *OPTIONS, *ANSWERS, stray))), "r.xml")
        assert len(documents) == 3
        assert refused == [
            "r.xml, line 1: an answer to a question that is not in the feed "
            "(get the round again: its questions may have changed meanwhile)"
        ]

    def test_reads_a_folder_of_feeds_as_one_round(self, tmp_path: Path) -> None:
        folder = tmp_path / "round"
        folder.mkdir()
        sets = {"Proposals": [PROPOSAL], "Questions": QUESTIONS, "QuestionOptions": OPTIONS, "Answers": ANSWERS}
        for name, fields in sets.items():
            (folder / f"{name}.xml").write_bytes(feed(*map(entry, fields)))
        (source,) = find_sources([tmp_path]).found
        documents, _ = read(source.path, source.name)
        assert len(documents) == 3
        assert documents[0].place_at(len(documents[0].text) - 20) == "Answers.xml line 1"

    def test_reads_a_zipped_folder_of_feeds_as_one_round(self) -> None:
        sets = {"Proposals": [PROPOSAL], "Questions": QUESTIONS, "QuestionOptions": OPTIONS, "Answers": ANSWERS}
        archive = zipped({f"{name}.xml": feed(*map(entry, fields)) for name, fields in sets.items()})
        assert len(read(archive, "round.zip")[0]) == 3

    def test_reads_feeds_inlined_in_an_entry(self) -> None:
        inner = "".join(entry(fields) for fields in (*QUESTIONS, *OPTIONS, *ANSWERS))
        inline = f"<link rel='related'><m:inline><feed>{inner}</feed></m:inline></link></entry>"
        assert len(read(feed(entry(PROPOSAL).replace("</entry>", inline)))[0]) == 3

    @pytest.mark.parametrize("kind", ["Participant", "User"])
    def test_knows_entries_by_their_category_and_else_by_their_fields(self, kind: str) -> None:
        person = entry({"Id": P1, "FirstName": "Maija", "RespondingEnded": "2026-02-03T10:00:00"}, kind)
        documents, _ = read(feed(*map(entry, (PROPOSAL, *QUESTIONS, ANSWERS[0])), person))
        assert [document.given.issued for document in documents] == [
            date(2026, 2, 3) if kind == "Participant" else None
        ]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (feed(entry(PROPOSAL)), "a feed without answers, so no statements"),
            (feed(*map(entry, ANSWERS)), "answers without their questions"),
            (whole_round()[:900], "x, line 1: "),
            (
                whole_round().replace(b"<feed", b'<!DOCTYPE feed [<!ENTITY a "aaaa">]><feed', 1),
                "x, line 1: a document type, which no feed has",
            ),
        ],
    )
    def test_says_what_is_wrong_with_it(self, data: bytes, message: str) -> None:
        assert message in refusal(data)

    @pytest.mark.skipif(not ORACLE.is_dir(), reason="the feed made by others is not here")
    def test_agrees_with_others_on_their_feed(self) -> None:
        expected = json.loads((ORACLE / "proposals_feed_expected.json").read_text("utf-8"))
        entries = parse_feed((ORACLE / "proposals_feed.xml").read_bytes(), "feed").entries
        ours = [
            (e.get("Id"), e.get("Name"), e.get("OrganizationName"), text_of(e.get("Goals")), day_in(e.get("Deadline")))
            for e in entries
        ]
        assert ours == [
            (e["id"], e["title"], e["organization_name"], e["abstract"], day_in(e["deadline"])) for e in expected
        ]


class TestReport:
    def test_gives_a_joint_statement_both_its_organisations(self) -> None:
        documents, _ = read(DATA / "round-report.html")
        assert documents[1].given.respondents == (
            "Suomen Esimerkkijärjestöt ry",
            "Toimihenkilöiden Esimerkkiliitto TEL ry",
        )

    def test_puts_each_answer_under_its_question(self) -> None:
        city, *_ = read(DATA / "round-report.html")[0]
        body = city.text.partition("Lausunnonantajan lausunto\n")[2]
        assert body == (
            "\n1 Yleiset huomiot\n\nKannatatteko luonnosta?\n    Koivurannan kaupunki kannattaa luonnosta.\n\n"
            "    Kirjastoauton aikataulusta pitää kuitenkin säätää.\n\nMuuta lausuttavaa\n    -\n"
        )

    def test_tells_of_a_respondent_without_an_answer(self) -> None:
        _, refused = read(DATA / "round-report.html")
        assert refused == [
            "round-report.html, line 14: a respondent of the table without an answer in the report "
            "(its statement may be an attachment: get that from the service)"
        ]

    def test_reads_lists_whose_questions_are_no_headings(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        for level in ("2", "3"):
            page = page.replace(f"<h{level}>", "<p>").replace(f"</h{level}>", "</p>")
        page = page.replace("<strong>", "").replace("</strong>", "")
        city, *_ = read(page.encode(), "r.html")[0]
        assert "Kannatatteko luonnosta?\n    Koivurannan kaupunki kannattaa luonnosta.\n" in city.text
        assert city.text.endswith("\n\nMuuta lausuttavaa\n    -\n")

    def test_takes_no_words_of_an_answer_for_another_s_head(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        false_head = "Emme kannata luonnosta.<br>Muistio<br>Päivitetty: 1.2.2026<br>Se on vanha."
        _, joint, *_ = read(page.replace("Emme kannata luonnosta.", false_head).encode(), "r.html")[0]
        assert "    Muistio\n    Päivitetty: 1.2.2026\n    Se on vanha.\n" in joint.text

    def test_takes_no_strong_words_of_an_answer_for_a_question(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        strong = "<div><strong>Emme kannata luonnosta.</strong></div>"
        _, joint, *_ = read(page.replace("<div>Emme kannata luonnosta.</div>", strong).encode(), "r.html")[0]
        assert "Kannatatteko luonnosta?\n    Emme kannata luonnosta.\n" in joint.text

    def test_takes_strong_blocks_for_questions_where_there_are_no_headings(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8").replace("<li><strong>", "<li><i>")
        for level in ("2", "3"):
            page = page.replace(f"<h{level}>", "<p><b>").replace(f"</h{level}>", "</b></p>")
        city, *_ = read(page.encode(), "r.html")[0]
        assert "\nKannatatteko luonnosta?\n    Koivurannan kaupunki kannattaa luonnosta.\n" in city.text

    @pytest.mark.parametrize(("kept", "cut"), [("<td>", "<strong>"), ("<strong>", "<td>")])
    def test_joins_table_and_lists_where_only_one_of_them_names_persons(self, kept: str, cut: str) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        for person in (", Meikäläinen Maija", ", Testaaja Teppo"):
            lines = page.split("\n")
            page = "\n".join(line.replace(person, "") if cut in line and kept not in line else line for line in lines)
        documents, refused = read(page.encode(), "r.html")
        assert (len(documents), len(refused)) == (3, 1)

    def test_knows_the_round_by_the_address_where_no_case_number_stands(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        link = f'<a href="/FI/Proposal/Participation?proposalId={ROUND.upper()}">Lausuntopyyntö</a>'
        city, *_ = read(page.replace("<p>Diaarinumero: VN/1234/2026</p>", link).encode(), "r.html")[0]
        assert city.given.consultation == ROUND

    def test_reads_the_swedish_page(self) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        for finnish, swedish in (
            (">Lausunnonantaja<", ">Utlåtandegivare<"),
            (">Tallennettu<", ">Sparat<"),
            (">Lausunto<", ">Utlåtande<"),
            ("Päivitetty:", "Uppdaterat:"),
        ):
            page = page.replace(finnish, swedish)
        assert len(read(page.encode(), "r.html")[0]) == 3

    @pytest.mark.parametrize("written", ["utf-8", "cp1252", "&#228;", "&auml;"])
    def test_knows_the_page_however_its_letters_are_written(self, written: str) -> None:
        page = (DATA / "round-report.html").read_text("utf-8")
        if written.startswith("&"):
            data = page.replace("ä", written).encode()
        else:
            data = page.replace("utf-8", written).encode(written)
        assert len(read(data, "r.html")[0]) == 3

    def test_leaves_other_pages_to_others(self) -> None:
        (document,), _ = read(DATA / "cloudnc.html")
        assert document.given == Given()


class TestTable:
    def test_gathers_a_respondent_s_rows(self) -> None:
        city, agency, person = read(DATA / "answers.csv")[0]
        assert city.given == Given((CITY,), "Kunta", "VN/1234/2026", date(2026, 2, 3))
        assert city.text.endswith(
            "\n\nKannatatteko luonnosta?\n    Kyllä\n    Koivurannan kaupunki kannattaa luonnosta.\n"
            "    Kirjastoautoista pitää säätää.\n\nMuut huomiot\n    -\n"
        )
        assert agency.given.respondents == ("Esimerkkivirasto",)
        assert (person.given.respondents, person.given.private) == ((), True)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_reads_what_spreadsheets_write(self, encoding: str, delimiter: str) -> None:
        rows = [["Lausunnonantaja", "Kysymys", "Vastaus"], ["Kärsämäen kunta", "Näkemyksenne?", "Hyvä – jos näin."]]
        text = "\r\n".join(delimiter.join(row) for row in rows)
        (document,), _ = read(text.encode(encoding), "t.csv")
        assert document.given.respondents == ("Kärsämäen kunta",)
        assert "Näkemyksenne?\n    Hyvä – jos näin.\n" in document.text

    @pytest.mark.parametrize(
        "heads",
        [
            "Lausunnonantaja;Tyyppi;Kysymys;Vastaus",
            "Utlåtandegivare;Typ;Fråga;Svar",
            "Respondent;Type;Question;Answer",
            "1. Organisaatio: *;Ryhmä;KYSYMYS;vastaus",
        ],
    )
    def test_knows_its_heads_in_three_languages(self, heads: str) -> None:
        (document,), _ = read(f"{heads}\nSAK;Palkansaajat;Mitä?;Ei mitään.\n".encode(), "t.csv")
        assert document.given == Given(("SAK",), "Palkansaajat")

    def test_reads_a_row_for_each_respondent(self) -> None:
        city, agency = read(DATA / "webropol.csv")[0]
        assert (
            "4. Kannatatteko luonnosta?\n    Kyllä\n\n5. Muut huomiot\n    Kirjastoautoista pitää säätää.\n"
            in city.text
        )
        assert agency.text.endswith("5. Muut huomiot\n    -\n")
        assert agency.given.issued == date(2026, 2, 9)

    def test_reads_a_workbook_as_it_reads_text(self) -> None:
        data = workbook(
            ["Vastausaika", "Organisaatio", "Sähköposti", QUESTION, "Montako?"],
            [datetime(2026, 2, 3, 10, 15), CITY, "maija@koivuranta.example", "Kyllä", 3.0],  # noqa: DTZ001
            above=2,
        )
        (city,), _ = read(data, "t.xlsx")
        assert (city.given.respondents, city.given.issued) == ((CITY,), date(2026, 2, 3))
        assert city.text.endswith("Montako?\n    3\n")
        assert city.place_at(0) == "sheet Sheet row 4"

    def test_tells_of_bad_rows_and_reads_the_rest(self) -> None:
        text = "Respondent;Question;Answer\nSAK;A?;Yes\n;A?;No\nKela;A?;No;more;cells\nEK;A?;No\n"
        documents, refused = read(text.encode(), "t.csv")
        assert [document.given.respondents[0] for document in documents] == ["SAK", "EK"]
        assert refused == [
            "t.csv, line 3: a row without a respondent "
            "(name the organisation, or a private person in the column of types)",
            "t.csv, line 4: cells beyond the last head (put a cell that holds the delimiter into double quotes)",
        ]

    def test_tells_private_persons_apart_by_the_questions_that_come_again(self) -> None:
        text = "Respondent;Type;Question;Answer\n;citizen;A?;1\n;citizen;B?;2\n;citizen;A?;3\n;citizen;B?;4\n"
        documents, _ = read(text.encode(), "t.csv")
        assert [[word for word in "1234" if f"    {word}\n" in document.text] for document in documents] == [
            ["1", "2"],
            ["3", "4"],
        ]

    def test_takes_a_stated_type_before_the_shape_of_a_name(self) -> None:
        text = "Respondent;Type;Question;Answer\nGreen Building;company;A?;1\nGreen Book;;A?;1\n"
        first, second = read(text.encode(), "t.csv")[0]
        assert (first.given.respondents, first.given.private) == (("Green Building",), False)
        assert (second.given.respondents, second.given.private) == ((), True)

    @pytest.mark.parametrize(
        "text",
        [
            "Lausunto, Vastaaja, Helsinki\nTämä on proosaa eikä mikään taulukko, vaikka alku siltä näyttää.\n",
            "Organisaatio; muuta\n\nPidämme luonnosta hyvänä.\n",
            "Vastaaja\nVantaan kaupunki\n",
        ],
    )
    def test_leaves_prose_to_plain_text(self, text: str) -> None:
        (document,), _ = read(text.encode(), "t.txt")
        assert document.text == text

    def test_reads_a_workbook_whose_last_row_and_column_are_far_away(self) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["Organisaatio", "Kysymys", "Vastaus"], ["SAK", "A?", "Ei."]):
            sheet.append(row)
        sheet.cell(3, 16_384, "kaukana")
        sheet.cell(1_048_576, 1, "STTK")
        sheet.cell(1_048_576, 3, "Ei.")
        written = BytesIO()
        book.save(written)
        documents, refused = read(written.getvalue(), "t.xlsx")
        assert [document.given.respondents[0] for document in documents] == ["SAK", "STTK"]
        assert [line.partition(": ")[0] for line in refused] == ["t.xlsx, sheet Sheet row 3"]

    @pytest.mark.parametrize("entity", [b'SYSTEM "file:///etc/hostname"', b'"' + b"&b;" * 10 + b'"'])
    def test_expands_no_entity_of_a_workbook(self, entity: bytes) -> None:
        bomb = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (99 + i) * 10) for i in range(9))
        declared = b"<!DOCTYPE x [<!ENTITY a " + entity + b">" + bomb + b'<!ENTITY k "kkkkkkkkkk">]>'
        changed = {}
        with zipfile.ZipFile(BytesIO(workbook(["Organisaatio", "Kysymys", "Vastaus"], ["SAK", "A?", "Ei."]))) as book:
            for name in book.namelist():
                part = book.read(name)
                if name.startswith("xl/worksheets/"):
                    part = declared + part.replace(b"Ei.", b"Ei &a;.")
                changed[name] = part
        assert changed["xl/worksheets/sheet1.xml"].count(b"Ei &a;") == 1
        assert "t.xlsx: a broken workbook: ParseError" in refusal(zipped(changed), "t.xlsx")

    def test_stops_at_its_limit_of_rows_and_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(answer_table, "MAX_ROWS", 2)
        text = "Respondent;Question;Answer\nSAK;A?;1\nSTTK;A?;2\nKela;A?;3\nEK;A?;4\n"
        documents, refused = read(text.encode(), "t.csv")
        assert len(documents) == 2
        assert refused == ["t.csv, line 4: more than 2 rows; the rest is not read (split the table)"]

    def test_breaks_off_with_the_line_where_quotes_are_not_closed(self) -> None:
        text = 'Respondent;Question;Answer\nSAK;A?;Yes\nKela;A?;"No\n'
        documents, refused = read(text.encode(), "t.csv")
        assert [document.given.respondents for document in documents] == [("SAK",)]
        assert refused == ["t.csv, line 3: the table breaks off: unexpected end of data (close its double quotes)"]

    def test_knows_a_survey_whose_heads_are_long(self) -> None:
        questions = [f"{number}. {'Miten arvioitte ehdotuksen vaikutuksia toimintaanne? ' * 5}" for number in range(30)]
        text = (
            "\t".join([*questions, "Organisaatio"]) + "\n" + "\t".join([*("Hyvin." for _ in questions), "SAK"]) + "\n"
        )
        (document,), _ = read(text.encode(), "t.csv")
        assert document.given.respondents == ("SAK",)
        assert document.text.count("    Hyvin.\n") == 30

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (workbook(["Nimi", "Luku"], ["a", 1]), "no sheet with the heads of a table of answers"),
            (workbook(["Respondent", "Question", "Answer"])[:-60], "damaged"),
        ],
    )
    def test_says_what_is_wrong_with_a_workbook(self, data: bytes, message: str) -> None:
        assert message in refusal(data, "t.xlsx")


class TestOwnJson:
    def test_gives_each_statement_in_its_own_language(self) -> None:
        *_, person = read(DATA / "statements.json")[0]
        assert (person.given.private, person.given.respondents) == (True, ())
        assert "\nUtlåtandegivarens utlåtande\n\nÖvriga kommentarer\n    Ett bra förslag.\n" in person.text

    @pytest.mark.parametrize(
        ("statement", "place"),
        [
            ({"sections": []}, "$.statements[0].sections"),
            ({"sections": [{"answer": 3}]}, "$.statements[0].sections[0].answer"),
            ({"sections": [{"answer": "a"}], "date": "2026-02-30"}, "$.statements[0].date"),
            ({"sections": [{"answer": "a"}], "date": "30.1.2026"}, "$.statements[0].date"),
            ({"sections": [{"answer": "a"}], "respondents": ["Matti Mallikas"]}, "$.statements[0].respondents[0]"),
            ({"sections": [{"answer": "a"}], "respondents": ["SAK"], "private": True}, "$.statements[0].respondents"),
            ({"sections": [{}]}, "$.statements[0].sections[0]"),
            ("a", "$.statements[0]"),
        ],
    )
    def test_names_the_path_of_a_fault_and_reads_the_rest(self, statement: object, place: str) -> None:
        sound = {"respondents": ["SAK"], "sections": [{"answer": "Kannatamme."}]}
        data = json.dumps({"kannat": "statements/1", "statements": [statement, sound]})
        documents, (refused,) = read(data.encode(), "s.json")
        assert [document.given.respondents for document in documents] == [("SAK",)]
        assert refused.startswith(f"s.json, {place}: ")
        assert [name for name in NAMES if name in refused] == []

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('{"kannat": "statements/1", "statements": {}}', "x, $.statements: must be array"),
            ('{"statements": []}', "JSON, but not of Kannat's form"),
            ('{"kannat": "statements/1",\n "statements": [1,,2]}', "x, line 2, column 19: not JSON"),
            ('{"a": ' + "[" * 100_000, "x"),
            ('{"kannat": NaN}', "not JSON: NaN"),
            ('{"kannat": "statements/1", "statements": []}', "x: no statement in it (look into it)"),
        ],
    )
    def test_says_what_is_wrong_with_the_whole(self, text: str, message: str) -> None:
        assert message in refusal(text.encode())

    def test_takes_half_a_surrogate_pair_for_what_it_is(self) -> None:
        statement = '{"respondents": ["SAK"], "sections": [{"answer": "a\\ud800b"}]}'
        text = f'{{"kannat": "statements/1", "statements": [{statement}]}}'
        (document,), _ = read(text.encode(), "s.json")
        assert "a\ufffdb" in document.text


class TestListedFolder:
    def folder(self, tmp_path: Path, *rows: tuple[str, Given]) -> Path:
        (tmp_path / "a.txt").write_text("Kannatamme luonnosta.\n", encoding="utf-8")
        (tmp_path / "b.txt").write_text("Emme kannata luonnosta.\n", encoding="utf-8")
        (tmp_path / "documents.json").write_text(list_text(rows), encoding="utf-8")
        return tmp_path

    def test_gives_documents_the_facts_of_the_list(self, tmp_path: Path) -> None:
        given = Given((CITY,), "Kunta", "VN/1234/2026", date(2026, 2, 3))
        documents, _ = read(self.folder(tmp_path, ("a.txt", given)), "f")
        assert [(d.name, d.given) for d in documents] == [("f/a.txt", given), ("f/b.txt", Given())]

    @pytest.mark.parametrize("file", ["c.txt", "../a.txt", "/etc/hostname"])
    def test_tells_of_a_file_that_is_not_in_it(self, tmp_path: Path, file: str) -> None:
        (tmp_path / "f").mkdir()
        documents, refused = read(self.folder(tmp_path / "f", (file, Given())), "f")
        assert len(documents) == 2
        assert refused == [f"f/{file}: no such file in the folder (see docs/sources.md for the list's form)"]

    def test_tells_of_a_description_that_would_not_be_seen(self, tmp_path: Path) -> None:
        folder = self.folder(tmp_path)
        (folder / "consultation.ttl").write_text("# nothing", encoding="utf-8")
        assert "a description, not a document" in read(folder, "f")[1][0]


class TestHankeikkuna:
    def test_gives_a_project_with_its_documents(self) -> None:
        (project,) = projects_in((DATA / "hankeikkuna.json").read_bytes(), "answer")
        assert (project.identifier, project.case_numbers) == ("OKM012:00/2025", ("VN/1234/2026",))
        assert project.names == (("fi", "Kirjastolain uudistaminen"), ("sv", "Reform av bibliotekslagen"))
        assert project.deadline == date(2026, 2, 10)
        assert [len(project.of(kind)) for kind in DocumentKind] == [3, 1, 1, 0]

    @pytest.mark.parametrize(
        ("answer", "place"),
        [
            ({"error": "x"}, "$.result"),
            ({"result": {}}, "$.result"),
            ({"result": [{}]}, "$.result[0].kohde.tunnus"),
            ({"result": [{"kohde": {"tunnus": "A"}, "asiakirjat": [1]}]}, "$.result[0].asiakirjat[0]"),
        ],
    )
    def test_names_the_path_of_what_is_not_as_it_should(self, answer: object, place: str) -> None:
        with pytest.raises(UnreadableDocument) as error:
            projects_in(json.dumps(answer).encode(), "answer")
        assert error.value.place == f"answer, {place}"


class TestDecisionItems:
    """Saved pages of municipalities: the reader of web pages gives the words of the item and marks what lies around."""

    @pytest.mark.parametrize(
        ("page", "words", "around"),
        [
            ("cloudnc.html", "Kirjastoautoista pitää säätää erikseen.", "Siirry sisältöön"),
            ("dynasty.html", "Havukosken kunta ei kannata luonnosta, koska", ""),
            ("helsinki-minutes.html", "Voimaantulolle on varattava vähintään vuosi.", "Hyväksy kaikki evästeet"),
        ],
    )
    def test_keep_the_item_s_words_and_mark_the_rest(self, page: str, words: str, around: str) -> None:
        (document,), _ = read(DATA / page)
        noise = " ".join(mark.span.of(document.text) for mark in document.marks if mark.role is MarkRole.NOISE)
        assert words in document.text
        assert words not in noise
        assert around not in document.text or around in noise

    @pytest.mark.parametrize(
        ("page", "heading"),
        [("cloudnc.html", "Ehdotus"), ("helsinki-minutes.html", "Päätös")],
    )
    def test_mark_the_item_s_headings(self, page: str, heading: str) -> None:
        (document,), _ = read(DATA / page)
        assert heading in [m.span.of(document.text) for m in document.marks if m.role is MarkRole.HEADING]


class TestDocumentation:
    BLOCKS: ClassVar[list[str]] = re.findall(r"^```json\n(.*?)^```$", SOURCES_PAGE.read_text("utf-8"), re.M | re.S)

    def test_shows_statements_that_are_read(self) -> None:
        (shown,) = [block for block in self.BLOCKS if "statements/1" in block]
        documents, refused = read(shown.encode(), "s.json")
        assert ([document.given.private for document in documents], refused) == ([False, True], [])

    def test_shows_a_list_of_documents_that_is_read(self, tmp_path: Path) -> None:
        (shown,) = [block for block in self.BLOCKS if "documents/1" in block]
        (tmp_path / "documents.json").write_text(shown, encoding="utf-8")
        for row in json.loads(shown)["documents"]:
            (tmp_path / row["file"]).write_text("Kannatamme luonnosta.\n", encoding="utf-8")
        documents, refused = read(tmp_path, "f")
        assert [document.given for document in documents] == [
            Given((CITY,), "Kunta", "VN/1234/2026", date(2026, 2, 3)),
            Given(private=True),
        ]
        assert refused == []


class TestParties:
    @pytest.mark.parametrize(
        ("cell", "organisations"),
        [
            ("Vantaan kaupunki", ["Vantaan kaupunki"]),
            ("Vantaan kaupunki, Meikäläinen Maija", ["Vantaan kaupunki"]),
            ("Opetusalan Ammattijärjestö OAJ, Virtanen Ville", ["Opetusalan Ammattijärjestö OAJ"]),
            ("Kemin kaupunki, sivistyspalvelut", ["Kemin kaupunki, sivistyspalvelut"]),
            ("Helsingin yliopisto, Oikeustieteellinen tiedekunta, Virtanen Maija",
             ["Helsingin yliopisto, Oikeustieteellinen tiedekunta"]),
            ("Oikeusministeriö\nTyö- ja elinkeinoministeriö", ["Oikeusministeriö", "Työ- ja elinkeinoministeriö"]),
            ("SAK; STTK", ["SAK", "STTK"]),
            ("Akava ry, maija@akava.example", ["Akava ry"]),
            ("Suomen Yrittäjät", ["Suomen Yrittäjät"]),
            ("Pelastakaa Lapset", ["Pelastakaa Lapset"]),
            ("Elinkeinoelämän keskusliitto EK", ["Elinkeinoelämän keskusliitto EK"]),
            ("Finanssiala ry, von Essen Carl", ["Finanssiala ry"]),
            ("Åbo stad, Lindström Åsa", ["Åbo stad"]),
            ("Akava, Maija", ["Akava"]),
            ("SAK, 040 123 4567", ["SAK"]),
            ("", []),
        ],
    )  # fmt: skip
    def test_are_the_organisations_of_a_cell(self, cell: str, organisations: list[str]) -> None:
        assert parties_in(cell) == Parties(tuple(organisations))

    @pytest.mark.parametrize(
        "cell",
        [
            "Matti Mallikas",
            "Mallikas, Matti",
            "Yksityishenkilö",
            "dosentti Matti Mallikas",
            "Carl af Ursin",
            "Privatperson",
        ],
    )
    def test_are_none_where_only_a_person_is_named(self, cell: str) -> None:
        assert parties_in(cell) == Parties(private=True)

    def test_know_every_organisation_of_the_authority_for_one(self) -> None:
        names = {name for o in load_authorities().organisations.values() for _, name in (*o.names, *o.alternative)}
        assert len(names) > 1000
        assert sorted(name for name in names if parties_in(name).organisations != (" ".join(name.split()),)) == []

    @pytest.mark.parametrize("first", ["Aino", "Mikko", "Anna-Liisa", "Åke", "Juha", "Kerttu"])
    @pytest.mark.parametrize("last", ["Virtanen", "Korhonen", "Mäki-Ketelä", "Lindström", "Salo", "Koski", "Niemi"])
    def test_know_common_names_for_persons(self, first: str, last: str) -> None:
        cells = (f"{first} {last}", f"{last} {first}", f"{last}, {first}", f"SAK, {last} {first}")
        assert [parties_in(cell).organisations for cell in cells] == [(), (), (), ("SAK",)]


class TestMarkup:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("a < b & c", "a < b & c"),
            ("pelkkä teksti\n  sisennys", "pelkkä teksti\n  sisennys"),
            ("T&amp;K\nkun x < y", "T&K\nkun x < y"),
            ("<p>Yksi <b>kaksi</b></p><p>kolme<br>neljä</p>", "Yksi kaksi\n\nkolme\nneljä"),
            ("<ul><li>yksi<li>kaksi</ul>", "• yksi\n• kaksi"),
            ("<p>a</p><script>alert(1)</script><style>b</style>", "a"),
            ("&lt;3 &auml;", "<3 ä"),
            ("<table><tr><td>a<td>b</table>", "a\nb"),
        ],
    )
    def test_is_turned_into_text(self, html: str, text: str) -> None:
        assert text_of(html) == text

    def test_tells_headings_also_those_that_are_only_strong(self) -> None:
        blocks = blocks_of("<h2>A</h2><p><strong>B</strong></p><p>C <strong>d</strong></p>")
        assert [(block.text, block.level) for block in blocks] == [("A", 2), ("B", 7), ("C d", 0)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01T00:00:00", date(2026, 5, 1)),
        ("2026-04-20T09:01:02.000Z", date(2026, 4, 20)),
        ("1.5.2026 klo 9.15", date(2026, 5, 1)),
        ("31.2.2026", None),
        ("eilen", None),
        (None, None),
    ],
)
def test_days_are_read_as_they_are_written(text: str | None, day: date | None) -> None:
    assert day_in(text) == day
