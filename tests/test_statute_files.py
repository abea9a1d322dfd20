"""Acts from open data: what is read from Akoma Ntoso and tables, what is passed over, and what an update does."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kannat.authority import StatuteFact, StatuteFiles, read_statutes, update_statutes
from kannat.authority import statute_files as module
from kannat.authority.akoma_ntoso import read_act_head
from kannat.errors import MalformedData, UnreadableInput
from kannat.reading.authorities import forget_authorities, load_authorities

DATA = Path(__file__).parent / "data" / "statutes"
FINNISH = (DATA / "fin-2031-1234.xml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a user's own authority."""
    folder = tmp_path / "own"
    monkeypatch.setenv("KANNAT_AUTHORITIES", str(folder))
    forget_authorities()
    yield folder
    monkeypatch.undo()
    forget_authorities()


def facts(*paths: Path) -> list[tuple[str, str, str, str, bool | None]]:
    return [(f.number, f.language, f.title, f.dated, f.in_force) for f in sorted(read_statutes(paths).facts)]


def skipped(*paths: Path) -> list[str]:
    return [reason for _, reason in read_statutes(paths).skipped]


def table(folder: Path, text: str, name: str = "acts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


BOTH = [
    ("1234/2031", "fi", "Laki esimerkkien järjestämisestä", "2031-06-01", True),
    ("1234/2031", "sv", "Lag om ordnande av exempel", "2031-06-01", True),
]


class TestAkomaNtoso:
    def test_number_titles_day_and_force_of_a_folder(self) -> None:
        assert facts(DATA) == BOTH

    def test_the_same_from_a_zip_file(self, tmp_path: Path) -> None:
        path = tmp_path / "acts.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in DATA.iterdir():
                archive.write(file, f"akn/{file.name}")
        assert facts(path) == BOTH
        assert read_statutes([path]).facts[0].source == "acts.zip/akn/fin-2031-1234.xml"

    def test_an_old_number_loses_its_suffix(self, tmp_path: Path) -> None:
        text = FINNISH.replace("/2031/1234", "/1889/39-001")
        assert facts(table(tmp_path, text, "a.xml"))[0][0] == "39/1889"

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ("/akn/fi/act/statute-consolidated/2031/1234", "/akn/fi/judgment/kko/2031/12", "no act's number"),
            ('language="fin"', 'language="sme"', "not in Finnish, Swedish or English: 'sme'"),
            ("<docTitle>Laki esimerkkien\n          järjestämisestä</docTitle>", "", "no title"),
            ("</akomaNtoso>", "", None),
            ("<meta>", "<meta></act>", "not well formed: mismatched tag"),
        ],
    )
    def test_what_is_no_act_is_passed_over(self, tmp_path: Path, old: str, new: str, reason: str | None) -> None:
        path = table(tmp_path, FINNISH.replace(old, new), "a.xml")
        assert skipped(path) == ([reason] if reason else [])

    @pytest.mark.parametrize(
        "declaration",
        [
            '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
            '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        ],
    )
    def test_a_document_type_is_refused(self, tmp_path: Path, declaration: str) -> None:
        head, _, rest = FINNISH.partition("\n")
        path = table(tmp_path, f"{head}\n{declaration}\n{rest}", "a.xml")
        assert facts(path) == []
        assert skipped(path) == ["it declares a document type"]

    def test_elements_too_deep_are_refused(self, tmp_path: Path) -> None:
        path = table(tmp_path, "<a>" * 5000 + "</a>" * 5000, "a.xml")
        assert skipped(path) == ["elements lie too deep in one another"]

    def test_the_text_of_an_act_is_not_read(self, tmp_path: Path) -> None:
        cut = FINNISH[: FINNISH.index("<body>") + len("<body>")]
        assert facts(table(tmp_path, cut + "<<<", "a.xml"))[0][0] == "1234/2031"

    @given(st.binary(max_size=300))
    def test_any_bytes_are_an_act_or_malformed(self, data: bytes) -> None:
        with suppress(MalformedData):
            assert read_act_head(BytesIO(data), "a.xml").title == ""


class TestZip:
    def test_a_file_that_is_none_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableInput, match="not a ZIP file"):
            read_statutes([table(tmp_path, "PK?", "a.zip")])

    def test_zip_in_zip_and_too_large_entries_are_passed_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "LARGEST_FILE", 1 << 20)
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", b"PK")
            archive.writestr("bomb.xml", b" " * (2 << 20))
        assert skipped(path) == ["larger than 1 MB", "a ZIP file inside another"]

    def test_too_many_entries_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST_ENTRIES", 1)
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.xml", FINNISH)
            archive.writestr("b.xml", FINNISH)
        with pytest.raises(UnreadableInput, match="more than 1 entries"):
            read_statutes([path])


