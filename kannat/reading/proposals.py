"""Matches what a position is about to the proposals of a consultation's codebook."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from kannat.model import Consultation, Proposal

_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+")
_SIZES: Final = (3, 4, 5)
_LONG_WORD: Final = 4


class Match(NamedTuple):
    """A proposal of the codebook and how well a passage fits it, 0 to 1."""

    proposal: Proposal
    score: float


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """When a match is taken: at least so good, and so much better than the next; what the section's question adds."""

    threshold: float = 0.30
    margin: float = 0.03
    question_bonus: float = 0.04


class CodebookMatcher:
    """Compares passages with the labels of a codebook by the shares of letters that their words have in common.

    Likeness says what a passage is about, never which way it leans: polarity is not inferred from it. A passage that
    fits no label well, or two nearly alike, stays unmatched.
    """

    def __init__(self, consultation: Consultation, settings: MatchSettings | None = None) -> None:
        self._settings = settings or MatchSettings()
        self._proposals = consultation.codebook
        texts = [
            (proposal, tag, text)
            for proposal in consultation.codebook
            for tag, text in (*proposal.labels, *proposal.alternative)
        ]
        grams = [(proposal, tag, _grams(text)) for proposal, tag, text in texts]
        spread: dict[str, set[str]] = defaultdict(set)
        for proposal, _, own in grams:
            for gram in own:
                spread[gram].add(proposal.id)
        self._weights = {gram: math.log(1 + len(self._proposals) / len(ids)) for gram, ids in spread.items()}
        self._labels = [(proposal, tag, own, self._norm(own)) for proposal, tag, own in grams]

    def match(self, text: str, language: str, question: str | None = None) -> Match | None:
        """The proposal that a passage is about, where one stands out."""
        ranked = self.ranked(text, language, question)
        if not ranked or ranked[0].score < self._settings.threshold:
            return None
        if len(ranked) > 1 and ranked[0].score - ranked[1].score < self._settings.margin:
            return None
        return ranked[0]

    def ranked(self, text: str, language: str, question: str | None = None) -> list[Match]:
        """Every proposal with its score, the best first."""
        passage = _grams(text)
        best: dict[str, float] = {}
        for proposal, tag, own, norm in self._labels:
            if tag != language and any(t == language for t, _ in proposal.labels):
                continue
            score = self._likeness(passage, own, norm)
            if question is not None and proposal.question == question:
                score += self._settings.question_bonus
            best[proposal.id] = max(best.get(proposal.id, 0.0), score)
        ranked = [Match(proposal, min(1.0, round(best.get(proposal.id, 0.0), 4))) for proposal in self._proposals]
        return sorted(ranked, key=lambda match: (-match.score, match.proposal.id))

    def _likeness(self, passage: Mapping[str, float], label: Mapping[str, float], norm: float) -> float:
        shared = sum(self._weights[gram] * min(weight, passage[gram]) for gram, weight in label.items() if gram in passage)
        return shared / norm if norm else 0.0

    def _norm(self, grams: Mapping[str, float]) -> float:
        return sum(self._weights[gram] * weight for gram, weight in grams.items())


def _grams(text: str) -> Counter[str]:
    """The runs of three to five letters of a text's words; beginnings of words count twice."""
    grams: Counter[str] = Counter()
    for word in set(_words(text)):
        for size in _SIZES:
            for start in range(max(1, len(word) - size + 1)):
                grams[word[start : start + size]] = 1
        grams[f"^{word[:_LONG_WORD]}"] = 2
    return grams


def _words(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text.casefold()):
        if len(match[0]) >= 3:
            yield match[0]
