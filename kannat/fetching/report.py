"""What was fetched, and what the service says of the consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kannat.model import Labels


class Fetched(StrEnum):
    """What became of one thing that was to be fetched."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Complete from an earlier, interrupted run of the same fetch."""
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FetchedThing:
    """One thing: what it is, what became of it, and why where it is not there."""

    name: str
    fate: Fetched
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service says of a consultation: enough to describe it.

    `requester` and `invited` are names of organisations, `questions` the wordings in their order.
    """

    identifier: str
    titles: Labels
    requester: str = ""
    request_date: date | None = None
    deadline: date | None = None
    web_id: str = ""
    questions: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What was fetched into a folder, how many statements are in it, and how many requests it took."""

    things: tuple[FetchedThing, ...]
    asked: Asked | None
    statements: int
    requests: int

    @property
    def failed(self) -> tuple[FetchedThing, ...]:
        """What should be in the folder and is not."""
        return tuple(thing for thing in self.things if thing.fate is Fetched.FAILED)
