"""Which consultation a document belongs to when its own text does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kannat.model import Consultation, ConsultationMatch, MatchEvidence
from kannat.model.keys import identifier_key
from kannat.reading.data import load_toml


def placed_by_person(match: ConsultationMatch, identifier: str) -> ConsultationMatch:
    """The match as a person says it, whatever the text says; `identifier` is the case number."""
    key = identifier_key(identifier)
    return replace(match, key=key, identifier=identifier, evidence=(MatchEvidence.PERSON,), confidence=1.0)


def placed_by_folder(match: ConsultationMatch, given: Sequence[Consultation]) -> ConsultationMatch:
    """The match, or the one consultation whose description was given with the document, where the text names none.

    Its confidence is the weight of that evidence in `ingest/matching.toml`.
    """
    if match.key is not None or match.identifier is not None or len(given) != 1:
        return match
    weights = load_toml("matching.toml")["consultation"]["weight"]
    evidence = (*match.evidence, MatchEvidence.FOLDER)
    return replace(match, key=given[0].key, evidence=evidence, confidence=weights[str(MatchEvidence.FOLDER)])
