"""Formats that no reader takes, and what to do with a file of such a one."""

from __future__ import annotations

from typing import Final

from kannat.readers.content import Content

_CONVERT: Final = "open it in its program and save it as .docx, .odt or .pdf without a password, a mail as .eml"
_SCAN: Final = "recognise its text first, for instance with ocrmypdf, and read the PDF that it makes"
_UNPACK: Final = "unpack it and name the folder"
_OTHER: Final = "save its text as UTF-8 and read that"

_KINDS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file, or an encrypted one", _CONVERT),
    (b"{\\rtf", "an RTF file", _CONVERT),
    (b"\x89PNG\r\n", "a picture", _SCAN),
    (b"\xff\xd8\xff", "a picture", _SCAN),
    (b"GIF8", "a picture", _SCAN),
    (b"II*\0", "a picture", _SCAN),
    (b"MM\0*", "a picture", _SCAN),
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR file", _UNPACK),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ\0", "an xz file", _UNPACK),
    (b"PK\x03\x04", "a zipped file of an unknown kind", _CONVERT),
    (b"PK\x05\x06", "an empty zipped file", _OTHER),
    (b"<?xml", "an XML file of an unknown kind", _OTHER),
    (b"\x7fELF", "a program", _OTHER),
    (b"MZ", "a program", _OTHER),
)
"""How formats begin that no reader takes, in the order in which they are asked."""


def kind_and_advice(content: Content) -> tuple[str, str]:
    """What a file is that no reader knows, and what to do about it."""
    known = ((kind, advice) for start, kind, advice in _KINDS if content.head.startswith(start))
    return next(known, ("a binary file", _OTHER))


def is_foreign(content: Content) -> bool:
    """Whether a file begins like a format that no reader takes."""
    return any(content.head.startswith(start) for start, _, _ in _KINDS)


def is_picture(content: Content) -> bool:
    """Whether a file is a picture."""
    return kind_and_advice(content)[0] == "a picture"
