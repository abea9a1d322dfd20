"""Whole rounds as RDF, made from the seeds and their gold readings; for tests only.

A round's graphs lie as ingestion lays them: one named graph per statement, one for the consultation with its codebook,
one for the ontology's code lists, one for the authorities. The two rounds are never in one store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from pyoxigraph import Quad, Store
from seed_files import EXAMPLE, REAL, ROOT, document_of

from kannat.graph.authorities import authorities_quads
from kannat.graph.consultation import consultation_quads, consultations_of
from kannat.graph.quads import in_graph
from kannat.graph.rdf_files import read_rdf
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.model import Consultation, Organisation, OrganisationType, Reading
from kannat.reading.gold import from_gold, gold_path, load_gold

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


def memory_store(round_name: str) -> Store:
    """A new engine in memory that holds a round; ask it with `use_default_graph_as_union=True`."""
    return store_of(gold_quads(round_name))


def store_of(quads: Iterable[Quad]) -> Store:
    """A new engine in memory that holds these quads."""
    store = Store()
    store.extend(quads)
    return store


def _graph(path: Path, consultation: Consultation) -> StatementGraph:
    document = document_of(path)
    reading = from_gold(load_gold(gold_path(path)), document, key_of=lambda name: KEYS.get(name, ""))
    return statement_graph(_placed(reading, consultation), document)


def _placed(reading: Reading, consultation: Consultation) -> Reading:
    """The reading in its round, with the question that each heading asks: the gold files leave both to the reader."""
    asked = {text: question.key for question in consultation.questions for _, text in question.wording}
    sections = tuple(
        replace(section, question=asked.get((section.heading or "").split(" / ")[0])) for section in reading.sections
    )
    match = replace(reading.consultation, key=consultation.key, identifier=consultation.identifier)
    return replace(reading, consultation=match, sections=sections)
