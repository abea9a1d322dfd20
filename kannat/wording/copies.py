"""Stretches of words that one text has from an earlier one, with their places in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kannat.wording.corpus import Corpus, earliest
from kannat.wording.settings import Settings
from kannat.wording.words import Flags, Places

_WIDEST: Final = 64
"""Words between two equal stretches that are held against each other, to see whether few of them were changed."""

_TAIL: Final = 3
"""Equal words that must follow a changed one for a passage to run over it at its ends."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Columns of one entry a copy: words `[start, end)` of the corpus have the wording of `[origin, origin_end)`.

    `same` counts the words that are equal. In the order of the places.
    """

    start: Places
    end: Places
    origin: Places
    origin_end: Places
    same: Places

    def __len__(self) -> int:
        return len(self.start)

    def where(self, chosen: Flags | Places) -> Copies:
        """Some of them."""
        return Copies(*(column[chosen] for column in (self.start, self.end, self.origin, self.origin_end, self.same)))


def copies_in(corpus: Corpus, asking: int, settings: Settings) -> tuple[Copies, Places]:
    """Every copy with so many equal own words as the settings ask, and how many own words stand before each place.

    The first `asking` texts are the request's: what a respondent has from them is no copy and counts nowhere, though a
    copy may run over it. Short runs find a copy in spite of changed words; the long ones are there because each short
    run of a copy may stand in one or another still older text.
    """
    own: Flags = corpus.words != 0
    found = []
    for length in sorted({settings.seed_words, settings.least_words}):
        later, first = earliest(corpus, length)
        asked = first < corpus.bounds[asking]
        if length == settings.seed_words:
            for step in range(length):
                own[later[asked] + step] = False
        found.append(_stretches(corpus, later[~asked], first[~asked], length, settings))
    stretches = _joined(_outermost(_widened(_together(found), corpus, settings), corpus), corpus, settings)
    before = np.concatenate(([0], np.cumsum(own, dtype=np.int64)))
    counted = before[stretches.end] - before[stretches.start] - (stretches.end - stretches.start - stretches.same)
    return _fresh(stretches.where(counted >= settings.least_words), corpus, settings), before


def _fresh(copies: Copies, corpus: Corpus, settings: Settings) -> Copies:
    """Those that have words of their text which no copy from a still older text covers, in the order of the places.

    One in which words were changed needs as many such words as a seed. The others say nothing new: what the two texts
    have in common both have from older ones.
    """
    longest = np.maximum(copies.end - copies.start, copies.origin_end - copies.origin)
    needed = np.where(copies.same == longest, 1, settings.seed_words)
    text, origin_text = corpus.text_of(copies.start), corpus.text_of(copies.origin)
    order = np.lexsort((-copies.end, copies.start, origin_text, text))
    kept = np.zeros(len(copies), dtype=bool)
    covered = np.zeros(0, dtype=bool)
    current, begin = -1, 0
    for number in order.tolist():
        if text[number] != current:
            current, begin = int(text[number]), int(corpus.bounds[text[number]])
            covered = np.zeros(int(corpus.bounds[current + 1]) - begin, dtype=bool)
        words = covered[copies.start[number] - begin : copies.end[number] - begin]
        if len(words) - np.count_nonzero(words) >= needed[number]:
            kept[number] = words[:] = True
    copies = copies.where(kept)
    return copies.where(np.lexsort((copies.origin, copies.end, copies.start)))


def _together(parts: Sequence[Copies]) -> Copies:
    columns = zip(*((one.start, one.end, one.origin, one.origin_end, one.same) for one in parts), strict=True)
    return Copies(*map(np.concatenate, columns))


def _stretches(corpus: Corpus, later: Places, first: Places, length: int, settings: Settings) -> Copies:
    """Runs of words that follow one another at the same distance from their origin, as one; few words may differ."""
    if not len(later):
        return Copies(later, later, later, later, later)
    text = corpus.text_of(later)
    shift = later - first
    order = np.lexsort((later, shift, text))
    later, first, text, shift = later[order], first[order], text[order], shift[order]
    origin_text = corpus.text_of(first)
    near = (np.diff(text) == 0) & (np.diff(shift) == 0) & (np.diff(origin_text) == 0)
    gap = np.diff(later) - length
    tried = np.flatnonzero(near & (gap > 0) & (gap <= _WIDEST))
    changed = _changed(corpus, later[tried] + length, gap[tried], shift[tried], settings.changed_words)
    bridged = np.zeros(len(near), dtype=bool)
    bridged[tried] = changed >= 0
    lost = np.zeros(len(near), dtype=np.int64)
    lost[tried] = changed
    tied = near & ((gap <= 0) | bridged)
    opens, closes = _groups(tied)
    start, end = later[opens], later[closes] + length
    missing = np.concatenate(([0], np.cumsum(np.where(tied, lost, 0))))
    same = end - start - (missing[closes] - missing[opens])
    return Copies(start, end, start - shift[opens], end - shift[opens], same)


def _groups(tied: Flags) -> tuple[Places, Places]:
    """The first and the last entry of each group of neighbours that are tied; `tied[i]` ties `i` to `i + 1`."""
    opens = np.flatnonzero(np.concatenate(([True], ~tied)))
    return opens, np.concatenate((opens[1:] - 1, [len(tied)]))


def _changed(corpus: Corpus, starts: Places, lengths: Places, shifts: Places, most: int) -> Places:
    """How many words of each gap differ from those at its distance.

    -1 where more than `most` in a row or more than half do, or where one is not a respondent's own.
    """
    if not len(starts):
        return starts
    opens = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    steps = np.arange(lengths.sum())
    places = steps - np.repeat(opens, lengths) + np.repeat(starts, lengths)
    words, origin = corpus.words[places], corpus.words[places - np.repeat(shifts, lengths)]
    differs = words != origin
    before = np.where(differs, np.repeat(opens, lengths) - 1, steps)
    in_a_row = np.maximum.reduceat(steps - np.maximum.accumulate(before), opens)
    differ = np.add.reduceat(differs.astype(np.int64), opens)
    foreign = np.logical_or.reduceat((words == 0) | (origin == 0), opens)
    few = (in_a_row <= most) & ((2 * differ <= lengths) | (differ <= most))
    return np.where(few & ~foreign, differ, -1)


def _widened(found: Copies, corpus: Corpus, settings: Settings) -> Copies:
    """Each stretch with the equal words before and after it, as far as they go in both texts; few words may differ."""
    text, origin_text = corpus.text_of(found.start), corpus.text_of(found.origin)
    room = np.minimum(found.start - corpus.bounds[text], found.origin - corpus.bounds[origin_text])
    before, differ_before = _reach(corpus, found.start - 1, found.origin - 1, -1, room, settings)
    room = np.minimum(corpus.bounds[text + 1] - found.end, corpus.bounds[origin_text + 1] - found.origin_end)
    after, differ_after = _reach(corpus, found.end, found.origin_end, 1, room, settings)
    return Copies(
        found.start - before,
        found.end + after,
        found.origin - before,
        found.origin_end + after,
        found.same + before + after - differ_before - differ_after,
    )


def _reach(
    corpus: Corpus, here: Places, there: Places, step: int, room: Places, settings: Settings
) -> tuple[Places, Places]:
    """How far the words go on from each pair of places, over few changed ones too, and how many of them differ."""
    far = _equal(corpus, here, there, step, room)
    differ = np.zeros(len(here), dtype=np.int64)
    open_ = np.arange(len(here))
    while len(open_):
        skipped = np.zeros(len(open_), dtype=np.int64)
        more = np.zeros(len(open_), dtype=np.int64)
        for skip in range(1, settings.changed_words + 1):
            left = np.flatnonzero((skipped == 0) & (room[open_] - far[open_] >= skip + _TAIL))
            at = step * (far[open_[left]] + skip)
            own = _all_own(corpus, here[open_[left]], there[open_[left]], at, step, skip)
            chosen, at = left[own], at[own]
            rest = room[open_[chosen]] - far[open_[chosen]] - skip
            equal = _equal(corpus, here[open_[chosen]] + at, there[open_[chosen]] + at, step, rest)
            good = equal >= _TAIL
            skipped[chosen[good]], more[chosen[good]] = skip, equal[good]
        far[open_] += skipped + more
        differ[open_] += skipped
        open_ = open_[skipped > 0]
    return far, differ


def _all_own(corpus: Corpus, here: Places, there: Places, at: Places, step: int, count: int) -> Flags:
    """Whether the so many words before `at` are the respondents' own in both texts."""
    own = np.ones(len(here), dtype=bool)
    for back in range(1, count + 1):
        own &= (corpus.words[here + at - step * back] != 0) & (corpus.words[there + at - step * back] != 0)
    return own


