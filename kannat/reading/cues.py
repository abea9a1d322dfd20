"""The wording of stances: the families of `ingest/<language>/stances.toml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.model import Stance
from kannat.reading.data import load_toml
from kannat.reading.regular import NEVER, Part, compiled

_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_SEARCHES_KEPT: Final = 4096
"""What is asked of the sentences of some documents."""
LISTS: Final = (
    "masks",
    "others",
    "own",
    "reservations",
    "weakens",
    "turns",
    "reasons",
    "reason_clauses",
    "pronouns",
    "draft",
    "bounded",
    "subordinate",
    "speakers",
    "judgements",
    "bounds",
    "openings",
)


@dataclass(frozen=True, slots=True)
class Family:
    """Wording that takes one stance.

    `reservable` where a reservation in the same sentence makes it support with reservations, `boundable` where only a
    strong one does; `main_clause` where the wording counts in a main clause alone; `certain` where the wording decides,
    whatever a trained model makes of the sentence.
    """

    id: str
    stance: Stance
    confidence: float
    reservable: bool
    boundable: bool
    main_clause: bool
    certain: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class BaseForms:
    """Endings of words and what each is in the base form; the word before ends like `after`, or there is none."""

    after: str = ""
    endings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """One language's families, in the order in which they are asked, the certain ones first, and its lists."""

    language: str
    families: tuple[Family, ...]
    lists: dict[str, re.Pattern[str]]
    base_forms: BaseForms = field(default_factory=BaseForms)

    def finds(self, name: str, text: str) -> re.Match[str] | None:
        """Where wording of this list first stands in the text."""
        return _first(self, name, text)

    def masked(self, text: str) -> str:
        """The text in lower case with cue words that carry no stance blotted out, of the same length."""
        return blotted(self.lists["masks"], lowered(text))


@lru_cache(maxsize=_SEARCHES_KEPT)
def _first(known: Cues, name: str, text: str) -> re.Match[str] | None:
    """Kept, as rules, signs and findings ask the same of a sentence one after another."""
    return known.lists[name].search(text)


def lowered(text: str) -> str:
    """The text in lower case and of the same length, whatever letters it holds."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def blotted(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match blotted out, of the same length."""
    return pattern.sub(lambda match: "_" * len(match[0]), text)


@cache
def cues(language: str) -> Cues:
    """The cues of one language."""
    place = f"{language}/stances.toml"
    table = load_toml(place)
    words = {name: f"(?:{'|'.join(entries)})" for name, entries in table.get("words", {}).items()}
    return Cues(
        language,
        tuple(sorted((_family(e, words, place) for e in table["family"]), key=lambda family: not family.certain)),
        {name: _pattern(table[name]["patterns"], words, f"{place}: [{name}]") for name in LISTS},
        BaseForms(**table.get("base_forms", {})),
    )


def _family(entry: dict[str, Any], words: dict[str, str], place: str) -> Family:
    return Family(
        entry["id"],
        Stance(entry["stance"]),
        entry["confidence"],
        entry.get("reservable", False),
        entry.get("boundable", False),
        entry.get("main_clause", False),
        entry.get("certain", False),
        _pattern(entry["patterns"], words, f"{place}: {entry['id']}"),
    )


def _pattern(patterns: list[str], words: dict[str, str], place: str) -> re.Pattern[str]:
    """All patterns of a list as one, with the word lists put in for their names.

    They are tried where words begin only, and on lower-case text: what makes some hundreds of them cheap.
    """
    anchored: list[Part] = []
    loose: list[Part] = []
    for pattern in patterns:
        unknown = [name for name in _SLOT.findall(pattern) if name not in words]
        if unknown:
            raise MalformedData(f"no list of words {unknown[0]!r}", place=f"ingest/{place}", advice="see [words]")
        plain = _GROUP.sub("(?:", _SLOT.sub(lambda match: words[match[1]], pattern))
        part = Part(plain.removeprefix(r"\b"), place, pattern)
        (loose if plain[0] in ",;: " else anchored).append(part)
    first = [rf"(?<!\w)(?:{'|'.join(part.pattern for part in anchored)})"] if anchored else []
    return compiled("|".join([*first, *(part.pattern for part in loose)]) or NEVER, [*anchored, *loose])
