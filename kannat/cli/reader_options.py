"""The options that say which reader reads, and all there is to say of a language model."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.app import say
from kannat.errors import UsageError

if TYPE_CHECKING:
    from kannat.reading import Reader
    from kannat.reading.language_model import LanguageModelReader

    Chosen = Callable[..., AbstractContextManager[Reader | None]]

_OPTIONS = (
    click.option("--reader", type=click.Choice(["trained", "rules", "llm"]),
                 help="Who finds the positions; the trained model where there is one. llm asks a language model."),
    click.option("--llm-url", metavar="ADDRESS", default="", envvar="KANNAT_LLM_URL", show_envvar=True,
                 help="An OpenAI-compatible service, as https://host/v1. The statements' text is sent there."),
    click.option("--llm-model", metavar="NAME", default="", envvar="KANNAT_LLM_MODEL", show_envvar=True,
                 help="The model's name at the service. A key is taken from KANNAT_LLM_KEY."),
    click.option("--llm-parallel", type=click.IntRange(1, 64), default=4, show_default=True, metavar="N",
                 help="Requests under way at once."),
    click.option("--llm-max-requests", type=click.IntRange(0), default=1000, show_default=True, metavar="N",
                 help="Requests in this run, at most; tries again are not counted."),
    click.option("--llm-max-characters", type=click.IntRange(0), default=10_000_000, show_default=True, metavar="N",
                 help="Characters of statements sent in this run, at most."),
    click.option("--llm-max-document", type=click.IntRange(0), default=500_000, show_default=True, metavar="N",
                 help="Characters of one statement, at most."),
    click.option("--llm-timeout", type=click.FloatRange(0.1), default=120.0, show_default=True, metavar="SECONDS",
                 help="How long to wait for a reply."),
    click.option("--llm-retries", type=click.IntRange(0, 20), default=4, show_default=True, metavar="N",
                 help="How often to ask again where the service is busy or a line breaks."),
    click.option("--llm-insecure", is_flag=True, help="Allow plain http to another machine."),
    click.option("--offline", is_flag=True, help="With --reader llm: only what it has read before."),
)  # fmt: skip


def reader_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; the command is given `chosen`, which opens the reader that they name."""

    @functools.wraps(command)
    def called(**given: Any) -> Any:
        name, offline = given.pop("reader"), given.pop("offline")
        settings = {key.removeprefix("llm_"): given.pop(key) for key in sorted(given) if key.startswith("llm_")}
        return command(chosen=functools.partial(_opened, name, offline, settings), **given)

    return functools.reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), called)


@contextmanager
def _opened(name: str | None, offline: bool, given: dict[str, Any], *, processes: int = 1) -> Iterator[Reader | None]:
    """The reader for as long as the block lasts, None for the default one; says at its end what a model cost."""
    from kannat.reading import reader_named

    if name != "llm":
        yield reader_named(name) if name else None
        return
    if processes > 1:
        raise UsageError("a language model is asked from one process", advice="use --llm-parallel, not --jobs")
    with _model(offline, given) as reader:
        yield reader
        say(_told(reader))


def _model(offline: bool, given: dict[str, Any]) -> LanguageModelReader:
    from kannat.reading.language_model import LanguageModelReader, Settings
    from kannat.reading.language_model.settings import key_of_environment

    settings = Settings(
        address=given["url"],
        model=given["model"],
        key=key_of_environment(),
        offline=offline,
        insecure=given["insecure"],
        parallel=given["parallel"],
        requests=given["max_requests"],
        characters=given["max_characters"],
        document_characters=given["max_document"],
        timeout=given["timeout"],
        retries=given["retries"],
    )
    return LanguageModelReader(settings)


def _told(reader: LanguageModelReader) -> str:
    """What was asked of the model, and what it said in vain."""
    asked, dropped = reader.asking, reader.dropped
    counted = ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items())) or "nothing"
    return f"language model: {asked.asked} requests, {asked.cached} replies from the cache; dropped: {counted}"


def limit_hit(reader: Reader | None) -> bool:
    """Whether a language model's budget did not reach for all that was to be read."""
    return getattr(reader, "limit", None) is not None
