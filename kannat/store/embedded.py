"""A store in a folder: Oxigraph on disk, one writer or many readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kannat.errors import MalformedData, StoreDamaged, StoreError, UsageError
from kannat.graph.names import DEFAULT_BASE, Names
from kannat.store.base import Mode, Outcome, Rows, Store, StoreDescription, Swap, refuse_blank_nodes
from kannat.store.folder import RESTORE, Configuration, StoreFolder, adopt, is_vacant, prepare
from kannat.store.lock import FolderLock
from kannat.store.quarantine import Quarantine
from kannat.store.texts import Texts
from kannat.store.updates import malformed_query, outcome_of, swap_update

BULK: Final = 5_000
"""Quads at once from which the engine writes new files instead of its log, which takes half the time."""

_DAMAGE: Final = re.compile("Corruption|IO error")
"""How the engine's messages about its own files begin; other failures are the question's."""

BATCH: Final = 500_000
"""Quads after which new graphs are written: of more than a million at once the engine would make several steps."""

Answer = QuerySolutions | QueryBoolean | QueryTriples


class EmbeddedStore(Store):
    """A store in a folder. Open it with `EmbeddedStore.open`, and close it, best in a `with` block.

    After kill -9 every graph is whole, old or new, and the next writer carries on.
    """

    def __init__(self, folder: StoreFolder, mode: Mode, lock: FolderLock, configuration: Configuration) -> None:
        self.folder = folder
        self.mode = mode
        self.names = Names(configuration.base)
        self.texts = Texts(folder.texts)
        self.quarantine = Quarantine(folder.quarantine)
        self._configuration = configuration
        self._lock = lock
        self._engine: pyoxigraph.Store | None = None

    @classmethod
    def open(cls, path: Path, mode: Mode = "read", *, create: bool = False, base: str = DEFAULT_BASE) -> EmbeddedStore:
        """Open the store in a folder; with `create`, make one where nothing is, which then has this base address.

        Raises `StoreLocked` within a second when another process is in the way, `StoreDamaged` when a file is missing,
        cut short or of another version, and `StoreError` when the folder is no store, which is then left as it is.
        """
        if create and is_vacant(path):
            _create(path, base)
        folder = StoreFolder(path)
        folder.configuration()
        lock = FolderLock.acquire(folder.lock, writes=mode != "read")
        try:
            configuration = folder.configuration()
            if base not in (DEFAULT_BASE, configuration.base):
                advice = f"the store was made for {configuration.base}"
                raise UsageError(f"another base address: {base}", place=str(path), advice=advice)
            store = cls(folder, mode, lock, configuration)
            if mode != "restore":
                store._start()
        except BaseException:
            lock.release()
            raise
        return store

    def select(self, query: str) -> Rows:
        with self._answering(query) as solutions:
            if not isinstance(solutions, QuerySolutions):
                raise MalformedData("not a SELECT", place="query")
            variables = tuple(variable.value for variable in solutions.variables)
            return Rows(variables, tuple(tuple(solution) for solution in solutions))

    def ask(self, query: str) -> bool:
        with self._answering(query) as answer:
            if not isinstance(answer, QueryBoolean):
                raise MalformedData("not an ASK", place="query")
            return bool(answer)

    def construct(self, query: str) -> list[Quad]:
        with self._answering(query) as triples:
            if not isinstance(triples, QueryTriples):
                raise MalformedData("neither CONSTRUCT nor DESCRIBE", place="query")
            return sorted({Quad(t.subject, t.predicate, t.object) for t in triples}, key=str)

    def graph_names(self) -> list[NamedNode]:
        with self._engine_errors():
            return sorted((name for name in self._graph.named_graphs() if isinstance(name, NamedNode)), key=str)

    def graph(self, name: NamedNode) -> list[Quad]:
        return sorted(self._quads_in(name), key=str)

    def replace_graphs(self, swaps: Iterable[Swap]) -> list[Outcome]:
        self._require_writable()
        outcomes: list[Outcome] = []
        fresh: dict[NamedNode, Swap] = {}
        waiting = 0
        for swap in swaps:
            if fresh.keys() & {swap.name, *swap.drop}:
                self._add(fresh)
            outcome = self._outcome(swap)
            outcomes.append(outcome)
            if outcome is Outcome.STORED:
                fresh[swap.name] = swap
                waiting += len(swap.quads)
            elif outcome is not Outcome.UNCHANGED:
                self._add(fresh)
                with self._engine_errors():
                    self._graph.update(swap_update([swap]))
            if waiting >= BATCH:
                self._add(fresh)
                waiting = 0
        self._add(fresh)
        return outcomes

    def replace_all(self, quads: Iterable[Quad]) -> None:
        """Put these quads in the place of everything in the graph.

        Atomic: they become the next generation, which counts from one rename on; until then the old one does.
        """
        self._require_writable()
        generation = self._configuration.generation + 1
        self.folder.remove_other_generations(self._configuration.generation)
        with self._engine_errors():
            engine = pyoxigraph.Store(self.folder.graph(generation))
            engine.bulk_extend(refuse_blank_nodes(quad) for quad in quads)
            engine.optimize()
            engine.flush()
        del engine
        self.folder.seal(generation)
        self._configuration = self.folder.configure(self.names.base, generation)
        self._engine = None
        self._start()

    def optimize(self) -> None:
        self._require_writable()
        with self._engine_errors():
            self._graph.optimize()

    def describe(self) -> StoreDescription:
        return StoreDescription(
            kind="embedded",
            location=str(self.folder.path),
            base=self.names.base,
            mode=self.mode,
            texts=str(self.folder.texts),
            format=self._configuration.format,
            kannat=self._configuration.kannat,
        )

    def close(self) -> None:
        """Let go of the store. A writer brings everything to disk and seals the files first."""
        try:
            if self._engine is not None and self.mode != "read":
                with self._engine_errors():
                    self._engine.flush()
                self._engine = None
                self.folder.seal(self._configuration.generation)
        finally:
            self._engine = None
            self._lock.release()

    def _start(self) -> None:
        """Open the engine on the generation in force."""
        generation = self._configuration.generation
        path = self.folder.graph(generation)
        self.folder.check(generation)
        with self._engine_errors():
            if self.mode == "read":
                self._engine = pyoxigraph.Store.read_only(str(path))
                return
            self.folder.break_seal(generation)
            self.folder.remove_other_generations(generation)
            self._engine = pyoxigraph.Store(path)

    @property
    def _graph(self) -> pyoxigraph.Store:
        if self._engine is None:
            place = str(self.folder.path)
            if self.mode == "restore":
                raise StoreError("the store was opened to be restored", place=place, advice="restore it first")
            raise StoreError("the store is closed", place=place, advice="open it again")
        return self._engine

    def _quads_in(self, name: NamedNode) -> set[Quad]:
        with self._engine_errors():
            return set(self._graph.quads_for_pattern(None, None, None, name))

    def _outcome(self, swap: Swap) -> Outcome:
        with self._engine_errors():
            drops = any(self._graph.contains_named_graph(name) for name in swap.dropped)
        return outcome_of(swap, self._quads_in(swap.name), drops)

    def _add(self, fresh: dict[NamedNode, Swap]) -> None:
        """Store graphs that are new, all in one transaction, and forget them from the dictionary."""
        size = sum(len(swap.quads) for swap in fresh.values())
        quads = (quad for swap in fresh.values() for quad in swap.quads)
        with self._engine_errors():
            if size >= BULK:
                self._graph.bulk_extend(quads)
            elif fresh:
                self._graph.extend(quads)
        fresh.clear()

    def _require_writable(self) -> None:
        if self.mode == "read":
            advice = "open it for writing"
            raise StoreError("the store is open for reading only", place=str(self.folder.path), advice=advice)

    @contextmanager
    def _answering(self, query: str) -> Iterator[Answer]:
        """The engine's answer to a query over the union of the graphs; it must be taken in before the block ends."""
        with self._engine_errors():
            try:
                yield self._graph.query(query, use_default_graph_as_union=True)
            except SyntaxError as error:
                raise malformed_query(str(error)) from error
            except (RuntimeError, OSError) as error:
                if _DAMAGE.search(str(error)):
                    raise
                raise malformed_query(str(error)) from error

    @contextmanager
    def _engine_errors(self) -> Iterator[None]:
        """Turn what the engine raises for missing, broken or unwritable files into the store's own errors."""
        place = str(self.folder.path)
        try:
            yield
        except (RuntimeError, FileNotFoundError) as error:
            what = f"a file of the graph is missing or broken: {error}"
            raise StoreDamaged(what, place=place, advice=RESTORE) from error
        except OSError as error:
            advice = "see that the disk works and has room"
            raise StoreError(f"the graph cannot be used: {error}", place=place, advice=advice) from error


def _create(path: Path, base: str) -> None:
    """Make an empty store: it appears whole or not at all."""
    Names(base)
    draft = StoreFolder(prepare(path))
    engine = pyoxigraph.Store(draft.graph(1))
    engine.flush()
    del engine
    draft.seal(1)
    draft.configure(base, 1)
    adopt(draft.path, path)
