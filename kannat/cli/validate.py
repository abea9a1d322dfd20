"""`kannat validate`."""

from __future__ import annotations

from pathlib import Path

import click

from kannat.cli.app import say
from kannat.cli.options import description_option, format_option, language_option, output_option
from kannat.cli.output import printable, write
from kannat.errors import UnreadableInput

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
    from kannat.ingestion import validate_file

    reports = {}
    status = 0
    for name in files:
        source = click.get_binary_stream("stdin").read() if name == "-" else Path(name)
        try:
            reports[name] = validate_file(source, descriptions)
        except UnreadableInput as error:
            say(error.line())
            status = error.exit_status
    write(_rendered(reports, format_, language), output)
    if status == 0 and not all(report.conforms for report in reports.values()):
        status = EXIT_VIOLATIONS
    return status


def _rendered(reports: dict[str, object], format_: str, language: str) -> str:
    raise NotImplementedError
