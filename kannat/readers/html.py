"""Saved web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kannat.model import Document
from kannat.readers.content import Content

_DECLARED: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_ELEMENT: Final = re.compile(rb"<(?:html|head|body|title|main|article|div|table|h[1-6]|ul|ol|p)(?:\s[^<>]*)?>", re.I)
_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_MARKS: Final = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0")


class HtmlReader:
    """Reads a page's main content; what the page bears around it is marked as noise."""

    limit = 32 << 20
    isolated = True

    def recognises(self, content: Content) -> bool:
        head = _MARKS.sub(b"", content.head)
        if _DECLARED.match(head):
            return True
        begins = head.lstrip().startswith(b"<") and not head.lstrip().startswith(b"<?xml")
        return begins and (_ELEMENT.search(head) is not None or content.suffix in _SUFFIXES)

    def read(self, content: Content) -> Iterator[Document]:
        from kannat.readers.html_text import composed

        yield composed(content)
