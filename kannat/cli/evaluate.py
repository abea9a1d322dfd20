"""`kannat evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.options import description_option, format_option, output_option, store_option
from kannat.cli.output import print_table, write
from kannat.cli.reader_options import reader_options
from kannat.errors import UsageError

if TYPE_CHECKING:
    from kannat.cli.reader_options import Chosen
    from kannat.reading.scores import Scores


@click.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[DIR]", required=False
)
@format_option("table", "json", default="table")
@description_option
@output_option
@click.option("--prose", is_flag=True, help="DIR holds labelled prose (*.jsonl): score positions alone.")
@click.option("--misses", is_flag=True, help="List every miss, for people to look at.")
@click.option(
    "--against", type=click.Choice(["review"]), help="Score what the store holds against what people decided."
)
@store_option
@reader_options
def evaluate(
    folder: Path | None,
    format_: str,
    descriptions: tuple[Path, ...],
    output: Path | None,
    prose: bool,
    misses: bool,
    against: str | None,
    location: str,
    chosen: Chosen,
) -> None:
    """Score the reading of the documents in DIR against the known readings beside them.

    Scored as the annotation guideline says, per measure, stance, layout and language. Descriptions of consultations
    that lie in DIR are used; name others with --with. With --against review there is no DIR: what a machine had read
    in the store's statements is scored on the passages that people have decided on.
    """
    if (folder is None) == (against is None):
        raise UsageError("nothing to score, or two things", advice="name a folder, or --against review and --store")
    scores = _against_review(location) if folder is None else _of_folder(folder, descriptions, prose, chosen)
    if format_ == "json":
        write(json.dumps(scores.to_json(), ensure_ascii=False, indent=2) + "\n", output)
        return
    for title, columns, rows in scores.tables():
        print_table(columns, rows, title=title)
    if misses:
        print_table(("file", "measure", "miss", "place", "what"), scores.miss_rows(), title="misses")


def _of_folder(folder: Path, descriptions: tuple[Path, ...], prose: bool, chosen: Chosen) -> Scores:
    from kannat.ingestion import load_descriptions
    from kannat.reading.scores import evaluate as score
    from kannat.reading.scores import evaluate_prose

    with chosen() as reader:
        if prose:
            return evaluate_prose(folder, reader)
        return score(folder, reader, load_descriptions((folder, *descriptions)))


def _against_review(location: str) -> Scores:
    from kannat.reading.scores import evaluate_positions
    from kannat.review.against import reviewed_pairs
    from kannat.store import open_store

    with open_store(location, "read") as store:
        pairs = reviewed_pairs(store)
    if not pairs:
        raise UsageError("nobody has decided on anything in this store", advice="see kannat review export")
    return evaluate_positions(pairs)
