"""The child process in which documents are opened: its limits, its ends, and who may use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from format_files import docx

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.isolation import ChildReader, Limits
from kannat.readers.wire import Garbled, outcome_of, outcome_to_frame

pytestmark = pytest.mark.slow

LETTER = docx("Kaupunki pitää ehdotusta hyvänä.")


@pytest.fixture
def child() -> Iterator[ChildReader]:
    with ChildReader(Limits(seconds=20)) as reader:
        yield reader


def text_of(reader: ChildReader, data: bytes = LETTER, name: str = "x.docx") -> str:
    (found,) = reader.read(Content(data, name))
    assert isinstance(found, Document)
    return found.text


def pid_of(reader: ChildReader) -> int:
    assert reader._process is not None
    return reader._process.pid


def is_gone(pid: int) -> bool:
    """Whether the process has ended, at the latest in a while."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_one_child_serves_many_documents(child: ChildReader) -> None:
    assert text_of(child) == "Kaupunki pitää ehdotusta hyvänä.\n"
    first = pid_of(child)
    assert text_of(child) == "Kaupunki pitää ehdotusta hyvänä.\n"
    assert pid_of(child) == first


def test_it_is_replaced_after_so_many() -> None:
    with ChildReader(Limits(documents=2)) as reader:
        text_of(reader)
        first = pid_of(reader)
        text_of(reader)
        assert is_gone(first)
        text_of(reader)
        assert pid_of(reader) != first


def test_one_that_died_in_between_is_replaced_and_no_document_pays(child: ChildReader) -> None:
    text_of(child)
    os.kill(pid_of(child), signal.SIGKILL)
    assert text_of(child) == "Kaupunki pitää ehdotusta hyvänä.\n"


def test_one_that_does_not_answer_in_time_is_ended_and_the_document_named() -> None:
    with ChildReader(Limits(seconds=1)) as reader:
        text_of(reader)
        stopped = pid_of(reader)
        os.kill(stopped, signal.SIGSTOP)
        with pytest.raises(UnreadableDocument, match=r"^y\.docx: not read within 1 s \(open it, save it again"):
            reader.read(Content(LETTER, "y.docx"))
        assert is_gone(stopped)
        assert text_of(reader)


def test_one_that_lacks_memory_is_ended_and_the_document_named() -> None:
    with ChildReader(Limits(memory=192 << 20)) as reader:
        large = ("<html><body>" + "<p>Kaupunki pitää ehdotusta hyvänä.</p>" * 400_000).encode()
        with pytest.raises(UnreadableDocument, match=r"^y\.html: .*within 192 MiB of memory"):
            reader.read(Content(large, "y.html"))
        assert text_of(reader)


def test_an_error_of_the_document_itself_comes_back(child: ChildReader) -> None:
    with pytest.raises(UnreadableDocument, match=r"^y\.docx: a zipped file without its directory") as error:
        child.read(Content(LETTER[:200], "y.docx"))
    assert error.value.advice
    assert text_of(child)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not show it")
def test_the_memory_of_a_large_document_is_given_back(child: ChildReader) -> None:
    large = ("<html><body>" + "<p>Kaupunki pitää ehdotusta hyvänä.</p>" * 100_000).encode()
    assert len(text_of(child, large, "y.html")) > 3_000_000
    text_of(child)
    held = int(Path(f"/proc/{pid_of(child)}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGESIZE")
    assert held < 256 << 20


def test_threads_take_turns(child: ChildReader) -> None:
    with ThreadPoolExecutor(4) as pool:
        names = [f"{number}.docx" for number in range(20)]
        found = list(pool.map(lambda name: next(child.read(Content(LETTER, name))), names))
    assert [document.name for document in found if isinstance(document, Document)] == names


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not show it")
def test_our_environment_is_not_the_childs(child: ChildReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_KEY", "secret")
    text_of(child)
    assert b"secret" not in Path(f"/proc/{pid_of(child)}/environ").read_bytes()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_of_processes_have_their_own_and_none_is_left(tmp_path: Path, method: str) -> None:
    (tmp_path / "x.docx").write_bytes(LETTER)
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import multiprocessing, os, sys
from pathlib import Path
from kannat.readers import isolation, read_document

def pid(path):
    read_document(Path(path))
    return isolation._reader._process.pid

if __name__ == "__main__":
    ours = pid(sys.argv[1])
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        theirs = set(pool.map(pid, [sys.argv[1]] * 8))
    assert ours not in theirs
    assert pid(sys.argv[1]) == ours
    print(ours, *theirs)
""",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script, tmp_path / "x.docx"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(is_gone(int(pid)) for pid in done.stdout.split())


def test_what_the_child_prints_does_not_get_into_its_answer(child: ChildReader) -> None:
    assert text_of(child, b"<html><body><p>%n%n</p></body></html>", "x.html") == "%n%n\n"


@pytest.mark.parametrize("payload", [b"{}", b"[]", b"nonsense", b'{"what": 1}', b'{"text": "x"}', b"\xff"])
def test_whatever_else_a_child_sends_is_no_document(payload: bytes) -> None:
    try:
        outcome = outcome_of(payload)
    except Garbled:
        return
    assert isinstance(outcome, UnreadableDocument)


def test_documents_cross_unchanged(child: ChildReader) -> None:
    (document,) = child.read(Content(docx("Otsikko\n\n- Kohta.\n\nHyvä \U0001f44d."), "x.docx"))
    assert isinstance(document, Document)
    assert outcome_of(outcome_to_frame(document)[4:]) == document
