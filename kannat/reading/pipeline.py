"""Reads a document from end to end by rules: the stages in order, and the way back to the text as it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kannat.errors import NotAStatement
from kannat.model import (
    Consultation,
    ConsultationMatch,
    Coverage,
    Document,
    LegalReference,
    OrganisationMention,
    Origin,
    Outcome,
    PositionPassage,
    ReaderIdentity,
    Reading,
    Respondent,
    Section,
    Span,
    StatementDates,
    Status,
)
from kannat.reading.authorities import Authorities, load_authorities
from kannat.reading.blocks import blocks_of, fitted, is_sentence
from kannat.reading.consultation_match import match_consultation
from kannat.reading.data import data_digest
from kannat.reading.given import given_match, given_respondents
from kannat.reading.identifiers import find_dates, find_identifiers
from kannat.reading.language import document_language
from kannat.reading.layouts import Layout, recognise
from kannat.reading.lines import Kind, lines_of
from kannat.reading.organisations import find_organisations
from kannat.reading.pieces import pieces_of
from kannat.reading.positions import Finding, PositionFinder, RuleFinder
from kannat.reading.proposals import CodebookMatcher
from kannat.reading.prose import Prose, prose_of
from kannat.reading.references import find_references
from kannat.reading.respondents import find_respondents
from kannat.reading.sections import Part, Voice, parts_of
from kannat.reading.status import section_outcome, statement_outcome, status_of
from kannat.reading.targets import target_phrase
from kannat.reading.units import Tongues, Unit, tongues_of, units_of
from kannat.reading.view import View, even_view


class Reader(Protocol):
    """Reads documents; whatever does so in its own way bears a name and a version of its own."""

    @property
    def identity(self) -> ReaderIdentity:
        """Who reads: what every finding is traced back to."""

    def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
        """The reading of one document in the light of the consultations that it may answer.

        Raises `NotAStatement` for a summary of statements or a report of a round.
        """


@dataclass(frozen=True, slots=True)
class Structure:
    """What a document is made of, before anything is found in it."""

    view: View
    layout: Layout
    parts: tuple[Part, ...]
    prose: Prose
    units: tuple[Unit, ...]
    tongues: Tongues
    status: Status
    noise: int


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a statement as a whole when its positions are named: its consultation, in which language."""

    consultation: Consultation | None
    matcher: CodebookMatcher | None


