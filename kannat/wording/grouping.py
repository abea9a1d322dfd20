"""Copies put together: passages of much the same words, what they cover of a statement, statements that are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

import numpy as np

from kannat.wording.copies import Copies
from kannat.wording.corpus import Corpus
from kannat.wording.passages import Mark, groups_of
from kannat.wording.settings import Settings
from kannat.wording.words import Places

Stretch = tuple[int, int]
"""Words `[start, end)` of the corpus."""


class Grouped:
    """The copies of a corpus as plain values, by number, and what is counted from them.

    Texts are known by their number among the statements: the `asking` texts of the request come before them.
    """

    def __init__(self, corpus: Corpus, copies: Copies, own_before: Places, asking: int) -> None:
        self.texts: list[int] = (corpus.text_of(copies.start) - asking).tolist()
        self.origins: list[int] = (corpus.text_of(copies.origin) - asking).tolist()
        self.spans: list[Stretch] = list(zip(copies.start.tolist(), copies.end.tolist(), strict=True))
        self.sources: list[Stretch] = list(zip(copies.origin.tolist(), copies.origin_end.tolist(), strict=True))
        self.same: list[int] = copies.same.tolist()
        self.words: list[int] = np.diff(own_before[corpus.bounds[asking:]]).tolist()
        self._own_before = own_before

    def passages(self) -> list[list[int]]:
        """Copies of much the same words of one text: each lies by half or more within what those before it cover."""
        passages: list[list[int]] = []
        text = reach = -1
        for number in sorted(range(len(self.sources)), key=lambda one: (*self.sources[one], *self.spans[one])):
            start, end = self.sources[number]
            if self.origins[number] == text and 2 * (reach - start) >= end - start:
                passages[-1].append(number)
                reach = max(reach, end)
            else:
                passages.append([number])
                text, reach = self.origins[number], end
        return passages

    def holders(self, passage: Sequence[int]) -> set[int]:
        """The statements that have a passage, the first too."""
        return {self.origins[passage[0]], *(self.texts[number] for number in passage)}

    def shared(self, passages: Iterable[Sequence[int]]) -> list[int]:
        """How many of each statement's own words lie in one of these passages."""
        stretches: dict[int, list[Stretch]] = defaultdict(list)
        for passage in passages:
            for number in passage:
                stretches[self.texts[number]].append(self.spans[number])
                stretches[self.origins[number]].append(self.sources[number])
        return [self._covered(stretches.get(text, [])) for text in range(len(self.words))]

    def common(self, passages: Sequence[Sequence[int]], settings: Settings) -> set[int]:
        """The numbers of the passages that are the form's: many have them, in statements that are otherwise unlike."""
        if len(self.words) < settings.common_from:
            return set()
        shared = self.shared(passages)
        found = set()
        for number, passage in enumerate(passages):
            holders = self.holders(passage)
            shares = [shared[text] / self.words[text] for text in holders if self.words[text]]
            if len(holders) > settings.common * len(self.words) and median(shares) < settings.alike:
                found.add(number)
        return found

    def alike(self, passages: Iterable[Sequence[int]], settings: Settings) -> tuple[tuple[int, ...], ...]:
        """Groups of statements each of which shares with another enough of the shorter of the two."""
        pairs: dict[Stretch, list[Stretch]] = defaultdict(list)
        for passage in passages:
            for number in passage:
                pairs[self.texts[number], self.origins[number]].append(self.spans[number])
        marks: dict[int, set[Mark]] = defaultdict(set)
        for mark, (pair, stretches) in enumerate(pairs.items()):
            if self._covered(stretches) >= settings.alike * max(1, min(self.words[text] for text in pair)):
                for text in pair:
                    marks[text].add(mark)
        return groups_of(marks)

    def _covered(self, stretches: list[Stretch]) -> int:
        """How many own words lie in one of the stretches."""
        covered = reach = 0
        for start, end in sorted(stretches):
            if end > reach:
                covered += int(self._own_before[end] - self._own_before[max(start, reach)])
                reach = end
        return covered
