"""Compares one reading with the gold one: what is right in it, measure by measure, and every miss."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from kannat.model import PositionPassage, Reading, Span, Stance

MEASURES: Final = (
    "detection",
    "stance",
    "lean",
    "proposals",
    "references",
    "respondents",
    "sections",
    "organisations",
    "status",
    "consultation",
    "identifiers",
    "dates",
)


class Placed(Protocol):
    """Anything that lies at a span."""

    @property
    def span(self) -> Span:
        """Where it lies."""


Thing = TypeVar("Thing", bound=Placed)
MissRow = tuple[str, str, str, str]
_WORDS_SHOWN: Final = 160


@dataclass(frozen=True, slots=True)
class Hits:
    """Counts of one measure."""

    right: int = 0
    gold: int = 0
    found: int = 0


@dataclass(slots=True)
class Comparison:
    """The counts of every measure and stance, and the misses as measure, kind, place and words."""

    measures: dict[str, Hits] = field(default_factory=dict)
    stances: dict[str, Hits] = field(default_factory=dict)
    misses: list[MissRow] = field(default_factory=list)


def compared(reading: Reading, gold: Reading, text: str) -> Comparison:
    """The comparison of a reading with the gold one of the same text."""
    result = Comparison()
    _compare_positions(result, reading.positions, gold.positions, text)
    _compare_spans(
        result, "references", reading.references, gold.references, lambda r: (r.kind, r.target), text, "target"
    )
    _compare_spans(
        result,
        "organisations",
        reading.organisations,
        gold.organisations,
        lambda o: (o.name.casefold(), o.generic),
        text,
        "name",
    )
    _compare_sets(result, "respondents", _names(reading), _names(gold))
    _compare_sets(result, "sections", _headings(reading), _headings(gold))
    _compare_sets(result, "status", [str(reading.status)], [str(gold.status)])
    _compare_sets(result, "consultation", _given(reading.consultation.identifier), _given(gold.consultation.identifier))
    _compare_sets(result, "identifiers", reading.identifiers, gold.identifiers)
    _compare_sets(result, "dates", _dates(reading), _dates(gold))
    return result


def pairs(
    found: Sequence[Thing], gold: Sequence[Thing], fits: Callable[[Thing, Thing], bool]
) -> list[tuple[Thing, Thing]]:
    """Pairs of found and gold that overlap by half of the shorter and fit; each used once, the best overlap first.

    Of several that overlap alike the more alike in length goes first, then the earlier.
    """
    candidates = sorted(
        (
            (-_share(f.span, g.span), -_likeness(f.span, g.span), i, j)
            for i, f in enumerate(found)
            for j, g in enumerate(gold)
            if _share(f.span, g.span) >= 0.5 and fits(f, g)
        ),
    )
    used_found: set[int] = set()
    used_gold: set[int] = set()
    result = []
    for _, _, i, j in candidates:
        if i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            result.append((found[i], gold[j]))
    return result


def _share(one: Span, other: Span) -> float:
    return one.overlap(other) / min(len(one), len(other))


def _likeness(one: Span, other: Span) -> float:
    shared = one.overlap(other)
    return shared / (len(one) + len(other) - shared)


def _compare_positions(
    result: Comparison, found: Sequence[PositionPassage], gold: Sequence[PositionPassage], text: str
) -> None:
    detected = pairs(found, gold, lambda f, g: True)
    stances = pairs(found, gold, lambda f, g: f.stance is g.stance)
    leans = pairs(found, gold, lambda f, g: f.stance.lean is g.stance.lean)
    for name, matched in (("detection", detected), ("stance", stances), ("lean", leans)):
        result.measures[name] = Hits(len(matched), len(gold), len(found))
    known = [(f, g) for f, g in stances if g.proposal is not None or f.proposal is not None]
    result.measures["proposals"] = Hits(
        sum(f.proposal == g.proposal for f, g in known),
        sum(g.proposal is not None for _, g in known),
        sum(f.proposal is not None for f, _ in known),
    )
    for stance in Stance:
        right = sum(g.stance is stance for _, g in stances)
        result.stances[str(stance)] = Hits(
            right, sum(g.stance is stance for g in gold), sum(f.stance is stance for f in found)
        )
    _note_positions(result, found, gold, detected, stances, text)


def _note_positions(
    result: Comparison,
    found: Sequence[PositionPassage],
    gold: Sequence[PositionPassage],
    detected: Sequence[tuple[PositionPassage, PositionPassage]],
    stances: Sequence[tuple[PositionPassage, PositionPassage]],
    text: str,
) -> None:
    hit_found, hit_gold = {id(f) for f, _ in detected}, {id(g) for _, g in detected}
    right = {id(g) for _, g in stances}
    for g in gold:
        if id(g) not in hit_gold:
            result.misses.append(("detection", f"missed {g.stance}", _place(g.span), _words(g.span, text)))
    for f in found:
        if id(f) not in hit_found:
            result.misses.append(("detection", f"extra {f.stance}", _place(f.span), _words(f.span, text)))
    for f, g in detected:
        if f.stance is not g.stance and id(g) not in right:
            result.misses.append(("stance", f"{f.stance} for {g.stance}", _place(g.span), _words(g.span, text)))
    for f, g in stances:
        if f.proposal != g.proposal:
            result.misses.append(("proposals", f"{f.proposal} for {g.proposal}", _place(g.span), _words(g.span, text)))


def _compare_spans(
    result: Comparison,
    measure: str,
    found: Sequence[Thing],
    gold: Sequence[Thing],
    key: Callable[[Thing], Hashable],
    text: str,
    what: str,
) -> None:
    matched = pairs(found, gold, lambda f, g: key(f) == key(g))
    result.measures[measure] = Hits(len(matched), len(gold), len(found))
    hit_found, hit_gold = {id(f) for f, _ in matched}, {id(g) for _, g in matched}
    for kind, things, hit in (("missed", gold, hit_gold), ("extra", found, hit_found)):
        for thing in things:
            if id(thing) not in hit:
                name = getattr(thing, what) or "-"
                result.misses.append((measure, kind, _place(thing.span), f"{name}: {_words(thing.span, text)}"))


def _compare_sets(result: Comparison, measure: str, found: Iterable[str], gold: Iterable[str]) -> None:
    there, expected = Counter(found), Counter(gold)
    result.measures[measure] = Hits((there & expected).total(), expected.total(), there.total())
    result.misses.extend((measure, "missed", "", what) for what in sorted((expected - there).elements()))
    result.misses.extend((measure, "extra", "", what) for what in sorted((there - expected).elements()))


def _names(reading: Reading) -> list[str]:
    return [_even(respondent.name).casefold() for respondent in reading.respondents]


def _dates(reading: Reading) -> list[str]:
    dates = reading.dates
    named = (("statement", dates.statement), ("request", dates.request), ("deadline", dates.deadline))
    return [f"{name} {day.isoformat()}" for name, day in named if day is not None]


def _given(value: str | None) -> list[str]:
    return [value] if value else []


def _headings(reading: Reading) -> list[str]:
    return [_even(s.heading) if s.heading is not None else "(no heading)" for s in reading.sections]


def _even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _place(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _words(span: Span, text: str) -> str:
    words = " ".join(span.of(text).split())
    return words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…"
