"""A reading as RDF: one named graph per statement, and nothing in it that the reading does not say."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kannat.graph import terms as t
from kannat.graph.literals import decimal_literal, integer_literal
from kannat.graph.names import HASH_LENGTH, NAMELESS_PART, Names, provision_iri
from kannat.graph.privacy import PrivateNames, is_private, pseudonym
from kannat.model import (
    ConsultationMatch,
    Document,
    LegalReference,
    OrganisationMention,
    PositionPassage,
    Reading,
    ReferenceKind,
    Respondent,
    Section,
    Span,
    Stance,
)
from kannat.model.keys import name_key

LABEL_LANGUAGE = "fi"
"""Names and targets of a reading are written in Finnish, as the annotation guideline settles."""

OWN = "own"
"""Stands before a respondent's own proposal in a position's name, so that no id of the codebook is mistaken for it."""

_key_of = lru_cache(maxsize=4096)(name_key)
"""The same names come again and again, within a statement and in the next."""

Value = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class StatementGraph:
    """One statement's named graph; `name` is the statement's own IRI, `consultation` that of what it answers.

    `file_name` is the document's as the graph states it, which may be a pseudonym. Crosses to another process as
    N-Quads, which is several times faster than term by term.
    """

    name: NamedNode
    key: str
    sha256: str
    consultation: NamedNode
    file_name: str
    quads: tuple[Quad, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        terms = (self.name.value, self.key, self.sha256, self.consultation.value, self.file_name)
        return _received, (*terms, serialize(self.quads, format=RdfFormat.N_QUADS))


def _received(name: str, key: str, sha256: str, consultation: str, file_name: str, nquads: bytes) -> StatementGraph:
    quads = tuple(parse(nquads, format=RdfFormat.N_QUADS))
    return StatementGraph(NamedNode(name), key, sha256, NamedNode(consultation), file_name, quads)


def statement_graph(reading: Reading, document: Document, names: Names | None = None) -> StatementGraph:
    """The named graph of one reading.

    After this call: 1. every position, answer, reference and mention bears its place in the text and the reading that
    made it; 2. no blank node, clock or counter is in it; 3. the quads come sorted, so equal readings give equal graphs;
    4. a private respondent is a pseudonym, which also stands for the file's name; mentions of it are left out.
    Raises `ValueError` when the reading matched no consultation or names no respondent (it has no name then), when it
    is of another document, or a span lies outside the text; `RejectedInput` when a literal, such as the words of a
    passage, bears a private respondent's name.
    """
    builder = _Builder(reading, document, names or Names())
    quads = tuple(sorted(set(builder.quads()), key=str))
    builder.private.check(quads)
    file_name = builder.file_name()
    return StatementGraph(builder.statement, builder.key, document.sha256, builder.consultation, file_name, quads)


def respondent_keys(reading: Reading) -> tuple[str, ...]:
    """The local names of the respondents' IRIs, distinct, in order.

    The authority's key; else one made of the name; a pseudonym for a private person, whose name makes no key.
    """
    return tuple(dict.fromkeys(key for _, key in _keyed(reading)))


def _keyed(reading: Reading) -> Iterator[tuple[Respondent, str]]:
    private = 0
    for respondent in dict.fromkeys(reading.respondents):
        if is_private(respondent):
            private += 1
            yield respondent, pseudonym(reading.sha256, private)
        else:
            yield respondent, respondent.key or _key_of(respondent.name)


def _check(reading: Reading, document: Document) -> None:
    named = [respondent.key or respondent.name.strip() for respondent in reading.respondents]
    if not named or not all(named):
        raise ValueError("the reading names no respondent")
    if reading.sha256 != document.sha256:
        raise ValueError("the reading is of another document")
    outside = [span for span in _spans(reading) if span.end > len(document.text)]
    if outside:
        raise ValueError(f"outside the text of {len(document.text)} characters: {outside[0].start}-{outside[0].end}")


def _spans(reading: Reading) -> Iterator[Span]:
    yield from (section.span for section in reading.sections)
    yield from (reference.span for reference in reading.references)
    yield from (mention.span for mention in reading.organisations)
    for position in reading.positions:
        yield position.span
        yield from position.reasons
        if position.condition:
            yield position.condition


def _crowded(parts: Iterable[LegalReference | OrganisationMention]) -> set[Span]:
    """Places at which several different things are said."""
    return {span for span, count in Counter(part.span for part in set(parts)).items() if count > 1}


class _Builder:
    """Gathers the triples of one statement."""

    def __init__(self, reading: Reading, document: Document, names: Names) -> None:
        if reading.consultation.key is None:
            raise ValueError("the reading matched no consultation")
        _check(reading, document)
        self.reading = reading
        self.document = document
        self.names = names
        self.consultation_key = reading.consultation.key
        self.consultation = names.consultation(self.consultation_key)
        self.holders = respondent_keys(reading)
        self.private = PrivateNames(reading.respondents)
        self.mentions = tuple(m for m in reading.organisations if not self._is_of_private(m))
        self.crowded = _crowded(reading.references) | _crowded(self.mentions)
        self.key = names.statement_key(self.consultation_key, self.holders, document.sha256)
        self.statement = names.statement(self.key)
        self.source = names.document(document.sha256)
        self.activity = names.of_statement("reading", self.key)
        self.answers = [(section.span, names.part("answer", self.key, section.span)) for section in reading.sections]

    def quads(self) -> Iterator[Quad]:
        yield from self._statement()
        yield from self._document()
        yield from self._activity()
        yield from self._match(self.reading.consultation)
        yield from self._respondents()
        for section in self.reading.sections:
            yield from self._answer(section)
        for rows in self._positions():
            yield from self._position(rows)
        yield from self._own_proposals()
        for reference in self.reading.references:
            yield from self._reference(reference)
        for mention in self.mentions:
            yield from self._mention(mention)
        yield from self._names_of_unknown()

    def _about(self, subject: NamedNode, *pairs: tuple[NamedNode, Value | None]) -> Iterator[Quad]:
        for predicate, value in pairs:
            if value is not None:
                yield Quad(subject, predicate, value, self.statement)

    def _statement(self) -> Iterator[Quad]:
        reading = self.reading
        yield from self._about(
            self.statement,
            (t.TYPE, t.STATEMENT),
            (t.CONSULTATION_OF, self.consultation),
            (t.STATUS, t.concept(reading.status)),
            (t.OUTCOME, t.concept(reading.outcome)),
            (t.LANGUAGE, Literal(reading.language, datatype=t.LANGUAGE_TAG)),
            (t.ISSUED, _date(reading.dates.statement)),
            (t.DOCUMENT_OF, self.source),
            (t.GENERATED_BY, self.activity),
            (t.SYNTHETIC, Literal(True) if reading.synthetic else None),
            *((t.RESPONDENT, self.names.organisation(key)) for key in self.holders),
            *((t.IDENTIFIER, Literal(identifier)) for identifier in reading.identifiers),
        )

    def file_name(self) -> str:
        """The file's name, or a private respondent's pseudonym where a person could be named in it.

        A file of many statements, whose parts are numbered, is called after no respondent.
        """
        private = [key for respondent, key in _keyed(self.reading) if is_private(respondent)]
        name = self.document.name
        if not private or (NAMELESS_PART.fullmatch(name) and not self.private.borne_by(re.sub(r"[\W_]+", " ", name))):
            return name
        return private[0]

    def _document(self) -> Iterator[Quad]:
        yield from self._about(
            self.source,
            (t.TYPE, t.DOCUMENT),
            (t.SHA256, Literal(self.document.sha256)),
            (t.LENGTH, integer_literal(len(self.document.text))),
            (t.FORMAT, Literal(self.document.media_type)),
            (t.FILE_NAME, Literal(self.file_name())),
        )

    def _activity(self) -> Iterator[Quad]:
        reader, coverage = self.reading.reader, self.reading.coverage
        yield from self._about(
            self.activity,
            (t.TYPE, t.READING),
            (t.METHOD, t.concept(reader.method)),
            (t.READER_VERSION, Literal(f"{reader.name} {reader.version}")),
            (t.SETTINGS, Literal(reader.settings) if reader.settings else None),
            (t.USED, self.source),
            (t.SENTENCES, integer_literal(coverage.sentences) if coverage.sentences else None),
            (t.SENTENCES_SKIPPED, integer_literal(coverage.sentences - coverage.read) if coverage.sentences else None),
        )

    def _match(self, match: ConsultationMatch) -> Iterator[Quad]:
        node = self.names.of_statement("match", self.key)
        yield from self._about(
            node,
            (t.TYPE, t.MATCH),
            (t.STATEMENT_OF, self.statement),
            (t.MATCHED, self.consultation),
            (t.CONFIDENCE, decimal_literal(match.confidence)),
            (t.GENERATED_BY, self.activity),
            *((t.EVIDENCE, t.concept(evidence)) for evidence in match.evidence),
        )

    def _respondents(self) -> Iterator[Quad]:
        """Describes the respondents that the authority does not know; a known one is described there."""
        for respondent, key in _keyed(self.reading):
            organisation = self.names.organisation(key)
            if is_private(respondent):
                label = Literal(key, language=LABEL_LANGUAGE)
                yield from self._about(organisation, (t.TYPE, t.ORGANISATION), (t.PREF_LABEL, label))
            if is_private(respondent) or not respondent.key:
                yield from self._about(organisation, (t.CLASSIFICATION, t.concept(respondent.type)))

    def _names_of_unknown(self) -> Iterator[Quad]:
        """Labels what no authority describes: the first name met is preferred, others are alternatives."""
        names: dict[tuple[NamedNode, NamedNode], dict[str, None]] = {}
        for respondent, key in _keyed(self.reading):
            if not respondent.key and not is_private(respondent):
                names.setdefault((self.names.organisation(key), t.ORGANISATION), {})[respondent.name] = None
        for mention in self.mentions:
            if mention.generic or not (mention.key or self._is_known_holder(mention)):
                kind = t.GENERIC_ACTOR if mention.generic else t.ORGANISATION
                names.setdefault((self._actor(mention), kind), {})[mention.name] = None
        for (node, kind), (first, *others) in names.items():
            yield from self._about(
                node,
                (t.TYPE, kind),
                (t.PREF_LABEL, Literal(first, language=LABEL_LANGUAGE)),
                *((t.ALT_LABEL, Literal(other, language=LABEL_LANGUAGE)) for other in others),
            )

    def _answer(self, section: Section) -> Iterator[Quad]:
        node = self.names.part("answer", self.key, section.span)
        yield from self._about(
            node,
            (t.TYPE, t.ANSWER),
            (t.STATEMENT_OF, self.statement),
            (t.HEADING, Literal(" ".join(section.heading.split())) if section.heading else None),
            (t.HAS_QUESTION, self.names.question(section.question) if section.question else None),
            (t.OUTCOME, t.concept(section.outcome) if section.outcome else None),
            (t.LANGUAGE, Literal(section.language, datatype=t.LANGUAGE_TAG) if section.language else None),
            (t.GENERATED_BY, self.activity),
            *self._place(section.span),
        )

    def _positions(self) -> Iterator[list[PositionPassage]]:
        """Passages grouped to positions: one stance on one proposal, in the order of the text."""
        groups: dict[tuple[NamedNode, Stance], list[PositionPassage]] = {}
        for row in sorted(self.reading.positions, key=lambda row: row.span):
            groups.setdefault((self._proposal(row), row.stance), []).append(row)
        yield from groups.values()

    def _proposal(self, row: PositionPassage) -> NamedNode:
        if row.proposal:
            return self.names.proposal(self.consultation_key, row.proposal)
        return self.names.of_statement("proposal", self.key, _key_of(row.target))

    def _position(self, rows: list[PositionPassage]) -> Iterator[Quad]:
        first = rows[0]
        local = (first.proposal,) if first.proposal else (OWN, _key_of(first.target))
        node = self.names.of_statement("position", self.key, *local, first.stance)
        confidences = [row.confidence for row in rows if row.confidence is not None]
        scores = [row.score for row in rows if row.score is not None]
        yield from self._about(
            node,
            (t.TYPE, t.POSITION),
            (t.STATEMENT_OF, self.statement),
            (t.HAS_PROPOSAL, self._proposal(first)),
            (t.STANCE, t.concept(first.stance)),
            (t.ORIGIN, t.concept(first.origin)),
            (t.CONFIDENCE, decimal_literal(_hundredths(max(confidences, default=None)))),
            (t.MATCH_SCORE, decimal_literal(max(scores, default=None))),
            (t.GENERATED_BY, self.activity),
            *((t.HOLDER, self.names.organisation(key)) for key in self.holders),
            *((t.ANSWER_OF, answer) for row in rows for answer in self._answers_at(row.span)),
        )
        for row in rows:
            yield from self._passages(node, t.HAS_PASSAGE, (row.span,))
            yield from self._passages(node, t.REASON, row.reasons)
            yield from self._passages(node, t.CONDITION, (row.condition,) if row.condition else ())

    def _own_proposals(self) -> Iterator[Quad]:
        """Proposals that the codebook does not hold: described beside the positions, for a person to place."""
        own: dict[NamedNode, list[PositionPassage]] = {}
        for row in sorted(self.reading.positions, key=lambda row: row.span):
            if not row.proposal:
                own.setdefault(self._proposal(row), []).append(row)
        for node, (first, *others) in own.items():
            wordings = {row.target for row in others} - {first.target}
            yield from self._about(
                node,
                (t.TYPE, t.PROPOSAL),
                (t.CONSULTATION_OF, self.consultation),
                (t.PREF_LABEL, Literal(first.target, language=LABEL_LANGUAGE)),
                *((t.ALT_LABEL, Literal(wording, language=LABEL_LANGUAGE)) for wording in wordings),
                (t.ORIGIN, t.concept(first.origin)),
                (t.GENERATED_BY, self.activity),
            )

    def _passages(self, owner: NamedNode, predicate: NamedNode, spans: Iterable[Span]) -> Iterator[Quad]:
        for span in spans:
            node = self.names.part("passage", self.key, span)
            yield from self._about(owner, (predicate, node))
            yield from self._about(node, (t.TYPE, t.PASSAGE), *self._quote(span))

    def _reference(self, reference: LegalReference) -> Iterator[Quad]:
        said = "\0".join((reference.kind, reference.target or "", reference.provision or ""))
        node = self._part("reference", reference.span, hashlib.sha256(said.encode()).hexdigest()[:HASH_LENGTH])
        act = self.names.official_document(reference.kind, reference.target) if reference.target else None
        part = provision_iri(act, reference.provision) if act and reference.provision else None
        yield from self._about(
            node,
            (t.TYPE, t.LEGAL_REFERENCE),
            (t.STATEMENT_OF, self.statement),
            (t.REFERENCE_KIND, t.concept(reference.kind)),
            (t.CITES, act),
            (t.PROVISION, Literal(reference.provision) if reference.provision else None),
            (t.CITES_PROVISION, part),
            (t.GENERATED_BY, self.activity),
            *((t.ANSWER_OF, answer) for answer in self._answers_at(reference.span)),
            *self._quote(reference.span),
        )
        if act and reference.target:
            yield from self._about(
                act,
                (t.TYPE, t.LEGAL_RESOURCE if reference.kind is ReferenceKind.STATUTE else t.OFFICIAL_DOCUMENT),
                (t.REFERENCE_KIND, t.concept(reference.kind)),
                (t.IDENTIFIER, Literal(reference.target)),
            )
        if act and part:
            yield from self._about(part, (t.TYPE, t.LEGAL_SUBDIVISION), (t.IS_PART_OF, act))

    def _mention(self, mention: OrganisationMention) -> Iterator[Quad]:
        yield from self._about(
            self._part("mention", mention.span, mention.key or _key_of(mention.name)),
            (t.TYPE, t.MENTION),
            (t.STATEMENT_OF, self.statement),
            (t.MENTIONS, self._actor(mention)),
            (t.GENERATED_BY, self.activity),
            *self._quote(mention.span),
        )

    def _actor(self, mention: OrganisationMention) -> NamedNode:
        if mention.generic:
            return self.names.actor(mention.name)
        return self.names.organisation(mention.key or _key_of(mention.name))

    def _is_known_holder(self, mention: OrganisationMention) -> bool:
        return _key_of(mention.name) in {respondent.key for respondent in self.reading.respondents}

    def _is_of_private(self, mention: OrganisationMention) -> bool:
        return self.private.hold(mention.name) or self.private.borne_by(mention.span.of(self.document.text))

    def _part(self, kind: str, span: Span, said: str) -> NamedNode:
        """Named by its place; where several stand at one place, also by what each says."""
        node = self.names.part(kind, self.key, span)
        return NamedNode(f"{node.value}.{said}") if span in self.crowded else node

    def _answers_at(self, span: Span) -> list[NamedNode]:
        return [node for answer, node in self.answers if answer.overlap(span)]

    def _place(self, span: Span) -> Iterator[tuple[NamedNode, Value | None]]:
        page = self.document.page_at(span.start)
        yield (t.START, integer_literal(span.start))
        yield (t.END, integer_literal(span.end))
        yield (t.SOURCE, self.source)
        yield (t.PAGE, integer_literal(page) if page is not None else None)

    def _quote(self, span: Span) -> Iterator[tuple[NamedNode, Value | None]]:
        yield from self._place(span)
        yield (t.EXACT, Literal(span.of(self.document.text)))


def _hundredths(value: float | None) -> float | None:
    """A probability as exact as it was measured; what is no number is left for the literal to refuse."""
    return round(value, 2) if value is not None and isfinite(value) else value


def _date(value: object) -> Literal | None:
    return Literal(str(value), datatype=t.DATE) if value is not None else None
