"""A file's bytes and name, before anything is known of what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, Protocol

from kannat.errors import UnreadableDocument
from kannat.model import Document

_HEAD_BYTES: Final = 4096


@dataclass(frozen=True)
class Content:
    """The bytes of a file, or of one of the files within a file; `depth` counts the files around it.

    `name` is what is told of it; a file within a file has its own name after that of the outer one, `round.zip#a.docx`.
    `charset` is what the outer file, for instance a mail, states of the bytes; `left_out` what of the outer file is in
    none of its documents.
    """

    data: bytes
    name: str
    depth: int = 0
    charset: str | None = None
    left_out: str = ""

    @cached_property
    def head(self) -> bytes:
        """How it begins."""
        return self.data[:_HEAD_BYTES]

    @property
    def suffix(self) -> str:
        """How its name ends, in lower case and with the dot: a tie-break, never a proof."""
        return PurePosixPath(self.name.rpartition("#")[2]).suffix.lower()


Found = Document | Content | UnreadableDocument
"""What a reader finds: a document, a file to be opened in its turn, or one of many that cannot be read."""


class DocumentReader(Protocol):
    """Reads files of one format. A new format is a new class in `kannat.readers.registry.READERS`."""

    limit: int
    """The largest number of bytes that it takes in."""

    isolated: bool
    """Whether it works in a child process with limits: whatever decompresses or parses what strangers made."""

    def recognises(self, content: Content) -> bool:
        """Whether this is a file of its format; told by content, by the name only where two formats look alike.

        Runs in the caller's process: looks, and decompresses or parses nothing.
        """

    def read(self, content: Content) -> Iterator[Found]:
        """What the file holds, in its order; most hold one document.

        Raises `UnreadableDocument` where the whole file cannot be read, yields one for each of many that cannot.
        """
