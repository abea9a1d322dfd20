"""Word documents (.docx)."""

from __future__ import annotations

from collections.abc import Iterator

from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.zipped import holds


class WordReader:
    """Reads Office Open XML text: what is inserted stays, what is deleted goes, the author's name never comes in."""

    limit = 64 << 20
    isolated = True

    def recognises(self, content: Content) -> bool:
        return holds(content, "word/document")

    def read(self, content: Content) -> Iterator[Document]:
        from kannat.readers.word_text import composed

        yield composed(content)
