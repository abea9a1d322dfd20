"""Child processes that prepare statements, each one document at a time, while the caller writes the store.

What they give comes out in the order of the sources and of the documents in each, whoever was quicker. A source of many
documents is opened by one worker, a handful at a time, and its documents are shared among all. A worker that dies, or
is killed because it takes too long, costs the document that it was at, and another takes its place.
"""

from __future__ import annotations

import gc
import multiprocessing
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from kannat.errors import KannatError
from kannat.ingestion.collector import collecting_seldom
from kannat.ingestion.prepared import Prepared, Preparer, Surroundings
from kannat.ingestion.report import Fate
from kannat.model import Document

LIMIT: Final = 60.0
"""Seconds that one document may take from its bytes to its graph."""

HANDFUL: Final = 32
"""Documents that a worker takes out of a source of many at once."""

AHEAD: Final = 16
"""Sources for each worker that may be under way before the first of them is done: what waits in memory is bounded."""

DEPTH: Final = 8
"""Tasks that a worker holds, so that it has some at hand while the caller brings a group to disk."""

Place = tuple[int, int]
"""A document's place in the batch: the number of its source, and its own number in that."""

Origin = tuple[Path | bytes, str]
"""A source's path or content, and its name."""


@dataclass(frozen=True, slots=True)
class Open:
    """Asks for a source's next documents, those after the first `skip`; a lone document is prepared at once."""

    source: int
    origin: Origin
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Prepare:
    """Asks for one document's graph."""

    place: Place
    document: Document
    origin: Origin


Task = Open | Prepare


