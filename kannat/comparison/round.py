"""The facts of a round: what was asked, of whom, and who answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kannat.comparison.evidence import Statement
from kannat.comparison.tables import ask, local_name, texts
from kannat.errors import UsageError
from kannat.graph import terms as t
from kannat.graph.consultation import consultations_of
from kannat.model import Consultation, Status, label_in
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the request, in one language."""

    question: str
    order: int
    label: str


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal of the codebook, in one language."""

    proposal: str
    notation: str
    label: str
    question: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that was asked or that answered; `statements` holds the addresses of what it gave.

    `answered` is false for one that was asked and is silent, and where an organ has yet to decide its only statement.
    """

    respondent: str
    label: str
    type: str
    type_label: str
    invited: bool
    answered: bool
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """A consultation with its questions, its codebook in the questions' order, and everyone that it concerns."""

    consultation: str
    identifier: str
    title: str
    requester: str
    request_date: str | None
    deadline: str | None
    synthetic: bool
    questions: tuple[AskedQuestion, ...]
    codebook: tuple[ListedProposal, ...]
    parties: tuple[Party, ...]


def round_of(store: Store, consultation: str, statements: Iterable[Statement], language: str) -> Round:
    """The facts of a consultation (its address), with names in one language."""
    asked = {"consultation": consultation, "language": language}
    (facts,) = ask(store, "consultations", **asked)
    (described,) = consultations_of(store.graph(NamedNode(consultation)), store.names)
    return Round(
        consultation=consultation,
        identifier=facts["identifier"],
        title=facts["title"],
        requester=facts["requesterLabel"],
        request_date=facts["requestDate"],
        deadline=facts["deadline"],
        synthetic=facts["synthetic"],
        questions=_questions(store, described, language),
        codebook=_codebook(store, described, language),
        parties=_parties(store, asked, statements),
    )


def the_consultation(store: Store, consultation: str | None = None) -> str:
    """The address of a consultation named by its address, case number or key; of the only one where none is named.

    Raises `UnknownName` for one that the store does not hold, `UsageError` where it holds several and none is named.
    """
    asked = {"consultation": consultation} if consultation else {}
    rows = ask(store, "consultations", **asked)
    if not rows:
        raise UsageError("the store holds no such consultation", advice="ingest its description first")
    if len(rows) > 1:
        known = ", ".join(row["identifier"] for row in rows)
        raise UsageError("the store holds several consultations", advice=f"name one: {known}")
    address = rows[0]["consultation"]
    assert isinstance(address, str)
    return address


def _questions(store: Store, described: Consultation, language: str) -> tuple[AskedQuestion, ...]:
    return tuple(
        AskedQuestion(store.names.question(one.key).value, one.order, label_in(one.wording, language))
        for one in described.questions
    )


def _codebook(store: Store, described: Consultation, language: str) -> tuple[ListedProposal, ...]:
    orders = {question.key: question.order for question in described.questions}
    rows = sorted(
        described.codebook,
        key=lambda one: (orders.get(one.question or "", len(orders) + 1), label_in(one.labels, language), one.id),
    )
    return tuple(
        ListedProposal(
            proposal=store.names.proposal(described.key, one.id).value,
            notation=one.id,
            label=label_in(one.labels, language) or one.id,
            question=store.names.question(one.question).value if one.question else None,
            origin=local_name(t.concept(one.origin).value),
        )
        for one in rows
    )


def _parties(store: Store, asked: dict[str, str], statements: Iterable[Statement]) -> tuple[Party, ...]:
    given: dict[str, list[Statement]] = {}
    for statement in statements:
        for respondent in statement.respondents:
            given.setdefault(respondent, []).append(statement)
    answered = [row[1:6] for row in texts(store, "respondents", **asked)]
    silent = [(*named, _TRUE) for _, *named, only_proposed in texts(store, "silent", **asked) if only_proposed != _TRUE]
    parties = (
        Party(
            respondent=respondent,
            label=label,
            type=local_name(kind),
            type_label=type_label,
            invited=invited == _TRUE,
            answered=any(one.status != Status.PROPOSED for one in given.get(respondent, ())),
            statements=tuple(sorted(one.statement for one in given.get(respondent, ()))),
        )
        for respondent, label, kind, type_label, invited in (*answered, *silent)
    )
    return tuple(sorted(parties, key=lambda party: (party.type_label, party.label, party.respondent)))


_TRUE: Final = "true"
