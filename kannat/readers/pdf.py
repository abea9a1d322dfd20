"""PDF: the text layer, as its lines stand on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kannat.model import Document
from kannat.readers.content import Content

MEDIA_TYPE: Final = "application/pdf"
_MARK_WITHIN: Final = 1024


class PdfReader:
    """Reads what a PDF says in letters; a scan, which says nothing in letters, is refused."""

    limit = 64 << 20
    isolated = True

    def recognises(self, content: Content) -> bool:
        return b"%PDF-" in content.head[:_MARK_WITHIN] and not content.head.startswith(b"PK\x03\x04")

    def read(self, content: Content) -> Iterator[Document]:
        from kannat.readers.page_text import composed
        from kannat.readers.pdf_lines import pages_of

        yield composed(content, pages_of(content))
