"""Every mention of an organisation that is a party to the matter, by whatever name or noun the text calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kannat.model import LegalReference, OrganisationMention, OrganisationType, Respondent, Span
from kannat.reading.authorities import Authorities
from kannat.reading.common_nouns import CommonNouns
from kannat.reading.lexicon import Lexicon, Spelling
from kannat.reading.name_words import group_fields, name_words
from kannat.reading.names import NameMention, find_names
from kannat.reading.references import find_references
from kannat.reading.short_names import declared_group, short_names
from kannat.reading.taken import Taken


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
    `references` are the text's legal references; without them they are found anew.
    """
    references = find_references(text, language, authorities) if references is None else references
    names = find_names(text, language, authorities)
    by_name = _ByName(text, names, authorities, tuple(respondents))
    fields = [Span(*field.span()) for field in group_fields(text)]
    taken = Taken([*(reference.span for reference in references), *_addresses(text), *fields])
    found = [m for way in (by_name.full(), by_name.short(), by_name.governments()) for m in way if taken.take(m.span)]
    place = _place(respondents, authorities)
    nouns = CommonNouns(text, tuple(respondents), requester, tuple(names), _government(found), place)
    for span, name, generic in nouns.find():
        if taken.take(span):
            found.append(OrganisationMention(span, name, generic, "" if generic else by_name.key(name)))
    return tuple(sorted(found, key=lambda mention: mention.span))


_ADDRESS: Final = re.compile(r"(?i)@|\(at\)|://|\w_\w|(?<!\S)www\.|\.(?:pdf|docx?|odt|xlsx?|html?)\b")
_BLANK: Final = re.compile(r"\s")


def _addresses(text: str) -> Iterator[Span]:
    """What is written for machines: addresses and names of files."""
    end = 0
    for found in _ADDRESS.finditer(text):
        if found.start() >= end:
            blank = _BLANK.search(text, found.end())
            start, end = found.start(), blank.start() if blank else len(text)
            while start > 0 and not text[start - 1].isspace():
                start -= 1
            yield Span(start, end)


def _place(respondents: Sequence[Respondent], authorities: Authorities) -> str:
    """The place name of the only respondent, where the authority has it."""
    organisation = authorities.organisations.get(respondents[0].key) if len(respondents) == 1 else None
    if organisation is None or organisation.type is not OrganisationType.MUNICIPALITY:
        return ""
    return next((text for _, text in organisation.alternative), "")


@dataclass(frozen=True, slots=True)
class _ByName:
    """The mentions that call an organisation by a name of its own."""

    text: str
    names: Sequence[NameMention]
    authorities: Authorities
    respondents: tuple[Respondent, ...]

    def full(self) -> Iterator[OrganisationMention]:
        """Full names; a part of a name that the text has in full stands for the whole."""
        whole = short_names(self.text, self.names)
        speakers = {respondent.name for respondent in self.respondents}
        not_party = name_words().words["not_party"]
        for mention in self.names:
            name = self._body_of(mention) or whole.get(mention.name, mention.name)
            if mention.type is OrganisationType.MUNICIPALITY and mention.case in name_words().words["place_cases"]:
                continue
            if mention.type not in not_party or name in speakers:
                yield OrganisationMention(mention.span, name, key=mention.key or self.key(name))

    def _body_of(self, mention: NameMention) -> str:
        """The only respondent, where the mention is a body of it (*Elinvoimalautakunta*)."""
        if len(self.respondents) != 1 or self.respondents[0].type is not mention.type:
            return ""
        body = any(form.head.body for form in name_words().heads_of(mention.name.split()[-1].casefold())[:1])
        return self.respondents[0].name if body else ""

    def short(self) -> Iterator[OrganisationMention]:
        """Short names, the names of respondents in any form, and what a group of them calls itself."""
        lexicon, whole = Lexicon(), short_names(self.text, self.names)
        unknown = [mention.name for mention in self.names if not mention.key and not self._body_of(mention)]
        for name in dict.fromkeys((*(respondent.name for respondent in self.respondents), *unknown)):
            lexicon.add(whole.get(name, name), name)
        for part, name in whole.items():
            lexicon.add(name, part)
        group = declared_group(self.text, self.names)
        if group:
            lexicon.add(group, group, spelling=Spelling.ANY)
        for found in lexicon.all(self.text, ("fi",)):
            generic = found.name.key == group
            yield OrganisationMention(found.span, found.name.key, generic, "" if generic else self.key(found.name.key))

    def governments(self) -> Iterator[OrganisationMention]:
        """Governments called by their prime minister."""
        words = name_words()
        for found in words.government_named.finditer(self.text):
            _, *middle, last = found.group().split()
            actor = words.actors.get(last.casefold())
            name = " ".join((words.government_title, *middle, actor.name if actor else last))
            yield OrganisationMention(Span(found.start(), found.end()), name)

    def key(self, name: str) -> str:
        """The key of the organisation with this name; empty where the authority does not know it."""
        told = {respondent.name: respondent.key for respondent in self.respondents}
        return told.get(name) or self.authorities.key_of(name)


def _government(found: Iterable[OrganisationMention]) -> str:
    """The government that the text calls by its prime minister, for where it goes on to say only *the government*."""
    title = name_words().government_title
    return next((mention.name for mention in found if mention.name.startswith(f"{title} ")), "")
