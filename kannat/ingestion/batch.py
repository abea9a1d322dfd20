"""A batch on its way in: descriptions first, then each document through reading, graph, gate and store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kannat.errors import KannatError, RejectedInput, StoreError, UnreadableInput
from kannat.graph.consultation import consultations_of, rebase
from kannat.graph.names import DEFAULT_BASE
from kannat.graph.ontology import ontology_quads
from kannat.graph.rdf_files import read_rdf
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.graph.terms import ONTOLOGY_GRAPH, REVISION_OF
from kannat.ingestion.descriptions import (
    consultations_in,
    kinds_of_round,
    merged_description,
    split_statements,
    statements_in,
)
from kannat.ingestion.known import known_authorities
from kannat.ingestion.placing import placed_by_folder, placed_by_person
from kannat.ingestion.report import Fate, FileReport, IngestReport
from kannat.ingestion.stored import StoredStatement, StoredStatements
from kannat.model import Consultation, ConsultationMatch, Document, ReaderIdentity, Reading
from kannat.readers import Source, SourceKind, Sources, find_sources, read_document
from kannat.reading import Reader, default_reader
from kannat.reading.authorities import load_authorities
from kannat.reading.gold import GOLD_READER, from_gold, gold_path, load_gold, with_questions
from kannat.store import Outcome, Store
from kannat.validation import Report, Severity, ShapeEngine, validate_quads

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, out of how many, and the file's name."""

STDIN = "stdin"

