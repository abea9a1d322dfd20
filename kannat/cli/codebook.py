"""`kannat codebook`: draft a codebook, find what it lacks, and let a changed one hold."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import (
    consultation_option,
    description_option,
    format_option,
    language_option,
    output_option,
    store_option,
)
from kannat.cli.output import print_table, write
from kannat.errors import RejectedInput, UnknownName, UsageError

if TYPE_CHECKING:
    from kannat.model import Consultation
    from kannat.review.relinking import RelinkReport
    from kannat.review.unmatched import Group

EXIT_REFUSED = 3
MOST_QUOTED = 5
"""Passages that stand as comments before a suggested proposal in Turtle."""


@click.group()
def codebook() -> None:
    """Draft a codebook, find what it lacks, and let a changed one hold.

    The codebook is the list of proposals that positions are compared on: a Turtle file that people edit.
    """


@codebook.command()
@click.argument("consultation")
@click.option(
    "--from",
    "documents",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path),
    help="A document under consultation, such as the draft or the memorandum. May be given again.",
)
@description_option
@store_option
@click.option("--force", is_flag=True, help="Overwrite a file that somebody has edited.")
@output_option
def init(
    consultation: str,
    documents: tuple[Path, ...],
    descriptions: tuple[Path, ...],
    location: str,
    force: bool,
    output: Path | None,
) -> None:
    """Draft the codebook of CONSULTATION (case number) from its questions and documents.

    One proposal for each question, each section of the draft, and each sentence that proposes something: a beginning,
    for a person to name, merge and strike out. The consultation is looked up with --with, else in the store.
    """
    from kannat.graph.codebook_file import Block, codebook_turtle, is_as_drafted
    from kannat.readers import read_document
    from kannat.reading.codebook_draft import draft_codebook

    there = output.read_text(encoding="utf-8", errors="replace") if output is not None and output.exists() else None
    if there is not None and not force and not is_as_drafted(there):
        raise UsageError("somebody has edited this file", place=str(output), advice="name another, or use --force")
    described = _described(consultation, descriptions, location)
    drafted = draft_codebook(described, [read_document(path) for path in documents])
    title = (
        f"Draft of the codebook of {described.identifier}. Strike out what nobody would take a position on;",
        "name each proposal so that the name stays the same whoever speaks. Ids are kept once statements are linked.",
    )
    blocks = [Block(one.proposal, (one.source,)) for one in drafted]
    write(codebook_turtle(described, blocks, title), output)
    say(f"{len(drafted)} proposals drafted")


@codebook.command()
@click.argument("consultation", required=False)
@store_option
@format_option("csv", "ttl", "json", default="csv")
@click.option("--least", type=click.IntRange(min=1), default=1, help="Only groups of at least so many passages.")
@language_option
@output_option
def suggest(
    consultation: str | None, location: str, format_: str, least: int, language: str, output: Path | None
) -> None:
    """Group what the codebook of CONSULTATION lacks, for a person to name, merge or split.

    Grouped by what passages are about, never by stance: every passage keeps its own, and nothing is merged until the
    codebook says so.
    """
    from pyoxigraph import NamedNode

    from kannat.comparison import the_consultation
    from kannat.graph.consultation import consultations_of
    from kannat.review.unmatched import suggested, unmatched
    from kannat.store import open_store

    with open_store(location, "read") as store:
        name = NamedNode(the_consultation(store, consultation))
        found = list(unmatched(store, name))
        described = consultations_of(store.graph(name), store.names)[0]
    groups, left_out = suggested(found, language)
    groups = [group for group in groups if len(group.members) >= least]
    writer = {"csv": _suggested_csv, "json": _suggested_json}.get(format_)
    write(writer(groups) if writer else _suggested_turtle(described, groups, language), output)
    say(f"{len(found)} passages outside the codebook, {len(groups)} groups, {left_out} not grouped")


@codebook.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
@format_option("text", "json", default="text")
def apply(file: Path, location: str, format_: str) -> int:
    """Take an edited codebook in and link the stored positions to it, without reading again.

    What people decided stays. A proposal that says by what it was replaced (dcterms:isReplacedBy, skos:exactMatch)
    takes its positions along.
    """
    from pyoxigraph import NamedNode

    from kannat.ingestion import ingest
    from kannat.review.relinking import relink as run
    from kannat.store import open_store

    with open_store(location, "write") as store:
        (taken,) = ingest([file], store).files
        if not taken.subject:
            raise RejectedInput(taken.reason or "not a codebook", place=file.name, advice="see docs/codebook.md")
        report = run(store, NamedNode(taken.subject))
    return _reported(report, format_)


@codebook.command()
@consultation_option
@store_option
@format_option("text", "json", default="text")
def relink(consultation: str | None, location: str, format_: str) -> int:
    """Link the stored positions to the codebook as it is in the store, without reading again."""
    from pyoxigraph import NamedNode

    from kannat.comparison import the_consultation
    from kannat.review.relinking import relink as run
    from kannat.store import open_store

    with open_store(location, "write") as store:
        report = run(store, NamedNode(the_consultation(store, consultation)))
    return _reported(report, format_)


def _described(name: str, descriptions: tuple[Path, ...], location: str) -> Consultation:
    """The consultation of this case number or key, from files, else from the store."""
    from kannat.graph.consultation import consultations_of
    from kannat.ingestion import load_descriptions
    from kannat.store import open_store

    if descriptions:
        known = load_descriptions(descriptions)
    else:
        with open_store(location, "read") as store:
            prefix = f"{store.names.base}consultation/"
            graphs = [graph for graph in store.graph_names() if graph.value.startswith(prefix)]
            known = consultations_of([quad for graph in graphs for quad in store.graph(graph)], store.names)
    for consultation in known:
        if name in (consultation.identifier, consultation.key):
            return consultation
    raise UnknownName("consultation", name, [consultation.identifier for consultation in known])


def _suggested_csv(groups: list[Group]) -> str:
    from kannat.questions import spreadsheet_text

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("group", "passages", "statements", "name", "target", "stance", "statement", "passage"))
    for number, group in enumerate(groups, 1):
        counts = (str(number), str(len(group.members)), str(group.statements), group.name)
        for member in group.members:
            cells = (*counts, member.target, member.stance, member.statement, member.words)
            writer.writerow([spreadsheet_text(cell) for cell in cells])
    return text.getvalue()


def _suggested_json(groups: list[Group]) -> str:
    data = [
        {
            "name": group.name,
            "statements": group.statements,
            "passages": [
                {"target": m.target, "stance": m.stance, "statement": m.statement, "words": m.words}
                for m in group.members
            ],
        }
        for group in groups
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _suggested_turtle(described: Consultation, groups: list[Group], language: str) -> str:
    from kannat.graph.codebook_file import Block, codebook_turtle

    blocks: dict[str, Block] = {}
    for group in groups:
        proposal = group.proposal(language)
        quoted = [f"{member.stance}: {member.words}" for member in group.members[:MOST_QUOTED]]
        blocks.setdefault(proposal.id, Block(proposal, quoted))
    title = (
        f"Proposals that the codebook of {described.identifier} lacks. Name, merge, split or strike out, then let",
        "kannat codebook apply take this file in: it adds to the codebook.",
    )
    return codebook_turtle(described, blocks.values(), title, whole=False)


def _reported(report: RelinkReport, format_: str) -> int:
    if format_ == "json":
        write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    elif report.moves:
        rows = [
            (
                move.statement.value.rpartition("/")[2],
                str(move.reason),
                move.before or "-",
                move.after or "-",
                move.words,
            )
            for move in report.moves
        ]
        print_table(("statement", "why", "was", "is", "passage"), rows)
    for held in report.held_back:
        say(f"{held.statement.value.rpartition('/')[2]}: left as it was: {held.reason}")
    counted = ", ".join(f"{count} {reason}" for reason, count in report.counts.items())
    say(f"{report.statements} statements, {report.changed} changed: {counted or 'nothing moved'}")
    return EXIT_REFUSED if report.held_back else 0
