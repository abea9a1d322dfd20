"""Local names made of real identifiers: what an IRI ends with, and what values refer to one another by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_SLUG_LENGTH: Final = 80
_HASH_LENGTH: Final = 8


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters, cut at a word where it can be.

    Letters lose their diacritics, so texts that differ only in them share a slug; letters without an ASCII base
    (ø, đ, ŋ, ß) follow `casefold` and the table below; letters of other scripts are left out.
    """
    name = _words(text)
    if len(name) <= _SLUG_LENGTH:
        return name
    cut = name[: _SLUG_LENGTH + 1].rfind("-")
    return name[: cut if cut > _SLUG_LENGTH // 2 else _SLUG_LENGTH]


def name_key(text: str) -> str:
    """A local name for whatever bears this name: its slug where that is enough, and never empty.

    Names share it only when they differ in nothing but case, diacritics and punctuation: where the slug was cut, lost
    letters of another script, or is a bare number and could be taken for a code, the start of a hash follows it.
    """
    name = slug(text)
    letters = " ".join(re.findall(r"\w+", _folded(text)))
    if name == _words(text) and letters.isascii() and not name.isdecimal() and name:
        return name
    digest = hashlib.sha256(letters.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{name}-{digest}" if name else digest


def identifier_key(identifier: str) -> str:
    """An official identifier as a local name: `VN/37864/2025` gives `VN-37864-2025`; case and dots are kept."""
    decomposed = unicodedata.normalize("NFKD", identifier)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-")


def _words(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", _folded(text)))


def _folded(text: str) -> str:
    """Case, diacritics and invisible characters taken away, letters put into ASCII where there is a way."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = (c for c in decomposed if c.isascii() or unicodedata.category(c) not in _INVISIBLE)
    return "".join(seen).translate(_TRANSLITERATION)


_INVISIBLE: Final = {"Mn", "Cf"}
"""Combining marks, soft hyphens, zero-width characters."""

_TRANSLITERATION: Final = str.maketrans(
    {
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN SMALL LETTER ETH}": "d",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER ENG}": "n",
        "\N{LATIN SMALL LETTER T WITH STROKE}": "t",
        "\N{LATIN SMALL LETTER G WITH STROKE}": "g",
        "\N{LATIN SMALL LETTER EZH}": "z",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN SMALL LETTER THORN}": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""Letters of the languages of the north and their neighbours that Unicode does not take apart."""
