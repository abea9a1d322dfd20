"""A question as it lies in a file: SPARQL 1.1 under a header that says what it asks, takes and answers.

The header is the run of comment lines at the top; without `# ` they are TOML. A parameter is a slot, a line of its own
that reads `VALUES ?name { UNDEF }`: unfilled it restricts nothing, so a file runs as it lies.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from kannat.errors import LimitExceeded, MalformedData, UnreadableInput
from kannat.model import Labels, label_in
from kannat.questions.guard import LENGTH_LIMIT, Form, check

SUFFIX: Final = ".rq"
SLOT: Final = re.compile(r"^([ \t]*VALUES \?([A-Za-z][A-Za-z0-9]*) \{ )UNDEF( \})[ \t]*$", re.MULTILINE)
LANGUAGES: Final = ("fi", "sv", "en")
_HEADER_TRAITS: Final = re.compile(r"^\s*(?:\[[\w.\"-]+\]|[\w\"-]+\s*=)\s*", re.MULTILINE)
_ORDER: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_TOML_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


class ParameterKind(StrEnum):
    """What a parameter takes."""

    CONSULTATION = "consultation"
    ORGANISATION = "organisation"
    ORGANISATION_TYPE = "organisationType"
    PROPOSAL = "proposal"
    STATEMENT = "statement"
    ACT = "act"
    STANCE = "stance"
    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    LANGUAGE = "language"


class ColumnKind(StrEnum):
    """What a column holds: how a face should show it, and what it may link to."""

    CONSULTATION = "consultation"
    QUESTION = "question"
    ORGANISATION = "organisation"
    ORGANISATION_TYPE = "organisationType"
    ACTOR = "actor"
    PROPOSAL = "proposal"
    STATEMENT = "statement"
    DOCUMENT = "document"
    POSITION = "position"
    PASSAGE = "passage"
    REFERENCE = "reference"
    READING = "reading"
    ACT = "act"
    STANCE = "stance"
    LEAN = "lean"
    STATUS = "status"
    OUTCOME = "outcome"
    ORIGIN = "origin"
    REFERENCE_KIND = "referenceKind"
    READING_METHOD = "readingMethod"
    LABEL = "label"
    TEXT = "text"
    QUOTE = "quote"
    CODE = "code"
    COUNT = "count"
    DENOMINATOR = "denominator"
    PERCENT = "percent"
    SHARE = "share"
    INTEGER = "integer"
    OFFSET = "offset"
    DATE = "date"
    BOOLEAN = "boolean"
    IRI = "iri"
    ADDRESSES = "addresses"


class Picture(StrEnum):
    """The picture that suits the answer."""

    TABLE = "table"
    BARS = "bars"
    MATRIX = "matrix"
    NETWORK = "network"
    TIMELINE = "timeline"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in: a slot of the query, with its kind and its name for people."""

    name: str
    kind: ParameterKind
    labels: Labels
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer, with its kind and its name for people."""

    name: str
    kind: ColumnKind
    labels: Labels


@dataclass(frozen=True, slots=True)
class QueryFile:
    """One question. `name` is the file's stem, `place` the file as errors name it, `text` the whole file."""

    name: str
    place: str
    text: str
    form: Form
    topic: str = ""
    picture: Picture = Picture.TABLE
    title: Labels = ()
    question: Labels = ()
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_ordered(self) -> bool:
        """Whether the file itself puts its rows in order; those of one that does not are sorted when it is asked."""
        return _ORDER.search(self.text) is not None

    def title_in(self, language: str) -> str:
        """The title in this language, else in another; the file's name where there is no title."""
        return label_in(self.title, language) or self.name

    def question_in(self, language: str) -> str:
        """What the file answers, in this language, else in another; empty where the header does not say."""
        return label_in(self.question, language)

    def to_json(self) -> dict[str, Any]:
        """The header as plain values, for lists and web pages."""
        return {
            "name": self.name,
            "topic": self.topic,
            "form": str(self.form),
            "picture": str(self.picture),
            "title": dict(self.title),
            "question": dict(self.question),
            "parameters": [
                {
                    "name": p.name,
                    "kind": str(p.kind),
                    "required": p.required,
                    "default": p.default,
                    "label": dict(p.labels),
                }
                for p in self.parameters
            ],
            "columns": [{"name": c.name, "kind": str(c.kind), "label": dict(c.labels)} for c in self.columns],
        }


