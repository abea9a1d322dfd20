"""The wording that the statements of a round in a store share."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from pyoxigraph import NamedNode

from kannat.graph.consultation import consultations_of
from kannat.model import Span
from kannat.questions import run
from kannat.store import Store
from kannat.wording.finding import shared_wording
from kannat.wording.passages import SharedWording, Spoken, Voice
from kannat.wording.settings import Settings


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
    rows = sorted(_ask(store, "voices", consultation), key=itemgetter("statement"))
    voices = []
    for statement, group in groupby(rows, key=itemgetter("statement")):
        told = list(group)
        places = {(row["start"], row["end"]) for row in told if row["start"] is not None}
        voices.append(
            Voice(
                statement,
                told[0]["document"].rsplit("/", 1)[-1],
                tuple(sorted({row["respondent"] for row in told})),
                told[0]["issued"],
                tuple(Span(start, end) for start, end in sorted(places) if end > start) if places else None,
                is_private=any(row["isPrivate"] for row in told),
            )
        )
    return tuple(voices)


def request_texts(store: Store, consultation: str) -> tuple[str, ...]:
    """The consultation's own words that the store holds: its titles, its questions, its codebook's labels; sorted."""
    described = consultations_of(store.graph(NamedNode(consultation)), store.names)
    labels = [
        *(labels for one in described for labels in (one.titles, *(question.wording for question in one.questions))),
        *(labels for one in described for listed in one.codebook for labels in (listed.labels, listed.alternative)),
    ]
    return tuple(sorted({text for pairs in labels for _, text in pairs}))


def spoken_in(store: Store, consultation: str) -> tuple[Spoken, ...]:
    """Where the positions of a consultation that count are said, by each of their holders; by place."""
    return tuple(
        Spoken(row["respondent"], row["proposal"], row["stance"], row["statement"], Span(row["start"], row["end"]))
        for row in _ask(store, "spoken", consultation)
    )


def respondent_names(store: Store, consultation: str, language: str) -> dict[str, str]:
    """The names of a consultation's respondents in one language, by address."""
    rows = _ask(store, "respondents", consultation, language=language)
    return {row["respondent"]: row["respondentLabel"] for row in rows}


def position_names(store: Store, consultation: str, language: str) -> dict[str, str]:
    """The names of the proposals and stances of a consultation's positions in one language, by address."""
    names = {}
    for row in _ask(store, "positions", consultation, language=language):
        names[row["proposal"]] = row["proposalLabel"]
        names[row["stance"]] = row["stanceLabel"]
    return names


def _ask(store: Store, question: str, consultation: str, **others: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = run(store, question, {"consultation": consultation, **others}).records()
    return records
