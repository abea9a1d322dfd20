"""What counts as shared wording."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as shared wording; each figure is explained in `docs/shared-wording.md`.

    Raises `UsageError` for figures that cannot be.
    """

    least_words: int = 12
    """Equal words of the respondents' own that a passage needs."""
    changed_words: int = 3
    """Words that may be changed, put in or left out at one place within a passage."""
    seed_words: int = 6
    """Words in a row that must be equal for a passage to be noticed; not more than `least_words`."""
    alike: float = 0.5
    """Share of the shorter statement from which on two statements are one wording."""
    common: float = 0.5
    """Share of the statements from which on a passage belongs to the form and not to who fills it in."""
    common_from: int = 10
    """Statements that a round needs for a passage to be told as the form's."""
    quotations: bool = False
    """Whether words in quotation marks count as the respondent's own."""

    def __post_init__(self) -> None:
        if not 2 <= self.seed_words <= self.least_words:
            raise UsageError(
                f"seeds of {self.seed_words} words for passages of {self.least_words}",
                advice="seeds need at least 2 words and no more than a passage",
            )
        if self.changed_words < 0 or not 0 < self.alike <= 1 or not 0 < self.common <= 1 or self.common_from < 2:
            raise UsageError("a setting of shared wording is out of its range", advice="see docs/shared-wording.md")
