"""Groups what respondents propose of their own, for a person to name: by the words' stems and runs of letters.

Likeness says what two are about, never which way they lean: opposites are as alike as paraphrases. So a group says
nothing of stances, and nothing is merged by it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kannat.reading.data import load_toml
from kannat.reading.language import language_data

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD: Final = re.compile(r"[^\W\d_]{3,}|\d+")
_RUN: Final = 4
_STEM_WEIGHT: Final = 3
_MOST_FEATURES: Final = 3000
_WHOLE: Final = 1 << 11
"""The length of a vector in whole numbers: their products add up exactly in single precision, so on any machine."""
_BLOCK: Final = 500
_STEMMERS: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of a list, each as places in it, the most central first; the larger groups first.

    `left_out` counts what came after the most that are grouped at once.
    """

    groups: tuple[tuple[int, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """How alike the members of a group are on average, and how many are grouped at most."""

    threshold: float
    most: int


@cache
def group_settings() -> GroupSettings:
    """The settings of `ingest/matching.toml`."""
    table = load_toml("matching.toml")["grouping"]
    return GroupSettings(table["threshold"], table["most"])


def grouped(targets: Sequence[tuple[str, str]], settings: GroupSettings | None = None) -> Grouped:
    """Groups texts with their languages by average link: two groups join while they are alike enough on average.

    Deterministic: equal lists give equal groups, on any machine.
    """
    used = settings or group_settings()
    taken = targets[: used.most]
    likeness = _likeness(taken)
    ordered = [_central_first(members, likeness) for members in _joined(likeness, used.threshold)]
    return Grouped(tuple(sorted(ordered, key=lambda group: (-len(group), min(group)))), len(targets) - len(taken))


def _likeness(targets: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """How alike each two are, from 0 to 1."""
    vectors = _vectors(targets)
    likeness = np.empty((len(targets), len(targets)), dtype=np.float32)
    for start in range(0, len(targets), _BLOCK):
        likeness[start : start + _BLOCK] = vectors[start : start + _BLOCK] @ vectors.T
    likeness /= np.float32(_WHOLE * _WHOLE)
    return likeness


def _vectors(targets: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    weighed = [_features(text.casefold(), language) for text, language in targets]
    spread = Counter(feature for features in weighed for feature in features)
    shared = sorted((f for f, count in spread.items() if count > 1), key=lambda f: (-spread[f], f))[:_MOST_FEATURES]
    columns = {feature: column for column, feature in enumerate(shared)}
    vectors = np.zeros((len(targets), max(1, len(columns))), dtype=np.float32)
    for row, features in enumerate(weighed):
        values = {f: weight * math.log(1 + len(targets) / spread[f]) for f, weight in features.items()}
        length = math.sqrt(math.fsum(value * value for value in values.values())) or 1.0
        for feature, value in values.items():
            if feature in columns:
                vectors[row, columns[feature]] = round(value / length * _WHOLE)
    return vectors


@lru_cache(maxsize=1 << 14)
def _features(text: str, language: str) -> dict[str, int]:
    """The stems of a text's words, and the runs of letters in them, which parts of compounds share."""
    common = language_data().words
    features: dict[str, int] = {}
    for word in sorted(set(_WORD.findall(text))):
        if word in common:
            continue
        stem = _stem(word, language)
        features.update({stem[start : start + _RUN]: 1 for start in range(max(1, len(stem) - _RUN + 1))})
        features[f"^{stem}"] = _STEM_WEIGHT
    return features


@lru_cache(maxsize=1 << 15)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


def _joined(likeness: NDArray[np.float32], threshold: float) -> list[list[int]]:
    """Average link by chains of nearest neighbours: each two that are one another's nearest are joined.

    Two that are so and are not alike enough will never be: their groups are done.
    """
    alike = likeness.copy()
    np.fill_diagonal(alike, -1)
    members = {one: [one] for one in range(len(alike))}
    done: list[list[int]] = []
    chain: list[int] = []
    while members:
        if not chain:
            chain.append(min(members))
        last = chain[-1]
        nearest = int(np.argmax(alike[last]))
        before = chain[-2] if len(chain) > 1 else None
        if before is not None and alike[last, before] >= alike[last, nearest]:
            nearest = before
        if alike[last, nearest] < threshold:
            done.append(members.pop(last))
            _leave(alike, last)
            chain.pop()
        elif nearest == before:
            del chain[-2:]
            _join(alike, members, min(last, nearest), max(last, nearest))
        else:
            chain.append(nearest)
    return done


def _join(alike: NDArray[np.float32], members: dict[int, list[int]], one: int, other: int) -> None:
    """Let one group take another in: it is as alike to each third as its members are on average."""
    first, second = len(members[one]), len(members[other])
    row = (alike[one] * np.float32(first) + alike[other] * np.float32(second)) / np.float32(first + second)
    members[one] += members.pop(other)
    gone = alike[one] < 0
    row[gone] = -1
    alike[one], alike[:, one] = row, row
    alike[one, one] = -1
    _leave(alike, other)


def _central_first(members: list[int], likeness: NDArray[np.float32]) -> tuple[int, ...]:
    closeness = {one: math.fsum(likeness[one, members].tolist()) for one in members}
    return tuple(sorted(members, key=lambda one: (-round(closeness[one], 4), one)))


def _leave(alike: NDArray[np.float32], one: int) -> None:
    """Let nothing be near this any more."""
    alike[one], alike[:, one] = -1, -1
