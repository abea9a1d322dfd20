"""Plain text in UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers.content import Content
from kannat.readers.encoding import decoded, is_text
from kannat.readers.foreign import is_foreign

MAX_TEXT_BYTES: Final = 16 * 1024 * 1024
"""A statement runs to some hundred kilobytes; the largest report of a whole round met so far to a few megabytes."""

_FORM_FEED: Final = "\f"
_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class PlainTextReader:
    """Reads text as it lies.

    Nothing is changed: line ends, decomposed letters, form feeds stay as they are. The byte order mark of UTF-8 stays
    too, as the text's first code point, so that offsets are those of the file decoded as UTF-8.
    """

    limit = MAX_TEXT_BYTES
    isolated = False

    def recognises(self, content: Content) -> bool:
        return is_text(content.head) and not is_foreign(content)

    def read(self, content: Content) -> Iterator[Document]:
        text = decoded(content.data, content.name, content.charset)
        if not text.strip().strip(_BYTE_ORDER_MARK):
            raise UnreadableDocument(
                "empty: nothing but white space", place=content.name, advice="save the document again"
            )
        yield Document(
            name=content.name,
            sha256=hashlib.sha256(content.data).hexdigest(),
            media_type="text/plain",
            text=text,
            pages=_pages(text),
        )


def _pages(text: str) -> tuple[int, ...]:
    """Where pages start: after each form feed; empty where there is none. A last one that ends the text starts none."""
    body = text.rstrip()
    starts = [0]
    position = body.find(_FORM_FEED)
    while position >= 0:
        starts.append(position + 1)
        position = body.find(_FORM_FEED, position + 1)
    return tuple(starts) if len(starts) > 1 else ()
