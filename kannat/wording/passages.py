"""Shared wording as values: passages with everyone that has them, statements that are one wording, shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kannat.model import Span

Mark = int | str
"""What ties names together: the number of a passage or of a pair, the address of a statement."""

Name = TypeVar("Name", str, int)
"""What a group is made of: respondents by address, statements by number."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement as far as wording goes: who gave it, when, and where in its text the respondent itself speaks.

    `spans` bound the respondent's own voice in code points of the text; None where all of the text is. `document` is
    what the text is found by. `is_private` where a private person speaks, whose name may stand in the text.
    """

    statement: str
    document: str
    respondents: tuple[str, ...]
    issued: str | None = None
    spans: tuple[Span, ...] | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a statement has a passage: `span` in its own text, `origin` the part of the first text it corresponds to.

    `same` of its `words` are equal to the first text's.
    """

    voice: Voice
    span: Span
    origin: Span
    words: int
    same: int

    @property
    def is_exact(self) -> bool:
        """Whether every word is the first text's."""
        return self.same == self.words


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Wording that several statements have, the oldest first: that one has all of it, others may have parts.

    `wording` is how the first text has it, with an ellipsis for words that are its own alone; where a private person
    was first, for all that fewer than three statements have. `is_common` where so many otherwise unlike statements have
    it that it is taken for the form's.
    """

    occurrences: tuple[Occurrence, ...]
    wording: str
    is_common: bool = False

    @property
    def first(self) -> Occurrence:
        """Where it is in the oldest statement; of equally old or undated ones, in the first by address."""
        return self.occurrences[0]

    @property
    def is_first_known(self) -> bool:
        """Whether the dates tell who was first: the first has one, and no other statement has the same or none."""
        date = self.first.voice.issued
        others = {one.voice.issued for one in self.occurrences if one.voice != self.first.voice}
        return date is not None and not {date, None} & others

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that have it, the oldest first."""
        return tuple(dict.fromkeys(one.voice.statement for one in self.occurrences))

    @property
    def respondents(self) -> tuple[str, ...]:
        """Everyone whose statement has it, sorted."""
        return tuple(sorted({name for one in self.occurrences for name in one.voice.respondents}))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a statement's own words are shared wording, out of how many."""

    voice: Voice
    shared: int
    words: int

    @property
    def share(self) -> float:
        """The shared part, from 0 to 1; 0 for a statement without words of its own."""
        return self.shared / self.words if self.words else 0.0


@dataclass(frozen=True, slots=True)
class SharedWording:
    """What the statements of a round share: passages by place of the first, shares and groups by age.

    `alike` holds groups of statements that are one wording, each the oldest first.
    """

    passages: tuple[SharedPassage, ...]
    shares: tuple[Share, ...]
    alike: tuple[tuple[Voice, ...], ...]

    @property
    def respondents_own(self) -> tuple[SharedPassage, ...]:
        """The passages that are not the form's."""
        return tuple(passage for passage in self.passages if not passage.is_common)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where a respondent says a position: what an independent count is counted from."""

    respondent: str
    proposal: str
    stance: str
    statement: str
    span: Span


@dataclass(frozen=True, slots=True)
class Voices:
    """The respondents of one stance on one proposal, in groups that say it in shared words; most are alone in theirs.

    Groups and their members are sorted.
    """

    proposal: str
    stance: str
    groups: tuple[tuple[str, ...], ...]

    @property
    def respondents(self) -> int:
        """All of them."""
        return sum(map(len, self.groups))

    @property
    def independent(self) -> int:
        """Each group counted once."""
        return len(self.groups)


def independent_voices(spoken: Iterable[Spoken], wording: SharedWording) -> tuple[Voices, ...]:
    """For each proposal and stance the groups of respondents whose passages for it are shared wording.

    Two respondents are of one group where both say it, with at least half of one of their passages, in the same shared
    passage, or give one statement jointly; whoever shares with one of a group is of it. The form's passages group
    nobody. Sorted by proposal and stance.
    """
    placed = _placed(wording.respondents_own)
    said: dict[tuple[str, str], dict[str, set[Mark]]] = {}
    for one in spoken:
        marks = said.setdefault((one.proposal, one.stance), {}).setdefault(one.respondent, set())
        marks.add(one.statement)
        marks.update(_covering(placed.get(one.statement, ()), one.span))
    return tuple(Voices(*key, groups_of(by_respondent)) for key, by_respondent in sorted(said.items()))


def groups_of(marks: Mapping[Name, set[Mark]]) -> tuple[tuple[Name, ...], ...]:
    """Names in groups: two are together where they, or a chain of others between them, share a mark. Sorted."""
    leader = {name: name for name in marks}

    def find(name: Name) -> Name:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    holders: dict[Mark, Name] = {}
    for name in sorted(marks):
        for mark in marks[name]:
            low, high = sorted((find(name), find(holders.setdefault(mark, name))))
            leader[high] = low
    members: dict[Name, list[Name]] = {}
    for name in sorted(marks):
        members.setdefault(find(name), []).append(name)
    return tuple(sorted(map(tuple, members.values())))


def _placed(passages: Iterable[SharedPassage]) -> dict[str, list[tuple[Span, int]]]:
    """Where each statement has shared wording, and the number of the passage."""
    placed: dict[str, list[tuple[Span, int]]] = {}
    for number, passage in enumerate(passages):
        for one in passage.occurrences:
            placed.setdefault(one.voice.statement, []).append((one.span, number))
    return placed


def _covering(placed: Iterable[tuple[Span, int]], span: Span) -> Iterator[int]:
    """The shared passages that cover at least half of a span."""
    for shared, number in placed:
        if 2 * (min(shared.end, span.end) - max(shared.start, span.start)) >= span.end - span.start:
            yield number
