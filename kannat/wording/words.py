"""The words of a text as columns: folded so that only the wording counts, each with its exact place in the text.

Letters are composed and small, blanks, line ends and punctuation only part words, and a word that a line end cuts in
two is one word again. Nothing else is folded: another inflection is another wording.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kannat.model import Span
from kannat.reading.sentences import sentence_data
from kannat.reading.view import View, even_view

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_PLANE: Final = 0x10000
"""Characters beyond it, signs and pictures nearly all, are no part of a word."""
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_LONGEST: Final = 64
"""Letters of a word whose place counts; of those after them it only counts which they are."""
_CUT: Final = re.compile(r"(?<=[^\W\d_])[-\u2010][^\S\n]*\n\s*(?=([^\W\d_]+))")
_SOFT_CUT: Final = re.compile(r"[\u00ad\ufffe][^\S\r\n]*[\r\n]\s*")
_AT: Final = re.compile(r"@|[(\[{<] ?at ?[)\]}>]")
_ADDRESS: Final = re.compile(rf"(?<!\S)[^\s@]{{1,64}} ?(?:{_AT.pattern}) ?\S+")
_PHONE: Final = re.compile(r"(?:\+\d|\b0)[\d ()\u00a0-]{5,}\d")
_OPENING: Final = '"\u201c\u201d\u201e\u00bb'
_CLOSING: Final = '"\u201c\u201d\u00bb\u00ab'
_QUOTED: Final = re.compile(
    rf"(?:(?<=[\s(])|^)[{_OPENING}](?=\w)[^{_OPENING}{_CLOSING}]{{1,2000}}?[^\s{_OPENING}{_CLOSING}][{_CLOSING}](?!\w)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order: a number for each wording, and the code points `[start, end)` of each.

    `own` is false where a word is not the respondent's own.
    """

    hashes: Numbers
    starts: Places
    ends: Places
    own: Flags

    def __len__(self) -> int:
        return len(self.hashes)


def words_of(text: str, voice: Sequence[Span] | None = None, quotations: bool = False) -> Words:
    """The words of a text; own are those within `voice`, which is all of it where None.

    Quotations are no own words unless asked for; e-mail addresses and telephone numbers never are.
    """
    view = even_view(text)
    codes = np.frombuffer(view.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters = _folds()[np.where(codes < _PLANE, codes, 0)]
    gone = _cuts(text, view)
    hashes, starts, ends = _spelled(letters, gone)
    starts, ends = _in_source(view, starts, ends)
    own = np.ones(len(hashes), dtype=bool) if voice is None else _within(starts, ends, voice)
    foreign = [_PHONE, *([_ADDRESS] if _AT.search(text) else ()), *(() if quotations else [_QUOTED])]
    own &= ~_touched(starts, ends, (match.span() for pattern in foreign for match in pattern.finditer(text)))
    return Words(hashes, starts, ends, own)


@cache
def _folds() -> NDArray[np.uint32]:
    """What each character counts as: a small letter, a digit, or 0 for what parts words."""
    return np.array([_fold(chr(code)) for code in range(_PLANE)], dtype=np.uint32)


def _fold(character: str) -> int:
    if not (character.isalnum() or unicodedata.combining(character)):
        return 0
    small = character.lower()
    return ord(small) if len(small) == 1 else ord(character)


def _cuts(text: str, view: View) -> Flags:
    """Which characters of the view lie between the halves of a word that a line end cuts: hyphen, line end, indent."""
    gone = np.zeros(len(view.text), dtype=bool)
    for match in _SOFT_CUT.finditer(text):
        gone[view.at(match.start()) : view.at(match.end())] = True
    for match in _CUT.finditer(view.text):
        if match[1][0].islower() and match[1] not in sentence_data().after_hyphen:
            gone[match.start() : match.end()] = True
    return gone


def _spelled(letters: NDArray[np.uint32], gone: Flags) -> tuple[Numbers, Places, Places]:
    """Each word's number and its first and last letter, out of the letters that stay when the cuts are gone."""
    kept = np.flatnonzero(~gone)
    stream = letters[kept]
    is_letter = stream > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_letter, [False])).astype(np.int8)))
    first, after = edges[::2], edges[1::2]
    if not len(first):
        nothing = np.zeros(0, dtype=np.int64)
        return np.zeros(0, dtype=np.uint64), nothing, nothing
    within = np.arange(len(stream)) - np.repeat(
        np.concatenate(([0], first)), np.diff(np.concatenate(([0], first, [len(stream)])))
    )
    with np.errstate(over="ignore"):
        weighed = mixed(stream.astype(np.uint64)) * _powers()[np.minimum(within, _LONGEST)]
        sums = np.concatenate(([np.uint64(0)], np.cumsum(weighed, dtype=np.uint64)))
        hashes = mixed(sums[after] - sums[first] + (after - first).astype(np.uint64))
    return hashes, kept[first], kept[after - 1] + 1


@cache
def _powers() -> Numbers:
    """Odd weights of a letter's place in its word."""
    with np.errstate(over="ignore"):
        return np.cumprod(np.full(_LONGEST + 1, _BASE, dtype=np.uint64), dtype=np.uint64)


def mixed(numbers: Numbers) -> Numbers:
    """Numbers well spread over 64 bits (the finaliser of SplitMix64); different ones stay different."""
    with np.errstate(over="ignore"):
        numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return numbers ^ (numbers >> np.uint64(31))


def _in_source(view: View, starts: Places, ends: Places) -> tuple[Places, Places]:
    """The places in the stored text of places in its view."""
    if not view.runs:
        return starts, ends
    at = np.array([run.at for run in view.runs])
    first = np.array([run.start for run in view.runs])
    last = np.array([run.end for run in view.runs])
    even = np.array([run.even for run in view.runs])
    opening = np.searchsorted(at, starts, side="right") - 1
    closing = np.searchsorted(at, ends - 1, side="right") - 1
    begin = np.where(even[opening], first[opening] + starts - at[opening], first[opening])
    end = np.where(even[closing], first[closing] + ends - at[closing], last[closing])
    return begin, end


def _within(starts: Places, ends: Places, spans: Iterable[Span]) -> Flags:
    """Which words lie within one of the spans."""
    inside = np.zeros(len(starts), dtype=bool)
    for span in spans:
        inside[np.searchsorted(starts, span.start) : np.searchsorted(ends, span.end, side="right")] = True
    return inside


def _touched(starts: Places, ends: Places, spans: Iterable[tuple[int, int]]) -> Flags:
    """Which words lie in one of the spans with at least a letter."""
    inside = np.zeros(len(starts), dtype=bool)
    for start, end in spans:
        inside[np.searchsorted(ends, start, side="right") : np.searchsorted(starts, end)] = True
    return inside
