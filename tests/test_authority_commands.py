"""`kannat authority`: acts from files, organisations learnt from a round, merges, and what the page on them shows."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kannat.cli.app import run
from kannat.reading.authorities import forget_authorities, load_authorities
from kannat.store import open_store, verify

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extend-authorities.md").read_text(encoding="utf-8")
REAL = ROOT / "seeds" / "VN-37864-2025"
ORGANISATION = "https://w3id.org/kannat/id/organisation/"
UNION = "varastoalan-ammattiliitto-vaka-ry"
COMPANY = "pohjoisrannan-verkko-oy"

LETTER = """{name}

Lausunto 3.2.2026

Asia: VN/37864/2025

{name} kannattaa esitystä. {other} on toista mieltä.
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test works in a folder of its own, where no store and no authority lie."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KANNAT_AUTHORITIES", raising=False)
    monkeypatch.delenv("KANNAT_USER", raising=False)
    forget_authorities()
    yield tmp_path
    monkeypatch.undo()
    forget_authorities()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a round of two statements whose organisations nothing knows, and its store."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "round").mkdir()
    for name in ("consultation.ttl", "codebook.ttl"):
        (folder / "round" / name).write_bytes((REAL / name).read_bytes())
    union, company = "Varastoalan ammattiliitto Vaka ry", "Pohjoisrannan Verkko Oy"
    (folder / "round" / "a.txt").write_text(LETTER.format(name=union, other=company), encoding="utf-8")
    (folder / "round" / "b.txt").write_text(LETTER.format(name=company, other=union), encoding="utf-8")
    assert run(["ingest", str(folder / "round"), "--store", str(folder / "kannat-store")]) == 0
    return folder


@pytest.fixture
def stored(elsewhere: Path, template: Path) -> Path:
    """A copy of that store, in the folder one works in."""
    shutil.copytree(template, elsewhere, dirs_exist_ok=True)
    return elsewhere / "kannat-store"


