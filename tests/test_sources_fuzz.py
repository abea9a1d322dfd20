"""Mutated sources of every kind: only documents and named refusals come out.

As many as `test_readers_fuzz` tries of each format. The same mutations on every run.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from feed_round import whole_round
from test_readers_fuzz import COUNT, mutated, mutated_within
from test_sources import DATA, workbook

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.opening import outcomes

SOURCES: dict[str, Callable[[], bytes]] = {
    "feed.xml": whole_round,
    "report.html": (DATA / "round-report.html").read_bytes,
    "statements.json": (DATA / "statements.json").read_bytes,
    "answers.csv": (DATA / "answers.csv").read_bytes,
    "survey.csv": (DATA / "webropol.csv").read_bytes,
    "answers.xlsx": lambda: workbook(["Organisaatio", "Kysymys", "Vastaus"], ["SAK", "Mitä?", "Ei mitään."]),
}


def found_in(data: bytes, name: str) -> list[Document | UnreadableDocument]:
    """What comes out, with the refusal of the whole as one of it."""
    found: list[Document | UnreadableDocument] = []
    try:
        found.extend(outcomes(Content(data, name), isolated=False))
    except UnreadableDocument as error:
        found.append(error)
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_only_documents_and_named_refusals_come_out(name: str) -> None:
    whole, chance = SOURCES[name](), random.Random(name)
    for _ in range(COUNT):
        within = name.endswith(".xlsx") and chance.random() < 0.7
        data = mutated_within(whole, chance) if within else mutated(whole, chance)
        found = found_in(data, name)
        assert found
        for one in found:
            if isinstance(one, UnreadableDocument):
                assert one.place.startswith(name)
                assert one.advice
                assert one.line().encode()
            else:
                assert one.name.startswith(name)
                assert one.text.encode()
                assert all(mark.span.end <= len(one.text) for mark in one.marks)
                assert list(one.places) == sorted(one.places, key=lambda place: place[0])
