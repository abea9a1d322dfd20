"""Each position once for each of its holders, as a round's matrix has them, and names that tell things apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kannat.comparison import Matrix, PositionRow
from kannat.comparison.tables import local_name


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


def telling_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """A name for each address: its label, and where several share one what the address ends with."""
    counts = Counter(labels.values())
    return {
        address: label if counts[label] == 1 else f"{label} ({local_name(address)})"
        for address, label in sorted(labels.items())
    }
