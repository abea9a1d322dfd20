"""Who sends a text whose names tell nothing: the name that one of its first lines consists of."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from kannat.model import OrganisationType
from kannat.reading.name_words import name_words

_LONGEST_LINE: Final = 160
_MOST_WORDS: Final = 7
_STEM: Final = 5
_SHORTEST_WORD: Final = 8
_FIRST_LINES: Final = 3
_NOT_IN_NAME: Final = re.compile(r"[.:;?!<>@=*\"]|\d")
_DOTTED: Final = re.compile(r"\b([^\W\d_])\.\s?([^\W\d_])\.")
"""A legal form with dots, such as B.V."""
_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")


def letterhead_name(text: str) -> str:
    """The name that one of the first lines says and nothing but it; empty where they are something else.

    Lines of numbers, dates and navigation are passed over. A name is taken only where its line or the next one goes on
    as a letter does, or the text uses a word of it again.
    """
    lines = list(islice(_LINE.finditer(text), _FIRST_LINES + 1))
    for index, line in enumerate(lines[:_FIRST_LINES]):
        following = lines[index + 1].group().strip() if index + 1 < len(lines) else ""
        if name := _name_of(line.group().strip(), following, text[line.end() :]):
            return name
    return ""


def _name_of(line: str, following: str, rest: str) -> str:
    """The name that a line says; empty where it says anything else."""
    if len(line) > _LONGEST_LINE:
        return ""
    patterns = name_words().letterhead
    cut = patterns["cut"].search(line)
    name = _DOTTED.sub(r"\1\2", line[: cut.start()] if cut else line).strip(" \u2013")
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or not name[0].isupper() or _NOT_IN_NAME.search(name):
        return ""
    if name.endswith("-") or (len(words) == 1 and len(name) < _SHORTEST_WORD):
        return ""
    if patterns["never"].match(name):
        return ""
    told = bool(cut) or bool(patterns["follows"].match(following))
    return name if told or _again(words, rest) else ""


def says_private(head: str) -> str:
    """The words of a line of its own that say that a private person speaks, folded; empty where none does."""
    line = name_words().letterhead["private"].search(head)
    found = name_words().speaks["private"].search(line.group()) if line else None
    return found.group().casefold() if found else ""


def type_by_words(name: str) -> OrganisationType:
    """What kind of organisation a name's words tell, the last first; *other* where none does."""
    words, known = name.split(), name_words()
    for word in reversed(words):
        if word in known.legal_forms:
            return known.type_of(name, known.legal_forms[word])
        heads = [form for form in known.heads_of(word.casefold()) if not form.plural or form.head.whole]
        if heads:
            return known.type_of(name, heads[0].head.type)
        for end, kind in known.kinds.items():
            if word.casefold().endswith(end):
                return known.type_of(name, kind)
    return known.type_of(name, OrganisationType.OTHER)


def _again(words: list[str], rest: str) -> bool:
    """Whether the text has a long word of the name again, in whatever form."""
    folded = rest.casefold()
    return any(word.casefold()[: max(_STEM, len(word) - 2)] in folded for word in words if len(word) > _STEM)
