"""Finds the positions of a statement: which sentences take a stance, in which words, on what grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from kannat.model import Origin, ReadingMethod, Span, Stance
from kannat.reading.closed_answers import closed_stance
from kannat.reading.cues import Cues, cues, lowered
from kannat.reading.judging import Judgement, judge
from kannat.reading.lines import Kind
from kannat.reading.units import Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage that takes a stance, as spans of the prose.

    `core` is the sentence or clause that takes it, which names what it is about unless a pronoun does; `span` is the
    whole passage. `names_draft` says that the passage speaks of the draft; `origin` whose proposal it is, where known;
    `confidence` is None where nobody measured how often such a finding is right.
    """

    span: Span
    core: Span
    stance: Stance
    confidence: float | None
    language: str
    part: int
    reasons: tuple[Span, ...] = ()
    condition: Span | None = None
    names_draft: bool = False
    closed: bool = False
    origin: Origin | None = None


class PositionFinder(Protocol):
    """Finds positions among the sentences of a statement: by rules, by a trained model, or in another way."""

    name: str
    version: str
    method: ReadingMethod

    def find(self, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Finding]:
        """The findings in the order of the text; `questions` holds the heading of each part."""


CLOSED: Final = "closed"
"""The family of an option chosen under a closed question."""
REASON: Final = "reason"
"""The family of a sentence that takes no stance and gives grounds."""
_HINT: Final = "hint"
_GROUNDS: Final = frozenset({"worry", "lack", _HINT})
"""Families whose sentences may be no more than the grounds of what stands before."""

_OWN_DEMAND: Final = frozenset({"demand", "must-not", "rejects"})
"""Families that speak for themselves: in a heading, and in a clause that weakens praise."""


class RuleFinder:
    """Finds positions by wording, sentence by sentence, with an eye on the sentences around."""

    name = "rules"
    version = "1"
    method = ReadingMethod.RULES

    def find(self, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Finding]:
        judged = list(zip(units, self.judged(units, questions), strict=True))
        found: list[Finding] = []
        for index, (_, judgement) in enumerate(judged):
            if judgement.stance is None or _is_grounds(judged, index) or _weakens_before(judged, index):
                continue
            finding = finding_of(judged, index)
            following = neighbour(judged, index, 1)
            if following is not None and _weakened(judged[index], following):
                finding = replace(finding, stance=Stance.SUPPORTS_WITH_RESERVATIONS)
                if following[1].family not in _OWN_DEMAND:
                    finding = with_condition(finding, following)
            found.extend(clauses_of(finding, judged[index]))
        return found

    def judged(self, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Judgement]:
        """The judgement of each sentence by its wording; what introduces a list speaks in its items."""
        return [
            Judgement() if _introduces(unit, following) else self._judged(unit, questions)
            for unit, following in zip(units, [*units[1:], None], strict=False)
        ]

    def _judged(self, unit: Unit, questions: Sequence[str | None]) -> Judgement:
        if unit.skipped is not None:
            return Judgement()
        if unit.kind is Kind.OPTION:
            stance = closed_stance(questions[unit.part] or "", unit.text)
            return Judgement(stance, CLOSED, 0.8, Span(0, len(unit.text))) if stance else Judgement()
        if unit.text.endswith("?"):
            return Judgement()
        judgement = judge(unit.text, cues(unit.language))
        if unit.lead and judgement.stance is None:
            judgement = judge(unit.spoken, cues(unit.language))
        if unit.kind is Kind.HEADING and judgement.family not in _OWN_DEMAND:
            return Judgement()
        return judgement


def _introduces(unit: Unit, following: Unit | None) -> bool:
    """Whether a line, or what a paragraph ends with, introduces the list whose first item follows."""
    return following is not None and following.lead != "" and unit.text.rstrip(" :").endswith(following.lead)


Judged = tuple[Unit, Judgement]


