"""The letters that PDFium gives, as people write them."""

from __future__ import annotations

import re
from typing import Final

HYPHEN: Final = "\ufffe"
"""PDFium's mark of a hyphen at a line's end; it takes the line's end with it."""

HYPHEN_CODE: Final = 2
"""What PDFium has at that place when it is asked for the single letter."""

_LIGATURES: Final = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_SYMBOL_BULLET: Final = re.compile("^[\ue000-\uf8ff\ufffd](?=\\s)")


def is_plain(text: str) -> bool:
    """Whether `readable` has nothing but hyphens to change in any line of a text.

    All it changes lies between U+E000 and U+FFFF, and begins with one of two bytes in UTF-8: ten times faster to tell
    than by a regular expression, and pages are many.
    """
    data = text.encode("utf-8", "surrogatepass")
    return b"\xee" not in data and data.count(b"\xef") == text.count(HYPHEN)


def readable(words: str) -> str:
    """A line's words: ligatures taken apart, hyphens as such, the bullets of symbol fonts as bullets."""
    words = words.replace(HYPHEN, "-")
    return words if is_plain(words) else _SYMBOL_BULLET.sub("•", words.translate(_LIGATURES))
