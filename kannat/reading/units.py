"""The sentences of a statement, each with where it stands and whose words it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kannat.model import Span
from kannat.reading.language import default_language, language_of, votes
from kannat.reading.lines import Kind, bullet_length
from kannat.reading.prose import Prose
from kannat.reading.sections import Voice
from kannat.reading.sentences import sentences


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of the prose; `paragraph` and `part` are the numbers of what it belongs to."""

    span: Span
    text: str
    paragraph: int
    part: int
    kind: Kind
    voice: Voice
    language: str

    @property
    def skipped(self) -> str | None:
        """Why the sentence is not read for positions; None where it is."""
        if self.voice is not Voice.OWN:
            return str(self.voice)
        return None if self.kind in _READ else str(self.kind)


_READ = (Kind.BODY, Kind.ITEM, Kind.HEADING, Kind.OPTION)


def units_of(prose: Prose) -> list[Unit]:
    """Every sentence of the prose in order, in the language of its paragraph."""
    return [unit for number in range(len(prose.paragraphs)) for unit in _of_paragraph(prose, number)]


def _of_paragraph(prose: Prose, number: int) -> Sequence[Unit]:
    paragraph = prose.paragraphs[number]
    spans = sentences(prose.view.text, paragraph.span)
    tongues = votes(prose.words(paragraph.span))
    main = max(sorted(tongues), key=lambda tag: tongues[tag]) if tongues else default_language()
    units = []
    for place, span in enumerate(spans):
        if place == 0 and paragraph.kind is Kind.ITEM:
            bullet = bullet_length(prose.words(span))
            span = Span(span.start + bullet, span.end) if bullet < len(span) else span
        text = prose.words(span)
        tongue = language_of(text, main) if len(tongues) > 1 else main
        units.append(Unit(span, text, number, paragraph.part, paragraph.kind, paragraph.voice, tongue))
    return units
