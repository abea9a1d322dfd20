"""The one place of a batch that changes the store: statements go in group by group, in the order of their files."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from pyoxigraph import Quad

from kannat.graph.statement import StatementGraph
from kannat.graph.terms import REVISION_OF
from kannat.ingestion.prepared import Prepared
from kannat.ingestion.report import Fate, FileReport
from kannat.ingestion.stored import StoredStatement, StoredStatements
from kannat.model import ReaderIdentity
from kannat.store import Outcome, Store, Swap

GROUP: Final = 50_000
"""Quads that go to disk together: writing them one statement at a time takes twice as long."""

PATIENCE: Final = 5.0
"""Seconds after which a group is written although it is small, so that a slow batch reports what it has."""

FATES: Final = {
    Outcome.STORED: Fate.STORED,
    Outcome.REPLACED: Fate.REPLACED,
    Outcome.UNCHANGED: Fate.UNCHANGED,
    Outcome.REMOVED: Fate.REPLACED,
}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A statement whose graph and text go to disk with the next group."""

    prepared: Prepared
    swap: Swap


class Writer:
    """Takes prepared statements in and tells their fates, each only when it is on disk.

    A statement is stored whole or not at all; its text is there before its graph. A later version of a statement takes
    the place of the one before: see `StoredStatement.line` for what makes it one. `elsewhere` gives the hashes of the
    batch's files, which are asked for only where something would be replaced: what only moved is no older version.
    `written` counts the quads that were stored.
    """

    def __init__(self, store: Store, identity: ReaderIdentity, elsewhere: Callable[[], frozenset[str]]) -> None:
        self.store = store
        self.statements = StoredStatements(store)
        self.files: list[FileReport] = []
        self.written = 0
        self._identity = identity
        self._elsewhere = elsewhere
        self._seen: dict[str, str] = {}
        self._later: list[Prepared] = []
        self._waiting: list[_Waiting] = []
        self._size = 0
        self._since = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Whether everything that was taken in has its fate."""
        return not self._waiting and not self._later

    def take(self, prepared: Prepared) -> None:
        """One statement; what is not to be stored has its fate at once."""
        if prepared.sha256 and (first := self._seen.get(prepared.sha256)):
            self.files.append(FileReport(prepared.name, Fate.SKIPPED, reason=f"the same content as {first}"))
            return
        if prepared.sha256:
            self._seen[prepared.sha256] = prepared.name
        if prepared.fate is Fate.UNCHANGED:
            self._unchanged(prepared)
        elif prepared.kept is not None:
            self._quarantine(prepared)
        elif prepared.graph is None:
            self.files.append(FileReport(prepared.name, Fate.REFUSED, reason=prepared.reason))
        elif self.statements.has_earlier(self._entry(prepared, prepared.graph), self._seen.keys()):
            self._later.append(prepared)
        else:
            self._store(prepared, prepared.graph, None)

    def end_of_file(self) -> None:
        """All statements of a file name have come: now it is known which of the stored ones they replace."""
        lines: dict[tuple[str, str], list[tuple[Prepared, StatementGraph]]] = {}
        for prepared in self._later:
            assert prepared.graph is not None  # nothing else waits for the end of its file
            lines.setdefault(self._entry(prepared, prepared.graph).line, []).append((prepared, prepared.graph))
        self._later.clear()
        for versions in lines.values():
            earlier = [
                old
                for old in self.statements.earlier(self._entry(*versions[0]))
                if old.sha256 not in self._seen and old.sha256 not in self._elsewhere()
            ]
            for (prepared, graph), old in zip_longest(versions, earlier[: len(versions)]):
                self._store(prepared, graph, old)

    def flush(self) -> None:
        """Bring the waiting group to disk, and tell its fates."""
        if self._waiting:
            self.store.texts.put_all((one.prepared.sha256, one.prepared.text) for one in self._waiting)
            outcomes = self.store.replace_graphs([one.swap for one in self._waiting])
            for one, outcome in zip(self._waiting, outcomes, strict=True):
                self._tell(one, outcome)
        self._waiting.clear()
        self._size = 0
        self._since = time.monotonic()

    def _tell(self, one: _Waiting, outcome: Outcome) -> None:
        fate = Fate.REPLACED if one.swap.drop else FATES[outcome]
        self.written += len(one.swap.quads) if fate is not Fate.UNCHANGED else 0
        self.store.quarantine.discard(one.prepared.sha256)
        subject, warnings = one.swap.name.value, one.prepared.warnings
        note = f"not read: {'; '.join(one.prepared.left_out)}" if one.prepared.left_out else ""
        self.files.append(FileReport(one.prepared.name, fate, subject, note, warnings))

    def _unchanged(self, prepared: Prepared) -> None:
        statement = self.statements.of_document(prepared.sha256)
        if statement is None:  # two files of one batch have changed places, and another version came first
            reason = "its statement has just been replaced (ingest it again)"
            self.files.append(FileReport(prepared.name, Fate.REFUSED, reason=reason))
        else:
            self.files.append(FileReport(prepared.name, Fate.UNCHANGED, statement.name.value))

    def _quarantine(self, prepared: Prepared) -> None:
        kept = prepared.kept
        assert kept is not None  # the caller has looked
        self.store.quarantine.put(
            kept.document,
            kept.quads,
            name=prepared.name,
            reason=prepared.reason,
            sha256=prepared.sha256,
            report_json=kept.report_json,
            report_ttl=kept.report_ttl,
        )
        reason = f"{prepared.reason} ({prepared.advice})" if prepared.advice else prepared.reason
        self.files.append(FileReport(prepared.name, Fate.QUARANTINED, reason=reason, warnings=prepared.warnings))

    def _store(self, prepared: Prepared, graph: StatementGraph, earlier: StoredStatement | None) -> None:
        quads = graph.quads
        same = self.statements.of_document(prepared.sha256)
        before = earlier.name if earlier else same.earlier if same else None
        if before:
            quads = tuple(sorted((*quads, Quad(graph.name, REVISION_OF, before, graph.name)), key=str))
        gone = tuple(old for old in (earlier, same) if old and old.name != graph.name)
        self.statements.put(replace(self._entry(prepared, graph), earlier=before), gone)
        swap = Swap(graph.name, quads, tuple(old.name for old in gone))
        self._waiting.append(_Waiting(prepared, swap))
        self._size += len(quads)
        if self._size >= GROUP or time.monotonic() - self._since >= PATIENCE:
            self.flush()

    def _entry(self, prepared: Prepared, graph: StatementGraph) -> StoredStatement:
        reader = f"{self._identity.name} {self._identity.version}"
        settings = self._identity.settings
        return StoredStatement(graph.name, graph.consultation, prepared.sha256, graph.file_name, reader, settings)
