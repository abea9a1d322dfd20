"""The command line: exit statuses, one-line errors, what goes to stdout and what to stderr."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kannat.cli.app import COMMANDS, run

ROOT = Path(__file__).parents[1]
REAL = ROOT / "seeds" / "VN-37864-2025"
VANTAA = REAL / "statements" / "vantaan-kaupunki.txt"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in a folder of its own, where no store lies."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def round_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the real round from its known readings."""
    path = tmp_path_factory.mktemp("cli") / "store"
    assert run(["ingest", str(REAL), "--gold", "--store", str(path)]) == 0
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    first_words = " ".join(COMMANDS[command][1].split()[:3])
    assert first_words.rstrip(":") in " ".join(text.split())


def test_help_imports_no_heavy_room() -> None:
    script = "import sys, kannat.cli.app as a; a.run(['--help']); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"rdflib", "pyshacl", "pyoxigraph", "networkx", "numpy", "rich", "jinja2", "SPARQLWrapper"}
    assert heavy.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ingest", "nowhere"], 3, "nowhere: no such file"),
        (["read", "nowhere.txt"], 3, "nowhere.txt"),
        (["query", "rounds", "--store", "nowhere"], 4, "nowhere"),
        (["query", "ruonds", "--store", "{store}"], 2, "did you mean rounds"),
        (["query", "rounds", "--store", "{store}", "-p", "colour=red"], 2, "colour"),
        (["query", "rounds", "--store", "{store}", "-p", "consultation"], 2, "key=value"),
        (["query", "positions-on-proposal", "--store", "{store}"], 2, "proposal"),
        (["compare", "--store", "{store}", "--consultation", "VN/37864/2026"], 2, "VN/37864/2025"),
        (["compare", "--store", "{store}", "--format", "json", "-o", "{missing}/x.json"], 2, "cannot write"),
        (["store", "info", "--store", "http://127.0.0.1:9/none"], 4, "127.0.0.1:9"),
    ],
)
def test_a_mistake_is_one_line_with_its_place_and_status(
    arguments: list[str], status: int, words: str, round_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [a.format(store=round_store, missing=tmp_path / "missing") for a in arguments]
    assert run(given) == status
    captured = capsys.readouterr()
    lines = captured.err.strip().splitlines()
    assert words in lines[-1]
    assert "Traceback" not in captured.err
    assert captured.out == ""


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n ", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    "zeros.txt": (b"text\x00text", "text"),
    "broken.ttl": (b"@prefix a: <http://a/> .\na:b a:c\n", "broken.ttl:3:1"),
    "remote.jsonld": (b'{"@context": "http://127.0.0.1:9/x", "@id": "a:b"}', "context"),
    "entity.rdf": (b"<rdf:RDF/>", "rdf"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_validate_says_what_is_wrong_with_an_unreadable_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = BAD_FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert run(["validate", str(path)]) == 3
    text = said(capsys)
    assert name in text
    assert words in text
    assert len(text.strip().splitlines()) == 1


def test_ingest_does_the_rest_of_a_batch_and_exits_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "round"
    folder.mkdir()
    for name, (content, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    for name in ("consultation.ttl", "codebook.ttl", "statements/vantaan-kaupunki.txt"):
        (folder / Path(name).name).write_bytes((REAL / name).read_bytes())
    assert run(["ingest", str(folder), "--store", str(tmp_path / "store"), "--format", "json"]) == 3
    report = json.loads(capsys.readouterr().out)
    refused = {file["name"] for file in report["files"] if file["fate"] == "refused"}
    assert refused == set(BAD_FILES) - {"entity.rdf"}
    stored = {file["name"] for file in report["files"] if file["fate"] in {"stored", "replaced"}}
    assert stored == {"consultation.ttl", "codebook.ttl", "vantaan-kaupunki.txt"}
    assert all(file["reason"] for file in report["files"] if file["fate"] in {"refused", "skipped"})


def test_two_hundred_megabytes_of_one_line_are_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert run(["read", str(path)]) == 3
    assert "long.txt" in said(capsys)


def test_a_directory_without_statements_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert run(["ingest", str(tmp_path / "empty"), "--store", str(tmp_path / "store")]) == 0
    assert "0 files" in said(capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("text")
    path.chmod(0)
    assert run(["read", str(path)]) == 3
    assert "secret.txt" in said(capsys)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_ends_and_decomposed_letters_keep_passages_true(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import unicodedata

    path = tmp_path / "nfd.txt"
    text = unicodedata.normalize("NFD", VANTAA.read_text(encoding="utf-8")).replace("\n", ending)
    path.write_bytes(text.encode())
    assert run(["read", str(path), "--with", str(REAL), "--format", "json"]) == 0
    gold = json.loads(capsys.readouterr().out)
    assert gold["respondents"] == [{"name": "Vantaan kaupunki", "type": "municipality"}]
    assert gold["consultation"]["id"] == "VN/37864/2025"
    assert len(gold["positions"]) > 10
    for position in gold["positions"]:
        passage = text[position["start"] : position["end"]]
        assert passage == passage.strip()
        assert passage


def test_read_prints_the_gold_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", str(VANTAA), "--with", str(REAL), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    known = json.loads(VANTAA.with_name("vantaan-kaupunki.gold.json").read_text(encoding="utf-8"))
    assert set(known) <= set(printed)
    assert printed["sha256"] == known["sha256"]
    assert set(printed["positions"][0]) == set(known["positions"][0])


def test_validate_answers_in_three_languages_with_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "unsound.ttl"
    path.write_text(
        "@prefix kan: <https://w3id.org/kannat/ns#> .\n<https://w3id.org/kannat/id/position/x> a kan:Position .\n",
        encoding="utf-8",
    )
    texts = set()
    for language in ("fi", "sv", "en"):
        assert run(["validate", str(path), "--lang", language]) == 1
        texts.add(capsys.readouterr().out)
    assert len(texts) == 3
    assert run(["validate", str(path), "--format", "ttl"]) == 1
    assert "sh:ValidationReport" in capsys.readouterr().out
    assert run(["validate", str(path), "--format", "json"]) == 1
    assert not json.loads(capsys.readouterr().out)[str(path)]["conforms"]


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_a_query_answers_in_each_format(format_: str, round_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "rounds", "--store", round_store, "--format", format_]) == 0
    assert "VN/37864/2025" in capsys.readouterr().out


def test_a_query_that_builds_a_graph_prints_turtle(round_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "tallies", "--store", round_store]) == 0
    assert "kan:denominator" in capsys.readouterr().out


def test_a_query_of_ones_own_is_a_file(round_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/kannat/ns#Statement> }", encoding="utf-8")
    assert run(["query", str(path), "--store", round_store]) == 0
    assert capsys.readouterr().out.split() == ["n", "2"]


@pytest.mark.parametrize(
    "text", ["SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "DROP ALL", "SELECT {"]
)
def test_a_query_that_may_not_be_asked_is_refused(
    text: str, round_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text, encoding="utf-8")
    assert run(["query", str(path), "--store", round_store]) in {2, 3}
    assert "own.rq" in said(capsys)


def test_a_failed_write_leaves_what_was_there(round_store: str, tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "kept").write_text("kept")
    assert run(["compare", "--store", round_store, "--format", "json", "-o", str(target)]) == 2
    assert (target / "kept").read_text() == "kept"


def test_a_store_of_another_version_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "store"
    assert run(["ingest", str(REAL), "--gold", "--store", str(path)]) == 0
    settings = path / "kannat.json"
    written = json.loads(settings.read_text()) | {"format": 999}
    settings.write_text(json.dumps(written))
    capsys.readouterr()
    assert run(["query", "rounds", "--store", str(path)]) == 4
    assert "version" in said(capsys)


def test_dump_and_restore_come_to_the_same(
    round_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    copy = str(tmp_path / "copy")
    assert run(["store", "dump", "--store", round_store, str(first)]) == 0
    assert run(["store", "restore", "--store", copy, str(first)]) == 0
    assert run(["store", "verify", "--store", copy]) == 0
    assert run(["store", "dump", "--store", copy, str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert run(["store", "clear", "--store", copy, "--yes"]) == 0
    capsys.readouterr()
    assert run(["store", "info", "--store", copy, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["statements"] == 0


def test_control_characters_in_data_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "steer\x1b[31m.txt"
    path.write_text("Vantaan kaupungin lausunto\x1b]0;owned\x07\n\nKannatamme ehdotusta.\n", encoding="utf-8")
    run(["read", str(path)])
    run(["ingest", str(path), "--store", str(tmp_path / "store")])
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\x07" not in captured.out + captured.err


SLOW_BATCH = """
import sys, time
from kannat.cli import app
from kannat.ingestion.prepared import Preparer
original = Preparer.prepare
def slow(self, document, source):
    result = original(self, document, source)
    print("done", flush=True, file=sys.stderr)
    time.sleep(30)
    return result
Preparer.prepare = slow
sys.exit(app.run(sys.argv[1:]))
"""


def test_ctrl_c_during_ingest_keeps_what_was_stored_and_loses_nothing(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    command = [sys.executable, "-c", SLOW_BATCH, "ingest", str(REAL), "--store", store]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline().strip() == "done"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert run(["store", "verify", "--store", store]) == 0
    assert run(["ingest", str(REAL), "--store", store]) == 0


def test_a_closed_pipe_is_no_error(round_store: str) -> None:
    kannat = [sys.executable, "-c", "from kannat.cli import main; main()"]
    command = " ".join(f"'{part}'" for part in kannat) + f" query positions --store '{round_store}' | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
