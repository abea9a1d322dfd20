"""`kannat summary`."""

from __future__ import annotations

from pathlib import Path

import click

from kannat.cli.options import consultation_option, format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, write
from kannat.errors import UsageError

_BINARY = ("docx", "odt")


@click.command()
@consultation_option
@store_option
@format_option("docx", "odt", "html", "md")
@language_option
@output_option
def summary(consultation: str | None, location: str, format_: str | None, language: str, output: Path | None) -> None:
    """Write the summary of a round: who supports what, with which conditions, on which grounds, out of how many.

    Every sentence stands on positions in the store, and its notes lead to the passages. Without --format the file's
    name tells the format, and stdout gets Markdown.
    """
    from kannat.comparison import the_consultation
    from kannat.store import open_store
    from kannat.summary import summary as summarised
    from kannat.summary import write_summary

    chosen = format_ or (output.suffix.removeprefix(".").lower() if output else "md")
    if output is None and chosen in _BINARY and is_terminal():
        raise UsageError(f"{chosen} is nothing for a terminal", advice="name a file with -o")
    with open_store(location, "read") as store:
        told = summarised(store, the_consultation(store, consultation), language)
    write(write_summary(told, chosen), output)
