"""Whole rounds as RDF, made from the seeds and their gold readings; for tests only.

A round's graphs lie as ingestion lays them: one named graph per statement, one for the consultation with its codebook,
one for the ontology's code lists, one for the authorities. The two rounds are never in one store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import Quad
from seed_files import EXAMPLE, REAL, ROOT, document_of

from kannat.graph.authorities import authorities_quads
from kannat.graph.consultation import consultation_quads, consultations_of
from kannat.graph.quads import in_graph
from kannat.graph.rdf_files import read_rdf
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.model import Consultation, Organisation, OrganisationType, Reading
from kannat.reading.gold import from_gold, gold_path, load_gold, with_questions
from kannat.store.base import Rows

ROUNDS = {"example": EXAMPLE, "real": REAL}
CONSULTATION_KEY = "VN-37864-2025"

KEYS = {
    "Vantaan kaupunki": "092",
    "Mänttä-Vilppulan kaupunki": "508",
    "työ- ja elinkeinoministeriö": "tyo-ja-elinkeinoministerio",
}
"""The organisations of `AUTHORITIES` by the names that the gold files use."""

AUTHORITIES = (
    Organisation(
        "092",
        OrganisationType.MUNICIPALITY,
        (("fi", "Vantaan kaupunki"), ("sv", "Vanda stad")),
        (("fi", "Vantaa"), ("sv", "Vanda")),
    ),
    Organisation(
        "508",
        OrganisationType.MUNICIPALITY,
        (("fi", "Mänttä-Vilppulan kaupunki"), ("sv", "Mänttä-Vilppula stad")),
        (("fi", "Mänttä-Vilppula"),),
    ),
    Organisation(
        "tyo-ja-elinkeinoministerio",
        OrganisationType.MINISTRY,
        (
            ("en", "Ministry of Economic Affairs and Employment"),
            ("fi", "työ- ja elinkeinoministeriö"),
            ("sv", "arbets- och näringsministeriet"),
        ),
        (("fi", "TEM"), ("sv", "ANM")),
    ),
)


@cache
def gold_quads(round_name: str) -> list[Quad]:
    """Every quad of a round, `example` or `real`, from its gold readings."""
    folder = ROUNDS[round_name]
    descriptions = consultation_quads({name: read_rdf(folder / name) for name in ("consultation.ttl", "codebook.ttl")})
    quads = in_graph(read_rdf(ROOT / "ontology" / "codelists.ttl"), ONTOLOGY_GRAPH)
    quads += authorities_quads(AUTHORITIES, ())
    for graph in descriptions.values():
        quads += graph
    for graph in statement_graphs(round_name):
        quads += graph.quads
    return quads


@cache
def statement_graphs(round_name: str) -> tuple[StatementGraph, ...]:
    """The named graph of each statement of a round, in the order of the files."""
    folder = ROUNDS[round_name]
    quads = [quad for name in ("consultation.ttl", "codebook.ttl") for quad in read_rdf(folder / name)]
    (consultation,) = consultations_of(quads)
    return tuple(_graph(path, consultation) for path in sorted(folder.glob("statements/*.txt")))


class MemoryStore:
    """An engine in memory that answers questions as every store does: over the union of all named graphs."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.engine = pyoxigraph.Store()
        self.engine.extend(quads)

    def select(self, query: str) -> Rows:
        solutions = self._ask(query)
        names = tuple(variable.value for variable in solutions.variables)
        return Rows(names, tuple(tuple(solution) for solution in solutions))

    def ask(self, query: str) -> bool:
        return bool(self._ask(query))

    def construct(self, query: str) -> list[Quad]:
        return sorted({Quad(t.subject, t.predicate, t.object) for t in self._ask(query)}, key=str)

    def _ask(self, query: str) -> Any:
        return self.engine.query(query, use_default_graph_as_union=True)


def memory_store(round_name: str) -> MemoryStore:
    """A new store in memory that holds a round."""
    return MemoryStore(gold_quads(round_name))


def _graph(path: Path, consultation: Consultation) -> StatementGraph:
    document = document_of(path)
    reading = from_gold(load_gold(gold_path(path)), document, key_of=lambda name: KEYS.get(name, ""))
    return statement_graph(_placed(reading, consultation), document)


def _placed(reading: Reading, consultation: Consultation) -> Reading:
    """The reading in its round, with the question that each heading asks: the gold files leave both to the reader."""
    match = replace(reading.consultation, key=consultation.key, identifier=consultation.identifier)
    return with_questions(replace(reading, consultation=match), consultation)
