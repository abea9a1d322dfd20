"""Local names made of real identifiers: what an IRI ends with, and what values refer to one another by."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SLUG_LENGTH: Final = 80


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters, cut at a word where it can be.

    Letters lose their diacritics; letters without an ASCII base (ø, ß) follow `casefold` and the table below.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_TRANSLITERATION))
    ascii_text = folded.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text)
    name = "-".join(words)
    if len(name) <= _SLUG_LENGTH:
        return name
    cut = name[: _SLUG_LENGTH + 1].rfind("-")
    return name[: cut if cut > _SLUG_LENGTH // 2 else _SLUG_LENGTH]


_TRANSLITERATION: Final = str.maketrans(
    {"\N{LATIN SMALL LETTER O WITH STROKE}": "o", "\N{LATIN SMALL LETTER AE}": "ae", "\N{LATIN SMALL LETTER ETH}": "d"}
)


def identifier_key(identifier: str) -> str:
    """An official identifier as a local name: `VN/37864/2025` gives `VN-37864-2025`; case and dots are kept."""
    return re.sub(r"[^A-Za-z0-9._]+", "-", unicodedata.normalize("NFKD", identifier).strip()).strip("-")
