"""What each format keeps, what it leaves out, and what it says of the pieces of its text."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from format_files import (
    ODF,
    W,
    docx,
    docx_of,
    docx_with,
    eml,
    html,
    odt,
    odt_of,
    pdf,
    w_paragraph,
    zipped,
)
from reportlab.pdfgen.canvas import Canvas

from kannat.errors import UnreadableDocument
from kannat.model import Document, MarkRole
from kannat.readers import read_document, read_documents
from kannat.readers.isolation import end_child

Make = Callable[[str], bytes]

TEXT = """Koivurannan kaupungin lausunto

Kaupunki pitää ehdotusta hyvänä. Se on tarpeellinen ja se on syytä panna toimeen mahdollisimman pian, jotta sen
hyödyt näkyvät.

- Ensimmäinen kohta.
- Toinen kohta.
"""


@pytest.fixture(autouse=True, scope="module")
def no_child_left() -> Iterator[None]:
    yield
    end_child()


def marked(document: Document, role: MarkRole) -> list[str]:
    """The words that bear this mark."""
    return [document.text[m.span.start : m.span.end] for m in document.marks if m.role is role]


def lines(document: Document) -> list[str]:
    return [line for line in document.text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (pdf(TEXT), "application/pdf"),
        (docx(TEXT), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (odt(TEXT), "application/vnd.oasis.opendocument.text"),
        (html(TEXT), "text/html"),
        (eml(TEXT), "message/rfc822"),
        (TEXT.encode(), "text/plain"),
    ],
    ids=["pdf", "docx", "odt", "html", "eml", "txt"],
)
def test_the_format_is_told_by_the_content_whatever_the_name_says(data: bytes, media_type: str) -> None:
    for name in ("lausunto", "lausunto.txt", "lausunto.pdf"):
        assert read_document(data, name).media_type == media_type


@pytest.mark.parametrize("data", [docx(TEXT), odt(TEXT), pdf(TEXT), eml(TEXT)], ids=["docx", "odt", "pdf", "eml"])
def test_no_person_of_the_metadata_comes_in(data: bytes) -> None:
    document = read_document(data)
    assert "Meik" not in repr(document)
    assert "maija" not in repr(document)


class TestPdf:
    def test_pages_are_kept(self) -> None:
        document = read_document(pdf("\n\n".join(f"Kappale {n} on tämä." for n in range(60))))
        assert len(document.pages) == 2
        assert document.page_at(document.text.index("Kappale 0")) == 1
        assert document.page_at(document.text.index("Kappale 59")) == 2

    def test_running_headers_and_footers_come_once_and_page_numbers_not_at_all(self) -> None:
        text = "\n\n".join(f"Kappale {n} on tämä." for n in range(100))
        document = read_document(pdf(text, header="Koivurannan kaupunki  {} ({})", footer="- {} -"))
        assert document.text.count("Koivurannan kaupunki") == 1
        assert not re.search(r"- \d+ -", document.text)
        footed = read_document(pdf(text, footer="Postiosoite PL 1   s. {}"))
        assert marked(footed, MarkRole.NOISE) == ["Postiosoite PL 1 s. 4"]
        assert footed.text.count("Postiosoite") == 1

    def test_a_section_at_the_head_of_each_page_is_no_page_number(self) -> None:
        pages = [[f"Kommentit {n} §:ään", "", "Hyvä on.", "Tämä myös."] for n in (2, 3)]
        assert read_document(_pages(pages)).text.count("Kommentit") == 2
        numbered = [["Lausunto", "", "Hyvä on.", "Tämä myös.", "", str(n)] for n in (1, 2)]
        document = read_document(_pages(numbered))
        assert not re.search(r"\d", document.text)
        assert document.text.count("Lausunto") == 1

    def test_what_comes_again_within_the_text_stays(self) -> None:
        text = "\n\n".join(f"Perustelut {n}.\n\nKaupunki pitää tätä hyvänä." for n in range(40))
        assert read_document(pdf(text, header="Lausunto {}")).text.count("hyvänä") == 40

    def test_lines_stay_and_paragraphs_are_parted(self) -> None:
        first, second, *_ = read_document(pdf(TEXT)).text.split("\n\n")
        assert first == "Koivurannan kaupungin lausunto"
        assert second.replace("\n", " ").startswith("Kaupunki pitää ehdotusta hyvänä. Se on")

    def test_headings_are_marked_by_their_letters(self) -> None:
        assert marked(read_document(pdf(TEXT)), MarkRole.HEADING) == ["Koivurannan kaupungin lausunto"]

    def test_a_broken_word_keeps_its_hyphen_and_its_line_for_the_reading_to_join(self) -> None:
        text = "Kuntouttavan työtoiminnan järjestämisvastuun siirtäminen työvoimaviranomaisille. " * 8
        assert re.search(r"\w-\n\w", read_document(pdf(text, hyphenate=True)).text)

    def test_a_compound_broken_at_its_own_hyphen_is_known_by_the_same_word_elsewhere(self) -> None:
        document = read_document(
            _set(["Kunta korvaa linja-auton.", "", "Myös meillä linja-", "auton lippu korvataan."])
        )
        assert document.text.count("linja-auton") == 2

    def test_columns_are_read_one_after_the_other(self) -> None:
        text = "\n\n".join(
            f"Kohta {n}. " + "Tässä on pitkähkö virke, joka täyttää palstan rivejä. " * 4 for n in range(20)
        )
        for interleaved in (False, True):
            document = read_document(pdf(text, columns=2, interleaved=interleaved))
            numbers = [int(n) for n in re.findall(r"Kohta (\d+)\.", document.text)]
            assert numbers == list(range(20))

    def test_a_filled_form_is_read(self) -> None:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=True)
        canvas.drawString(50, 700, "Vastaajatahon nimi")
        canvas.acroForm.textfield(name="nimi", value="Koivurannan kaupunki", x=50, y=650, width=300)
        canvas.save()
        assert "Koivurannan kaupunki" in read_document(buffer.getvalue()).text

    def test_items_are_parted_whatever_they_end_in(self) -> None:
        rows = [
            "Ehdotamme että",
            "• ensimmäinen kohta joka jatkuu",
            "seuraavalle riville",
            "• toinen kohta",
            "• kolmas",
        ]
        assert len(read_document(_set(rows)).text.split("\n\n")) == 4
        numbered = ["1. ensimmäinen kohta joka jatkuu", "seuraavalle riville", "2. toinen kohta"]
        assert len(read_document(_set(["Alku.", "", *numbered])).text.split("\n\n")) == 3

    def test_ligatures_are_taken_apart_and_symbols_become_bullets(self) -> None:
        from kannat.readers.pdf_letters import readable

        assert readable("\uf0b7 o\ufb03ce") == "• office"


def _set(rows: list[str]) -> bytes:
    """A page with these rows as they are."""
    return _pages([rows])


def _pages(pages: list[list[str]]) -> bytes:
    """Pages with these rows as they are."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for rows in pages:
        for number, row in enumerate(rows):
            canvas.drawString(50, 750 - 14 * number, row)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class TestWord:
    def test_headings_are_told_by_style_outline_and_bold_letters(self) -> None:
        bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Lihavoitu</w:t></w:r></w:p>"
        body = w_paragraph("Yksi", "Otsikko1") + w_paragraph("Kaksi", "Oma") + w_paragraph("Kolme", "Taso") + bold
        document = read_document(docx_of(w_paragraph("Nimi", "Otsake") + body + w_paragraph("Leipä.")))
        assert marked(document, MarkRole.HEADING) == ["Yksi", "Kaksi", "Kolme", "Lihavoitu"]
        assert marked(document, MarkRole.TITLE) == ["Nimi"]

    def test_insertions_stay_and_deletions_go(self) -> None:
        body = (
            "<w:p><w:r><w:t>Kaupunki </w:t></w:r>"
            '<w:ins w:author="Maija Meikäläinen"><w:r><w:t>ei kannata </w:t></w:r></w:ins>'
            '<w:del w:author="Maija Meikäläinen"><w:r><w:delText>kannattaa </w:delText></w:r></w:del>'
            "<w:moveFrom><w:r><w:t>muualle </w:t></w:r></w:moveFrom>"
            "<w:r><w:t>ehdotusta.</w:t></w:r></w:p>"
        )
        assert read_document(docx_of(body)).text == "Kaupunki ei kannata ehdotusta.\n"

    def test_content_controls_links_and_fields_are_seen_through(self) -> None:
        body = (
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>Koivuranta"
            "</w:t></w:r></w:sdtContent></w:sdt><w:hyperlink><w:r><w:t> lausuu</w:t></w:r></w:hyperlink><w:r>"
            "<w:instrText>PAGE</w:instrText></w:r><w:r><w:noBreakHyphen/><w:t>näin.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        assert read_document(docx_of(body)).text == "Koivuranta lausuu-näin.\n"

    def test_a_control_that_nobody_filled_in_says_nothing(self) -> None:
        prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        inline = prompt.format("<w:r><w:t>Kirjoita kanta.</w:t></w:r>")
        body = f"<w:p><w:r><w:t>Kanta: </w:t></w:r>{inline}</w:p>{prompt.format(w_paragraph('Valitse.'))}"
        assert read_document(docx_of(body)).text == "Kanta:\n"

    def test_the_strict_variant_is_read(self) -> None:
        strict = W.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
        document = f"<w:document {strict}><w:body>{w_paragraph('Kanta.')}</w:body></w:document>"
        assert read_document(docx_with(document)).text == "Kanta.\n"

    def test_hidden_text_is_left_out(self) -> None:
        hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Piilossa</w:t></w:r><w:r><w:t>Esillä.</w:t></w:r></w:p>"
        assert read_document(docx_of(hidden)).text == "Esillä.\n"

    def test_a_text_box_is_read_once(self) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Laatikko.</w:t></w:r></w:p></w:txbxContent>"
        compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        both = f"<mc:AlternateContent {compatible}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        body = f"<w:p><w:r><w:t>Ennen.</w:t></w:r><w:r>{both}</mc:AlternateContent></w:r></w:p>"
        assert lines(read_document(docx_of(body))) == ["Ennen.", "Laatikko."]

    def test_lists_bear_bullets_and_numbers(self) -> None:
        numbering = (
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
        )
        numbered = w_paragraph("Numero", numbered=True).replace('numId w:val="1"', 'numId w:val="2"')
        body = w_paragraph("Alku:") + w_paragraph("Luoti", numbered=True) * 2 + numbered * 2
        document = read_document(docx_of(body, numbering=numbering))
        assert document.text == "Alku:\n\n• Luoti\n• Luoti\n3) Numero\n4) Numero\n"
        assert marked(document, MarkRole.ITEM) == ["• Luoti", "• Luoti", "3) Numero", "4) Numero"]

    def test_tables_are_read_by_rows_and_long_cells_one_by_one(self) -> None:
        def row(*cells: str) -> str:
            return f"<w:tr>{''.join(f'<w:tc>{w_paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

        long = "Kaupunki kannattaa ehdotusta, koska se on tarpeellinen ja hyvin valmisteltu kokonaisuus."
        body = f"<w:tbl>{row('Taho', 'Kunta')}{row('Nimi', 'Koivuranta')}{row('Kanta', long)}</w:tbl>"
        document = read_document(docx_of(body))
        assert document.text == f"Taho\tKunta\nNimi\tKoivuranta\n\nKanta\n\n{long}\n"
        assert document.place_at(document.text.index(long)) == "table 1 row 3"

    def test_notes_follow_and_contents_are_noise(self) -> None:
        notes = f'<w:footnotes {W}><w:footnote w:id="2">{w_paragraph("Ks. laki 1/2020.")}</w:footnote></w:footnotes>'
        styles = f'<w:styles {W}><w:style w:styleId="S1"><w:name w:val="toc 1"/></w:style></w:styles>'
        body = w_paragraph("Yleistä 3", "S1") + "<w:p><w:r><w:t>Kanta.</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
        document = read_document(docx_of(body, footnotes=notes, styles=styles))
        assert lines(document) == ["Yleistä 3", "Kanta.", "Ks. laki 1/2020."]
        assert marked(document, MarkRole.NOISE) == ["Yleistä 3"]
        assert document.place_at(len(document.text) - 3) == "footnote 2"

    def test_the_letterhead_stands_first_and_the_foot_is_noise(self) -> None:
        spaces = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        relation = '<Relationship Id="{}" Type="x/{}" Target="{}.xml"/>'
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relation.format('h', 'header', 'header1')}{relation.format('f', 'footer', 'footer1')}</Relationships>"
        )
        section = (
            f'<w:sectPr {spaces}><w:headerReference w:type="default" r:id="h"/>'
            '<w:footerReference w:type="default" r:id="f"/></w:sectPr>'
        )
        data = docx_of(
            f"{w_paragraph('Kanta.')}{section}",
            header1=f"<w:hdr {W}>{w_paragraph('Koivurannan kaupunki')}{w_paragraph('1 (3)')}</w:hdr>",
            footer1=f"<w:ftr {W}>{w_paragraph('Postiosoite PL 1')}</w:ftr>",
            **{"_rels/document.xml.rels": relations},
        )
        document = read_document(data)
        assert lines(document) == ["Koivurannan kaupunki", "Kanta.", "Postiosoite PL 1"]
        assert marked(document, MarkRole.NOISE) == ["Postiosoite PL 1"]

    def test_places_count_paragraphs(self) -> None:
        document = read_document(docx(TEXT))
        assert document.place_at(document.text.index("Kaupunki pitää")) == "paragraph 2"


