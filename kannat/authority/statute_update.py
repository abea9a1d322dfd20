"""Brings the user's table of acts up to date with what open data say, and tells what that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kannat.authority.own_files import write_table
from kannat.authority.statute_files import StatuteFact, StatuteFiles
from kannat.reading.authorities import title_key
from kannat.reading.authority_rows import IN_FORCE, LANGUAGES, REPEALED, STATUTE_COLUMNS, act_rows
from kannat.reading.data import load_rows
from kannat.reading.own_tables import STATUTES

COLUMNS: Final = (*STATUTE_COLUMNS, "short")
_COMMENT: Final = (
    "Acts from open data, made by kannat authority update statutes. Only the column short is yours to fill."
)
_SHIPPED: Final = "authorities/acts.csv"


@dataclass(slots=True)
class StatuteUpdate:
    """What an update did.

    `changed` and `differs` hold number, language, old title and new one: titles that the user's table had otherwise
    before, and titles that Kannat ships otherwise (the shipped one stays, the other is a further name of the act).
    """

    path: Path
    acts: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[tuple[str, str, str, str]] = field(default_factory=list)
    differs: list[tuple[str, str, str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    written: bool = False


def update_statutes(files: StatuteFiles, folder: Path) -> StatuteUpdate:
    """Lay what the files say over the user's table of acts in this folder.

    After this call: 1. every act of the files is in the table, or in `skipped` with a reason; 2. of two titles of one
    act in one language the one of the later day stands; 3. what a person wrote into the column `short` is untouched;
    4. the same files again change nothing, in whatever order they come.
    """
    path = folder / STATUTES
    rows = {row["number"]: row for row in load_rows(path, COLUMNS)} if path.is_file() else {}
    update = StatuteUpdate(path, skipped=sorted(files.skipped))
    for (number, language), facts in sorted(_grouped(files.facts).items()):
        if number not in rows:
            rows[number] = dict.fromkeys(COLUMNS, "") | {"number": number}
            update.added.append(number)
        _lay_over(rows[number], language, max(facts), update)
    update.added.sort(key=_order)
    update.acts = len(rows)
    update.differs = _differences(rows)
    ordered = (tuple(rows[number][column] for column in COLUMNS) for number in sorted(rows, key=_order))
    update.written = write_table(path, COLUMNS, ordered, _COMMENT)
    return update


def _grouped(facts: Iterable[StatuteFact]) -> dict[tuple[str, str], list[StatuteFact]]:
    groups: dict[tuple[str, str], list[StatuteFact]] = {}
    for fact in facts:
        groups.setdefault((fact.number, fact.language), []).append(fact)
    return groups


def _lay_over(row: dict[str, str], language: str, fact: StatuteFact, update: StatuteUpdate) -> None:
    column = f"title_{language}"
    old = row[column]
    if old and old != fact.title:
        if fact.dated < row["dated"]:
            update.skipped.append((fact.source, f"an older title of {fact.number}: {fact.title}"))
            return
        update.changed.append((fact.number, language, old, fact.title))
    row[column] = fact.title
    row["eli"] = fact.eli
    row["dated"] = max(row["dated"], fact.dated)
    if fact.in_force is not None:
        row["status"] = IN_FORCE if fact.in_force else REPEALED
    if not row["source"] or language == LANGUAGES[0]:
        row["source"] = fact.source


def _differences(rows: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str, str]]:
    """Titles that the table has otherwise than the acts that ship with Kannat, spelling of genitives and case apart."""
    found = []
    for act in (statute.act for statute in act_rows(_SHIPPED)):
        row = rows.get(act.number, {})
        for language, title in act.titles:
            other = row.get(f"title_{language}", "")
            if other and title_key(other) != title_key(title):
                found.append((act.number, language, title, other))
    return found


def _order(number: str) -> tuple[int, int]:
    serial, _, year = number.partition("/")
    return int(year), int(serial)
