"""Documents made to hurt: each is refused or cut, named, and costs no more than the limits allow."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from format_files import W, docx, docx_of, docx_with, eml, html, odt_of, pdf, w_paragraph, zipped

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers import read_document, read_documents
from kannat.readers.isolation import end_child

TOO_DEEP = "nested too deep, or a piece of it too long, to be read whole"
TEXT = "Kaupunki pitää ehdotusta hyvänä. Se on tarpeellinen."
ENTITIES = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(autouse=True, scope="module")
def no_child_left() -> Iterator[None]:
    yield
    end_child()


def refusal(data: bytes, name: str) -> str:
    """What is said of a document that is refused; it names the file and what to do."""
    with pytest.raises(UnreadableDocument) as error:
        read_document(data, name)
    assert error.value.place.startswith(name)
    assert error.value.advice
    assert "\n" not in error.value.line()
    return error.value.what


def outcome(data: bytes, name: str) -> Document | UnreadableDocument:
    """The document, or why there is none."""
    try:
        return read_document(data, name)
    except UnreadableDocument as error:
        return error


def word_of(words: str, head: str = "") -> str:
    """The main part of a Word document, with this before its root."""
    return f"{head}<w:document {W}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue; without a table of where they are."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, data) for number, data in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def page_with(stream: bytes, filter_: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one page with this compressed content."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(stream), filter_, stream),
    )


class TestZipped:
    def test_a_part_that_unpacks_to_too_much_is_refused_by_the_directory(self) -> None:
        bomb = docx_of(" " * (70 << 20))
        assert len(bomb) < 1 << 20
        assert "unpacks to 70 MiB from 6" in refusal(bomb, "b.docx")

    def test_three_million_paragraphs_are_refused_by_the_directory(self) -> None:
        assert "too much" in refusal(docx_of("<w:p/>" * 3_000_000), "p.docx")

    def test_a_directory_that_lies_about_the_size_is_noticed(self) -> None:
        data = bytearray(docx_of(w_paragraph(TEXT * 20_000)))
        at = data.rindex(b"word/document.xml") - 46 + 24
        assert struct.unpack_from("<I", data, at)[0] > 1_000_000
        struct.pack_into("<I", data, at, 500)
        assert "cannot be unpacked: cut short or damaged" in refusal(bytes(data), "l.docx")

    def test_archives_within_archives_end(self) -> None:
        data = zipped({"a.txt": TEXT})
        for _ in range(6):
            data = zipped({"i.zip": data})
        refused: list[UnreadableDocument] = []
        assert list(read_documents(data, "n.zip", refused.append)) == []
        assert [e.what for e in refused] == ["lies in more than 3 files, one in the other"]

    def test_an_archive_of_too_many_files_is_refused(self) -> None:
        assert refusal(zipped({f"{n}.txt": "" for n in range(10_001)}), "m.zip") == "more than 10,000 files in one"

    def test_paths_lead_nowhere(self, tmp_path: Path) -> None:
        documents = list(read_documents(zipped({"../../evil.txt": TEXT, "/abs.txt": TEXT}), "t.zip"))
        assert [d.name for d in documents] == ["t.zip#../../evil.txt", "t.zip#/abs.txt"]
        assert list(tmp_path.rglob("*")) == []

    def test_what_is_encrypted_is_refused(self) -> None:
        data = bytearray(zipped({"a.txt": TEXT}))
        for at in (6, data.index(b"PK\x01\x02") + 8):
            data[at] |= 1
        assert refusal(bytes(data), "e.zip") == "encrypted"
        manifest = "<manifest><encryption-data/></manifest>"
        assert refusal(odt_of("<text:p>x</text:p>", manifest), "e.odt") == "encrypted"

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
    def test_what_is_cut_short_is_refused(self, share: float) -> None:
        data = docx(TEXT)
        assert "cut short or damaged" in refusal(data[: int(len(data) * share)], "c.docx")


class TestXml:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_entity_bombs_do_not_go_off(self, encoding: str) -> None:
        head = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}]>'
        data = docx_with(word_of("&i;", head).encode(encoding))
        found = outcome(data, "e.docx")
        assert isinstance(found, UnreadableDocument)
        assert "broke" not in found.what

    def test_nothing_is_fetched_and_no_file_is_read(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("salaisuus")
        with socket.create_server(("127.0.0.1", 0)) as server:
            calls: list[object] = []
            server.settimeout(0.5)
            listener = threading.Thread(target=_listen, args=(server, calls))
            listener.start()
            for address in (f"http://127.0.0.1:{server.getsockname()[1]}/x", secret.as_uri()):
                entity = word_of("a&e;", f'<!DOCTYPE x SYSTEM "{address}" [<!ENTITY e SYSTEM "{address}">]>')
                kind = word_of("a", f'<!DOCTYPE x SYSTEM "{address}">')
                page = f"<base href='{address}'><iframe src='{address}'></iframe><link href='{address}'><p>a"
                assert isinstance(outcome(docx_with(kind), "x"), Document)
                for data in (
                    docx_with(entity),
                    docx_with(f'<?xml version="1.0" encoding="utf-16"?>{entity}'.encode("utf-16")),
                    docx_with(kind),
                    f'<!doctype html SYSTEM "{address}"><html><body>{page}'.encode(),
                ):
                    assert "salaisuus" not in repr(outcome(data, "x"))
            listener.join()
            assert calls == []

    def test_elements_nested_without_end_are_refused(self) -> None:
        deep = "<w:sdt><w:sdtContent>" * 5_000 + w_paragraph("x") + "</w:sdtContent></w:sdt>" * 5_000
        assert refusal(docx_of(deep), "d.docx") == TOO_DEEP

    def test_styles_based_on_each_other_end(self) -> None:
        chain = (("A", "B"), ("B", "A"), ("C", "C"))
        styles = "".join(f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in chain)
        body = w_paragraph("Yksi.", "A") + w_paragraph("Kaksi.", "C")
        assert read_document(docx_of(body, styles=f"<w:styles {W}>{styles}</w:styles>")).text == "Yksi.\n\nKaksi.\n"

    @pytest.mark.parametrize("number", ["-1", "99999999999999999999", "٣", "x", ""])
    def test_numbers_that_are_none_count_for_nothing(self, number: str) -> None:
        body = w_paragraph("Yksi.", numbered=True).replace('ilvl w:val="0"', f'ilvl w:val="{number}"')
        assert read_document(docx_of(body)).text == "• Yksi.\n"
        assert read_document(odt_of(f"<text:p>a<text:s text:c='{number}'/>b</text:p>")).text == "a b\n"


def _listen(server: socket.socket, calls: list[object]) -> None:
    try:
        calls.append(server.accept())
    except TimeoutError:
        return


class TestPdf:
    def test_a_giant_stream_is_cut_within_the_limits(self) -> None:
        spaces = zlib.compress(b" " * (140 << 20))
        assert len(spaces) < 300_000
        refusal(page_with(spaces), "g.pdf")

    def test_a_scan_is_refused_with_what_to_do(self) -> None:
        with pytest.raises(UnreadableDocument, match=r"no text layer: scanned, 1 page \(recognise its text first"):
            read_document(page_with(zlib.compress(b"0 0 100 100 re f")), "s.pdf")

    def test_one_that_asks_for_a_password_is_refused(self) -> None:
        assert refusal(pdf(TEXT, encrypt="salasana"), "e.pdf") == "encrypted: it asks for a password"

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_one_cut_short_is_read_as_far_as_it_goes_or_refused(self, share: float) -> None:
        data = pdf("\n\n".join(f"Kappale {n}. {TEXT}" for n in range(60)))
        found = outcome(data[: int(len(data) * share)], "c.pdf")
        assert found.place == "c.pdf" if isinstance(found, UnreadableDocument) else "Kappale" in found.text

    @pytest.mark.parametrize(
        "kids",
        [b"[2 0 R]/Count 1", b"[2 0 R 2 0 R]/Count 1000", b"[3 0 R]/Count 1000000", b"[3 0 R]/Count -5", b"/Count 9"],
        ids=["itself", "itself-twice", "a-million", "negative", "none"],
    )
    def test_page_trees_that_go_round_end(self, kids: bytes) -> None:
        refusal(
            raw_pdf(
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids" + kids + b"/Parent 2 0 R>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]>>",
            ),
            "r.pdf",
        )

    def test_one_page_a_thousand_times_is_read(self) -> None:
        stream = zlib.compress(b"BT /F1 12 Tf 50 600 Td (Hyva asia on tama.) Tj ET")
        data = page_with(stream).replace(b"[3 0 R]/Count 1", b"[" + b"3 0 R " * 1000 + b"]/Count 1000")
        assert len(read_document(data).pages) == 1000

    def test_letters_that_cannot_be_told_are_refused(self) -> None:
        from kannat.readers.page_lines import PageLine
        from kannat.readers.pdf_lines import _check_letters

        with pytest.raises(UnreadableDocument, match="letters cannot be told"):
            _check_letters([[PageLine("\ue001\ue002\ue003 abc" * 9, 0, 1, 0, 9)]], "x.pdf")


class TestHtml:
    def test_nesting_without_end_is_refused(self) -> None:
        page = "<html><body>" + "<div>" * 50_000 + "x"
        assert refusal(page.encode(), "d.html") == TOO_DEEP

    @pytest.mark.parametrize(
        "page",
        [
            "<html>" + "<p>x" * 50_000,
            "<html><body>" + "<b>x</i>" * 50_000,
            "<html><body><table>" + "<tr><td>x" * 20_000,
            "<html><body>" + "&amp;" * 100_000,
            "<html><body><p " + " ".join(f"a{n}='{n}'" for n in range(20_000)) + ">x",
            "<html><body><p class='" + "cookie " * 50_000 + "'>x</p><p>y",
        ],
        ids=["paragraphs", "crossed", "cells", "entities", "attributes", "names"],
    )
    def test_pages_of_many_pieces_are_read(self, page: str) -> None:
        found = outcome(page.encode(), "m.html")
        assert isinstance(found, Document) or found.what == TOO_DEEP

    @pytest.mark.parametrize("page", ["<html></html>", "<html><script>x</script></html>", "<!doctype html>"])
    def test_a_page_without_words_is_refused(self, page: str) -> None:
        refusal(page.encode(), "e.html")


class TestMail:
    @pytest.mark.parametrize("depth", [100, 5_000])
    def test_mails_within_mails_end(self, depth: int) -> None:
        head = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        found = outcome((head * depth + "Subject: x\n\nLoppu.").encode(), "r.eml")
        if isinstance(found, Document):
            assert found.text == "Loppu.\n"
        else:
            assert found.what in ("a mail nested too deep to be read", "lies in more than 3 files, one in the other")

    def test_parts_within_parts_end(self) -> None:
        head = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
        parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
        assert refusal((head + parts + "\n\nLoppu.").encode(), "r.eml")

    def test_one_of_very_many_parts_is_refused(self) -> None:
        message = EmailMessage()
        message["From"], message["Subject"] = "a@b.example", "x"
        message.set_content("Hei.")
        for number in range(600):
            message.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{number}.txt")
        assert refusal(message.as_bytes(), "m.eml") == "a mail that cannot be taken apart"

    @pytest.mark.parametrize(
        "header",
        [
            "Content-Type: text/plain; charset=nonsense",
            'Content-Type: text/plain; charset="utf-8',
            "Content-Type: ;;;",
            "Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: x-uuencode",
            "Content-Disposition: attachment; filename*=utf-8''%ff%fe",
            "Content-Type: text/plain; charset=zlib",
            "Content-Type: text/plain; charset=idna",
        ],
    )
    def test_headers_that_make_no_sense_harm_nobody(self, header: str) -> None:
        data = f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n{header}\n\nKannatamme ehdotusta.\n".encode()
        refused: list[UnreadableDocument] = []
        try:
            list(read_documents(data, "h.eml", refused.append))
        except UnreadableDocument as error:
            refused.append(error)
        assert not any("broke its reader" in error.what for error in refused)

    def test_a_bomb_that_hangs_on_it_is_named_and_the_rest_is_read(self) -> None:
        bomb = docx_of("<w:p/>" * 3_000_000)
        refused: list[UnreadableDocument] = []
        data = eml("Liitteenä.", attachments={"bomb.docx": bomb, "hyva.docx": docx(TEXT)})
        assert [d.name for d in read_documents(data, "m.eml", refused.append)] == ["m.eml#hyva.docx"]
        assert [e.place for e in refused] == ["m.eml#bomb.docx#word/document.xml"]


@pytest.mark.parametrize("make", [docx, html, eml, pdf], ids=["docx", "html", "eml", "pdf"])
def test_carriage_returns_and_nothings_in_the_text_harm_nobody(make: object) -> None:
    text = "Kaupunki pitää\r\nehdotusta hyvänä.\r\n\r\nSe on tarpeellinen.\r\n"
    document = read_document(make(text))  # type: ignore[operator]
    assert "\r" not in document.text
    assert "\0" not in document.text


def test_nuls_in_a_page_are_left_out() -> None:
    page = "<html><body><p>Kaupunki\0 pitää.</p></body></html>"
    assert read_document(page.encode("utf-16"), "x.html").text == "Kaupunki pitää.\n"
