"""Which letters bytes stand for: UTF-8, UTF-16 with its mark, Windows-1252, or what the file states."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kannat.errors import UnreadableDocument

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN: Final = "cp1252"
_NOT_STATED: Final = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw", "undefined", "mbcs", "oem")
_NO_ENCODINGS_OF_TEXT: Final = frozenset({"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib"})
"""Python's codecs that turn bytes into something other than text."""

_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no text in Windows-1252 holds: controls, and the five that stand for nothing."""

_LETTERS_IN_WORDS: Final = re.compile(r"[a-z][^\W\d_a-zA-Z]|[^\W\d_a-zA-Z][a-z]|(?<=\s)[–—•”’](?=\s)|\w’\w|[”“„€§]")
_LEAST_PLAUSIBLE: Final = 0.5


def is_text(head: bytes) -> bool:
    """Whether a file that begins like this may be text."""
    return b"\0" not in head or any(head.startswith(mark) for mark, _ in _MARKS[1:])


def decoded(data: bytes, name: str, stated: str | None = None) -> str:
    """The text that the bytes stand for, a byte order mark with it; `stated` is what the file says of itself.

    A mark goes first, then valid UTF-8, then what is stated, then Windows-1252 where its letters stand in words.
    Raises `UnreadableDocument` for whatever cannot be text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding, name)
    if (nul := data.find(b"\0")) >= 0:
        raise UnreadableDocument(
            f"a binary file, not text: NUL at byte {nul}", place=name, advice="save its text as UTF-8 and read that"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _stated(data, stated) or _western(data)
        if text is None:
            raise UnreadableDocument(
                f"neither UTF-8 nor Windows-1252 at byte {error.start}",
                place=name,
                advice="save it as UTF-8, for instance with iconv -t UTF-8",
            ) from error
        return text


def _stated(data: bytes, name: str | None) -> str | None:
    encoding = _known(name) if name else None
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, ValueError):
        return None


def _known(name: str) -> str | None:
    """The encoding of this name that turns bytes to text; Latin-1 is read as the web reads it."""
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if found.name.startswith(_NOT_STATED) or found.name in _NO_ENCODINGS_OF_TEXT:
        return None
    return _WESTERN if found.name in ("iso8859-1", "ascii") else found.name


def _marked(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"not {encoding.upper()} at byte {error.start}, although it begins so", place=name, advice="save it again"
        ) from error


def _western(data: bytes) -> str | None:
    """The text in Windows-1252; None where it holds what no such text does, or its letters stand in no words."""
    if _CONTROLS.search(data):
        return None
    text = data.decode(_WESTERN)
    high = sum(character > "\x7f" for character in text)
    return text if len(_LETTERS_IN_WORDS.findall(text)) >= _LEAST_PLAUSIBLE * high else None
