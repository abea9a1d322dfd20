"""What lines of a statement are told by: the lists of `ingest/<language>/structure.toml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.model import Stance
from kannat.reading.data import load_toml
from kannat.reading.language import languages
from kannat.reading.regular import joined

LISTS: Final = (
    "noise",
    "prompts",
    "empty",
    "answers",
    "labels",
    "titles",
    "begins",
    "headings",
    "closings",
    "own_headings",
    "background_headings",
    "outside_headings",
    "items",
    "item_titles",
    "hands_over",
    "elsewhere",
    "in_background",
    "reported",
    "tabled",
    "decided",
    "decision_headings",
)
_OPTION_LENGTH: Final = 60
_OPTIONS: Final = ("yes", "partly_yes", "no", "partly_no", "none")


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A kind of question, and the stances that a plain yes and a plain no to it mean; None where they mean none."""

    when: re.Pattern[str]
    yes: Stance | None
    no: Stance | None


@dataclass(frozen=True, slots=True)
class Wordings:
    """Compiled wording of all languages; a list matches a text from its beginning."""

    lists: dict[str, re.Pattern[str]]
    options: dict[str, re.Pattern[str]]
    questions: tuple[ClosedQuestion, ...]

    def says(self, name: str, text: str) -> bool:
        """Whether the text is of this list's kind."""
        return self.lists[name].match(text) is not None

    def option(self, text: str) -> str | None:
        """Which option of a closed question this is; None where it is none."""
        if len(text) > _OPTION_LENGTH:
            return None
        plain = text.strip().rstrip(".!").strip()
        return next((name for name, pattern in self.options.items() if pattern.fullmatch(plain)), None)


@cache
def wordings() -> Wordings:
    """The wording of every language together: documents mix them."""
    tables = [(f"{tag}/structure.toml", load_toml(f"{tag}/structure.toml")) for tag in languages()]
    return Wordings(
        lists={name: _merged(tables, name) for name in LISTS},
        options={
            name: joined((p, place) for place, table in tables for p in table["closed"][name]) for name in _OPTIONS
        },
        questions=tuple(_question(entry, place) for place, table in tables for entry in table["question"]),
    )


def _merged(tables: list[tuple[str, dict[str, Any]]], name: str) -> re.Pattern[str]:
    return joined((pattern, place) for place, table in tables for pattern in table[name])


def _question(entry: dict[str, Any], place: str) -> ClosedQuestion:
    yes, no = entry["yes"], entry["no"]
    when = joined((pattern, place) for pattern in entry["when"])
    return ClosedQuestion(when, Stance(yes) if yes else None, Stance(no) if no else None)
