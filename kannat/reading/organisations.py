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
_LISTED_BEFORE: Final = re.compile(r"\w(?:,|\s\w{2,4})\s+$")
_LISTED_AFTER: Final = re.compile(r"(?:,\s+\w|\s(?:ja|sekä|och)\s)")


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
