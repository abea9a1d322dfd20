"""`kannat validate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import description_option, format_option, language_option, output_option
from kannat.cli.output import printable, stdin_bytes, write
from kannat.errors import RejectedInput, UnreadableInput

if TYPE_CHECKING:
    from kannat.validation import Report

EXIT_VIOLATIONS = 1


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option("text", "json", "ttl", default="text")
@language_option
@description_option
@output_option
def validate(
    files: tuple[str, ...], format_: str, language: str, descriptions: tuple[Path, ...], output: Path | None
) -> int:
    """Tell whether a submission is sound, and what to do where it is not.

    FILE is RDF (Turtle, TriG, N-Triples, N-Quads, JSON-LD), or a document, which is read first; - for Turtle on
    stdin. Exit status: 0 conforms, 1 does not, 3 cannot be read.
    """
    from kannat.ingestion import check

    reports: dict[str, Report] = {}
    status = 0
    for name in files:
        source = stdin_bytes() if name == "-" else Path(name)
        try:
            reports[name] = check(source, descriptions)
        except (UnreadableInput, RejectedInput) as error:
            say(error.line())
            status = error.exit_status
    write(_rendered(reports, format_, language), output)
    if status == 0 and not all(report.conforms for report in reports.values()):
        status = EXIT_VIOLATIONS
    return status


def _rendered(reports: dict[str, Report], format_: str, language: str) -> str:
    from kannat.validation import report_lines

    if format_ == "json":
        return json.dumps({name: r.to_json() for name, r in reports.items()}, ensure_ascii=False, indent=2) + "\n"
    if format_ == "ttl":
        return "\n".join(f"# {printable(name)}\n{r.to_turtle().decode()}" for name, r in reports.items())
    lines = []
    for name, report in reports.items():
        lines += [printable(name), *(f"  {line}" for line in report_lines(report, language))]
    return "\n".join(lines) + "\n" if lines else ""
