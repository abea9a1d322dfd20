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
        text = " ".join(f"{_printed(number, self.printed['joint'])} {self.printed[level]}" for level, number in parts)
        end = found.start() + len(found.group().rstrip())
        return Provision(Span(found.start(), end), text, dict(parts).get("section", ""), ":" in found.group())


def _printed(numbers: str, joint: str) -> str:
    """Numbers as they are printed: one dash, one joint, a blank before a letter."""
    text = re.sub(r"\s+", " ", numbers.strip())
    text = re.sub(r"(\d)([a-z])\b", r"\1 \2", text)
    text = re.sub(rf"\s?(?:{_DASH})\s?", "\u2013", text)
    return re.sub(r" [^\W\d_]{2,} ", f" {joint} ", text)


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
        rf"(?:\s*(?P<subsection>{several})\.?\s+(?:{signs['subsection']})(?!\w))?"
        rf"(?:\s*(?P<item>{several})\s+(?:{signs['item']})(?!\w))?"
    )
    printed = load_toml("fi/references.toml")["provision"]["print"]
    return ProvisionGrammar(re.compile(pattern), re.compile(rf"\s*(?:,|\s(?:{joint}))\s+"), printed)


def _sections(several: str, signs: Mapping[str, str], name: str) -> str:
    return (
        rf"(?P<section{name}>{several})\.?{_GAP}(?:{signs['section']}){_ENDING}(?!\w)"
        rf"|(?P<article{name}>{several})\s+(?:{signs['article']})(?!\w)"
    )


@dataclass(frozen=True, slots=True)
class WordedGrammar:
    """Finds provisions written word first (`section 5(2)`)."""

    pattern: re.Pattern[str]
    printed: Mapping[str, str]
    not_of: re.Pattern[str]

    def after(self, text: str, end: int) -> Provision | None:
        """The provision that follows this place, over white space and a comma."""
        gap = _COMMA.match(text, end)
        found = self.pattern.match(text, gap.end() if gap else end)
        return self._provision(found) if found else None

    def all(self, text: str) -> list[Provision]:
        """Every provision in the text, left to right, but those of what is no act."""
        return [
            self._provision(found) for found in self.pattern.finditer(text) if not self.not_of.match(text, found.end())
        ]

    def _provision(self, found: re.Match[str]) -> Provision:
        groups = found.groupdict()
        numbers = {level: groups.get(level) or "" for level in ("chapter", "section", "subsection")}
        numbers["subsection"] = numbers["subsection"] or groups["bracketed"] or ""
        printed = (
            f"{_printed(number, self.printed['joint'])} {self.printed[level]}"
            for level, number in numbers.items()
            if number
        )
        return Provision(Span(found.start(), found.end()), " ".join(printed), numbers["section"])


_COMMA: Final = re.compile(r",?\s+")


@cache
def worded_grammar(language: str) -> WordedGrammar:
    """The grammar for a text in this language: English words only where the text is not all Finnish or Swedish."""
    languages = ("fi", "sv") if language in ("fi", "sv") else ("fi", "sv", "en")
    tables = [load_toml(f"{tag}/references.toml")["provision"] for tag in languages]
    english = load_toml("en/references.toml")["provision"]
    joint = "|".join(table["joint"] for table in tables)
    several = rf"{_NUMBER}(?:(?:{_DASH}|,\s?|\s(?:{joint})\s){_NUMBER}){{0,{_LONGEST_LIST}}}(?![\d.]*\d)"
    section = "|".join(table["worded_section"] for table in tables)
    subsection = "|".join(table["worded_subsection"] for table in tables)
    pattern = (
        rf"(?i)(?<![\w/.-])(?:(?:{english['worded_chapter']})\s+(?P<chapter>{_NUMBER}),?\s+)?"
        rf"(?:{section})\s+(?P<section>{several})"
        rf"(?:\s?\((?P<bracketed>\d{{1,2}})\)|,?\s+(?:{subsection})\s+(?P<subsection>{_NUMBER}))?"
    )
    printed = load_toml("fi/references.toml")["provision"]["print"]
    return WordedGrammar(re.compile(pattern), printed, re.compile(english["not_of"], re.IGNORECASE))
