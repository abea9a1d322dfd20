"""Matches what a position is about to the proposals of a consultation's codebook."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kannat.model import Consultation, Proposal
from kannat.reading.data import load_toml

Whole = npt.NDArray[np.int64]

_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d+")
_SIZES: Final = (3, 4, 5)
_LONG_WORD: Final = 4
_WORDS_KEPT: Final = 1 << 14
_WHOLE: Final = 10**9
"""A whole label in shares: whole numbers add up to the same in any order and on any machine."""
_UNITS: Final = 10**4
"""A score of 1 in the units that scores are told in."""


class Match(NamedTuple):
    """A proposal of the codebook and how well a passage fits it, 0 to 1."""

    proposal: Proposal
    score: float


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """When a match is taken: at least so good, and so much better than the next; what the section's question adds."""

    threshold: float
    margin: float
    question_bonus: float


@cache
def match_settings() -> MatchSettings:
    """The settings of `ingest/matching.toml`."""
    table = load_toml("matching.toml")["proposal"]
    return MatchSettings(table["threshold"], table["margin"], table["question"])


class CodebookMatcher:
    """Compares passages with the labels of a codebook by the shares of letters that their words have in common.

    Likeness says what a passage is about, never which way it leans: polarity is not inferred from it. A passage that
    fits no label well, or two nearly alike, stays unmatched.
    """

    def __init__(self, consultation: Consultation, settings: MatchSettings | None = None) -> None:
        self._settings = settings or match_settings()
        self._proposals = tuple(sorted(consultation.codebook, key=lambda proposal: proposal.id))
        self._indexes: dict[str, _Index] = {}
        self._bonuses: dict[str, Whole] = {}

    def match(
        self, text: str, language: str, question: str | None = None, among: Container[str] | None = None
    ) -> Match | None:
        """The proposal that a passage is about, where one stands out; of those with these ids, where they are given."""
        scores = self._scores(text, language, question)
        if scores.max(initial=0) < self._settings.threshold * _UNITS:
            return None
        ranked = [m for m in self._ranked(scores) if among is None or m.proposal.id in among]
        return ranked[0] if ranked and self.stands_out(ranked[0], ranked[1:2]) else None

    def stands_out(self, first: Match, others: Iterable[Match]) -> bool:
        """Whether a match is good enough, and enough better than each of the others."""
        margin = self._settings.margin
        return first.score >= self._settings.threshold and all(
            round(first.score - other.score, 4) >= margin for other in others
        )

    def ranked(self, text: str, language: str, question: str | None = None) -> list[Match]:
        """Every proposal with its score, the best first."""
        return self._ranked(self._scores(text, language, question))

    def _ranked(self, scores: Whole) -> list[Match]:
        order = np.argsort(-scores, kind="stable").tolist()
        return [Match(self._proposals[number], min(1.0, int(scores[number]) / _UNITS)) for number in order]

    def _scores(self, text: str, language: str, question: str | None) -> Whole:
        """The likeness to each proposal, with what the section's question adds, in ten-thousandths."""
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = _Index(self._proposals, language)
        scores = index.likeness(text)
        return scores if question is None else scores + self._bonus(question)

    def _bonus(self, question: str) -> Whole:
        """What a section's question adds to the proposals that it is about."""
        if question not in self._bonuses:
            own = np.array([proposal.question == question for proposal in self._proposals], np.int64)
            self._bonuses[question] = own * round(self._settings.question_bonus * _UNITS)
        return self._bonuses[question]


class _Index:
    """Which runs of letters stand in which labels of a codebook in one language, and how much of each they make up.

    A proposal without a label in the language takes part with all its labels.
    """

    def __init__(self, proposals: Sequence[Proposal], language: str) -> None:
        firsts: list[int] = []
        labels: list[dict[str, int]] = []
        for proposal in proposals:
            named = (*proposal.labels, *proposal.alternative)
            texts = [text for tag, text in named if tag == language] or [text for _, text in named]
            firsts.append(len(labels))
            labels.extend(_grams(text) for text in texts)
        spread = Counter(gram for label in labels for gram in label)
        self._firsts = np.array(firsts, dtype=np.int64)
        self._rows = {gram: row for row, gram in enumerate(sorted(spread))}
        self._rows_of = lru_cache(maxsize=_WORDS_KEPT)(self._rows_of_word)
        self._shares = np.zeros((len(self._rows), len(labels)), dtype=np.int64)
        for place, label in enumerate(labels):
            shares = {gram: weight * math.log(1 + len(labels) / spread[gram]) for gram, weight in label.items()}
            whole = sum(shares.values())
            for gram, share in shares.items():
                self._shares[self._rows[gram], place] = round(share / whole * _WHOLE)

    def likeness(self, text: str) -> Whole:
        """How much of each proposal's best label stands in the text, in ten-thousandths."""
        rows = frozenset[int]().union(*map(self._rows_of, set(_words(text))))
        shares = self._shares.take(np.fromiter(rows, np.int64, len(rows)), axis=0).sum(axis=0)
        best = np.maximum.reduceat(shares, self._firsts) if len(self._firsts) else shares
        return (best * _UNITS + _WHOLE // 2) // _WHOLE

    def _rows_of_word(self, word: str) -> frozenset[int]:
        """The rows of a word's runs; longer ones are looked for only where their first letters stand in a label."""
        shortest, known = _SIZES[0], self._rows
        starts = [start for start in range(max(1, len(word) - shortest + 1)) if word[start : start + shortest] in known]
        runs = [
            word[start : start + size] for start in starts for size in _SIZES if not start or start + size <= len(word)
        ]
        return frozenset(row for run in (*runs, _beginning(word)) if (row := known.get(run)) is not None)


def _grams(text: str) -> dict[str, int]:
    """The runs of three to five letters of a text's words with their weights; beginnings of words count twice."""
    grams: dict[str, int] = {}
    for word in sorted(set(_words(text))):
        grams.update(_grams_of_word(word))
    return grams


def _grams_of_word(word: str) -> dict[str, int]:
    runs = {word[start : start + size]: 1 for size in _SIZES for start in range(max(1, len(word) - size + 1))}
    return runs | {_beginning(word): 2}


def _beginning(word: str) -> str:
    return f"^{word[:_LONG_WORD]}"


def _words(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text.casefold()):
        if len(match[0]) >= 3:
            yield match[0]
