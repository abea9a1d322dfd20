"""What the trained reader sees of a sentence: its letters, its words, its neighbours', its heading's, and signs.

Runs of letters and words are found for a whole document at once, in columns: each is a 64-bit hash of its characters.
A vocabulary holds the runs that a model knows, as text that people can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kannat.reading.cues import cues, lowered
from kannat.reading.judging import Judgement
from kannat.reading.units import Unit

Keys = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]

LETTER_RUNS: Final = (2, 3, 4, 5)
"""Lengths of the runs of letters, in code points; a word's edge counts as one."""
WORD_RUNS: Final = (1, 2, 3)
"""Lengths of the runs of words."""

_SPACES: Final = re.compile(r"\s+")
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"\w+")
_FACTOR: Final = 0x9E3779B97F4A7C15
"""Odd, hence with an inverse modulo 2^64; the golden ratio's, as hashes of this kind take it."""
_INVERSE: Final = pow(_FACTOR, -1, 1 << 64)
_LISTS: Final = (
    "own",
    "reservations",
    "weakens",
    "turns",
    "reasons",
    "reason_clauses",
    "pronouns",
    "draft",
    "bounded",
)
"""The lists of wording whose hits are signs."""
_NO_SIGN: Final = "-"
_BUCKET_BITS: Final = 18
_BUCKET_SHIFT: Final = np.uint64(64 - _BUCKET_BITS)
"""A key's first bits say where among the sorted keys to look: cheaper than halving again and again."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of letters or words: whose text each is in, its hash, and the span of the joined texts that it covers."""

    owner: Whole
    key: Keys
    start: Whole
    end: Whole


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unlike length: row `i` is `ids[starts[i]:starts[i + 1]]`."""

    starts: Whole
    ids: Whole

    @property
    def lengths(self) -> Whole:
        """How many there are in each row."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class Sentences:
    """A document's sentences as a model takes them in.

    `texts` holds the sentences and, after them, the headings; `before`, `after` and `heading` are the row of each
    sentence's neighbours in the same paragraph and of its part's heading, -1 where there is none.
    """

    texts: tuple[str, ...]
    count: int
    before: Whole
    after: Whole
    heading: Whole
    signs: tuple[tuple[str, ...], ...]

    @property
    def joined(self) -> str:
        """All texts, each word and each text with a space at either side."""
        return " ".join(["", *self.texts, ""])


class Vocabulary:
    """The runs that a model knows, each with a number: its place in the list."""

    def __init__(self, entries: Sequence[str], words: bool) -> None:
        self.entries = tuple(entries)
        keys = _word_keys(self.entries) if words else _letter_keys(self.entries)
        order = np.argsort(keys, kind="stable")
        self._number, self._sorted = order, keys[order]
        self._bucket = np.searchsorted(
            keys[order] >> _BUCKET_SHIFT, np.arange((1 << _BUCKET_BITS) + 1, dtype=np.uint64)
        )
        self._size = np.diff(self._bucket)
        self._fullest = int(self._size.max())

    def __len__(self) -> int:
        return len(self.entries)

    def known(self, runs: Runs, rows: int) -> Ragged:
        """For each of so many texts the numbers of its known runs, as often as they occur."""
        bucket = (runs.key >> _BUCKET_SHIFT).astype(np.int64)
        first, size = self._bucket[bucket], self._size[bucket]
        number = np.full(len(runs.key), -1)
        left = np.flatnonzero(size)
        for step in range(self._fullest):
            place = first[left] + step
            same = self._sorted[place] == runs.key[left]
            number[left[same]] = self._number[place[same]]
            left = left[size[left] > step + 1]
        hit = number >= 0
        owner, ids = runs.owner[hit], number[hit]
        order = np.argsort(owner, kind="stable")
        return Ragged(np.searchsorted(owner[order], np.arange(rows + 1)), ids[order])


