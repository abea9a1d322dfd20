"""The command `kannat`: its group, its exit statuses, and what is said when something goes wrong."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from kannat.errors import KannatError

EXIT_INTERRUPTED = 130
"""The shell's convention for a process ended by Ctrl-C."""
EXIT_BUG = KannatError.exit_status

COMMANDS = {
    "fetch": ("kannat.cli.fetch", "Get the statements of a round from the service that publishes them."),
    "ingest": ("kannat.cli.ingest", "Read statements, check them, and store what is sound."),
    "read": ("kannat.cli.read", "Print what is found in one document."),
    "validate": ("kannat.cli.validate", "Tell whether a submission is sound, and what to do where it is not."),
    "queries": ("kannat.cli.query", "List the questions that can be asked."),
    "query": ("kannat.cli.query", "Ask a question: one of the library, or a SPARQL file of your own."),
    "compare": ("kannat.cli.compare", "Compare the respondents' positions, proposal by proposal."),
    "wording": ("kannat.cli.wording", "Find the passages that statements share, and who speaks independently."),
    "export": ("kannat.cli.export", "Write the graph or its networks for other tools."),
    "summary": ("kannat.cli.summary", "Write the summary of a round, with notes that lead to the passages."),
    "picture": ("kannat.cli.pictures", "Draw a round: SVG or PNG."),
    "codebook": ("kannat.cli.codebook", "Draft a codebook, find what it lacks, and let a changed one hold."),
    "review": ("kannat.cli.review", "Look through what was read, and let what people decide hold."),
    "evaluate": ("kannat.cli.evaluate", "Score the reading against known readings."),
    "train": ("kannat.cli.train", "Build the model that finds positions, from labelled prose."),
    "authority": ("kannat.cli.authority", "Extend what is known: acts, organisations, merges."),
    "store": ("kannat.cli.store", "Look after the store: info, verify, dump, restore, clear."),
}
"""Each command's module and its one-line help: the group's own help imports none of them."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kannat", message="%(prog)s %(version)s")
def kannat() -> None:
    """Who stands where on what, in which words, on which law.

    Turns the statements of a public consultation into a graph that can be asked, compared and drawn.

    Exit status: 0 done or conforming; 1 ran, and the answer is no; 2 usage; 3 some input refused, the rest done;
    4 the store is locked or damaged; 5 a limit was hit; 70 a fault of ours.
    """


def main() -> None:
    """Run the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; never lets a traceback reach a user."""
    try:
        result = kannat.main(args=arguments, prog_name="kannat", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("stopped; what was reported as stored is stored")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KannatError as error:
        say(error.line())
        return error.exit_status
    except Exception as error:
        if os.environ.get("KANNAT_DEBUG"):
            raise
        say(f"{type(error).__name__}: {error}")
        say("this is a fault of kannat, not yours; KANNAT_DEBUG=1 shows where, please report it")
        return EXIT_BUG
    return result if isinstance(result, int) else 0


def say(line: str) -> None:
    """One line of talk on stderr, free of control characters."""
    from kannat.cli.output import printable

    click.echo(f"kannat: {printable(line)}", err=True)