class TestOpenDocument:
    def test_white_space_means_what_the_format_says(self) -> None:
        body = "<text:p>Yksi<text:s text:c='2'/>kaksi\n   kolme<text:tab/>neljä<text:line-break/>viisi</text:p>"
        assert read_document(odt_of(body)).text == "Yksi  kaksi kolme\tneljä\nviisi\n"

    def test_what_was_deleted_and_comments_are_left_out_and_insertions_stay(self) -> None:
        body = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Poistettu.</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>Jää<text:change-start/>lisätty<text:change-end/>"
            "<office:annotation><dc:creator>Maija Meikäläinen</dc:creator><text:p>Huom!</text:p></office:annotation>."
            "</text:p>"
        )
        assert read_document(odt_of(body)).text == "Jäälisätty.\n"

    def test_the_letterhead_stands_first_and_the_foot_is_noise(self) -> None:
        head = "<style:header><text:p>Koivuranta</text:p></style:header>"
        foot = "<style:footer><text:p>Osoite</text:p></style:footer>"
        data = odt_of("<text:p>Kanta.</text:p>", styles=f"<office:x {ODF}>{head}{foot}</office:x>")
        document = read_document(data)
        assert lines(document) == ["Koivuranta", "Kanta.", "Osoite"]
        assert marked(document, MarkRole.NOISE) == ["Osoite"]

    def test_numbered_lists_and_bold_headings(self) -> None:
        styles = (
            f"<office:x {ODF}><text:list-style style:name='L'><text:list-level-style-number text:level='1' "
            "style:num-format='a' style:num-suffix=')'/></text:list-style><style:style style:name='P' "
            "style:parent-style-name='Q'/><style:style style:name='Q'><style:text-properties fo:font-weight='bold'/>"
            "</style:style></office:x>"
        )
        item = "<text:list-item><text:p>Kohta</text:p></text:list-item>"
        body = f"<text:p text:style-name='P'>Otsikko</text:p><text:list text:style-name='L'>{item * 2}</text:list>"
        document = read_document(odt_of(body, styles=styles))
        assert document.text == "Otsikko\n\na) Kohta\nb) Kohta\n"
        assert marked(document, MarkRole.HEADING) == ["Otsikko"]

    def test_tables_notes_contents_and_lists(self) -> None:
        cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
        note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
        note = note.format("<text:p>Viite.</text:p>")
        body = (
            "<text:table-of-content><text:p>Yleistä 2</text:p></text:table-of-content>"
            f"<text:h text:outline-level='1'>Otsikko</text:h><text:p>Kanta{note}.</text:p>"
            f"<table:table><table:table-row>{cell.format('Nimi')}{cell.format('Kunta')}</table:table-row></table:table>"
            "<text:list><text:list-item><text:p>Kohta</text:p></text:list-item></text:list>"
        )
        document = read_document(odt_of(body))
        assert lines(document) == ["Yleistä 2", "Otsikko", "Kanta.", "Nimi\tKunta", "• Kohta", "Viite."]
        assert marked(document, MarkRole.NOISE) == ["Yleistä 2"]
        assert marked(document, MarkRole.HEADING) == ["Otsikko"]


