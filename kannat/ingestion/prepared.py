"""One statement on its way to the store: all that can be done for it without the store, and so in any process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kannat.errors import KannatError, RejectedInput, UnreadableDocument, UnreadableInput
from kannat.graph.consultation import consultations_of
from kannat.graph.names import Names
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.ingestion.known import known_authorities
from kannat.ingestion.lookahead import LooksAhead
from kannat.ingestion.options import Options
from kannat.ingestion.placing import placed_by_folder, placed_by_person
from kannat.ingestion.report import Fate
from kannat.model import ConsultationMatch, Document, Reading
from kannat.readers import read_documents
from kannat.reading import default_reader
from kannat.reading.authorities import load_authorities
from kannat.reading.gold import GOLD_READER, from_gold, gold_path, load_gold, with_questions
from kannat.review import Reviewed
from kannat.validation import Known, Report, Severity, validate_quads


@dataclass(frozen=True, slots=True)
class Kept:
    """What the quarantine keeps of a refused statement; `document` is the original, or one statement's text of many."""

    document: bytes
    quads: tuple[Quad, ...] = ()
    report_json: str = ""
    report_ttl: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to become of one statement.

    `STORED` bears its graph and text; `UNCHANGED` is in the store already, read by this very reader; `QUARANTINED`
    bears what is kept of it; `REFUSED` has but its reason, and no hash where nothing of it could be opened.
    """

    name: str
    fate: Fate
    sha256: str = ""
    graph: StatementGraph | None = None
    text: str = ""
    reason: str = ""
    advice: str = ""
    warnings: int = 0
    left_out: tuple[str, ...] = ()
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What must be known to prepare a statement, in a form that is cheap to send to another process.

    `described` is N-Quads of the consultations; `given` the keys of those whose description came with the batch;
    `current` the hashes of the documents that the store holds as this reader reads them; `reviews` is N-Quads of what
    people decided, which holds in every new reading.
    """

    base: str
    options: Options
    described: bytes
    given: frozenset[str]
    current: frozenset[str]
    reviews: bytes = b""


