"""The way in: documents as they lie, sources sorted, bad input named."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from pathlib import Path

import pytest

from kannat.errors import UnreadableDocument, UnreadableInput
from kannat.readers import SourceKind, find_sources, read_document
from kannat.readers.plain_text import MAX_TEXT_BYTES

AWKWARD = "\ufeff" + unicodedata.normalize("NFD", "Pitää hyvänä") + "\r\nso\u00adpimus 👍\fsivu 2\n"


class TestDocument:
    def test_text_stays_exactly_as_it_lies(self, tmp_path: Path) -> None:
        path = tmp_path / "lausunto.txt"
        path.write_bytes(AWKWARD.encode())
        document = read_document(path)
        assert document.text == AWKWARD
        assert document.name == "lausunto.txt"
        assert document.sha256 == hashlib.sha256(AWKWARD.encode()).hexdigest()
        assert document.media_type == "text/plain"

    def test_pages_start_after_form_feeds(self) -> None:
        document = read_document(b"yksi\fkaksi\fkolme\f\n")
        assert document.pages == (0, 5, 11)
        assert [document.page_at(offset) for offset in (0, 5, 12)] == [1, 2, 3]

    def test_text_without_form_feeds_has_no_pages(self) -> None:
        assert read_document(b"yksi sivu\n").pages == ()

    def test_bytes_are_read_under_the_given_name(self) -> None:
        assert read_document("Hyvä.".encode(), "a/b.txt").name == "a/b.txt"
        assert read_document("Hyvä.".encode()).name == "stdin"


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
    def test_is_told_by_the_bytes(self, encoding: str) -> None:
        text = "Pitää – kuten §:ssä 2 todetaan – ”hyvänä”, 5 €.\n"
        assert read_document(text.encode(encoding)).text.removeprefix("\ufeff") == text

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_of_two_bytes_a_letter_needs_its_mark(self, encoding: str) -> None:
        with pytest.raises(UnreadableDocument, match="a binary file"):
            read_document("Pitää".encode(encoding))

    @pytest.mark.parametrize(
        "data", [bytes(range(0x80, 0x100)), "Pitää".encode("cp1252") + b"\x81", b"\xe4\xf6\xe5" * 9]
    )
    def test_bytes_that_stand_in_no_words_are_no_text(self, data: bytes) -> None:
        with pytest.raises(UnreadableDocument, match="neither UTF-8 nor Windows-1252 at byte"):
            read_document(data)

    def test_half_a_letter_after_a_mark_is_named(self) -> None:
        with pytest.raises(UnreadableDocument, match="not UTF-16 at byte 4, although it begins so"):
            read_document("\ufeffP".encode("utf-16-le") + b"\x00")


class TestBadInput:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", r"^x\.txt: empty: nothing but white space \("),
            (b" \r\n\t\f\n", r"^x\.txt: empty"),
            (b"\xef\xbb\xbf\n", r"^x\.txt: empty"),
            (b"%PDF-1.7 text", r"^x\.txt: a PDF that cannot be opened: cut short or damaged \("),
            (b"PK\x03\x04word", r"^x\.txt: a zipped file without its directory: cut short or damaged \("),
            (b"text\0more", r"^x\.txt: a binary file, not a document that can be read \(save its text"),
            (b"a" * 5000 + b"\0", r"^x\.txt: a binary file, not text: NUL at byte 5000"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
                r"^x\.txt: an old Word, Excel or Outlook file, or an encrypted one",
            ),
            (b"{\\rtf1 Hyv\\'e4", r"^x\.txt: an RTF file, not a document that can be read \(open it in its program"),
            (b"\x89PNG\r\n\x1a\n", r"^x\.txt: a picture, not a document that can be read \(recognise its text first"),
            (b"\x1f\x8b\x08", r"^x\.txt: a gzip file, not a document that can be read \(unpack it"),
            (b"<?xml version='1.0'?><note/>", r"^x\.txt: an XML file of an unknown kind"),
        ],
    )
    def test_is_named_on_one_line_with_place_and_advice(self, tmp_path: Path, data: bytes, says: str) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(data)
        with pytest.raises(UnreadableDocument, match=says) as error:
            read_document(path)
        assert "\n" not in error.value.line()
        assert error.value.advice

    def test_what_is_too_large_is_refused_by_its_size_before_it_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "line.txt"
        with path.open("wb") as file:
            file.truncate(300 * 1024 * 1024)
        with pytest.raises(UnreadableDocument, match=r"line\.txt: too large: over 256 MiB"):
            read_document(path)

    def test_bytes_that_are_too_many_are_refused_as_well(self) -> None:
        with pytest.raises(UnreadableDocument, match="too large"):
            read_document(b"a" * (MAX_TEXT_BYTES + 1))

    def test_a_folder_and_a_missing_file_are_named(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableDocument, match="a folder, not a document"):
            read_document(tmp_path)
        with pytest.raises(UnreadableDocument, match=r"^gone\.txt: cannot be opened: No such file"):
            read_document(tmp_path / "gone.txt")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_without_permission_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "closed.txt"
        path.write_text("Hyvä.")
        path.chmod(0)
        with pytest.raises(UnreadableDocument, match=r"closed\.txt: cannot be opened: Permission denied"):
            read_document(path)

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt", stat.S_IRUSR | stat.S_IWUSR)
        with pytest.raises(UnreadableDocument, match="not a regular file"):
            read_document(tmp_path / "pipe.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one of everything."""
    for name in (
        "b/kaksi.txt",
        "a.txt",
        "a.gold.json",
        "consultation.ttl",
        "README.md",
        "README.txt",
        ".hidden.txt",
        ".git/x.txt",
        "notes.docx",
        "notes.md",
        "settings.json",
        "Makefile",
    ):
        path = tmp_path / "round" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Hyvä.")
    return tmp_path / "round"


