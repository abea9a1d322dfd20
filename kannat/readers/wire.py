"""How documents and errors travel between the process that asks and the one that reads: JSON in frames, never code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given, Mark, MarkRole, Span
from kannat.readers.content import Content

LENGTH_BYTES: Final = 4
END: Final = b""
"""An empty frame ends an answer."""

OUT_OF_MEMORY: Final = 3
"""The exit status of a child whose memory did not suffice."""


class Garbled(Exception):
    """What came in is not what the other side would send."""


def framed(payload: bytes) -> bytes:
    """A payload with its length before it."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def unframed(read: Callable[[int], bytes]) -> bytes:
    """The next payload; `read` gives exactly as many bytes as it is asked for, fewer at the end of the stream."""
    length = read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        raise EOFError
    size = int.from_bytes(length, "big")
    payload = read(size)
    if len(payload) < size:
        raise EOFError
    return payload


def content_to_frames(content: Content) -> bytes:
    """A content as two frames: what is told of it, and its bytes."""
    about = {"name": content.name, "depth": content.depth, "charset": content.charset}
    return framed(_packed(about)) + framed(content.data)


def content_of(about: bytes, data: bytes) -> Content:
    """The content that two frames hold."""
    return Content(data, **json.loads(about))


def outcome_to_frame(outcome: Document | UnreadableDocument) -> bytes:
    """A document or an error as a frame."""
    if isinstance(outcome, UnreadableDocument):
        return framed(_packed({"what": outcome.what, "place": outcome.place, "advice": outcome.advice}))
    given = outcome.given
    return framed(
        _packed(
            {
                "name": outcome.name,
                "sha256": outcome.sha256,
                "media_type": outcome.media_type,
                "text": outcome.text,
                "pages": outcome.pages,
                "places": outcome.places,
                "left_out": outcome.left_out,
                "marks": [(mark.span.start, mark.span.end, mark.role) for mark in outcome.marks],
                "given": {
                    "respondents": given.respondents,
                    "respondent_kind": given.respondent_kind,
                    "consultation": given.consultation,
                    "issued": given.issued.isoformat() if given.issued else None,
                    "private": given.private,
                },
            }
        )
    )


def outcome_of(payload: bytes) -> Document | UnreadableDocument:
    """The document or the error that a frame holds. Raises `Garbled` for anything else."""
    try:
        values = json.loads(payload)
        if "what" in values:
            return UnreadableDocument(**{name: str(value) for name, value in values.items()})
        return _document(values)
    except (ValueError, TypeError, KeyError) as error:
        raise Garbled from error


def _document(values: dict[str, Any]) -> Document:
    given = values.pop("given")
    issued = date.fromisoformat(given.pop("issued")) if given["issued"] else None
    respondents = tuple(given.pop("respondents"))
    values["pages"] = tuple(values["pages"])
    values["left_out"] = tuple(str(note) for note in values["left_out"])
    values["places"] = tuple((int(offset), str(place)) for offset, place in values["places"])
    values["marks"] = tuple(Mark(Span(start, end), MarkRole(role)) for start, end, role in values["marks"])
    given.pop("issued", None)
    return replace(Document(**values), given=Given(respondents, issued=issued, **given))


def _packed(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")
