"""Provisions of acts as texts write them (`9 luvun 1 §:n 1 momentti`) and as they are printed canonically."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kannat.model import Span
from kannat.reading.data import load_toml

_LEVELS: Final = ("chapter", "section", "article", "subsection", "item")
_NUMBER: Final = r"\d{1,4}(?:[ \n]?[a-z](?![\w.]))?"
_DASH: Final = r"\s?[\u2013\u2014-]\s?"
_GAP: Final = r"[ \t]*\n?[ \t]*"
_LONGEST_LIST: Final = 8
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
        return [self._provision(found) for found in self.pattern.finditer(text)]

    def _provision(self, found: re.Match[str]) -> Provision:
        groups = found.groupdict()
        parts = [
            (level, number) for level in _LEVELS if (number := groups[level] or groups.get(f"{level}_alone") or "")
        ]
        text = " ".join(f"{self._numbers(number)} {self.printed[level]}" for level, number in parts)
        end = found.start() + len(found.group().rstrip())
        return Provision(Span(found.start(), end), text, dict(parts).get("section", ""), ":" in found.group())

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
    several = rf"{one}(?:(?:,\s?|\s(?:{joint})\s){one}){{0,{_LONGEST_LIST}}}"
    signs = {level: "|".join(table[level] for table in tables) for level in _LEVELS}
    chapter = rf"(?P<chapter>{_NUMBER})\.?\s+(?:{signs['chapter']})(?!\w)"
    pattern = (
        rf"(?<![\w/.,\u2013-])(?:{chapter}(?:\s*(?:{_sections(several, signs, '')}))?"
        rf"|{_sections(several, signs, '_alone')})"
        rf"(?:\s*(?P<subsection>{several})\s+(?:{signs['subsection']})(?!\w))?"
        rf"(?:\s*(?P<item>{several})\s+(?:{signs['item']})(?!\w))?"
    )
    printed = load_toml("fi/references.toml")["provision"]["print"]
    return ProvisionGrammar(re.compile(pattern), re.compile(rf"\s*(?:,|\s(?:{joint}))\s+"), printed)


def _sections(several: str, signs: Mapping[str, str], name: str) -> str:
    return (
        rf"(?P<section{name}>{several}){_GAP}(?:{signs['section']}){_ENDING}(?!\w)"
        rf"|(?P<article{name}>{several})\s+(?:{signs['article']})(?!\w)"
    )
