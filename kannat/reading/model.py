"""The trained model: whole-number weights for what is seen of a sentence, and from them the chances of each stance.

It lies under `ingest/model/` as files that people and programs can look into: `letters.txt`, `words.txt`, `signs.txt`
hold what the model knows, one a line; `weights.npy` one row of weights for each of them, in this order: letters, words,
words of the sentence before, of the one after, of the heading, signs; `model.toml` the classes, the settings, the hash
of the data it was trained on, and how well it did on documents it had not seen. Nothing in them is code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kannat.errors import MalformedData
from kannat.model import Origin, Stance
from kannat.reading.data import load_toml
from kannat.reading.features import Ragged, Sentences, Vocabulary, letter_runs, word_runs
from kannat.resources import folder

Real = npt.NDArray[np.float64]

MODEL_FOLDER: Final = "model"
SETTINGS: Final = "model.toml"
OTHER: Final = "other"
"""The key for languages that have no threshold of their own."""
NO_STANCE: Final = "none"
_ADVICE: Final = "build it again with kannat train, or install kannat again"
_REASON_CLASS: Final = "none/reason"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model makes of one sentence: its stance, how likely (0 to 1, calibrated), and whose the proposal is.

    `reason` says that a sentence without a stance is likeliest to give grounds.
    """

    stance: Stance | None
    confidence: float
    origin: Origin
    reason: bool


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sentences as numbers: of letters and words known for each text, of signs known for each sentence."""

    sentences: Sentences
    letters: Ragged
    words: Ragged
    signs: Ragged


@dataclass(frozen=True, slots=True)
class Known:
    """What a model knows, in the order of its weights."""

    letters: Vocabulary
    words: Vocabulary
    signs: tuple[str, ...]

    def encoded(self, sentences: Sentences) -> Encoded:
        """The sentences as numbers of what is known."""
        rows = len(sentences.texts)
        number = {sign: place for place, sign in enumerate(self.signs)}
        signs = [sorted({number[sign] for sign in row if sign in number}) for row in sentences.signs]
        return Encoded(
            sentences,
            self.letters.known(letter_runs(sentences), rows),
            self.words.known(word_runs(sentences), rows),
            Ragged(np.cumsum([0, *(len(row) for row in signs)]), np.fromiter(chain.from_iterable(signs), np.int64)),
        )

    @property
    def rows(self) -> int:
        """How many rows of weights there are."""
        return len(self.letters) + 4 * len(self.words) + len(self.signs)


@dataclass(frozen=True, slots=True)
class StanceModel:
    """A linear model over what is seen of a sentence, with a softmax over classes.

    A class is a stance with its origin, or none of a kind; `weights` has a row for each thing known and a column for
    each class, in units of `unit`. `none_weight` holds for a language, and for all others, how many times likelier than
    none a stance must be. `calibration` holds pairs: from a chance on, how often such a verdict was right.
    """

    known: Known
    classes: tuple[str, ...]
    weights: npt.NDArray[np.int32]
    unit: float
    none_weight: dict[str, float]
    calibration: tuple[tuple[float, float], ...]

    def chances(self, sentences: Sentences) -> Real:
        """The chance of each class for each sentence: sentences by classes."""
        scores = block_scores(self.known, self.known.encoded(sentences), self.weights) * self.unit
        return softmax(scores)

    def verdicts(self, sentences: Sentences, languages: Sequence[str]) -> list[Verdict]:
        """The verdict on each sentence, which is in the language that is named for it."""
        return self.verdicts_of(self.chances(sentences), languages)

    def verdicts_of(self, chances: Real, languages: Sequence[str]) -> list[Verdict]:
        """The verdicts that rows of chances come to."""
        weights = [self.none_weight.get(language, self.none_weight[OTHER]) for language in languages]
        return [self._verdict(*each) for each in zip(chances.tolist(), weights, strict=True)]

    def _verdict(self, chances: Sequence[float], weight: float) -> Verdict:
        stances = _stances_of(self.classes)
        totals = dict.fromkeys(stances, 0.0)
        for stance, chance in zip(stances, chances, strict=True):
            totals[stance] += chance
        none = totals.pop(NO_STANCE)
        stance, chance = max(totals.items(), key=itemgetter(1))
        own = f"{stance}/{Origin.RESPONDENT}"
        of_own = chances[self.classes.index(own)] if own in self.classes else 0.0
        origin = Origin.RESPONDENT if of_own * 2 > chance else Origin.CONSULTATION
        taken = chance > none * weight
        kind = max(zip(chances, self.classes, strict=True))[1]
        return Verdict(Stance(stance) if taken else None, self.calibrated(chance), origin, kind == _REASON_CLASS)

    def calibrated(self, chance: float) -> float:
        """How often a verdict given with this chance was right on documents that the model had not seen."""
        if not self.calibration:
            return chance
        place = bisect_right(self.calibration, chance, key=lambda pair: pair[0])
        return self.calibration[max(place - 1, 0)][1]


@cache
def _stances_of(classes: tuple[str, ...]) -> tuple[str, ...]:
    """The stance of each class, none included."""
    return tuple(name.partition("/")[0] for name in classes)


def block_scores(known: Known, encoded: Encoded, weights: npt.NDArray[np.int32]) -> Real:
    """The sum of the weights of what is seen of each sentence, each block over the root of its size.

    The sums are of whole numbers, so they are the same in any order and on any machine.
    """
    sentences, letters, words = encoded.sentences, encoded.letters, encoded.words
    count, size = sentences.count, len(known.words)
    place = len(known.letters)
    own = np.arange(count)
    total = _block(letters, weights[:place])[own]
    for rows in (own, sentences.before, sentences.after, sentences.heading):
        block = _block(words, weights[place : place + size])
        total += np.where(rows[:, None] >= 0, block[rows], 0.0)
        place += size
    return total + _sums(encoded.signs, weights[place:])


def softmax(scores: Real) -> Real:
    """The chances that scores stand for, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Real = powers / powers.sum(axis=1, keepdims=True)
    return chances