def read_query(path: Path) -> QueryFile:
    """The question in a file. Raises `UnreadableInput` or `MalformedData`, naming the file and the line."""
    place = path.name
    try:
        with path.open("rb") as file:
            data = file.read(LENGTH_LIMIT + 1)
    except OSError as error:
        raise UnreadableInput(f"cannot be opened: {error.strerror}", place=str(path)) from error
    if len(data) > LENGTH_LIMIT:
        raise LimitExceeded(f"the question is longer than {LENGTH_LIMIT} bytes", place=place)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise MalformedData(f"not UTF-8 at byte {error.start}", place=place, advice="save it as UTF-8") from error
    return parse_query(text, path.stem, place)


def parse_query(text: str, name: str, place: str = "") -> QueryFile:
    """The question in a text. Comments at the top that are no TOML are prose, and the question then has no header.

    Raises `MalformedData` naming the line, and what `guard.check` raises for a question that may not be asked.
    """
    place = place or f"{name}{SUFFIX}"
    header = _Header(text, place)
    form = check(text, place)
    if not header.table:
        return QueryFile(name, place, text, form)
    file = QueryFile(
        name=name,
        place=place,
        text=text,
        form=form,
        topic=header.text_at("topic"),
        picture=header.one_of(Picture, header.table_at("picture").get("kind", "table"), "picture"),
        title=header.labels(header.table_at("title"), "title"),
        question=header.labels(header.table_at("question"), "question"),
        parameters=tuple(header.parameters()),
        columns=tuple(header.columns()),
    )
    _check_slots(file, header)
    return file


def _check_slots(file: QueryFile, header: _Header) -> None:
    slots = {found[2] for found in SLOT.finditer(file.text)}
    named = {parameter.name for parameter in file.parameters}
    for name in sorted(named - slots):
        advice = f"write a line VALUES ?{name} {{ UNDEF }}"
        raise header.error(f"the parameter {name} has no slot", name, advice)
    for name in sorted(slots - named):
        raise header.error(f"the slot ?{name} is no parameter", "parameters", "describe it under [parameters]")


_E = TypeVar("_E", bound=StrEnum)


class _Header:
    """The TOML of the leading comment lines; knows on which line a key stands."""

    def __init__(self, text: str, place: str) -> None:
        self.place = place
        self.lines = list(_comments(text))
        self.table: Mapping[str, Any] = {}
        source = "\n".join(self.lines)
        if not _HEADER_TRAITS.search(source):
            return
        try:
            self.table = tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            found = _TOML_PLACE.search(str(error))
            line, column = (int(found[1]), int(found[2]) + 2) if found else (None, None)
            what = f"the header is not TOML: {_TOML_PLACE.sub('', str(error)).strip()}"
            raise MalformedData(what, place=place, line=line, column=column) from error

    def error(self, what: str, key: str, advice: str = "") -> MalformedData:
        pattern = re.compile(rf"^\s*\[?(?:\w+\.)?{re.escape(key)}\b")
        line = next((number for number, line in enumerate(self.lines, 1) if pattern.match(line)), None)
        return MalformedData(what, place=self.place, line=line, advice=advice)

    def table_at(self, key: str) -> Mapping[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} is no table", key, f"write [{key}] and its keys below")
        return value

    def text_at(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise self.error(f"{key} is no text", key, "write it in quotes")
        return value

    def labels(self, table: Mapping[str, Any], key: str) -> Labels:
        wordings = {language: table[language] for language in LANGUAGES if language in table}
        if not all(isinstance(wording, str) and wording.strip() for wording in wordings.values()):
            raise self.error(f"a wording of {key} is no text", key, "write it in quotes")
        return tuple(sorted(wordings.items()))

    def one_of(self, kinds: type[_E], value: object, key: str) -> _E:
        try:
            return kinds(str(value))
        except ValueError as error:
            raise self.error(f"{key} of unknown kind {value!r}", key, f"one of {', '.join(kinds)}") from error

    def parameters(self) -> Iterator[Parameter]:
        for name, entry in self.entries("parameters"):
            required, default = entry.get("required", False), entry.get("default")
            if not isinstance(required, bool):
                raise self.error(f"required of {name} is neither true nor false", name)
            if default is not None and not isinstance(default, str):
                raise self.error(f"default of {name} is no text", name, "write it in quotes")
            kind = self.one_of(ParameterKind, entry.get("kind"), name)
            yield Parameter(name, kind, self.labels(entry, name), required, default)

    def columns(self) -> Iterator[Column]:
        for name, entry in self.entries("columns"):
            yield Column(name, self.one_of(ColumnKind, entry.get("kind"), name), self.labels(entry, name))

    def entries(self, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, entry in self.table_at(key).items():
            if not isinstance(entry, dict):
                raise self.error(f"{name} is no table", name, 'write { kind = "…", fi = "…", sv = "…", en = "…" }')
            yield name, entry


def _comments(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.startswith("#"):
            return
        yield line[1:].removeprefix(" ")
