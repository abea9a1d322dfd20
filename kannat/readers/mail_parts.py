"""Takes a mail apart: its text and the documents that hang on it."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from hashlib import sha256
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, MarkRole
from kannat.readers.composing import Composer
from kannat.readers.content import Content, Found
from kannat.readers.encoding import decoded
from kannat.readers.foreign import is_picture
from kannat.readers.html import HtmlReader
from kannat.readers.registry import reader_of

_MEDIA_TYPE: Final = "message/rfc822"
_MOST_PARTS: Final = 500
_COVERING: Final = 600
"""Characters that a text beside documents needs to be more than a covering letter."""

_MAILS: Final = frozenset({"message/rfc822", "message/global"})
_NO_DOCUMENTS: Final = (
    *("pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "calendar", "vcard", "x-vcard", "directory"),
    *("delivery-status", "rfc822-headers", ".p7s", ".asc", ".ics", ".vcf"),
)
"""Kinds and endings of what programs hang on mails, and of cards that tell of persons."""

_LONGEST_NAME: Final = 120
_NO_NAME: Final = re.compile(r"[\x00-\x1f\x7f/\\#]+")
_QUOTED: Final = re.compile(r"\s*>")
_FORWARDED: Final = re.compile(r"(?m)^([^\w\n]*[^\W\d_]+:)[^<\n]*<[^@\s<>]+@([^\s<>]+)>.*$")
"""A line of a forwarded mail's head: a label, a person's name, an address."""

_DEEP: Final = "a mail nested too deep to be read"


def found_in(content: Content) -> Iterator[Found]:
    """The mail's own text, unless it is but a covering letter, then the documents that hang on it."""
    try:
        parts = list(_parts(email.message_from_bytes(content.data)))
        documents = [found for number, part in enumerate(parts, 1) if (found := _attached(part, number, content))]
    except RecursionError:
        raise UnreadableDocument(_DEEP, place=content.name, advice="save what hangs on it as files") from None
    except (MessageError, ValueError, LookupError, AssertionError) as error:
        raise UnreadableDocument(
            "a mail that cannot be taken apart", place=content.name, advice="save it again"
        ) from error
    try:
        body = _body(parts, content)
    except UnreadableDocument:
        if not documents:
            raise
    else:
        if not documents or len(body.text) > _COVERING:
            yield body
        else:
            note = f"a covering letter of {len(body.text)} characters"
            documents = [replace(d, left_out=note) if isinstance(d, Content) else d for d in documents]
    yield from documents


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail within the mail is one."""
    stack = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > _MOST_PARTS:
            raise MessageError
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_type() not in _MAILS:
            stack += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _is_body(part: Message) -> bool:
    inline = part.get_content_disposition() != "attachment" and not part.get_filename()
    return inline and part.get_content_type() in ("text/plain", "text/html")


def _bytes_of(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


def _body(parts: Sequence[Message], content: Content) -> Document:
    """The mail's text: the plain one, or, where there is none, the one in HTML."""
    for kind in ("text/plain", "text/html"):
        part = next((p for p in parts if _is_body(p) and p.get_content_type() == kind), None)
        data = b"" if part is None else _bytes_of(part)
        if part is None or not data.strip():
            continue
        if kind == "text/plain":
            return _plain(decoded(data, content.name, _charset(part)), content)
        page = next(HtmlReader().read(Content(data, content.name, content.depth, _charset(part))))
        return replace(page, sha256=sha256(content.data).hexdigest(), media_type=_MEDIA_TYPE)
    raise UnreadableDocument("a mail with no text in it", place=content.name, advice="look what hangs on it")


def _plain(text: str, content: Content) -> Document:
    """The text of a mail; what it quotes of another is noise."""
    composer = Composer(content, _MEDIA_TYPE)
    blank = True
    for line in _FORWARDED.sub(r"\1 @\2", text).splitlines():
        if not line.strip():
            blank = True
            continue
        role = MarkRole.NOISE if _QUOTED.match(line) else None
        indent = len(line) - len(line.lstrip())
        (composer.block if blank else composer.line)(line, role, indent=min(indent, 12))
        blank = False
    return composer.document()


def _attached(part: Message, number: int, content: Content) -> Content | None:
    """A document or a mail that hangs on the mail; signatures, visiting cards and pictures in the text are left."""
    name = _filename(part)
    if _is_body(part) or part.get_content_subtype() in _NO_DOCUMENTS or name.lower().endswith(_NO_DOCUMENTS):
        return None
    inner = part.get_payload()
    is_mail = isinstance(inner, list)
    data = b"".join(one.as_bytes() for one in inner if isinstance(one, Message)) if is_mail else _bytes_of(part)
    name = name or f"part-{number}{'.eml' if is_mail else ''}"
    found = Content(data, f"{content.name}#{name}", content.depth + 1, None if is_mail else _charset(part))
    known = not is_picture(found) and reader_of(found) is not None
    return found if data.strip() and (known or part.get_content_disposition() == "attachment") else None


def _filename(part: Message) -> str:
    try:
        name = str(make_header(decode_header(part.get_filename() or "")))
    except (HeaderParseError, LookupError, ValueError):
        return ""
    return _NO_NAME.sub("_", name).strip()[-_LONGEST_NAME:]
