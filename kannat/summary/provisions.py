"""The chapter on provisions: who is for and who against in words that refer to a section of the draft or of an act."""

from __future__ import annotations

from collections.abc import Iterator

from kannat.comparison.matrix import Held
from kannat.comparison.round import Party
from kannat.comparison.tables import Record
from kannat.model import Lean
from kannat.summary.blocks import Figure, Role, Run, Sentence, Table
from kannat.summary.material import Material
from kannat.summary.outline import Outline
from kannat.summary.stances import StanceWriter

_SIDES = ((Lean.FOR, "supporting"), (Lean.AGAINST, "opposing"), (Lean.NEUTRAL, "neutral"))


def write_provisions(material: Material, writer: StanceWriter, outline: Outline) -> None:
    """A row for each provision that any position refers to; no chapter where none does."""
    if not material.provisions:
        return
    words = outline.phrases
    outline.chapter(1, words.text("byProvision"))
    outline.say("byProvisionLead")
    rows = tuple(_row(material, writer, row) for row in material.provisions)
    headers = tuple(words.text(key) for key in ("provision", "sideFor", "sideAgainst", "sideNeutral"))
    outline.table(Table(words.text("byProvisionCaption"), headers, rows, row_headers=True, widths=(3, 3, 3, 2)))


def _row(material: Material, writer: StanceWriter, row: Record) -> tuple[Sentence, ...]:
    words = writer.phrases
    holders = list(_holders(material, row))
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


def _holders(material: Material, row: Record) -> Iterator[tuple[Party, Held]]:
    """Who holds a stance that is counted in a passage or reason with a reference to the provision in it."""
    matrix = material.matrix
    cited: dict[str, list[tuple[int, int]]] = {}
    for one in material.citing.get(row["act"], ()):
        if one["provision"] == row["provision"]:
            cited.setdefault(one["statement"], []).append((one["start"], one["end"]))
    parties = {party.respondent: party for party in matrix.respondents}
    for cell in matrix.cells.values():
        for held in cell.held:
            if held.counted and any(_refers(material, position, cited) for position in held.positions):
                yield parties[cell.respondent], held


def _refers(material: Material, position: str, cited: dict[str, list[tuple[int, int]]]) -> bool:
    places = cited.get(material.matrix.positions[position].statement, [])
    return any(
        passage.start <= start and end <= passage.end
        for passage in material.matrix.passages.get(position, ())
        if passage.role != Role.CONDITION
        for start, end in places
    )
