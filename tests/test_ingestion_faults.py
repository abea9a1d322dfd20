"""Ingestion when things go wrong: broken documents, readers that die or hang, kill -9 at any moment, a full disk."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.statements import write_round
from kannat.cli.app import run
from kannat.errors import StoreError
from kannat.graph.quads import canonical_hash
from kannat.ingestion import Fate, IngestReport, Options, ingest
from kannat.ingestion.prepared import Prepared, Surroundings
from kannat.ingestion.workers import Workers
from kannat.model import Document, ReaderIdentity, Reading
from kannat.reading import default_reader
from kannat.store import open_store, verify

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KANNAT_KILLS", "3"))
"""At how many random moments an ingest is killed, for each number of jobs; KANNAT_KILLS=200 looks harder."""

SHORT = 500
KANNAT = (sys.executable, "-c", "from kannat.cli import main; main()")
BROKEN = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "nul.txt": b"Kannatamme.\0\n",
    "program.txt": b"\x7fELF\x02\x01\x01" + bytes(64),
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(64),
}


def broken_round(folder: Path, sound: int, broken: int) -> None:
    """A round with so many sound and so many broken documents, one among the other."""
    write_round(sound, folder, SHORT)
    kinds = list(BROKEN.items())
    for number in range(broken):
        name, content = kinds[number % len(kinds)]
        (folder / f"{number * sound // broken:05d}-{name}").write_bytes(content)


def fates(report: IngestReport) -> Counter[Fate]:
    return Counter(file.fate for file in report.files)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_broken_is_listed_with_its_reason_and_the_rest_is_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    broken_round(tmp_path / "round", 95, 5)
    arguments = ["--store", str(tmp_path / "store"), "--jobs", jobs, "--format", "json"]
    assert run(["ingest", str(tmp_path / "round"), *arguments]) == 3
    report = json.loads(capsys.readouterr().out)
    refused = [file for file in report["files"] if file["fate"] == "refused"]
    assert [Path(file["name"]).name.partition("-")[2] for file in refused] == list(BROKEN)
    assert all(file["reason"] for file in refused)
    with open_store(tmp_path / "store", "read") as store:
        assert sum("/statement/" in name.value for name in store.graph_names()) == 95
        assert verify(store) == []


@pytest.mark.slow
def test_of_a_thousand_documents_with_fifty_broken_ones_the_sound_are_stored(tmp_path: Path) -> None:
    broken_round(tmp_path / "round", 950, 50)
    with open_store(tmp_path / "store", "write", create=True) as store:
        report = ingest([tmp_path / "round"], store)
        assert fates(report) == {Fate.STORED: 951, Fate.REFUSED: 50}
        assert all(file.reason for file in report.refused)
        assert verify(store) == []


def test_the_store_is_the_same_whatever_the_number_of_jobs(tmp_path: Path) -> None:
    broken_round(tmp_path / "round", 20, 3)
    hashes = set()
    for jobs in (1, 2, 3):
        with open_store(tmp_path / str(jobs), "write", create=True) as store:
            ingest([tmp_path / "round"], store, Options(jobs=jobs))
            hashes.add(canonical_hash(store.quads()))
    assert len(hashes) == 1


class Unsteady:
    """A reader that dies over some documents, never ends over others, and raises over more."""

    @property
    def identity(self) -> ReaderIdentity:
        return default_reader().identity

    def read(self, document: Document, consultations: Sequence[object] = ()) -> Reading:
        if "deadly" in document.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "endless" in document.name:
            time.sleep(600)
        if "raising" in document.name:
            raise MemoryError
        return default_reader().read(document, consultations)  # type: ignore[arg-type]


def unsteady_round(folder: Path, *names: str) -> list[tuple[Path | bytes, str]]:
    write_round(8, folder, SHORT)
    for number, name in enumerate(names):
        (folder / f"0000{number * 2}.txt").rename(folder / f"0000{number * 2}-{name}.txt")
    return [(path, path.name) for path in sorted(folder.glob("*.txt"))]


def test_a_reading_process_that_dies_costs_its_document_alone(tmp_path: Path) -> None:
    unsteady_round(tmp_path / "round", "deadly", "raising", "deadly")
    with open_store(tmp_path / "store", "write", create=True) as store:
        report = ingest([tmp_path / "round"], store, Options(reader=Unsteady(), jobs=2))
    lost = {file.name: file for file in report.files if file.fate not in {Fate.STORED, Fate.REPLACED}}
    assert sorted(lost) == ["00000-deadly.txt", "00002-raising.txt", "00004-deadly.txt"]
    assert "SIGKILL" in lost["00000-deadly.txt"].reason
    assert lost["00002-raising.txt"].fate is Fate.QUARANTINED
    assert fates(report)[Fate.STORED] == 6


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    sources = unsteady_round(tmp_path / "round", "endless")
    around = Surroundings("https://w3id.org/kannat/id/", Options(reader=Unsteady()), b"", frozenset(), frozenset())
    with Workers(around, sources, 2, limit=5.0) as workers:
        results = list(workers.results())
    found = {one.name: one for _, one in results if isinstance(one, Prepared)}
    assert found["00000-endless.txt"].fate is Fate.REFUSED
    assert "took more than 5 seconds" in found["00000-endless.txt"].reason
    assert [number for number, one in results if one is None] == list(range(8))
    assert Counter(one.fate for one in found.values()) == {Fate.REFUSED: 1, Fate.STORED: 7}


SCRIPT = """
import sys
from pathlib import Path
import kannat.ingestion.writer as writer
from kannat.ingestion import Options, ingest
from kannat.store import open_store
if __name__ == "__main__":
    writer.GROUP = 400
    folder, store, jobs = sys.argv[1:]
    with open_store(Path(store), "write", create=True) as store:
        tell = lambda done, total, name: print(name, flush=True)
        ingest([Path(folder)], store, Options(jobs=int(jobs)), tell)
