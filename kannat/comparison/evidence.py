"""What positions stand on: the passages they were read from, and the statements and readers behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from kannat.comparison.tables import local_name, texts
from kannat.store import Store

POSITION: Final = "position"
"""The role of a passage that carries the position itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a position; `role` is `position`, `reason` or `condition`. Offsets count code points."""

    role: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was read; `respondents` are addresses, codes are local names, `issued` is an ISO date."""

    statement: str
    respondents: tuple[str, ...]
    status: str
    outcome: str
    issued: str | None
    language: str
    file_name: str
    reader: str
    method: str


def passages(store: Store, consultation: str) -> dict[str, tuple[Passage, ...]]:
    """The passages of every position, by the position's address, in the order of the text."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for position, role, start, end, words in texts(store, "quoted", consultation=consultation):
        found[position].append(Passage(role, int(start), int(end), words))
    return {position: tuple(sorted(rows, key=_place)) for position, rows in found.items()}


def statements(store: Store, consultation: str) -> dict[str, Statement]:
    """Every statement of a consultation by its address."""
    rows: dict[str, Statement] = {}
    found = sorted(texts(store, "statements", consultation=consultation))
    for statement, respondent, status, outcome, issued, language, file_name, reader, method, _ in found:
        earlier = rows.get(statement)
        respondents = {*(earlier.respondents if earlier else ()), respondent}
        rows[statement] = Statement(
            statement=statement,
            respondents=tuple(sorted(respondents)),
            status=local_name(status),
            outcome=local_name(outcome),
            issued=issued or None,
            language=language,
            file_name=file_name,
            reader=reader,
            method=local_name(method),
        )
    return rows


def _place(passage: Passage) -> tuple[int, int, str]:
    return passage.start, passage.end, passage.role
