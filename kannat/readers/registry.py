"""The formats that can be read, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from kannat.readers.archive import ArchiveReader
from kannat.readers.content import Content, DocumentReader, Found
from kannat.readers.html import HtmlReader
from kannat.readers.mail import MailReader
from kannat.readers.open_document import OpenDocumentReader
from kannat.readers.pdf import PdfReader
from kannat.readers.plain_text import PlainTextReader
from kannat.readers.source_readers import SOURCE_FOLDER_READERS, SOURCE_READERS
from kannat.readers.word import WordReader


class FolderReader(Protocol):
    """Reads a folder whose files are one source together, for instance the feeds of one round."""

    def recognises(self, folder: Path) -> bool:
        """Whether this folder is such a source; looks at the names in it, at most at how its files begin."""

    def read(self, folder: Path, name: str) -> Iterator[Found]:
        """What the folder holds, in its order, as `DocumentReader.read` gives it."""


READERS: Final[tuple[DocumentReader, ...]] = (
    *SOURCE_READERS,
    PdfReader(),
    WordReader(),
    OpenDocumentReader(),
    ArchiveReader(),
    MailReader(),
    HtmlReader(),
    PlainTextReader(),
)
"""Plain text, which takes whatever no other claims, is the last."""

FOLDER_READERS: Final[tuple[FolderReader, ...]] = SOURCE_FOLDER_READERS


def reader_of(content: Content) -> DocumentReader | None:
    """The reader that knows this content; None where none does."""
    return next((reader for reader in READERS if reader.recognises(content)), None)


def folder_reader_of(folder: Path) -> FolderReader | None:
    """The reader for which this folder is one source; None where it is but a folder of files."""
    return next((reader for reader in FOLDER_READERS if reader.recognises(folder)), None)
