"""PDF: the text layer, as its lines stand on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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

        pages = pages_of(content)
        empty = [str(number) for number, lines in enumerate(pages, 1) if not lines]
        note = (f"pages without a text layer: {', '.join(empty)}",) if empty else ()
        yield replace(composed(content, pages), left_out=note)
