"""The positions of a round as the Discourse Network Analyzer's table of statements.

A respondent is its `organization`, a proposal its `concept`, by names that tell them apart; to be for is to agree. A
position has a row for each holder. The program knows yes or no only, so positions that lean neither way are left out,
and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kannat.comparison import Matrix, PositionRow
from kannat.comparison.evidence import POSITION
from kannat.comparison.networks.dna_table import HEADS
from kannat.export.attributes import Change, carried
from kannat.export.cells import csv_table
from kannat.export.holders import held_positions, telling_apart
from kannat.model import Lean
from kannat.questions import spreadsheet_text


@dataclass(frozen=True, slots=True)
class StatementTable:
    """The table as CSV, and what is not in it as it was."""

    data: bytes
    changes: tuple[Change, ...]


def coded_table(matrix: Matrix) -> StatementTable:
    """The table of a round, sorted by statement, place in it and respondent; `Start` and `Stop` count code points."""
    rows = sorted(held_positions(matrix), key=lambda row: _order(matrix, row))
    taken = [row for row in rows if row.lean != Lean.NEUTRAL and row.counted]
    documents = {name: number for number, name in enumerate(sorted({row.statement for row in rows}), 1)}
    names = telling_apart({row.respondent: row.respondent_label for row in rows})
    names |= telling_apart({row.proposal: row.proposal_label for row in rows})
    table = [_cells(matrix, row, number, documents[row.statement], names) for number, row in enumerate(taken, 1)]
    data = csv_table([heads[0] for heads in HEADS.values()], table)
    return StatementTable(data, tuple(_changes(rows)))


def _changes(rows: list[PositionRow]) -> list[Change]:
    neutral = sum(row.lean == Lean.NEUTRAL for row in rows)
    undecided = sum(not row.counted for row in rows)
    found = []
    if neutral:
        found.append(Change("statements", "agreement", f"yes or no only: {neutral} that lean neither way left out"))
    if undecided:
        found.append(Change("statements", "counted", f"{undecided} of statements that are not decided yet left out"))
    return found


def _order(matrix: Matrix, row: PositionRow) -> tuple[object, ...]:
    return row.statement, _place(matrix, row), row.respondent, row.proposal, row.stance


def _place(matrix: Matrix, row: PositionRow) -> tuple[int, int]:
    found = [one for one in matrix.passages.get(row.position, ()) if one.role == POSITION]
    return (found[0].start, found[0].end) if found else (0, 0)


def _cells(matrix: Matrix, row: PositionRow, number: int, document: int, names: Mapping[str, str]) -> list[object]:
    statement = matrix.statements[row.statement]
    start, stop = _place(matrix, row)
    texts = {
        "source": matrix.round.identifier,
        "section": row.question or "",
        "title": statement.file_name,
        "author": row.respondent_label,
        "coder": statement.reader,
        "organization": names[row.respondent],
        "organization_type": row.type,
        "concept": names[row.proposal],
    }
    cells: dict[str, object] = {name: spreadsheet_text(carried(text)) for name, text in texts.items()}
    numbers = {"id": number, "document": document, "start": start, "stop": stop}
    cells |= numbers | {"date": statement.issued or "", "agreement": int(row.lean == Lean.FOR), "person": ""}
    return [cells[name] for name in HEADS]
