"""The positions of a round as Polis exports a conversation: participants, comments, votes.

A respondent is a participant, a proposal a comment; to be for is 1, against -1, to take no position 0 (pass). In the
table of participants one has one vote on a comment: who is both for and against has none there, and both votes in the
table of votes; such are told. Groups are not computed: `group-id` is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kannat.comparison import Matrix
from kannat.comparison.matrix import Cell
from kannat.export.attributes import Change, carried
from kannat.export.cells import csv_table
from kannat.export.holders import held_positions
from kannat.model import Lean
from kannat.questions import spreadsheet_text

VOTES: Final[Mapping[str, int]] = {Lean.FOR: 1, Lean.AGAINST: -1, Lean.NEUTRAL: 0}
_COMMENTS: Final = (
    "timestamp",
    "datetime",
    "comment-id",
    "author-id",
    "agrees",
    "disagrees",
    "moderated",
    "comment-body",
)
_VOTES: Final = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
_PARTICIPANTS: Final = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_KEY: Final = ("participant", "respondent", "name", "type")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The tables by file name, and what is not in them as it was."""

    files: Mapping[str, bytes]
    changes: tuple[Change, ...]


def conversation(matrix: Matrix) -> Conversation:
    """The tables of a round; numbers follow the order of the matrix, and `participants.csv` says who is who."""
    voters = {party.respondent: number for number, party in enumerate(matrix.respondents)}
    comments = {proposal.proposal: number for number, proposal in enumerate(matrix.proposals)}
    votes = {key: _votes(cell) for key, cell in matrix.cells.items()}
    torn = sorted(key for key, cast in votes.items() if len({1, -1} & cast) == 2)
    files = {
        "comments.csv": csv_table(_COMMENTS, _comment_rows(matrix, comments)),
        "participants-votes.csv": csv_table(
            (*_PARTICIPANTS, *map(str, comments.values())), _participant_rows(voters, comments, votes)
        ),
        "participants.csv": csv_table(_KEY, _key_rows(matrix, voters)),
        "votes.csv": csv_table(_VOTES, _vote_rows(matrix, voters, comments)),
    }
    told = (Change(r, p, "both for and against: no vote among the participants, two in votes.csv") for r, p in torn)
    return Conversation(files, tuple(told))


def _votes(cell: Cell) -> set[int]:
    """What a respondent votes on a proposal: for or against hides a pass."""
    cast = {VOTES[held.lean] for held in cell.held if held.counted}
    return cast - {0} or cast


def _comment_rows(matrix: Matrix, comments: Mapping[str, int]) -> list[list[object]]:
    return [
        ["", "", comments[one.proposal], "", one.tally.supporting, one.tally.opposing, 1, _cell(one.label)]
        for one in matrix.proposals
    ]


def _participant_rows(
    voters: Mapping[str, int], comments: Mapping[str, int], votes: Mapping[tuple[str, str], set[int]]
) -> list[list[object]]:
    rows: list[list[object]] = []
    for respondent, number in voters.items():
        cast = [votes.get((respondent, proposal), set()) for proposal in comments]
        single = [next(iter(one)) if len(one) == 1 else "" for one in cast]
        counts = [sum(one != "" for one in single), single.count(1), single.count(-1)]
        rows.append([number, "", 0, *counts, *single])
    return rows


def _key_rows(matrix: Matrix, voters: Mapping[str, int]) -> list[list[object]]:
    return [[voters[one.respondent], one.respondent, _cell(one.label), one.type] for one in matrix.respondents]


def _vote_rows(matrix: Matrix, voters: Mapping[str, int], comments: Mapping[str, int]) -> list[list[object]]:
    """A row for each respondent, proposal, side and statement that says so."""
    rows = set()
    for row in held_positions(matrix):
        if row.counted:
            moment = _moment(matrix.statements[row.statement].issued)
            rows.add((*moment, comments[row.proposal], voters[row.respondent], VOTES[row.lean]))
    return [list(row) for row in sorted(rows, key=lambda row: (row[3], row[2], -row[4], row[1]))]


def _moment(issued: str | None) -> tuple[str, str]:
    """The start of a day in universal time, in seconds and as ISO has it; empty where the day is not known."""
    if not issued:
        return "", ""
    moment = datetime.fromisoformat(issued).replace(tzinfo=UTC)
    return str(int(moment.timestamp())), moment.isoformat()


def _cell(text: str) -> str:
    return spreadsheet_text(carried(text))
