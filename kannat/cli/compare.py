"""`kannat compare`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.app import say
from kannat.cli.options import (
    consultation_option,
    format_option,
    language_option,
    min_confidence_option,
    output_option,
    store_option,
)
from kannat.cli.output import is_terminal, print_table, write
from kannat.model import Stance

if TYPE_CHECKING:
    from kannat.comparison import Matrix


@click.command()
@consultation_option
@store_option
@format_option("table", "csv", "json", "html")
@language_option
@output_option
@min_confidence_option
@click.option("--pairs", is_flag=True, help="Compare pairs of respondents instead: shared proposals, same lean, share.")
def compare(
    consultation: str | None,
    location: str,
    format_: str | None,
    language: str,
    output: Path | None,
    min_confidence: float,
    pairs: bool,
) -> None:
    """Compare the respondents' positions, proposal by proposal.

    The matrix of respondents and proposals, with counts and what they are out of. As html it is one self-contained
    page whose cells open the passages.
    """
    from kannat.comparison import agreement, matrix, the_consultation
    from kannat.export import comparison_page, notice
    from kannat.store import open_store

    with open_store(location, "read") as store:
        chosen = the_consultation(store, consultation)
        if pairs:
            records = agreement(store, chosen, language, min_confidence).records()
        compared = matrix(store, chosen, language, min_confidence)
    if not pairs:
        records = compared.records()
    format_ = format_ or ("table" if is_terminal() and output is None else "csv")
    if format_ != "html":
        say(notice(compared, language))
    if format_ == "html":
        if pairs:
            raise click.UsageError("--pairs has no page; use table, csv or json")
        write(comparison_page(compared, language), output)
    elif format_ == "json":
        write(json.dumps(records, ensure_ascii=False, indent=2, default=str) + "\n", output)
    elif format_ == "csv":
        write(_csv(records), output)
    elif pairs:
        print_table(*_columns(records))
    else:
        _print_matrix(compared)


def _print_matrix(compared: Matrix) -> None:
    """One line a proposal: how many respondents took each stance, and out of how many."""
    stances = [str(stance) for stance in Stance]
    rows = []
    for proposal in compared.proposals:
        counts = dict(proposal.tally.stances)
        out_of = f"{proposal.tally.takers}/{proposal.tally.denominator}"
        rows.append((proposal.label, *(str(counts.get(stance, 0) or "") for stance in stances), out_of))
    title = f"{compared.round.identifier} {compared.round.title}"
    print_table(("proposal", *stances, "took a position / answered"), rows, title=title)


def _columns(records: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    columns = list(records[0]) if records else ["(no rows)"]
    return columns, [["" if value is None else str(value) for value in record.values()] for record in records]


def _csv(records: Sequence[Mapping[str, Any]]) -> str:
    """CSV after RFC 4180; a cell that a spreadsheet could take for a formula begins with an apostrophe."""
    from kannat.questions import spreadsheet_text

    text = io.StringIO()
    columns, rows = _columns(records)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([spreadsheet_text(cell) for cell in row] for row in rows)
    return text.getvalue()
