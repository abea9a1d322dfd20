"""`kannat export`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.network_options import chosen_network, network_options, told_left_out
from kannat.cli.options import (
    consultation_option,
    format_option,
    language_option,
    min_confidence_option,
    output_option,
    store_option,
)
from kannat.cli.output import printable, write

if TYPE_CHECKING:
    from kannat.export.attributes import Change
    from kannat.export.request import Request

FORMATS = ("graphml", "gexf", "cyjs", "d3", "dot", "pajek", "dl", "gephi", "neo4j")

target_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file instead of stdout; of a format of several files to this folder.",
)
folder_option = click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="Write into this folder."
)


@click.group()
def export() -> None:
    """Write the graph or its networks for other tools."""


@export.command()
@network_options
@click.option("--communities", is_flag=True, help="Put each node's community on it (Louvain).")
@click.option("--centralities", is_flag=True, help="Put degree, strength, betweenness and closeness on each node.")
@click.option("--draw", is_flag=True, help="Put colours, sizes and places on nodes, and colours on edges.")
@format_option(*FORMATS, default="graphml")
@target_option
def network(communities: bool, centralities: bool, draw: bool, format_: str, output: Path | None, **asked: Any) -> None:
    """A network of respondents, proposals, acts or organisations.

    Without --of the network of respondents and proposals: each edge is a position, with its stance. The file's
    description says who read the positions, and with which measured quality. What a format cannot carry is told on
    stderr, with the reason.
    """
    from kannat.export.drawing import drawn
    from kannat.export.figures import with_centralities, with_communities
    from kannat.export.formats import written

    found, request = chosen_network(**asked)
    if communities:
        _check_communities(request)
        with_communities(found)
    if centralities:
        with_centralities(found)
    if draw:
        found = drawn(found, "community" if communities else "kind")
    told_left_out(found)
    made = written(found, format_)
    told_changes(made.changes)
    write_files(made.files, output, format_)


@export.command()
@network_options
@output_option
def figures(output: Path | None, **asked: Any) -> None:
    """A network in numbers, as JSON: size, density, communities with modularity, External-Internal indices."""
    import json

    from kannat.export.figures import figures as counted

    found, request = chosen_network(**asked)
    data = counted(found, grouped=_has_communities(request))
    write(json.dumps(data, ensure_ascii=False, indent=1) + "\n", output)


@export.command()
@click.option("--graph", metavar="IRI", help="Only this named graph: a statement or a consultation.")
@store_option
@format_option("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", default="turtle")
@output_option
@min_confidence_option
def rdf(graph: str | None, location: str, format_: str, output: Path | None, min_confidence: float) -> None:
    """The graph itself, sorted, the same bytes on any day. Each position names its reading, and how certain it is."""
    from kannat.export.rdf import certain, selected, serialized
    from kannat.export.rdf_xml import uncarried
    from kannat.store import open_store

    with open_store(location, "read") as store:
        quads = certain(selected(store, graph), min_confidence)
        base = store.names.base
    if format_ == "rdfxml" and (count := uncarried({quad.triple for quad in quads})):
        click.echo(f"rdfxml: {count} literals hold characters that XML cannot carry: replaced", err=True)
    write(serialized(quads, format_, base), output)


@export.command()
@click.option("--license", "license_", metavar="ADDRESS", help="The licence of the data; else CC BY 4.0.")
@click.option("--publisher", metavar="ADDRESS", help="Who publishes it.")
@click.option("--download", metavar="ADDRESS", help="Where the data can be had, as a file.")
@click.option("--endpoint", metavar="ADDRESS", help="Where it can be asked in SPARQL.")
@store_option
@output_option
def void(
    license_: str | None,
    publisher: str | None,
    download: str | None,
    endpoint: str | None,
    location: str,
    output: Path | None,
) -> None:
    """A description of the store in VoID and DCAT-AP: what is in it, its licence, how well it was read."""
    from kannat.export.dataset import Publication, description
    from kannat.store import open_store

    with open_store(location, "read") as store:
        write(description(store, Publication(license_, publisher, download, endpoint)), output)


@export.command()
@consultation_option
@store_option
@language_option
@output_option
@min_confidence_option
def dna(consultation: str | None, location: str, language: str, output: Path | None, min_confidence: float) -> None:
    """The positions as the Discourse Network Analyzer's table of statements; `--dna` of network reads such."""
    from kannat.comparison import matrix, the_consultation
    from kannat.export.dna import coded_table
    from kannat.store import open_store

    with open_store(location, "read") as store:
        made = coded_table(matrix(store, the_consultation(store, consultation), language, min_confidence))
    told_changes(made.changes)
    write(made.data, output)


@export.command()
@consultation_option
@store_option
@language_option
@folder_option
@min_confidence_option
def polis(consultation: str | None, location: str, language: str, output: Path, min_confidence: float) -> None:
    """The positions as Polis exports a conversation: participants, comments, votes."""
    from kannat.comparison import matrix, the_consultation
    from kannat.export.polis import conversation
    from kannat.store import open_store

    with open_store(location, "read") as store:
        made = conversation(matrix(store, the_consultation(store, consultation), language, min_confidence))
    told_changes(made.changes)
    write_files(made.files, output, "polis")


def told_changes(changes: Iterable[Change]) -> None:
    """Say on stderr what is not written as it was: each attribute and reason once, with how often."""
    counts = Counter((change.attribute, change.what) for change in changes)
    for (attribute, what), count in sorted(counts.items()):
        times = f" ({count} times)" if count > 1 else ""
        click.echo(f"{printable(attribute)}: {printable(what)}{times}", err=True)


def write_files(files: Mapping[str, bytes], output: Path | None, format_: str) -> None:
    """Write one file to where it is wanted, several into a folder. Raises `UsageError` where none is named."""
    from kannat.errors import UsageError

    if len(files) == 1:
        write(next(iter(files.values())), output)
        return
    if output is None:
        raise UsageError(f"{format_} is several files: {', '.join(files)}", advice="name a folder with -o")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", place=str(output), advice="name another folder") from error
    for name, data in files.items():
        write(data, output / name)


def _has_communities(request: Request) -> bool:
    """Whether its edges hold groups together: not in a network of conflict or of bare positions."""
    from kannat.export.request import Subject

    return request.subject is not Subject.TWO_MODE and str(request.tie.measure) != "conflict"


def _check_communities(request: Request) -> None:
    from kannat.comparison.networks.structure import check_communities
    from kannat.errors import UsageError
    from kannat.export.request import Subject

    check_communities(str(request.tie.measure))
    if request.subject is Subject.TWO_MODE:
        raise UsageError("positions bear no weights to group by", advice="take --of respondents or proposals")