def _equal(corpus: Corpus, here: Places, there: Places, step: int, room: Places) -> Places:
    """How many words are equal from each pair of places on, in this direction and within this room."""
    count = np.zeros(len(here), dtype=np.int64)
    going = np.flatnonzero(room > 0)
    while len(going):
        word = corpus.words[here[going] + step * count[going]]
        going = going[(word != 0) & (word == corpus.words[there[going] + step * count[going]])]
        count[going] += 1
        going = going[count[going] < room[going]]
    return count


def _outermost(found: Copies, corpus: Corpus) -> Copies:
    """Those that lie within no other of the same two texts, by pair of texts and place."""
    pair, found = _by_pair(found, corpus)
    order = np.lexsort((found.origin, -found.end, found.start, pair))
    pair, found = pair[order], found.where(order)
    reach = pair * (corpus.bounds[-1] + 1) + found.end
    furthest = np.maximum.accumulate(reach)
    return found.where(np.concatenate(([True], reach[1:] > furthest[:-1]))[: len(found)])


def _by_pair(found: Copies, corpus: Corpus) -> tuple[Places, Copies]:
    """The number of the pair of texts of each, small numbers in the order of the pairs."""
    text, origin = corpus.text_of(found.start), corpus.text_of(found.origin)
    _, pair = np.unique(text * len(corpus.bounds) + origin, return_inverse=True)
    return pair, found


