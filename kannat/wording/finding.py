"""Finds the wording that statements share."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from kannat.model import Span
from kannat.wording.copies import Copies, copies_in
from kannat.wording.corpus import Corpus, corpus_of
from kannat.wording.passages import Occurrence, Share, SharedPassage, SharedWording, Voice, groups_of
from kannat.wording.settings import Settings
from kannat.wording.words import words_of

Stretch = tuple[int, int]
"""Words `[start, end)` of the corpus."""


def shared_wording(
    voices: Iterable[Voice],
    text_of: Callable[[Voice], str],
    request: Sequence[str] = (),
    settings: Settings | None = None,
) -> SharedWording:
    """The wording that statements share, besides what they all have from the request's own texts.

    `text_of` is asked for each text once, and again for those that a passage was first in, so that no more than one
    need be in memory. Time grows with the words, not with the pairs of statements.
    """
    settings = settings or Settings()
    ordered = sorted(voices, key=lambda voice: (voice.issued is None, voice.issued or "", voice.statement))
    asked = [words_of(text, quotations=True) for text in request]
    given = (words_of(text_of(voice), voice.spans, settings.quotations) for voice in ordered)
    corpus = corpus_of((words for part in (asked, given) for words in part), settings.seed_words)
    found = _Found(corpus, copies_in(corpus, len(asked), settings), ordered, len(asked))
    passages = found.passages()
    common = found.common(passages, settings)
    own = [(group, covered) for group, covered in passages if group[0] not in common]
    shares = found.shares(group for group, _ in own)
    return SharedWording(
        passages=tuple(_told(found, passages, common, text_of)),
        shares=shares,
        alike=found.alike(shares, {number for group, _ in own for number in group}, settings),
    )


class _Found:
    """Copies beside the statements that they lie in."""

    def __init__(self, corpus: Corpus, copies: Copies, voices: Sequence[Voice], asked: int) -> None:
        self.corpus = corpus
        self.copies = copies
        self.voices = voices
        self.texts = (corpus.text_of(copies.start) - asked).tolist()
        self.origins = (corpus.text_of(copies.origin) - asked).tolist()
        self.spans: list[Stretch] = list(zip(copies.start.tolist(), copies.end.tolist(), strict=True))
        self.sources: list[Stretch] = list(zip(copies.origin.tolist(), copies.origin_end.tolist(), strict=True))
        self.same: list[int] = copies.same.tolist()
        self.asked = asked

    def passages(self) -> list[tuple[list[int], Stretch]]:
        """Copies of much the same words of one text, with the words that they cover there together.

        A copy joins the passage before it where half of it or more lies within.
        """
        found: list[tuple[list[int], Stretch]] = []
        for number in sorted(range(len(self.spans)), key=lambda one: (*self.sources[one], *self.spans[one])):
            start, end = self.sources[number]
            if found:
                numbers, (first, last) = found[-1]
                if self.origins[numbers[0]] == self.origins[number] and 2 * (last - start) >= end - start:
                    found[-1] = ([*numbers, number] if len(numbers) < 2 else numbers, (first, max(last, end)))
                    if len(numbers) >= 2:
                        numbers.append(number)
                    continue
            found.append(([number], (start, end)))
        return found
