"""Each position once for each of its holders, as a round's matrix has them."""

from __future__ import annotations

from dataclasses import replace

from kannat.comparison import Matrix, PositionRow


def held_positions(matrix: Matrix) -> list[PositionRow]:
    """A row for each holder of each position, sorted by respondent, proposal and position."""
    parties = {party.respondent: party for party in matrix.respondents}
    rows = []
    for (respondent, _), cell in sorted(matrix.cells.items()):
        party = parties[respondent]
        for position in sorted(name for held in cell.held for name in held.positions):
            row = matrix.positions[position]
            rows.append(replace(row, respondent=respondent, respondent_label=party.label, type=party.type))
    return rows