class TestSources:
    def test_are_sorted_by_kind_and_named_within_their_folder(self, folder: Path) -> None:
        sources = find_sources([folder])
        assert [(s.name, s.kind) for s in sources.found] == [
            ("a.gold.json", SourceKind.GOLD),
            ("a.txt", SourceKind.DOCUMENT),
            ("consultation.ttl", SourceKind.DESCRIPTION),
            ("notes.docx", SourceKind.DOCUMENT),
            ("b/kaksi.txt", SourceKind.DOCUMENT),
        ]
        assert [source.name for source in sources.of(SourceKind.DOCUMENT)] == ["a.txt", "notes.docx", "b/kaksi.txt"]

    def test_what_is_passed_over_is_listed_with_its_reason(self, folder: Path) -> None:
        assert {(s.name, s.reason) for s in find_sources([folder]).skipped} == {
            ("README.md", "tells about its folder"),
            ("README.txt", "tells about its folder"),
            ("notes.md", "no reader for .md files"),
            ("settings.json", "no reader for .json files"),
            ("Makefile", "a name without an ending"),
        }

    def test_every_format_is_taken_and_what_has_no_reader_yet_is_not_passed_over(self, tmp_path: Path) -> None:
        names = [
            f"a.{kind}" for kind in ("csv", "doc", "docx", "eml", "htm", "html", "odt", "pdf", "rtf", "xlsx", "zip")
        ]
        for name in names:
            (tmp_path / name).write_bytes(b"x")
        (tmp_path / "sivu.xml").write_bytes(b"<?xml version='1.0'?><html><body><p>Hyva.</p></body></html>")
        assert [s.name for s in find_sources([tmp_path]).of(SourceKind.DOCUMENT)] == [*names, "sivu.xml"]

    def test_a_file_named_by_itself_is_taken_whatever_its_name(self, folder: Path) -> None:
        (source,) = find_sources([folder / "Makefile"]).found
        assert (source.name, source.kind) == ("Makefile", SourceKind.DOCUMENT)

    def test_a_file_met_twice_counts_once(self, folder: Path) -> None:
        assert len(find_sources([folder, folder / "a.txt", folder]).of(SourceKind.DOCUMENT)) == 3

    def test_loops_of_links_do_no_harm(self, folder: Path) -> None:
        (folder / "b" / "loop").symlink_to(folder, target_is_directory=True)
        assert len(find_sources([folder]).of(SourceKind.DOCUMENT)) == 3

    def test_a_path_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableInput, match=r"gone: no such file or folder"):
            find_sources([tmp_path / "gone"])
