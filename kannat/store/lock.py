"""One writer or many readers: a lock of the operating system on one file of the store.

The system lets go of the lock when its process ends, however it ends, so nothing stale can block. What stands in the
file only tells people who holds it.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import portalocker

from kannat.errors import StoreDamaged, StoreError, StoreLocked

PATIENCE: Final = 0.4
"""Seconds to wait for a lock that another process may be about to give back."""

_PAUSE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that took the lock last."""

    pid: int
    host: str
    command: str
    since: str
    writes: bool

    def line(self) -> str:
        """Who it is, in a few words."""
        does = "writes to" if self.writes else "reads"
        return f"process {self.pid} ({self.command}) on {self.host} {does} it since {self.since}"


class FolderLock:
    """A lock that this process holds until `release`."""

    def __init__(self, descriptor: int, writes: bool) -> None:
        self._descriptor: int | None = descriptor
        self._writes = writes

    @classmethod
    def acquire(cls, path: Path, *, writes: bool, patience: float = PATIENCE) -> FolderLock:
        """Take the lock, alone to write or beside others to read.

        Raises `StoreLocked`, naming the holder, when it is not to be had within `patience` seconds.
        """
        descriptor = _open(path, writes)
        flags = portalocker.LockFlags.EXCLUSIVE if writes else portalocker.LockFlags.SHARED
        try:
            _take(descriptor, flags | portalocker.LockFlags.NON_BLOCKING, patience, lambda: _locked(path, descriptor))
        except BaseException:
            os.close(descriptor)
            raise
        _introduce(descriptor, writes)
        return cls(descriptor, writes)

    def release(self) -> None:
        """Give the lock back; doing so again does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if self._writes:
            os.ftruncate(descriptor, 0)
        os.close(descriptor)


def holder_in(content: str) -> Holder | None:
    """The holder that a lock file's content names, if it is one that may still live."""
    try:
        holder = Holder(**json.loads(content))
    except (ValueError, TypeError):
        return None
    return holder if holder.host != socket.gethostname() or _alive(holder.pid) else None


def _open(path: Path, writes: bool) -> int:
    """A descriptor of the lock file; a reader on a disk that nobody can write to is content with reading it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if writes:
            raise StoreError(
                str(error.strerror), place=str(path), advice="the store's folder must be writable"
            ) from error
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise StoreDamaged(str(error.strerror), place=str(path), advice="the lock file must be readable") from error


def _take(descriptor: int, flags: portalocker.LockFlags, patience: float, locked: Callable[[], StoreLocked]) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            portalocker.lock(descriptor, flags)
            return
        except portalocker.AlreadyLocked as error:
            if time.monotonic() >= deadline:
                raise locked() from error
        except portalocker.LockException as error:
            advice = "put the store on a local disk"
            raise StoreError(f"this file system gives no locks: {error}", advice=advice) from error
        time.sleep(_PAUSE)


def _locked(path: Path, descriptor: int) -> StoreLocked:
    holder = holder_in(os.pread(descriptor, 4096, 0).decode("utf-8", "replace"))
    place = str(path.parent)
    if holder is None:
        return StoreLocked("another process uses the store", place=place, advice="wait until it is done")
    ours = holder.pid == os.getpid() and holder.host == socket.gethostname()
    what = f"the store is in use: {holder.line()}" + (", which is this process" if ours else "")
    return StoreLocked(what, place=place, advice="close it first" if ours else "wait until it is done")


def _introduce(descriptor: int, writes: bool) -> None:
    """Write down who holds the lock, where the disk allows it."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    holder = Holder(os.getpid(), socket.gethostname(), _command(), since, writes)
    content = json.dumps(asdict(holder)).encode()
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, content, 0)
    except OSError:
        return  # opened for reading only; the lock itself holds


def _command() -> str:
    """The program and its subcommand; whatever else was written may be private."""
    program, *arguments = sys.argv or [""]
    words = [Path(program).name if program not in ("", "-c", "-m") else "python", *arguments[:1]]
    return " ".join(words if re.fullmatch("[a-z][a-z-]*", words[-1]) else words[:1])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