def sentences_of(units: Sequence[Unit], judged: Sequence[Judgement], questions: Sequence[str | None]) -> Sentences:
    """The sentences of a document, with what the rules make of each; `questions` holds the heading of each part."""
    headings = sorted({text for text in questions if text})
    place = {text: len(units) + number for number, text in enumerate(headings)}
    numbers = range(len(units))
    before = [i - 1 if i and units[i - 1].paragraph == units[i].paragraph else -1 for i in numbers]
    after = [i + 1 if i + 1 < len(units) and units[i + 1].paragraph == units[i].paragraph else -1 for i in numbers]
    heading = [place.get(questions[unit.part] or "", -1) for unit in units]
    hits = [_hits(unit) for unit in units]
    return Sentences(
        texts=tuple(_even(text) for text in (*(unit.spoken for unit in units), *headings)),
        count=len(units),
        before=np.array(before, np.int64),
        after=np.array(after, np.int64),
        heading=np.array(heading, np.int64),
        signs=tuple(
            (
                *_own_signs(units[i], judged[i], hits[i]),
                *_near_signs("before", judged, hits, i - 1, before[i]),
                *_near_signs("after", judged, hits, i + 1, after[i]),
            )
            for i in numbers
        ),
    )


def letter_runs(sentences: Sentences) -> Runs:
    """Every run of letters that lies within a word and its edges."""
    codes, owner = _codes(sentences)
    space = codes == ord(" ")
    spaces = np.concatenate([[0], np.cumsum(space)])
    key = codes.astype(np.uint64)
    found: list[tuple[Whole, Keys]] = []
    for length in range(2, max(LETTER_RUNS) + 1):
        key = key[:-1] * np.uint64(_FACTOR) + codes[length - 1 :]
        start = np.arange(len(key))
        if length in LETTER_RUNS:
            inner = spaces[start + length - 1] - spaces[start + 1]
            kept = (inner == 0) & ~(space[start] & space[start + length - 1] & (length == 2))
            found.append((start[kept], _mixed(key[kept], length)))
    start = np.concatenate([s for s, _ in found])
    length_ = np.concatenate([np.full(len(s), n) for n, (s, _) in zip(LETTER_RUNS, found, strict=True)])
    inside = np.where(space[start], start + 1, start)
    return Runs(owner[inside], np.concatenate([k for _, k in found]), start, start + length_)


def word_runs(sentences: Sentences) -> Runs:
    """Every run of words of one text."""
    codes, owner = _codes(sentences)
    spans = np.array([match.span() for match in _WORD.finditer(sentences.joined)], np.int64).reshape(-1, 2)
    single = _span_keys(codes, spans)
    whose = owner[spans[:, 0]] if len(spans) else spans[:, 0]
    key = single.copy()
    found: list[Runs] = []
    for length in WORD_RUNS:
        if length > 1:
            key = key[:-1] * np.uint64(_INVERSE) + single[length - 1 :]
        first, last = np.arange(len(key)), np.arange(len(key)) + length - 1
        kept = whose[first] == whose[last]
        first, last = first[kept], last[kept]
        found.append(Runs(whose[first], _mixed(key[kept], length), spans[first, 0], spans[last, 1]))
    return Runs(
        np.concatenate([runs.owner for runs in found]),
        np.concatenate([runs.key for runs in found]),
        np.concatenate([runs.start for runs in found]),
        np.concatenate([runs.end for runs in found]),
    )


def _codes(sentences: Sentences) -> tuple[npt.NDArray[np.uint64], Whole]:
    """The code points of the joined texts, and the text that each belongs to: the space before it is the text's own."""
    codes = _code_points(sentences.joined)
    lengths = np.array([len(text) + 1 for text in sentences.texts], np.int64)
    return codes, np.append(np.repeat(np.arange(len(lengths)), lengths), max(len(lengths) - 1, 0))


def _code_points(text: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)


