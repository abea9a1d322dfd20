"""Who was invited to a round and who answered: told by the service's web pages, not by its feed.

Persons' names are compared here and nowhere else, and not one of them is given back.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from itertools import takewhile
from typing import Any, Final

from kannat.model import Document
from kannat.readers.markup import blocks_of
from kannat.readers.odata import Entry
from kannat.readers.parties import Parties, parties_in
from kannat.readers.source_data import any_of, source_words

_ANSWERED: Final = re.compile(r'"UsersWhoAnswered"\s*:\s*(?=\[)')
_NAME_FIELDS: Final = ("DisplayName", "Name", "FullName")
_ORGANISATION_FIELDS: Final = ("Organization", "OrganizationName", "Organisation")
_IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_TELLING: Final = 20
"""Characters from which an answer's words tell who gave it."""


def who_answered(page: str) -> list[Mapping[str, Any]]:
    """The list `UsersWhoAnswered` that a page of participation holds; empty where it holds none."""
    for text in (page, unescape(page), page.replace('\\"', '"')):
        if found := _ANSWERED.search(text):
            try:
                users, _ = json.JSONDecoder().raw_decode(text, found.end())
            except (ValueError, RecursionError):
                continue
            return [user for user in users if isinstance(user, dict)]
    return []


def invited_in(page: str) -> tuple[str, ...]:
    """The organisations that a page of participation lists as invited to answer, in its order."""
    table = source_words("lausuntopalvelu")["participation"]
    heading = any_of(table["invited"], "lausuntopalvelu")
    blocks = iter(blocks_of(page))
    for block in blocks:
        if not block.cells and heading.fullmatch(block.text.strip(" :")):
            break
    rows = takewhile(lambda block: block.cells, blocks)
    return tuple(dict.fromkeys(name for row in rows for name in parties_in(row.cells[0]).organisations))


def behind(participants: Iterable[Entry], users: Sequence[Mapping[str, Any]]) -> dict[str, Parties]:
    """The parties of each participant by its identifier: by an identifier that both bear, else by the person's name.

    A name that several users bear with different organisations tells nothing; who is in no list is left out.
    """
    by_identifier: dict[str, Mapping[str, Any]] = {}
    by_name: dict[frozenset[str], list[Mapping[str, Any]]] = defaultdict(list)
    for user in users:
        for value in user.values():
            if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
                by_identifier[value.casefold()] = user
        for name in _texts(user, _NAME_FIELDS):
            by_name[_name(name.rpartition(",")[2] if "," in name else name)].append(user)
    found: dict[str, Parties] = {}
    for participant in participants:
        identifier = participant.get("Id").casefold()
        person = _name(f"{participant.get('FirstName')} {participant.get('LastName')}")
        same = [by_identifier[identifier]] if identifier in by_identifier else by_name.get(person, [])
        parties = {_parties(user) for user in same}
        if len(parties) == 1 and (told := parties.pop()) is not None:
            found[identifier] = told
    return found


def by_answers(answers: Mapping[str, Iterable[str]], documents: Iterable[Document]) -> dict[str, Parties]:
    """The parties of each participant whose answers stand, word for word, in one document of a round's report alone."""
    texts = [(_even(document.text), document) for document in documents]
    found: dict[str, Parties] = {}
    for identifier, given in answers.items():
        telling = [words for answer in given if len(words := _even(answer)) >= _TELLING]
        bearing = [document for text, document in texts if telling and all(words in text for words in telling)]
        if len(bearing) == 1:
            found[identifier] = Parties(bearing[0].given.respondents, bearing[0].given.private)
    return found


def _parties(user: Mapping[str, Any]) -> Parties | None:
    """The user's organisations, by its organisation or its own name.

    A user whose organisation is said to be none is a private person; one of whom nothing is said tells nothing.
    """
    named = [parties_in(text) for text in (*_texts(user, _ORGANISATION_FIELDS), *_texts(user, _NAME_FIELDS))]
    told = next((parties for parties in named if parties.organisations), None)
    if told is None and any(field in user for field in _ORGANISATION_FIELDS):
        return Parties(private=True)
    return told


def _texts(user: Mapping[str, Any], fields: Iterable[str]) -> list[str]:
    values = (user.get(field) for field in fields)
    return [value for value in values if isinstance(value, str) and value.strip()]


def _name(text: str) -> frozenset[str]:
    """The words of a name, in whatever order."""
    return frozenset(word.casefold() for word in _WORDS.findall(text))


def _even(text: str) -> str:
    return " ".join(text.split())