"""


def killed_after(command: list[str], files: int, seconds: float) -> list[str]:
    """The files that an ingest reported before it was killed, so long after it had reported so many."""
    reported = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        while len(reported) < files and (line := process.stdout.readline()):
            reported.append(line.strip())
        time.sleep(seconds)
        process.kill()
        reported += process.stdout.read().splitlines()
    return [name for name in reported if name.endswith(".txt")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_kill_nine_at_any_moment_loses_nothing_that_was_reported(tmp_path: Path, jobs: str) -> None:
    folder = tmp_path / "round"
    write_round(20, folder, SHORT)
    with open_store(tmp_path / "whole", "write", create=True) as store:
        ingest([folder], store)
        expected = canonical_hash(store.quads())
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    chance = random.Random(int(jobs))
    for kill in range(KILLS):
        target = tmp_path / str(kill)
        command = [sys.executable, str(script), str(folder), str(target), jobs]
        reported = killed_after(command, chance.randint(0, 19), chance.uniform(0, 0.1))
        with open_store(target, "write", create=True) as store:
            files = {q.object.value for q in store.quads() if q.predicate.value.endswith("ns#fileName")}
            assert set(reported) <= files
            assert verify(store) == []
            ingest([folder], store)
            assert canonical_hash(store.quads()) == expected


def full_disk() -> None:
    """Lets no file of this process grow beyond a size, as on a disk without room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_full_disk_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    write_round(40, folder, SHORT)
    target = tmp_path / "store"
    with open_store(target, "write", create=True) as store:
        ingest([folder / "consultation.nt"], store)
    command = [*KANNAT, "ingest", str(folder), "--store", str(target)]
    done = subprocess.run(command, preexec_fn=full_disk, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    with open_store(target, "write") as store:
        assert verify(store) == []
        ingest([folder], store)
        again = canonical_hash(store.quads())
    with open_store(tmp_path / "fresh", "write", create=True) as store:
        ingest([folder], store)
        assert canonical_hash(store.quads()) == again


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder here that nobody can write to")
def test_a_folder_that_cannot_be_written_to_is_named() -> None:
    with pytest.raises(StoreError, match="/proc/self"), open_store(Path("/proc/self/store"), "write", create=True):
        pass


def gone(group: int) -> bool:
    """Whether a group of processes has ended, or does so within ten seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_ctrl_c_ends_the_reading_processes_too(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    write_round(200, folder)
    command = [*KANNAT, "ingest", str(folder), "--jobs", "2"]
    environment = os.environ | {"KANNAT_STORE": str(tmp_path / "store")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True) as done:
        time.sleep(3)
        os.killpg(done.pid, signal.SIGINT)
        _, errors = done.communicate(timeout=60)
    assert done.returncode == 130, errors
    assert "Traceback" not in errors
    assert gone(done.pid)
    assert run(["store", "verify", "--store", str(tmp_path / "store")]) == 0
