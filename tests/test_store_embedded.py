"""The embedded store: its folder, its lock, what a crash leaves, and how damage shows."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stores import graph, name, values_in

from kannat.errors import StoreDamaged, StoreError, StoreLocked, UsageError
from kannat.store import Mode, Outcome, Store, Swap, open_store
from kannat.store.lock import PATIENCE

TESTS = Path(__file__).resolve().parent


def filled(folder: Path, count: int = 20) -> Path:
    """A store that was closed in order, with a few graphs."""
    with open_store(folder, "write", create=True) as store:
        store.replace_graphs(Swap(name(f"{i}"), graph(f"{i}", *(f"{i} {j}" for j in range(50)))) for i in range(count))
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


HOLDER = """
import sys
from kannat.store import open_store
with open_store(sys.argv[1], sys.argv[2]):
    print("open", flush=True)
    input()
"""


@contextmanager
def other_process(folder: Path, mode: Mode) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the store open until the block ends."""
    command = [sys.executable, "-c", HOLDER, str(folder), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


# Making and finding


def test_a_new_store_has_the_folder_that_the_docs_tell_of(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write", create=True, base="https://example.org/id/"):
        pass
    top = sorted(path.name for path in (tmp_path / "store").iterdir())
    assert top == ["graph", "kannat.json", "lock", "quarantine", "texts"]
    configuration = json.loads((tmp_path / "store" / "kannat.json").read_text())
    assert (configuration["format"], configuration["base"]) == (1, "https://example.org/id/")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_a_store_can_be_made_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with open_store(str(tmp_path / "store"), "write", create=True) as store:
        assert store.replace_graph(name("a"), graph("a", "1")) is Outcome.STORED


def test_a_store_keeps_its_base_address(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write", create=True, base="https://example.org/id/"):
        pass
    with open_store(tmp_path / "store") as store:
        assert store.names.base == "https://example.org/id/"
    with pytest.raises(UsageError, match="another base address"):
        open_store(tmp_path / "store", "write", create=True, base="https://example.org/other/")


def test_a_base_that_is_no_address_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_store(tmp_path / "store", "write", create=True, base="nowhere")
    assert list(tmp_path.iterdir()) == []


def test_no_store_is_made_unless_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store here") as caught:
        open_store(tmp_path / "store", "write")
    assert caught.value.exit_status == 4
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    for mode in ("read", "write", "restore"):
        with pytest.raises(StoreError, match="no store, and is left as it is"):
            open_store(tmp_path, mode, create=True)
    assert content(tmp_path) == {"letter.txt": b"mine"}


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("mine")
    with pytest.raises(StoreError, match="not a folder"):
        open_store(tmp_path / "store", "write", create=True)


def test_a_store_needs_a_folder_to_lie_in(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder") as caught:
        open_store(tmp_path / "missing" / "store", "write", create=True)
    assert "make it first" in caught.value.line()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="Permission denied"):
            open_store(tmp_path / "store", "write", create=True)
    finally:
        tmp_path.chmod(0o700)


# One writer, many readers


@pytest.mark.parametrize(("held", "wanted"), [("write", "write"), ("write", "read"), ("read", "write")])
def test_who_comes_second_is_told_who_holds_the_store(tmp_path: Path, held: Mode, wanted: Mode) -> None:
    with other_process(filled(tmp_path / "store"), held) as holder:
        with pytest.raises(StoreLocked) as caught:
            open_store(tmp_path / "store", wanted)
        assert f"process {holder.pid} (python) on " in caught.value.line()
        assert caught.value.exit_status == 4


def test_a_refusal_comes_within_a_second() -> None:
    assert PATIENCE < 1


def test_readers_share_the_store(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    with other_process(folder, "read"), open_store(folder) as one, open_store(folder) as other:
        assert values_in(one, "3") == values_in(other, "3") == sorted(f"3 {j}" for j in range(50))


def test_a_second_opening_in_one_process_is_told_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write", create=True), pytest.raises(StoreLocked, match="this process"):
        open_store(tmp_path / "store")


def test_a_holder_that_was_killed_does_not_block(tmp_path: Path) -> None:
    with other_process(filled(tmp_path / "store"), "write") as holder:
        holder.kill()
        holder.wait()
        with open_store(tmp_path / "store", "write") as store:
            assert len(store.graph_names()) == 20


def test_a_refused_opening_leaves_no_lock(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    (folder / "graph" / "1" / "CURRENT").unlink()
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            open_store(folder, "write")


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(filled(tmp_path / "store"))
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.graph_names()


def test_reading_changes_no_file_but_the_lock(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    before = content(folder)
    with open_store(folder) as store:
        assert len(list(store.quads())) == 1000
    after = content(folder)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {"lock"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_store_on_a_disk_for_reading_only_can_be_read(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with open_store(folder) as store:
            assert len(store.graph_names()) == 20
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)


def test_the_same_content_writes_nothing(tmp_path: Path) -> None:
    with open_store(filled(tmp_path / "store"), "write") as store:
        logs = list((tmp_path / "store").rglob("*.log"))
        before = [log.read_bytes() for log in logs]
        assert store.replace_graph(name("3"), store.graph(name("3"))) is Outcome.UNCHANGED
        assert [log.read_bytes() for log in logs] == before
        assert store.replace_graph(name("3"), graph("3", "new")) is Outcome.REPLACED
        assert [log.read_bytes() for log in logs] != before


def test_a_large_batch_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kannat.store.embedded.BATCH", 100)
    with open_store(filled(tmp_path / "store"), "write") as store:
        assert sorted(values_in(store, "19")) == sorted(f"19 {j}" for j in range(50))
        assert len(list(store.quads())) == 1000


# Crashes


WRITER = """
import sys
from stores import graph, name
from kannat.store import Swap, embedded, open_store
with open_store(sys.argv[1], "write") as store:
    print("open", flush=True)
    revision = int(sys.argv[2])
    while True:
        revision += 1
        for local in ("a", "b", "c"):
            quads = graph(local, *(f"{revision} {j}" for j in range(200)))
            store.replace_graph(name(local), quads, drop=[name(f"{local}.{revision - 1}")])
        embedded.BULK = 1 if revision % 2 else 20_000
        quads = [quad for i in range(5) for quad in graph(f"d.{revision}.{i}", f"{revision}", "whole")]
        store.replace_graphs(Swap(name(f"d.{revision}.{i}"), quads[2 * i : 2 * i + 2]) for i in range(5))
"""


def test_kill_leaves_every_graph_whole(tmp_path: Path) -> None:
    """Ten kills at random moments of a loop of swaps: each graph is of one revision, all of it."""
    folder = tmp_path / "store"
    with open_store(folder, "write", create=True) as store:
        store.replace_graphs(Swap(name(local), graph(local, *(f"0 {j}" for j in range(200)))) for local in "abc")
    moments = random.Random(2)
    newest = 0
    for _ in range(10):
        _write_and_kill(folder, newest, moments.uniform(0, 0.12))
        with open_store(folder) as store:
            newest = max(_revision_of(store, local) for local in "abc")
            added = {graph_name.value for graph_name in store.graph_names() if "/statement/d." in graph_name.value}
            assert all(len(store.graph(name(path.rpartition("/")[2]))) == 2 for path in added)
    assert newest > 0
    with open_store(folder, "write") as store:
        assert store.replace_graph(name("a"), graph("a", "in order again")) is Outcome.REPLACED


def _write_and_kill(folder: Path, newest: int, delay: float) -> None:
    command = [sys.executable, "-c", WRITER, str(folder), str(newest)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)


def _revision_of(store: Store, local: str) -> int:
    values = values_in(store, local)
    (revision,) = {value.partition(" ")[0] for value in values}
    assert sorted(values) == sorted(f"{revision} {j}" for j in range(200))
    return int(revision)


def test_a_replacement_of_everything_that_was_cut_short_leaves_the_old(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")

    def cut_short() -> Iterator[object]:
        yield from graph("new", "1")
        raise KeyboardInterrupt

    with open_store(folder, "write") as store, pytest.raises(KeyboardInterrupt):
        store.replace_all(cut_short())
    with open_store(folder, "write") as store:
        assert len(store.graph_names()) == 20
    assert sorted(path.name for path in (folder / "graph").iterdir()) == ["1", "1.seal"]


def test_a_replacement_of_everything_counts_from_the_renaming_on(tmp_path: Path) -> None:
    """What a kill right after the new description leaves: both generations, and the old one does not count."""
    folder = filled(tmp_path / "store")
    with open_store(folder, "write") as store:
        store.replace_all(graph("new", "1"))
        store.replace_graph(name("newer"), graph("newer", "1"))
    (folder / "graph" / "1").mkdir()
    with open_store(folder, "write") as store:
        assert store.graph_names() == [name("new"), name("newer")]
    assert sorted(path.name for path in (folder / "graph").iterdir()) == ["2", "2.seal"]


# Damage


def _largest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_size)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _rewrite(path: Path, data: bytes) -> None:
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "no CURRENT": lambda engine: (engine / "CURRENT").unlink(),
    "empty CURRENT": lambda engine: _rewrite(engine / "CURRENT", b""),
    "other CURRENT": lambda engine: _rewrite(engine / "CURRENT", b"MANIFEST-999999\n"),
    "no manifest": lambda engine: _largest(engine, "MANIFEST-*").unlink(),
    "manifest cut short": lambda engine: _cut(_largest(engine, "MANIFEST-*")),
    "no table": lambda engine: _largest(engine, "*.sst").unlink(),
    "table cut short": lambda engine: _cut(_largest(engine, "*.sst")),
    "no log": lambda engine: _largest(engine, "*.log").unlink(),
    "no engine": lambda engine: engine.rename(engine.with_name("elsewhere")),
    "broken seal": lambda engine: _rewrite(engine.with_name("1.seal"), b"{"),
}


@pytest.mark.parametrize("mode", ["read", "write"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_noticed_at_opening(tmp_path: Path, damage: str, mode: Mode) -> None:
    folder = filled(tmp_path / "store")
    DAMAGES[damage](folder / "graph" / "1")
    with pytest.raises(StoreDamaged) as caught:
        open_store(folder, mode)
    assert str(folder) in caught.value.line()
    assert "restore it from a dump" in caught.value.line()
    assert caught.value.exit_status == 4


def test_a_log_cut_short_is_noticed(tmp_path: Path) -> None:
    """A closed store has an empty log; one copied away from a running writer may not."""
    folder = filled(tmp_path / "store")
    log = _largest(folder / "graph" / "1", "*.log")
    log.write_bytes(log.read_bytes() + b"more")
    with pytest.raises(StoreDamaged, match=r"bytes instead of"):
        open_store(folder)


def test_a_table_with_other_bytes_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store", count=200)
    for table in (folder / "graph" / "1").glob("*.sst"):
        size = table.stat().st_size
        with table.open("r+b") as file:
            file.seek(size // 8)
            file.write(bytes(size // 8))
    with pytest.raises(StoreDamaged), open_store(folder) as store:
        list(store.quads())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "\xff",
        '{"format": 1}',
        '{"format": "1"}',
        '{"format": 1, "base": "x", "kannat": "1", "generation": 1}',
        '{"format": 1, "base": "https://example.org/", "kannat": "1", "generation": "1"}',
    ],
)
def test_a_broken_description_is_noticed(tmp_path: Path, text: str) -> None:
    folder = filled(tmp_path / "store")
    (folder / "kannat.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(StoreDamaged, match="not the description of a store"):
        open_store(folder)


def test_a_missing_description_is_noticed(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    (folder / "kannat.json").unlink()
    with pytest.raises(StoreDamaged, match=r"kannat\.json is missing"):
        open_store(folder, "write", create=True)


def test_a_store_of_another_version_says_which(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store")
    (folder / "kannat.json").write_text('{"format": 7, "kannat": "9.1", "what else": []}')
    with pytest.raises(StoreDamaged) as caught:
        open_store(folder)
    assert "another version: format 7, made by kannat 9.1" in caught.value.line()
    assert "dump it with kannat 9.1" in caught.value.line()


def test_a_store_moved_elsewhere_is_the_same(tmp_path: Path) -> None:
    filled(tmp_path / "store").rename(tmp_path / "moved")
    with open_store(tmp_path / "moved") as store:
        assert len(store.graph_names()) == 20


@pytest.mark.parametrize("query", [
    "SELECT (<https://example.org/function>(1) AS ?x) WHERE {}",
    "SELECT ?x WHERE { SERVICE ?nowhere { ?x ?y ?z } }",
])  # fmt: skip
def test_a_question_that_fails_is_not_taken_for_damage(tmp_path: Path, query: str) -> None:
    with open_store(filled(tmp_path / "store")) as store, pytest.raises(Exception, match="not a question") as caught:
        store.select(query)
    assert caught.value.exit_status == 3