class TestHtml:
    def test_what_stands_around_the_content_is_noise_and_scripts_are_gone(self) -> None:
        document = read_document(html(TEXT))
        noise = "\n".join(marked(document, MarkRole.NOISE))
        assert all(words in noise for words in ("Etusivu", "Ajankohtaista", "evästeitä", "uutiskirje"))
        assert "Kannatamme" not in document.text
        assert "Kaupunki pitää ehdotusta hyvänä." not in noise
        assert marked(document, MarkRole.HEADING) == ["Koivurannan kaupungin lausunto"]

    def test_the_title_is_kept_where_the_heading_does_not_say_the_same(self) -> None:
        page = (
            "<html><head><title>Lausunto | Koivuranta</title></head><body><h1>Lausunto</h1><p>Hyvä.</p></body></html>"
        )
        assert marked(read_document(page.encode()), MarkRole.TITLE) == ["Koivuranta"]

    def test_lists_tables_breaks_and_preformatted_text(self) -> None:
        page = (
            "<!doctype html><body><ol start=2><li>Kaksi<li>Kolme</ol><p>Rivi<br>toinen<br><br>uusi   kappale</p>"
            "<table><tr><th>Taho<td>Kunta</table><pre>a\n  b</pre></body>"
        )
        text = "2. Kaksi\n3. Kolme\n\nRivi\ntoinen\n\nuusi kappale\n\nTaho\tKunta\n\na\n  b\n"
        assert read_document(page.encode()).text == text

    def test_a_table_that_lays_out_the_page_is_seen_through(self) -> None:
        page = "<html><body><table><tr><td><h2>Otsikko</h2><p>Kanta.</p></td></tr></table></body></html>"
        document = read_document(page.encode())
        assert document.text == "Otsikko\n\nKanta.\n"
        assert marked(document, MarkRole.HEADING) == ["Otsikko"]

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "iso-8859-15", "utf-16"])
    def test_the_letters_are_those_that_the_page_states(self, encoding: str) -> None:
        page = f'<html><head><meta charset="{encoding}"></head><body><p>Työ- ja §:n</p></body></html>'
        assert read_document(page.encode(encoding)).text == "Työ- ja §:n\n"

    def test_places_are_lines_of_the_page(self) -> None:
        document = read_document(b"<html><body>\n<p>Yksi</p>\n<p>Kaksi</p></body></html>")
        assert document.place_at(document.text.index("Kaksi")) == "line 3"


