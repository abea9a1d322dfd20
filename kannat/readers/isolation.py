"""Has documents opened in a child process, so that a hostile one costs a minute and a gigabyte at most.

One child serves many documents, one after the other. It is started with the first, replaced when it dies, when it is
ended, and now and then to give memory back, and ended with the caller. Threads take turns; a process that forks leaves
its child to its parent and starts one of its own.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.wire import OUT_OF_MEMORY, Garbled, content_to_frames, outcome_of, unframed

_PASSED_ON: Final = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TZ")
"""What the child's environment keeps; keys and addresses that may lie in ours are not for it."""

_LARGEST_ANSWER: Final = 512 << 20
_CHUNK: Final = 1 << 20
_ENDING_SECONDS: Final = 5
_EASED: Final = "open it, save it again or as plain text, and read that"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost, and after how many the child is replaced."""

    seconds: int = 60
    memory: int = 1 << 30
    documents: int = 500


class Broken(Exception):
    """The child has ended in the middle of an answer."""


@dataclass(slots=True)
class ChildReader:
    """A child process that opens one document after the other."""

    limits: Limits = Limits()
    _process: subprocess.Popen[bytes] | None = None
    _served: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        """What `opening.outcomes` gives for this content. Raises `UnreadableDocument` where it breaks a limit."""
        with self._turn:
            found = self._answer(content)
        if len(found) == 1 and isinstance(found[0], UnreadableDocument) and found[0].place == content.name:
            raise found[0]
        return iter(found)

    def __enter__(self) -> ChildReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child and wait for its end; the next document starts another."""
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.communicate()

    def _answer(self, content: Content) -> list[Document | UnreadableDocument]:
        used = self._served > 0
        try:
            found = self._asked(content)
        except (Broken, Garbled):
            cause = self._cause()
            if used:
                return self._answer(content)
            raise self._refusal(content, cause) from None
        except TimeoutError:
            self.close()
            raise self._refusal(content, f"not read within {self.limits.seconds} s") from None
        except BaseException:
            self.close()
            raise
        self._served += 1
        if self._served >= self.limits.documents:
            self.close()
        return found

    def _asked(self, content: Content) -> list[Document | UnreadableDocument]:
        """The child's answer. One that has served before may have ended since, which is not this document's fault."""
        answer = _Answer(self._started(), time.monotonic() + self.limits.seconds)
        answer.ask(content_to_frames(content))
        return answer.outcomes()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _child(self.limits)
        return self._process

    def _cause(self) -> str:
        """Why the child ended; it has, or is about to."""
        process = self._process
        assert process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_ENDING_SECONDS)
        self.close()
        if process.returncode == OUT_OF_MEMORY:
            return f"not read within {self.limits.memory >> 20} MiB of memory"
        if process.returncode == -signal.SIGALRM:
            return f"not read within {self.limits.seconds} s"
        return f"damaged, or not readable within {self.limits.memory >> 20} MiB of memory: it broke its reader"

    def _refusal(self, content: Content, what: str) -> UnreadableDocument:
        return UnreadableDocument(what, place=content.name, advice=_EASED)


class _Answer:
    """The frames of one answer, read until a deadline."""

    def __init__(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._requests = process.stdin
        self._descriptor = process.stdout.fileno()
        self._deadline = deadline
        self._left = _LARGEST_ANSWER

    def ask(self, request: bytes) -> None:
        """Sends a request. Raises `Broken`."""
        view = memoryview(request)
        try:
            while view:
                view = view[self._requests.write(view) :]
        except BrokenPipeError:
            raise Broken from None

    def outcomes(self) -> list[Document | UnreadableDocument]:
        """All of it. Raises `TimeoutError`, `Broken`, `Garbled`."""
        found = []
        try:
            while payload := unframed(self._exactly):
                found.append(outcome_of(payload))
        except EOFError:
            raise Broken from None
        return found

    def _exactly(self, size: int) -> bytes:
        self._left -= size
        if self._left < 0:
            raise Garbled
        got = bytearray()
        while len(got) < size:
            self._wait()
            piece = os.read(self._descriptor, min(size - len(got), _CHUNK))
            if not piece:
                break
            got += piece
        return bytes(got)

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        if not poll.poll(max(0.0, self._deadline - time.monotonic()) * 1000):
            raise TimeoutError


def _child(limits: Limits) -> subprocess.Popen[bytes]:
    """A new child: out of reach of the terminal's signals, with our modules and next to nothing of our environment."""
    package = str(Path(__file__).resolve().parents[2])
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([package, *filter(None, sys.path)]))
    environment["PYTHONHASHSEED"] = "0"
    command = [sys.executable, "-P", "-B", "-m", "kannat.readers.child", str(limits.seconds), str(limits.memory)]
    return subprocess.Popen(  # noqa: S603
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


_reader = ChildReader()
_of_our_parents: list[ChildReader] = []
"""Children that belong to the processes we were forked from: kept, so that nobody waits for them, and left alone."""


def read_apart(content: Content) -> Iterator[Document | UnreadableDocument]:
    """What `opening.outcomes` gives for this content, worked out in this process's child."""
    return _reader.read(content)


def end_child() -> None:
    """End this process's child, if there is one; the next document starts another."""
    _reader.close()


def _forked() -> None:
    global _reader
    _of_our_parents.append(_reader)
    _reader = ChildReader()


os.register_at_fork(after_in_child=_forked)
atexit.register(end_child)
