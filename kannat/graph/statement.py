"""A reading as RDF: one named graph per statement, and nothing in it that the reading does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.names import Names, provision_iri
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
from kannat.model.keys import slug

LABEL_LANGUAGE = "fi"
"""Names and targets of a reading are written in Finnish, as the annotation guideline settles."""

Value = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class StatementGraph:
    """One statement's named graph; `name` is the statement's own IRI."""

    name: NamedNode
    key: str
    sha256: str
    quads: tuple[Quad, ...]


def statement_graph(reading: Reading, document: Document, names: Names | None = None) -> StatementGraph:
    """The named graph of one reading.

    After this call: 1. every position, answer, reference and mention bears its place in the text and the reading that
    made it; 2. no blank node, clock or counter is in it; 3. the quads come sorted, so equal readings give equal graphs.
    Raises `ValueError` when the reading matched no consultation or names no respondent: such a reading has no name.
    """
    builder = _Builder(reading, document, names or Names())
    quads = tuple(sorted(set(builder.quads()), key=str))
    return StatementGraph(builder.statement, builder.key, document.sha256, quads)


def respondent_key(respondent: Respondent) -> str:
    """The local name of a respondent's IRI: the authority's key, else a slug of the name."""
    return respondent.key or slug(respondent.name)


class _Builder:
    """Gathers the triples of one statement."""

    def __init__(self, reading: Reading, document: Document, names: Names) -> None:
        if reading.consultation.key is None:
            raise ValueError("the reading matched no consultation")
        if not reading.respondents:
            raise ValueError("the reading names no respondent")
        self.reading = reading
        self.document = document
        self.names = names
        self.consultation_key = reading.consultation.key
        self.consultation = names.consultation(self.consultation_key)
        self.holders = tuple(respondent_key(r) for r in reading.respondents)
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
        for respondent in self.reading.respondents:
            yield from self._respondent(respondent)
        for section in self.reading.sections:
            yield from self._answer(section)
        for rows in self._positions():
            yield from self._position(rows)
        for reference in self.reading.references:
            yield from self._reference(reference)
        for mention in self.reading.organisations:
            yield from self._mention(mention)

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

    def _document(self) -> Iterator[Quad]:
        yield from self._about(
            self.source,
            (t.TYPE, t.DOCUMENT),
            (t.SHA256, Literal(self.document.sha256)),
            (t.LENGTH, _integer(len(self.document.text))),
            (t.FORMAT, Literal(self.document.media_type)),
            (t.FILE_NAME, Literal(self.document.name)),
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
            (t.SENTENCES, _integer(coverage.sentences) if coverage.sentences else None),
            (t.SENTENCES_SKIPPED, _integer(coverage.sentences - coverage.read) if coverage.sentences else None),
        )

    def _match(self, match: ConsultationMatch) -> Iterator[Quad]:
        node = self.names.of_statement("match", self.key)
        yield from self._about(
            node,
            (t.TYPE, t.MATCH),
            (t.STATEMENT_OF, self.statement),
            (t.MATCHED, self.consultation),
            (t.CONFIDENCE, _decimal(match.confidence)),
            (t.GENERATED_BY, self.activity),
            *((t.EVIDENCE, t.concept(evidence)) for evidence in match.evidence),
        )

    def _respondent(self, respondent: Respondent) -> Iterator[Quad]:
        """Describes a respondent that the authority does not know; a known one is described there."""
        if respondent.key:
            return
        yield from self._about(
            self.names.organisation(respondent_key(respondent)),
            (t.TYPE, t.ORGANISATION),
            (t.PREF_LABEL, Literal(respondent.name, language=LABEL_LANGUAGE)),
            (t.CLASSIFICATION, t.concept(respondent.type)),
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
            (t.GENERATED_BY, self.activity),
            *self._place(section.span),
        )

    def _positions(self) -> Iterator[list[PositionPassage]]:
        """Passages grouped to positions: one stance on one proposal, in the order of their first passage."""
        groups: dict[tuple[str, Stance], list[PositionPassage]] = {}
        for row in self.reading.positions:
            groups.setdefault((row.proposal or f"={slug(row.target)}", row.stance), []).append(row)
        yield from groups.values()

    def _position(self, rows: list[PositionPassage]) -> Iterator[Quad]:
        first = rows[0]
        local = first.proposal or slug(first.target) or f"{first.span.start}-{first.span.end}"
        node = self.names.of_statement("position", self.key, local, first.stance)
        if first.proposal is None:
            proposal = self.names.of_statement("proposal", self.key, local)
            yield from self._own_proposal(proposal, first)
        else:
            proposal = self.names.proposal(self.consultation_key, first.proposal)
        confidences = [row.confidence for row in rows if row.confidence is not None]
        scores = [row.score for row in rows if row.score is not None]
        yield from self._about(
            node,
            (t.TYPE, t.POSITION),
            (t.STATEMENT_OF, self.statement),
            (t.HAS_PROPOSAL, proposal),
            (t.STANCE, t.concept(first.stance)),
            (t.ORIGIN, t.concept(first.origin)),
            (t.CONFIDENCE, _decimal(max(confidences, default=None))),
            (t.MATCH_SCORE, _decimal(max(scores, default=None))),
            (t.GENERATED_BY, self.activity),
            *((t.HOLDER, self.names.organisation(key)) for key in self.holders),
            *((t.ANSWER_OF, answer) for row in rows for answer in self._answers_at(row.span)),
        )
        for row in rows:
            yield from self._passages(node, t.HAS_PASSAGE, (row.span,))
            yield from self._passages(node, t.REASON, row.reasons)
            yield from self._passages(node, t.CONDITION, (row.condition,) if row.condition else ())

    def _own_proposal(self, node: NamedNode, row: PositionPassage) -> Iterator[Quad]:
        """A proposal that the codebook does not hold: described beside the position, for a person to place."""
        yield from self._about(
            node,
            (t.TYPE, t.PROPOSAL),
            (t.CONSULTATION_OF, self.consultation),
            (t.PREF_LABEL, Literal(row.target, language=LABEL_LANGUAGE)),
            (t.ORIGIN, t.concept(row.origin)),
            (t.GENERATED_BY, self.activity),
        )

    def _passages(self, owner: NamedNode, predicate: NamedNode, spans: Iterable[Span]) -> Iterator[Quad]:
        for span in spans:
            node = self.names.part("passage", self.key, span)
            yield from self._about(owner, (predicate, node))
            yield from self._about(node, (t.TYPE, t.PASSAGE), *self._quote(span))

    def _reference(self, reference: LegalReference) -> Iterator[Quad]:
        node = self.names.part("reference", self.key, reference.span)
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
        node = self.names.part("mention", self.key, mention.span)
        if mention.generic:
            actor = self.names.actor(mention.name)
            kind = t.GENERIC_ACTOR
        else:
            actor = self.names.organisation(mention.key or slug(mention.name))
            kind = t.ORGANISATION
        yield from self._about(
            node,
            (t.TYPE, t.MENTION),
            (t.STATEMENT_OF, self.statement),
            (t.MENTIONS, actor),
            (t.GENERATED_BY, self.activity),
            *self._quote(mention.span),
        )
        if mention.generic or not (mention.key or self._is_holder(actor)):
            label = Literal(mention.name, language=LABEL_LANGUAGE)
            yield from self._about(actor, (t.TYPE, kind), (t.PREF_LABEL, label))

    def _is_holder(self, organisation: NamedNode) -> bool:
        return organisation in {self.names.organisation(key) for key in self.holders}

    def _answers_at(self, span: Span) -> list[NamedNode]:
        return [node for answer, node in self.answers if answer.overlap(span)]

    def _place(self, span: Span) -> Iterator[tuple[NamedNode, Value | None]]:
        page = self.document.page_at(span.start)
        yield (t.START, _integer(span.start))
        yield (t.END, _integer(span.end))
        yield (t.SOURCE, self.source)
        yield (t.PAGE, _integer(page) if page is not None else None)

    def _quote(self, span: Span) -> Iterator[tuple[NamedNode, Value | None]]:
        yield from self._place(span)
        yield (t.EXACT, Literal(span.of(self.document.text)))


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=t.INTEGER)


def _decimal(value: float | None) -> Literal | None:
    """Four decimals at most, without trailing zeros: the form that the embedded engine keeps."""
    if value is None:
        return None
    rounded = format(round(Decimal(str(value)), 4).normalize(), "f")
    return Literal(rounded, datatype=t.DECIMAL)


def _date(value: object) -> Literal | None:
    return Literal(str(value), datatype=t.DATE) if value is not None else None
