"""Options that several commands share, each said once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound="Callable[..., Any] | click.Command")

DEFAULT_STORE = "kannat-store"

store_option = click.option(
    "--store",
    "location",
    metavar="FOLDER|ADDRESS",
    default=DEFAULT_STORE,
    envvar="KANNAT_STORE",
    show_default=True,
    show_envvar=True,
    help="The store: a folder, or the http(s) address of a SPARQL 1.1 endpoint.",
)

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of stdout.",
)

language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["fi", "sv", "en"]),
    default="fi",
    envvar="KANNAT_LANG",
    show_default=True,
    help="Language of labels and messages.",
)

description_option = click.option(
    "--with",
    "descriptions",
    metavar="PATH",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A consultation's description and codebook: a Turtle file or a folder of them. May be given again.",
)

consultation_option = click.option(
    "--consultation",
    metavar="ID",
    help="The consultation, by case number (VN/37864/2025). May be left out where there is only one.",
)


min_confidence_option = click.option(
    "--min-confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out machine-read positions that are less certain than this, from 0 to 1. A person's always stay.",
)


def format_option(*choices: str, default: str | None = None) -> Callable[[Command], Command]:
    """The option `--format` with these choices."""
    help_line = "How to print." if default else "How to print; a table on a terminal, else the first machine format."
    return click.option("--format", "format_", type=click.Choice(choices), default=default, help=help_line)
