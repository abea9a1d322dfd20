"""A batch on its way in: descriptions first, then each document through reading, graph, gate and store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kannat.errors import KannatError, RejectedInput, StoreError, UnreadableInput
from kannat.graph.consultation import rebase
from kannat.graph.names import DEFAULT_BASE
from kannat.graph.ontology import ontology_quads
from kannat.graph.rdf_files import read_rdf
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.ingestion.collector import collecting_seldom
from kannat.ingestion.descriptions import (
    consultations_in,
    kinds_of_round,
    merged_description,
    refuse_reviews,
    split_statements,
    statements_in,
)
from kannat.ingestion.known import known_authorities
from kannat.ingestion.lookahead import looked_ahead
from kannat.ingestion.options import Options
from kannat.ingestion.prepared import Prepared, Preparer, Surroundings, kept_with, refused, violations_in
from kannat.ingestion.report import Fate, FileReport, IngestReport
from kannat.ingestion.workers import Origin, Workers
from kannat.ingestion.writer import FATES, Writer
from kannat.model import Document
from kannat.readers import Source, SourceKind, Sources, find_sources
from kannat.reading import default_reader
from kannat.reading.gold import GOLD_READER, gold_path
from kannat.review.stored import review_quads
from kannat.store import Outcome, Store
from kannat.validation import Report, Severity, validate_quads

Progress = Callable[[int, int, str], None]
"""Told after each file, when its fate is on disk: how many are done, out of how many, and the file's name."""

STDIN = "stdin"

MANY = 20_000
"""Quads stored after which it is worth while to arrange the whole store anew."""


def ingest(
    paths: Iterable[Path | bytes], store: Store, options: Options | None = None, progress: Progress | None = None
) -> IngestReport:
    """Take in everything at these paths; bytes are one document.

    After this call: 1. every file is in the report once, and of a file with many statements each of them; 2. each
    statement is in the store whole or not at all, and on disk before its fate is told; 3. what could not be read or
    violates the shapes lies in quarantine with the reason, and the rest is stored; 4. the same content again has
    changed nothing; 5. the store is the same whatever the order of the files and the number of jobs. Raises
    `StoreError` when the store cannot serve, `UnreadableInput` for a path that does not exist.
    """
    with collecting_seldom():
        return _Batch(store, options or Options(), progress).run(list(paths))


