"""Openings of statements in the layouts that rounds have: who speaks in each, name and kind."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kannat.reading.authorities import load_authorities
from kannat.reading.respondents import find_respondents

TABLE = Path(__file__).parent / "data" / "respondents" / "openings.toml"
STATEMENTS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["statement"]


def test_there_are_enough_of_them() -> None:
    assert len(STATEMENTS) >= 60


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s["expected"][0])
def test_who_speaks(statement: dict[str, Any]) -> None:
    text = statement["text"].lstrip("\n")
    found = find_respondents(text, (), load_authorities(), statement.get("file", ""))
    assert [respondent.name for respondent in found] == statement["expected"]
    assert str(found[0].type) == statement["type"]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s["expected"][0])
def test_no_other_speaks_when_the_line_ends_are_lost(statement: dict[str, Any]) -> None:
    """A flattened text may tell less, but never someone else who merely stands in it."""
    found = find_respondents(" ".join(statement["text"].split()), (), load_authorities())
    known = {respondent.name for respondent in found if respondent.key and str(respondent.type) == "ministry"}
    assert known <= set(statement["expected"])
