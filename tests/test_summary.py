"""The summary: every number is a query's row, everyone is in it once, and it opens in what people write with."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections import Counter
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

import docx
import odfdo
import pypdfium2
import pytest
import reviewed
from click.testing import CliRunner
from compared import CONSULTATION, GraphStore, gold_store
from lxml import etree
from markdown_it import MarkdownIt
from pyoxigraph import Literal, Quad
from rounds import CONSULTATION_KEY, gold_quads, statement_graphs
from seed_files import ROOT

from kannat.cli.app import kannat, run
from kannat.comparison import matrix
from kannat.errors import UnknownName
from kannat.graph import terms as t
from kannat.graph.ontology import ontology_quads
from kannat.model import ReadingMethod
from kannat.questions import library
from kannat.questions import run as ask
from kannat.review import import_decisions
from kannat.review.filled import filled_in
from kannat.review.sheet import COLUMNS, sheet_rows
from kannat.summary import FORMATS, Figure, Summary, summary, write_summary
from kannat.summary.blocks import Heading, Items, Paragraph, Table

LANGUAGES = ("fi", "sv", "en")
SOFFICE = shutil.which("soffice")
PAYLOADS = [
    "<script>document.title='run'</script>",
    '"><img src=x onerror="document.title=1">',
    "[here](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "| cell | **bold** `code` |",
    "]]><!-- --> &lt;b&gt; &#60;",
    "# no heading\n- no item\n\n1. none",
    "https://example.org www.example.org a@example.org",
    "{{ 7*7 }} {% raw %} {names}",
    "\u202eevil\u2066 \x0c\x1b[31m \x00",
    "= 1 + 1",
    "[^1]: no note",
]


@cache
def told(language: str = "fi", round_name: str = "example") -> Summary:
    return summary(gold_store(round_name), CONSULTATION, language)


@cache
def written(format_: str, language: str = "fi") -> bytes:
    return write_summary(told(language), format_)


@cache
def poisoned() -> Summary:
    """The example round with a payload in every label, file name, reader, title and passage."""
    return summary(GraphStore(poisoned_quads()), CONSULTATION, "fi")


def poisoned_quads() -> list[Quad]:
    texts = {t.PREF_LABEL, t.EXACT, t.FILE_NAME, t.READER_VERSION, t.TITLE}
    quads = []
    for number, quad in enumerate(sorted(gold_quads("example"), key=str)):
        if quad.predicate in texts and quad.graph_name.value.startswith("https://w3id.org/kannat/id/"):
            text = f"{PAYLOADS[number % len(PAYLOADS)]} {number}"
            value = Literal(text, language=quad.object.language) if quad.object.language else Literal(text)
            quad = Quad(quad.subject, quad.predicate, value, quad.graph_name)
        quads.append(quad)
    return quads


def without_statements() -> list[Quad]:
    return [q for q in gold_quads("example") if "/id/statement/" not in q.graph_name.value]


def table(summed: Summary, caption: str) -> Table:
    (found,) = (b for b in summed.blocks if isinstance(b, Table) and b.caption == caption)
    return found


def headings(summed: Summary) -> list[str]:
    return [block.text for block in summed.blocks if isinstance(block, Heading)]


def text_of(summed: Summary) -> str:
    return "\n".join(sentence.text for sentence in summed.sentences())


# What it says


def test_every_number_is_a_row_of_a_question() -> None:
    figures = {figure for sentence in told().sentences() for figure in sentence.figures}
    assert len(figures) > 100
    assert [figure for figure in figures if figure.value != answer(figure)] == []


@cache
def rows(question: str) -> list[dict[str, Any]]:
    known = {parameter.name for parameter in library()[question].parameters}
    asked = {"consultation": CONSULTATION, "language": "fi"}
    return ask(gold_store("example"), question, {k: v for k, v in asked.items() if k in known}).records()


def answer(figure: Figure) -> int:
    found = [row for row in rows(figure.question) if all(row[column] == value for column, value in figure.where)]
    if figure.distinct:
        return len({row[figure.column] for row in found})
    (row,) = found
    return row[figure.column]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_of_respondents_is_a_figure(language: str) -> None:
    for sentence in told(language).sentences():
        shares = re.findall(r"\(n = (\d+)/(\d+)", sentence.text)
        values = [str(figure.value) for figure in sentence.figures]
        assert all(count in values and out_of in values for count, out_of in shares)


def test_no_count_goes_without_what_it_is_out_of() -> None:
    assert not re.search(r"n = \d+(?![\d/;])", text_of(told()))


def test_every_sentence_with_a_position_leads_to_its_passages() -> None:
    positions = set(matrix(gold_store("example"), CONSULTATION).positions)
    noted = {position for note in told().notes for position in note.positions}
    based = {address for sentence in told().sentences() for address in sentence.basis}
    assert noted == positions == positions & based
    for sentence in told().sentences():
        assert bool([run for run in sentence.runs if run.note]) <= bool(sentence.basis)


def test_every_note_that_is_led_to_is_there() -> None:
    led = {run.note for sentence in told().sentences() for run in sentence.runs if run.note}
    assert led == set(range(1, len(told().notes) + 1))


def test_passages_of_notes_are_the_words_at_their_place() -> None:
    stored = {
        (quad.subject.value, quad.object.value)
        for graph in statement_graphs("example")
        for quad in graph.quads
        if quad.predicate == t.EXACT
    }
    shown = {(passage.address, passage.words) for note in told().notes for passage in note.passages}
    assert len(shown) > 200
    assert shown <= stored


def test_the_ministry_s_style_names_respondents_with_their_number() -> None:
    assert re.search(r"Kannattavat: Hiidenmaan hyvinvointialue ✓ ja .+ \(n = \d+/16\)\.", text_of(told()))


def test_contradictory_positions_stand_beside_one_another() -> None:
    (torn,) = (s for s in text_of(told()).splitlines() if s.startswith("Sekä") and "Koivurannan kaupunki" in s)
    assert "Koivurannan kaupunki (kannattaa ✓ ja on huolissaan ✓)" in torn


def test_what_is_yet_undecided_is_told_but_not_counted() -> None:
    undecided = [s.text for s in told().sentences() if s.text.startswith("Ei laskettu mukaan")]
    assert undecided
    counted = [s.text for s in told().sentences() if s.text.startswith(("Kannattavat", "Vastustavat"))]
    assert any("Kolmijärven kaupunki" in text for text in undecided)
    assert not any("Kolmijärven kaupunki" in text for text in counted)


def test_the_chapters_come_in_their_order() -> None:
    chapters = [block.text for block in told().blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == [
        "1 Kuvailulehti",
        "2 Johdanto",
        "3 Lausunnonantajat",
        "4 Yleiset arviot",
        "5 Kannat kysymyksittäin",
        "6 Kannat säännöksittäin",
        "7 Muut esiin nostetut asiat",
        "8 Ehdotetut muutokset",
        "9 Säädökset ja asiakirjat, joihin viitattiin",
        "10 Lukutapa ja rajoitukset",
        "Liite 1. Lausunnonantajat",
    ]


def test_every_proposal_of_the_codebook_is_told_of_under_its_question() -> None:
    start = next(i for i, b in enumerate(told().blocks) if isinstance(b, Heading) and b.text.startswith("5 "))
    end = next(i for i, b in enumerate(told().blocks) if isinstance(b, Heading) and b.text.startswith("6 "))
    said = []
    for block in told().blocks[start:end]:
        if isinstance(block, Heading) and block.level == 3:
            said.append(re.sub(r"^[\d.]+ ", "", block.text).casefold())
        elif isinstance(block, Items):
            said += [sentence.text.casefold() for sentence in block.sentences]
    labels = [p.label.casefold() for p in matrix(gold_store("example"), CONSULTATION).proposals if p.notation]
    assert [said.count(label) for label in labels] == [1] * len(labels)


def test_every_respondent_is_in_the_appendix_once() -> None:
    compared = matrix(gold_store("example"), CONSULTATION)
    listed = [row[1].text for row in table(told(), "Kaikki, joilta pyydettiin lausuntoa tai jotka antoivat sen").rows]
    assert Counter(listed) == Counter(party.label for party in compared.round.parties)
    assert len(listed) == 20


def test_provisions_name_who_is_for_and_against_in_words_that_refer_to_them() -> None:
    provisions = {row[0].text: row for row in table(told(), "Puolesta ja vastaan säännöksittäin").rows}
    assert len(provisions) == len(rows("positions-by-provision"))
    for row in provisions.values():
        for cell in row[1:]:
            names = len(cell.basis) and len({run.note for run in cell.runs if run.note})
            assert bool(names) == bool(cell.figures[0].value)
    _, supporting, _, _ = provisions["1301/2014 17 §"]
    assert supporting.text == "Koivurannan kaupunki ✓, Norrskata stad ✓ ja Ristijoen työllisyysalue ✓ (n = 3/16)"


def test_amendments_leave_room_for_the_drafter_s_answer() -> None:
    amendments = table(told(), "Ehdotetut muutokset ja valmistelijan vastaus")
    assert amendments.headers[-1] == "Valmistelijan vastaus"
    assert all(row[-1].text == "" for row in amendments.rows)
    assert all(row[1].text and row[2].figures for row in amendments.rows)


def test_what_people_checked_is_told_from_what_a_machine_read() -> None:
    rules = t.concept(ReadingMethod.RULES)
    graph = statement_graphs("example")[0].name
    quads = [
        Quad(q.subject, q.predicate, rules, q.graph_name) if q.predicate == t.METHOD and q.graph_name == graph else q
        for q in gold_quads("example")
    ]
    mixed = summary(GraphStore(quads), CONSULTATION, "fi")
    machine = [note for note in mixed.notes if not note.checked]
    assert 0 < len(machine) < len(mixed.notes)
    assert {note.respondent for note in machine} == {"Koivurannan kaupunki"}
    assert "Koivurannan kaupunki °" in text_of(mixed)
    assert "Koivurannan kaupunki ✓" not in text_of(mixed)
    assert "Kannat on luettu koneellisesti" in text_of(mixed)
    assert "Kannat on luettu koneellisesti" not in text_of(told())


def test_a_position_that_a_person_accepted_is_marked_with_the_day(tmp_path: Path) -> None:
    with reviewed.round_store(tmp_path) as store:
        store.replace_graph(t.ONTOLOGY_GRAPH, ontology_quads())
        row = next(row for row in sheet_rows(store) if row.passage == "Kunta kannattaa uuden rahaston perustamista.")
        cells = dict(zip(COLUMNS, row.cells(), strict=True)) | {"decision": "accepted"}
        import_decisions(store, filled_in([(2, cells)], store, "Tarkastaja", date(2026, 3, 2)).decisions)
        told_so = summary(store, reviewed.CONSULTATION.value, "fi")
    assert [note.respondent for note in told_so.notes if note.checked] == ["Mallilan kunta"]
    assert "Kannattavat: Mallilan kunta ✓ (n = 1/2)." in text_of(told_so)
    assert "Vastustavat: Toivolan kaupunki ° (n = 1/2)." in text_of(told_so)
    facts = {row[0].text: row[1].text for row in table(told_so, "Lausuntokierroksen tiedot").rows}
    assert facts["Ihmisen tarkistamia kantoja"] == "1/6"
    assert facts["Luettu"] == "2.3.2026"


def test_quotes_bear_the_language_that_they_are_in() -> None:
    quotes = {r.language for s in told("fi").sentences() for r in s.runs if r.quoted}
    assert quotes == {None, "sv", "en", "mul"}


def test_a_round_without_statements_is_a_summary_too() -> None:
    empty = summary(GraphStore(without_statements()), CONSULTATION, "fi")
    assert "Yhtään lausuntoa ei ole." in text_of(empty)
    assert len(table(empty, "Kaikki, joilta pyydettiin lausuntoa tai jotka antoivat sen").rows) == 18
    assert empty.notes == ()
    for format_ in FORMATS:
        assert write_summary(empty, format_)


def test_the_same_round_gives_the_same_summary() -> None:
    again = summary(GraphStore(reversed(gold_quads("example"))), CONSULTATION, "fi")
    assert again == told()
    for format_ in FORMATS:
        assert write_summary(again, format_) == written(format_)


# Its languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_with_the_same_gaps(language: str) -> None:
    def gaps(tongue: str) -> dict[str, set[str]]:
        data = tomllib.loads((ROOT / "queries" / "summary" / f"{tongue}.toml").read_text(encoding="utf-8"))
        assert len(data["months"]) == 12
        texts = [
            (f"{part}.{key}", text) for part in ("stances", "problems", "texts") for key, text in data[part].items()
        ]
        return {
            key: {gap for _, gap, _, _ in Formatter().parse(text) if gap} for key, text in texts if key != "texts.day"
        }

    assert gaps(language) == gaps("fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_as_much(language: str) -> None:
    finnish, other = ([type(block) for block in told(tongue).blocks] for tongue in ("fi", language))
    assert Counter(other) == Counter(finnish)
    assert {note.positions for note in told(language).notes} == {note.positions for note in told("fi").notes}


def test_another_language_or_round_is_an_error() -> None:
    with pytest.raises(UnknownName, match="language"):
        summary(gold_store("example"), CONSULTATION, "de")
    with pytest.raises(UnknownName, match="VN/37864/2025"):
        summary(gold_store("example"), "VN/37864/2024")
    with pytest.raises(UnknownName, match="format"):
        write_summary(told(), "doc")


# Its formats


class Page(HTMLParser):
    """The elements of a page with their attributes, those left open, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(summed: Summary) -> Page:
    return Page(write_summary(summed, "html").decode())


