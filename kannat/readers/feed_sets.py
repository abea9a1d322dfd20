"""The sets of a consultation service's feed, told apart entry by entry, whatever file each came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kannat.readers.odata import Entry


class FeedSet(StrEnum):
    """A set of the feed, by the name of what it holds."""

    PROPOSAL = "Proposal"
    QUESTION = "Question"
    QUESTION_OPTION = "QuestionOption"
    ANSWER = "Answer"
    PARTICIPANT = "Participant"
    ORGANIZATION = "Organization"


_SIGNS = (
    (FeedSet.ANSWER, ("QuestionID", "TextAnswer", "AttachedTextAnswer", "QuestionOptionColumnId")),
    (FeedSet.PARTICIPANT, ("RespondingStarted", "RespondingEnded", "FirstName", "LastName", "Email")),
    (FeedSet.QUESTION_OPTION, ("QuestionId",)),
    (FeedSet.QUESTION, ("IsMandatory", "Order", "Type")),
    (FeedSet.PROPOSAL, ("Goals", "Deadline", "ClosingDate", "PublishedOn", "RegisterNumber", "OrganizationName")),
    (FeedSet.ORGANIZATION, ("Name",)),
)
"""Fields that only entries of one set have, in the order in which they decide where no category does."""

_OTHER_KINDS: Final = frozenset({"User", "Report"})
"""Categories of sets that say nothing about statements."""


def set_of(entry: Entry) -> FeedSet | None:
    """The set that an entry belongs to; None for one of a set that says nothing about statements."""
    if entry.kind in _OTHER_KINDS:
        return None
    if named := next((known for known in FeedSet if entry.kind == known), None):
        return named
    return next((known for known, signs in _SIGNS if any(sign in entry.fields for sign in signs)), None)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry with the file that it stands in."""

    entry: Entry
    file: str = ""

    @property
    def where(self) -> str:
        """The place as people find it."""
        line = f"line {self.entry.line}"
        return f"{self.file} {line}" if self.file else line


@dataclass(slots=True)
class FeedSets:
    """All entries of one or more feeds, by set, in their order; the same entry given twice counts once."""

    sets: dict[FeedSet, dict[str, Place]] = field(default_factory=lambda: {known: {} for known in FeedSet})

    def add(self, entries: Iterable[Entry], file: str = "") -> None:
        """Takes in the entries of one file; a later entry of the same identifier replaces the earlier."""
        for entry in entries:
            if found := set_of(entry):
                key = entry.get("Id") or f"{file}:{entry.line}:{len(self.sets[found])}"
                self.sets[found][key.casefold()] = Place(entry, file)

    def all(self, kind: FeedSet) -> list[Place]:
        """The entries of a set."""
        return list(self.sets[kind].values())

    def one(self, kind: FeedSet, identifier: str) -> Entry | None:
        """The entry of a set that bears this identifier."""
        place = self.sets[kind].get(identifier.casefold())
        return place.entry if place else None
