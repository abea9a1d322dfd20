"""`kannat wording`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import click

from kannat.cli.app import say
from kannat.cli.options import format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, print_table, write


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
    from kannat.wording import Settings, labels_of, records, spoken_in, wording_of_round

    settings = Settings(
        least_words=least_words,
        changed_words=changed_words,
        seed_words=min(Settings.seed_words, least_words),
        quotations=quotations,
    )
    format_ = format_ or ("table" if is_terminal() and output is None else "csv")
    with open_store(location, "read") as store:
        chosen = the_consultation(store, consultation)
        found = wording_of_round(store, chosen, settings)
        names = labels_of(store, chosen, language)
        spoken = spoken_in(store, chosen) if view == "independent" else ()
    rows = records.view(view or ("passages" if format_ == "table" else "places"), found, names, spoken)
    say(_summed(found))
    _print(rows, format_, output)
