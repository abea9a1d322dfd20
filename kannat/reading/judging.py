"""Judges one sentence: which stance its wording takes, if any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kannat.model import Span, Stance
from kannat.reading.cues import Cues, Family

DEMAND: Final = "demand"
PRAISE: Final = "praise"
WORRY: Final = "worry"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence or clause says: its stance, the family of wording that told it, where that wording stands.

    `others` says that the sentence tells what others say, and why no stance was taken from it.
    """

    stance: Stance | None = None
    family: str = ""
    confidence: float = 0.0
    cue: Span | None = None
    others: bool = False

    @property
    def is_position(self) -> bool:
        """Whether a stance was found."""
        return self.stance is not None


def judge(text: str, cues: Cues) -> Judgement:
    """The judgement of one sentence by its wording alone."""
    masked = cues.masked(text)
    if cues.finds("others", masked) and not cues.finds("own", masked):
        return Judgement(others=True)
    for family in cues.families:
        if match := family.pattern.search(masked):
            return _by(family, Span(*match.span()), masked, cues)
    return Judgement()


def _by(family: Family, cue: Span, masked: str, cues: Cues) -> Judgement:
    stance = family.stance
    if family.reservable and cues.finds("reservations", masked):
        stance = Stance.SUPPORTS_WITH_RESERVATIONS
    return Judgement(stance, family.id, family.confidence, cue)
