"""A small invented round in a store, as a machine would have read it; for the tests of codebooks and reviews only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode
from seed_files import ROOT, document_of

from kannat.graph.consultation import consultation_quads, consultations_of
from kannat.graph.rdf_files import read_rdf
from kannat.graph.statement import StatementGraph, statement_graph
from kannat.model import (
    Consultation,
    ConsultationMatch,
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
    Section,
    Span,
    Stance,
    Status,
)
from kannat.store import Store, open_store

FOLDER = ROOT / "tests" / "data" / "reviewed-round"
CONSULTATION = NamedNode("https://w3id.org/kannat/id/consultation/VN-7-2026")
MACHINE = ReaderIdentity("rules", "1", ReadingMethod.RULES)
PERSON = ReaderIdentity("gold", "1", ReadingMethod.PERSON)

Row = tuple[str, Stance, str | None, str]
"""Words, stance, proposal of the codebook, target."""

LIBRARIES = "kirjastojen aukioloaikojen pidentäminen"
ROWS: dict[str, list[Row]] = {
    "mallilan-kunta": [
        ("Kunta kannattaa uuden rahaston perustamista.", Stance.SUPPORTS, "rahasto", "uuden rahaston perustaminen"),
        ("Kunta vastustaa palvelumaksun korottamista.", Stance.OPPOSES, "maksu", "palvelumaksun korottaminen"),
        ("Kirjastojen aukioloaikoja tulee pidentää iltaisin.", Stance.SUPPORTS, None, LIBRARIES),
    ],
    "toivolan-kaupunki": [
        ("Kaupunki ei kannata uuden rahaston perustamista.", Stance.OPPOSES, "rahasto", "uuden rahaston perustaminen"),
        ("Asukkaiden neuvontaa tulee vahvistaa kuntien yhteistyönä.", Stance.SUPPORTS, None, "asukkaiden neuvonta"),
        ("Kirjastojen aukioloaikoja ei tule pidentää iltaisin.", Stance.OPPOSES, None, LIBRARIES),
    ],
}
NAMES = {"mallilan-kunta": "Mallilan kunta", "toivolan-kaupunki": "Toivolan kaupunki"}


def consultation() -> Consultation:
    quads = [quad for name in ("consultation.ttl", "codebook.ttl") for quad in read_rdf(FOLDER / name)]
    return consultations_of(quads)[0]


def reading(name: str, rows: Sequence[Row], document: Document, reader: ReaderIdentity = MACHINE) -> Reading:
    """The reading that finds these rows."""
    text = document.text

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    halves = (text.index("Näkemykset uuden"), text.index("Näkemykset palvelumaksuista"), len(text.rstrip()))
    keys = ("VN-7-2026.rahasto", "VN-7-2026.maksut")
    return Reading(
        document=document.name,
        sha256=document.sha256,
        reader=reader,
        language="fi",
        consultation=ConsultationMatch("VN-7-2026", "VN/7/2026", None, (MatchEvidence.CASE_NUMBER,), 0.99),
        respondents=(Respondent(NAMES[name], OrganisationType.MUNICIPALITY),),
        status=Status.GIVEN,
        outcome=Outcome.POSITIONS_FOUND,
        sections=tuple(
            Section(Span(start, end), "Näkemykset", key, Outcome.POSITIONS_FOUND)
            for start, end, key in zip(halves, halves[1:], keys, strict=False)
        ),
        positions=tuple(
            PositionPassage(
                at(words),
                stance,
                Origin.CONSULTATION if proposal else Origin.RESPONDENT,
                target,
                proposal,
                score=0.9 if proposal else None,
                confidence=0.6,
            )
            for words, stance, proposal, target in rows
        ),
        synthetic=True,
    )


def read_graph(name: str, rows: Sequence[Row] | None = None, reader: ReaderIdentity = MACHINE) -> StatementGraph:
    document = document_of(FOLDER / f"{name}.txt")
    return statement_graph(reading(name, ROWS[name] if rows is None else rows, document, reader), document)


def round_store(folder: Path, rows: dict[str, list[Row]] | None = None, reader: ReaderIdentity = MACHINE) -> Store:
    """A new store in a folder that holds the round."""
    store = open_store(folder / "store", "write", create=True)
    files = {name: read_rdf(FOLDER / name) for name in ("consultation.ttl", "codebook.ttl")}
    for graph, quads in consultation_quads(files).items():
        store.replace_graph(graph, quads)
    for name in sorted(NAMES):
        document = document_of(FOLDER / f"{name}.txt")
        statement = read_graph(name, None if rows is None else rows[name], reader)
        store.texts.put(document.sha256, document.text)
        store.replace_graph(statement.name, statement.quads)
    return store


def statements(store: Store) -> dict[str, NamedNode]:
    """The statements by the respondent's slug."""
    names = [name for name in store.graph_names() if "/statement/" in name.value]
    return {name.value.split(".")[-2]: name for name in names}
