"""Provisions of acts as texts write them (`9 luvun 1 §:n 1 momentti`) and as they are printed canonically."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.model import Span
from kannat.reading.data import load_toml

_LEVELS: Final = ("chapter", "section", "article", "subsection", "item")
_NUMBER: Final = r"\d{1,4}(?:[ \n]?[a-z](?![\w.]))?"
_DASH: Final = r"\s?[\u2013\u2014-]\s?"
_ENDING: Final = r"(?:[ \n]?:[ \n]?[^\W\d_]{1,5}\b)?"


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision at its place; `text` is canonical, `inflected` tells that a case ending hangs on the sign."""

    span: Span
    text: str
    section: str = ""
    inflected: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionGrammar:
    """Finds provisions written number first; `pattern` has one group for each level."""

    pattern: re.Pattern[str]
    joints: re.Pattern[str]
    printed: Mapping[str, str]

    def match(self, text: str, start: int) -> Provision | None:
        """The provision that begins exactly here."""
        found = self.pattern.match(text, start)
        return self._provision(found) if found else None

    def after(self, text: str, end: int) -> Provision | None:
        """The provision that follows this place, over white space only."""
        while end < len(text) and text[end].isspace():
            end += 1
        return self.match(text, end)

    def next(self, text: str, end: int) -> Provision | None:
        """The provision that is joined to one ending here by a comma or an *and*."""
        joint = self.joints.match(text, end)
        return self.match(text, joint.end()) if joint else None

    def all(self, text: str) -> list[Provision]:
        """Every provision in the text, left to right."""
        return [provision for found in self.pattern.finditer(text) if (provision := self._provision(found))]

    def _provision(self, found: re.Match[str]) -> Provision | None:
        parts = [(level, found[level]) for level in _LEVELS if found[level]]
        if not parts:
            return None
        text = " ".join(f"{self._numbers(number)} {self.printed[level]}" for level, number in parts)
        inflected = ":" in found.group()
        return Provision(Span(found.start(), found.end()), text, found["section"] or "", inflected)

    def _numbers(self, numbers: str) -> str:
        """Numbers as they are printed: one dash, one joint, a blank before a letter."""
        text = re.sub(r"\s+", " ", numbers.strip())
        text = re.sub(r"(\d)([a-z])\b", r"\1 \2", text)
        text = re.sub(rf"\s?(?:{_DASH})\s?", "\u2013", text)
        return re.sub(r" [^\W\d_]{2,} ", f" {self.printed['joint']} ", text)


@cache
def provision_grammar() -> ProvisionGrammar:
    """The grammar of all languages: their signs differ, so that one pattern serves mixed texts."""
    tables = [load_toml(f"{language}/references.toml")["provision"] for language in ("fi", "sv")]
    joint = "|".join(table["joint"] for table in tables)
    one = rf"{_NUMBER}(?:{_DASH}{_NUMBER})?"
    several = rf"{one}(?:(?:,\s?|\s(?:{joint})\s){one})*"
    signs = {level: "|".join(_sign(table, level) for table in tables) for level in _LEVELS}
    pattern = (
        rf"(?<![\w/.,\u2013-])(?:(?P<chapter>{_NUMBER})\.?\s+(?:{signs['chapter']})(?!\w)[ \n]*)?"
        rf"(?:(?P<section>{several})\s*(?:{signs['section']}){_ENDING}(?!\w)"
        rf"|(?P<article>{several})\s+(?:{signs['article']})(?!\w))?"
        rf"(?:\s*(?P<subsection>{several})\s+(?:{signs['subsection']})(?!\w))?"
        rf"(?:\s*(?P<item>{several})\s+(?:{signs['item']})(?!\w))?"
    )
    wanted = rf"(?=\d[\d\sa-z,\u2013\u2014-]*(?:(?:{joint})\s[\d\sa-z\u2013\u2014-]*)*(?:{signs['chapter']}|{signs['section']}|{signs['article']}))"
    return ProvisionGrammar(
        re.compile(rf"(?<![\w/.,\u2013-]){wanted}{pattern}"),
        re.compile(rf"\s*(?:,|\s(?:{joint}))\s+"),
        load_toml("fi/references.toml")["provision"]["print"],
    )


def _sign(table: Mapping[str, Any], level: str) -> str:
    return str(table[level])
