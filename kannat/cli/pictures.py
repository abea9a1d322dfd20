"""`kannat picture`."""

from __future__ import annotations

from pathlib import Path

import click

from kannat.cli.options import consultation_option, format_option, language_option, output_option, store_option
from kannat.cli.output import is_terminal, write
from kannat.errors import UsageError


@click.command()
@click.argument("name")
@click.option("--proposal", metavar="ID", help="The proposal that `groups` is about: its id or name.")
@consultation_option
@store_option
@format_option("svg", "png")
@language_option
@output_option
def picture(
    name: str,
    proposal: str | None,
    consultation: str | None,
    location: str,
    format_: str | None,
    language: str,
    output: Path | None,
) -> None:
    """Draw a round. NAME is one of these:

    \b
    stances     each proposal: who is for, who against, out of how many
    groups      the same for one proposal (--proposal), by type of respondent
    matrix      respondents and proposals, similar ones side by side
    network     respondents in groups that agree
    references  the acts and documents that are cited
    timeline    request, deadline, and the statements as they are dated

    Without --format the file's name tells it, and stdout gets SVG. Needs the extra: pip install 'kannat[pictures]'.
    """
    from kannat.comparison import the_consultation
    from kannat.store import open_store

    try:
        from kannat.pictures import picture as drawn
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise UsageError("pictures need matplotlib", advice="pip install 'kannat[pictures]'") from error

    chosen = format_ or (output.suffix.removeprefix(".").lower() if output else "svg")
    if name == "groups" and not proposal:
        raise UsageError("groups needs --proposal", advice="kannat query proposals lists them")
    if name != "groups" and proposal:
        raise UsageError(f"{name} takes no --proposal", advice="groups does")
    if output is None and chosen == "png" and is_terminal():
        raise UsageError("png is nothing for a terminal", advice="name a file with -o")
    with open_store(location, "read") as store:
        data = drawn(store, name, the_consultation(store, consultation), language, chosen, proposal)
    write(data, output)