def neighbour(judged: Sequence[Judged], index: int, step: int) -> Judged | None:
    """The sentence before or after in the same paragraph."""
    other = index + step
    if not 0 <= other < len(judged) or judged[other][0].paragraph != judged[index][0].paragraph:
        return None
    return judged[other]


def _is_grounds(judged: Sequence[Judged], index: int) -> bool:
    """Whether a problem is told as the grounds of the position before it rather than as a concern.

    It is where it begins like a reason, or tells of today's state right after a position; about the draft it is not.
    """
    unit, judgement = judged[index]
    before = neighbour(judged, index, -1)
    if judgement.family not in _GROUNDS or before is None or before[1].stance is None:
        return False
    known, text = cues(unit.language), lowered(unit.text)
    if known.finds("reasons", text):
        return True
    return judgement.family != _HINT and not known.finds("draft", text)


def _weakens_before(judged: Sequence[Judged], index: int) -> bool:
    """Whether this sentence only weakens the praise in the sentence before it."""
    _, judgement = judged[index]
    before = neighbour(judged, index, -1)
    return before is not None and judgement.family not in _OWN_DEMAND and _weakened(before, judged[index])


def _weakened(praise: Judged, following: Judged) -> bool:
    unit, judgement = following
    if praise[1].family != "praise" or praise[1].stance is not Stance.SUPPORTS or judgement.others:
        return False
    return judgement.family != "praise" and cues(unit.language).finds("weakens", lowered(unit.text)) is not None


def finding_of(judged: Sequence[Judged], index: int) -> Finding:
    """What this sentence takes a stance on, with the sentence that its pronoun stands for and with its reasons."""
    unit, judgement = judged[index]
    known, text = cues(unit.language), lowered(unit.text)
    assert judgement.stance is not None
    finding = Finding(
        span=unit.span,
        core=unit.span,
        stance=judgement.stance,
        confidence=judgement.confidence,
        language=unit.language,
        part=unit.part,
        reasons=_reasons(judged, index, known),
        names_draft=known.finds("draft", text) is not None,
        closed=judgement.family == CLOSED,
        origin=judgement.origin,
    )
    before = neighbour(judged, index, -1)
    if before is not None and known.finds("pronouns", text) and before[1].stance is None:
        finding = replace(finding, span=Span(before[0].span.start, unit.span.end), core=before[0].span)
    return finding


def with_condition(finding: Finding, following: Judged) -> Finding:
    """The finding with the sentence after it, which is its condition."""
    span = following[0].span
    return replace(finding, span=Span(finding.span.start, span.end), condition=span)


def clauses_of(finding: Finding, judged: Judged) -> list[Finding]:
    """The finding, and the demand that its weakening clause makes besides."""
    unit, judgement = judged
    known = cues(unit.language)
    turn = known.finds("turns", lowered(unit.text))
    if turn is None or judgement.family != "praise":
        return [finding]
    start = unit.span.start + turn.end()
    second = judge(unit.text[turn.end() :], known)
    if second.stance is None or second.family not in _OWN_DEMAND or start >= unit.span.end:
        return [finding]
    clause = Span(start, unit.span.end)
    own = replace(finding, span=clause, core=clause, reasons=(), condition=None)
    extra = replace(own, stance=second.stance, confidence=second.confidence)
    return [replace(finding, condition=finding.condition or clause), extra]


def _reasons(judged: Sequence[Judged], index: int, known: Cues) -> tuple[Span, ...]:
    """The clause that gives grounds within the sentence, and the sentences around that do."""
    unit, _ = judged[index]
    reasons = []
    clause = known.finds("reason_clauses", lowered(unit.text))
    after = neighbour(judged, index, 1)
    if clause is not None:
        end = clause.end() if clause.start() == 0 else len(unit.text)
        reasons.append(Span(unit.span.start + clause.start(), unit.span.start + end))
    if after is not None and (
        (after[1].stance is not None and _is_grounds(judged, index + 1))
        or (after[1].stance is None and (after[1].family == REASON or known.finds("reasons", lowered(after[0].text))))
    ):
        reasons.append(after[0].span)
    return tuple(reasons)
