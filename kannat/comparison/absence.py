"""Why a respondent has no position on a proposal: silence has many reasons, and they are told apart.

The question `absence` says the same in SPARQL and is the reference that this is tested against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kannat.comparison.evidence import Statement
from kannat.comparison.tables import local_name, texts
from kannat.model import Outcome, Status
from kannat.store import Store


class Absence(StrEnum):
    """Why there is no position; the first reason in this order that holds."""

    ATTACHMENT_MISSING = "attachmentMissing"
    ONLY_PROPOSED = "onlyProposed"
    ASKED_SILENT = "askedSilent"
    READING_FAILED = "readingFailed"
    NOTHING_TO_SAY = "nothingToSay"
    EMPTY_ANSWER = "emptyAnswer"
    NOTHING_ON_THIS = "nothingOnThis"


@dataclass(frozen=True, slots=True)
class Absences:
    """What is known of each respondent's statements and of its answers to each question."""

    statements: Mapping[str, tuple[Statement, ...]]
    answers: Mapping[tuple[str, str], frozenset[str]]

    def of(self, respondent: str, question: str | None) -> Absence:
        """Why a respondent has no position on a proposal of this question; None stands for no question.

        A respondent without any statement was asked and is silent.
        """
        everything = self.statements.get(respondent, ())
        read = [one for one in everything if one.status in _READ]
        if not read:
            return _unread({one.status for one in everything})
        answered = self.answers.get((respondent, question or ""), frozenset())
        if all(one.outcome == Outcome.FAILED for one in read):
            return Absence.READING_FAILED
        if all(one.outcome == Outcome.NOTHING_TO_SAY for one in read) or Outcome.NOTHING_TO_SAY in answered:
            return Absence.NOTHING_TO_SAY
        return Absence.EMPTY_ANSWER if Outcome.EMPTY in answered else Absence.NOTHING_ON_THIS


_READ = (Status.GIVEN, Status.REPORTED)


def absences(store: Store, consultation: str, statements: Iterable[Statement]) -> Absences:
    """What is needed to tell the reasons apart in one consultation."""
    by_respondent: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        for respondent in statement.respondents:
            by_respondent[respondent].append(statement)
    answers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for respondent, question, outcome in texts(store, "unsaid", consultation=consultation):
        answers[respondent, question].add(local_name(outcome))
    return Absences(
        {respondent: tuple(rows) for respondent, rows in by_respondent.items()},
        {key: frozenset(outcomes) for key, outcomes in answers.items()},
    )


def _unread(statuses: set[str]) -> Absence:
    if Status.ATTACHMENT_MISSING in statuses:
        return Absence.ATTACHMENT_MISSING
    return Absence.ONLY_PROPOSED if statuses else Absence.ASKED_SILENT
