"""Opens what lies at a path, or bytes, and gives its documents."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content, Found
from kannat.readers.opening import outcomes, refuse_large
from kannat.readers.registry import READERS, folder_reader_of

STDIN_NAME: Final = "stdin"


def read_document(source: Path | bytes, name: str | None = None) -> Document:
    """The one document that lies at this path, or that these bytes are; `name` stands for it in what is told of it.

    Raises `UnreadableDocument` with the place and what to do about it; also where there are several documents.
    """
    documents = read_documents(source, name)
    first = next(documents, None)
    shown = _shown(source, name)
    if first is None:
        raise UnreadableDocument("no document in it", place=shown, advice="look into it")
    if next(documents, None) is not None:
        raise UnreadableDocument("several documents, not one", place=shown, advice="take it in with kannat ingest")
    return first


def read_documents(
    source: Path | bytes, name: str | None = None, refused: Callable[[UnreadableDocument], object] | None = None
) -> Iterator[Document]:
    """Every statement's document in this file or folder that is one source, in its order; most files hold one.

    Raises `UnreadableDocument` where nothing of it can be read; a file over the limit is refused by its size. Where one
    of many cannot be read, `refused` is told of it and the rest goes on; without `refused` it is raised.
    """
    for outcome in _outcomes(source, _shown(source, name)):
        if isinstance(outcome, Document):
            yield outcome
        elif refused is None:
            raise outcome
        else:
            refused(outcome)


def _shown(source: Path | bytes, name: str | None) -> str:
    return name or (STDIN_NAME if isinstance(source, bytes) else source.name)


def _outcomes(source: Path | bytes, name: str) -> Iterator[Document | UnreadableDocument]:
    if isinstance(source, bytes):
        return outcomes(Content(source, name))
    if source.is_dir() and (reader := folder_reader_of(source)):
        return _opened(reader.read(source, name))
    return outcomes(Content(_bytes_of(source, name), name))


def _opened(found: Iterator[Found]) -> Iterator[Document | UnreadableDocument]:
    for one in found:
        if isinstance(one, Content):
            yield from outcomes(one)
        else:
            yield one


def _bytes_of(path: Path, name: str) -> bytes:
    largest = max(reader.limit for reader in READERS)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument("a folder, not a document", place=name, advice="name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("not a regular file", place=name, advice="copy its content into a file")
        refuse_large(status.st_size, largest, name)
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocument(
            f"cannot be opened: {reason}", place=name, advice="check the path and its permissions"
        ) from error
