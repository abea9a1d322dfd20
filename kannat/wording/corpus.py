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

    `words` tells wordings apart and is 0 where a word is not the respondent's own; `starts` and `ends` are code points
    of the text that the word lies in.
    """

    bounds: Places
    words: Column
    starts: Column
    ends: Column

    def text_of(self, places: Places) -> Places:
        """The number of the text that each word lies in."""
        return np.searchsorted(self.bounds, places, side="right") - 1


def corpus_of(texts: Iterable[Words]) -> Corpus:
    """The columns of texts in this order."""
    bounds = [0]
    words, starts, ends = array("I"), array("I"), array("I")
    for text in texts:
        bounds.append(bounds[-1] + len(text))
        words.frombytes(np.where(text.own, np.maximum(text.hashes >> _HALF, 1), 0).astype(np.uint32).tobytes())
        starts.frombytes(text.starts.astype(np.uint32).tobytes())
        ends.frombytes(text.ends.astype(np.uint32).tobytes())
    columns = (np.frombuffer(column, dtype=np.uint32) for column in (words, starts, ends))
    return Corpus(np.array(bounds), *columns)


def earliest(corpus: Corpus, length: int) -> tuple[Places, Places]:
    """Each place whose run of so many words stands in an earlier text too, and the first place of all where it stands.

    In the order of the places; a run lies within one text and is all the respondent's own. Time and memory grow with
    the number of words, however often a run is repeated.
    """
    runs = _runs(corpus, length)
    portions = 1 << (len(runs) // _FEW).bit_length()
    low = np.uint64(portions - 1)
    found: list[tuple[Places, Places]] = []
    for portion in range(portions):
        places = np.flatnonzero((runs != 0) & ((runs & low) == np.uint64(portion)))
        found.append(_repeated(corpus, runs[places], places))
    later = np.concatenate([places for places, _ in found])
    first = np.concatenate([origins for _, origins in found])
    order = np.argsort(later)
    return later[order], first[order]


def _runs(corpus: Corpus, length: int) -> Numbers:
    """A number for each place that tells the run of words from there on; 0 where there is no run."""
    runs = np.zeros(len(corpus.words), dtype=np.uint64)
    count = len(runs) - length + 1
    for start in range(0, max(0, count), _FEW):
        stop = min(count, start + _FEW)
        whole = np.zeros(stop - start, dtype=np.uint64)
        own = np.ones(stop - start, dtype=bool)
        for step in range(length):
            words = corpus.words[start + step : stop + step]
            whole = whole * _STEP + mixed(words.astype(np.uint64))
            own &= words != 0
        runs[start:stop] = np.where(own, np.maximum(mixed(whole), np.uint64(1)), np.uint64(0))
    for step in range(1, length):
        beyond = corpus.bounds[1:] - step
        runs[beyond[beyond >= corpus.bounds[:-1]]] = 0
    return runs


def _repeated(corpus: Corpus, runs: Numbers, places: Places) -> tuple[Places, Places]:
    """Of these places in order, those whose run an earlier text has, each with the first place of the run."""
    order = np.argsort(runs, kind="stable")
    runs, places = runs[order], places[order]
    opens = np.concatenate(([True], runs[1:] != runs[:-1])) if len(runs) else np.zeros(0, dtype=bool)
    first = places[opens][np.cumsum(opens) - 1] if len(runs) else places
    repeated = first != places
    places, first = places[repeated], first[repeated]
    elsewhere = corpus.text_of(places) != corpus.text_of(first)
    return places[elsewhere], first[elsewhere]
