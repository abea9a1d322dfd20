"""The sentences of a statement, each with where it stands and whose words it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kannat.model import Span
from kannat.reading.blocks import bullet_length, is_sentence
from kannat.reading.language import default_language, is_understood, language_of, votes
from kannat.reading.lines import Kind
from kannat.reading.prose import Prose
from kannat.reading.sections import Voice
from kannat.reading.sentences import sentences


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of the prose; `paragraph` and `part` are the numbers of what it belongs to.

    `understood` is off where its paragraph is in no language that is read; `lead` is the line that introduces the list
    of which it is an item.
    """

    span: Span
    text: str
    paragraph: int
    part: int
    kind: Kind
    voice: Voice
    language: str
    understood: bool = True
    lead: str = ""

    @property
    def spoken(self) -> str:
        """The words as one sentence with those that introduce them."""
        return f"{self.lead} {self.text}" if self.lead else self.text

    @property
    def skipped(self) -> str | None:
        """Why the sentence is not read for positions; None where it is."""
        if self.voice is not Voice.OWN:
            return str(self.voice)
        if not self.understood:
            return _UNKNOWN_LANGUAGE
        return None if self.kind in _READ else str(self.kind)


_UNKNOWN_LANGUAGE = "unknownLanguage"
_READ = (Kind.BODY, Kind.ITEM, Kind.HEADING, Kind.OPTION)
_PROSE = (Kind.BODY, Kind.ITEM)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class Tongues:
    """In which language each paragraph is, and each part; None for a part whose words tell of no known language.

    A paragraph without telling words is in the language of its part, and a part without them in the document's.
    """

    votes: tuple[Counter[str], ...]
    paragraphs: tuple[str, ...]
    parts: Mapping[int, str | None]


def tongues_of(prose: Prose) -> Tongues:
    """The languages of a statement, told by its prose."""
    counted = tuple(votes(prose.words(paragraph.span)) for paragraph in prose.paragraphs)
    by_part: dict[int, Counter[str]] = {}
    for paragraph, count in zip(prose.paragraphs, counted, strict=True):
        own = by_part.setdefault(paragraph.part, Counter())
        if paragraph.kind in _PROSE and paragraph.voice is not Voice.OUTSIDE:
            own.update(count)
    whole = _most(sum(by_part.values(), Counter())) or default_language()
    parts = {number: _most(count) for number, count in by_part.items()}
    paragraphs = tuple(
        _most(count) or parts[paragraph.part] or whole
        for paragraph, count in zip(prose.paragraphs, counted, strict=True)
    )
    return Tongues(counted, paragraphs, parts)


def _most(count: Counter[str]) -> str | None:
    return max(sorted(count), key=lambda tag: count[tag]) if count else None


def units_of(prose: Prose, tongues: Tongues) -> list[Unit]:
    """Every sentence of the prose in order, in the language of its paragraph."""
    return [unit for number, lead in enumerate(_leads(prose)) for unit in _of_paragraph(prose, number, tongues, lead)]


def _leads(prose: Prose) -> Iterator[str]:
    """Of each paragraph the line that introduces the list it is an item of; empty where it is none."""
    lead = ""
    for paragraph in prose.paragraphs:
        if paragraph.kind is not Kind.ITEM:
            lead = _introducing(prose.words(paragraph.span))
        yield lead if paragraph.kind is Kind.ITEM else ""


def _introducing(words: str) -> str:
    """The words that introduce a list: what of a paragraph is no whole sentence, up to a colon or to its end."""
    last = _SENTENCE_END.split(words)[-1]
    unfinished = len(last) <= _SHORT_LINE and not is_sentence(last)
    return last.rstrip(" :") if words.endswith(":") or unfinished else ""


def _of_paragraph(prose: Prose, number: int, tongues: Tongues, lead: str) -> Sequence[Unit]:
    paragraph = prose.paragraphs[number]
    main, mixed = tongues.paragraphs[number], len(tongues.votes[number]) > 1
    known = is_understood(prose.words(paragraph.span))
    units = []
    for place, span in enumerate(sentences(prose.view.text, paragraph.span)):
        if place == 0 and paragraph.kind is Kind.ITEM:
            bullet = bullet_length(prose.words(span))
            span = Span(span.start + bullet, span.end) if bullet < len(span) else span
        text = prose.words(span)
        tongue = language_of(text, main) if mixed else main
        units.append(Unit(span, text, number, paragraph.part, paragraph.kind, paragraph.voice, tongue, known, lead))
    return units
