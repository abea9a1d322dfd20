"""Atom feeds of the OData kind: entries whose fields stand in `content/m:properties/d:*`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from kannat.errors import UnreadableDocument

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DATA: Final = "http://schemas.microsoft.com/ado/2007/08/dataservices"
_META: Final = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
_SEPARATOR: Final = " "
_ENTRY: Final = f"{_ATOM} entry"
_PROPERTIES: Final = f"{_META} properties"
_LINK: Final = f"{_ATOM} link"
_CATEGORY: Final = f"{_ATOM} category"
_BASE: Final = "http://www.w3.org/XML/1998/namespace base"
_NULL: Final = f"{_META} null"
_DEEPEST: Final = 200
_MOST_ENTRIES: Final = 500_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its kind as its category says, if any, its fields without the null ones, the line it begins on."""

    fields: Mapping[str, str]
    kind: str = ""
    line: int = 0

    def get(self, *names: str) -> str:
        """The first of these fields that holds words, stripped; empty where none does."""
        return next((value for name in names if (value := self.fields.get(name, "").strip())), "")


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed in its order, also those of feeds inlined in it, and the address of the next page.

    `base` is what that address is relative to, where the feed says so.
    """

    entries: tuple[Entry, ...]
    next: str = ""
    base: str = ""


def parse_feed(data: bytes, name: str) -> Feed:
    """The feed that these bytes are.

    Nothing outside of the bytes is opened: a document type, and with it every entity, is refused. Raises
    `UnreadableDocument` with the line for whatever is no such feed.
    """
    handler = _Handler(name)
    try:
        handler.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code) or "not well-formed XML"
        raise UnreadableDocument(
            what, place=f"{name}, line {error.lineno}", advice="download the feed again"
        ) from error
    except (LookupError, ValueError) as error:
        raise UnreadableDocument(str(error), place=name, advice="save the feed as UTF-8") from error
    if not handler.atom:
        raise UnreadableDocument("XML, but no Atom feed", place=name, advice="take the service's feed as it comes")
    return Feed(tuple(handler.entries), handler.next, handler.base)


def looks_like_feed(head: bytes) -> bool:
    """Whether a file that begins like this is an Atom feed of the OData kind."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ATOM.encode() in head and _DATA.encode() in head


@dataclass(slots=True)
class _Open:
    """An entry that is being read."""

    line: int
    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    in_properties: bool = False


class _Handler:
    """Follows the elements of a feed, entries within entries included."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: list[Entry] = []
        self.next = ""
        self.base = ""
        self.atom = False
        self.depth = 0
        self.open: list[_Open] = []
        self.value: list[str] | None = None
        parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse_document_type
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        self.parser = parser

    def refuse_document_type(self, *_: object) -> None:
        raise self.refusal("a document type, which no feed has", "download the feed again")

    def refusal(self, what: str, advice: str) -> UnreadableDocument:
        place = f"{self.name}, line {self.parser.CurrentLineNumber}"
        return UnreadableDocument(what, place=place, advice=advice)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.refusal(f"elements nested over {_DEEPEST} deep", "download the feed again")
        if self.depth == 1:
            self.atom = tag.startswith(f"{_ATOM}{_SEPARATOR}")
            self.base = attributes.get(_BASE, "")
        if tag == _ENTRY:
            self.open.append(_Open(self.parser.CurrentLineNumber))
        elif tag == _LINK and attributes.get("rel") == "next" and not self.open:
            self.next = attributes.get("href", "")
        elif self.open:
            self.start_within(self.open[-1], tag, attributes)

    def start_within(self, entry: _Open, tag: str, attributes: dict[str, str]) -> None:
        if tag == _CATEGORY:
            entry.kind = entry.kind or attributes.get("term", "").rpartition(".")[2]
        elif tag == _PROPERTIES:
            entry.in_properties = True
        elif entry.in_properties and self.value is None and tag.startswith(f"{_DATA}{_SEPARATOR}"):
            self.value = None if attributes.get(_NULL) == "true" else []

    def end(self, tag: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        entry = self.open[-1]
        if tag == _ENTRY:
            self.close(self.open.pop())
        elif tag == _PROPERTIES:
            entry.in_properties = False
        elif self.value is not None and tag.startswith(f"{_DATA}{_SEPARATOR}"):
            entry.fields[tag.rpartition(_SEPARATOR)[2]] = "".join(self.value)
            self.value = None

    def close(self, entry: _Open) -> None:
        if len(self.entries) >= _MOST_ENTRIES:
            raise self.refusal(f"more than {_MOST_ENTRIES:,} entries", "split the feed, one round a file")
        self.entries.append(Entry(entry.fields, entry.kind, entry.line))

    def text(self, words: str) -> None:
        if self.value is not None:
            self.value.append(words)
