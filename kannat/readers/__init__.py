"""The way in: from a file's bytes to a document, and from paths to the files worth reading."""

from kannat.readers.content import Content, DocumentReader, Found
from kannat.readers.document import read_document, read_documents
from kannat.readers.sources import Skipped, Source, SourceKind, Sources, find_sources

__all__ = [
    "Content",
    "DocumentReader",
    "Found",
    "Skipped",
    "Source",
    "SourceKind",
    "Sources",
    "find_sources",
    "read_document",
    "read_documents",
]