def _span_keys(codes: npt.NDArray[np.uint64], spans: Whole) -> Keys:
    """The hash of each span: the polynomial of its characters, whatever stands before it."""
    powers = _powers(_FACTOR, len(codes))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers, dtype=np.uint64)])
    keys: Keys = (sums[spans[:, 1]] - sums[spans[:, 0]]) * _powers(_INVERSE, len(codes) + 1)[spans[:, 0]]
    return keys


def _powers(base: int, count: int) -> Keys:
    steps = np.full(count, base, np.uint64)
    if count:
        steps[0] = 1
    return np.multiply.accumulate(steps)


def _mixed(key: Keys, length: int) -> Keys:
    """The hash with its length in it, and its bits spread."""
    key = (key ^ (key >> np.uint64(31))) * np.uint64(_FACTOR + 2 * length)
    return key ^ (key >> np.uint64(29))


def _letter_keys(entries: Sequence[str]) -> Keys:
    """The hashes of runs of letters, as `letter_runs` finds them in a text."""
    keys = np.zeros(len(entries), np.uint64)
    lengths = np.array([len(entry) for entry in entries], np.int64)
    for length in LETTER_RUNS:
        places = np.flatnonzero(lengths == length)
        codes = _code_points("".join(entries[place] for place in places.tolist())).reshape(-1, length)
        key = codes[:, 0]
        for column in range(1, length):
            key = key * np.uint64(_FACTOR) + codes[:, column]
        keys[places] = _mixed(key, length)
    return keys


def _word_keys(entries: Sequence[str]) -> Keys:
    """The hashes of runs of words: each entry is run through what finds it in a text."""
    nothing = np.zeros(0, np.int64)
    runs = word_runs(Sentences(tuple(entries), len(entries), nothing, nothing, nothing, ()))
    offsets = np.cumsum([0, *(len(entry) + 1 for entry in entries)])
    start = offsets[:-1] + 1
    end = start + np.array([len(entry) for entry in entries], np.int64)
    wide = np.int64(offsets[-1] + 2)
    order = np.argsort(runs.start * wide + runs.end)
    place = order[np.searchsorted((runs.start * wide + runs.end)[order], start * wide + end)]
    keys: Keys = runs.key[place]
    return keys


def _even(text: str) -> str:
    """The text in lower case, single spaces, every digit a nought."""
    return _DIGIT.sub("0", _SPACES.sub(" ", lowered(text)).strip())


def _hits(unit: Unit) -> tuple[str, ...]:
    text, known = lowered(unit.spoken), cues(unit.language)
    return tuple(name for name in _LISTS if known.finds(name, text))


def _own_signs(unit: Unit, judged: Judgement, hits: Iterable[str]) -> Iterable[str]:
    text = unit.text.rstrip()
    yield "always"
    yield f"stance {judged.stance or _NO_STANCE}"
    yield f"family {judged.family or _NO_SIGN}"
    yield f"kind {unit.kind}"
    yield f"voice {unit.voice}"
    yield f"language {unit.language}"
    yield f"length {min(len(text) // 30, 10)}"
    yield f"digits {min(len(text) - len(_DIGIT.sub('', text)), 12) // 3}"
    yield f"ends {text[-1] if text[-1:] in _ENDS else _NO_SIGN}"
    if judged.others:
        yield "others"
    if unit.skipped is not None:
        yield "skipped"
    yield from (f"says {name}" for name in hits)


_ENDS: Final = frozenset(".?!:;,")
_NO_STANCE: Final = "none"


def _near_signs(
    side: str, judged: Sequence[Judgement], hits: Sequence[tuple[str, ...]], index: int, near: int
) -> Iterable[str]:
    if not 0 <= index < len(judged):
        yield f"{side} nothing"
        return
    yield f"{side} stance {judged[index].stance or _NO_STANCE}"
    if near < 0:
        yield f"{side} apart"
        return
    yield f"{side} family {judged[index].family or _NO_SIGN}"
    yield from (f"{side} says {name}" for name in hits[index])
