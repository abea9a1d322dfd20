"""What the model is asked: `ingest/language_model/`, filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import fastjsonschema
from fastjsonschema import JsonSchemaDefinitionException

from kannat.errors import MalformedData
from kannat.model import Stance
from kannat.reading.data import load_toml
from kannat.resources import folder

_PROMPT: Final = "language_model/prompt.toml"
_SCHEMA: Final = "language_model/finding.schema.json"
_MARK_LENGTH: Final = 24


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked of a model: the messages, and how a statement is parted; `digest` is the SHA-256 of it all."""

    system: str
    user: str
    request: Mapping[str, Any]
    part_characters: int
    fewest_words: int
    digest: str

    def body(self, model: str, text: str) -> bytes:
        """The request that asks about a text: the same bytes for the same text.

        The marks around it come of its own hash, so that no text can bear the marks that it will stand between.
        """
        mark = hashlib.sha256(f"{self.digest}\0{text}".encode()).hexdigest()[:_MARK_LENGTH]
        messages = [
            {"role": "system", "content": self.system.replace("{mark}", mark)},
            {"role": "user", "content": self.user.replace("{mark}", mark).replace("{text}", text)},
        ]
        asked = {**self.request, "model": model, "messages": messages, "temperature": 0, "stream": False}
        return json.dumps(asked, ensure_ascii=True, sort_keys=True).encode()


@cache
def load_prompt() -> Prompt:
    """The prompt of `ingest/language_model/`. Raises `MalformedData` where something is missing in it."""
    table = load_toml(_PROMPT)
    schema = _schema_text()
    digest = hashlib.sha256(json.dumps([table, schema], sort_keys=True).encode()).hexdigest()
    try:
        stances = "\n".join(f"- {stance}: {table['stances'][stance]}" for stance in Stance)
        system = table["messages"]["system"].replace("{stances}", stances).replace("{schema}", schema.strip())
        part_characters, fewest_words = int(table["part_characters"]), int(table["fewest_words"])
        user, request = table["messages"]["user"].strip(), dict(table["request"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedData(f"not a prompt: {error}", place=f"ingest/{_PROMPT}") from error
    if "{text}" not in user or "{mark}" not in user or part_characters < 1:
        raise MalformedData("not a prompt: no {text}, {mark} or part_characters", place=f"ingest/{_PROMPT}")
    return Prompt(system.strip(), user, request, part_characters, fewest_words, digest)


@cache
def finding_check() -> Callable[[object], object]:
    """Checks the form of one finding; raises `JsonSchemaValueException`."""
    try:
        check: Callable[[object], object] = fastjsonschema.compile(json.loads(_schema_text()))
    except (ValueError, JsonSchemaDefinitionException) as error:
        raise MalformedData(f"not a schema: {error}", place=f"ingest/{_SCHEMA}") from error
    return check


def _schema_text() -> str:
    try:
        return (folder("ingest") / _SCHEMA).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        advice = "put the file back, or install kannat again"
        raise MalformedData("cannot be read", place=f"ingest/{_SCHEMA}", advice=advice) from error
