"""`kannat validate`."""

from __future__ import annotations

import json
from functools import partial
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
    sources = {name: stdin_bytes() if name == "-" else Path(name) for name in files}
    for name, source in sources.items():
        try:
            reports[name] = check(source, descriptions)
        except (UnreadableInput, RejectedInput) as error:
            say(error.line())
            status = error.exit_status
    texts = {name: _rdf_text(sources[name]) for name in reports} if format_ == "text" else {}
    write(_rendered(reports, texts, format_, language), output)
    if status == 0 and not all(report.conforms for report in reports.values()):
        status = EXIT_VIOLATIONS
    return status


def _rdf_text(source: Path | bytes) -> str:
    """The text of an RDF file, to look up lines in; empty for a document, whose findings are about its reading."""
    from kannat.graph.rdf_files import is_rdf_name

    if isinstance(source, bytes):
        return source.decode(errors="replace")
    return source.read_text(encoding="utf-8", errors="replace") if is_rdf_name(source.name) else ""


def _rendered(reports: dict[str, Report], texts: dict[str, str], format_: str, language: str) -> str:
    from kannat.graph.rdf_files import line_of
    from kannat.validation import report_lines

    if format_ == "json":
        return json.dumps({name: r.to_json() for name, r in reports.items()}, ensure_ascii=False, indent=2) + "\n"
    if format_ == "ttl":
        return "\n".join(f"# {printable(name)}\n{r.to_turtle().decode()}" for name, r in reports.items())
    lines = []
    for name, report in reports.items():
        found = report_lines(report, language, partial(line_of, texts[name]))
        lines += [printable(name), *(f"  {line}" for line in found)]
    return "\n".join(lines) + "\n" if lines else ""
