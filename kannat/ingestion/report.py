"""What became of each file of a batch: every file that was named is in the report once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What became of one file."""

    STORED = "stored"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


REFUSALS = frozenset({Fate.REFUSED, Fate.QUARANTINED})


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's fate. `name` is its name below the folder that was given, `subject` the IRI it became.

    `reason` tells why it was skipped or refused, or what of it was not read; `warnings` counts what the shapes warned
    of.
    """

    name: str
    fate: Fate
    subject: str = ""
    reason: str = ""
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The fates of a whole batch, in the order of the file names."""

    files: tuple[FileReport, ...]

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """The files that did not get in."""
        return tuple(file for file in self.files if file.fate in REFUSALS)

    @property
    def counts(self) -> dict[str, int]:
        """How many files met each fate; every fate is there, also with 0."""
        found = Counter(file.fate for file in self.files)
        return {str(fate): found[fate] for fate in Fate}

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "counts": self.counts,
            "files": [
                {
                    "name": file.name,
                    "fate": str(file.fate),
                    "subject": file.subject,
                    "reason": file.reason,
                    "warnings": file.warnings,
                }
                for file in self.files
            ],
        }