def _joined(found: Copies, corpus: Corpus, settings: Settings) -> Copies:
    """Stretches of the same two texts as one where few words were put in or left out between them."""
    if not len(found):
        return found
    pair, found = _by_pair(found, corpus)
    gap = found.start[1:] - found.end[:-1]
    origin_gap = found.origin[1:] - found.origin_end[:-1]
    narrow = np.maximum(np.maximum(gap, origin_gap), np.abs(gap - origin_gap)) <= settings.changed_words
    tied = (np.diff(pair) == 0) & narrow & (np.minimum(gap, origin_gap) > -settings.seed_words)
    tied &= ~_foreign(corpus, found.end[:-1], gap, tied) & ~_foreign(corpus, found.origin_end[:-1], origin_gap, tied)
    opens, closes = _groups(tied)
    twice = np.concatenate(([0], np.cumsum(np.where(tied, np.maximum(0, -np.minimum(gap, origin_gap)), 0))))
    same = np.add.reduceat(found.same, opens) - (twice[closes] - twice[opens])
    return Copies(found.start[opens], found.end[closes], found.origin[opens], found.origin_end[closes], same)


def _foreign(corpus: Corpus, starts: Places, lengths: Places, asked: Flags) -> Flags:
    """Which of the gaps asked about hold a word that is not a respondent's own."""
    foreign = np.zeros(len(starts), dtype=bool)
    for step in range(max(0, int(lengths[asked].max(initial=0)))):
        reached = np.flatnonzero(asked & (lengths > step))
        foreign[reached] |= corpus.words[starts[reached] + step] == 0
    return foreign