@dataclass(frozen=True, slots=True)
class Opened:
    """Some of a source's documents, and whether there are no more."""

    source: int
    found: tuple[Document | Prepared, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """One document's graph, or why there is none."""

    place: Place
    prepared: Prepared


class Work:
    """What a worker does: the answer to each task."""

    def __init__(self, preparer: Preparer) -> None:
        self._preparer = preparer
        self._sources: dict[int, Iterator[Document | Prepared]] = {}

    def answer(self, task: Task) -> Opened | Finished:
        """The answer to one task."""
        if isinstance(task, Prepare):
            return Finished(task.place, self._preparer.prepare(task.document, task.origin[0]))
        found, done = self._next(task)
        if done and not task.skip and len(found) == 1:
            found = tuple(self._prepared(one, task.origin) for one in found)
        return Opened(task.source, found, done)

    def _next(self, task: Open) -> tuple[tuple[Document | Prepared, ...], bool]:
        documents = self._sources.pop(task.source, None)
        if documents is None:
            documents = islice(self._preparer.documents(*task.origin), task.skip, None)
        found = tuple(islice(documents, HANDFUL))
        if len(found) == HANDFUL:
            self._sources[task.source] = documents
        return found, len(found) < HANDFUL

    def _prepared(self, found: Document | Prepared, origin: Origin) -> Prepared:
        return found if isinstance(found, Prepared) else self._preparer.prepare(found, origin[0])


def work(connection: Connection, around: Surroundings) -> None:
    """The life of a worker: it ends when nobody is left to answer to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, tasks), daemon=True).start()
    worker = Work(Preparer(around))
    gc.freeze()  # what is known stays for the process's life
    with collecting_seldom(), suppress(OSError):
        connection.send(None)
        while (task := tasks.get()) is not None:
            connection.send(worker.answer(task))


@contextmanager
def _interrupt_held_back() -> Iterator[None]:
    """Keeps Ctrl-C from the processes that are started meanwhile: it is the caller's business, which ends them."""
    resource_tracker.ensure_running()  # it lets signals through again when it starts
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _listen(connection: Connection, tasks: queue.SimpleQueue[Task | None]) -> None:
    """Takes tasks in at once, so that caller and worker never wait for each other's full pipes."""
    with suppress(EOFError, OSError):
        while True:
            tasks.put(connection.recv())
    tasks.put(None)


@dataclass(slots=True)
class Worker:
    """A child process, its end of the line, and what it has been asked: the first task is the one that it is at."""

    process: SpawnProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    paused: deque[int] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    started: bool = False

    @classmethod
    def start(cls, around: Surroundings) -> Worker:
        """A new worker; it says when it is ready."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, around), name="kannat-reader")
        with _interrupt_held_back():
            process.start()
        theirs.close()
        return cls(process, ours)

    def end(self) -> str:
        """End the process, whatever it does, and say how it ended."""
        self.connection.close()
        self.process.join(0.2)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else f"status {code}"


class Workers:
    """Prepares sources in child processes; use it in a `with` block, which ends them."""

    def __init__(self, around: Surroundings, sources: Sequence[Origin], count: int, limit: float = LIMIT) -> None:
        self._around = around
        self._sources = sources
        self._limit = limit
        self._workers = [Worker.start(around) for _ in range(min(count, len(sources)) or 1)]
        self._opened = 0
        self._first = 0
        self._tasks: deque[Task] = deque()
        self._found: dict[int, int] = {}
        self._complete: set[int] = set()
        self._ready: dict[Place, Prepared] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def results(self) -> Iterator[tuple[int, Prepared | None]]:
        """Each statement with the number of its source, in order; None after the last of a source."""
        number = 0
        while self._first < len(self._sources):
            place = (self._first, number)
            if (prepared := self._ready.pop(place, None)) is not None:
                yield self._first, prepared
                number += 1
            elif self._first in self._complete and number == self._found[self._first]:
                yield self._first, None
                self._complete.discard(self._first)
                self._first, number = self._first + 1, 0
            else:
                self._turn()

    def _turn(self) -> None:
        """Give out what can be done, and take in what has been."""
        for worker in self._workers:
            while worker.started and len(worker.tasks) < DEPTH and (task := self._next(worker)) is not None:
                self._ask(worker, task)
        now = time.monotonic()
        busy = [worker for worker in self._workers if worker.tasks or not worker.started]
        patience = min((worker.since + self._limit_of(worker) - now for worker in busy), default=self._limit)
        heard = set(wait([worker.connection for worker in self._workers], max(patience, 0)))
        for worker in list(self._workers):
            if worker.connection in heard:
                self._hear(worker)
            elif worker in busy and time.monotonic() - worker.since > self._limit_of(worker):
                self._replace(worker, f"took more than {self._limit:g} seconds")

    def _limit_of(self, worker: Worker) -> float:
        return self._limit if worker.started else LIMIT

    def _next(self, worker: Worker) -> Task | None:
        if self._tasks:
            return self._tasks.popleft()
        if worker.paused:
            source = worker.paused.popleft()
            return Open(source, self._sources[source], self._found[source])
        if self._opened < min(len(self._sources), self._first + AHEAD * len(self._workers)):
            self._opened += 1
            return Open(self._opened - 1, self._sources[self._opened - 1])
        return None

    def _ask(self, worker: Worker, task: Task) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        with suppress(OSError):  # it has died: that is heard in its turn
            worker.connection.send(task)

    def _hear(self, worker: Worker) -> None:
        try:
            answer = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker, "")
            return
        worker.since = time.monotonic()
        if not worker.started:
            worker.started = True
            return
        worker.tasks.popleft()
        if isinstance(answer, Finished):
            self._ready[answer.place] = answer.prepared
        else:
            self._take_in(worker, answer)

    def _take_in(self, worker: Worker, opened: Opened) -> None:
        source = opened.source
        for found in opened.found:
            place = (source, self._found.get(source, 0))
            self._found[source] = place[1] + 1
            if isinstance(found, Prepared):
                self._ready[place] = found
            else:
                self._tasks.append(Prepare(place, found, self._sources[source]))
        if opened.done:
            self._found.setdefault(source, 0)
            self._complete.add(source)
        else:
            worker.paused.append(source)

    def _replace(self, worker: Worker, why: str) -> None:
        """End a worker that died or takes too long: the task that it was at is lost, the others are done by another."""
        ended = worker.end()
        if not worker.started:
            raise KannatError(f"the processes that read cannot start: {ended}", advice="use --jobs 1")
        self._workers[self._workers.index(worker)] = Worker.start(self._around)
        resumed = (Open(source, self._sources[source], self._found[source]) for source in worker.paused)
        if worker.tasks:
            self._lose(worker.tasks.popleft(), f"reading it {why or f'ended the process that did it ({ended})'}")
        self._tasks.extendleft(reversed([*worker.tasks, *resumed]))

    def _lose(self, task: Task, reason: str) -> None:
        if isinstance(task, Prepare):
            name, sha256 = task.document.name, task.document.sha256
            self._ready[task.place] = Prepared(name, Fate.REFUSED, sha256, reason=reason)
            return
        place = (task.source, self._found.get(task.source, 0))
        rest = " (what comes after it in this file is not read)" if task.skip else ""
        self._ready[place] = Prepared(task.origin[1], Fate.REFUSED, reason=reason + rest)
        self._found[task.source] = place[1] + 1
        self._complete.add(task.source)
