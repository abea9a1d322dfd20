"""`kannat compare`."""

from __future__ import annotations

from pathlib import Path

import click

from kannat.cli.options import consultation_option, format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, print_table, write


@click.command()
@consultation_option
@store_option
@format_option("table", "csv", "json", "html")
@language_option
@output_option
@click.option("--pairs", is_flag=True, help="Compare pairs of respondents instead: shared proposals, same lean, share.")
def compare(
    consultation: str | None, location: str, format_: str | None, language: str, output: Path | None, pairs: bool
) -> None:
    """Compare the respondents' positions, proposal by proposal.

    The matrix of respondents and proposals, with counts and what they are out of. As html it is one self-contained
    page whose cells open the passages.
    """
    raise NotImplementedError
