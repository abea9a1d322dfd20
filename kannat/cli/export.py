"""`kannat export`."""

from __future__ import annotations

from pathlib import Path

import click

from kannat.cli.options import (
    consultation_option,
    format_option,
    language_option,
    min_confidence_option,
    output_option,
    store_option,
)
from kannat.cli.output import write


@click.group()
def export() -> None:
    """Write the graph or its networks for other tools."""


@export.command()
@consultation_option
@store_option
@format_option("graphml", "gexf", default="graphml")
@language_option
@output_option
@min_confidence_option
def network(
    consultation: str | None,
    location: str,
    format_: str,
    language: str,
    output: Path | None,
    min_confidence: float,
) -> None:
    """The network of respondents and proposals; each edge is a position, with its stance.

    The file's description says who read the positions, and with which measured quality.
    """
    from kannat.comparison import matrix, the_consultation
    from kannat.export import gexf, graphml, network_of, notice
    from kannat.store import open_store

    with open_store(location, "read") as store:
        compared = matrix(store, the_consultation(store, consultation), language, min_confidence)
    writer = gexf if format_ == "gexf" else graphml
    write(writer(network_of(compared, notice(compared, language))), output)


@export.command()
@click.option("--graph", metavar="IRI", help="Only this named graph: a statement or a consultation.")
@store_option
@format_option("turtle", "trig", "nquads", "ntriples", "jsonld", default="turtle")
@output_option
@min_confidence_option
def rdf(graph: str | None, location: str, format_: str, output: Path | None, min_confidence: float) -> None:
    """The graph itself, sorted, the same bytes on any day. Each position names its reading, and how certain it is."""
    from kannat.export import rdf as serialize
    from kannat.store import open_store

    with open_store(location, "read") as store:
        write(serialize(store, format_, graph, min_confidence), output)
