"""Word forms without a dictionary: from a base form to all its forms, by the paradigms under `ingest/fi/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from kannat.reading.data import load_toml

FILE: Final = "fi/inflection.toml"
NOMINATIVE: Final = "nominative"
GENITIVE: Final = "genitive"


class Form(NamedTuple):
    """One form of a word, folded: which case it stands in, and whether it is plural."""

    text: str
    case: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Paradigm:
    ending: re.Pattern[str]
    weight: int
    forms: tuple[Form, ...]
    """Endings in place of the paradigm's own, with A, O, U for the vowels of harmony."""


@dataclass(frozen=True, slots=True)
class Inflection:
    """Inflects the words of one language by the endings of its paradigms."""

    paradigms: tuple[_Paradigm, ...]
    harmony: Mapping[str, tuple[str, str]]
    back: str
    front: str
    agreeing: frozenset[str]
    colon_endings: Mapping[str, str]

    def forms(self, word: str) -> tuple[Form, ...]:
        """Every form of a base form, its own first; only the base form itself where no paradigm fits."""
        return _forms(word.casefold())

    def inflected(self, base: str) -> tuple[Form, ...]:
        """The forms of a folded base form, made anew."""
        for paradigm in self.paradigms:
            if paradigm.ending.search(base):
                stem = paradigm.ending.sub("", base)
                vowels = self._vowels(base, base[len(stem) :])
                return (
                    Form(base, NOMINATIVE),
                    *(Form(stem + end.text.translate(vowels), end.case, end.plural) for end in paradigm.forms),
                )
        return (Form(base, NOMINATIVE),)

    def phrase(self, words: Sequence[str]) -> Iterator[tuple[Form, ...]]:
        """Forms word by word: of the last, and of the adjectives before it that agree with it."""
        last = len(words) - 1
        for index, word in enumerate(words):
            agrees = index == last or (word.casefold() in self.agreeing)
            yield self.forms(word) if agrees else (Form(word.casefold(), NOMINATIVE),)

    def bare(self, word: str) -> tuple[str, str] | None:
        """An acronym's base and case (*KT:n*, *SOSTEn*); None where the word is not an inflected acronym."""
        base, colon, ending = word.rpartition(":")
        if not colon:
            base, ending = _capitals_and_rest(word)
            if len(base) < _SHORTEST_ACRONYM or not base.isupper():
                return None
        case = self.colon_endings.get(ending.casefold())
        return (base, case) if base and case else None

    def _vowels(self, base: str, ending: str) -> dict[int, str]:
        """What A, O, U stand for in this word: the vowel that its own ending has, else what harmony asks."""
        telling = next((letter for letter in reversed(base) if letter in self.back or letter in self.front), "")
        side = 0 if telling and telling in self.back else 1
        vowels = {ord(sign): pair[side] for sign, pair in self.harmony.items()}
        for sign, pair in self.harmony.items():
            vowels.update({ord(sign): vowel for vowel in pair if vowel in ending})
        return vowels


_SHORTEST_ACRONYM: Final = 2


def _capitals_and_rest(word: str) -> tuple[str, str]:
    """A word parted before the small letters that it ends with."""
    cut = len(word)
    while cut and word[cut - 1].islower():
        cut -= 1
    return word[:cut], word[cut:]


@lru_cache(maxsize=1 << 13)
def _forms(base: str) -> tuple[Form, ...]:
    return inflection().inflected(base)


@cache
def inflection() -> Inflection:
    """The inflection of Finnish, read once."""
    table = load_toml(FILE)
    harmony = {sign: (pair[0], pair[1]) for sign, pair in table["harmony"].items()}
    endings = table["endings"]
    paradigms = [_paradigm(row, endings, harmony) for row in table["paradigm"]]
    return Inflection(
        paradigms=tuple(sorted(paradigms, key=lambda p: -p.weight)),
        harmony=harmony,
        back=table["back_vowels"],
        front=table["front_vowels"],
        agreeing=frozenset(table["agreeing"]),
        colon_endings={end: case for case, ends in table["colon_endings"].items() for end in ends},
    )


def _paradigm(row: Mapping[str, Any], endings: Mapping[str, Any], harmony: Mapping[str, tuple[str, str]]) -> _Paradigm:
    ending = row["ending"]
    pattern = "".join(f"[{''.join(harmony[letter])}]" if letter in harmony else re.escape(letter) for letter in ending)
    return _Paradigm(re.compile(f"{pattern}$"), len(ending), tuple(_row_forms(row, endings)))


def _row_forms(row: Mapping[str, Any], endings: Mapping[str, Any]) -> Iterator[Form]:
    weak, strong = row["weak"], row["strong"]
    for case, end in endings["weak"].items():
        if case != GENITIVE or "genitive" not in row:
            yield Form(weak + end, case)
    for case, end in endings["strong"].items():
        yield Form(strong + end, case)
    for case in (GENITIVE, "partitive", "illative"):
        yield from (Form(form, case) for form in row.get(case, ()))
    if "plural_weak" not in row:
        return
    yield Form(weak + "t", NOMINATIVE, plural=True)
    for case, end in endings["weak"].items():
        if case != GENITIVE:
            yield Form(row["plural_weak"] + end, case, plural=True)
    for case, end in endings["strong"].items():
        yield Form(row["plural_strong"] + end, case, plural=True)
    for case in (GENITIVE, "partitive", "illative"):
        yield from (Form(form, case, plural=True) for form in row.get(f"plural_{case}", ()))