def root_sizes(rows: Ragged) -> Real:
    """What a block of each row is divided by."""
    roots: Real = np.sqrt(rows.lengths + 1.0)
    return roots


def _block(rows: Ragged, weights: npt.NDArray[np.int32]) -> Real:
    scaled: Real = _sums(rows, weights) / root_sizes(rows)[:, None]
    return scaled


def _sums(rows: Ragged, weights: npt.NDArray[np.int32]) -> Real:
    sums = np.zeros((len(rows.lengths), weights.shape[1]), np.int64)
    filled = np.flatnonzero(rows.lengths)
    if len(filled):
        sums[filled] = np.add.reduceat(weights.take(rows.ids, axis=0), rows.starts[filled], axis=0)
    return sums.astype(np.float64)


@cache
def load_model() -> StanceModel:
    """The model under `ingest/model/`. Raises `MalformedData` where a file is missing or does not fit the others."""
    root = folder("ingest") / MODEL_FOLDER
    settings = load_toml(f"{MODEL_FOLDER}/{SETTINGS}")
    if missing := {"classes", "unit", "none_weight", "calibration"} - settings.keys():
        what = f"no {', '.join(sorted(missing))}"
        raise MalformedData(what, place=f"ingest/{MODEL_FOLDER}/{SETTINGS}", advice=_ADVICE)
    lists = [_lines(root / f"{name}.txt") for name in ("letters", "words", "signs")]
    known = Known(Vocabulary(lists[0], words=False), Vocabulary(lists[1], words=True), tuple(lists[2]))
    weights = _weights(root / "weights.npy")
    if weights.shape != (known.rows, len(settings["classes"])):
        raise MalformedData(
            f"weights of shape {weights.shape} for {known.rows} rows and {len(settings['classes'])} classes",
            place=f"ingest/{MODEL_FOLDER}/weights.npy",
            advice=_ADVICE,
        )
    return StanceModel(
        known, tuple(settings["classes"]), weights.astype(np.int32), settings["unit"], **_thresholds(settings)
    )


def _weights(path: Path) -> npt.NDArray[np.int16]:
    try:
        weights: npt.NDArray[np.int16] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise MalformedData(str(error), place=f"ingest/{MODEL_FOLDER}/{path.name}", advice=_ADVICE) from error
    return weights


def _thresholds(settings: dict[str, Any]) -> dict[str, Any]:
    calibration = tuple((float(chance), float(right)) for chance, right in settings["calibration"])
    return {"none_weight": settings["none_weight"], "calibration": calibration}


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")[:-1]
    except FileNotFoundError as error:
        raise MalformedData("no such file", place=f"ingest/{MODEL_FOLDER}/{path.name}", advice=_ADVICE) from error
