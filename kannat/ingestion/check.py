"""Whether one submission is sound: what `kannat validate` asks before anything is taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad

from kannat.errors import RejectedInput
from kannat.graph.consultation import consultations_of
from kannat.graph.names import Names
from kannat.graph.rdf_files import is_rdf_name, read_rdf
from kannat.graph.statement import statement_graph
from kannat.ingestion.known import description_quads, known_authorities
from kannat.ingestion.placing import placed_by_folder
from kannat.readers import read_document
from kannat.reading import read
from kannat.validation import Report, ShapeEngine, validate_quads


def check(
    source: Path | bytes, descriptions: Iterable[Path] = (), engine: ShapeEngine | None = None, name: str | None = None
) -> Report:
    """What the shapes say of a submission: an RDF file, or a document, which is read first; bytes are Turtle.

    The descriptions tell of the consultation and its codebook. Raises `UnreadableInput` where the file cannot be read,
    `RejectedInput` where a document cannot be tied to a consultation or names nobody.
    """
    context = [*description_quads(descriptions), *known_authorities(Names())]
    if isinstance(source, bytes) or is_rdf_name(source.name):
        quads: Iterable[Quad] = read_rdf(source, name)
    else:
        quads = _read(source, context)
    return validate_quads(quads, context, engine)


def _read(source: Path, context: list[Quad]) -> tuple[Quad, ...]:
    document = read_document(source)
    described = consultations_of(context)
    reading = read(document, described)
    reading = replace(reading, consultation=placed_by_folder(reading.consultation, described))
    try:
        return statement_graph(reading, document).quads
    except ValueError as error:
        advice = "name the consultation's description with --with"
        raise RejectedInput(str(error), place=document.name, advice=advice) from error
