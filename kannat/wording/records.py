"""Shared wording as flat rows of plain values, for tables and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from kannat.errors import UnknownName
from kannat.wording.passages import SharedWording, Voice, Voices

Record = dict[str, Any]
Names = Mapping[str, str]
"""What things are called, by address; a thing without a name is called by its address."""

_BETWEEN = "; "


def rows_of(view: str, wording: SharedWording, voices: Iterable[Voices], names: Names) -> list[Record]:
    """The rows of one of `VIEWS`; `voices` are those of the view `independent`. Raises `UnknownName` for another."""
    if view == "independent":
        return voices_records(voices, names)
    if view not in _OF_WORDING:
        raise UnknownName("view", view, VIEWS)
    return _OF_WORDING[view](wording, names)


def passage_records(wording: SharedWording, names: Names) -> list[Record]:
    """One row a passage: how long it is, how many have it, who had it first."""
    return [
        {
            "passage": number,
            "words": passage.first.words,
            "statements": len(passage.statements),
            "respondents": len(passage.respondents),
            "first": _called(passage.first.voice, names) if passage.is_first_known else None,
            "date": passage.first.voice.issued,
            "common": passage.is_common,
            "wording": " ".join(passage.wording.split()),
        }
        for number, passage in enumerate(wording.passages, 1)
    ]


def occurrence_records(wording: SharedWording, names: Names) -> list[Record]:
    """One row for each place where a statement has a passage, with its place there and in the first statement."""
    return [
        {
            "passage": number,
            "statement": one.voice.statement,
            "respondent": _called(one.voice, names),
            "issued": one.voice.issued,
            "start": one.span.start,
            "end": one.span.end,
            "firstStatement": passage.first.voice.statement,
            "firstStart": one.origin.start,
            "firstEnd": one.origin.end,
            "words": one.words,
            "same": one.same,
            "firstKnown": passage.is_first_known,
            "common": passage.is_common,
            "wording": passage.wording,
        }
        for number, passage in enumerate(wording.passages, 1)
        for one in passage.occurrences
    ]


def share_records(wording: SharedWording, names: Names) -> list[Record]:
    """One row a statement: how many of its own words are shared, out of how many; the most shared first."""
    rows = [
        {
            "statement": one.voice.statement,
            "respondent": _called(one.voice, names),
            "issued": one.voice.issued,
            "shared": one.shared,
            "words": one.words,
            "share": round(one.share, 3),
        }
        for one in wording.shares
    ]
    return sorted(rows, key=lambda row: (-row["share"], -row["shared"], row["statement"]))


def group_records(wording: SharedWording, names: Names) -> list[Record]:
    """One row for each statement of a group that is one wording, the largest group and the oldest statement first."""
    groups = sorted(wording.alike, key=lambda group: (-len(group), group[0].statement))
    shares = {one.voice.statement: one for one in wording.shares}
    return [
        {
            "group": number,
            "statements": len(group),
            "statement": voice.statement,
            "respondent": _called(voice, names),
            "issued": voice.issued,
            "share": round(shares[voice.statement].share, 3),
        }
        for number, group in enumerate(groups, 1)
        for voice in group
    ]


def voices_records(voices: Iterable[Voices], names: Names) -> list[Record]:
    """One row for each stance on a proposal: all respondents and independent ones, and who speaks with one voice."""
    rows = [
        {
            "proposal": one.proposal,
            "proposalLabel": names.get(one.proposal, one.proposal),
            "stance": one.stance.rsplit("#", 1)[-1],
            "stanceLabel": names.get(one.stance, one.stance),
            "respondents": one.respondents,
            "independent": one.independent,
            "together": " | ".join(
                _BETWEEN.join(sorted(names.get(name, name) for name in group)) for group in one.groups if len(group) > 1
            ),
        }
        for one in voices
    ]
    return sorted(rows, key=lambda row: (row["proposalLabel"], row["proposal"], row["stance"]))


def _called(voice: Voice, names: Names) -> str:
    return _BETWEEN.join(sorted(names.get(name, name) for name in voice.respondents))


_OF_WORDING: Final[Mapping[str, Callable[[SharedWording, Names], list[Record]]]] = {
    "passages": passage_records,
    "places": occurrence_records,
    "statements": share_records,
    "groups": group_records,
}
VIEWS: Final = (*_OF_WORDING, "independent")
"""The tables that shared wording can be seen in."""