class StagedReader:
    """Reads in stages: layout, sections, sentences, references, organisations, positions; `finder` does the last."""

    def __init__(self, finder: PositionFinder | None = None, authorities: Authorities | None = None) -> None:
        self._finder = finder or RuleFinder()
        self._authorities = authorities
        self._matchers: dict[str, tuple[Consultation, CodebookMatcher]] = {}

    @property
    def identity(self) -> ReaderIdentity:
        return ReaderIdentity(self._finder.name, self._finder.version, self._finder.method, data_digest())

    def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
        structure = structure_of(document, consultations)
        if not structure.layout.is_statement:
            advice = "take in the statements that it tells of, each by itself"
            raise NotAStatement(f"no statement: {structure.layout.title}", place=document.name, advice=advice)
        prose = structure.prose
        text = prose.view.text
        authorities = self._authorities or load_authorities()
        language = _language(structure.units)
        headings = [p.span for p in prose.paragraphs if p.kind in (Kind.HEADING, Kind.QUESTION)]
        references = find_references(text, language, authorities)
        given, dates = document.given, find_dates(text, language)
        dates = replace(dates, statement=given.issued) if given.issued else dates
        match = match_consultation(text, language, consultations, references, dates)
        match = given_match(given, consultations, match)
        respondents = given_respondents(given, authorities)
        respondents = respondents or find_respondents(text, headings, authorities, document.name)
        mentions = find_organisations(text, language, authorities, respondents, match.requester, references)
        context = self._context(match, consultations)
        positions = self._positions(structure, context, [respondent.name for respondent in respondents])
        found = _Found(match, context.consultation, respondents, mentions, references, dates, positions)
        return self._reading(document, structure, language, found)

    def _context(self, match: ConsultationMatch, consultations: Sequence[Consultation]) -> Context:
        consultation = next((c for c in consultations if c.key == match.key), None)
        if consultation is None or not consultation.codebook:
            return Context(consultation, None)
        known = self._matchers.get(consultation.key)
        if known is None or known[0] != consultation:
            known = self._matchers[consultation.key] = (consultation, CodebookMatcher(consultation))
        return Context(consultation, known[1])

    def _positions(
        self, structure: Structure, context: Context, speakers: Sequence[str]
    ) -> tuple[PositionPassage, ...]:
        questions = [part.heading.text if part.heading else None for part in structure.parts]
        findings = self._finder.find(structure.units, questions)
        named = [_named(finding, structure, context, speakers) for finding in findings]
        return tuple(_joined(named))

    def _reading(self, document: Document, structure: Structure, language: str, found: _Found) -> Reading:
        back = structure.prose.view.source
        positions = tuple(_position_back(position, structure.prose) for position in found.positions)
        asked = found.consultation.questions if found.consultation else ()
        questions = frozenset(question.key for question in asked)
        sections = _sections(structure, positions, questions)
        coverage = _coverage(structure)
        return Reading(
            document=document.name,
            sha256=document.sha256,
            reader=self.identity,
            language=language,
            consultation=found.match,
            respondents=found.respondents,
            status=structure.status,
            outcome=statement_outcome(sections, positions, structure.status, coverage.read),
            identifiers=find_identifiers(structure.prose.view.text, found.references, found.match.identifier),
            dates=found.dates,
            sections=sections,
            positions=positions,
            references=tuple(replace(r, span=back(r.span)) for r in found.references),
            organisations=tuple(replace(o, span=back(o.span)) for o in found.mentions),
            coverage=coverage,
            layout=structure.layout.id,
            synthetic=found.consultation is not None and found.consultation.synthetic,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    match: ConsultationMatch
    consultation: Consultation | None
    respondents: tuple[Respondent, ...]
    mentions: tuple[OrganisationMention, ...]
    references: tuple[LegalReference, ...]
    dates: StatementDates
    positions: tuple[PositionPassage, ...]


def structure_of(document: Document, consultations: Sequence[Consultation] = ()) -> Structure:
    """The layout, parts, prose and sentences of a document, and what kind of evidence it is."""
    view = even_view(document.text)
    layout = recognise(view.text)
    lines = lines_of(view.text, pieces_of(view, layout, document.marks, consultations))
    layout = fitted(layout, lines)
    blocks = blocks_of(lines, layout)
    parts = parts_of(blocks, layout, consultations)
    status = status_of(parts, layout)
    if status is Status.ATTACHMENT_MISSING:
        for part in parts:
            part.voice = Voice.BACKGROUND if part.voice is Voice.OWN else part.voice
    prose = prose_of(view, parts)
    noise = sum(block.kind is Kind.NOISE for block in blocks)
    tongues = tongues_of(prose)
    units = tuple(units_of(prose, tongues))
    return Structure(view, layout, tuple(parts), prose, units, tongues, status, noise)


def _language(units: Sequence[Unit]) -> str:
    """The language of a statement, by its sentences; by its other lines where it has none."""
    prose = [unit for unit in units if unit.kind in (Kind.BODY, Kind.ITEM)]
    spoken = [unit for unit in prose if is_sentence(unit.text)]
    return document_language((unit.language, unit.text) for unit in spoken or prose)


def _named(finding: Finding, structure: Structure, context: Context, speakers: Sequence[str]) -> PositionPassage:
    """The position of a finding, with its proposal where the codebook has it."""
    prose, part = structure.prose, structure.parts[finding.part]
    heading = part.heading.text if part.heading else ""
    question = part.heading.question if part.heading else None
    words = heading if finding.closed else prose.words(finding.core)
    passage = heading if finding.closed else prose.words(finding.span)
    match = context.matcher.match(passage, finding.language, question) if context.matcher else None
    if match is not None:
        target = next((text for tag, text in match.proposal.labels if tag == "fi"), match.proposal.labels[0][1])
        origin = match.proposal.origin
    else:
        target = target_phrase(words, finding.language, speakers) or heading or words
        of_draft = finding.names_draft or finding.closed
        origin = finding.origin or (Origin.CONSULTATION if of_draft else Origin.RESPONDENT)
    return PositionPassage(
        span=finding.span,
        stance=finding.stance,
        origin=origin,
        target=target,
        proposal=match.proposal.id if match else None,
        reasons=finding.reasons,
        condition=finding.condition,
        score=match.score if match else None,
        confidence=finding.confidence,
    )


def _joined(positions: Sequence[PositionPassage]) -> list[PositionPassage]:
    """The positions without those that another one at the very same place repeats, in the order of the text."""
    seen: dict[tuple[Span, str, str], PositionPassage] = {}
    for position in positions:
        seen.setdefault((position.span, position.stance, position.proposal or position.target), position)
    return sorted(seen.values(), key=lambda p: (p.span, p.stance, p.target))


def _position_back(position: PositionPassage, prose: Prose) -> PositionPassage:
    back = prose.view.source
    return replace(
        position,
        span=back(position.span),
        reasons=tuple(back(reason) for reason in position.reasons),
        condition=back(position.condition) if position.condition else None,
    )


def _sections(
    structure: Structure, positions: Sequence[PositionPassage], questions: frozenset[str]
) -> tuple[Section, ...]:
    """The answers: every part that has a body and is not outside the statement."""
    sections = []
    for number, part in enumerate(structure.parts):
        body = part.answer
        if not body or part.voice is Voice.OUTSIDE:
            continue
        span = structure.view.source(Span(body[0].span.start, body[-1].span.end))
        heading = part.heading.text if part.heading else None
        question = part.heading.question if part.heading and part.heading.question in questions else None
        section = Section(span, heading, question)
        outcome = section_outcome(section, positions, body)
        language = None if outcome is Outcome.FAILED else structure.tongues.parts.get(number)
        sections.append(replace(section, outcome=outcome, language=language))
    return tuple(sections)


def _coverage(structure: Structure) -> Coverage:
    skipped = Counter(unit.skipped for unit in structure.units if unit.skipped is not None)
    if structure.noise:
        skipped[Kind.NOISE.value] += structure.noise
    return Coverage(len(structure.units) + structure.noise, tuple(sorted((str(k), n) for k, n in skipped.items())))
