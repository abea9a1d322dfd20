"""`kannat review`: what a person should look at, and what that person decided."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import consultation_option, format_option, language_option, output_option, store_option
from kannat.cli.output import print_table, write
from kannat.errors import UsageError

if TYPE_CHECKING:
    from kannat.review.filled import Filled
    from kannat.review.importing import ReviewReport

EXIT_REFUSED = 3
UNSURE = 0.75
"""Positions less sure than this are looked through, where nothing else is said."""


@click.group()
def review() -> None:
    """Look through what was read, and let what people decide hold.

    Decisions are kept with who made them and when, and outlive every new reading of the same words.
    """


@review.command(name="export")
@store_option
@format_option("csv", "xlsx", default="csv")
@click.option("--below", type=click.FloatRange(0, 1), default=UNSURE, show_default=True, help="Less sure than this.")
@click.option("--all", "everything", is_flag=True, help="Every position, also what people have decided on.")
@consultation_option
@language_option
@output_option
def export_(
    location: str,
    format_: str,
    below: float,
    everything: bool,
    consultation: str | None,
    language: str,
    output: Path | None,
) -> None:
    """Write the sheet to look through: a row for each passage, with the sentences around it.

    Fill in decision (accepted, rejected), or the new stance, proposal or target; - is a proposal of the respondent's
    own. A row of your own with statement, passage and stance adds a position.
    """
    from pyoxigraph import NamedNode

    from kannat.comparison import the_consultation
    from kannat.export.review_sheet import review_csv, review_xlsx
    from kannat.graph.consultation import consultations_of
    from kannat.review.sheet import sheet_rows
    from kannat.store import open_store

    if format_ == "xlsx" and output is None:
        raise UsageError("XLSX is no text", advice="name a file with -o")
    with open_store(location, "read") as store:
        chosen = NamedNode(the_consultation(store, consultation)) if consultation else None
        rows = list(sheet_rows(store, None if everything else below, chosen, language))
        described = [name for name in store.graph_names() if name.value.startswith(f"{store.names.base}consultation/")]
        known = [c for name in described for c in consultations_of(store.graph(name), store.names)]
    if format_ == "csv":
        write(review_csv(rows), output)
    else:
        write(review_xlsx(rows, sorted({p.id for c in known for p in c.codebook})), output)
    say(f"{len(rows)} passages to look through")


@review.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "reviewer", required=True, metavar="NAME", help="Who decided; kept with the decisions.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the review; today by default.")
@store_option
@format_option("text", "json", default="text")
def import_(file: Path, reviewer: str, day: datetime | None, location: str, format_: str) -> int:
    """Take a reviewed sheet in, CSV or XLSX.

    Rows that cannot be taken are named by row and column, and the rest is taken. Exit status: 0 all rows taken, 3 some
    not.
    """
    from kannat.review import import_decisions
    from kannat.review.filled import filled_in
    from kannat.review.tables import read_sheet
    from kannat.store import open_store

    if not any(character.isalnum() for character in reviewer):
        raise UsageError("a reviewer without a name", advice="say who decided with --by")
    decided: date = day.date() if day else datetime.now(UTC).date()
    rows = read_sheet(file)
    with open_store(location, "write") as store:
        filled = filled_in(rows, store, reviewer.strip(), decided)
        report = import_decisions(store, filled.decisions)
    if format_ == "json":
        faults = [{"row": f.row, "column": f.column, "what": f.what} for f in filled.faults]
        data = {**report.to_json(), "undecided": filled.undecided, "faults": faults}
        write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        _print(filled, report)
    return EXIT_REFUSED if filled.faults else 0


@review.command()
@store_option
@format_option("table", "json", default="table")
def orphans(location: str, format_: str) -> None:
    """List the decisions that hold nowhere any more, because their words stand no longer in a statement.

    They are kept. Make them anew in a sheet where they still matter.
    """
    from kannat.review.orphans import orphans as find
    from kannat.store import open_store

    with open_store(location, "read") as store:
        found = find(store)
    columns = ("statement", "words", "verdict", "reviewer", "day", "why")
    rows = [
        (d.statement_key, d.words, str(d.verdict), d.reviewer, d.day.isoformat(), str(reason)) for d, reason in found
    ]
    if format_ == "json":
        write(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=2) + "\n")
    else:
        print_table(columns, rows)


def _print(filled: Filled, report: ReviewReport) -> None:
    if report.orphaned:
        rows = [(d.statement_key, d.words, reason) for d, reason in report.orphaned]
        print_table(("statement", "words", "why it holds no longer"), rows, title="kept, but without a place")
    if report.overruled:
        contradicted = [
            (new.statement_key, new.words, f"{old.reviewer} {old.day}", f"{new.reviewer} {new.day}")
            for old, new in report.overruled
        ]
        print_table(
            ("statement", "words", "decided by", "overruled by"), contradicted, title="two decisions; the later holds"
        )
    for fault in filled.faults:
        say(fault.line())
    say(
        f"{report.decisions} decisions, {len(report.changed)} statements changed, {filled.undecided} rows undecided, "
        f"{len(filled.faults)} rows at fault"
    )
