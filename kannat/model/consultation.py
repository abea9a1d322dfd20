"""The consultation that statements answer: what was asked, by whom, and the codebook of its proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kannat.model.codes import Origin

Labels = tuple[tuple[str, str], ...]
"""Pairs of language tag and text, sorted by tag."""


def label_in(labels: Labels, language: str) -> str:
    """The text in this language; else the first of fi, sv, en, or whatever there is; empty when there is none."""
    texts = dict(labels)
    for tag in (language, "fi", "sv", "en", *texts):
        if tag in texts:
            return texts[tag]
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the request, with its wording per language. `key` is the local name of its IRI."""

    key: str
    order: int
    wording: Labels


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal of the codebook: what a position is about. `id` is its notation, `question` the key of a question."""

    id: str
    labels: Labels
    origin: Origin
    alternative: Labels = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation as its description says. `key` is the local name of its IRI.

    `replaced` names the proposals that the codebook keeps only to say what took their place: one for a proposal that
    was renamed or merged, several for one that was split. They stand no longer in `codebook`.
    """

    key: str
    identifier: str
    titles: Labels
    requester: str
    requester_names: Labels
    request_date: date | None = None
    deadline: date | None = None
    web_ids: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    codebook: tuple[Proposal, ...] = ()
    invited: tuple[str, ...] = ()
    synthetic: bool = False
    replaced: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def successors(self, proposal: str) -> tuple[str, ...]:
        """What took the place of a proposal, step by step to the end, sorted; itself where nothing did."""
        known = dict(self.replaced)
        if proposal not in known:
            return (proposal,)
        return tuple(sorted({last for step in known[proposal] for last in self.successors(step)}))
