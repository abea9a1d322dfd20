"""`kannat wording`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.app import say
from kannat.cli.options import format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, print_table, write

if TYPE_CHECKING:
    from kannat.wording import SharedWording, Voices

_FOR_MACHINES = frozenset({"statement", "firstStatement", "proposal", "stance"})
"""Columns of addresses and codes, which a table for people leaves out beside their names."""
_MOSTLY = 0.5


@click.command()
@click.argument("consultation", required=False)
@store_option
@format_option("table", "csv", "json")
@language_option
@output_option
@click.option("--statements", "view", flag_value="statements", help="How much of each statement is shared, instead.")
@click.option("--groups", "view", flag_value="groups", help="Statements that are one wording, instead.")
@click.option(
    "--independent",
    "view",
    flag_value="independent",
    help="Each stance on each proposal instead: its respondents, and how many of them speak independently.",
)
@click.option("--places", "view", flag_value="places", help="Each passage's place in each statement, instead.")
@click.option(
    "--least-words",
    type=click.IntRange(2),
    default=12,
    show_default=True,
    help="Equal words that a shared passage needs.",
)
@click.option(
    "--changed-words",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Words that may be changed at one place within a passage.",
)
@click.option("--quotations", is_flag=True, help="Count what stands in quotation marks as the respondent's own words.")
def wording(
    consultation: str | None,
    location: str,
    format_: str | None,
    language: str,
    output: Path | None,
    view: str | None,
    least_words: int,
    changed_words: int,
    quotations: bool,
) -> None:
    """Find the passages that statements of a round share: who had them first, who has them too.

    CONSULTATION is a case number (VN/37864/2025); it may be left out where there is only one. The form's own words are
    left out. csv and json give every passage's place in every statement unless another view is asked for.
    """
    from kannat.comparison import the_consultation
    from kannat.store import open_store
    from kannat.wording import (
        Settings,
        independent_voices,
        position_names,
        respondent_names,
        rows_of,
        spoken_in,
        wording_of_round,
    )

    settings = Settings(least_words=least_words, changed_words=changed_words, quotations=quotations)
    format_ = format_ or ("table" if is_terminal() and output is None else "csv")
    with open_store(location, "read") as store:
        chosen = the_consultation(store, consultation)
        found = wording_of_round(store, chosen, settings)
        names = respondent_names(store, chosen, language)
        voices: tuple[Voices, ...] = ()
        if view == "independent":
            voices = independent_voices(spoken_in(store, chosen), found)
            names |= position_names(store, chosen, language)
    say(_summed(found))
    view = view or ("passages" if format_ == "table" else "places")
    rows = rows_of(view, found, voices, names)
    if format_ == "json":
        write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", output)
    elif format_ == "csv":
        write(_csv(rows), output)
    else:
        print_table(*_columns([{key: value for key, value in row.items() if key not in _FOR_MACHINES} for row in rows]))


def _summed(found: SharedWording) -> str:
    """What was found in one line: nothing is left out without being counted."""
    mostly = sum(one.share >= _MOSTLY for one in found.shares)
    common = sum(passage.is_common for passage in found.passages)
    return (
        f"{len(found.shares)} statements: {len(found.passages) - common} passages that several share, "
        f"{common} more taken for the form's; {mostly} statements share half of their words or more, "
        f"{sum(map(len, found.alike))} of them in {len(found.alike)} groups that are one wording"
    )


def _columns(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    columns = list(rows[0]) if rows else ["(no rows)"]
    return columns, [["" if value is None else str(value) for value in row.values()] for row in rows]


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """CSV after RFC 4180; a cell that a spreadsheet could take for a formula begins with an apostrophe."""
    from kannat.questions import spreadsheet_text

    text = io.StringIO()
    columns, cells = _columns(rows)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([spreadsheet_text(cell) for cell in row] for row in cells)
    return text.getvalue()