class _Batch:
    """One run over many files."""

    def __init__(self, store: Store, options: Options, progress: Progress | None) -> None:
        self.store = store
        self.options = options
        self.progress = progress
        self.names = store.names
        self.given: set[NamedNode] = set()
        self.authorities = known_authorities(self.names)
        self.store.replace_graph(ONTOLOGY_GRAPH, ontology_quads())
        self.store.replace_graph(self.names.authorities_graph, self.authorities)
        self.described = self._described_quads()
        self.done = self.total = self.written = 0

    def run(self, paths: list[Path | bytes]) -> IngestReport:
        sources = find_sources(path for path in paths if isinstance(path, Path))
        files = [FileReport(s.name, Fate.SKIPPED, reason=s.reason) for s in sources.skipped]
        files += self._gold_files(sources)
        rdf = self._parsed(sources.of(SourceKind.DESCRIPTION), files)
        self._refuse_mixture(quads for _, quads in rdf)
        documents: list[Origin] = [(source.path, source.name) for source in sources.of(SourceKind.DOCUMENT)]
        documents.sort(key=lambda origin: (origin[1], str(origin[0])))
        documents += [(data, STDIN) for data in paths if isinstance(data, bytes)]
        self.total = len(rdf) + len(documents)
        for source, quads in rdf:
            files.append(self._guarded(source.name, partial(self._description, source, quads)))
            self._tell(source.name)
        files += self._statements(documents)
        if self.written >= MANY:
            self.store.optimize()
        return IngestReport(tuple(sorted(files, key=lambda file: file.name)))

    def _tell(self, name: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, name)

    # Documents

    def _statements(self, documents: list[Origin]) -> list[FileReport]:
        """Prepare and write every statement; a file's progress is told when all its fates are on disk."""
        if not documents:
            return []
        identity = GOLD_READER if self.options.gold else (self.options.reader or default_reader()).identity
        writer = Writer(self.store, identity, cache(partial(_hashes, documents)))
        untold: list[str] = []
        empty = True
        for number, prepared in self._prepared(documents, self._surroundings(writer.statements.current(identity))):
            if prepared is not None:
                writer.take(prepared)
                empty = False
                continue
            name = documents[number][1]
            if empty:
                writer.files.append(FileReport(name, Fate.SKIPPED, reason="no document in it"))
            if number + 1 == len(documents) or documents[number + 1][1] != name:
                writer.end_of_file()
            untold.append(name)
            empty = True
            if number + 1 == len(documents):
                writer.flush()
            if writer.is_idle:
                self._tell_all(untold)
        self.written += writer.written
        return writer.files

    def _tell_all(self, names: list[str]) -> None:
        for name in names:
            self._tell(name)
        names.clear()

    def _surroundings(self, current: frozenset[str]) -> Surroundings:
        described = serialize(self._all_described(), format=RdfFormat.N_QUADS)
        assert described is not None  # bytes are returned whenever no output is given
        prefix = self.names.consultation("x").value.removesuffix("x")
        given = frozenset(name.value.removeprefix(prefix) for name in self.given)
        reviews = serialize(review_quads(self.store), format=RdfFormat.N_QUADS)
        assert reviews is not None
        return Surroundings(self.names.base, self.options, described, given, current, reviews)

    def _prepared(self, documents: list[Origin], around: Surroundings) -> Iterator[tuple[int, Prepared | None]]:
        """Each statement with the number of its file, in order; None after a file's last."""
        if self.options.jobs > 1:
            with Workers(around, documents, self.options.jobs) as workers:
                yield from workers.results()
            return
        preparer = Preparer(around)
        for number, found in looked_ahead(_opened(preparer, documents), preparer):
            yield number, preparer.prepare(found, documents[number][0]) if isinstance(found, Document) else found

    # Descriptions and submissions in RDF

    def _guarded(self, name: str, take_in: Callable[[], FileReport]) -> FileReport:
        """One file's fate; an input's fault costs only that file, the store's own failure ends the batch."""
        try:
            return take_in()
        except StoreError:
            raise
        except KannatError as error:
            return FileReport(name, Fate.REFUSED, reason=refused(name, error).reason)

    def _gold_files(self, sources: Sources) -> list[FileReport]:
        beside = {gold_path(s.path) for s in sources.of(SourceKind.DOCUMENT)}
        files = []
        for source in sources.of(SourceKind.GOLD):
            used = self.options.gold and source.path in beside
            reason = "the known reading of its document" if used or not self.options.gold else "no document beside it"
            files.append(FileReport(source.name, Fate.SKIPPED, reason=reason))
        return files

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
        refuse_reviews(quads, source.name)
        names = consultations_in(quads)
        if len(names) != 1:
            what = "several consultations" if names else "neither a consultation nor a statement"
            raise RejectedInput(f"describes {what}", place=source.name, advice="give each consultation its own file")
        (name,) = names
        self.given.add(name)
        merged = merged_description(self.described.get(name, ()), quads, name)
        report = self._gate(merged)
        if not report.conforms:
            return self._quarantined(source, report, merged)
        outcome = self.store.replace_graph(name, merged)
        self.described[name] = merged
        return FileReport(source.name, FATES[outcome], name.value, warnings=_warnings(report))

    def _submission(self, source: Source, quads: list[Quad]) -> FileReport:
        """Statements that came as RDF, each in the graph that bears its name."""
        graphs = split_statements(quads, source.name)
        everything = [quad for graph in graphs.values() for quad in graph]
        report = self._gate(everything)
        if not report.conforms:
            return self._quarantined(source, report, everything)
        outcomes = {self.store.replace_graph(name, graph) for name, graph in graphs.items()}
        fate = next((FATES[o] for o in (Outcome.REPLACED, Outcome.STORED) if o in outcomes), Fate.UNCHANGED)
        subjects = " ".join(sorted(name.value for name in graphs))
        return FileReport(source.name, fate, subjects, warnings=_warnings(report))

    def _gate(self, quads: Iterable[Quad]) -> Report:
        return validate_quads(quads, [*self._all_described(), *self.authorities], self.options.engine)

    def _quarantined(self, source: Source, report: Report, quads: Iterable[Quad]) -> FileReport:
        reason = violations_in(report)
        kept = kept_with(report, source.path.read_bytes(), quads)
        self.store.quarantine.put(
            kept.document,
            kept.quads,
            name=source.name,
            reason=reason,
            report_json=kept.report_json,
            report_ttl=kept.report_ttl,
        )
        return FileReport(source.name, Fate.QUARANTINED, reason=reason, warnings=_warnings(report))


def _opened(preparer: Preparer, documents: list[Origin]) -> Iterator[tuple[int, Document | Prepared | None]]:
    """Each document with the number of its file, in order; None after a file's last."""
    for number, (source, name) in enumerate(documents):
        for found in preparer.documents(source, name):
            yield number, found
        yield number, None


def _warnings(report: Report) -> int:
    return len(report.of_severity(Severity.WARNING))


def _hashes(documents: list[Origin]) -> frozenset[str]:
    """The hashes of all files of a batch."""
    return frozenset(_hash(source) for source, _ in documents)


def _hash(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    if not source.is_file():
        return ""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
