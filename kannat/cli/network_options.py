"""What a network is asked for with on the command line, and the network that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.options import Command, consultation_option, language_option, min_confidence_option, store_option

if TYPE_CHECKING:
    import networkx as nx

    from kannat.export.request import Request

SUBJECTS = ("two-mode", "respondents", "proposals", "acts", "organisations")
MEASURES = ("congruence", "conflict", "difference")
NORMALISATIONS = ("none", "average", "jaccard", "cosine", "dna", "dna-average", "dna-jaccard", "dna-cosine")
DUPLICATES = ("include", "document", "month", "year", "acrossrange")
PERIODS = ("day", "month", "quarter", "year")
_DAY = click.DateTime(["%Y-%m-%d"])

_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    consultation_option,
    store_option,
    click.option("--of", "subject", type=click.Choice(SUBJECTS), default="two-mode", show_default=True,
                 help="The nodes: respondents and proposals, one of them, acts cited, organisations mentioned."),
    click.option("--measure", type=click.Choice(MEASURES), default="congruence", show_default=True,
                 help="What ties two respondents or proposals."),
    click.option("--normalise", "normalisation", type=click.Choice(NORMALISATIONS), default="none", show_default=True,
                 help="What the count is put in proportion to; dna… are the Discourse Network Analyzer's definitions."),
    click.option("--type", "types", metavar="TYPE", multiple=True, help="Only respondents of this type; repeatable."),
    click.option("--question", "questions", metavar="KEY", multiple=True,
                 help="Only proposals of this question; repeatable."),
    click.option("--since", metavar="DAY", type=_DAY, help="Only statements issued on this day (2026-02-10) or later."),
    click.option("--until", metavar="DAY", type=_DAY, help="Only statements issued on this day or earlier."),
    min_confidence_option,
    click.option("--min-shared", metavar="N", type=click.IntRange(1), default=1, show_default=True,
                 help="Only pairs that both take a side on at least so many."),
    click.option("--min-active", metavar="N", type=click.IntRange(1), default=1, show_default=True,
                 help="Only nodes that take a side on at least so many."),
    click.option("--min-weight", metavar="W", type=click.FloatRange(0), default=0.0,
                 help="Only edges that weigh at least so much, without their sign."),
    click.option("--by", "period", type=click.Choice(PERIODS), help="Edges for each period of time."),
    click.option("--dna", "table", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="From the Discourse Network Analyzer's table of statements instead of a store."),
    click.option("--duplicates", type=click.Choice(DUPLICATES), default="include", show_default=True,
                 help="With dna…: within what the same statement counts once."),
    click.option("--backbone", "alpha", metavar="ALPHA", type=click.FloatRange(0, 1, min_open=True, max_open=True),
                 help="Only edges too heavy to be chance, such as 0.05 (disparity filter)."),
    language_option,
)  # fmt: skip


def network_options(command: Command) -> Command:
    """All options that choose a network, in one."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def chosen_network(
    *, consultation: str | None, location: str, table: Path | None, alpha: float | None, language: str, **asked: Any
) -> tuple[nx.Graph[Any], Request]:
    """The network that the options ask for, and the request they make."""
    from kannat.comparison.networks import backbone
    from kannat.comparison.networks.dna_table import read_coded_statements
    from kannat.export.request import coded_network, network_for
    from kannat.store import open_store

    request = _request(**asked)
    if table is not None:
        network = coded_network(read_coded_statements(table), request)
    else:
        with open_store(location, "read") as store:
            network = network_for(store, consultation, request, language)
    if alpha is not None:
        network = _backbone(network, request, alpha, backbone)
    return network, request


def _request(
    *, subject: str, measure: str, normalisation: str, duplicates: str, period: str | None, **limits: Any
) -> Request:
    from kannat.comparison.networks import Measure, Normalisation, Period, Selection, Tie
    from kannat.comparison.networks.dna import Duplicates, Scaling
    from kannat.export.request import Request, Subject

    foreign = normalisation.startswith("dna")
    tie = Tie(
        Measure(measure),
        Normalisation.NONE if foreign else Normalisation(normalisation),
        limits["min_shared"],
        limits["min_active"],
        limits["min_weight"],
    )
    since, until = (limits[name] and limits[name].date().isoformat() for name in ("since", "until"))
    return Request(
        subject=Subject(subject),
        tie=tie,
        selection=Selection(limits["types"], limits["questions"], since, until, limits["min_confidence"]),
        scaling=Scaling(normalisation) if foreign else None,
        duplicates=Duplicates(duplicates),
        period=Period(period) if period else None,
    )


def _backbone(network: Any, request: Request, alpha: float, filter_: Callable[[Any, float], Any]) -> Any:
    from kannat.errors import UsageError
    from kannat.export.request import Subject

    if request.subject is Subject.TWO_MODE and request.scaling is None:
        raise UsageError("positions bear no weights to filter by", advice="leave out --backbone, or take --of")
    return filter_(network, alpha)


def told_left_out(network: nx.Graph[Any]) -> None:
    """Say on stderr what the network leaves out."""
    for name, count in network.graph.get("left_out", ()):
        click.echo(f"left out: {count} {name}", err=True)
