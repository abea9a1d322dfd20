"""`kannat ingest`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import format_option, store_option
from kannat.cli.output import print_table, stdin_bytes, write
from kannat.cli.reader_options import limit_hit, reader_options
from kannat.errors import LimitExceeded, UnreadableInput

if TYPE_CHECKING:
    from kannat.cli.reader_options import Chosen

EXIT_REFUSED = 3


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@format_option("text", "json", default="text")
@click.option("--consultation", metavar="ID", help="All documents answer this consultation (case number).")
@click.option("--gold", is_flag=True, help="Take the known readings (NAME.gold.json) instead of reading.")
@click.option("--jobs", type=click.IntRange(0), default=1, show_default=True, help="Reading processes; 0: one a core.")
@click.option("--base", help="Base address of the names in a new store.", metavar="ADDRESS")
@reader_options
def ingest(
    paths: tuple[str, ...],
    location: str,
    format_: str,
    consultation: str | None,
    gold: bool,
    jobs: int,
    base: str | None,
    chosen: Chosen,
) -> int:
    """Read statements, check them, and store what is sound.

    PATH is a document, a folder, or - for one document on stdin. Turtle files beside the documents describe the
    consultation and its codebook. The same content again changes nothing; a changed file replaces its statement. A file
    of many statements has a line for each in the report; only those that changed are replaced.
    """
    from kannat.graph.names import DEFAULT_BASE
    from kannat.ingestion import Options
    from kannat.ingestion import ingest as run
    from kannat.store import open_store

    sources = _sources(paths)
    processes = jobs or os.cpu_count() or 1
    with chosen(processes=processes) as reader:
        options = Options(consultation=consultation, gold=gold, reader=reader, jobs=processes)
        with open_store(location, "write", create=True, base=base or DEFAULT_BASE) as store, _progress() as progress:
            report = run(sources, store, options, progress)
    if format_ == "json":
        write(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        whats = ["; ".join(filter(None, (file.subject, file.reason))) for file in report.files]
        rows = [(f.name, str(f.fate), what, str(f.warnings or "")) for f, what in zip(report.files, whats, strict=True)]
        print_table(("file", "fate", "what", "warnings"), rows, whole=True)
    counted = ", ".join(f"{count} {fate}" for fate, count in report.counts.items() if count)
    say(f"{len(report.files)} files: {counted or 'nothing to do'}")
    if limit_hit(reader):
        return LimitExceeded.exit_status
    return EXIT_REFUSED if report.refused else 0


def _sources(paths: tuple[str, ...]) -> list[Path | bytes]:
    """What was named, checked before a store is opened or made."""
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise UnreadableInput("no such file or folder", place=path, advice="check the path")
    return [stdin_bytes() if path == "-" else Path(path) for path in paths]


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on stderr where that is a terminal, else nothing."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kannat.cli.output import printable

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=printable(name))

        yield advance
