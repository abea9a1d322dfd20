"""`kannat queries` and `kannat query`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kannat.cli.options import format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, print_table, write
from kannat.cli.tables import print_answer
from kannat.errors import UsageError


@click.command()
@format_option("table", "json")
@language_option
def queries(format_: str | None, language: str) -> None:
    """List the questions that can be asked, with their parameters."""
    from kannat.model import label_in
    from kannat.questions import library

    files = library().values()
    if (format_ or "table") == "json":
        write(json.dumps([file.to_json() for file in files], ensure_ascii=False, indent=2) + "\n")
        return
    rows = [
        (
            file.name,
            label_in(file.title, language),
            ", ".join(f"{p.name}{'' if p.required else '?'}" for p in file.parameters),
        )
        for file in files
    ]
    print_table(("name", "title", "parameters (? may be left out)"), rows, whole=True)


@click.command()
@click.argument("name", metavar="NAME|FILE")
@click.option("-p", "--parameter", "pairs", multiple=True, metavar="KEY=VALUE", help="A parameter; may be given again.")
@store_option
@format_option("table", "csv", "tsv", "json", "xml", "ttl")
@language_option
@output_option
@click.option("--limit", type=click.IntRange(min=0), default=0, help="Show at most so many rows of a table.")
def query(
    name: str,
    pairs: tuple[str, ...],
    location: str,
    format_: str | None,
    language: str,
    output: Path | None,
    limit: int,
) -> None:
    """Ask a question: NAME of the library (see `kannat queries`), or FILE.rq of your own.

    Prints a table on a terminal and CSV into a pipe; a question that builds a graph prints Turtle.
    """
    from kannat.questions import load_query, run
    from kannat.store import open_store

    question = load_query(name)
    parameters = _parameters(pairs)
    if any(parameter.name == "language" for parameter in question.parameters):
        parameters.setdefault("language", language)
    with open_store(location, "read") as store:
        table = run(store, question, parameters)
    chosen = format_ or ("table" if is_terminal() and output is None else "csv")
    if table.is_graph:
        if format_ not in {None, "ttl"}:
            raise UsageError(f"the question {name} builds a graph", advice="use --format ttl")
        chosen = "ttl"
    elif chosen == "ttl":
        raise UsageError(f"the question {name} gives rows, not a graph", advice="use csv, tsv, json or xml")
    if chosen == "table":
        print_answer(table, question, language, limit)
    else:
        write(table.serialize(chosen), output)


def _parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"not a parameter: {pair!r}", advice="write -p key=value")
        parameters[key.strip()] = value.strip()
    return parameters