def named(store: Path) -> list[str]:
    """The organisations that the stored statements name, by key, without those of the request."""
    with open_store(store) as opened:
        quads = [q for q in opened.quads() if "/statement/" in str(q.graph_name)]
    nodes = {node.value for quad in quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    return sorted(value.removeprefix(ORGANISATION) for value in nodes if value.startswith(ORGANISATION))


def contents(store: Path) -> list[str]:
    with open_store(store) as opened:
        return sorted(str(quad) for quad in opened.quads())


def suggested(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(["authority", "suggest"]) == 0
    return list(csv.DictReader(StringIO(capsys.readouterr().out)))


def confirm(path: Path, rows: list[dict[str, str]], **changes: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | changes for row in rows)


class TestUpdateStatutes:
    def test_learns_acts_and_says_so(self, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["authority", "update", "statutes", str(ROOT / "tests" / "data" / "statutes")]) == 0
        assert "1 acts in kannat-authorities/statutes.csv, 1 new" in capsys.readouterr().err
        assert load_authorities().number_of("lag om ordnande av exempel") == "1234/2031"

    def test_again_is_unchanged(self, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        data = str(ROOT / "tests" / "data" / "statutes")
        run(["authority", "update", "statutes", data])
        assert run(["authority", "update", "statutes", data]) == 0
        assert capsys.readouterr().err.splitlines()[-1].endswith("unchanged")

    def test_another_folder(self, elsewhere: Path) -> None:
        data = str(ROOT / "tests" / "data" / "statutes")
        assert run(["authority", "update", "statutes", data, "--to", "mine"]) == 0
        assert (elsewhere / "mine" / "statutes.csv").is_file()

    def test_what_is_passed_over_is_listed(self, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (elsewhere / "a.csv").write_text("number,title\n1/01,Laki\n2/2001,Laki\n", encoding="utf-8")
        assert run(["authority", "update", "statutes", "a.csv", "--format", "csv"]) == 3
        assert "passed over,,,a.csv:2,no act's number: '1/01'" in capsys.readouterr().out

    def test_a_path_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["authority", "update", "statutes", "gone.xml"]) == 3
        assert capsys.readouterr().err == "kannat: gone.xml: no such file or folder (check the path)\n"


class TestSuggest:
    @pytest.mark.usefixtures("stored")
    def test_lists_what_nothing_knows_with_counts_and_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        rows = {row["key"]: row for row in suggested(capsys)}
        assert set(rows) == {UNION, COMPANY}
        assert (rows[UNION]["type"], rows[COMPANY]["type"]) == ("tradeUnion", "company")
        assert [rows[COMPANY][column] for column in ("responds", "statements")] == ["1", "2"]
        assert "Pohjoisrannan Verkko Oy" in rows[COMPANY]["passages"]
        assert rows[COMPANY]["accept"] == ""

    def test_variants_are_one_suggestion(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = LETTER.format(name="Pohjoisrannan Verkot Oy", other="Kunta")
        (stored.parent / "round" / "c.txt").write_text(text, encoding="utf-8")
        run(["ingest", str(stored.parent / "round")])
        rows = {row["key"]: row for row in suggested(capsys)}
        assert rows[COMPANY]["aliases"] == "Pohjoisrannan Verkot Oy"

    def test_a_private_person_is_never_listed(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = LETTER.format(name="Lausunto", other="Kunta").replace(
            "Asia:", "Lausunnonantajan taho: Yksityishenkilö\n\nAsia:"
        )
        (stored.parent / "round" / "c.txt").write_text(text, encoding="utf-8")
        run(["ingest", str(stored.parent / "round")])
        assert {row["key"] for row in suggested(capsys)} == {UNION, COMPANY}


class TestAccept:
    def test_makes_confirmed_organisations_known(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        confirm(stored.parent / "s.csv", suggested(capsys), accept="x")
        assert run(["authority", "accept", "s.csv", "--on", "2026-02-03"]) == 0
        assert load_authorities().organisation(COMPANY).source == "confirmed 2026-02-03"
        assert suggested(capsys) == []
        with open_store(stored) as opened:
            assert verify(opened) == []

    def test_rows_without_a_yes_are_left(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = contents(stored)
        confirm(stored.parent / "s.csv", suggested(capsys), accept="")
        assert run(["authority", "accept", "s.csv"]) == 0
        assert "0 new, 0 joined to known ones, 2 rows left" in capsys.readouterr().err
        assert contents(stored) == before

    def test_a_row_may_be_another_name_of_a_known_one(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        rows = [row for row in suggested(capsys) if row["key"] == COMPANY]
        confirm(stored.parent / "s.csv", rows, accept="kyllä", same_as="Kela")
        assert run(["authority", "accept", "s.csv"]) == 0
        assert load_authorities().key_of("Pohjoisrannan Verkko Oy") == "kansanelakelaitos"
        assert COMPANY not in named(stored)

    def test_a_corrected_name_takes_the_stored_statements_along(
        self, stored: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rows = [row for row in suggested(capsys) if row["key"] == COMPANY]
        confirm(stored.parent / "s.csv", rows, accept="x", name_fi="Pohjoisrannan Verkkoyhtiö Oy")
        assert run(["authority", "accept", "s.csv"]) == 0
        assert "pohjoisrannan-verkkoyhtio-oy" in named(stored)
        assert COMPANY not in named(stored)

    def test_reading_again_gives_what_accepting_gave(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        confirm(stored.parent / "s.csv", suggested(capsys), accept="x")
        run(["authority", "accept", "s.csv"])
        accepted = named(stored)
        run(["ingest", str(stored.parent / "round")])
        assert named(stored) == accepted

    def test_an_unknown_type_is_named_and_nothing_written(
        self, stored: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        confirm(stored.parent / "s.csv", suggested(capsys), accept="x", type="shop")
        assert run(["authority", "accept", "s.csv"]) == 3
        assert "s.csv: unknown type 'shop'" in capsys.readouterr().err
        assert not (stored.parent / "kannat-authorities").exists()


class TestMerge:
    MERGE = ("authority", "merge", "Pohjoisrannan Verkko Oy", "Kela", "--reason", "one", "--on", "2026-02-04")

    def test_every_stored_statement_names_the_second(self, stored: Path) -> None:
        assert run([*self.MERGE, "--by", "registry"]) == 0
        assert COMPANY not in named(stored)
        assert "kansanelakelaitos" in named(stored)
        assert load_authorities().key_of("Pohjoisrannan Verkko Oy") == "kansanelakelaitos"
        with open_store(stored) as opened:
            assert verify(opened) == []

    def test_is_in_the_log_with_who_and_when_and_in_the_graph_without_who(
        self, stored: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run([*self.MERGE, "--by", "registry"])
        capsys.readouterr()
        assert run(["authority", "log", "--format", "csv"]) == 0
        row = next(csv.DictReader(StringIO(capsys.readouterr().out)))
        assert (row["number"], row["when"], row["who"], row["reason"]) == ("1", "2026-02-04", "registry", "one")
        text = "\n".join(contents(stored))
        assert f"<{ORGANISATION}kansanelakelaitos> <http://www.w3.org/ns/prov#wasDerivedFrom>" in text
        assert "registry" not in text

    def test_undo_restores_the_store_byte_for_byte(self, stored: Path) -> None:
        before = contents(stored)
        run(list(self.MERGE))
        assert contents(stored) != before
        assert run(["authority", "undo", "1", "--on", "2026-02-05"]) == 0
        assert contents(stored) == before
        assert load_authorities().key_of("Pohjoisrannan Verkko Oy") == ""

    def test_undo_after_reading_again_says_what_to_do(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = named(stored)
        run(list(self.MERGE))
        run(["ingest", str(stored.parent / "round")])
        assert run(["authority", "undo", "1"]) == 0
        assert "read again since then: ingest them once more" in capsys.readouterr().err
        run(["ingest", str(stored.parent / "round")])
        assert named(stored) == before

    def test_reading_again_gives_what_merging_gave(self, stored: Path) -> None:
        run(list(self.MERGE))
        merged = named(stored)
        run(["ingest", str(stored.parent / "round")])
        assert named(stored) == merged

    def test_merges_follow_one_another(self, stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(list(self.MERGE))
        assert run(["authority", "merge", "Kela", "Keva"]) == 0
        assert load_authorities().key_of("Pohjoisrannan Verkko Oy") == load_authorities().key_of("Kela") == "keva"
        assert run(["authority", "undo", "1"]) == 2
        assert "merge 2 builds on merge 1 (undo 2 first)" in capsys.readouterr().err

    def test_the_record_only_grows(self, stored: Path) -> None:
        run(list(self.MERGE))
        before = (stored.parent / "kannat-authorities" / "merges.csv").read_bytes()
        run(["authority", "undo", "1"])
        assert (stored.parent / "kannat-authorities" / "merges.csv").read_bytes().startswith(before)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("Jokin Oy", "Tuntematon Oy"), "unknown organisation 'tuntematon-oy'"),
            (("Kela", "Kansaneläkelaitos"), "are one organisation already"),
        ],
    )
    def test_what_cannot_be_merged(
        self, arguments: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["authority", "merge", *arguments]) == 2
        assert said in capsys.readouterr().err

    def test_undoing_what_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["authority", "undo", "7"]) == 2
        assert "unknown merge '7'" in capsys.readouterr().err

    def test_a_folder_that_reading_does_not_look_into_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["authority", "merge", "Kela", "Keva", "--to", "mine"]) == 2
        assert "set KANNAT_AUTHORITIES=mine" in capsys.readouterr().err


def blocks() -> list[tuple[str, str, str]]:
    return re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_page_does_what_it_says(elsewhere: Path) -> None:
    """Its files are written, its commands run in order, and each name that it promises is known as it says."""
    (elsewhere / "seeds").symlink_to(ROOT / "seeds")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    promised: list[tuple[str, str]] = []
    for kind, name, text in blocks():
        if kind == "csv":
            (elsewhere / name).parent.mkdir(exist_ok=True)
            (elsewhere / name).write_text(text, encoding="utf-8")
        elif kind == "sh":
            command = ["sh", "-euc", text]
            done = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        else:
            promised += [(name, line) for line in text.splitlines()]
    forget_authorities()
    known = {name: {load_authorities().key_of(name), load_authorities().number_of(name)} for _, name in promised}
    assert [name for target, name in promised if target not in known[name]] == []
    assert len(promised) == 6
    assert load_authorities().key_of("Vantaan esimerkkitoimisto") == "092"
