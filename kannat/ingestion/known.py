"""What is known of consultations before a document is read: descriptions and codebooks from RDF files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad

from kannat.graph.authorities import authorities_quads
from kannat.graph.consultation import consultation_quads, consultations_of
from kannat.graph.names import Names
from kannat.graph.rdf_files import read_rdf
from kannat.ingestion.descriptions import statements_in
from kannat.model import Consultation
from kannat.readers import SourceKind, find_sources
from kannat.reading.authorities import load_authorities


def load_descriptions(paths: Iterable[Path]) -> tuple[Consultation, ...]:
    """The consultations that the RDF files at these paths describe, codebooks and all, sorted by key."""
    return consultations_of([*description_quads(paths), *known_authorities(Names())])


def description_quads(paths: Iterable[Path]) -> list[Quad]:
    """The descriptions of consultations at these paths, each in its own named graph; other RDF files are left out."""
    files = {}
    for source in find_sources(paths).of(SourceKind.DESCRIPTION):
        quads = read_rdf(source.path, source.name)
        if not statements_in(quads):
            files[source.name] = quads
    return [quad for graph in consultation_quads(files).values() for quad in graph]


def known_authorities(names: Names) -> list[Quad]:
    """The authorities' named graph: the organisations and acts that ship with Kannat, and the user's own."""
    authorities = load_authorities()
    return authorities_quads(authorities.organisations.values(), authorities.acts.values(), names, authorities.merges)
