"""What an Akoma Ntoso file of Finlex says of its act: number, title, language, address, and whether it is in force.

The parser stops where the text of the act begins, knows no document type and so no entities, and opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from kannat.errors import MalformedData

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 100
_LONGEST_TITLE: Final = 2000
_WORK: Final = re.compile(r"/akn/fi/act/statute(?:-[a-z-]+)?/(?P<year>\d{4})/(?P<number>\d{1,4})(?:-\d+)?(?:/|$)")


@dataclass(slots=True)
class ActHead:
    """What stands before an act's text; `language` is a code of three letters, `dated` of its newest version."""

    year: str = ""
    number: str = ""
    language: str = ""
    title: str = ""
    eli: str = ""
    dated: str = ""
    in_force: bool | None = None


class _TextBegins(Exception):
    """The head of an act is over."""


@dataclass(slots=True)
class _Listener:
    """Gathers the head of an act from what the parser comes upon."""

    head: ActHead = field(default_factory=ActHead)
    path: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.path.append(local)
        if len(self.path) > _DEEPEST:
            raise MalformedData("elements lie too deep in one another", advice="this is no act of Finlex")
        if local in _TEXT:
            raise _TextBegins
        value = attributes.get("value", "")
        if local == "FRBRuri" and "FRBRWork" in self.path and (work := _WORK.match(value)):
            self.head.year, self.head.number = work["year"], work["number"]
        elif local == "FRBRalias" and attributes.get("name") == "eli":
            self.head.eli = self.head.eli or value
        elif local == "FRBRlanguage":
            self.head.language = self.head.language or attributes.get("language", "")
        elif local == "FRBRdate":
            self.head.dated = max(self.head.dated, attributes.get("date", "")[: len("2026-01-01")])
        elif local == "isInForce" and value in _BOOLEANS:
            self.head.in_force = _BOOLEANS[value]

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        if "docTitle" in self.path and sum(map(len, self.title)) < _LONGEST_TITLE:
            self.title.append(data)


_BOOLEANS: Final = {"true": True, "false": False}
_TEXT: Final = frozenset({"preamble", "body", "conclusions"})
"""Elements that begin the text of an act: nothing that is looked for stands there."""


def read_act_head(file: IO[bytes], place: str) -> ActHead:
    """The head of the act in an open file. Raises `MalformedData` where it is not well formed or declares entities."""
    listener = _Listener()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while data := file.read(_CHUNK):
            parser.Parse(data, False)
        parser.Parse(b"", True)
    except _TextBegins:
        pass
    except expat.ExpatError as error:
        what = f"not well formed: {expat.ErrorString(error.code)}"
        raise MalformedData(what, place=place, line=error.lineno, column=error.offset + 1) from error
    except MalformedData as error:
        raise MalformedData(error.what, place=place, advice=error.advice) from error
    listener.head.title = " ".join("".join(listener.title).split())
    return listener.head


def _refuse(*_declaration: object) -> None:
    raise MalformedData("it declares a document type", advice="Finlex's files have none; get it anew")