class TestTable:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_columns_under_any_of_their_names(self, tmp_path: Path, separator: str) -> None:
        text = f"Numero{separator}Nimike{separator}Rubrik{separator}Voimassa\n"
        text += f"5/2001{separator}Laki kahdesta{separator}Lag om två{separator}kumottu\n"
        assert facts(table(tmp_path, text)) == [
            ("5/2001", "fi", "Laki kahdesta", "", False),
            ("5/2001", "sv", "Lag om två", "", False),
        ]

    def test_the_number_may_stand_in_the_address(self, tmp_path: Path) -> None:
        text = "eli,title\nhttp://data.finlex.fi/eli/sd/1889/39/ajantasa,Rikoslaki\n"
        assert facts(table(tmp_path, text))[0][:3] == ("39/1889", "fi", "Rikoslaki")

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("5/01,Laki kahdesta", "no act's number: '5/01'"),
            ("5/2001,", "no title of 5/2001"),
            ("0/2001,Laki nollasta", "not an act's number: 0/2001"),
            ("5/2001,=1+1", "not a title: '=1+1'"),
        ],
    )
    def test_a_row_that_tells_no_act_is_passed_over(self, tmp_path: Path, row: str, reason: str) -> None:
        path = table(tmp_path, f"number,title\n{row}\n6/2001,Laki\n")
        assert skipped(path) == [reason]
        assert [fact[0] for fact in facts(path)] == ["6/2001"]

    def test_a_table_without_titles_is_passed_over(self, tmp_path: Path) -> None:
        assert skipped(table(tmp_path, "number,name of ship\n1/2001,Aura\n")) == ["no column for title_fi or title_sv"]

    def test_a_table_that_is_not_utf8_is_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes("number,title\n1/2001,Äkkilaki\n".encode("cp1252"))
        assert skipped(path) == ["not UTF-8 at byte 20"]


def fact(title: str, dated: str = "", number: str = "5/2001", source: str = "a.csv") -> StatuteFact:
    return StatuteFact(number, "fi", dated, title, source)


class TestUpdate:
    def test_makes_acts_known_by_title(self, own: Path) -> None:
        done = update_statutes(read_statutes([DATA]), own)
        assert (done.added, done.changed, done.written) == (["1234/2031"], [], True)
        act = load_authorities().act("1234/2031")
        assert load_authorities().number_of("lag om ordnande av exempel") == "1234/2031"
        assert act.source == "http://data.finlex.fi/eli/sd/2031/1234"

    def test_again_changes_nothing(self, own: Path) -> None:
        update_statutes(read_statutes([DATA]), own)
        before = (own / "statutes.csv").read_bytes()
        done = update_statutes(read_statutes([DATA]), own)
        assert (done.added, done.changed, done.written) == ([], [], False)
        assert (own / "statutes.csv").read_bytes() == before

    def test_the_order_of_the_files_does_not_matter(self, own: Path, tmp_path: Path) -> None:
        many = [
            fact("Laki yhdestä", "2020-01-01"),
            fact("Laki kahdesta", "2021-01-01"),
            fact("Laki muusta", "", "1/1990"),
        ]
        update_statutes(StatuteFiles(many), own)
        update_statutes(StatuteFiles(many[::-1]), tmp_path / "other")
        assert (own / "statutes.csv").read_bytes() == (tmp_path / "other" / "statutes.csv").read_bytes()
        assert "Laki kahdesta" in (own / "statutes.csv").read_text(encoding="utf-8")

    def test_a_newer_title_is_taken_and_told(self, own: Path) -> None:
        update_statutes(StatuteFiles([fact("Laki yhdestä", "2020-01-01")]), own)
        done = update_statutes(StatuteFiles([fact("Laki kahdesta", "2021-01-01")]), own)
        assert done.changed == [("5/2001", "fi", "Laki yhdestä", "Laki kahdesta")]

    def test_an_older_title_is_left_and_told(self, own: Path) -> None:
        update_statutes(StatuteFiles([fact("Laki yhdestä", "2020-01-01")]), own)
        done = update_statutes(StatuteFiles([fact("Laki kahdesta", "2019-01-01")]), own)
        assert done.changed == []
        assert done.skipped == [("a.csv", "an older title of 5/2001: Laki kahdesta")]
        assert load_authorities().number_of("laki yhdestä") == "5/2001"

    def test_a_title_that_differs_from_the_shipped_one_is_told_and_both_are_known(self, own: Path) -> None:
        done = update_statutes(StatuteFiles([fact("Laki kunnista", number="410/2015")]), own)
        assert done.differs == [("410/2015", "fi", "kuntalaki", "Laki kunnista")]
        assert load_authorities().number_of("laki kunnista") == load_authorities().number_of("kuntalaki") == "410/2015"

    def test_short_names_of_a_person_stay(self, own: Path) -> None:
        update_statutes(StatuteFiles([fact("Laki yhdestä")]), own)
        path = own / "statutes.csv"
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "YKSL|EttL@sv\n", encoding="utf-8")
        update_statutes(StatuteFiles([fact("Laki kahdesta", "2021-01-01")]), own)
        assert load_authorities().number_of("YKSL") == "5/2001"
