"""The description of a consultation as RDF, made from the model: what people then go on with as `consultation.ttl`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.model import Consultation, Labels, Question

_DATE: Final = t.term("xsd:date")

Pair = tuple[NamedNode, NamedNode | Literal]


def description_quads(
    consultation: Consultation, unknown: Mapping[str, str] | None = None, names: Names | None = None
) -> list[Quad]:
    """A consultation with its questions, sorted, in the graph that bears its name; without its codebook.

    `unknown` names the organisations, by key, that no authority file knows: they are called so, and nothing more is
    said of them.
    """
    names = names or Names()
    graph = names.consultation(consultation.key)
    pairs = [(graph, pair) for pair in _consultation(consultation, names)]
    for question in consultation.questions:
        node = names.question(question.key)
        pairs.append((graph, (t.HAS_QUESTION, node)))
        pairs.extend((node, pair) for pair in _question(question, graph))
    for key, name in (unknown or {}).items():
        node = names.organisation(key)
        pairs.extend([(node, (t.TYPE, t.ORGANISATION)), (node, (t.PREF_LABEL, Literal(name, language="fi")))])
    return sorted((Quad(subject, predicate, value, graph) for subject, (predicate, value) in pairs), key=str)


def _consultation(consultation: Consultation, names: Names) -> Iterator[Pair]:
    yield t.TYPE, t.CONSULTATION
    yield t.IDENTIFIER, Literal(consultation.identifier)
    yield from _titles(consultation.titles)
    if consultation.requester:
        yield t.REQUESTER, names.organisation(consultation.requester)
    for predicate, day in ((t.REQUEST_DATE, consultation.request_date), (t.DEADLINE, consultation.deadline)):
        if day:
            yield predicate, Literal(day.isoformat(), datatype=_DATE)
    for web_id in consultation.web_ids:
        yield t.WEB_ID, Literal(web_id)
    for invited in consultation.invited:
        yield t.INVITED, names.organisation(invited)


def _question(question: Question, consultation: NamedNode) -> Iterator[Pair]:
    yield t.TYPE, t.QUESTION
    yield from _titles(question.wording)
    yield t.CONSULTATION_OF, consultation
    yield t.ORDER, Literal(question.order)


def _titles(labels: Labels) -> Iterator[Pair]:
    for language, text in labels:
        yield t.TITLE, Literal(text, language=language)
