"""Kannat's own JSON: statements of a consultation, respondent by respondent, section by section.

The form is a JSON Schema, `ingest/sources/statements.schema.json`; whatever breaks it is named by its JSON path.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given
from kannat.readers.content import Content
from kannat.readers.days import day_in
from kannat.readers.documents_list import LIST_VERSION
from kannat.readers.encoding import decoded
from kannat.readers.parties import parties_in, says_private
from kannat.readers.submission import Part, Submission, documents_of
from kannat.resources import folder

MEDIA_TYPE: Final = "application/json"
MAX_JSON_BYTES: Final = 64 * 1024 * 1024
_VERSION: Final = "statements/1"
_ADVICE: Final = "see docs/sources.md for the form"


class OwnJsonReader:
    """Reads Kannat's own JSON, and says of other JSON that it is none."""

    limit = MAX_JSON_BYTES
    isolated = True

    def recognises(self, content: Content) -> bool:
        head = content.head.removeprefix(b"\xef\xbb\xbf").split()
        return bool(head) and b"".join(head)[:2] in (b'{"', b"[{", b"{}")

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        table = _parsed(content)
        if isinstance(table, dict) and table.get("kannat") == LIST_VERSION:
            raise UnreadableDocument(
                "a list of documents", place=content.name, advice="take in the folder that it is in"
            )
        if not isinstance(table, dict) or table.get("kannat") != _VERSION:
            raise UnreadableDocument(
                f'JSON, but not of Kannat\'s form: no "kannat": "{_VERSION}"', place=content.name, advice=_ADVICE
            )
        statements = table.get("statements")
        around = {**table, "statements": [] if isinstance(statements, list) else statements}
        if fault := _fault(around, "", "$"):
            raise UnreadableDocument(fault[1], place=f"{content.name}, {fault[0]}", advice=_ADVICE)
        return documents_of(_submissions(table, content.name), content.name, MEDIA_TYPE)


def _parsed(content: Content) -> Any:
    text = decoded(content.data, content.name).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"{content.name}, line {error.lineno}, column {error.colno}"
        raise UnreadableDocument(f"not JSON: {error.msg}", place=place, advice=_ADVICE) from error
    except (RecursionError, ValueError) as error:
        what = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise UnreadableDocument(what, place=content.name, advice=_ADVICE) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"not JSON: {name}")


def _submissions(table: dict[str, Any], name: str) -> Iterator[Submission | UnreadableDocument]:
    consultation = table.get("consultation", {})
    for index, statement in enumerate(table["statements"]):
        path = f"$.statements[{index}]"
        fault = _fault(statement, "statement", path) or _mistake(statement, path)
        if fault:
            yield UnreadableDocument(fault[1], place=f"{name}, {fault[0]}", advice=_ADVICE)
        else:
            yield _submission(statement, consultation, path)


def _submission(statement: dict[str, Any], consultation: dict[str, Any], path: str) -> Submission:
    named = tuple(statement.get("respondents", ()))
    private = statement.get("private", False) or (not named and says_private(statement.get("type", "")))
    return Submission(
        given=Given(
            respondents=named,
            respondent_kind=statement.get("type"),
            consultation=statement.get("consultation", consultation.get("identifier")),
            issued=day_in(statement.get("date")),
            private=private,
        ),
        parts=tuple(_parts(statement["sections"], path)),
        title=consultation.get("title", "") if "consultation" not in statement else "",
        language=statement.get("language", "fi"),
        place=path,
    )


def _parts(sections: list[dict[str, Any]], path: str) -> Iterator[Part]:
    for index, section in enumerate(sections):
        place = f"{path}.sections[{index}]"
        if "heading" in section:
            yield Part(section["heading"], heading=True, place=place)
        if "answer" in section or "options" in section:
            wording, options = section.get("question", ""), tuple(section.get("options", ()))
            yield Part(wording, section.get("answer", ""), options, place=f"{place}.answer")


def _mistake(statement: dict[str, Any], path: str) -> tuple[str, str] | None:
    """What the schema cannot say: the path and what is wrong there."""
    named = statement.get("respondents", [])
    if statement.get("private") and named:
        return f"{path}.respondents", "a private person's statement with respondents"
    if "date" in statement and day_in(statement["date"]) is None:
        return f"{path}.date", "no such day"
    for index, respondent in enumerate(named if not statement.get("type") else ()):
        if parties_in(respondent).private:
            what = "it looks like a person's name; say private: true without it, or the type of the organisation"
            return f"{path}.respondents[{index}]", what
    return None


def _fault(value: Any, definition: str, path: str) -> tuple[str, str] | None:
    """Where a value breaks the schema, and how; the value itself is not told: it may name a person."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _checker(definition)(value)
    except JsonSchemaValueException as error:
        what = error.message.removeprefix(error.name or "").strip()
        return path + (error.name or "data").removeprefix("data"), what
    return None


@cache
def _checker(definition: str) -> Callable[[Any], Any]:
    from fastjsonschema import compile as compiled

    schema = json.loads((folder("ingest") / "sources" / "statements.schema.json").read_text(encoding="utf-8"))
    if definition:
        schema = {**schema["definitions"][definition], "definitions": schema["definitions"]}
    checker: Callable[[Any], Any] = compiled(schema, use_default=False)
    return checker