def test_html_is_whole_and_fetches_nothing() -> None:
    html = page(told())
    assert html.open == []
    assert {"script", "img", "link", "iframe", "form"}.isdisjoint(tag for tag, _ in html.elements)
    assert all(a["href"].startswith("#") for a in html.of("a"))


def test_html_links_lead_somewhere() -> None:
    html = page(told())
    ids = [attributes["id"] for _, attributes in html.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"].removeprefix("#") for a in html.of("a")} <= set(ids)


def test_html_can_be_found_ones_way_in() -> None:
    html = page(told("sv"))
    assert html.of("html") == [{"lang": "sv"}]
    levels = [int(tag[1]) for tag, _ in html.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {th.get("scope") for th in html.of("th")} == {"col", "row"}
    assert len(html.of("caption")) == len(html.of("table"))


def test_html_payloads_become_text_and_no_element() -> None:
    clean, foul = page(told()), page(poisoned())
    assert foul.open == []
    assert {tag for tag, _ in foul.elements} == {tag for tag, _ in clean.elements}
    names = {(tag, name) for tag, attributes in clean.elements for name in attributes}
    assert {(tag, name) for tag, attributes in foul.elements for name in attributes} <= names
    assert all(payload in " ".join(foul.words) for payload in PAYLOADS[:6])
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ".join(foul.words))


@pytest.mark.parametrize("summed", [told, poisoned], ids=["clean", "poisoned"])
def test_markdown_holds_no_html_link_or_picture(summed) -> None:
    text = write_summary(summed(), "md").decode()
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")
    tokens = parser.parse(text.split("---\n", 2)[2])
    kinds = {token.type for token in tokens} | {c.type for token in tokens for c in token.children or ()}
    assert {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "hr"}.isdisjoint(kinds)
    assert sum(token.type == "heading_open" for token in tokens) == len(headings(summed())) + 2
    assert sum(token.type == "table_open" for token in tokens) == sum(isinstance(b, Table) for b in summed().blocks)
    assert not re.search(r"(?<!\\)\b(?:https?:|www\.)", text.split("---\n", 2)[2])


def test_markdown_rows_have_as_many_cells_as_headers() -> None:
    text = write_summary(poisoned(), "md").decode()
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text.split("---\n", 2)[2])
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == sum(len(row) for block in poisoned().blocks if isinstance(block, Table) for row in block.rows)


def test_markdown_notes_are_led_to_and_there() -> None:
    text = written("md").decode()
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert defined == [str(number) for number in range(1, len(told().notes) + 1)]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(defined)


def word_of(summed: Summary) -> Any:
    return docx.Document(io.BytesIO(write_summary(summed, "docx")))


def test_word_says_what_it_is() -> None:
    facts = word_of(told("sv")).core_properties
    assert facts.title == told("sv").title
    assert (facts.subject, facts.language, facts.author) == ("VN/37864/2025", "sv-FI", "arbets- och näringsministeriet")
    assert facts.created == facts.modified
    assert facts.created.date().isoformat() == told().date


def test_word_has_real_headings_and_header_rows() -> None:
    document = word_of(told())
    found = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [*headings(told()), told().notes_heading.text]
    for table_ in document.tables:
        assert table_.rows[0]._tr.xpath("w:trPr/w:tblHeader")
        assert table_._tbl.tblPr.xpath("w:tblCaption")


def test_word_links_lead_somewhere() -> None:
    body = word_of(told()).element.body
    marks = body.xpath(".//w:bookmarkStart/@w:name")
    assert len(marks) == len(set(marks))
    assert set(body.xpath(".//w:hyperlink/@w:anchor")) == {f"n{note.number}" for note in told().notes} <= set(marks)


def open_document_of(summed: Summary) -> Any:
    return odfdo.Document(io.BytesIO(write_summary(summed, "odt")))


def test_open_document_says_what_it_is() -> None:
    meta = open_document_of(told("sv")).meta
    assert (meta.title, meta.subject, meta.language) == (told("sv").title, "VN/37864/2025", "sv")
    assert meta.creation_date.date().isoformat() == told().date


def test_open_document_has_real_headings_and_header_rows() -> None:
    body = open_document_of(told()).body
    assert [str(header).strip() for header in body.headers] == [*headings(told()), told().notes_heading.text]
    assert len(body.tables) == sum(isinstance(block, Table) for block in told().blocks)
    assert all(len(one.get_elements("table:table-header-rows")) == 1 for one in body.tables)


def test_open_document_links_lead_somewhere() -> None:
    body = open_document_of(told()).body
    targets = {link.url.removeprefix("#") for link in body.get_links()}
    assert targets == {f"n{note.number}" for note in told().notes}
    assert targets <= {mark.name for mark in body.get_bookmarks()}


@pytest.mark.parametrize("format_", ["docx", "odt"])
def test_packages_are_the_same_on_every_day_and_hold_sound_xml(format_: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_summary(poisoned(), format_))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        if format_ == "odt":
            first = package.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize("format_", ["docx", "odt"])
def test_packages_show_payloads_as_they_are(format_: str) -> None:
    if format_ == "docx":
        document = word_of(poisoned())
        shown = "\n".join([p.text for p in document.paragraphs] + [c.text for t_ in document.tables for c in t_._cells])
    else:
        shown = open_document_of(poisoned()).get_formatted_text()
    shown = " ".join(shown.split())
    assert all(" ".join(payload.split()) in shown for payload in PAYLOADS[:9])


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed on this machine (soffice)")
@pytest.mark.parametrize("format_", ["docx", "odt"])
def test_it_opens_in_libreoffice_with_every_respondent_in_the_appendix(format_: str, tmp_path: Path) -> None:
    (tmp_path / f"summary.{format_}").write_bytes(written(format_))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / f"summary.{format_}")]
    subprocess.run([SOFFICE, profile, *convert], check=True, capture_output=True, timeout=200)
    with pypdfium2.PdfDocument(tmp_path / "summary.pdf") as pdf:
        pages = [_squeezed(page_.get_textpage().get_text_range()) for page_ in pdf]
        assert pdf.get_metadata_dict()["Title"] == told().title
    text = "".join(re.sub(r"VN/37864/2025\d+$", "", one) for one in pages)
    appendix = text.split("Liite1.Lausunnonantajat")[1].split("Liite2.Tekstikohdat")[0]
    parties = matrix(gold_store("example"), CONSULTATION).round.parties
    assert {party.label: appendix.count(_squeezed(party.label)) for party in parties} == dict.fromkeys(
        (party.label for party in parties), 1
    )


