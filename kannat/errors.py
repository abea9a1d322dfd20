"""Every error that Kannat raises on purpose, in one tree.

    KannatError                      something the user can act on; carries place and advice
    ├── UsageError                   the call itself is off: unknown name, parameter or option
    │   └── UnknownName              a name that nothing bears; offers the nearest ones
    ├── UnreadableInput              a file that cannot be taken in as it is
    │   ├── UnreadableDocument       a statement's document: wrong encoding, empty, too large
    │   ├── NotAStatement            a document that holds what many said, and no statement of its own
    │   ├── FetchFailed              an address that gives nothing usable, after all tries
    │   └── MalformedData            RDF, JSON or TOML with a syntax error; knows line and column
    ├── RejectedInput                read, but it may not enter the store; carries the report
    ├── StoreError                   the store cannot serve
    │   ├── StoreLocked              another process holds it
    │   ├── StoreDamaged             a file is missing, cut or of another version
    │   └── StoreUnreachable         a remote endpoint does not answer
    └── LimitExceeded                a stated limit was hit

Each class bears the exit status that the command line answers with, so that a status has one meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, ClassVar


class KannatError(Exception):
    """An error that the user can act on: what happened, where, and what to do about it."""

    exit_status: ClassVar[int] = 70

    def __init__(self, what: str, *, place: str = "", advice: str = "") -> None:
        self.what = what
        self.place = place
        self.advice = advice
        super().__init__(self.line())

    def line(self) -> str:
        """The whole error on one line: place, what, advice."""
        text = f"{self.place}: {self.what}" if self.place else self.what
        text = f"{text} ({self.advice})" if self.advice else text
        return " ".join(text.splitlines())

    def __reduce__(self) -> tuple[Any, ...]:
        """Lets every class cross to another process whatever its parameters are."""
        return _rebuilt, (type(self), self.args), self.__dict__


def _rebuilt(kind: type[KannatError], args: tuple[object, ...]) -> KannatError:
    return kind.__new__(kind, *args)


class UsageError(KannatError):
    """The call itself is off."""

    exit_status = 2


class UnknownName(UsageError):
    """A name that nothing bears; the advice offers the nearest known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, place: str = "") -> None:
        self.name = name
        self.nearest = tuple(get_close_matches(name, sorted(set(known)), n=3, cutoff=0.4))
        advice = f"did you mean {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"unknown {kind} {name!r}", place=place, advice=advice)


class UnreadableInput(KannatError):
    """A file that cannot be taken in as it is."""

    exit_status = 3


class UnreadableDocument(UnreadableInput):
    """A statement's document that no reader can open."""


class NotAStatement(UnreadableInput):
    """A document that tells what many respondents said: a summary of statements, a report of a round."""


class FetchFailed(UnreadableInput):
    """An address that gives nothing usable: unreachable, refused, or something else than what was asked for."""


class MalformedData(UnreadableInput):
    """Structured data with a syntax error; `line` and `column` count from 1 where they are known."""

    def __init__(
        self, what: str, *, place: str = "", advice: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        self.line_number = line
        self.column = column
        if line is not None:
            place = ":".join(str(part) for part in (place, line, column) if part not in ("", None))
        super().__init__(what, place=place, advice=advice)


class RejectedInput(KannatError):
    """Input that was read but may not enter the store; the report, where there is one, says why."""

    exit_status = 3

    def __init__(self, what: str, *, place: str = "", advice: str = "", report: object = None) -> None:
        self.report = report
        super().__init__(what, place=place, advice=advice)


class StoreError(KannatError):
    """The store cannot serve."""

    exit_status = 4


class StoreLocked(StoreError):
    """Another process holds the store."""


class StoreDamaged(StoreError):
    """A file of the store is missing, cut short or of another version."""


class StoreUnreachable(StoreError):
    """A remote endpoint does not answer, or answers with an error."""


class LimitExceeded(KannatError):
    """A stated limit was hit; nothing partial is given."""

    exit_status = 5
