"""Every mention of an organisation that is a party to the matter: by name, short name, common noun, organ, or as an actor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kannat.model import LegalReference, OrganisationMention, OrganisationType, Respondent, Span
from kannat.reading.authorities import Authorities
from kannat.reading.inflection import NOMINATIVE, inflection
from kannat.reading.lexicon import Lexicon, Spelling
from kannat.reading.name_words import Actor, Head, NameWords, name_words
from kannat.reading.names import NameMention, find_names
from kannat.reading.references import find_references
from kannat.reading.short_names import declared_group, short_names
from kannat.reading.tokens import Token, tokens_of

_AFTER: Final = 40
_RECENT: Final = 500
_PLACE_STEM: Final = 5


def find_organisations(
    text: str,
    language: str,
    authorities: Authorities,
    respondents: Sequence[Respondent] = (),
    requester: str | None = None,
    references: Sequence[LegalReference] | None = None,
) -> tuple[OrganisationMention, ...]:
    """Every mention, in the order of the text, none overlapping another and none inside a legal reference.

    Organs and common nouns stand for the only respondent, or for the requester; generic actors are in the nominative.
    """
    references = find_references(text, language, authorities) if references is None else references
    names = find_names(text, language, authorities)
    finder = _Finder(text, tokens_of(text), name_words(), authorities, tuple(respondents), requester)
    taken = [reference.span for reference in references]
    found = _free(finder.named(names), taken)
    found += _free(finder.shortened(names, language), [*taken, *_spans(found)])
    found += _free(finder.governments(), [*taken, *_spans(found)])
    found += _free(finder.nouns(found), [*taken, *_spans(found)])
    return tuple(sorted(found, key=lambda mention: mention.span))


def _spans(mentions: Iterable[OrganisationMention]) -> list[Span]:
    return [mention.span for mention in mentions]


def _free(mentions: Iterable[OrganisationMention], taken: Sequence[Span]) -> list[OrganisationMention]:
    """The mentions that overlap nothing taken and none before them."""
    ends = sorted(taken)
    free: list[OrganisationMention] = []
    for mention in mentions:
        index = bisect_right(ends, mention.span)
        if all(not mention.span.overlap(other) for other in ends[max(0, index - 1) : index + 1]):
            free.append(mention)
            insort(ends, mention.span)
    return free


@dataclass(frozen=True, slots=True)
class _Finder:
    """One text with what is known of it; each method finds one way of mentioning."""

    text: str
    tokens: Sequence[Token]
    words: NameWords
    authorities: Authorities
    respondents: tuple[Respondent, ...]
    requester: str | None

    def named(self, names: Sequence[NameMention]) -> Iterator[OrganisationMention]:
        """Full names; a part of a name that the text has in full stands for the whole."""
        full = short_names(self.text, names)
        speakers = {respondent.name for respondent in self.respondents}
        for name in names:
            whole = full.get(name.name, name.name)
            if name.type not in self._not_party or whole in speakers:
                yield OrganisationMention(name.span, whole, key=name.key or self._key(whole))

    def shortened(self, names: Sequence[NameMention], language: str) -> Iterator[OrganisationMention]:
        """Short names, the names of respondents in any form, and what a group of them calls itself."""
        lexicon, known = Lexicon(), short_names(self.text, names)
        for whole in dict.fromkeys((*(r.name for r in self.respondents), *(n.name for n in names if not n.key))):
            lexicon.add(known.get(whole, whole), whole)
        for short, whole in known.items():
            lexicon.add(whole, short)
        group = declared_group(self.text, names)
        if group:
            lexicon.add(group[0], group[0], spelling=Spelling.ANY)
        for found in lexicon.all(self.text, ("fi",)):
            generic = group is not None and found.name.key == group[0]
            key = "" if generic else self._key(found.name.key)
            yield OrganisationMention(found.span, found.name.key, generic, key)

    def governments(self) -> Iterator[OrganisationMention]:
        """Governments called by their prime minister."""
        for found in self.words.government_named.finditer(self.text):
            yield OrganisationMention(Span(found.start(), found.end()), self._government(found.group()))

    def _government(self, words: str) -> str:
        *before, last = words.split()
        lemma = next((a.name for key, a in self.words.actors.items() if key == last.casefold()), last)
        return " ".join((before[0][0].lower() + before[0][1:], *before[1:], lemma))

    def nouns(self, found: Sequence[OrganisationMention]) -> Iterator[OrganisationMention]:
        """Common nouns, organs, the place's own name, and generic actors."""
        own, organs = self._own_nouns(), self._organs()
        government = next((m.name for m in found if m.name.split()[0] not in ("", m.name)), "")
        government = next(iter(self._governments_in(found)), "")
        for index, token in enumerate(self.tokens):
            actor = self.words.actors.get(token.key)
            phrase = self._phrase(index)
            if phrase:
                yield OrganisationMention(Span(token.start, self.tokens[phrase[1]].end), phrase[0].name, generic=True)
            elif token.key in own and self._is_own(index, own[token.key], actor):
                yield self._mention(token, self._speaker)
            elif token.key in organs or any(token.key.endswith(body) for body in organs if len(body) > _LONG_BODY):
                yield self._mention(token, self._speaker)
            elif self._is_requester(token):
                yield self._mention(token, self.requester or "")
            elif actor and self._is_actor(index, actor):
                name = government if government and not actor.generic else actor.name
                yield OrganisationMention(Span(token.start, token.end), name, actor.generic)
            elif self._is_place(index):
                yield self._mention(token, self._speaker)

    @property
    def _speaker(self) -> str:
        return self.respondents[0].name if len(self.respondents) == 1 else ""

    @property
    def _not_party(self) -> frozenset[str]:
        return frozenset(self.words.words["not_party"])

    def _key(self, name: str) -> str:
        known = {respondent.name: respondent.key for respondent in self.respondents}
        return known.get(name) or self.authorities.key_of(name)

    def _mention(self, token: Token, name: str) -> OrganisationMention:
        return OrganisationMention(Span(token.start, token.end), name, key=self._key(name))
