"""Who changed its position between two rounds; proposals are the same where their notation is the same.

The question `changes` says the same in SPARQL, and is what this asks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from kannat.comparison.round import the_consultation
from kannat.comparison.tables import Record, Rows, ask, record
from kannat.errors import UsageError
from kannat.store import Store


class Kind(StrEnum):
    """What became of a position."""

    TURNED = "turned"
    SPLIT = "split"
    SHIFTED = "shifted"
    SPOKE = "spoke"
    FELL_SILENT = "fellSilent"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A respondent's stances on one proposal before and after; contradictory ones stand beside one another."""

    respondent: str
    respondent_label: str
    notation: str
    proposal: str
    proposal_label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Kind


@dataclass(frozen=True, slots=True)
class Changes(Rows):
    """What became of the positions of those that answered both rounds, by respondent and proposal."""

    earlier: str
    later: str
    rows: tuple[Change, ...]

    def counts(self) -> dict[str, int]:
        """How many positions became what; every kind is there."""
        found = Counter(row.change for row in self.rows)
        return {str(kind): found[kind] for kind in Kind}

    def records(self) -> list[Record]:
        return [
            {**record(row), "before": " ".join(row.before), "after": " ".join(row.after), "change": str(row.change)}
            for row in self.rows
        ]


def changes(store: Store, earlier: str, later: str, language: str = "fi") -> Changes:
    """The changes from one consultation to another (addresses, case numbers or keys).

    Raises `UnknownName` for a consultation that the store does not hold, `UsageError` where both are the same.
    """
    before, after = the_consultation(store, earlier), the_consultation(store, later)
    if before == after:
        raise UsageError("a round cannot be compared with itself", advice="name the earlier one and the later one")
    rows = ask(store, "changes", earlier=before, later=after, language=language)
    return Changes(before, after, tuple(_change(row) for row in rows))


def _change(row: Record) -> Change:
    return Change(
        respondent=row["respondent"],
        respondent_label=row["respondentLabel"],
        notation=row["notation"],
        proposal=row["proposal"],
        proposal_label=row["proposalLabel"],
        before=tuple(row["earlierStances"].split()),
        after=tuple(row["laterStances"].split()),
        change=Kind(row["change"]),
    )
