"""However a statement's text is torn, its sentences are read or passed over for a reason, and none is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kannat.errors import NotAStatement
from kannat.model import Document
from kannat.reading import read
from kannat.reading.pipeline import structure_of
from kannat.reading.view import even_view

TEXTS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "data" / "layouts").glob("*.txt"))
]
Mutation = Callable[[list[str], int], list[str]]


def _without(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], *lines[at + 1 :]]


def _twice(lines: list[str], at: int) -> list[str]:
    return [*lines[: at + 1], *lines[at:]]


def _run_together(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], " ".join(lines[at : at + 2]), *lines[at + 2 :]]


def _cut(lines: list[str], at: int) -> list[str]:
    half = len(lines[at]) // 2
    return [*lines[:at], lines[at][:half], lines[at][half:], *lines[at + 1 :]]


def _unindented(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], *(line.strip() for line in lines[at:])]


def _without_blank_lines(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], *(line for line in lines[at:] if line.strip())]


def _ended_early(lines: list[str], at: int) -> list[str]:
    return lines[: at + 1]


def _moved_up(lines: list[str], at: int) -> list[str]:
    return [lines[at], *_without(lines, at)]


def _in_capitals(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], lines[at].upper(), *lines[at + 1 :]]


def _numbered(lines: list[str], at: int) -> list[str]:
    return [*lines[:at], f"{at % 9 + 1}. {lines[at]}", *lines[at + 1 :]]


MUTATIONS: Final[Sequence[Mutation]] = (
    _without,
    _twice,
    _run_together,
    _cut,
    _unindented,
    _without_blank_lines,
    _ended_early,
    _moved_up,
    _in_capitals,
    _numbered,
)


def mutated(text: str, changes: Sequence[tuple[Mutation, int]]) -> str:
    lines = text.split("\n")
    for change, at in changes:
        lines = change(lines, at % len(lines)) or [""]
    return "\n".join(lines)


CHANGED = st.builds(
    mutated,
    st.sampled_from(TEXTS),
    st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 60)), min_size=1, max_size=8),
)


@settings(deadline=None)
@given(CHANGED)
def test_every_sentence_is_read_or_passed_over_and_every_finding_has_its_words(text: str) -> None:
    try:
        found = read(Document("t.txt", "0" * 64, "text/plain", text))
    except NotAStatement:
        return
    assert found.coverage.read + sum(count for _, count in found.coverage.skipped) == found.coverage.sentences
    spans = [section.span for section in found.sections]
    spans += [span for position in found.positions for span in (position.span, *position.reasons)]
    spans += [reference.span for reference in found.references]
    spans += [mention.span for mention in found.organisations]
    for span in spans:
        assert span.of(text).strip()
        assert span.end <= len(text)


@settings(deadline=None)
@given(CHANGED)
def test_no_word_is_lost(text: str) -> None:
    structure = structure_of(Document("t.txt", "0" * 64, "text/plain", text))
    blocks = [b for part in structure.parts for b in (*part.blocks, *([part.heading] if part.heading else []))]
    unique = {block.span: block for block in blocks}.values()
    letters = sorted(c for c in even_view(text).text if c.isalnum())
    assert letters == sorted(c for block in unique for c in block.text if c.isalnum())
    read_or_skipped = sum(len("".join(unit.text.split())) for unit in structure.units)
    noise = sum(len("".join(b.text.split())) for b in unique if b.kind == "noise")
    assert read_or_skipped + noise <= sum(not c.isspace() for c in even_view(text).text)


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 8000,
        " " * 8000,
        "[x] a " * 4000,
        "1 (2) " * 8000,
        "Kyllä X\n" * 4000,
        "* a b c o d " * 4000,
        "-\n" * 8000,
        "§ 1\nLausunto\n\n" * 2000,
    ],
    ids=["lines", "blanks", "boxes", "pages", "crosses", "stars", "dashes", "items"],
)
def test_a_text_that_only_repeats_itself_is_read_like_any_other(text: str) -> None:
    structure = structure_of(Document("t.txt", "0" * 64, "text/plain", text))
    letters = sum(c.isalnum() for c in text)
    blocks = [b for part in structure.parts for b in (*part.blocks, *([part.heading] if part.heading else []))]
    assert letters == sum(c.isalnum() for block in blocks for c in block.text)
