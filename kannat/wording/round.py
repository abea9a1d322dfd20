"""The wording that the statements of a round in a store share."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from pyoxigraph import NamedNode

from kannat.graph import terms as t
from kannat.graph.consultation import consultations_of
from kannat.model import OrganisationType, Span
from kannat.questions import run
from kannat.store import Store
from kannat.wording.finding import shared_wording
from kannat.wording.passages import SharedWording, Spoken, Voice
from kannat.wording.settings import Settings

_PRIVATE: Final = t.concept(OrganisationType.PRIVATE_PERSON).value


def wording_of_round(store: Store, consultation: str, settings: Settings | None = None) -> SharedWording:
    """The wording that the statements of a consultation (its address) share, in the answers that they give.

    What lies outside the answers (headings, prompts, letterheads) is nobody's wording; a statement without answers
    speaks in all of its text. Raises `StoreDamaged` where a text is missing.
    """
    return shared_wording(
        voices_of(store, consultation),
        lambda voice: store.texts.get(voice.document),
        request_texts(store, consultation),
        settings,
    )


def voices_of(store: Store, consultation: str) -> tuple[Voice, ...]:
    """The statements of a consultation with their own answers' places in the text, sorted by address."""
    spans: dict[str, set[Span]] = defaultdict(set)
    for row in _ask(store, "answers", consultation):
        if row["end"] > row["start"]:
            spans[row["statement"]].add(Span(row["start"], row["end"]))
    respondents: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, tuple[str, str | None]] = {}
    for row in _ask(store, "statements", consultation):
        respondents[row["statement"]].add(row["respondent"])
        facts[row["statement"]] = (row["document"].rsplit("/", 1)[-1], row["issued"])
    private = {row["respondent"] for row in _ask(store, "respondents", consultation) if row["type"] == _PRIVATE}
    return tuple(
        Voice(
            statement,
            document,
            tuple(sorted(respondents[statement])),
            issued,
            tuple(sorted(spans[statement])) if statement in spans else None,
            is_private=not private.isdisjoint(respondents[statement]),
        )
        for statement, (document, issued) in sorted(facts.items())
    )


def request_texts(store: Store, consultation: str) -> tuple[str, ...]:
    """The consultation's own words that the store holds: its titles, its questions, its codebook's labels; sorted."""
    described = consultations_of(store.graph(NamedNode(consultation)), store.names)
    labels = [
        *(labels for one in described for labels in (one.titles, *(question.wording for question in one.questions))),
        *(labels for one in described for listed in one.codebook for labels in (listed.labels, listed.alternative)),
    ]
    return tuple(sorted({text for pairs in labels for _, text in pairs}))


def spoken_in(store: Store, consultation: str) -> tuple[Spoken, ...]:
    """Where the positions of a consultation that count are said, by each of their holders, in the questions' order."""
    places: dict[str, list[Span]] = defaultdict(list)
    for row in _ask(store, "passages", consultation):
        if row["role"] == "position":
            places[row["position"]].append(Span(row["start"], row["end"]))
    return tuple(
        Spoken(row["respondent"], row["proposal"], row["stance"], row["statement"], span)
        for row in _ask(store, "positions", consultation)
        if row["counted"]
        for span in places[row["position"]]
    )


def labels_of(store: Store, consultation: str, language: str) -> dict[str, str]:
    """The names of a consultation's respondents, proposals and stances in one language, by address."""
    names = {}
    for row in _ask(store, "respondents", consultation, language=language):
        names[row["respondent"]] = row["respondentLabel"]
    for row in _ask(store, "positions", consultation, language=language):
        names[row["proposal"]] = row["proposalLabel"]
        names[row["stance"]] = row["stanceLabel"]
    return names


def _ask(store: Store, question: str, consultation: str, **others: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = run(store, question, {"consultation": consultation, **others}).records()
    return records
