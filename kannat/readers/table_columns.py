"""What the columns of a table of answers hold, told by their heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from kannat.readers.source_data import any_of, source_words

_PLACE: Final = "tables"
_AROUND: Final = re.compile(r"^\W*(?:\d+[.)]\s*)*|[\s:*?.]+$")


class Role(StrEnum):
    """What a column holds; the values are the lists of `ingest/sources/tables.toml`."""

    RESPONDENT = "respondent"
    TYPE = "type"
    QUESTION = "question"
    ANSWER = "answer"
    OPTION = "option"
    DATE = "date"
    CONSULTATION = "consultation"
    IDENTIFIER = "identifier"
    PERSON = "person"
    NOTED = "noted"


def role_of(head: str) -> Role | None:
    """The role that a column's head states; None for any other head, such as a question."""
    words = " ".join(_AROUND.sub("", " ".join(head.split())).split())
    return next((role for role in Role if _pattern(role).fullmatch(words)), None)


def is_empty(cell: str) -> bool:
    """Whether a cell says nothing."""
    return not cell.strip() or _pattern("empty").fullmatch(cell.strip()) is not None


class Columns:
    """The columns of a table by role."""

    def __init__(self, heads: Sequence[str]) -> None:
        self.heads = [" ".join(head.split()) for head in heads]
        self.roles = [role_of(head) if head.strip() else Role.NOTED for head in heads]

    @property
    def by_answer(self) -> bool:
        """Whether each row holds one answer; else each holds one respondent."""
        return {Role.RESPONDENT, Role.QUESTION, Role.ANSWER} <= set(self.roles)

    @property
    def by_respondent(self) -> bool:
        """Whether each row holds one respondent: who, and at least one column that is not known, a question."""
        return Role.RESPONDENT in self.roles and not self.by_answer and bool(list(self.questions))

    @property
    def known(self) -> bool:
        """Whether these are the columns of a table of answers."""
        return self.by_answer or self.by_respondent

    @property
    def questions(self) -> Iterator[int]:
        """The columns that are questions in a table by respondent, answers under a bare head among them."""
        return (index for index, role in enumerate(self.roles) if role in (None, Role.ANSWER))

    def cell(self, row: Sequence[str], role: Role) -> str:
        """The first cell of a row in this role that is not empty."""
        cells = (row[index] for index, known in enumerate(self.roles) if known is role and index < len(row))
        return next((cell.strip() for cell in cells if cell.strip()), "")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return any_of(source_words(_PLACE)[str(name)], _PLACE)
