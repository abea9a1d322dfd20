"""The words of many texts in one column, oldest text first, and where each run of words was written first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kannat.wording.words import Numbers, Places, Words, mixed

Column = NDArray[np.uint32]

_FEW: Final = 1 << 22
"""Runs of words that are sorted at once; more are sorted in portions, which bounds the memory beside the columns."""
_HALF: Final = np.uint64(32)
_STEP: Final = np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Columns of one entry a word, texts one after another; `bounds[i]:bounds[i + 1]` are the words of text `i`.

    `words` tells wordings apart, `starts` and `ends` are code points of the text that the word lies in. `runs` tells
    runs of `length` words apart. Both are 0 where the word, or one of the run's, is not the respondent's own, and runs
    are 0 where they would leave their text.
    """

    bounds: Places
    words: Column
    starts: Column
    ends: Column
    runs: Numbers
    length: int

    def text_of(self, places: Places) -> Places:
        """The number of the text that each word lies in."""
        return np.searchsorted(self.bounds, places, side="right") - 1


def corpus_of(texts: Iterable[Words], length: int) -> Corpus:
    """The columns of texts in this order, with their runs of so many words."""
    bounds = [0]
    words, starts, ends = array("I"), array("I"), array("I")
    runs = array("Q")
    for text in texts:
        bounds.append(bounds[-1] + len(text))
        words.frombytes(np.where(text.own, np.maximum(text.hashes >> _HALF, 1), 0).astype(np.uint32).tobytes())
        starts.frombytes(text.starts.astype(np.uint32).tobytes())
        ends.frombytes(text.ends.astype(np.uint32).tobytes())
        runs.frombytes(_runs(text, length).tobytes())
    return Corpus(
        np.array(bounds),
        np.frombuffer(words, dtype=np.uint32),
        np.frombuffer(starts, dtype=np.uint32),
        np.frombuffer(ends, dtype=np.uint32),
        np.frombuffer(runs, dtype=np.uint64),
        length,
    )


def _runs(text: Words, length: int) -> Numbers:
    runs = np.zeros(len(text), dtype=np.uint64)
    count = len(text) - length + 1
    if count <= 0:
        return runs
    whole = np.zeros(count, dtype=np.uint64)
    own = np.ones(count, dtype=bool)
    with np.errstate(over="ignore"):
        for step in range(length):
            whole = whole * _STEP + text.hashes[step : step + count]
            own &= text.own[step : step + count]
        runs[:count] = np.where(own, np.maximum(mixed(whole), np.uint64(1)), np.uint64(0))
    return runs


def earliest(corpus: Corpus) -> tuple[Places, Places]:
    """Each place whose run of words stands in an earlier text too, and the first place of all where it stands.

    In the order of the places. Time and memory grow with the number of words, however often a run is repeated.
    """
    portions = 1 << (len(corpus.runs) // _FEW).bit_length()
    low = np.uint64(portions - 1)
    found: list[tuple[Places, Places]] = []
    for portion in range(portions):
        places = np.flatnonzero((corpus.runs != 0) & ((corpus.runs & low) == np.uint64(portion)))
        found.append(_repeated(corpus, places))
    later = np.concatenate([places for places, _ in found])
    first = np.concatenate([origins for _, origins in found])
    order = np.argsort(later)
    return later[order], first[order]


def _repeated(corpus: Corpus, places: Places) -> tuple[Places, Places]:
    """Of these places in order, those whose run an earlier text has, each with the first place of the run."""
    runs = corpus.runs[places]
    order = np.argsort(runs, kind="stable")
    runs, places = runs[order], places[order]
    opens = np.concatenate(([True], runs[1:] != runs[:-1])) if len(runs) else np.zeros(0, dtype=bool)
    first = places[opens][np.cumsum(opens) - 1] if len(runs) else places
    repeated = first != places
    places, first = places[repeated], first[repeated]
    elsewhere = corpus.text_of(places) != corpus.text_of(first)
    return places[elsewhere], first[elsewhere]
