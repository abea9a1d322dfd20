"""Drafts a codebook for people to edit: from the questions that were asked and from what the documents propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.errors import MalformedData
from kannat.model import Consultation, Document, Labels, Origin, Proposal, Span
from kannat.model.keys import name_key
from kannat.reading.data import load_toml
from kannat.reading.language import language_of, languages
from kannat.reading.sentences import sentences
from kannat.reading.targets import target_phrase
from kannat.reading.view import even_view

_SECTION: Final = re.compile(r"^[ ]*(\d+ ?[a-z]?)[ ]*\N{SECTION SIGN}[.:]?[ ]*(.*)$")
_LONGEST_TITLE: Final = 110
_SHORTEST_TARGET: Final = 8


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted proposal and where it was taken from, for the person who edits it."""

    proposal: Proposal
    source: str


@cache
def _proposing(language: str) -> re.Pattern[str]:
    place = f"{language}/codebook.toml"
    patterns = load_toml(place)["proposes"]
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    except re.error as error:
        raise MalformedData(f"not a regular expression: {error}", place=f"ingest/{place}") from error


def draft_codebook(consultation: Consultation, documents: Iterable[Document] = ()) -> tuple[Drafted, ...]:
    """A proposal for each question, each section of the draft, and each sentence that proposes something.

    In this order, each name once. Names are what the documents say; a person makes them short.
    """
    found = [*_of_questions(consultation)]
    for document in documents:
        text = even_view(document.text).text
        found += _of_sections(text, document.name)
        found += _of_sentences(text, document.name)
    seen: dict[str, Drafted] = {}
    for drafted in found:
        seen.setdefault(drafted.proposal.id, drafted)
    return tuple(seen.values())


def _of_questions(consultation: Consultation) -> Iterator[Drafted]:
    for question in consultation.questions:
        if question.wording:
            id_ = question.key.removeprefix(f"{consultation.key}.")
            proposal = Proposal(name_key(id_), question.wording, Origin.CONSULTATION, question=question.key)
            yield Drafted(proposal, question.key)


def _of_sections(text: str, name: str) -> Iterator[Drafted]:
    """Headings such as `5 §` with the title beside it or on the next line."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = _SECTION.match(line)
        if match is None:
            continue
        title = match[2].strip() or next((below.strip() for below in lines[number : number + 2] if below.strip()), "")
        if title and len(title) <= _LONGEST_TITLE and title[0].isupper() and not title.endswith((".", ",", ";", ":")):
            section = f"{match[1].strip()} \N{SECTION SIGN}"
            yield _drafted(f"{section} {title}", title, name, number)


def _of_sentences(text: str, name: str) -> Iterator[Drafted]:
    """Sentences that say that something is proposed, without those words."""
    offset = 0
    for paragraph in re.split(r"(\n[ ]*\n)", text):
        span = Span(offset, offset + len(paragraph)) if paragraph.strip() else None
        offset += len(paragraph)
        for sentence in sentences(text, span) if span else ():
            words = " ".join(sentence.of(text).split())
            language = language_of(words)
            if (match := _proposing(language).search(words)) is None:
                continue
            rest = words[match.end() :].strip() or words[: match.start()]
            target = target_phrase(rest, language)
            if len(target) >= _SHORTEST_TARGET:
                yield _drafted(target, target, name, text.count("\n", 0, sentence.start) + 1, language)


def _drafted(label: str, words: str, name: str, line: int, language: str | None = None) -> Drafted:
    tag = language or language_of(words)
    labels: Labels = ((tag if tag in languages() else languages()[0], label),)
    return Drafted(Proposal(name_key(label), labels, Origin.CONSULTATION), f"{name}:{line}")
