"""ZIP archives of documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.readers.content import Content
from kannat.readers.kinds import SourceKind, kind_of
from kannat.readers.zipped import is_zip, opened

_MAX_UNPACKED: Final = 2 << 30
_OF_THE_SYSTEM: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


class ArchiveReader:
    """Opens an archive file by file; nothing is written, so that a path in it leads nowhere.

    Not in a child, so that each of its files is read there by itself and one after the other.
    """

    limit = 256 << 20
    isolated = False

    def recognises(self, content: Content) -> bool:
        return is_zip(content)

    def read(self, content: Content) -> Iterator[Content | UnreadableDocument]:
        package = opened(content)
        entries = [entry for entry in package.entries if not _is_hidden(entry.filename)]
        if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
            raise UnreadableDocument(
                f"unpacks to more than {_MAX_UNPACKED >> 30} GiB", place=content.name, advice="split it into parts"
            )
        if not entries:
            raise UnreadableDocument("an archive with no file in it", place=content.name, advice="look into it")
        for entry in sorted(entries, key=lambda entry: entry.filename):
            name = f"{content.name}#{entry.filename}"
            kind, reason = kind_of(entry.filename, named=False)
            if kind is not SourceKind.DOCUMENT:
                yield UnreadableDocument(reason or "not a document", place=name, advice="unpack it and name the folder")
                continue
            try:
                data = package.unpacked(entry)
            except UnreadableDocument as error:
                yield error
            else:
                yield Content(data, name, content.depth + 1)


def _is_hidden(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return any(part.startswith(".") or part.lower() in _OF_THE_SYSTEM for part in parts if part not in (".", ".."))
