"""`kannat fetch`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import format_option
from kannat.cli.output import print_table, write

if TYPE_CHECKING:
    from kannat.fetching import Asked, Client, FetchReport
    from kannat.model import Consultation

EXIT_REFUSED = 3
DESCRIPTION = "consultation.ttl"

Command = Callable[..., int]


@click.group()
def fetch() -> None:
    """Get the statements of a round from the service that publishes them.

    What is fetched lands in a folder that `kannat ingest` takes in. It is asked for one thing at a time, not too often;
    an interrupted fetch goes on where it stopped, and a later one asks only for what has changed. Persons' names and
    addresses are not written to disk.
    """


def _options(default_address: str, variable: str) -> Callable[[Command], Command]:
    """The options of every service."""

    def decorated(command: Command) -> Command:
        for option in (
            click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
                         help="The folder to fetch into; by default named after what is fetched."),
            click.option("--address", default=default_address, envvar=variable, show_default=True, show_envvar=True,
                         metavar="ADDRESS", help="Where the service is."),
            click.option("--rate", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, metavar="NUMBER",
                         help="Requests a second, at most."),
            click.option("--retries", type=click.IntRange(0, 20), default=4, show_default=True, metavar="NUMBER",
                         help="How often to ask again where a server is busy or a line breaks."),
            format_option("text", "json", default="text"),
        ):  # fmt: skip
            command = option(command)
        return command

    return decorated


@fetch.command()
@click.argument("identifier", metavar="ID")
@_options("https://www.lausuntopalvelu.fi", "KANNAT_LAUSUNTOPALVELU")
def lausuntopalvelu(identifier: str, output: Path | None, address: str, rate: float, retries: int, format_: str) -> int:
    """Fetch a round of lausuntopalvelu.fi.

    ID is the proposalId in the web address of the request, or that whole address.
    """
    from kannat.fetching import fetch_round, round_identifier

    folder = output or Path(round_identifier(identifier))
    return _shown(fetch_round(identifier, folder, _client(address, rate, retries), _progress()), folder, format_)


@fetch.command()
@click.argument("number", metavar="NUMBER")
@_options("https://api.hankeikkuna.fi", "KANNAT_HANKEIKKUNA")
def hankeikkuna(number: str, output: Path | None, address: str, rate: float, retries: int, format_: str) -> int:
    """Fetch the statements that Hankeikkuna lists for a project.

    NUMBER is the project's, such as STM040:00/2025.
    """
    from kannat.fetching import fetch_project
    from kannat.model.keys import identifier_key

    folder = output or Path(identifier_key(number) or "project")
    return _shown(fetch_project(number, folder, _client(address, rate, retries), _progress()), folder, format_)


def _client(address: str, rate: float, retries: int) -> Client:
    from kannat.fetching import Client, Manners

    return Client(address, Manners(rate=rate, retries=retries))


def _progress() -> Callable[[str], None] | None:
    """What is fetched, thing by thing, on a terminal."""
    return say if sys.stderr.isatty() else None


def _shown(report: FetchReport, folder: Path, format_: str) -> int:
    rows = [(thing.name, str(thing.fate), thing.reason) for thing in report.things]
    if report.asked:
        rows.append((DESCRIPTION, *_described(report.asked, folder)))
    if format_ == "json":
        things = [{"name": name, "fate": fate, "reason": reason} for name, fate, reason in rows]
        found = {"folder": str(folder), "statements": report.statements, "things": things}
        write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        print_table(("what", "fate", "why"), rows, whole=True)
    say(f"{report.statements} statements in {folder}, {report.requests} requests, {len(report.failed)} failed")
    return EXIT_REFUSED if report.failed else 0


def _described(asked: Asked, folder: Path) -> tuple[str, str]:
    """Writes the consultation's description into the folder; tells what became of it and why."""
    from kannat.export.rdf import serialized
    from kannat.fetching.kept import put_unless_edited
    from kannat.fetching.report import Fetched
    from kannat.graph.description import description_quads
    from kannat.graph.names import DEFAULT_BASE

    if not asked.titles or not asked.requester:
        return str(Fetched.SKIPPED), "the service names no title or no requester: describe the consultation by hand"
    quads = description_quads(*_consultation(asked))
    fate = put_unless_edited(folder, DESCRIPTION, serialized(quads, "turtle", DEFAULT_BASE))
    return str(fate), "edited since it was fetched: the new one lies in .fetch" if fate is Fetched.SKIPPED else ""


def _consultation(asked: Asked) -> tuple[Consultation, dict[str, str]]:
    """The consultation that a service describes, and the names of its organisations that no authority file knows."""
    from kannat.model import Consultation, Question
    from kannat.model.keys import identifier_key, name_key, slug
    from kannat.reading.authorities import load_authorities
    from kannat.reading.language import language_of

    authorities = load_authorities()
    keys = {name: authorities.key_of(name) or name_key(name) for name in (asked.requester, *asked.invited)}
    key = identifier_key(asked.identifier)
    language = language_of(" ".join((*(text for _, text in asked.titles), *asked.questions)))
    questions: dict[str, Question] = {}
    for order, wording in enumerate(asked.questions, 1):
        name = f"{key}.{slug(wording) or 'question'}"
        name = name if name not in questions else f"{name}-{order}"
        questions[name] = Question(name, order, ((language, wording),))
    consultation = Consultation(
        key=key,
        identifier=asked.identifier,
        titles=asked.titles if len(asked.titles) > 1 else ((language, asked.titles[0][1]),),
        requester=keys[asked.requester],
        requester_names=(),
        request_date=asked.request_date,
        deadline=asked.deadline,
        web_ids=(asked.web_id,) if asked.web_id else (),
        questions=tuple(questions.values()),
        invited=tuple(dict.fromkeys(keys[name] for name in asked.invited)),
    )
    unknown = {key: name for name, key in reversed(keys.items()) if key not in authorities.organisations}
    return consultation, unknown
