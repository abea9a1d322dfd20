"""Common nouns that stand for an organisation: the respondent's own, its organs, the requester's, generic actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from kannat.model import OrganisationType, Respondent, Span
from kannat.reading.inflection import GENITIVE, NOMINATIVE, inflection
from kannat.reading.name_words import Actor, Head, NameWords, name_words
from kannat.reading.names import NameMention
from kannat.reading.tokens import Token, conjunctions, tokens_of

_AFTER: Final = 40
_RECENT: Final = 600
_PLACE_STEM: Final = 5
_SHORTEST_BODY: Final = 8

Noun = tuple[Span, str, bool]
"""Where it stands, whom it stands for, and whether that is a generic actor."""


@dataclass(frozen=True)
class CommonNouns:
    """The common nouns of one text, read in the light of who speaks and who asked."""

    text: str
    respondents: tuple[Respondent, ...]
    requester: str | None
    names: tuple[NameMention, ...]
    government: str = ""
    place: str = ""

    def find(self) -> Iterator[Noun]:
        """Every such noun, in the order of the text."""
        for index, token in enumerate(self._tokens):
            capital = token.word[0].isupper() and token.key.startswith(self._stem)
            if token.key not in self._telling and not capital and not token.key.endswith(self._bodies):
                continue
            noun = self._phrase(index) or self._noun(index, token)
            if noun:
                yield noun

    def _noun(self, index: int, token: Token) -> Noun | None:
        span, actor = Span(token.start, token.end), self._words.actors.get(token.key)
        case = self._own.get(token.key)
        if case is not None and self._is_own(index, case, actor):
            return (span, self._speaker, False) if self._acts(case) else None
        if token.key in self._organs or token.key.endswith(self._bodies):
            return (span, self._speaker, False) if self._speaker else None
        if self._requester_case(index, token):
            return span, self.requester or "", False
        if actor and self._is_actor(index, actor):
            return span, self._actor_name(actor), actor.generic
        if self._is_place(index):
            return span, self._speaker, False
        recent = self._recent(token)
        return (span, recent, False) if recent else None

    def _phrase(self, index: int) -> Noun | None:
        """A generic actor of several words ."""
        for words, actor in self._words.actor_phrases.get(self._tokens[index].key, ()):
            run = self._tokens[index : index + len(words)]
            if tuple(token.key for token in run) == words:
                return Span(run[0].start, run[-1].end), self._actor_name(actor), actor.generic
        return None

    def _actor_name(self, actor: Actor) -> str:
        return actor.name if actor.generic else self.government or actor.name

    def _is_own(self, index: int, case: str, actor: Actor | None) -> bool:
        """Whether a noun that the respondent has for itself means the respondent here, and not all of its kind."""
        before, after = self._before(index), self._key(index + 1)
        counted = case == _PARTITIVE and before[:1].isdigit()
        told_of = case == NOMINATIVE and before in self._words.words["copulas"]
        if (
            counted
            or told_of
            or before in self._words.modifiers
            or before.endswith(tuple(self._words.words["kind_endings"]))
        ):
            return False
        if actor is None:
            return True
        if self._is_listed(index) or (case == NOMINATIVE and after in self._words.demands):
            return False
        if case in (NOMINATIVE, _ADESSIVE) or after in self._words.opinion:
            return True
        return self._type in self._words.words["own_in_all_cases"]

    def _acts(self, case: str) -> bool:
        """Whether a municipality's noun in this case is the one who acts, and not only a place."""
        return self._type is not OrganisationType.MUNICIPALITY or case not in self._words.words["place_cases"]

    def _before(self, index: int) -> str:
        """The word before, in the same sentence."""
        if not index:
            return ""
        gap = self.text[self._tokens[index - 1].end : self._tokens[index].start]
        return self._key(index - 1) if gap.isspace() and gap.count("\n") <= 1 else ""

    def _is_listed(self, index: int) -> bool:
        """Whether the noun stands in a row with other actors (*kunnan, Kelan ja hyvinvointialueen*)."""
        token = self._tokens[index]
        after = self.text[token.end : token.end + 2]
        neighbours = [i for i in (index - 2, index + 2) if self._key((index + i) // 2) in conjunctions()]
        neighbours += [index + 1] if after.startswith(",") else []
        return any(self._key(i) in self._words.actors or self._is_name(i) for i in neighbours)

    def _is_name(self, index: int) -> bool:
        return any(name.first <= index <= name.last for name in self.names)

    def _requester_case(self, index: int, token: Token) -> bool:
        """Whether the noun is the requester's, and not one of several ministries."""
        case = self._asker.get(token.key)
        counted = self._before(index) in self._words.modifiers
        return case in self._words.words["requester_cases"] and not counted

    def _is_actor(self, index: int, actor: Actor) -> bool:
        token = self._tokens[index]
        narrowed = actor.plural_only and self._before(index) in self._words.modifiers
        if narrowed or (actor.plural_only and not actor.plural):
            return False
        if actor.generic:
            return True
        after = self.text[token.end : token.end + _AFTER]
        singular = not actor.plural and actor.case in (NOMINATIVE, GENITIVE)
        return singular and not self._words.government_not_before.match(after)

    def _is_place(self, index: int) -> bool:
        """Whether the bare name of the respondent's place acts as the municipality (*Vantaa katsoo*)."""
        if self._type is not OrganisationType.MUNICIPALITY:
            return False
        token, words = self._tokens[index], self._words.words
        after = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        if after is None or not self.text[token.end : after.start].isspace() or not self._named(token):
            return False
        if token.key == self._genitive:
            return after.key in self._words.opinion
        follows = after.word[0].islower() and after.key not in words["place_before"]
        return follows and not any(form.head.type is self._type for form in self._words.heads_of(after.key))

    def _named(self, token: Token) -> bool:
        """Whether a word is the respondent's place name, in the nominative or as its full name begins."""
        if not token.word[0].isupper():
            return False
        if self.place:
            return token.key in (self.place.casefold(), self._genitive)
        inflected = token.key.endswith(tuple(self._words.words["place_endings"]))
        return token.key == self._genitive or (token.key.startswith(self._stem) and not inflected)

    def _recent(self, token: Token) -> str:
        """The authority named last, where its kind of noun follows in the nominative (*Virasto valvoisi*)."""
        heads = self._words.heads.get(token.key, ())
        if not any(f.case == NOMINATIVE and not f.plural and token.key in f.head.own for f in heads):
            return ""
        before = [n for n in self.names if n.last < len(self._tokens) and n.span.end <= token.start]
        last = before[-1] if before else None
        if last is None or token.start - last.span.end > _RECENT or last.name in (self._speaker, self.requester):
            return ""
        agency = last.type is OrganisationType.STATE_AGENCY and last.name.casefold().endswith(token.key)
        return last.name if agency else ""

    def _key(self, index: int) -> str:
        return self._tokens[index].key if 0 <= index < len(self._tokens) else ""

    @cached_property
    def _tokens(self) -> Sequence[Token]:
        return tokens_of(self.text)

    @cached_property
    def _words(self) -> NameWords:
        return name_words()

    @cached_property
    def _telling(self) -> frozenset[str]:
        """The words that may be such a noun: a quick look that lets most words of a text pass by."""
        return _always_telling().union(self._own, self._organs, self._asker)

    @cached_property
    def _speaker(self) -> str:
        """The respondent, where there is only one."""
        return self.respondents[0].name if len(self.respondents) == 1 else ""

    @cached_property
    def _type(self) -> OrganisationType | None:
        return self.respondents[0].type if self._speaker else None

    @cached_property
    def _heads(self) -> list[Head]:
        """The heads that the respondent's name or type fits."""
        if not self._speaker:
            return []
        folded = [word.casefold() for word in self._speaker.split()]
        legal = {form.casefold() for form in self._words.legal_forms}
        last = next((word for word in reversed(folded) if word not in legal and not _acronym(word, self._speaker)), "")
        return [form.head for form in self._words.heads_of(last)]

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """The forms of the nouns that the respondent has for itself, with their case."""
        if not self._speaker:
            return {}
        foreign = {head.type for head in self._heads if head.place}
        others = [f.head for fs in self._words.heads.values() for f in fs if f.head.type in foreign and f.head.place]
        nouns = [noun for head in self._heads for noun in head.own]
        nouns += [
            noun for head in others if head.language not in {h.language for h in self._heads} for noun in head.own
        ]
        nouns += (
            self._words.own_of_type.get(self.respondents[0].type, ()) if not nouns or self._type is _COMPANY else ()
        )
        return _forms(nouns)

    @cached_property
    def _organs(self) -> frozenset[str]:
        return _organs_of(self._type)

    @cached_property
    def _bodies(self) -> tuple[str, ...]:
        """Organs that also end a longer name (*elinvoimalautakunta*)."""
        return tuple(sorted(organ for organ in self._organs if len(organ) > _SHORTEST_BODY)) or ("\0",)

    @cached_property
    def _asker(self) -> Mapping[str, str]:
        if not self.requester:
            return {}
        last = self.requester.split()[-1].casefold()
        heads = [form.head for form in self._words.heads_of(last)][:1]
        swedish = [
            h for fs in self._words.heads.values() for f in fs for h in (f.head,) if heads and h.type is heads[0].type
        ]
        return _forms([noun for head in (*heads, *swedish) for noun in head.own])

    @cached_property
    def _genitive(self) -> str:
        """The word that the respondent's name begins with: its place, in the genitive where the name is Finnish."""
        return self._speaker.split()[0].casefold() if self._speaker else ""

    @cached_property
    def _stem(self) -> str:
        return self._genitive[: max(_PLACE_STEM, len(self._genitive) - _PLACE_STEM)]


@cache
def _always_telling() -> frozenset[str]:
    words = name_words()
    return frozenset((*words.actors, *words.actor_phrases, *words.heads))


@cache
def _organs_of(kind: OrganisationType | None) -> frozenset[str]:
    """The forms of what the organs of this type's organisations are called."""
    heads = [form.head for forms in name_words().heads.values() for form in forms if form.head.type is kind]
    return frozenset(_forms([organ for head in heads for organ in head.organs]))


_ADESSIVE: Final = "adessive"
_PARTITIVE: Final = "partitive"
_COMPANY: Final = OrganisationType.COMPANY


def _acronym(folded: str, name: str) -> bool:
    return folded.upper() in name.split() and not folded.isupper()


def _forms(nouns: Sequence[str]) -> dict[str, str]:
    """The singular forms of nouns with their case; nouns of other languages are listed form by form."""
    return {form.text: form.case for noun in nouns for form in inflection().forms(noun) if not form.plural}