def _squeezed(text: str) -> str:
    """The text without white space, which lines and pages break; hyphens as they were."""
    return "".join(text.replace("\ufffe", "-").split())


# Its command


@pytest.fixture
def store(example_store: str) -> Path:
    return Path(example_store)


def test_the_command_writes_what_the_file_s_name_asks_for(store: Path, tmp_path: Path) -> None:
    for format_ in FORMATS:
        assert run(["summary", "--store", str(store), "-o", str(tmp_path / f"round.{format_}")]) == 0
    assert (tmp_path / "round.docx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "round.odt").read_bytes()[:2] == b"PK"
    assert (tmp_path / "round.md").read_text(encoding="utf-8").startswith("---\ntitle: ")
    assert (tmp_path / "round.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_stdout_gets_markdown(store: Path) -> None:
    done = CliRunner().invoke(kannat, ["summary", "--store", str(store), "--lang", "sv"])
    assert done.stdout.startswith("---\ntitle: ")
    assert "## 1 Faktablad" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--consultation", "VN/37864/2024"], "did you mean VN/37864/2025?"),
        (["-o", "nowhere/summary.docx"], "cannot write"),
        (["-o", "summary.doc"], "unknown format 'doc'"),
        (["-o", "summary"], "unknown format ''"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    arguments: list[str], said: str, store: Path, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["summary", "--store", str(store), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_a_round_is_enough() -> None:
    assert summary(gold_store("example"), CONSULTATION_KEY, "fi") == told()


def test_blocks_are_of_the_known_kinds() -> None:
    assert {type(block) for block in told().blocks} == {Heading, Paragraph, Items, Table}
