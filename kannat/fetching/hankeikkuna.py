"""Fetches the statements of a project of Hankeikkuna, with a list of who gave each and when."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kannat.errors import FetchFailed, LimitExceeded, UnreadableDocument, UsageError
from kannat.fetching.client import Client, Response
from kannat.fetching.kept import KeptFolder
from kannat.fetching.report import Asked, Fetched, FetchedThing, FetchReport
from kannat.model import Given
from kannat.model.keys import slug
from kannat.readers.documents_list import LIST_NAME, list_text
from kannat.readers.hankeikkuna import DocumentKind, Project, ProjectDocument, projects_in
from kannat.readers.parties import parties_in

ADDRESS: Final = "https://api.hankeikkuna.fi"
STATEMENTS: Final = "statements"

_SEARCH: Final = "/api/v2/kohteet/haku"
_JSON: Final = "application/json"
_ANY: Final = "application/pdf, */*;q=0.8"
_NUMBER: Final = re.compile(r"[A-Za-z\u00c0-\u00ff]{2,5}\d{3,4}:\d{2,3}/\d{4}|[A-Za-z\u00c0-\u00ff]{2,5}:\d{2,4}:\d{4}")
_SUFFIXES: Final = frozenset({".pdf", ".docx", ".odt", ".html", ".htm", ".txt", ".eml", ".zip", ".doc", ".rtf"})
_NAME_LENGTH: Final = 60
_IDENTIFIER_LENGTH: Final = 8

Progress = Callable[[str], None]


def fetch_project(identifier: str, folder: Path, client: Client, progress: Progress | None = None) -> FetchReport:
    """Fetch the statements of a project into a folder; `identifier` is its number, such as STM040:00/2025.

    After this call the folder `statements` in it holds every statement that the register publishes as a file, with
    `documents.json`, which says who gave each and when; summaries of statements are none. What could not be had is in
    the report, and the next call tries it again. Raises `FetchFailed` where the project cannot be had.
    """
    if not _NUMBER.fullmatch(identifier):
        raise UsageError("not a project number", place=identifier, advice="give it as STM040:00/2025")
    return _Fetching(identifier, KeptFolder(folder), client, progress or (lambda _: None)).fetch()


@dataclass(slots=True)
class _Fetching:
    """One project's statements on their way into a folder."""

    identifier: str
    folder: KeptFolder
    client: Client
    progress: Progress
    things: list[FetchedThing] = field(default_factory=list)

    def fetch(self) -> FetchReport:
        project = self.project()
        listed: list[tuple[str, Given]] = []
        for document, file in _files(project):
            given = _given(document, project)
            if self.document(document, f"{STATEMENTS}/{file}"):
                listed.append((file, given))
        for summary in project.of(DocumentKind.SUMMARY):
            self.note(f"summary {_short(summary.identifier)}", Fetched.SKIPPED, "a summary of statements is none")
        if listed:
            fate = self.folder.put(f"{STATEMENTS}/{LIST_NAME}", list_text(listed).encode())
            self.note(f"{STATEMENTS}/{LIST_NAME}", fate)
        if not any(thing.fate is Fetched.FAILED for thing in self.things):
            self.folder.done()
        return FetchReport(tuple(self.things), _asked(project), len(listed), self.client.requests)

    def note(self, name: str, fate: Fetched, reason: str = "") -> None:
        self.things.append(FetchedThing(name, fate, reason))
        self.progress(name)

    def project(self) -> Project:
        question = json.dumps({"tunnus": [self.identifier], "size": 10}).encode()
        response = self.client.post(_SEARCH, question, accept=_JSON, content_type=_JSON)
        try:
            projects = projects_in(response.body, "answer")
        except UnreadableDocument as error:
            kind = response.content_type.partition(";")[0] or "no kind"
            raise FetchFailed(
                f"not the answer that was asked for, but {kind}: {error.line()}",
                place=response.address,
                advice="try again later",
            ) from error
        found = [project for project in projects if project.identifier.casefold() == self.identifier.casefold()]
        if not found:
            raise FetchFailed("the register knows no such project", place=self.identifier, advice="check its number")
        self.note("project", Fetched.FETCHED)
        return found[0]

    def document(self, document: ProjectDocument, file: str) -> bool:
        """Whether the document lies in the folder, as this file, after all."""
        if not document.address:
            reason = "the register says that it exists, but publishes no file"
            self.note(file, Fetched.SKIPPED, reason)
            return False
        try:
            address = self.client.absolute(document.address, self.client.address)
            _, fate = self.folder.get(self.client, address, accept=_ANY, file=file, change=_document)
        except (FetchFailed, LimitExceeded) as error:
            self.note(file, Fetched.FAILED, error.what)
            return False
        self.note(file, fate)
        return True


def _files(project: Project) -> Iterator[tuple[ProjectDocument, str]]:
    """The statements, each with the name of its file: its respondent's, numbered where one gave several."""
    taken: dict[str, int] = {}
    for document in project.of(DocumentKind.STATEMENT):
        parties = parties_in(document.author)
        named = slug(" ".join(parties.organisations))[:_NAME_LENGTH].rstrip("-")
        name = named or f"{'private' if parties.private else 'respondent'}-{_short(document.identifier)}"
        taken[name] = taken.get(name, 0) + 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        suffix = Path(urlsplit(document.address).path).suffix.lower()
        yield document, f"{name}{number}{suffix if suffix in _SUFFIXES else '.pdf'}"


def _short(identifier: str) -> str:
    return slug(identifier)[:_IDENTIFIER_LENGTH]


def _given(document: ProjectDocument, project: Project) -> Given:
    parties = parties_in(document.author)
    return Given(
        respondents=parties.organisations,
        consultation=project.case_numbers[0] if len(project.case_numbers) == 1 else None,
        issued=document.issued,
        private=parties.private,
    )


def _document(response: Response) -> bytes:
    """The bytes of a document. Raises `FetchFailed` for a page in its place, or nothing."""
    head = response.body[:1024].lstrip().lower()
    asked_for_page = urlsplit(response.address).path.lower().endswith((".html", ".htm"))
    if not head or (head.startswith((b"<!doctype html", b"<html")) and not asked_for_page):
        what = "a web page in place of the document" if head else "an empty document"
        raise FetchFailed(what, place=response.address, advice="try again later")
    return response.body


def _asked(project: Project) -> Asked:
    requests = project.of(DocumentKind.REQUEST)
    days = sorted(request.issued for request in requests if request.issued)
    requesters = {organisation for request in requests for organisation in parties_in(request.author).organisations}
    return Asked(
        identifier=project.case_numbers[0] if project.case_numbers else project.identifier,
        titles=project.names,
        requester=requesters.pop() if len(requesters) == 1 else "",
        request_date=days[0] if days else None,
        deadline=project.deadline,
    )
