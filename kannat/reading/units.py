"""The sentences of a statement, each with where it stands and whose words it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kannat.model import Span
from kannat.reading.blocks import bullet_length
from kannat.reading.language import default_language, is_understood, language_of, votes
from kannat.reading.lines import Kind
from kannat.reading.prose import Prose
from kannat.reading.sections import Voice
from kannat.reading.sentences import sentences


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of the prose; `paragraph` and `part` are the numbers of what it belongs to.

    `understood` is off where its paragraph is in no language that is read.
    """

    span: Span
    text: str
    paragraph: int
    part: int
    kind: Kind
    voice: Voice
    language: str
    understood: bool = True

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
    return [unit for number in range(len(prose.paragraphs)) for unit in _of_paragraph(prose, number, tongues)]


def _of_paragraph(prose: Prose, number: int, tongues: Tongues) -> Sequence[Unit]:
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
        units.append(Unit(span, text, number, paragraph.part, paragraph.kind, paragraph.voice, tongue, known))
    return units
