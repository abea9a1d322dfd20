"""What stands around a place of a text, within a bounded reach: a text may be one line of any length."""

from __future__ import annotations

import re
from typing import Final

from kannat.model import Span

REACH: Final = 400
"""Characters on either side within which a line is looked for."""

_WRAP: Final = re.compile(r"(?<!\n)\n(?!\s*\n)")


def line_before(text: str, span: Span) -> str:
    """What stands before the place on its line."""
    low = max(0, span.start - REACH)
    return text[max(low, text.rfind("\n", low, span.start) + 1) : span.start]


def line_after(text: str, span: Span) -> str:
    """What stands after the place on its line."""
    high = min(len(text), span.end + REACH)
    end = text.find("\n", span.end, high)
    return text[span.end : end if end >= 0 else high]


def words_before(text: str, span: Span, length: int) -> str:
    """The text before the place, every run of white space one blank."""
    return re.sub(r"\s+", " ", text[max(0, span.start - length) : span.start])


def sentence_before(text: str, span: Span, length: int) -> str:
    """The text before the place, line breaks read as blanks but where a line is empty."""
    return _WRAP.sub(" ", text[max(0, span.start - length) : span.start])
