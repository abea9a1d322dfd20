"""Opens a document with the reader that knows its content."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.plain_text import PlainTextReader

STDIN_NAME: Final = "stdin"


class DocumentReader(Protocol):
    """Reads documents of one format. A new format is a new class in `READERS`."""

    limit: int
    """The largest number of bytes that it takes in."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins like this is of its format; told by content, never by the name."""

    def read(self, data: bytes, name: str) -> Document:
        """The document. Raises `UnreadableDocument` where the content is not what its beginning promised."""


READERS: Final[tuple[DocumentReader, ...]] = (PlainTextReader(),)
"""In the order in which they are asked; plain text, which takes what no other claims, is the last."""

_HEAD_BYTES: Final = 4096

_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or other zipped file"),
    (b"PK\x05\x06", "a zipped file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"\x7fELF", "a program"),
)
"""How formats begin that no reader takes yet."""


def read_document(source: Path | bytes, name: str | None = None) -> Document:
    """The document that lies at this path, or that these bytes are; `name` stands for it in what is told of it.

    The text is kept exactly as it lies. Raises `UnreadableDocument` with the place and what to do about it; a file
    over the limit is refused by its size, before it is read.
    """
    if isinstance(source, bytes):
        return _read(source, name or STDIN_NAME)
    shown = name or source.name
    return _read(_bytes_of(source, shown), shown)


def read_documents(source: Path | bytes, name: str | None = None) -> Iterator[Document]:
    """Every statement's document in this file, in its order; most files hold one.

    Raises `UnreadableDocument` as `read_document` does.
    """
    yield read_document(source, name)


def _bytes_of(path: Path, name: str) -> bytes:
    largest = max(reader.limit for reader in READERS)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument("a folder, not a document", place=name, advice="name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("not a regular file", place=name, advice="copy its content into a file")
        _refuse_large(status.st_size, largest, name)
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(
            f"cannot be opened: {reason}", place=name, advice="check the path and its permissions"
        ) from error


def _read(data: bytes, name: str) -> Document:
    head = data[:_HEAD_BYTES]
    reader = next((reader for reader in READERS if reader.recognises(head)), None)
    if reader is None:
        kind = next((kind for start, kind in _FOREIGN if head.startswith(start)), "a binary file")
        raise UnreadableDocument(f"{kind}, not text", place=name, advice="save its text as UTF-8 and read that")
    _refuse_large(len(data), reader.limit, name)
    return reader.read(data, name)


def _refuse_large(size: int, limit: int, name: str) -> None:
    if size > limit:
        raise UnreadableDocument(
            f"too large: over {limit >> 20} MiB", place=name, advice="split it into one file per statement"
        )
