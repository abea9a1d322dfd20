"""What counts as shared wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kannat.errors import UsageError

SEED_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as shared wording; each figure is explained in `docs/shared-wording.md`.

    Raises `UsageError` for figures that cannot be.
    """

    least_words: int = 12
    """Equal words of the respondents' own that a passage needs."""
    changed_words: int = 3
    """Words that may be changed, put in or left out at one place within a passage."""
    alike: float = 0.5
    """Share of the shorter statement from which on two statements are one wording."""
    common: float = 0.5
    """Share of the statements from which on a passage belongs to the form and not to who fills it in."""
    common_from: int = 10
    """Statements that a round needs for a passage to be told as the form's."""
    quotations: bool = False
    """Whether words in quotation marks count as the respondent's own."""

    @property
    def seed_words(self) -> int:
        """Words in a row that must be equal for a passage to be noticed."""
        return min(SEED_WORDS, self.least_words)

    def __post_init__(self) -> None:
        if self.least_words < 2 or self.changed_words < 0 or self.common_from < 2:
            raise UsageError("shared wording needs passages of 2 words or more, 0 changed words or more, 2 statements")
        if not (0 < self.alike <= 1 and 0 < self.common <= 1):
            raise UsageError("a share of shared wording lies outside 0 to 1")
