"""The OData feed of the consultation service: who answered what in a round, as one document a respondent.

An answer bears no organisation; it comes from the participant's entry where `kannat fetch` noted it. Names and
addresses of persons are never looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given
from kannat.readers.content import Content
from kannat.readers.days import day_in
from kannat.readers.feed_sets import FeedSet, FeedSets, Place
from kannat.readers.feed_writing import PRIVATE_FIELD
from kannat.readers.markup import text_of
from kannat.readers.odata import Entry, looks_like_feed, parse_feed
from kannat.readers.parties import parties_in
from kannat.readers.source_data import any_of, source_words
from kannat.readers.submission import Part, Submission, documents_of
from kannat.readers.zipped import holds, opened

MEDIA_TYPE: Final = "application/atom+xml"
MAX_FEED_BYTES: Final = 128 * 1024 * 1024
"""A round of 770 statements to thirty questions runs to some fifty megabytes."""

_SUFFIXES: Final = (".xml", ".atom")
_OFFICE: Final = ("[Content_Types].xml", "mimetype", "META-INF/")
_OPTION_TEXT: Final = ("Header", "Text", "Name", "Title", "Value")
_ORGANISATION_FIELDS: Final = ("OrganizationName", "Organization")
_ADVICE: Final = "put the feeds of the round into a folder of their own, or get it with kannat fetch lausuntopalvelu"


class LausuntopalveluFeedReader:
    """Reads a feed, with all that belongs to its round in one file."""

    limit = MAX_FEED_BYTES
    isolated = True

    def recognises(self, content: Content) -> bool:
        return looks_like_feed(content.head)

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        sets = FeedSets()
        sets.add(parse_feed(content.data, content.name).entries)
        return documents_in(sets, content.name)


class LausuntopalveluArchiveReader:
    """Reads a zipped file that holds the feeds of one round and nothing else."""

    limit = MAX_FEED_BYTES
    isolated = True

    def recognises(self, content: Content) -> bool:
        if not holds(content, *_SUFFIXES) or holds(content, *_OFFICE):
            return False
        try:
            entries = opened(content).entries
        except UnreadableDocument:
            return False
        return all(entry.filename.lower().endswith(_SUFFIXES) for entry in entries)

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        sets, package = FeedSets(), opened(content)
        for entry in sorted(package.entries, key=lambda entry: entry.filename):
            feed = parse_feed(package.unpacked(entry), f"{content.name}#{entry.filename}")
            sets.add(feed.entries, entry.filename)
        return documents_in(sets, content.name)


class LausuntopalveluFolderReader:
    """Reads a folder that holds the feeds of one round, a file or more for each set, and nothing else."""

    def recognises(self, folder: Path) -> bool:
        files = _files(folder)
        feeds = len(files) > 1 and all(path.suffix.lower() in _SUFFIXES for path in files)
        return feeds and all(_begins_as_feed(path) for path in files)

    def read(self, folder: Path, name: str) -> Iterator[Document | UnreadableDocument]:
        sets, total = FeedSets(), 0
        for path in _files(folder):
            total += path.stat().st_size
            if total > MAX_FEED_BYTES:
                raise UnreadableDocument(
                    f"too large: over {MAX_FEED_BYTES >> 20} MiB", place=name, advice="split it, one round a folder"
                )
            sets.add(parse_feed(path.read_bytes(), f"{name}/{path.name}").entries, path.name)
        return documents_in(sets, name)


def documents_in(sets: FeedSets, name: str) -> Iterator[Document | UnreadableDocument]:
    """The documents of all statements in these sets, respondent by respondent, and an error for each stray answer.

    Raises `UnreadableDocument` where there are no answers, or answers without their questions.
    """
    if not sets.all(FeedSet.ANSWER) and not sets.all(FeedSet.PARTICIPANT):
        raise UnreadableDocument("a feed without answers, so no statements", place=name, advice=_ADVICE)
    if sets.all(FeedSet.ANSWER) and not sets.all(FeedSet.QUESTION):
        raise UnreadableDocument("answers without their questions", place=name, advice=_ADVICE)
    return documents_of(_Round(sets, name).submissions(), name, MEDIA_TYPE)


class _Round:
    """The sets of a feed joined by their identifiers."""

    def __init__(self, sets: FeedSets, name: str) -> None:
        self.sets = sets
        self.name = name
        self.questions = sorted(sets.all(FeedSet.QUESTION), key=lambda place: _order(place.entry))
        self.answers: dict[str, list[Place]] = defaultdict(list)
        for place in sets.all(FeedSet.ANSWER):
            self.answers[place.entry.get("ParticipantId").casefold()].append(place)

    def submissions(self) -> Iterator[Submission | UnreadableDocument]:
        """One a participant that answered, in the feed's order; then those of answers whose participant is missing."""
        known = self.sets.sets[FeedSet.PARTICIPANT]
        for identifier, place in known.items():
            if identifier in self.answers or place.entry.get("RespondingEnded"):
                yield from self.submission(place, self.answers.get(identifier, ()))
        for identifier in [one for one in self.answers if one not in known]:
            yield from self.submission(None, self.answers[identifier])

    def submission(
        self, participant: Place | None, answers: Sequence[Place]
    ) -> Iterator[Submission | UnreadableDocument]:
        answered: dict[str, list[Place]] = defaultdict(list)
        for place in answers:
            question = place.entry.get("QuestionID", "QuestionId")
            if self.sets.one(FeedSet.QUESTION, question) is None:
                yield UnreadableDocument(
                    "an answer to a question that is not in the feed",
                    place=f"{self.name}, {place.where}",
                    advice="get the round again: its questions may have changed meanwhile",
                )
            else:
                answered[question.casefold()].append(place)
        proposal = self.proposal(participant, answers)
        begins = participant or answers[0]
        yield Submission(
            given=self.given(participant.entry if participant else None, proposal),
            parts=tuple(self.parts(answered, proposal)),
            title=text_of(proposal.get("Name")) if proposal else "",
            place=begins.where,
        )

    def given(self, participant: Entry | None, proposal: Entry | None) -> Given:
        consultation = (proposal.get("RegisterNumber", "Id") if proposal else "") or None
        if participant is None:
            return Given(consultation=consultation)
        organisation = self.sets.one(FeedSet.ORGANIZATION, participant.get("OrganizationId"))
        named = participant.get(*_ORGANISATION_FIELDS) or (organisation.get("Name") if organisation else "")
        parties = parties_in(named)
        return Given(
            respondents=parties.organisations,
            consultation=consultation,
            issued=day_in(participant.get("RespondingEnded")),
            private=not parties.organisations and (parties.private or participant.get(PRIVATE_FIELD) == "true"),
        )

    def parts(self, answered: dict[str, list[Place]], proposal: Entry | None) -> Iterator[Part]:
        for place in self.questions:
            question = place.entry
            if proposal and question.get("ProposalId") and not _same(question.get("ProposalId"), proposal.get("Id")):
                continue
            wording = " ".join(text_of(question.get("Header")).split())
            if not is_question(question):
                if wording:
                    yield Part(wording, heading=True)
                continue
            given = answered.get(question.get("Id").casefold(), [])
            words = [word for answer in given for word in _words(answer.entry)]
            options = tuple(option for answer in given if (option := self.option(answer.entry)))
            yield Part(wording, "\n\n".join(words), options, place=given[0].where if given else "")

    def option(self, answer: Entry) -> str:
        """What was chosen: the option, and in a table the column it was chosen in."""
        chosen = (answer.get("QuestionOptionId"), answer.get("QuestionOptionColumnId"))
        found = [self.sets.one(FeedSet.QUESTION_OPTION, identifier) for identifier in chosen if identifier]
        return ": ".join(" ".join(text_of(option.get(*_OPTION_TEXT)).split()) for option in found if option)

    def proposal(self, participant: Place | None, answers: Sequence[Place]) -> Entry | None:
        places = [*([participant] if participant else []), *answers[:1]]
        named = next((i for place in places if (i := place.entry.get("ProposalId"))), "")
        if named:
            return self.sets.one(FeedSet.PROPOSAL, named) or Entry({"Id": named})
        proposals = self.sets.all(FeedSet.PROPOSAL)
        return proposals[0].entry if len(proposals) == 1 else None


def is_question(entry: Entry) -> bool:
    """Whether an entry among the questions asks something; a page break bears but a heading."""
    return _headings().fullmatch(entry.get("Type")) is None


def _words(answer: Entry) -> Iterator[str]:
    for name in ("TextAnswer", "AttachedTextAnswer"):
        if words := text_of(answer.get(name)).strip():
            yield words


def _order(question: Entry) -> tuple[int, str]:
    order = question.get("Order")
    return (int(order) if order.isdecimal() else 0, question.get("Id"))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


@cache
def _headings() -> re.Pattern[str]:
    return any_of(source_words("lausuntopalvelu")["feed"]["headings"], "lausuntopalvelu")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _begins_as_feed(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return looks_like_feed(file.read(4096))
