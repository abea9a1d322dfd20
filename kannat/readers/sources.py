"""Sorts what lies at given paths: statements' documents, RDF, gold readings, and what is passed over and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kannat.errors import UnreadableInput


class SourceKind(StrEnum):
    """What a file is taken for, by its name."""

    DOCUMENT = "document"
    DESCRIPTION = "description"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in; `name` is its path within the given folder, with slashes, and bears no machine's folders."""

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


RDF_SUFFIXES: Final = frozenset({".ttl", ".trig", ".nt", ".nq", ".jsonld"})
GOLD_SUFFIX: Final = ".gold.json"
_DOCUMENT_SUFFIXES: Final = frozenset({".txt", ".text"})
_ABOUT_FOLDERS: Final = frozenset({"readme", "licence", "license", "changelog", "notice"})


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
    """Each file, its name, and whether it was named by itself."""
    if not path.is_dir():
        yield path, path.name, True
        return
    for folder, folders, files in os.walk(path, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            file = Path(folder) / name
            yield file, file.relative_to(path).as_posix(), False


def _refuse(error: OSError) -> None:
    raise UnreadableInput(
        f"cannot be listed: {error.strerror}", place=str(error.filename), advice="check its permissions"
    ) from error


def _kind_of(file: Path, named: bool) -> tuple[SourceKind | None, str]:
    name, suffix = file.name.lower(), file.suffix.lower()
    if name.endswith(GOLD_SUFFIX):
        return SourceKind.GOLD, ""
    if suffix in RDF_SUFFIXES:
        return SourceKind.DESCRIPTION, ""
    if named:
        return SourceKind.DOCUMENT, ""
    if file.stem.lower() in _ABOUT_FOLDERS:
        return None, "tells about its folder"
    if suffix in _DOCUMENT_SUFFIXES:
        return SourceKind.DOCUMENT, ""
    return None, f"no reader for {suffix} files" if suffix else "a name without an ending"
