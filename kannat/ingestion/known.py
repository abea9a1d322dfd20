"""What is known of consultations before a document is read: descriptions and codebooks from RDF files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Quad

from kannat.graph.authorities import authorities_quads
from kannat.graph.consultation import consultation_quads, consultations_of
from kannat.graph.names import Names
from kannat.graph.rdf_files import read_rdf
from kannat.ingestion.descriptions import statements_in
from kannat.model import Consultation
from kannat.readers import SourceKind, find_sources
from kannat.reading.authorities import Authorities, load_authorities


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


def known_authorities(names: Names) -> tuple[Quad, ...]:
    """The authorities' named graph: the organisations and acts that ship with Kannat, and the user's own."""
    return _graph_of(load_authorities(), names.base)


@lru_cache(maxsize=2)
def _graph_of(known: Authorities, base: str) -> tuple[Quad, ...]:
    """Kept, for thousands of quads are sorted, and a batch needs them more than once."""
    return tuple(authorities_quads(known.organisations.values(), known.acts.values(), Names(base), known.merges))
