"""What positions stand on: the passages they were read from, and the statements and readers behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kannat.comparison.tables import ask, local_name
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
    found: dict[str, dict[Passage, None]] = {}
    for row in ask(store, "passages", consultation=consultation):
        passage = Passage(row["role"], row["start"], row["end"], row["exact"])
        found.setdefault(row["position"], {})[passage] = None
    return {position: tuple(sorted(rows, key=_place)) for position, rows in found.items()}


def statements(store: Store, consultation: str) -> dict[str, Statement]:
    """Every statement of a consultation by its address."""
    rows: dict[str, Statement] = {}
    for row in ask(store, "statements", consultation=consultation):
        earlier = rows.get(row["statement"])
        respondents = {*(earlier.respondents if earlier else ()), row["respondent"]}
        rows[row["statement"]] = Statement(
            statement=row["statement"],
            respondents=tuple(sorted(respondents)),
            status=local_name(row["status"]),
            outcome=local_name(row["outcome"]),
            issued=row["issued"],
            language=row["languageTag"],
            file_name=row["fileName"],
            reader=row["reader"],
            method=local_name(row["method"]),
        )
    return rows


def _place(passage: Passage) -> tuple[int, int, str]:
    return passage.start, passage.end, passage.role
