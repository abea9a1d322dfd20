"""Reviewed passages as gold: what a machine had read there, beside what people decided.

Only passages that somebody decided on are in either reading. So precision is that of what was looked through; recall
counts what the reviewers added, and is as good as they were at looking for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kannat.graph import terms as t
from kannat.graph.editing import StatementEditor
from kannat.model import (
    ConsultationMatch,
    Document,
    Origin,
    Outcome,
    PositionPassage,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    Stance,
    Status,
)
from kannat.reading.language import MIXED, language_of
from kannat.review.decisions import Decision
from kannat.review.stored import Reviewed
from kannat.store import Store

_REVIEW = ReaderIdentity("review", "1", ReadingMethod.PERSON)

Pair = tuple[Reading, Reading, Document]


def reviewed_pairs(store: Store) -> list[Pair]:
    """For each statement that somebody decided on: the machine's reading of it, the people's, and the document."""
    by_statement: dict[NamedNode, dict[tuple[str, ...], Decision]] = {}
    for _, decision in Reviewed.of_store(store).all():
        by_statement.setdefault(decision.statement, {})[decision.subject] = decision
    pairs = []
    for name, decisions in sorted(by_statement.items(), key=lambda item: item[0].value):
        source = next((d.source for d in decisions.values() if d.source is not None), None)
        sha256 = source.value.rpartition("/")[2] if source else ""
        if sha256 and sha256 in store.texts:
            pairs.append(_pair(store, name, sha256, list(decisions.values())))
    return pairs


def _pair(store: Store, name: NamedNode, sha256: str, decisions: list[Decision]) -> Pair:
    text = store.texts.get(sha256)
    spoken = StatementEditor(name, store.graph(name)).one(name, t.LANGUAGE)
    language = spoken.value if spoken and spoken.value != MIXED else language_of(text)
    document = Document(name.value.rpartition("/")[2], sha256, "text/plain", text)
    found = [(d, d.found_stance, d.found_proposal) for d in decisions if d.found_stance is not None]
    decided = [(d, d.stance, d.proposal) for d in decisions if d.stance is not None]
    key = document.name.partition(".")[0]
    return _reading(found, document, language, key), _reading(decided, document, language, key), document


def _reading(
    rows: Iterable[tuple[Decision, Stance | None, NamedNode | None]], document: Document, language: str, key: str
) -> Reading:
    own = f"/{document.name}."
    positions = tuple(
        PositionPassage(
            decision.span,
            stance,
            Origin.CONSULTATION,
            decision.target,
            proposal.value.rpartition("/")[2].removeprefix(f"{key}.")
            if proposal and own not in proposal.value
            else None,
        )
        for decision, stance, proposal in rows
        if stance is not None
    )
    return Reading(
        document=document.name,
        sha256=document.sha256,
        reader=_REVIEW,
        language=language,
        consultation=ConsultationMatch(None, None, None),
        respondents=(),
        status=Status.GIVEN,
        outcome=Outcome.POSITIONS_FOUND,
        positions=tuple(sorted(positions, key=lambda position: (position.span, position.stance))),
    )
