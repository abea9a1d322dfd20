"""Puts a summary together from its material: chapter after chapter, then the notes."""

from __future__ import annotations

from kannat.store import Store
from kannat.summary.assessments import (
    write_amendments,
    write_general,
    write_other_matters,
    write_overview,
    write_questions,
)
from kannat.summary.blocks import Heading, Summary
from kannat.summary.closing import notices, write_appendix, write_method, write_references
from kannat.summary.material import Material, material
from kannat.summary.notes import Notes
from kannat.summary.opening import reading_days, write_facts, write_introduction, write_respondents
from kannat.summary.outline import Outline
from kannat.summary.phrases import phrases
from kannat.summary.provisions import write_provisions
from kannat.summary.stances import StanceWriter
from kannat.summary.topics import listed_topics, own_topics

_UNDATED = "2000-01-01"
"""The date of a file about a round that bears no date at all: formats insist on one."""


def summary(store: Store, consultation: str, language: str = "fi") -> Summary:
    """The summary of a consultation (its address, case number or key) in `fi`, `sv` or `en`.

    Raises `UnknownName` for another language and for a consultation that the store does not hold.
    """
    phrases(language)
    return compose(material(store, consultation, language), language)


def compose(told: Material, language: str) -> Summary:
    """The summary that this material gives; equal material gives an equal summary."""
    words = phrases(language)
    notes = Notes(told, words)
    writer, outline = StanceWriter(told, notes), Outline(words)
    listed, own = listed_topics(told.matrix), own_topics(told.matrix)
    outline.paragraph(words.sentence("draft"), *notices(told, words))
    write_facts(told, outline)
    write_introduction(told, outline)
    write_respondents(told, outline)
    write_general(told, writer, [topic for topic in own if not topic.raised], outline)
    write_overview(writer, listed, outline)
    write_questions(told, writer, listed, outline)
    write_provisions(told, writer, outline)
    write_other_matters(writer, [topic for topic in own if topic.raised], outline)
    write_amendments(writer, [*listed, *own], outline)
    write_references(told, outline)
    write_method(told, outline)
    write_appendix(told, outline)
    facts = told.matrix.round
    return Summary(
        language=language,
        title=words.text("title", title=facts.title),
        subject=facts.identifier,
        author=facts.requester,
        date=_date(told),
        blocks=tuple(outline.blocks),
        notes=notes.all(),
        note_lines=tuple(notes.line(note) for note in notes.all()),
        notes_heading=Heading(1, words.text("notes"), "notes"),
    )


def _date(told: Material) -> str:
    """The last day that the material tells of: a file's date must not be the day on which it is written."""
    facts = told.matrix.round
    issued = [one.issued[:10] for one in told.matrix.statements.values() if one.issued]
    days = [*reading_days(told), *issued, *(day for day in (facts.request_date, facts.deadline) if day)]
    return max(days, default=_UNDATED)
