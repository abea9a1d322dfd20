"""Fetches a round of lausuntopalvelu.fi: its feed, with organisations in the place of persons, as one file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from kannat.errors import FetchFailed, UnreadableDocument, UnreadableInput, UsageError
from kannat.fetching.client import Client, Response
from kannat.fetching.kept import KeptFolder
from kannat.fetching.organisations import behind, by_answers, invited_in, who_answered
from kannat.fetching.report import Asked, Fetched, FetchedThing, FetchReport
from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.days import day_in
from kannat.readers.encoding import decoded
from kannat.readers.feed_sets import FeedSet, FeedSets
from kannat.readers.feed_writing import PRIVATE_FIELD, feed_text
from kannat.readers.lausuntopalvelu_feed import is_question
from kannat.readers.lausuntopalvelu_report import LausuntopalveluReportReader
from kannat.readers.markup import text_of
from kannat.readers.odata import Entry, Feed, parse_feed
from kannat.readers.parties import Parties

ADDRESS: Final = "https://www.lausuntopalvelu.fi"
FEED_NAME: Final = "lausuntopalvelu.xml"
MAX_PAGES: Final = 5_000
"""Pages of one set: ten times what the largest round takes."""

_FEED: Final = "/api/v1/Lausuntopalvelu.svc/"
_PARTICIPATION: Final = "/FI/Proposal/Participation?proposalId="
_REPORT: Final = "/FI/Proposal/ParticipationNonJsShowReport?proposalId="
_ATOM: Final = "application/atom+xml, application/xml;q=0.9"
_HTML: Final = "text/html"
_IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SETS: Final = ("Questions", "QuestionOptions", "Answers")
_PERSONS: Final = "Participants"

Progress = Callable[[str], None]


def fetch_round(identifier: str, folder: Path, client: Client, progress: Progress | None = None) -> FetchReport:
    """Fetch a round into a folder; `identifier` is the proposalId of its web address, or that address.

    After this call the folder holds the round's feed as one file that can be taken in, without any person's name or
    address; what could not be had is in the report. Raises `FetchFailed` where the feed itself cannot be had: what
    came before that is kept, and the next call goes on from there.
    """
    return _Round(round_identifier(identifier), KeptFolder(folder), client, progress or (lambda _: None)).fetch()


def round_identifier(text: str) -> str:
    """The identifier of a round in its web address, or by itself. Raises `UsageError` where there is none."""
    found = _IDENTIFIER.search(text)
    if found is None:
        advice = "give the proposalId of its web address, such as 9b3f83e8-4130-4ad6-8563-27eec70e5aac"
        raise UsageError("not an identifier of lausuntopalvelu.fi", place=text, advice=advice)
    return found[0].lower()


@dataclass(slots=True)
class _Round:
    """One round on its way into a folder."""

    identifier: str
    folder: KeptFolder
    client: Client
    progress: Progress
    things: list[FetchedThing] = field(default_factory=list)
    sets: FeedSets = field(default_factory=FeedSets)
    without: dict[str, str] = field(default_factory=dict)
    invited: tuple[str, ...] = ()

    def fetch(self) -> FetchReport:
        self.take_in("Proposals", f"Proposals(guid'{self.identifier}')")
        if self.sets.one(FeedSet.PROPOSAL, self.identifier) is None:
            raise FetchFailed("the service knows no such round", place=self.identifier, advice="check the identifier")
        for name in _SETS:
            self.take_in(name, f"Proposals(guid'{self.identifier}')/{name}")
        participants = self.participants()
        self.sets.add(participants)
        entries = [place.entry for kind in FeedSet for place in self.sets.all(kind)]
        fate = self.folder.put(FEED_NAME, feed_text(entries))
        self.note(FEED_NAME, fate)
        if not any(thing.fate is Fetched.FAILED for thing in self.things):
            self.folder.done()
        return FetchReport(tuple(self.things), self.asked(), len(participants), self.client.requests)

    def note(self, name: str, fate: Fetched, reason: str = "") -> None:
        self.things.append(FetchedThing(name, fate, reason))
        self.progress(name)

    # The feed

    def take_in(self, name: str, path: str) -> None:
        """Takes in all pages of a set, from the folder where they lie there already."""
        address, seen = self.client.absolute(f"{_FEED}{path}", self.client.address), set[str]()
        while address:
            self.refuse_circle(address, seen)
            content, fate = self.folder.get(self.client, address, accept=_ATOM, change=_without_persons)
            feed = parse_feed(content, name)
            self.sets.add(feed.entries)
            self.note(f"{name} {len(seen)}", fate)
            address = self.following(feed, address)

    def following(self, feed: Feed, address: str) -> str:
        """The next page's address; empty after the last.

        One that names a set of the service is relative to the service where the feed names no base, as OData has it.
        """
        if not feed.next:
            return ""
        base = f"{self.client.address}{_FEED}" if feed.next.startswith("Proposals") else address
        return self.client.absolute(feed.next, self.client.absolute(feed.base, base) if feed.base else base)

    def refuse_circle(self, address: str, seen: set[str]) -> None:
        if address in seen or len(seen) >= MAX_PAGES:
            what = "the pages go round in a circle" if address in seen else f"more than {MAX_PAGES:,} pages"
            raise FetchFailed(what, place=address.partition("?")[0], advice="tell the service")
        seen.add(address)

    # Who answered

    def participants(self) -> list[Entry]:
        """The participants with the organisation that stands behind each, and without their names."""
        raw = self.participants_by_name()
        parties = behind(raw, self.users())
        open_ones = [entry for entry in raw if entry.get("Id").casefold() not in parties]
        if open_ones:
            parties |= self.by_report(open_ones)
        left = sum(entry.get("Id").casefold() not in parties for entry in raw)
        for name, reason in self.without.items():
            self.note(name, Fetched.FAILED if left else Fetched.SKIPPED, reason)
        if left:
            reason = (
                f"{left} of {len(raw)} respondents are named neither on the page of participation nor in the report"
            )
            self.note("organisations", Fetched.SKIPPED, reason)
        return [_nameless(entry, parties.get(entry.get("Id").casefold())) for entry in raw]

    def participants_by_name(self) -> list[Entry]:
        """The participants as the service has them: never written to disk, so asked for each time."""
        address = self.client.absolute(f"{_FEED}Proposals(guid'{self.identifier}')/{_PERSONS}", self.client.address)
        seen, entries = set[str](), list[Entry]()
        while address:
            self.refuse_circle(address, seen)
            response = self.client.get(address, accept=_ATOM)
            feed = _parsed(response)
            entries.extend(feed.entries)
            self.note(f"{_PERSONS} {len(seen)}", Fetched.FETCHED)
            address = self.following(feed, address)
        return entries

    def users(self) -> list[dict[str, object]]:
        page = self.page(_PARTICIPATION, "page of participation")
        self.invited = invited_in(page)
        return [dict(user) for user in who_answered(page)]

    def by_report(self, participants: list[Entry]) -> dict[str, Parties]:
        """The parties of participants by what they answered, as the one-page report of the round has it."""
        page = self.page(_REPORT, "report of the round")
        content = Content(page.encode(), "report")
        reader = LausuntopalveluReportReader()
        try:
            documents = list(reader.read(content)) if reader.recognises(content) else []
        except UnreadableDocument:
            return {}
        wanted = {entry.get("Id").casefold() for entry in participants}
        answers: dict[str, list[str]] = {identifier: [] for identifier in wanted}
        for place in self.sets.all(FeedSet.ANSWER):
            identifier = place.entry.get("ParticipantId").casefold()
            if identifier in wanted:
                answers[identifier].append(text_of(place.entry.get("TextAnswer")))
        return by_answers(answers, [document for document in documents if isinstance(document, Document)])

    def page(self, path: str, name: str) -> str:
        """A web page that names persons: never written to disk. Empty where it cannot be had, which may not matter."""
        try:
            response = self.client.get(f"{path}{self.identifier}", accept=_HTML)
            page = decoded(response.body, name) if response else ""
        except UnreadableInput as error:
            self.without[name] = error.what
            return ""
        self.note(name, Fetched.FETCHED)
        return page

    # What was asked

    def asked(self) -> Asked | None:
        proposal = self.sets.one(FeedSet.PROPOSAL, self.identifier)
        if proposal is None:
            return None
        questions = sorted(
            (place.entry for place in self.sets.all(FeedSet.QUESTION)), key=lambda entry: _number(entry.get("Order"))
        )
        wordings = (" ".join(text_of(entry.get("Header")).split()) for entry in questions if is_question(entry))
        title = " ".join(text_of(proposal.get("Name")).split())
        return Asked(
            identifier=proposal.get("RegisterNumber") or self.identifier,
            titles=(("fi", title),) if title else (),
            requester=proposal.get("OrganizationName"),
            request_date=day_in(proposal.get("PublishedOn")),
            deadline=day_in(proposal.get("Deadline")),
            web_id=self.identifier,
            questions=tuple(wording for wording in wordings if wording),
            invited=self.invited,
        )


def _without_persons(response: Response) -> bytes:
    feed = _parsed(response)
    return feed_text(feed.entries, urljoin(feed.base, feed.next) if feed.next else "")


def _parsed(response: Response | None) -> Feed:
    """The feed of a response, whatever kind it calls itself. Raises `FetchFailed` where it is none."""
    assert response is not None
    address = response.address.partition("?")[0]
    try:
        return parse_feed(response.body, address)
    except UnreadableDocument as error:
        kind = response.content_type.partition(";")[0] or "no kind"
        raise FetchFailed(
            f"not the feed that was asked for, but {kind}: {error.what}", place=address, advice="try again later"
        ) from error


def _nameless(entry: Entry, parties: Parties | None) -> Entry:
    """A participant as it is kept: an organisation, or that there is none, in the place of the person."""
    fields = dict(entry.fields)
    fields.pop("OrganizationName", None)
    if parties and parties.organisations:
        fields["OrganizationName"] = "\n".join(parties.organisations)
    elif parties and parties.private:
        fields[PRIVATE_FIELD] = "true"
    return Entry(fields, FeedSet.PARTICIPANT)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
