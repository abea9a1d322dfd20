"""Opens content with the reader that knows it, and whatever files it finds within."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content, DocumentReader, Found
from kannat.readers.foreign import kind_and_advice
from kannat.readers.registry import reader_of

_DEEPEST: Final = 3
"""A mail with an archive of documents lies this deep; an archive that holds itself goes on for ever."""


def outcomes(content: Content, *, isolated: bool = True) -> Iterator[Document | UnreadableDocument]:
    """Every document of this content, also of the files within it, and an error for each that cannot be read.

    Readers that want it work in a child process; not so with `isolated=False`, which is for the child itself. Raises
    `UnreadableDocument` where the content as a whole cannot be read.
    """
    for found in _found(content, isolated):
        if isinstance(found, Content):
            yield from _within(found, isolated)
        else:
            yield found


def _within(content: Content, isolated: bool) -> Iterator[Document | UnreadableDocument]:
    """What a file within a file holds; what cannot be read is one of many."""
    if content.depth > _DEEPEST:
        yield UnreadableDocument(
            f"lies in more than {_DEEPEST} files, one in the other", place=content.name, advice="unpack it first"
        )
        return
    try:
        for found in outcomes(content, isolated=isolated):
            if content.left_out and isinstance(found, Document):
                yield replace(found, left_out=(content.left_out, *found.left_out))
            else:
                yield found
    except UnreadableDocument as error:
        yield error


def _found(content: Content, isolated: bool) -> Iterator[Found]:
    reader = checked_reader(content)
    if isolated and reader.isolated:
        from kannat.readers.isolation import read_apart

        return read_apart(content)
    return reader.read(content)


def checked_reader(content: Content) -> DocumentReader:
    """The reader for this content. Raises `UnreadableDocument` where none knows it or it is over that one's limit."""
    reader = reader_of(content)
    if reader is None:
        kind, advice = kind_and_advice(content)
        raise UnreadableDocument(f"{kind}, not a document that can be read", place=content.name, advice=advice)
    refuse_large(len(content.data), reader.limit, content.name)
    return reader


def refuse_large(size: int, limit: int, name: str) -> None:
    """Raises `UnreadableDocument` for a size over the limit, both in bytes."""
    if size > limit:
        raise UnreadableDocument(
            f"too large: over {limit >> 20} MiB", place=name, advice="split it into one file per statement"
        )
