"""Plain text in UTF-8."""

from __future__ import annotations

import hashlib
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document

MAX_TEXT_BYTES: Final = 16 * 1024 * 1024
"""A statement runs to some hundred kilobytes; the largest report of a whole round met so far to a few megabytes."""

_BINARY_STARTS: Final = (b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"{\\rtf")
"""Formats that begin with bytes which are text as well."""

_FORM_FEED: Final = "\f"
_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


class PlainTextReader:
    """Reads UTF-8 text.

    Nothing is changed: line ends, decomposed letters, form feeds stay as they lie. A byte order mark stays too, as the
    text's first code point, so that offsets are those of the file decoded as UTF-8.
    """

    limit = MAX_TEXT_BYTES

    def recognises(self, head: bytes) -> bool:
        return b"\0" not in head and not head.startswith(_BINARY_STARTS)

    def read(self, data: bytes, name: str) -> Document:
        text = _decoded(data, name)
        if not text.strip().strip(_BYTE_ORDER_MARK):
            raise UnreadableDocument("empty: nothing but white space", place=name, advice="save the document again")
        return Document(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="text/plain",
            text=text,
            pages=_pages(text),
        )


def _decoded(data: bytes, name: str) -> str:
    if (nul := data.find(b"\0")) >= 0:
        raise UnreadableDocument(
            f"a binary file, not text: NUL at byte {nul}", place=name, advice="save its text as UTF-8 and read that"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"not UTF-8 at byte {error.start}", place=name, advice="save it as UTF-8, for instance with iconv -t UTF-8"
        ) from error


def _pages(text: str) -> tuple[int, ...]:
    """Where pages start: after each form feed; empty where there is none. A last one that ends the text starts none."""
    body = text.rstrip()
    starts = [0]
    position = body.find(_FORM_FEED)
    while position >= 0:
        starts.append(position + 1)
        position = body.find(_FORM_FEED, position + 1)
    return tuple(starts) if len(starts) > 1 else ()