class TestMail:
    def test_text_is_read_and_quotes_are_noise(self) -> None:
        document = read_document(eml("Kannatamme.\n\n> Pyydämme lausuntoa.\n> Ministeriö\n"))
        assert document.text == "Kannatamme.\n\n> Pyydämme lausuntoa.\n> Ministeriö\n"
        assert marked(document, MarkRole.NOISE) == ["> Pyydämme lausuntoa.\n> Ministeriö"]

    def test_the_head_of_a_forwarded_mail_bears_no_person(self) -> None:
        document = read_document(
            eml("Lähettäjä: Maija Meikäläinen <maija@kunta.example>\nAihe: Lausunto\n\nKannatamme.")
        )
        assert document.text == "Lähettäjä: @kunta.example\nAihe: Lausunto\n\nKannatamme.\n"

    def test_a_mail_in_html_only_is_read_as_a_page(self) -> None:
        message = EmailMessage(policy=SMTP)
        message["From"], message["Subject"] = "a@b.example", "x"
        message.set_content(
            "<html><body><h1>Otsikko</h1><p>Kanta §.</p></body></html>", subtype="html", charset="cp1252"
        )
        document = read_document(message.as_bytes(), "m.eml")
        assert document.text == "Otsikko\n\nKanta §.\n"

    def test_documents_that_hang_on_it_are_documents_of_their_own_and_the_covering_letter_is_none(self) -> None:
        data = eml("Liitteenä lausuntomme.", attachments={"lausunto.docx": docx(TEXT), "liite.pdf": pdf(TEXT)})
        documents = list(read_documents(data, "m.eml"))
        assert [d.name for d in documents] == ["m.eml#lausunto.docx", "m.eml#liite.pdf"]
        assert {d.left_out for d in documents} == {("a covering letter of 23 characters",)}

    def test_a_long_text_beside_an_attachment_is_a_document_too(self) -> None:
        data = eml("Kannatamme ehdotusta. " * 60, attachments={"lausunto.docx": docx(TEXT)})
        assert [d.name for d in read_documents(data, "m.eml")] == ["m.eml", "m.eml#lausunto.docx"]

    def test_a_mail_that_hangs_on_it_is_read_and_cards_of_persons_are_not(self) -> None:
        inner, message = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
        for mail in (inner, message):
            mail["From"], mail["To"], mail["Subject"] = "a@b.example", "b@b.example", "x"
        inner.set_content("Kannatamme ehdotusta.")
        message.set_content("Ohessa.")
        message.add_attachment(inner)
        message.add_attachment("BEGIN:VCARD\nFN:Maija", subtype="vcard", filename="maija.vcf")
        (document,) = read_documents(message.as_bytes(), "m.eml")
        assert (document.name, document.text) == ("m.eml#part-2.eml", "Kannatamme ehdotusta.\n")

    def test_an_attachment_that_cannot_be_read_is_told(self) -> None:
        refused: list[UnreadableDocument] = []
        data = eml("Liitteenä.", attachments={"a.docx": docx(TEXT), "b.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
        documents = list(read_documents(data, "m.eml", refused.append))
        assert [d.name for d in documents] == ["m.eml#a.docx"]
        assert [e.place for e in refused] == ["m.eml#b.doc"]

    @pytest.mark.parametrize(
        "head", ["Aihe: Lausunto\nPäiväys: tänään\n\nKannatamme.", "Subject: x\nDate: y\n\nHello."]
    )
    def test_a_letter_that_begins_with_labels_is_no_mail(self, head: str) -> None:
        assert read_document(head.encode()).media_type == "text/plain"


class TestArchive:
    def test_each_file_is_a_document_and_what_is_none_is_told(self) -> None:
        files = {"b/a.docx": docx(TEXT), "a.txt": TEXT, "kuva.png": b"\x89PNG", "__MACOSX/._a.txt": b"x", "k.ttl": b""}
        refused: list[UnreadableDocument] = []
        documents = list(read_documents(zipped(files), "kierros.zip", refused.append))
        assert [d.name for d in documents] == ["kierros.zip#a.txt", "kierros.zip#b/a.docx"]
        assert [e.place for e in refused] == ["kierros.zip#k.ttl", "kierros.zip#kuva.png"]

    def test_several_documents_are_not_one(self) -> None:
        with pytest.raises(UnreadableDocument, match=r"k\.zip: several documents, not one"):
            read_document(zipped({"a.txt": TEXT, "b.txt": TEXT}), "k.zip")

    def test_one_in_an_archive_in_an_archive_is_found(self) -> None:
        inner = zipped({"a.txt": TEXT})
        assert read_document(zipped({"i.zip": inner}), "o.zip").name == "o.zip#i.zip#a.txt"


class TestAnyFormat:
    @pytest.mark.parametrize("make", [docx, odt, html], ids=["docx", "odt", "html"])
    def test_text_is_made_even(self, make: Make) -> None:
        awkward = unicodedata.normalize("NFD", "Pitää") + " hy\u00advänä\u200b, \u202eeikö\u202c niin ole."
        assert "Pitää hyvänä, eikö niin ole." in lines(read_document(make(awkward)))

    def test_half_a_letter_becomes_a_question(self) -> None:
        assert read_document("<p>Hyvä &#xD800; asia.</p>".encode()).text in ("Hyvä \ufffd asia.\n", "Hyvä asia.\n")

    @pytest.mark.parametrize("make", [docx, odt, pdf, html, eml], ids=["docx", "odt", "pdf", "html", "eml"])
    def test_marks_and_places_lie_within_the_text_and_in_order(self, make: Make) -> None:
        document = read_document(make(TEXT * 30))
        spans = [(mark.span.start, mark.span.end) for mark in document.marks]
        assert spans == sorted(spans)
        assert all(0 <= start < end <= len(document.text) for start, end in spans)
        assert all(document.text[start:end].strip() == document.text[start:end] for start, end in spans)
        assert list(document.places) == sorted(document.places)
        assert list(document.pages) == sorted(document.pages)


def test_pages_without_a_text_layer_among_others_are_named() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for words in ("Kannatamme ehdotusta lämpimästi.", "", "Pidämme sitä hyvänä."):
        canvas.drawString(80, 700, words)
        canvas.showPage()
    canvas.save()
    assert read_document(buffer.getvalue(), "a.pdf").left_out == ("pages without a text layer: 2",)
