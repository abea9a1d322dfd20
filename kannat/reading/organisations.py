"""stub"""
from __future__ import annotations
from collections.abc import Sequence
from kannat.model import OrganisationMention, Respondent
from kannat.reading.authorities import Authorities


def find_organisations(text: str, language: str, authorities: Authorities, respondents: Sequence[Respondent] = (), requester: str | None = None) -> tuple[OrganisationMention, ...]:
    return ()
