"""`kannat authority`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import format_option, output_option, store_option
from kannat.cli.output import print_table, write
from kannat.errors import UsageError

if TYPE_CHECKING:
    from kannat.authority import Signature, StatuteUpdate
    from kannat.store import Store

EXIT_REFUSED = 3
SHOWN = 20
"""Rows of each kind that an update tells of on stderr; a table with `--format csv` has them all."""

Decided = Callable[..., "int | None"]


@click.group()
def authority() -> None:
    """Extend what is known by name: acts, organisations, merges.

    Your own tables lie in the folder kannat-authorities, or where KANNAT_AUTHORITIES says; they are read over those
    that ship with Kannat, which stay as they are.
    """


folder_option = click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="KANNAT_AUTHORITIES",
    default="kannat-authorities",
    show_default=True,
    show_envvar=True,
    help="The folder of your own authority.",
)


def decision_options(command: Decided) -> Decided:
    """Who decides, on which day, and why."""
    for option in (
        click.option("--reason", default="", help="Why; kept in the record."),
        click.option(
            "--on",
            "when",
            metavar="DATE",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The day of the decision; today if not given.",
        ),
        click.option("--by", "who", default="", envvar="KANNAT_USER", show_envvar=True, help="Who decides; optional."),
    ):
        command = option(command)
    return command


@authority.group()
def update() -> None:
    """Bring your own tables up to date from open data."""


@update.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@folder_option
@format_option("text", "csv", default="text")
def statutes(paths: tuple[Path, ...], folder: Path, format_: str) -> int:
    """Learn acts from FILE: Akoma Ntoso XML of Finlex, or a CSV with number and title.

    FILE is a file, a folder or a ZIP file of them. The same files again change nothing.
    """
    from kannat.authority import read_statutes, update_statutes

    done = update_statutes(read_statutes(paths), folder)
    rows = list(_told(done))
    if format_ == "csv":
        write(_csv([("what", "number", "language", "before", "now"), *rows]))
    elif rows:
        print_table(("what", "number", "language", "before", "now"), rows, limit=SHOWN)
    state = "written" if done.written else "unchanged"
    say(f"{done.acts} acts in {done.path}, {len(done.added)} new, {len(done.changed)} with a changed title: {state}")
    if done.skipped:
        say(f"{len(done.skipped)} passed over: {done.skipped[0][0]}: {done.skipped[0][1]}" + _more(done.skipped))
    return EXIT_REFUSED if done.skipped else 0


def _told(done: StatuteUpdate) -> Iterator[tuple[str, str, str, str, str]]:
    yield from (("changed", *change) for change in done.changed)
    yield from (("differs from what ships", *difference) for difference in done.differs)
    yield from (("passed over", "", "", place, reason) for place, reason in done.skipped)


def _more(items: list[tuple[str, str]]) -> str:
    return f" … and {len(items) - 1} more" if len(items) > 1 else ""


@authority.command()
@store_option
@output_option
def suggest(location: str, output: Path | None) -> None:
    """List organisations of the store that nothing knows, as CSV for you to confirm.

    Put an x into the column accept of each row that is right, correct the names, and give the file to
    `kannat authority accept`.
    """
    from kannat.authority import suggest as gather
    from kannat.authority.confirmation import suggestions_table
    from kannat.store import open_store

    with open_store(location, "read") as store:
        found = gather(store)
    write(suggestions_table(found), output)
    say(f"{len(found)} organisations to confirm")


@authority.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
@folder_option
@decision_options
def accept(path: Path, location: str, folder: Path, who: str, when: datetime | None, reason: str) -> None:
    """Take the rows of FILE that bear an x into your own authority, and make the store know them."""
    from kannat.authority import accept as take

    with _own(folder), _store(location) as store:
        done = take(path, folder, store, _signature(who, when, reason))
    for name, known in done.joined:
        say(f"{name} is {known}")
    counts = f"{len(done.added)} new, {len(done.joined)} joined to known ones, {done.left} rows left"
    say(f"{counts}; {_changed(done.changed)}")


@authority.command()
@click.argument("gone")
@click.argument("into")
@store_option
@folder_option
@decision_options
def merge(gone: str, into: str, location: str, folder: Path, who: str, when: datetime | None, reason: str) -> None:
    """Make the organisation GONE one with INTO: in what is read from now on, and in the store.

    Both are names or keys. The merge is recorded and can be undone.
    """
    from kannat.authority import merge as make_one

    with _own(folder), _store(location) as store:
        done = make_one(folder, store, gone, into, _signature(who, when, reason))
    say(f"merge {done.merge.number}: {done.merge.gone} into {done.merge.into}; {_changed(done.changed)}")


@authority.command()
@click.argument("number", type=int)
@store_option
@folder_option
@decision_options
def undo(number: int, location: str, folder: Path, who: str, when: datetime | None, reason: str) -> None:
    """Undo the merge with this NUMBER of the log."""
    from kannat.authority import undo as take_back

    with _own(folder), _store(location) as store:
        done = take_back(folder, store, number, _signature(who, when, reason))
    say(f"merge {number} is undone; {_changed(done.changed)}")
    if done.left:
        say(f"{done.left} were read again since then: ingest them once more to have them as before")


@authority.command()
@folder_option
@format_option("text", "csv", default="text")
def log(folder: Path, format_: str) -> None:
    """Show which merges were made and undone, by whom and when."""
    from kannat.reading.merges import COLUMNS, cell_of, load_merges
    from kannat.reading.own_tables import MERGES

    rows = [
        (str(m.number), m.action, m.when, m.who, m.gone, m.into, cell_of(m.names), m.reason)
        for m in load_merges(folder / MERGES)
    ]
    if format_ == "csv":
        write(_csv([COLUMNS, *rows]))
    else:
        print_table(COLUMNS, rows, whole=True)


def _csv(rows: list[tuple[str, ...]]) -> str:
    import csv
    from io import StringIO

    from kannat.questions import spreadsheet_text

    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([spreadsheet_text(cell) for cell in row] for row in rows)
    return text.getvalue()


def _changed(graphs: int) -> str:
    return f"{graphs} stored statements and consultations changed"


def _signature(who: str, when: datetime | None, reason: str) -> Signature:
    from kannat.authority import Signature

    day = when or datetime.now(UTC)
    return Signature(who, day.date().isoformat(), reason)


@contextmanager
def _own(folder: Path) -> Iterator[None]:
    """The folder that is written to must be the one that is read, or a merge would have no effect."""
    from kannat.reading.own_tables import VARIABLE, own_folder

    if folder.resolve() != own_folder().resolve():
        advice = f"set {VARIABLE}={folder}, so that reading finds it too"
        raise UsageError("not the folder that is read", place=str(folder), advice=advice)
    yield


@contextmanager
def _store(location: str) -> Iterator[Store | None]:
    """The store, opened for writing; None where there is none yet."""
    from kannat.store import open_store

    if "://" not in location and not Path(location).exists():
        yield None
        return
    with open_store(location, "write") as store:
        yield store
