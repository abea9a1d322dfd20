"""Which consultation a text answers: evidence of numbers, address, title, requester and dates, weighed openly."""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from kannat.model import (
    Consultation,
    ConsultationMatch,
    LegalReference,
    MatchEvidence,
    OrganisationType,
    ReferenceKind,
    StatementDates,
)
from kannat.model.keys import identifier_key
from kannat.reading.authorities import LANGUAGES, Authorities, load_authorities
from kannat.reading.data import load_toml
from kannat.reading.identifiers import refers_to_request
from kannat.reading.lexicon import Found
from kannat.reading.tokens import tokens_of, words_of
from kannat.reading.vicinity import line_after, line_before, words_before

_WEB_ID: Final = re.compile(r"(?i)proposalId(?:=|%3D)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_NEAR: Final = 80
_ASKING: Final = (OrganisationType.MINISTRY, OrganisationType.STATE_AGENCY)
_ALLATIVE: Final = "allative"
_PLACES: Final = 4
_TEXTS_KEPT: Final = 4


def match_consultation(
    text: str,
    language: str,
    consultations: Sequence[Consultation],
    references: Sequence[LegalReference],
    dates: StatementDates,
) -> ConsultationMatch:
    """The consultation that the evidence names most surely, or the case number alone where nothing described bears it.

    A case number decides against all other evidence. The requester is what the text names, None where it names none.
    """
    authorities = load_authorities()
    asked = find_requester(text, language, authorities)
    requester = authorities.name_of(asked) or None
    numbers = _case_numbers(text, references)
    described = {consultation.identifier: consultation for consultation in consultations}
    bearing = [described[number] for number in numbers if number in described]
    candidates = bearing or ([] if numbers else list(consultations))
    weighed = [
        (_confidence(found), c, found) for c in candidates if (found := _evidence(text, c, asked, dates, numbers))
    ]
    if weighed:
        confidence, best, evidence = max(weighed, key=lambda row: (row[0], row[1].key))
        if confidence >= _table()["threshold"]:
            return ConsultationMatch(best.key, best.identifier, requester, _kinds(evidence), confidence)
    if numbers:
        confidence = float(_table()["weight"]["unknown"])
        return ConsultationMatch(
            identifier_key(numbers[0]), numbers[0], requester, (MatchEvidence.CASE_NUMBER,), confidence
        )
    return ConsultationMatch(None, None, requester)


def find_requester(text: str, language: str, authorities: Authorities) -> str:
    """The key of the organisation that asked for the statement as the text names it; empty where it names none."""
    points = _points()
    spoken = LANGUAGES if language not in ("fi", "sv") else (language, "fi")
    best: tuple[int, int, str] = (points["needed"] - 1, 0, "")
    for found in authorities.named(text, spoken):
        organisation = authorities.organisations[found.name.key]
        if organisation.type in _ASKING:
            score = _asking(text, found, points) + points["ministry"] * (organisation.type is OrganisationType.MINISTRY)
            best = max(best, (score, -found.span.start, organisation.key))
    return best[2]


def _asking(text: str, found: Found, points: Mapping[str, int]) -> int:
    before = words_before(text, found.span, _NEAR)
    after = text[found.span.end : found.span.end + _NEAR]
    alone = not f"{line_before(text, found.span)}{line_after(text, found.span)}".strip(" ,.:")
    score = points["early"] if found.span.start < points["early_length"] else 0
    score += points["asks"] if _words("asks_after").search(after) or _words("asks_before").search(before) else 0
    score += points["addressed"] if found.case == _ALLATIVE else 0
    return score + (points["alone"] if alone else 0)


@cache
def _words(name: str) -> re.Pattern[str]:
    tables = [load_toml(f"{language}/requests.toml") for language in LANGUAGES]
    return re.compile("|".join(f"(?:{table[name]})" for table in tables), re.IGNORECASE)


def _case_numbers(text: str, references: Sequence[LegalReference]) -> list[str]:
    """Case numbers that may be the consultation's: the government's, then others where the text refers to a request."""
    files = [r for r in references if r.kind is ReferenceKind.CASE_FILE and r.target]
    government = [_government().match(r.target or "") for r in files]
    own = [found.group() for found in government if found]
    others = [r.target or "" for r in files if r.target not in own and refers_to_request(text, r.span)]
    return list(dict.fromkeys((*own, *others)))


@cache
def _government() -> re.Pattern[str]:
    """The government's case number without the number of the document in the case."""
    pattern = load_toml("fi/references.toml")["case_file"]["government"]
    return re.compile(pattern.partition("(?:")[0])


def _evidence(
    text: str, consultation: Consultation, asked: str, dates: StatementDates, numbers: Sequence[str]
) -> dict[MatchEvidence, float]:
    """The kinds of evidence there are, each with its weight."""
    weight: Mapping[str, float] = _table()["weight"]
    web_ids = {web_id.casefold() for web_id in consultation.web_ids}
    share = _title_share(text, consultation)
    there = {
        MatchEvidence.CASE_NUMBER: consultation.identifier in numbers,
        MatchEvidence.WEB_ADDRESS: any(found.casefold() in web_ids for found in _WEB_ID.findall(text)),
        MatchEvidence.TITLE: share >= _table()["title_share"],
        MatchEvidence.REQUESTER: bool(asked) and asked == consultation.requester,
        MatchEvidence.REQUEST_DATE: dates.request is not None and dates.request == consultation.request_date,
        MatchEvidence.DEADLINE: dates.deadline is not None and dates.deadline == consultation.deadline,
    }
    counted = {MatchEvidence.TITLE: share}
    return {kind: weight[kind] * counted.get(kind, 1.0) for kind, found in there.items() if found}


def _confidence(evidence: Mapping[MatchEvidence, float]) -> float:
    """Noisy-or: how sure the evidence makes it, each kind on its own account."""
    return round(1.0 - math.prod(1.0 - weight for weight in evidence.values()), _PLACES)


def _kinds(evidence: Mapping[MatchEvidence, float]) -> tuple[MatchEvidence, ...]:
    return tuple(kind for kind in MatchEvidence if kind in evidence)


def _title_share(text: str, consultation: Consultation) -> float:
    """The largest share of a title's telling words that stand close together in the text."""
    stems = _stems(text)
    return max((_share(stems, set(_title_stems(title))) for _, title in consultation.titles), default=0.0)


def _share(stems: Sequence[str], wanted: set[str]) -> float:
    if not wanted:
        return 0.0
    window: deque[tuple[int, str]] = deque()
    best = 0
    for place, stem in enumerate(stems):
        if stem in wanted:
            window.append((place, stem))
            while window[0][0] <= place - 2 * len(wanted):
                window.popleft()
            best = max(best, len({near for _, near in window}))
    return best / len(wanted)


@lru_cache(maxsize=_TEXTS_KEPT)
def _stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words; kept, as one title after another is looked for among them."""
    length = _table()["title_stem"]
    return tuple(token.key[:length] for token in tokens_of(text))


def _title_stems(title: str) -> Iterator[str]:
    return (_stem(token.key) for token in words_of(title) if len(token.key) >= _table()["title_word"])


def _stem(word: str) -> str:
    return word[: _table()["title_stem"]]


@cache
def _points() -> Mapping[str, int]:
    points: Mapping[str, int] = load_toml("matching.toml")["requester"]
    return points


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_toml("matching.toml")["consultation"]
    return table
