"""Finds the wording that statements share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from kannat.model import Span
from kannat.wording.copies import copies_in
from kannat.wording.corpus import Corpus, corpus_of
from kannat.wording.grouping import Grouped, Stretch
from kannat.wording.passages import Occurrence, Share, SharedPassage, SharedWording, Voice
from kannat.wording.settings import Settings
from kannat.wording.words import Flags, words_of

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


def shared_wording(
    voices: Iterable[Voice],
    text_of: Callable[[Voice], str],
    request: Sequence[str] = (),
    settings: Settings | None = None,
) -> SharedWording:
    """The wording that statements share, besides what they have from the request's own texts.

    `text_of` is asked for each text once, and again for those that a passage was first in, so that no more than one
    need be in memory. Time grows with the words of the texts, not with the pairs of statements.
    """
    settings = settings or Settings()
    ordered = sorted(voices, key=lambda voice: (voice.issued is None, voice.issued or "", voice.statement))
    asked = [words_of(text, quotations=True) for text in request]
    given = (words_of(text_of(voice), voice.spans, settings.quotations) for voice in ordered)
    corpus = corpus_of(words for part in (asked, given) for words in part)
    grouped = Grouped(corpus, *copies_in(corpus, len(asked), settings), len(asked))
    passages = grouped.passages()
    common = grouped.common(passages, settings)
    own = [passage for number, passage in enumerate(passages) if number not in common]
    shares = zip(ordered, grouped.shared(own), grouped.words, strict=True)
    return SharedWording(
        passages=tuple(_told(corpus, grouped, passages, common, ordered, text_of)),
        shares=tuple(Share(voice, shared, words) for voice, shared, words in shares),
        alike=tuple(tuple(ordered[text] for text in group) for group in grouped.alike(own, settings)),
    )


def _told(
    corpus: Corpus,
    grouped: Grouped,
    passages: Sequence[Sequence[int]],
    common: set[int],
    voices: Sequence[Voice],
    text_of: Callable[[Voice], str],
) -> Iterator[SharedPassage]:
    """The passages as values; those of one text follow one another, so that it is read once."""
    read, text = -1, ""
    for number, passage in enumerate(passages):
        origin = grouped.origins[passage[0]]
        if origin != read:
            read, text = origin, text_of(voices[origin])
        whole = (min(grouped.sources[one][0] for one in passage), max(grouped.sources[one][1] for one in passage))
        span = _place(corpus, whole)
        known = _known(corpus, whole, [grouped.spans[one] for one in passage], 3 if voices[origin].is_private else 2)
        first = Occurrence(voices[origin], span, span, whole[1] - whole[0], whole[1] - whole[0])
        later = (
            Occurrence(
                voices[grouped.texts[one]],
                _place(corpus, grouped.spans[one]),
                _place(corpus, grouped.sources[one]),
                grouped.spans[one][1] - grouped.spans[one][0],
                grouped.same[one],
            )
            for one in sorted(passage, key=lambda one: (grouped.spans[one], grouped.sources[one]))
        )
        yield SharedPassage((first, *later), _worded(corpus, whole, known, text), number in common)


def _known(corpus: Corpus, whole: Stretch, copies: Iterable[Stretch], least: int) -> Flags:
    """Which words of a stretch at least so many texts have, it included."""
    words = corpus.words[whole[0] : whole[1]]
    holders = np.ones(len(words), dtype=np.int64)
    for start, end in copies:
        holders += np.isin(words, corpus.words[start:end])
    return holders >= least


def _worded(corpus: Corpus, whole: Stretch, known: Flags, text: str) -> str:
    """The text of a stretch, with an ellipsis in the place of each row of words that are not known."""
    starts, ends = (column[whole[0] : whole[1]].tolist() for column in (corpus.starts, corpus.ends))
    parts = []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8))).tolist()
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        parts.append(text[starts[first] : ends[after - 1]])
    if len(known) and not known[0]:
        parts.insert(0, "")
    if len(known) and not known[-1]:
        parts.append("")
    return f" {ELLIPSIS} ".join(parts).strip()


def _place(corpus: Corpus, stretch: Stretch) -> Span:
    """The code points of a stretch of words in its text."""
    start, end = stretch
    return Span(int(corpus.starts[start]), int(corpus.ends[end - 1]))
