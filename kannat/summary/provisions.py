"""The chapter on provisions: who is for and who against in words that refer to a section of the draft or of an act."""

from __future__ import annotations

from typing import TypeAlias

from kannat.comparison.matrix import Held
from kannat.comparison.round import Party
from kannat.comparison.tables import Record
from kannat.model import Lean
from kannat.summary.blocks import Figure, Role, Run, Sentence, Table
from kannat.summary.material import Material
from kannat.summary.outline import Outline
from kannat.summary.stances import StanceWriter

Stands: TypeAlias = dict[str, list[tuple[Party, Held, str]]]
_SIDES = ((Lean.FOR, "supporting"), (Lean.AGAINST, "opposing"), (Lean.NEUTRAL, "neutral"))


def write_provisions(material: Material, writer: StanceWriter, outline: Outline) -> None:
    """A row for each provision that any position refers to; no chapter where none does."""
    if not material.provisions:
        return
    words = outline.phrases
    outline.chapter(1, words.text("byProvision"))
    outline.say("byProvisionLead")
    stands = _by_statement(material)
    rows = tuple(_row(writer, row, _holders(material, row, stands)) for row in material.provisions)
    headers = tuple(words.text(key) for key in ("provision", "sideFor", "sideAgainst", "sideNeutral"))
    outline.table(Table(words.text("byProvisionCaption"), headers, rows, row_headers=True, widths=(3, 3, 3, 2)))


def _row(writer: StanceWriter, row: Record, holders: list[tuple[Party, Held]]) -> tuple[Sentence, ...]:
    words = writer.phrases
    title, number = row["actLabel"], row["actIdentifier"]
    name = title if title == number else f"{title} ({number})"
    cells = [words.plain(f"{name} {row['provision']}", (row["act"],))]
    for lean, column in _SIDES:
        where = (("act", row["act"]), ("provision", row["provision"]))
        side = [(party, held) for party, held in holders if held.lean == lean]
        figures = {
            "count": Figure(row[column], "positions-by-provision", column, where),
            "denominator": Figure(row["denominator"], "positions-by-provision", "denominator", where),
        }
        basis = [position for _, held in side for position in held.positions]
        key = "whoOf" if side else "share"
        names: list[Run] = writer.named(side) if side else []
        cells.append(words.sentence(key, basis, names=names, **figures))
    return tuple(cells)


def _by_statement(material: Material) -> Stands:
    """Every stance that is counted, by the statements that it was read from, with its position there."""
    parties = {party.respondent: party for party in material.matrix.respondents}
    found: Stands = {}
    for cell in material.matrix.cells.values():
        for held in cell.held:
            for position in held.positions if held.counted else ():
                statement = material.matrix.positions[position].statement
                found.setdefault(statement, []).append((parties[cell.respondent], held, position))
    return found


def _holders(material: Material, row: Record, stands: Stands) -> list[tuple[Party, Held]]:
    """Who holds a stance that is counted in a passage or reason with a reference to the provision in it."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Party, Held]] = {}
    for one in material.citing.get(row["act"], ()):
        if one["provision"] == row["provision"]:
            for party, held, position in stands.get(one["statement"], ()):
                if _holds(material, position, one["start"], one["end"]):
                    found[party.respondent, held.positions] = (party, held)
    return sorted(found.values(), key=lambda pair: (pair[0].label, pair[0].respondent, pair[1].positions))


def _holds(material: Material, position: str, start: int, end: int) -> bool:
    """Whether a place lies in the words of a position or of its reason."""
    passages = material.matrix.passages.get(position, ())
    return any(one.start <= start and end <= one.end for one in passages if one.role != Role.CONDITION)
