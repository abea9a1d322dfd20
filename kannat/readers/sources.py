"""Sorts what lies at given paths: statements' documents, RDF, gold readings, and what is passed over and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kannat.errors import UnreadableInput
from kannat.readers.content import Content
from kannat.readers.kinds import GOLD_SUFFIX, MANY_THINGS, RDF_SUFFIXES, SourceKind, kind_of
from kannat.readers.plain_text import PlainTextReader
from kannat.readers.registry import folder_reader_of, reader_of


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or a folder that is one source, to take in.

    `name` is its path within the given folder, with slashes, and bears no machine's folders.
    """

    path: Path
    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is passed over, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All that lies at the given paths, each file once, in the order of the paths and of names within a folder."""

    found: tuple[Source, ...]
    skipped: tuple[Skipped, ...]

    def of(self, kind: SourceKind) -> tuple[Source, ...]:
        """The sources of one kind."""
        return tuple(source for source in self.found if source.kind is kind)


_LOOKED_AT: Final = 65_536
"""Bytes by which a file is known whose name may stand for many things."""


def find_sources(paths: Iterable[Path]) -> Sources:
    """Everything at these paths: files as they are named, folders with all below them.

    A file named by itself is a document unless its name says otherwise; within a folder only known kinds are taken.
    Hidden files are passed over unseen, symbolic links to folders are not followed, a file met twice counts once.
    Raises `UnreadableInput` where a path does not exist or a folder cannot be listed.
    """
    found: dict[Path, Source] = {}
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise UnreadableInput("no such file or folder", place=str(path), advice="check the path")
        for file, name, named in _files_at(path):
            kind, reason = _kind_of(file, named)
            if kind is None:
                skipped.append(Skipped(name, reason))
            else:
                found.setdefault(file.resolve(), Source(file, name, kind))
    return Sources(tuple(found.values()), tuple(skipped))


def _files_at(path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Each file, or folder that is one source, its name, and whether it was named by itself."""
    if not path.is_dir() or folder_reader_of(path):
        yield path, path.name, True
        return
    for place, folders, files in os.walk(path, onerror=_refuse):
        folder = Path(place)
        whole = {name for name in folders if not name.startswith(".") and folder_reader_of(folder / name)}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in whole)
        for name in sorted([*whole, *(name for name in files if not name.startswith("."))]):
            file = folder / name
            yield file, file.relative_to(path).as_posix(), name in whole


def _refuse(error: OSError) -> None:
    raise UnreadableInput(
        f"cannot be listed: {error.strerror}", place=str(error.filename), advice="check its permissions"
    ) from error


def _kind_of(file: Path, named: bool) -> tuple[SourceKind | None, str]:
    kind, reason = kind_of(file.name, named=named)
    if kind is None and file.suffix.lower() in MANY_THINGS and _is_source(file):
        return SourceKind.DOCUMENT, ""
    return kind, reason


def _is_source(file: Path) -> bool:
    """Whether a reader of a format or source knows the file by how it begins."""
    try:
        with file.open("rb") as opened:
            content = Content(opened.read(_LOOKED_AT), file.name)
    except OSError:
        return False
    reader = reader_of(content)
    return reader is not None and not isinstance(reader, PlainTextReader)


__all__ = [
    "GOLD_SUFFIX",
    "RDF_SUFFIXES",
    "Skipped",
    "Source",
    "SourceKind",
    "Sources",
    "find_sources",
]
