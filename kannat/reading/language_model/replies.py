"""What a model replied: the findings in it, whatever stands around them and wherever it was cut."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from kannat.errors import FetchFailed

_NAME: Final = "findings"
_LIST: Final = re.compile(rf'"{_NAME}"\s*:\s*\[')
_BARE: Final = re.compile(r'\[\s*(?=\{\s*")|\A\s*\[\s*(?=\]\s*\Z)')
_SPACE: Final = re.compile(r"[\s,]*")
_TRIES: Final = 16
"""Lists that are tried in one reply; the last one counts, since a model may think aloud before."""
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Reply:
    """The findings of a reply, not checked yet; `cut` tells that its list has no end."""

    findings: tuple[Any, ...]
    cut: bool = False


def content_of(completion: bytes) -> str:
    """The text in a chat completion. Raises `FetchFailed` where it is none."""
    try:
        content = json.loads(completion)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise FetchFailed("gives something else than a chat completion") from error
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def reply_in(content: str) -> Reply | None:
    """The findings in a reply, in or out of a fence, with or without talk around; None where there is no list of them.

    Of a list that breaks off, the findings before the break.
    """
    for pattern in (_LIST, _BARE):
        replies = [_listed(content, match.end()) for match in deque(pattern.finditer(content), _TRIES)]
        if replies:
            told = [reply for reply in replies if reply.findings or not reply.cut]
            return told[-1] if told else replies[-1]
    return None


def _listed(content: str, start: int) -> Reply:
    """The values of the list whose first bracket ends here."""
    found: list[Any] = []
    for value, place in _values(content, start):
        found.append(value)
        start = place
    end = _SPACE.match(content, start)
    assert end is not None
    return Reply(tuple(found), content[end.end() : end.end() + 1] != "]")


def _values(content: str, place: int) -> Iterator[tuple[Any, int]]:
    while True:
        start = _SPACE.match(content, place)
        assert start is not None
        try:
            value, place = _DECODER.raw_decode(content, start.end())
        except (ValueError, RecursionError):
            return
        yield value, place
