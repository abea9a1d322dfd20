"""The texts beside the graph, and the quarantine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from seed_files import STATEMENTS, document_of, name_of
from stores import graph

from kannat.errors import StoreDamaged, StoreError
from kannat.store import Quarantine, Texts
from kannat.store.quarantine import QuarantineEntry

PDF = "0123456789abcdef" * 4
"""The SHA-256 of a document whose text has other bytes."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    return Texts(tmp_path / "texts")


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
def test_a_statement_lies_there_byte_for_byte(texts: Texts, path: Path) -> None:
    document = document_of(path)
    assert texts.put(document.sha256, document.text)
    assert texts.get(document.sha256) == document.text
    kept = texts.folder / document.sha256[:2] / f"{document.sha256}.txt"
    assert kept.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\r\n\r\n\n\r",
        "a\r\nb\nc\rd",
        "\ufeffwith a mark of order",
        "e\N{COMBINING ACUTE ACCENT}\N{SOFT HYPHEN}\N{GRINNING FACE}\x00\x0c\x1a\u2028",
        "\N{LATIN SMALL LETTER A WITH DIAERESIS}" * 1_000_000,
    ],
    ids=["empty", "only line ends", "mixed line ends", "byte order mark", "uncommon", "large"],
)
def test_any_text_comes_back_exactly(texts: Texts, text: str) -> None:
    texts.put(PDF, text)
    assert texts.get(PDF) == text


def test_the_name_tells_what_the_file_must_hold(texts: Texts) -> None:
    texts.put(PDF, "text of a PDF")
    assert files(texts.folder) == [f"01/{PDF}.{sha256('text of a PDF')}.txt"]


def test_putting_the_same_again_writes_nothing(texts: Texts) -> None:
    assert texts.put(PDF, "text") is True
    assert texts.put(PDF, "text") is False


def test_a_better_reading_of_the_document_takes_the_place_of_the_old(texts: Texts) -> None:
    texts.put(PDF, "te xt")
    assert texts.put(PDF, "text") is True
    assert texts.get(PDF) == "text"
    assert len(files(texts.folder)) == 1


def test_of_two_texts_that_a_crash_left_the_later_counts(texts: Texts) -> None:
    texts.put(PDF, "old")
    (kept,) = texts.folder.rglob("*.txt")
    older = kept.read_bytes()
    texts.put(PDF, "new")
    kept.write_bytes(older)
    os.utime(kept, ns=(0, 0))
    assert texts.get(PDF) == "new"
    assert len(texts) == 1


def test_a_missing_text_is_damage(texts: Texts) -> None:
    with pytest.raises(StoreDamaged, match="the text is missing") as caught:
        texts.get(PDF)
    assert "ingest the document again" in caught.value.line()


@pytest.mark.parametrize("data", [b"", b"tex", b"text\n", b"\xff\xfe"])
def test_a_text_that_changed_is_damage_until_it_is_put_again(texts: Texts, data: bytes) -> None:
    texts.put(sha256("text"), "text")
    (kept,) = texts.folder.rglob("*.txt")
    kept.write_bytes(data)
    with pytest.raises(StoreDamaged, match="not what was stored"):
        texts.get(sha256("text"))
    assert texts.put(sha256("text"), "text") is True
    assert texts.get(sha256("text")) == "text"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "0" * 63, "0" * 65, "*" * 64])
def test_only_a_digest_names_a_text(texts: Texts, name: str) -> None:
    for use in (texts.get, texts.remove, texts.__contains__, lambda name: texts.put(name, "text")):
        with pytest.raises(StoreError, match="not a SHA-256"):
            use(name)


def test_texts_can_be_counted_and_forgotten(texts: Texts) -> None:
    for text in ("one", "two", "three"):
        texts.put(sha256(text), text)
    assert texts.digests() == sorted(sha256(text) for text in ("one", "two", "three"))
    assert texts.remove(sha256("two")) is True
    assert texts.remove(sha256("two")) is False
    assert sha256("two") not in texts
    assert sha256("one") in texts
    texts.clear()
    assert files(texts.folder) == []


def test_a_kill_leaves_no_half_text(tmp_path: Path) -> None:
    program = """
import hashlib, sys
from pathlib import Path
from kannat.store.texts import Texts
texts = Texts(Path(sys.argv[1]))
print("open", flush=True)
for number in range(100_000):
    text = f"{number}" * 20_000
    texts.put(hashlib.sha256(text.encode()).hexdigest(), text)
"""
    for delay in (0.01, 0.05):
        command = [sys.executable, "-c", program, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "open\n"
            time.sleep(delay)
            process.kill()
    texts = Texts(tmp_path)
    assert [sha256(texts.get(digest)) for digest in texts.digests()] == texts.digests()


def refuse(quarantine: Quarantine, data: bytes = b"refused", **changes: str) -> QuarantineEntry:
    report = {"report_json": '{"conforms": false}', "report_ttl": "[] a <urn:report> ."}
    return quarantine.put(data, graph("a", "1"), **{"name": "a.txt", "reason": "no respondent", **report, **changes})


def test_what_is_refused_is_kept_with_its_reason(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    entry = refuse(quarantine, name="folder/statement.txt")
    assert quarantine.entries() == [entry]
    assert (entry.name, entry.reason) == ("statement.txt", "no respondent")
    folder = quarantine.folder_of(hashlib.sha256(b"refused").hexdigest())
    assert files(folder) == ["document.txt", "entry.json", "report.json", "report.ttl", "statement.nq"]
    assert (folder / "document.txt").read_bytes() == b"refused"
    assert (folder / "statement.nq").read_text().count("\n") == 1
    assert json.loads((folder / "report.json").read_text()) == {"conforms": False}


def test_refusing_the_same_again_keeps_the_latest_reason(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    refuse(quarantine)
    entry = refuse(quarantine, reason="still no respondent", report_ttl="", name="b.md")
    assert quarantine.entries() == [entry]
    assert files(quarantine.folder_of(entry.sha256)) == ["document.md", "entry.json", "report.json", "statement.nq"]


def test_the_same_refusal_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        refuse(Quarantine(tmp_path / folder))
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()} for f in ("one", "two"))
    assert one == two


def test_text_without_a_file_is_kept_too(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    entry = quarantine.put("k\N{LATIN SMALL LETTER A WITH DIAERESIS}si", name="-", reason="unclear")
    assert files(quarantine.folder_of(entry.sha256)) == ["document", "entry.json"]


def test_an_entry_that_was_cut_short_does_not_count(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    entry = refuse(quarantine)
    (quarantine.folder_of(entry.sha256) / "entry.json").write_text('{"sha256": "')
    assert quarantine.entries() == []
    assert refuse(quarantine) == entry
    assert len(quarantine) == 1


def test_an_entry_can_be_discarded(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    kept, gone = refuse(quarantine, b"kept"), refuse(quarantine, b"gone")
    assert quarantine.discard(gone.sha256) is True
    assert quarantine.discard(gone.sha256) is False
    assert quarantine.discard("..") is False
    assert quarantine.entries() == [kept]
