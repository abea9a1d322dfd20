"""How much a run may ask: what is over it is not asked at all."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.errors import LimitExceeded
from kannat.reading.language_model.settings import Settings


@dataclass(slots=True)
class Budget:
    """Requests and characters that a run has taken of what its settings allow."""

    settings: Settings
    requests: int = 0
    characters: int = 0

    def take(self, requests: int, characters: int) -> None:
        """Take what one document needs, whole or not at all. Raises `LimitExceeded`."""
        allowed = self.settings
        for what, needed, most, option in (
            ("characters of one document", characters, allowed.document_characters, "--llm-max-document"),
            ("requests", self.requests + requests, allowed.requests, "--llm-max-requests"),
            ("characters", self.characters + characters, allowed.characters, "--llm-max-characters"),
        ):
            if needed > most:
                advice = f"raise {option}; what was read is cached and costs nothing again"
                raise LimitExceeded(f"the budget of {most} {what} for the language model does not reach", advice=advice)
        self.requests += requests
        self.characters += characters
