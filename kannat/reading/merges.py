"""Merges of organisations that a person has recorded: two names that are one organisation, until it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kannat.errors import MalformedData
from kannat.model import Labels
from kannat.reading.data import load_rows

COLUMNS: Final = ("number", "action", "when", "who", "from", "into", "names", "reason")
MERGE: Final = "merge"
UNDO: Final = "undo"


@dataclass(frozen=True, slots=True)
class Merge:
    """One line of the record: `gone` became `into`, or the merge with this number was undone.

    `names` are what `gone` is called, for an organisation that no authority knows.
    """

    number: int
    action: str
    when: str
    who: str
    gone: str
    into: str
    names: Labels
    reason: str


def load_merges(path: Path) -> tuple[Merge, ...]:
    """Every line of the record, in order; none where there is no file. Raises `MalformedData`."""
    if not path.is_file():
        return ()
    merges = []
    for row in load_rows(path, COLUMNS):
        if row["action"] not in (MERGE, UNDO) or not row["number"].isdecimal():
            raise MalformedData(f"not a merge: {row['number']} {row['action']}", place=str(path), advice=_ADVICE)
        names = labels_of(row["names"])
        merge = (row["action"], row["when"], row["who"], row["from"], row["into"], names, row["reason"])
        merges.append(Merge(int(row["number"]), *merge))
    return tuple(merges)


_ADVICE: Final = "the record is written by kannat authority merge and undo; restore it from a copy"


def in_effect(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    """The merges that have not been undone, in order."""
    standing: dict[int, Merge] = {}
    for merge in merges:
        if merge.action == MERGE:
            standing[merge.number] = merge
        else:
            standing.pop(merge.number, None)
    return tuple(standing.values())


def merged_keys(merges: Iterable[Merge]) -> dict[str, str]:
    """By each key that is gone the key that stands for it now, over any number of merges."""
    into = {merge.gone: merge.into for merge in merges}
    return {gone: _last(gone, into) for gone in into}


def _last(key: str, into: Mapping[str, str]) -> str:
    seen = {key}
    while key in into and into[key] not in seen:
        key = into[key]
        seen.add(key)
    return key


def labels_of(cell: str) -> Labels:
    """The names in a cell, parted by `|`: `FPA@sv` is Swedish, no tag is Finnish."""
    return tuple(_label(part) for part in parts_of(cell))


def parts_of(cell: str) -> Iterator[str]:
    """What a cell holds, parted by `|`."""
    return (part.strip() for part in cell.split("|") if part.strip())


def cell_of(labels: Labels) -> str:
    """Names as one cell: the way back from `labels_of`."""
    return "|".join(text if language == _PLAIN else f"{text}@{language}" for language, text in labels)


_PLAIN: Final = "fi"


def _label(text: str) -> tuple[str, str]:
    alias, _, language = text.partition("@")
    return language or _PLAIN, alias
