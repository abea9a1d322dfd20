"""OpenDocument texts (.odt)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.zipped import is_zip

_MIMETYPE: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""The first file of a package, stored as it is: its name and right after it its content."""

_NAME_AT: Final = 30


class OpenDocumentReader:
    """Reads OpenDocument text: what is inserted stays, what is deleted goes, the author's name never comes in."""

    limit = 64 << 20
    isolated = True

    def recognises(self, content: Content) -> bool:
        return is_zip(content) and content.head[_NAME_AT:].startswith(_MIMETYPE)

    def read(self, content: Content) -> Iterator[Document]:
        from kannat.readers.open_document_text import composed

        yield composed(content)
