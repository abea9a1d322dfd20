"""The gold format of the annotation guideline, both ways: what `kannat read` prints and `kannat evaluate` reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from kannat.errors import MalformedData
from kannat.model import (
    Consultation,
    ConsultationMatch,
    Document,
    LegalReference,
    MatchEvidence,
    OrganisationMention,
    OrganisationType,
    Origin,
    Outcome,
    PositionPassage,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    ReferenceKind,
    Respondent,
    Section,
    Span,
    Stance,
    StatementDates,
    Status,
)
from kannat.model.keys import identifier_key
from kannat.readers.sources import GOLD_SUFFIX

GOLD_READER = ReaderIdentity("gold", "1", ReadingMethod.PERSON)

KeyOf = Callable[[str], str]
"""Gives the authority's key of an organisation's name, empty where it knows none."""


def to_gold(reading: Reading) -> dict[str, Any]:
    """The reading in the gold format; keys and their order are the guideline's."""
    dates = reading.dates
    gold: dict[str, Any] = {
        "file": reading.document,
        "sha256": reading.sha256,
        "language": reading.language,
        "synthetic": reading.synthetic,
        "consultation": {"id": reading.consultation.identifier, "requester": reading.consultation.requester},
        "respondents": [{"name": r.name, "type": str(r.type)} for r in reading.respondents],
        "status": str(reading.status),
        "identifiers": list(reading.identifiers),
        "dates": {
            "statement": _iso(dates.statement),
            "request": _iso(dates.request),
            "deadline": _iso(dates.deadline),
        },
        "sections": [{**_place(s.span), "heading": s.heading} for s in reading.sections],
        "positions": [
            {
                **_place(p.span),
                "stance": str(p.stance),
                "origin": str(p.origin),
                "target": p.target,
                "proposal": p.proposal,
                "reasons": [[r.start, r.end] for r in p.reasons],
            }
            for p in reading.positions
        ],
        "references": [
            {**_place(r.span), "kind": str(r.kind), "target": r.target, "provision": r.provision}
            for r in reading.references
        ],
        "organisations": [{**_place(o.span), "name": o.name, "generic": o.generic} for o in reading.organisations],
    }
    if reading.layout:
        gold["layout"] = reading.layout
    return gold


def from_gold(gold: Mapping[str, Any], document: Document, key_of: KeyOf = lambda name: "") -> Reading:
    """The reading that a gold file holds. Raises `MalformedData` where the file is not in the gold format."""
    try:
        return _from_gold(gold, document, key_of)
    except (KeyError, TypeError, ValueError) as error:
        reason = f"missing {error}" if isinstance(error, KeyError) else str(error)
        raise MalformedData(
            f"not a gold reading: {reason}", place=f"{document.name}{GOLD_SUFFIX}", advice="see the guideline's format"
        ) from error


def with_questions(reading: Reading, consultation: Consultation) -> Reading:
    """The reading with the question that each heading asks, which the gold format leaves out.

    A heading asks a question when it is, or begins with, its wording in some language; white space does not count.
    """
    wordings = {" ".join(text.split()): q.key for q in consultation.questions for _, text in q.wording}

    def asked(heading: str | None) -> str | None:
        words = " ".join((heading or "").split())
        return max((w for w in wordings if w and words.startswith(w)), key=len, default=None)

    sections = [(section, asked(section.heading)) for section in reading.sections]
    linked = tuple(replace(s, question=wordings[w]) if w else s for s, w in sections)
    return replace(reading, sections=linked)


def load_gold(path: Path) -> dict[str, Any]:
    """The JSON object of a gold file. Raises `MalformedData` with line and column of a syntax error."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise MalformedData(error.msg, place=path.name, line=error.lineno, column=error.colno) from error
    except UnicodeDecodeError as error:
        raise MalformedData(f"not UTF-8 at byte {error.start}", place=path.name) from error
    if not isinstance(gold, dict):
        raise MalformedData("not a gold reading: no JSON object", place=path.name)
    return gold


def gold_path(document: Path) -> Path:
    """Where the gold reading of a document lies: `NAME.gold.json` beside `NAME.txt`."""
    return document.with_name(document.stem + GOLD_SUFFIX)


def _from_gold(gold: Mapping[str, Any], document: Document, key_of: KeyOf) -> Reading:
    identifier = gold["consultation"]["id"]
    positions = tuple(_position(row) for row in gold["positions"])
    return Reading(
        document=document.name,
        sha256=document.sha256,
        reader=GOLD_READER,
        language=gold["language"],
        consultation=ConsultationMatch(
            key=identifier_key(identifier) if identifier else None,
            identifier=identifier,
            requester=gold["consultation"]["requester"],
            evidence=(MatchEvidence.PERSON,),
            confidence=1.0,
        ),
        respondents=tuple(
            Respondent(r["name"], OrganisationType(r["type"]), key_of(r["name"])) for r in gold["respondents"]
        ),
        status=Status(gold["status"]),
        outcome=_outcome(positions),
        identifiers=tuple(gold["identifiers"]),
        dates=StatementDates(**{name: _day(gold["dates"][name]) for name in ("statement", "request", "deadline")}),
        sections=_sections(gold["sections"], positions, document.text),
        positions=positions,
        references=tuple(
            LegalReference(_span(r), ReferenceKind(r["kind"]), r["target"], r["provision"]) for r in gold["references"]
        ),
        organisations=tuple(
            OrganisationMention(_span(o), o["name"], o["generic"], "" if o["generic"] else key_of(o["name"]))
            for o in gold["organisations"]
        ),
        layout=gold.get("layout"),
        synthetic=gold["synthetic"],
    )


def _position(row: Mapping[str, Any]) -> PositionPassage:
    return PositionPassage(
        span=_span(row),
        stance=Stance(row["stance"]),
        origin=Origin(row["origin"]),
        target=row["target"],
        proposal=row["proposal"],
        reasons=tuple(Span(*reason) for reason in row["reasons"]),
    )


def _sections(
    rows: Sequence[Mapping[str, Any]], positions: tuple[PositionPassage, ...], text: str
) -> tuple[Section, ...]:
    sections = []
    for row in rows:
        span = _span(row)
        inside = tuple(p for p in positions if span.overlap(p.span))
        empty = not any(character.isalnum() for character in span.of(text))
        outcome = Outcome.EMPTY if empty else _outcome(inside)
        sections.append(Section(span, row["heading"], outcome=outcome))
    return tuple(sections)


def _outcome(positions: tuple[PositionPassage, ...]) -> Outcome:
    if not positions:
        return Outcome.NO_STANCE_FOUND
    if all(p.stance is Stance.NO_POSITION for p in positions):
        return Outcome.NOTHING_TO_SAY
    return Outcome.POSITIONS_FOUND


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["start"], row["end"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
