"""`kannat evaluate`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kannat.cli.options import description_option, format_option, output_option
from kannat.cli.output import print_table, write


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@format_option("table", "json", default="table")
@description_option
@output_option
@click.option("--prose", is_flag=True, help="DIR holds labelled prose (*.jsonl): score positions alone.")
@click.option("--misses", is_flag=True, help="List every miss, for people to look at.")
def evaluate(
    folder: Path, format_: str, descriptions: tuple[Path, ...], output: Path | None, prose: bool, misses: bool
) -> None:
    """Score the reading of the documents in DIR against the known readings beside them.

    Scored as the annotation guideline says, per measure, stance, layout and language. Descriptions of consultations
    that lie in DIR are used; name others with --with.
    """
    from kannat.ingestion import load_descriptions
    from kannat.reading.scores import evaluate as score
    from kannat.reading.scores import evaluate_prose

    scores = (
        evaluate_prose(folder) if prose else score(folder, consultations=load_descriptions((folder, *descriptions)))
    )
    if format_ == "json":
        write(json.dumps(scores.to_json(), ensure_ascii=False, indent=2) + "\n", output)
        return
    for title, columns, rows in scores.tables():
        print_table(columns, rows, title=title)
    if misses:
        print_table(("file", "measure", "miss", "place", "what"), scores.miss_rows(), title="misses")
