"""The data that people edit: read as they meant it, and every slip named with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kannat.errors import MalformedData
from kannat.reading import data


@pytest.fixture
def ingest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An `ingest/` folder of the test's own."""
    monkeypatch.setattr(data, "folder", lambda name: tmp_path)
    data.data_digest.cache_clear()
    yield tmp_path
    data.data_digest.cache_clear()


def rows(ingest: Path, text: str | bytes, *columns: str) -> list[dict[str, str]]:
    (ingest / "table.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(data.load_rows("table.csv", columns or ("name", "kind")))


class TestToml:
    def test_gives_the_table(self, ingest: Path) -> None:
        (ingest / "cues.toml").write_text('[supports]\ncues = ["kannattaa", "förordar"]\n', encoding="utf-8")
        assert data.load_toml("cues.toml") == {"supports": {"cues": ["kannattaa", "förordar"]}}

    def test_takes_a_byte_order_mark(self, ingest: Path) -> None:
        (ingest / "cues.toml").write_text('\ufeffa = "b"\n', encoding="utf-8")
        assert data.load_toml("cues.toml") == {"a": "b"}

    def test_names_line_and_column_of_a_slip(self, ingest: Path) -> None:
        (ingest / "cues.toml").write_text('a = "b"\nc = [1,,2]\n', encoding="utf-8")
        with pytest.raises(MalformedData, match=r"^ingest/cues\.toml:2:8: ") as slip:
            data.load_toml("cues.toml")
        assert (slip.value.line_number, slip.value.column) == (2, 8)

    def test_names_the_file_that_is_not_utf8(self, ingest: Path) -> None:
        (ingest / "cues.toml").write_bytes('a = "ä"'.encode("cp1252"))
        with pytest.raises(MalformedData, match=r"^ingest/cues\.toml: not UTF-8 at byte 5 \(save the file as UTF-8\)$"):
            data.load_toml("cues.toml")

    def test_names_the_file_that_is_gone(self, ingest: Path) -> None:
        with pytest.raises(MalformedData, match=r"^ingest/layouts/gone\.toml: no such file"):
            data.load_toml("layouts/gone.toml")


class TestRows:
    def test_come_in_order_with_the_named_columns_stripped(self, ingest: Path) -> None:
        text = "kind,name,more\nm, Vantaa ,x\nn,Espoo,\n"
        assert rows(ingest, text) == [{"name": "Vantaa", "kind": "m"}, {"name": "Espoo", "kind": "n"}]

    def test_pass_over_comments_and_empty_lines(self, ingest: Path) -> None:
        text = "# who is who\nname,kind\n\n# towns\nVantaa,m\n\n"
        assert rows(ingest, text) == [{"name": "Vantaa", "kind": "m"}]

    def test_keep_commas_and_quotes_in_quotes(self, ingest: Path) -> None:
        assert rows(ingest, 'name,kind\n"a, ""b""",c\n') == [{"name": 'a, "b"', "kind": "c"}]

    def test_keep_characters_that_only_some_take_for_line_ends(self, ingest: Path) -> None:
        assert rows(ingest, "name,kind\na\u2028b,c\x0bd\n") == [{"name": "a\u2028b", "kind": "c\x0bd"}]

    @pytest.mark.parametrize("text", ["\ufeffname,kind\na,b\n", "name,kind\r\na,b\r\n", "name , kind\na,b"])
    def test_are_the_same_from_a_spreadsheet(self, ingest: Path, text: str) -> None:
        assert rows(ingest, text) == [{"name": "a", "kind": "b"}]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "^ingest/table.csv: no column name, kind "),
            ("name;kind\na;b\n", r"no column name, kind \(columns, parted by commas: name, kind\)"),
            ("name,type\na,b\n", "no column kind "),
            ("name,kind\na,b\na,b,c\n", "^ingest/table.csv:3: a row of 3 cells under 2 columns "),
            ("# one\nname,kind\n# two\n\na\n", "^ingest/table.csv:5: a row of 1 cells under 2 columns "),
            ('name,kind\na,b\n"a,b\nc,d\n', "^ingest/table.csv:3: "),
            ('name,kind\n"a"b,c\n', r"^ingest/table.csv:2: .* \(close its double quotes"),
            ('name,kind\n"a\nb",c\n', "^ingest/table.csv:2: a cell over several lines "),
            (b"name,kind\n\xe4,b\n", "^ingest/table.csv: not UTF-8 at byte 10 "),
        ],
    )
    def test_name_the_place_of_a_slip(self, ingest: Path, text: str | bytes, message: str) -> None:
        with pytest.raises(MalformedData, match=message):
            rows(ingest, text)

    def test_name_the_file_that_is_gone(self, ingest: Path) -> None:
        with pytest.raises(MalformedData, match=r"^ingest/gone\.csv: no such file"):
            list(data.load_rows("gone.csv", ("name",)))


class TestDigest:
    @pytest.fixture
    def before(self, ingest: Path) -> str:
        (ingest / "layouts").mkdir()
        (ingest / "layouts" / "letter.toml").write_text("a = 1\n")
        (ingest / "acts.csv").write_text("number\n")
        return data.data_digest()

    def again(self) -> str:
        data.data_digest.cache_clear()
        return data.data_digest()

    def test_is_a_sha256(self, before: str) -> None:
        assert len(before) == 64
        assert int(before, 16) >= 0

    def test_changes_with_a_file_s_content(self, ingest: Path, before: str) -> None:
        (ingest / "acts.csv").write_text("number\n380/2023\n")
        assert self.again() != before

    def test_changes_with_a_file_s_name(self, ingest: Path, before: str) -> None:
        (ingest / "acts.csv").rename(ingest / "layouts" / "acts.csv")
        assert self.again() != before

    def test_changes_with_a_new_file(self, ingest: Path, before: str) -> None:
        (ingest / "empty.csv").write_text("")
        assert self.again() != before

    @pytest.mark.parametrize("name", [".DS_Store", ".cache/x.csv", "acts.csv~", "layouts/.letter.toml.swp"])
    def test_does_not_change_with_what_no_reader_opens(self, ingest: Path, before: str, name: str) -> None:
        (ingest / name).parent.mkdir(exist_ok=True)
        (ingest / name).write_text("left by an editor")
        assert self.again() == before

    def test_does_not_change_with_times(self, ingest: Path, before: str) -> None:
        (ingest / "acts.csv").touch()
        assert self.again() == before
