"""Makes findings of what a model replied: only what the statement's own words bear out, the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fastjsonschema import JsonSchemaValueException

from kannat.model import Origin, Span, Stance
from kannat.reading.cues import cues, lowered
from kannat.reading.language_model.alignment import Aligned, OwnWords
from kannat.reading.language_model.prompt import finding_check
from kannat.reading.language_model.replies import Reply
from kannat.reading.positions import Finding

_SPARE: Final = 8


class Drop(StrEnum):
    """Why something of a model's reply is not taken."""

    QUOTE_NOT_FOUND = "quoteNotFound"
    QUOTE_FOUND_TWICE = "quoteFoundTwice"
    QUOTE_TOO_SHORT = "quoteTooShort"
    UNKNOWN_STANCE = "unknownStance"
    WRONG_FORM = "wrongForm"
    REPEATED = "repeated"
    TOO_MANY = "tooMany"
    REPLY_CUT = "replyCut"
    REASON_NOT_FOUND = "reasonNotFound"
    CONDITION_NOT_FOUND = "conditionNotFound"


@dataclass(frozen=True, slots=True)
class _Borne:
    """A finding whose quote stands in the statement once."""

    at: Aligned
    target: Span | None
    stance: Stance
    said: Mapping[str, Any]


def findings_of(replies: Iterable[Reply], words: OwnWords, fewest_words: int) -> tuple[list[Finding], Counter[Drop]]:
    """The findings that the statement bears out, in its order, and how much was dropped for which reason."""
    drops: Counter[Drop] = Counter()
    borne: dict[tuple[Span, Span | None], _Borne] = {}
    for said in _checked(replies, len(words.units) * 2 + _SPARE, drops):
        found = _borne(said, words, fewest_words)
        if isinstance(found, Drop):
            drops[found] += 1
        elif (found.at.span, found.target) in borne:
            drops[Drop.REPEATED] += 1
        else:
            borne[found.at.span, found.target] = found
    touched = Counter(number for found in borne.values() for number in range(found.at.first, found.at.last + 1))
    findings = [_finding(found, words, touched, drops) for found in borne.values()]
    return sorted(findings, key=lambda finding: (finding.span, finding.core, finding.stance)), drops


def _checked(replies: Iterable[Reply], most: int, drops: Counter[Drop]) -> Iterator[Mapping[str, Any]]:
    """The findings of the right form; no more than a statement of this length can hold."""
    left = most
    for reply in replies:
        drops[Drop.REPLY_CUT] += reply.cut
        drops[Drop.TOO_MANY] += max(0, len(reply.findings) - left)
        for said in reply.findings[:left]:
            try:
                finding_check()(said)
            except (JsonSchemaValueException, RecursionError):
                drops[Drop.WRONG_FORM] += 1
            else:
                yield said
        left -= min(left, len(reply.findings))


def _borne(said: Mapping[str, Any], words: OwnWords, fewest_words: int) -> _Borne | Drop:
    if said["stance"] not in set(Stance):
        return Drop.UNKNOWN_STANCE
    places = words.places(said["quote"])
    if len(places) != 1:
        return Drop.QUOTE_FOUND_TWICE if places else Drop.QUOTE_NOT_FOUND
    (at,) = places
    if at.span != words.sentences(at) and len(said["quote"].split()) < fewest_words:
        return Drop.QUOTE_TOO_SHORT
    target = _only(said.get("target"), words)
    inside = target is not None and at.first <= target.first and target.last <= at.last
    return _Borne(at, target.span if target and inside else None, Stance(said["stance"]), said)


def _finding(found: _Borne, words: OwnWords, touched: Counter[int], drops: Counter[Drop]) -> Finding:
    """The finding at its whole sentences, or at its clause where another finding shares a sentence with it.

    Its condition belongs to it where that is the sentence right after.
    """
    at, said = found.at, found.said
    shared = any(touched[number] > 1 for number in range(at.first, at.last + 1))
    core = span = at.span if shared else words.sentences(at)
    reasons = [_only(quote, words) for quote in said.get("reasons", ())]
    drops[Drop.REASON_NOT_FOUND] += reasons.count(None)
    condition = _only(said.get("condition"), words)
    drops[Drop.CONDITION_NOT_FOUND] += bool(said.get("condition")) and condition is None
    if condition is not None and condition.first == at.last + 1 and not touched[condition.first]:
        span = Span(span.start, words.sentences(condition).end)
    origin = Origin(said["origin"]) if said.get("origin") else None
    unit = words.units[at.first]
    of_draft = cues(unit.language).finds("draft", lowered(said["quote"])) is not None
    return Finding(
        span=span,
        core=found.target or core,
        stance=found.stance,
        confidence=None,
        language=unit.language,
        part=unit.part,
        reasons=tuple(dict.fromkeys(reason.span for reason in reasons if reason is not None)),
        condition=condition.span if condition else None,
        names_draft=of_draft,
        origin=origin,
    )


def _only(quote: str | None, words: OwnWords) -> Aligned | None:
    """The one place of a quote in the statement."""
    places = words.places(quote) if quote else []
    return places[0] if len(places) == 1 else None
