"""Names of organisations that no authority knows, told by their shape: how they end, and capitals before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kannat.model import OrganisationType, Span
from kannat.reading.inflection import GENITIVE, NOMINATIVE, inflection
from kannat.reading.lexicon import joined
from kannat.reading.name_words import HeadForm, NameWords
from kannat.reading.tokens import Token
from kannat.reading.vicinity import line_before, words_before

_LONGEST_NAME: Final = 12
_LONGEST_ACRONYM: Final = 6
_SHORTEST_HEADED: Final = 3
_WRAPPED_LINE: Final = 60
_COLUMN_GAP: Final = 3
_STEM: Final = 5
_ENDING: Final = 3
_FORMS: Final = 4
_HEAD_LENGTH: Final = 600
_NEAR: Final = 40
_REACH: Final = 4
_SENTENCE_ENDS: Final = frozenset('.!?:;\u2022|>*\u201d"\n')
_LINE_GAP: Final = re.compile(r"[ \t]*(?:\n|\Z|[\u2013/|(,-])|[ \t]{3}")
_SEGMENT_END: Final = re.compile(
    r"(?::\w+)?(?:[ \t]*(?:\Z|\n|[,|\u00b7\u2022(\u2013])|[ \t]{3}|[ \t]+\w{2,4}[ \t]+[^\W\d_a-z])"
)
_SEGMENT_BREAK: Final = re.compile(r"[^ \t-]|[ \t]{3}")


@dataclass(frozen=True, slots=True)
class NameMention:
    """An organisation called by name: `name` is nominative, `sure` tells that the type is told by more than a guess.

    `first` and `last` are its words in the text; `short` tells that it is an acronym of the authority's.
    """

    span: Span
    name: str
    type: OrganisationType
    key: str = ""
    case: str = NOMINATIVE
    sure: bool = True
    first: int = 0
    last: int = 0
    language: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class NameShapes:
    """One text, in which names are looked for by their shape; `places` are the place names that are known."""

    text: str
    tokens: Sequence[Token]
    words: NameWords
    places: Mapping[str, str]
    capitals: frozenset[str]
    capital_keys: Sequence[str]
    written: Counter[str]

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], words: NameWords, places: Mapping[str, str]) -> NameShapes:
        """The text with what tells its names: words with a capital inside a sentence, and in several forms."""
        written = Counter(token.word for token in tokens)
        keys = tuple(sorted({token.key for token in tokens if token.word[0].isupper()}))
        shapes = cls(text, tokens, words, places, frozenset(), keys, written)
        inside = (t.key[:_STEM] for t in tokens if t.word[0].isupper() and not shapes._begins(t))
        return replace(shapes, capitals=frozenset(key for key in inside if len(key) == _STEM))

    def find(self) -> Iterator[NameMention]:
        """Every name that has the shape of one; they may overlap."""
        for index, token in enumerate(self.tokens):
            if len(token.word) > 1 and token.key.partition(":")[0] in self.words.legal_keys:
                yield from self._legal(index)
            elif token.key in self.words.actors:
                yield from self._headed(index, [f for f in self.words.heads_of(token.key) if f.head.place])
            elif len(token.key) > _SHORTEST_HEADED and (heads := self.words.heads_of(token.key)):
                yield from self._headed(index, heads)

    def _legal(self, index: int) -> Iterator[NameMention]:
        """A name that ends with its legal form, inflected after a colon."""
        tokens, words = self.tokens, self.words
        base, _, ending = tokens[index].word.partition(":")
        first = self._segment(index)
        first = self._left(index, small=True) if first is None else first
        capitals = base.isupper() and tokens[index - 1].word.isupper()
        if first is None or not (base in words.legal_forms or capitals):
            return
        legal = next(form for form in words.legal_forms if form.casefold() == base.casefold())
        default = words.legal_forms[legal]
        name = f"{self._written(first, index)} {base if capitals else legal}"
        company = default is OrganisationType.COMPANY
        kind = default if company else words.type_of(name, default)
        case = inflection().colon_endings.get(ending, NOMINATIVE)
        span = Span(tokens[first].start, tokens[index].end)
        yield NameMention(span, name, kind, "", case, company or kind is not default, first, index)

    def _headed(self, index: int, heads: Sequence[HeadForm]) -> Iterator[NameMention]:
        """A name told by the word it ends with; of several heads the first that fits decides."""
        whole = self.words.heads.get(self.tokens[index].key, ())
        for form in heads:
            alone = any(other is form for other in whole)
            capital = form.head.small and self.tokens[index].word.istitle()
            if form.plural or capital or (form.head.whole and not alone):
                continue
            first = self._place(index, form) if form.head.place else self._first(index, form, whole=alone)
            if first is not None:
                yield self._named(first, index, form)
                return

    def _place(self, index: int, form: HeadForm) -> int | None:
        """The first word of a place or proper name before a head.

        A capital that only begins a sentence must be told by more: the text or the authority knows the place elsewhere.
        """
        tokens, words = self.tokens, self.words
        if not index or not self._goes_on(index):
            return None
        first, before = index - 1, tokens[index - 1]
        if not before.word[0].isupper() or before.key in words.not_first or before.key in words.actors:
            return None
        if form.head.language == "fi" and (
            not before.key.endswith(words.genitive_end) or words.not_places.search(before.key)
        ):
            return None
        while first > 0 and index - first < _LONGEST_NAME and self._goes_on(first):
            if not tokens[first - 1].word[0].isupper():
                break
            if tokens[first - 1].key in words.not_first:
                break
            first -= 1
        if first > 1 and tokens[first - 1].key in words.inside and self._is_half(first - 2, form):
            first -= 2
        return first if self._known_place(first, index) else None

    def _is_half(self, index: int, form: HeadForm) -> bool:
        """Whether a word before *ja* belongs to the name too: half of a pair, or the first of two places."""
        token = self.tokens[index]
        place = token.word[0].isupper() and token.key.endswith(self.words.genitive_end)
        return token.word.endswith("-") or (form.head.several and place and token.key not in self.words.not_first)

    def _known_place(self, first: int, index: int) -> bool:
        token, end = self.tokens[first], self.tokens[index]
        return (
            index - first > 1
            or not self._begins(token)
            or token.key in self.places
            or token.key[:_STEM] in self.capitals
            or self._in_other_forms(token.key)
            or self._opens_line(token, end)
            or self._titled(end)
            or self._in_field(token)
            or bool(self.words.joined_after.match(self.text[end.end : end.end + _NEAR]))
            or self._closes_line(token, end)
        )

    def _closes_line(self, first: Token, last: Token) -> bool:
        """Whether these words fill the end of a line after a dash or another sign: a header on one line."""
        before = line_before(self.text, Span(first.start, first.end)).rstrip()
        return before.endswith(("\u2013", "|", ",")) and self.text[last.end : last.end + 1] in ("", "\n")

    def _in_other_forms(self, key: str) -> bool:
        """Whether the text has this word with a capital in another form too, as it has names."""
        stem = key[: max(_STEM, len(key) - _ENDING)]
        first = bisect_left(self.capital_keys, stem)
        near = self.capital_keys[first : first + _FORMS]
        return any(other != key and other.startswith(stem) for other in near)

    def _first(self, index: int, form: HeadForm, *, whole: bool) -> int | None:
        """Where the name before any other head begins; None where the head stands for no name."""
        token = self.tokens[index]
        if token.start < _HEAD_LENGTH and _SEGMENT_END.match(self.text, token.end):
            first = self._segment(index)
            if first is not None and all(self._fits(i, form) for i in range(first, index)):
                return first
        if self.text[max(0, token.start - 2) : token.start] == " -":
            return self._nearest_capital(index)
        capital = token.word[0].isupper() and not whole
        first = self._left(index, small=False)
        if first is None:
            told = capital and (self._certain(index, index) or self.written[token.word] > 1)
            return index if told else None
        if not self._fits(first, form) and self._begins(self.tokens[first]):
            return None
        return first if capital or index - first > 1 or self._certain(first, index) else None

    def _nearest_capital(self, index: int) -> int | None:
        """The nearest word with a capital before one that a hyphen ties to all of a name (*X y -foundation*)."""
        for first in range(index - 1, max(-1, index - _LONGEST_NAME), -1):
            if first + 1 < index and not self._goes_on(first + 1):
                return None
            if self.tokens[first].word[0].isupper():
                return first if self.tokens[first].key not in self.words.not_first else None
        return None

    def _fits(self, index: int, form: HeadForm) -> bool:
        """Whether a word before a head has the form of one in a name: a genitive, a half of a pair, a joining word."""
        token = self.tokens[index]
        if form.head.language != "fi" or token.key in self.words.inside:
            return True
        return token.key.endswith((self.words.genitive_end, "-")) or (
            token.word[0].isupper() and not self._begins(token)
        )

    def _certain(self, first: int, index: int) -> bool:
        """Whether more than a sentence's capital tells that a name stands here."""
        start, end = self.tokens[first], self.tokens[index]
        return (
            not self._begins(start)
            or self._opens_line(start, end)
            or self._titled(end)
            or self._in_field(start)
            or self._name_after(index) is not None
            or bool(self.words.speaks["verb_after"].match(self.text[end.end : end.end + _NEAR]))
        )

    def _left(self, index: int, *, small: bool) -> int | None:
        """The first word of a name that goes on to this word; words with small letters only inside it."""
        tokens, words = self.tokens, self.words
        first, capital = index, None
        while first > 0 and index - first < _LONGEST_NAME and self._goes_on(first):
            before = tokens[first - 1]
            if before.key.partition(":")[0] in words.legal_keys:
                break
            if before.word[0].isupper() or before.word[0].isdigit():
                if before.key in words.not_first or ":" in before.word:
                    break
                capital = first - 1 if before.word[0].isupper() else capital
            elif not self._may_be_small(first, small=small):
                break
            first -= 1
        return capital

    def _may_be_small(self, first: int, *, small: bool) -> bool:
        """Whether the word before may stand with a small letter in a name: a joining word, or one of a long name."""
        tokens, before = self.tokens, self.tokens[first - 1]
        if before.key in self.words.inside:
            other = tokens[first - 2].word if first > 1 else ""
            return other.endswith("-") or (small and other[:1].isupper())
        if before.key.endswith(self.words.genitive_end) and self._ends_pair(first - 1):
            return True
        within = any(tokens[i].word[0].isupper() for i in range(max(0, first - _REACH), first - 1))
        return small and within and bool(self.words.small.search(before.key)) and before.key not in self.words.actors

    def _ends_pair(self, index: int) -> bool:
        """Whether a word is the second half of a pair whose first has a capital (*Digi- ja ...*)."""
        half = self.tokens[index - 2].word if index > 1 and self.tokens[index - 1].key in self.words.inside else ""
        return half.endswith("-") and half[0].isupper()

    def _segment(self, index: int) -> int | None:
        """The first word of a name that fills its part of a line: from the line's start, a sign or another name.

        Such a name may hold any words, so it is taken only where its part of the line says no more.
        """
        tokens, words = self.tokens, self.words
        if not _SEGMENT_END.match(self.text, tokens[index].end):
            return None
        first = index
        while first > 0 and index - first < _LONGEST_NAME:
            gap = self.text[tokens[first - 1].end : tokens[first].start]
            listed = tokens[first - 1].key in words.inside and tokens[first - 2].key in words.legal_keys
            if listed or _SEGMENT_BREAK.search(gap):
                break
            first -= 1
        opened = first == 0 or index - first < _LONGEST_NAME
        begins = tokens[first].word[0].isupper() and tokens[first].key not in words.not_first
        return first if opened and begins and first < index else None

    def _named(self, first: int, index: int, form: HeadForm) -> NameMention:
        token, head = self.tokens[index], form.head
        stem = token.word[: len(token.word) - self._form_length(token, form)]
        lemma = stem + (head.word if stem or token.word[0].islower() else head.word.capitalize())
        dash = "-" if self.text[token.start - 2 : token.start] == " -" else ""
        name = f"{self._written(first, index)} {dash}{lemma.upper() if token.word.isupper() else lemma}".strip()
        last, case = index, form.case
        if head.language == "en":
            last = self._to_the_right(index)
            name = self._written(first, last + 1)
        elif head.type in self.words.named_after and case == NOMINATIVE and not head.place:
            after = self._name_after(index) if head.language == "fi" else None
            if after:
                name, last, case = f"{name} {after[0]}", index + 1, after[1]
        kind = head.type if head.place else self.words.type_of(name, head.type)
        guess = not head.place and kind is head.type is OrganisationType.NON_GOVERNMENTAL_ORGANISATION
        span = Span(self.tokens[first].start, self.tokens[last].end)
        return NameMention(span, name, kind, "", case, not guess, first, last)

    def _form_length(self, token: Token, form: HeadForm) -> int:
        return next(
            len(token.key) - cut
            for cut in range(len(token.key))
            if any(other is form for other in self.words.heads.get(token.key[cut:], ()))
        )

    def _to_the_right(self, index: int) -> int:
        """The last word of an English name that goes on after its head."""
        last = index
        for following in range(index + 1, min(len(self.tokens), index + _LONGEST_NAME)):
            if not self._goes_on(following) or self.text[self.tokens[following - 1].end] == "\n":
                break
            if self.tokens[following].word[0].isupper() and (following > last + 1 or last > index):
                last = following
            elif self.tokens[following].key not in self.words.inside:
                break
        return last

    def _name_after(self, index: int) -> tuple[str, str] | None:
        """The proper name or acronym that follows a head on the same line, with its case."""
        if index + 1 >= len(self.tokens) or self.text[self.tokens[index].end : self.tokens[index + 1].start] != " ":
            return None
        word, end = self.tokens[index + 1].word, self.words.genitive_end
        if not word[0].isupper() or word in self.words.legal_forms or word.casefold() in self.words.not_first:
            return None
        if bare := inflection().bare(word):
            return bare
        if word.isupper() or not word.endswith(end):
            return word, NOMINATIVE
        return word.removesuffix(end), GENITIVE

    def _goes_on(self, index: int) -> bool:
        """Whether a word goes on from the one before; over a line's end only where the line is full."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if not joined(self.text, before, token):
            return False
        gap = self.text[before.end : token.start]
        if "\n" not in gap:
            return len(gap) < _COLUMN_GAP or not gap.isspace()
        shouted = before.word.isupper() and not token.word.isupper() and len(before.word) > _LONGEST_ACRONYM
        return not shouted and len(line_before(self.text, Span(before.end, token.end))) >= _WRAPPED_LINE

    def _begins(self, token: Token) -> bool:
        """Whether a word begins a sentence or a line, where a capital tells nothing."""
        before = self.text[max(0, token.start - _NEAR) : token.start].rstrip(" ")
        return not before or before[-1] in _SENTENCE_ENDS or before.endswith(("\u2013", "\n-"))

    def _opens_line(self, first: Token, last: Token) -> bool:
        """Whether a line begins with these words and goes on, if at all, after a wide gap or a sign: a letterhead."""
        before = line_before(self.text, Span(first.start, first.end))
        return not before.strip() and bool(_LINE_GAP.match(self.text, last.end))

    def _in_field(self, first: Token) -> bool:
        """Whether a word stands in a form's field for who speaks."""
        before = words_before(self.text, Span(first.start, first.end), _NEAR)
        return bool(self.words.speaks["field_before"].search(before))

    def _titled(self, token: Token) -> bool:
        return bool(self.words.speaks["title_after"].match(self.text[token.end : token.end + _NEAR]))

    def _written(self, first: int, end: int) -> str:
        """The words from one to before another as they stand, cut lines joined and blanks evened."""
        parts: list[str] = []
        for index in range(first, end):
            token = self.tokens[index]
            gap = self.text[token.end : self.tokens[index + 1].start] if index + 1 < end else ""
            dash = "\u2013" if gap == "\u2013" else " \u2013 " if "\u2013" in gap else ""
            parts.append(token.word + (dash or (" -" if gap.endswith(" -") else " ")))
        return "".join(parts).strip()