_FATES = {Outcome.STORED: Fate.STORED, Outcome.REPLACED: Fate.REPLACED, Outcome.UNCHANGED: Fate.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is taken in.

    `consultation` is the case number that all documents answer, whatever they say; `gold` takes the known reading that
    lies beside each document; `reader` and `engine` stand in for the defaults.
    """

    consultation: str | None = None
    gold: bool = False
    reader: Reader | None = None
    engine: ShapeEngine | None = None


def ingest(
    paths: Iterable[Path | bytes], store: Store, options: Options | None = None, progress: Progress | None = None
) -> IngestReport:
    """Take in everything at these paths; bytes are one document.

    After this call: 1. every file is in the report once; 2. each statement is in the store whole or not at all; 3. what
    could not be read or violates the shapes lies in quarantine with the reason, and the rest is stored; 4. the same
    content again has changed nothing. Raises `StoreError` when the store cannot serve, `UnreadableInput` for a path
    that does not exist.
    """
    return _Batch(store, options or Options(), progress).run(list(paths))


class ReadingFailed(Exception):
    """A reader stumbled over a document."""


class _Batch:
    """One run over many files."""

    def __init__(self, store: Store, options: Options, progress: Progress | None) -> None:
        self.store = store
        self.options = options
        self.progress = progress
        self.names = store.names
        self.reader = options.reader or default_reader()
        self.seen: dict[str, str] = {}
        self.given: set[NamedNode] = set()
        self.authorities = known_authorities(self.names)
        self.store.replace_graph(ONTOLOGY_GRAPH, ontology_quads())
        self.store.replace_graph(self.names.authorities_graph, self.authorities)
        self.statements = StoredStatements(store)
        self.described = self._described_quads()
        self.consultations: tuple[Consultation, ...] = ()

    def run(self, paths: list[Path | bytes]) -> IngestReport:
        sources = find_sources(path for path in paths if isinstance(path, Path))
        files = [FileReport(s.name, Fate.SKIPPED, reason=s.reason) for s in sources.skipped]
        files += self._gold_files(sources)
        rdf = self._parsed(sources.of(SourceKind.DESCRIPTION), files)
        self._refuse_mixture(quads for _, quads in rdf)
        descriptions = [(s.name, partial(self._description, s, quads)) for s, quads in rdf]
        documents = [
            (s.name, partial(self._document, s.path, s.name))
            for s in sorted(sources.of(SourceKind.DOCUMENT), key=lambda s: s.name)
        ]
        documents += [(STDIN, partial(self._document, data, STDIN)) for data in paths if isinstance(data, bytes)]
        total = len(descriptions) + len(documents)
        for done, (name, take_in) in enumerate([*descriptions, *documents], 1):
            if done == len(descriptions) + 1:
                self.consultations = consultations_of([*self._all_described(), *self.authorities], self.names)
            files.append(self._guarded(name, take_in))
            if self.progress:
                self.progress(done, total, name)
        self.store.optimize()
        return IngestReport(tuple(sorted(files, key=lambda file: file.name)))

    def _guarded(self, name: str, take_in: Callable[[], FileReport]) -> FileReport:
        """One file's fate; an input's fault costs only that file, the store's own failure ends the batch."""
        try:
            return take_in()
        except StoreError:
            raise
        except KannatError as error:
            reason = f"{error.what} ({error.advice})" if error.advice else error.what
            return FileReport(name, Fate.REFUSED, reason=reason)

    def _gold_files(self, sources: Sources) -> list[FileReport]:
        beside = {gold_path(s.path) for s in sources.of(SourceKind.DOCUMENT)}
        files = []
        for source in sources.of(SourceKind.GOLD):
            used = self.options.gold and source.path in beside
            reason = "the known reading of its document" if used or not self.options.gold else "no document beside it"
            files.append(FileReport(source.name, Fate.SKIPPED, reason=reason))
        return files

    # Descriptions and submissions in RDF

    def _described_quads(self) -> dict[NamedNode, list[Quad]]:
        """The consultations' graphs that the store holds, by name."""
        prefix = f"{self.names.base}consultation/"
        return {name: self.store.graph(name) for name in self.store.graph_names() if name.value.startswith(prefix)}

    def _all_described(self) -> list[Quad]:
        return [quad for graph in self.described.values() for quad in graph]

    def _parsed(self, sources: Iterable[Source], files: list[FileReport]) -> list[tuple[Source, list[Quad]]]:
        """The RDF files that can be read; the others are reported."""
        parsed = []
        for source in sources:
            try:
                quads = read_rdf(source.path, source.name)
            except UnreadableInput as error:
                files.append(FileReport(source.name, Fate.REFUSED, reason=error.line()))
            else:
                moved = quads if self.names.base == DEFAULT_BASE else rebase(quads, DEFAULT_BASE, self.names.base)
                parsed.append((source, moved))
        return parsed

    def _refuse_mixture(self, graphs: Iterable[list[Quad]]) -> None:
        """Raises, before anything is stored, where real and invented consultations would come to lie in one store."""
        if len(kinds_of_round([*self.described.values(), *graphs])) > 1:
            raise RejectedInput(
                "real and synthetic consultations do not mix in one store",
                advice="give each a store of its own with --store",
            )

    def _description(self, source: Source, quads: list[Quad]) -> FileReport:
        if statements_in(quads):
            return self._submission(source, quads)
        names = consultations_in(quads)
        if len(names) != 1:
            what = "several consultations" if names else "neither a consultation nor a statement"
            raise RejectedInput(f"describes {what}", place=source.name, advice="give each consultation its own file")
        (name,) = names
        self.given.add(name)
        merged = merged_description(self.described.get(name, ()), quads, name)
        report = self._gate(merged)
        if not report.conforms:
            return self._quarantined(source.path.read_bytes(), source.name, report, merged)
        outcome = self.store.replace_graph(name, merged)
        self.described[name] = merged
        return FileReport(source.name, _FATES[outcome], name.value, warnings=_warnings(report))

    def _submission(self, source: Source, quads: list[Quad]) -> FileReport:
        """Statements that came as RDF, each in the graph that bears its name."""
        graphs = split_statements(quads, source.name)
        everything = [quad for graph in graphs.values() for quad in graph]
        report = self._gate(everything)
        if not report.conforms:
            return self._quarantined(source.path.read_bytes(), source.name, report, everything)
        outcomes = {self.store.replace_graph(name, graph) for name, graph in graphs.items()}
        fate = next((_FATES[o] for o in (Outcome.REPLACED, Outcome.STORED) if o in outcomes), Fate.UNCHANGED)
        subjects = " ".join(sorted(name.value for name in graphs))
        return FileReport(source.name, fate, subjects, warnings=_warnings(report))

    # Documents

    def _document(self, source: Path | bytes, name: str) -> FileReport:
        document = read_document(source, name)
        if first := self.seen.get(document.sha256):
            return FileReport(name, Fate.SKIPPED, reason=f"the same content as {first}")
        self.seen[document.sha256] = name
        stored = self.statements.of_document(document.sha256)
        identity = GOLD_READER if self.options.gold else self.reader.identity
        if stored and stored.read_by(identity) and not self.options.consultation:
            return FileReport(name, Fate.UNCHANGED, stored.name.value)
        try:
            reading = self._reading(document, source)
            graph = self._graph(reading, document)
        except ReadingFailed as error:
            return self._kept(source, name, str(error), "please report it, with the document if you may")
        except ValueError as error:
            advice = "name the consultation with --consultation, or describe it in a Turtle file beside the documents"
            return self._kept(source, name, str(error), advice)
        report = self._gate(graph.quads)
        if not report.conforms:
            return self._quarantined(_content(source), name, report, graph.quads)
        return self._stored(graph, document, identity, report)

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
        except Exception as error:  # a reader stumbling costs its document, not the batch
            raise ReadingFailed(f"the reading failed: {type(error).__name__}: {error}") from error

    def _placed(self, match: ConsultationMatch) -> ConsultationMatch:
        if self.options.consultation:
            return placed_by_person(match, self.options.consultation)
        return placed_by_folder(match, [c for c in self.consultations if self.names.consultation(c.key) in self.given])

    def _known_reading(self, document: Document, source: Path | bytes) -> Reading:
        path = gold_path(source) if isinstance(source, Path) else None
        if path is None or not path.is_file():
            raise UnreadableInput("no known reading beside it", advice="leave --gold out to have it read")
        return from_gold(load_gold(path), document, load_authorities().key_of)

    def _graph(self, reading: Reading, document: Document) -> StatementGraph:
        """The statement's graph, with a note of the statement that it replaces."""
        graph = statement_graph(reading, document, self.names)
        older = self._older(graph, document)
        notes = tuple(Quad(graph.name, REVISION_OF, name, graph.name) for name in older)
        return replace(graph, quads=tuple(sorted({*graph.quads, *notes}, key=str)))

    def _older(self, graph: StatementGraph, document: Document) -> tuple[NamedNode, ...]:
        """The statements that came from a file of the same name and have other content."""
        same_file = self.statements.of_file(document.name, graph.consultation)
        return tuple(s.name for s in same_file if s.sha256 != document.sha256)

    def _stored(
        self, graph: StatementGraph, document: Document, identity: ReaderIdentity, report: Report
    ) -> FileReport:
        gone = self._older(graph, document)
        same = self.statements.of_document(document.sha256)
        if same and same.name != graph.name:
            gone = (*gone, same.name)
        self.store.texts.put(document.sha256, document.text)
        outcome = self.store.replace_graph(graph.name, graph.quads, drop=gone)
        made_by = (f"{identity.name} {identity.version}", identity.settings)
        entry = StoredStatement(graph.name, graph.consultation, document.sha256, document.name, *made_by)
        self.statements.put(entry, gone)
        self.store.quarantine.discard(document.sha256)
        fate = Fate.REPLACED if gone else _FATES[outcome]
        return FileReport(document.name, fate, graph.name.value, warnings=_warnings(report))

    # The gate

    def _gate(self, quads: Iterable[Quad]) -> Report:
        return validate_quads(quads, [*self._all_described(), *self.authorities], self.options.engine)

    def _quarantined(self, content: bytes, name: str, report: Report, quads: Iterable[Quad]) -> FileReport:
        violations = report.of_severity(Severity.VIOLATION)
        reason = f"{len(violations)} violations, the first: {violations[0].message('en')}"
        self.store.quarantine.put(
            content,
            quads,
            name=name,
            reason=reason,
            report_json=json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n",
            report_ttl=report.to_turtle().decode(),
        )
        return FileReport(name, Fate.QUARANTINED, reason=reason, warnings=_warnings(report))

    def _kept(self, source: Path | bytes, name: str, reason: str, advice: str) -> FileReport:
        """A document that could be opened but not read or not placed: kept, for a person to look at."""
        self.store.quarantine.put(_content(source), name=name, reason=reason)
        return FileReport(name, Fate.QUARANTINED, reason=f"{reason} ({advice})")


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _warnings(report: Report) -> int:
    return len(report.of_severity(Severity.WARNING))
