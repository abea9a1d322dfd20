"""Mails (.eml) and web pages saved as one (.mht)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kannat.readers.content import Content, Found

_HEADERS: Final = re.compile(rb"(?:[!-9;-~]+:.*\n(?:[ \t].*\n)*){2,}")
_OF_LETTERS: Final = re.compile(rb"^(?:from|to|date|subject):", re.I | re.M)
_OF_MAILS: Final = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|content-type|delivered-to):", re.I | re.M
)
_HEADERS_WITHIN: Final = 65_536
_LEAST_OF_LETTERS: Final = 2


class MailReader:
    """Reads a mail's text and the documents that hang on it; whom it is from and to does not come in."""

    limit = 64 << 20
    isolated = True

    def recognises(self, content: Content) -> bool:
        headers = _HEADERS.match(content.data[:_HEADERS_WITHIN])
        if headers is None:
            return False
        sure = content.suffix in (".eml", ".mht", ".mhtml") or _OF_MAILS.search(headers[0]) is not None
        return sure and len(_OF_LETTERS.findall(headers[0])) >= _LEAST_OF_LETTERS

    def read(self, content: Content) -> Iterator[Found]:
        from kannat.readers.mail_parts import found_in

        return found_in(content)
