"""Projects of Hankeikkuna, the government's register, with their documents, as its search answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from kannat.errors import UnreadableDocument
from kannat.model import Labels
from kannat.readers.days import day_in

_LANGUAGES: Final = ("en", "fi", "sv")
_ADVICE: Final = "get the project again with kannat fetch hankeikkuna"


class DocumentKind(StrEnum):
    """What a project's document is, as far as consultations go; the values are the register's own."""

    STATEMENT = "LAUSUNTO"
    REQUEST = "LAUSUNTOPYYNTO"
    SUMMARY = "YHTEENVETO"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class ProjectDocument:
    """One document of a project. `author` is the register's words, which may name a person.

    `address` is empty where the register publishes only that the document exists.
    """

    identifier: str
    kind: DocumentKind
    author: str
    issued: date | None
    address: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its number, its case numbers, its name, when statements were due, its documents."""

    identifier: str
    case_numbers: tuple[str, ...]
    names: Labels
    deadline: date | None
    documents: tuple[ProjectDocument, ...]

    def of(self, kind: DocumentKind) -> tuple[ProjectDocument, ...]:
        """The documents of one kind."""
        return tuple(document for document in self.documents if document.kind is kind)


def projects_in(data: bytes, name: str) -> tuple[Project, ...]:
    """The projects of a search's answer. Raises `UnreadableDocument` with the JSON path of what is not as it should."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument("not JSON", place=name, advice=_ADVICE) from error
    path = "$"
    if isinstance(answer, dict) and isinstance(answer.get("data"), dict):
        answer, path = answer["data"], "$.data"
    rows = answer.get("result") if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise UnreadableDocument("no list of results", place=f"{name}, {path}.result", advice=_ADVICE)
    return tuple(_project(row, f"{name}, {path}.result[{index}]") for index, row in enumerate(rows))


def _project(row: Any, place: str) -> Project:
    project = _object(row, place).get("kohde")
    if not isinstance(project, dict) or not isinstance(project.get("tunnus"), str):
        raise UnreadableDocument("a result without a project number", place=f"{place}.kohde.tunnus", advice=_ADVICE)
    documents = row.get("asiakirjat") or []
    if not isinstance(documents, list):
        raise UnreadableDocument("not a list", place=f"{place}.asiakirjat", advice=_ADVICE)
    numbers = project.get("asianumerot") or []
    return Project(
        identifier=project["tunnus"],
        case_numbers=tuple(number.strip() for number in numbers if isinstance(number, str) and number.strip()),
        names=_labels(project.get("nimi")),
        deadline=_deadline(row),
        documents=tuple(_documents(documents, f"{place}.asiakirjat")),
    )


def _documents(rows: list[Any], place: str) -> Iterator[ProjectDocument]:
    for index, row in enumerate(rows):
        document = _object(row, f"{place}[{index}]")
        kind = next((kind for kind in DocumentKind if kind == document.get("tyyppi")), DocumentKind.OTHER)
        identifier = document.get("uuid") or document.get("url") or f"{index + 1}"
        address = document.get("url") or ""
        yield ProjectDocument(
            identifier=str(identifier),
            kind=kind,
            author=next((text for _, text in _finnish_first(_labels(document.get("laatija")))), ""),
            issued=day_in(_text(document.get("laatimispaiva"))),
            address=address if isinstance(address, str) else "",
        )


def _deadline(row: Mapping[str, Any]) -> date | None:
    """The last day of the last stage in which statements were asked for."""
    stages = row.get("etapit") or []
    if not isinstance(stages, list):
        return None
    days = (
        day_in(_text(stage.get("loppu")))
        for stage in stages
        if isinstance(stage, dict) and "LAUSUNTO" in f"{stage.get('valmisteluvaihe')}{stage.get('tyyppi')}"
    )
    return max(filter(None, days), default=None)


def _labels(value: Any) -> Labels:
    """A name per language; a bare string is taken for Finnish."""
    names = {"fi": value} if isinstance(value, str) else value if isinstance(value, dict) else {}
    found = ((language, " ".join(_text(names.get(language)).split())) for language in _LANGUAGES)
    return tuple((language, text) for language, text in found if text)


def _finnish_first(labels: Labels) -> Labels:
    return tuple(sorted(labels, key=lambda label: (label[0] != "fi", label[0])))


def _object(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableDocument("not an object", place=place, advice=_ADVICE)
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
