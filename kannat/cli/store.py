"""`kannat store`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kannat.cli.app import say
from kannat.cli.options import format_option, store_option
from kannat.cli.output import print_table, write

EXIT_NO = 1


@click.group()
def store() -> None:
    """Look after the store."""


@store.command()
@store_option
@format_option("text", "json", default="text")
def info(location: str, format_: str) -> None:
    """Say what the store holds."""
    from kannat.store import info as gather
    from kannat.store import open_store

    with open_store(location, "read") as opened:
        facts = gather(opened)
    if format_ == "json":
        write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    else:
        print_table(("what", "value"), [(name, str(value)) for name, value in facts.items()])


@store.command()
@store_option
def verify(location: str) -> int:
    """Check that the store is whole and every passage true to its text; exit 1 where not."""
    from kannat.store import open_store
    from kannat.store import verify as check

    with open_store(location, "read") as opened:
        problems = check(opened)
    for problem in problems:
        write(f"{problem}\n")
    say(f"{len(problems)} problems" if problems else "the store is whole")
    return EXIT_NO if problems else 0


@store.command()
@store_option
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
def dump(location: str, target: Path) -> None:
    """Write the whole store to one file: graph and texts, the same bytes on any day."""
    from kannat.store import dump as write_dump
    from kannat.store import open_store

    with open_store(location, "read") as opened:
        write_dump(opened, target)
    say(f"written to {target}")


@store.command()
@store_option
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
def restore(location: str, source: Path) -> None:
    """Make the store anew from a dump; what it held before goes only when the dump is in whole."""
    from kannat.store import restore as read_dump

    read_dump(location, source)
    say(f"restored from {source}")


@store.command()
@store_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def clear(location: str, yes: bool) -> None:
    """Empty the store: graph, texts and quarantine."""
    from kannat.store import clear as empty
    from kannat.store import open_store

    if not yes:
        click.confirm(f"Empty the store {location}?", abort=True, err=True)
    with open_store(location, "write") as opened:
        empty(opened)
    say("the store is empty")
