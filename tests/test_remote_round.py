"""The whole way over a remote endpoint: a real server, SPARQLWrapper, the same answers as the embedded store."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_files import REAL
from stores import running_server

from kannat.cli.app import run

pytestmark = pytest.mark.slow


def test_a_round_in_a_remote_store_answers_like_an_embedded_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KANNAT_STORE_TEXTS", str(tmp_path / "texts"))
    answers = []
    with running_server(tmp_path / "server", "--union-default-graph") as server:
        for store in (str(tmp_path / "embedded"), f"{server}/query"):
            assert run(["ingest", str(REAL), "--gold", "--store", store]) == 0
            assert run(["store", "verify", "--store", store]) == 0
            capsys.readouterr()
            for command in (
                ["query", "rounds", "--format", "csv"],
                ["query", "positions", "--format", "csv"],
                ["compare", "--format", "json"],
                ["export", "rdf", "--format", "nquads"],
            ):
                assert run([*command, "--store", store]) == 0
            answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert "VN/37864/2025" in answers[0]
