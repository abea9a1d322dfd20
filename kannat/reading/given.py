"""What a source states of a statement, as the model has it: it goes before what the text seems to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kannat.model import Consultation, ConsultationMatch, Given, MatchEvidence, OrganisationType, Respondent
from kannat.model.keys import identifier_key
from kannat.reading.authorities import Authorities
from kannat.reading.language import MIXED
from kannat.reading.name_words import name_words
from kannat.reading.names import find_names

PRIVATE: Final = str(OrganisationType.PRIVATE_PERSON)
"""The name under which a private respondent goes until the graph gives it a pseudonym."""

_SURE: Final = 1.0


def given_respondents(given: Given, authorities: Authorities) -> tuple[Respondent, ...]:
    """The respondents that a source names, known ones under their own name; empty where it names none.

    A private person is one without a name. A type comes from the authority, else from the source, else from the name.
    """
    if given.private:
        return (Respondent(PRIVATE, OrganisationType.PRIVATE_PERSON),)
    return tuple(_respondent(name, given.respondent_kind, authorities) for name in given.respondents)


def _respondent(name: str, kind: str | None, authorities: Authorities) -> Respondent:
    if key := authorities.key_of(name):
        return Respondent(authorities.name_of(key), authorities.organisations[key].type, key)
    if told := _type_of(kind):
        return Respondent(name, told)
    shaped = [mention.type for mention in find_names(name, MIXED, authorities)]
    return Respondent(name, shaped[0] if shaped else OrganisationType.OTHER)


def _type_of(kind: str | None) -> OrganisationType | None:
    """The type that a form's name for a group of respondents stands for, or the type's own code."""
    if not kind:
        return None
    if kind in tuple(OrganisationType):
        return OrganisationType(kind)
    folded = kind.casefold()
    return next((of for beginning, of in name_words().groups if folded.startswith(beginning)), None)


def given_match(given: Given, consultations: Sequence[Consultation], found: ConsultationMatch) -> ConsultationMatch:
    """The consultation that a source names; what the text told where it names none, or an address of none described."""
    if not given.consultation:
        return found
    for consultation, evidence in _named(given.consultation.casefold(), consultations):
        return ConsultationMatch(consultation.key, consultation.identifier, found.requester, (evidence,), _SURE)
    if "/" not in given.consultation:
        return found
    key = identifier_key(given.consultation)
    return ConsultationMatch(key, given.consultation, found.requester, (MatchEvidence.CASE_NUMBER,), _SURE)


def _named(name: str, consultations: Sequence[Consultation]) -> Iterator[tuple[Consultation, MatchEvidence]]:
    for consultation in consultations:
        if name == consultation.identifier.casefold():
            yield consultation, MatchEvidence.CASE_NUMBER
        elif name in (web_id.casefold() for web_id in consultation.web_ids):
            yield consultation, MatchEvidence.WEB_ADDRESS