class Preparer:
    """Reads documents, makes their graphs, and holds those against the shapes."""

    def __init__(self, around: Surroundings) -> None:
        self.options = around.options
        self.names = Names(around.base)
        self.reader = self.options.reader or default_reader()
        self.identity = GOLD_READER if self.options.gold else self.reader.identity
        self.current = around.current
        context = [*parse(around.described, format=RdfFormat.N_QUADS), *known_authorities(self.names)]
        self.known = Known(context)
        self.consultations = consultations_of(context, self.names)
        self.given = [c for c in self.consultations if c.key in around.given]
        self.reviewed = Reviewed.of_quads(parse(around.reviews, format=RdfFormat.N_QUADS), (), self.names)

    def documents(self, source: Path | bytes, name: str) -> Iterator[Document | Prepared]:
        """Every document of a source in its order, and a refusal for each that cannot be opened."""
        errors: list[KannatError] = []
        try:
            for document in _stumbling(read_documents(source, name, errors.append), name):
                yield from _refusals(errors, name)
                yield document
        except KannatError as error:
            errors.append(error)
        yield from _refusals(errors, name)

    def ahead(self, found: Document | Prepared | None) -> None:
        """Let the reader begin with a document that it will have to read; what goes wrong is told in its turn."""
        reader = self.reader
        if self.options.gold or not isinstance(found, Document) or not isinstance(reader, LooksAhead):
            return
        if not self._is_settled(found):
            with suppress(Exception):
                reader.ahead(found, self.consultations)

    def prepare(self, document: Document, source: Path | bytes) -> Prepared:
        """One statement from its document to its graph; an input's fault costs only that statement."""
        if self._is_settled(document):
            return Prepared(document.name, Fate.UNCHANGED, document.sha256)
        try:
            return self._prepared(document, source)
        except KannatError as error:
            return refused(document.name, error, document.sha256)

    def _is_settled(self, document: Document) -> bool:
        """Whether the store holds this document as it would be read now; what a list or a person says may be new."""
        return document.sha256 in self.current and not (document.listed or self.options.consultation)

    def _prepared(self, document: Document, source: Path | bytes) -> Prepared:
        try:
            reading = self._reading(document, source)
            graph = self._decided(reading, statement_graph(reading, document, self.names), document)
        except ReadingFailed as error:
            return _unplaced(document, source, str(error), "please report it, with the document if you may")
        except ValueError as error:
            advice = "name the consultation with --consultation, or describe it in a Turtle file beside the documents"
            return _unplaced(document, source, str(error), advice)
        report = validate_quads(graph.quads, self.known, self.options.engine)
        warnings = len(report.of_severity(Severity.WARNING))
        if report.conforms:
            stored = Prepared(document.name, Fate.STORED, document.sha256, graph, document.text, warnings=warnings)
            return replace(stored, left_out=document.left_out)
        kept = kept_with(report, _original(document, source), graph.quads)
        name, reason = document.name, violations_in(report)
        return Prepared(name, Fate.QUARANTINED, document.sha256, reason=reason, warnings=warnings, kept=kept)

    def _decided(self, reading: Reading, graph: StatementGraph, document: Document) -> StatementGraph:
        """The graph in which what people decided about these words holds."""
        described = next((c for c in self.consultations if c.key == reading.consultation.key), None)
        return replace(graph, quads=self.reviewed.applied(graph, document.text, described).quads)

    def _reading(self, document: Document, source: Path | bytes) -> Reading:
        reading = self._known_reading(document, source) if self.options.gold else None
        if reading is None or reading.consultation.key is None:
            read = self._read(document)
            reading = replace(reading, consultation=read.consultation) if reading else read
        reading = replace(reading, consultation=self._placed(reading.consultation))
        described = [c for c in self.consultations if c.key == reading.consultation.key]
        if self.options.gold and described:
            reading = with_questions(reading, described[0])
        invented = any(consultation.synthetic for consultation in described)
        if reading.synthetic and reading.consultation.key and not invented:
            raise RejectedInput("a synthetic statement of a real consultation", advice="give it a store of its own")
        return replace(reading, synthetic=invented)

    def _read(self, document: Document) -> Reading:
        try:
            return self.reader.read(document, self.consultations)
        except KannatError:
            raise
        except Exception as error:  # a reader stumbling costs its document, not the batch
            raise ReadingFailed(f"the reading failed: {type(error).__name__}: {error}") from error

    def _placed(self, match: ConsultationMatch) -> ConsultationMatch:
        if self.options.consultation:
            return placed_by_person(match, self.options.consultation)
        return placed_by_folder(match, self.given)

    def _known_reading(self, document: Document, source: Path | bytes) -> Reading:
        path = gold_path(source) if isinstance(source, Path) else None
        if path is None or not path.is_file():
            raise UnreadableInput("no known reading beside it", advice="leave --gold out to have it read")
        return from_gold(load_gold(path), document, load_authorities().key_of)


class ReadingFailed(Exception):
    """A reader stumbled over a document."""


def kept_with(report: Report, document: bytes, quads: Iterable[Quad]) -> Kept:
    """What the quarantine keeps of data that the shapes refuse."""
    as_json = json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n"
    return Kept(document, tuple(quads), as_json, report.to_turtle().decode())


def violations_in(report: Report) -> str:
    """The reason for which a report keeps data out."""
    violations = report.of_severity(Severity.VIOLATION)
    return f"{len(violations)} violations, the first: {violations[0].message('en')}"


def refused(name: str, error: KannatError, sha256: str = "") -> Prepared:
    """The refusal that an error is."""
    return Prepared(name, Fate.REFUSED, sha256, reason=f"{error.what} ({error.advice})" if error.advice else error.what)


def _refusals(errors: list[KannatError], name: str) -> Iterator[Prepared]:
    """A refusal for each error, under the name of its own place in the source where it tells that; empties the list."""
    for error in errors:
        yield refused(error.place if error.place.startswith(name) else name, error)
    errors.clear()


def _stumbling(documents: Iterator[Document], name: str) -> Iterator[Document]:
    """The documents; what a format's reader stumbles over is the input's fault."""
    try:
        yield from documents
    except KannatError:
        raise
    except Exception as error:
        what = f"cannot be read: {type(error).__name__}: {error}"
        raise UnreadableDocument(what, place=name, advice="please report it, with the document if you may") from error


def _unplaced(document: Document, source: Path | bytes, reason: str, advice: str) -> Prepared:
    """A document that could be opened but not read or not placed: kept, for a person to look at."""
    kept = Kept(_original(document, source))
    return Prepared(document.name, Fate.QUARANTINED, document.sha256, reason=reason, advice=advice, kept=kept)


def _original(document: Document, source: Path | bytes) -> bytes:
    """The bytes that the document's hash is of; the text where it is one of many in its source."""
    data = source if isinstance(source, bytes) else source.read_bytes() if source.is_file() else b""
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else document.text.encode()
