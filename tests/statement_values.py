"""A small reading, its document, and a view of a statement graph; for tests only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.model import (
    ConsultationMatch,
    Coverage,
    Document,
    MatchEvidence,
    OrganisationType,
    Origin,
    Outcome,
    PositionPassage,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    Respondent,
    Span,
    Stance,
    Status,
)

TEXT = "Kaupunki kannattaa mallia. Se on selkeä. Kunta vastustaa maksua, jos tukea ei ole (380/2023). Kela mukaan.\n"
KEY = "VN-1-2025.092.0123456789ab"


class View:
    """A statement graph by subject and predicate."""

    def __init__(self, graph: StatementGraph) -> None:
        self.graph = graph
        self.values: dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]] = defaultdict(list)
        for quad in graph.quads:
            self.values[quad.subject, quad.predicate].append(quad.object)

    def all(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        return self.values.get((subject, predicate), [])

    def one(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | Literal:
        [value] = self.all(subject, predicate)
        return value

    def of_type(self, kind: NamedNode) -> list[NamedNode]:
        return [s for (s, predicate), kinds in self.values.items() if predicate == t.TYPE and kind in kinds]

    def words(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        return sorted(value.value for value in self.all(subject, predicate))

    def span(self, part: NamedNode) -> Span:
        return Span(int(self.one(part, t.START).value), int(self.one(part, t.END).value))


def the_document(text: str = TEXT, pages: tuple[int, ...] = ()) -> Document:
    return Document("lausunto.txt", "0123456789abcdef" * 4, "text/plain", text, pages)


def place(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def a_reading(**changes: object) -> Reading:
    reading = Reading(
        document="lausunto.txt",
        sha256="0123456789abcdef" * 4,
        reader=ReaderIdentity("rules", "1", ReadingMethod.RULES, "f" * 64),
        language="fi",
        consultation=ConsultationMatch("VN-1-2025", "VN/1/2025", None, (MatchEvidence.TITLE,), 0.8),
        respondents=(Respondent("Vantaan kaupunki", OrganisationType.MUNICIPALITY, "092"),),
        status=Status.GIVEN,
        outcome=Outcome.POSITIONS_FOUND,
        coverage=Coverage(4, (("noise", 1),)),
    )
    return replace(reading, **changes)


def a_row(words: str = "Kaupunki kannattaa mallia.", **changes: object) -> PositionPassage:
    return replace(PositionPassage(place(words), Stance.SUPPORTS, Origin.CONSULTATION, "malli", "malli"), **changes)


def view(document: Document | None = None, **changes: object) -> View:
    return View(statement_graph(a_reading(**changes), document or the_document()))


def iri(local: str) -> NamedNode:
    return NamedNode(DEFAULT_BASE + local)
