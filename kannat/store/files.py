"""Writing files so that they are there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from kannat.errors import StoreError


def write_atomically(path: Path, data: bytes) -> None:
    """Put these bytes at this path: after a crash the old file is there or the new one, on disk."""
    with atomic_file(path) as file:
        file.write(data)


def write_all_atomically(files: Mapping[Path, bytes]) -> None:
    """Put these bytes at these paths; like `write_atomically` for each, but the disk is waited for at once."""
    drafts = {path: _draft_of(path) for path in files}
    try:
        for path, draft in drafts.items():
            with errors_at(path):
                draft.write_bytes(files[path])
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(_sync_file, drafts.values()))
        for path, draft in drafts.items():
            with errors_at(path):
                draft.replace(path)
        for folder in sorted({path.parent for path in files}):
            sync_folder(folder)
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink()


_AT_ONCE: Final = 16
"""Files whose way to disk is waited for at the same time: the system writes them in one go."""


def _sync_file(path: Path) -> None:
    with errors_at(path), path.open("rb") as file:
        os.fsync(file.fileno())


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.draft")


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when the block ends well, and leaves no trace when it does not."""
    draft = _draft_of(path)
    try:
        with errors_at(path):
            with draft.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            draft.unlink()


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to disk: names that came, went or changed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none; its parents too."""
    with errors_at(folder):
        folder.mkdir(parents=True, exist_ok=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, where it exists."""
    if folder.exists():
        with errors_at(folder):
            shutil.rmtree(folder)


@contextmanager
def errors_at(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a `StoreError` that names the path."""
    try:
        yield
    except OSError as error:
        advice = "check that the disk has room and the folder may be written to"
        raise StoreError(error.strerror or str(error), place=str(path), advice=advice) from error
