"""Judges one sentence: which stance its wording takes, if any."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.model import Origin, Span, Stance
from kannat.reading.cues import Cues, Family, blotted


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence or clause says: its stance, the family of wording that told it, where that wording stands.

    `others` says that the sentence tells what others say, and why no stance was taken from it; `origin` whose proposal
    the stance is about, where that is known; `certain` that no other judgement may overrule this one.
    """

    stance: Stance | None = None
    family: str = ""
    confidence: float = 0.0
    cue: Span | None = None
    others: bool = False
    origin: Origin | None = None
    certain: bool = False

    @property
    def is_position(self) -> bool:
        """Whether a stance was found."""
        return self.stance is not None


def judge(text: str, cues: Cues) -> Judgement:
    """The judgement of one sentence by its wording alone."""
    masked = cues.masked(text)
    grounds = cues.finds("reason_clauses", masked)
    claim = masked[: grounds.start()] if grounds is not None and grounds.start() else masked
    if cues.finds("others", claim) and not cues.finds("own", masked):
        return Judgement(others=True)
    main = blotted(cues.lists["subordinate"], masked)
    for family in cues.families:
        if match := family.pattern.search(main if family.main_clause else masked):
            return _by(family, Span(*match.span()), masked, cues)
    return Judgement()


def _by(family: Family, cue: Span, masked: str, cues: Cues) -> Judgement:
    stance = family.stance
    bound = "reservations" if family.reservable else "bounded" if family.boundable else None
    if bound and cues.finds(bound, masked):
        stance = Stance.SUPPORTS_WITH_RESERVATIONS
    return Judgement(stance, family.id, family.confidence, cue, certain=family.certain)
