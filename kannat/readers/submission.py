"""One respondent's answers as data, and the document that is written from them.

The text has the shape of the consultation service's own export for one respondent: who, what, when; then the questions
flush left, the answers indented, a dash for an empty one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given, Mark, MarkRole, Span
from kannat.model.keys import slug
from kannat.readers.composing import MAX_TEXT, clean
from kannat.readers.source_data import source_words

_INDENT: Final = "    "
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_FRAGMENT_LENGTH: Final = 60
_HASH_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A question with its answer, or a heading of the form; `place` is where in the source the answer stands.

    `options` are what was chosen; an answer without options and without words was left empty.
    """

    wording: str
    answer: str = ""
    options: tuple[str, ...] = ()
    heading: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one respondent submitted. `place` is where in the source it begins; `title` that of the consultation."""

    given: Given
    parts: tuple[Part, ...]
    title: str = ""
    language: str = "fi"
    place: str = ""


def documents_of(
    found: Iterable[Submission | UnreadableDocument], name: str, media_type: str
) -> Iterator[Document | UnreadableDocument]:
    """A document of each submission, named after the file and, past a `#`, the respondent; errors pass through.

    A respondent keeps its name when others come before it: one that is not named is known by its submission's hash.
    Several submissions of one respondent are told apart by a number. Raises `UnreadableDocument` where there are none.
    """
    taken: dict[str, int] = {}
    empty = True
    for one in found:
        empty = False
        if isinstance(one, UnreadableDocument):
            yield one
            continue
        try:
            document = document_of(one, name, media_type)
        except UnreadableDocument as error:
            yield error
            continue
        own = _fragment(document)
        taken[own] = taken.get(own, 0) + 1
        fragment = own if taken[own] == 1 else f"{own}-{taken[own]}"
        yield replace(document, name=f"{name}#{fragment}")
    if empty:
        raise UnreadableDocument("no statement in it", place=name, advice="look into it")


def document_of(submission: Submission, name: str, media_type: str) -> Document:
    """The document of one submission; its hash is of its text and facts, not of the file that it came in.

    Facts and title stand in its text for people to see and are marked as noise: they are given, or the requester's.

    Raises `UnreadableDocument` for a text longer than a document may be.
    """
    given = replace(submission.given, respondents=tuple(map(one_line, submission.given.respondents)))
    text = _written(replace(submission, given=given))
    if text.length > MAX_TEXT:
        place = f"{name}, {submission.place}" if submission.place else name
        raise UnreadableDocument(f"more than {MAX_TEXT:,} characters", place=place, advice="give it a file of its own")
    words = "".join(text.pieces)
    return Document(name, _digest(words, given), media_type, words, (), tuple(text.places), tuple(text.marks), given)


def _written(submission: Submission) -> _Text:
    text, given = _Text(), submission.given
    words = source_words("statement")
    own = words.get(submission.language, words["fi"])
    text.place(submission.place)
    for fact in (*given.respondents, own["statement"], _pointed(given.issued)):
        text.line(fact, MarkRole.NOISE)
    if given.consultation:
        text.line(f"{own['subject']} {given.consultation}", MarkRole.NOISE)
    text.line(submission.title, MarkRole.NOISE)
    if given.respondent_kind:
        text.line(f"{own['group']} {given.respondent_kind}", MarkRole.NOISE)
    text.line(own["answers"], MarkRole.NOISE)
    for part in submission.parts:
        text.add("\n")
        text.place(part.place)
        text.line(part.wording, MarkRole.HEADING if part.heading else MarkRole.QUESTION)
        if not part.heading:
            text.answer("\n".join((*part.options, part.answer)), words["empty"])
    return text


def one_line(text: str) -> str:
    """The text on one line, without what nobody sees."""
    return " ".join(clean(text).split())


@dataclass(slots=True)
class _Text:
    """A text in the making, with its marks and places."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)

    def place(self, place: str) -> None:
        if place:
            self.places.append((self.length, place))

    def line(self, line: str, role: MarkRole | None = None) -> None:
        line = one_line(line)
        if not line:
            return
        if role is not None:
            self.marks.append(Mark(Span(self.length, self.length + len(line)), role))
        self.add(f"{line}\n")

    def answer(self, words: str, empty: str) -> None:
        body = _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in clean(words).split("\n"))).strip("\n")
        for line in (body or empty).split("\n"):
            self.add(f"{_INDENT}{line}\n" if line else "\n")

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)


def _digest(text: str, given: Given) -> str:
    facts = [
        list(given.respondents),
        given.respondent_kind,
        given.consultation,
        given.issued.isoformat() if given.issued else None,
        given.private,
    ]
    return hashlib.sha256(json.dumps([text, facts], ensure_ascii=True).encode()).hexdigest()


def _fragment(document: Document) -> str:
    named = slug(" ".join(document.given.respondents))[:_FRAGMENT_LENGTH].rstrip("-")
    return named or f"{'private' if document.given.private else 'respondent'}-{document.sha256[:_HASH_LENGTH]}"


def _pointed(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""
