"""`kannat compare`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kannat.cli.app import say
from kannat.cli.options import (
    consultation_option,
    format_option,
    language_option,
    min_confidence_option,
    output_option,
    store_option,
)
from kannat.cli.output import is_terminal, print_table, write
from kannat.errors import UsageError
from kannat.model import Stance

if TYPE_CHECKING:
    from kannat.comparison import Matrix
    from kannat.store import Store


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is compared with what."""

    names: tuple[str, ...]
    pairs: bool
    consensus: bool
    by_type: bool
    earlier: str | None
    least: int | None

    def check(self) -> None:
        """Raises `UsageError` where the wishes do not go together."""
        ways = [bool(self.names), self.pairs, self.consensus or self.by_type, self.earlier is not None]
        if sum(ways) > 1:
            advice = "give names, --pairs, --consensus or --earlier, one of them"
            raise UsageError("these cannot be compared in one table", advice=advice)
        if len(self.names) > 2:
            raise UsageError("more than two names", advice="compare one with everyone, or two with each other")
        if self.least is not None and not (self.pairs or self.consensus or self.by_type):
            raise UsageError("--least is of --pairs and --consensus", advice="leave it out")


@click.command()
@click.argument("names", metavar="[NAME [NAME]]", nargs=-1)
@consultation_option
@store_option
@format_option("table", "csv", "json", "xlsx", "parquet", "html")
@language_option
@output_option
@min_confidence_option
@click.option("--pairs", is_flag=True, help="Pairs of respondents: shared proposals, same lean, measures of agreement.")
@click.option(
    "--consensus", is_flag=True, help="How united all respondents are on each proposal, and how controversial."
)
@click.option("--by-type", is_flag=True, help="The same within each type of respondents.")
@click.option("--earlier", metavar="ID", help="What changed since this consultation, for those that answered both.")
@click.option(
    "--least",
    type=click.IntRange(min=1),
    help="At least so many: shared proposals of a pair, or respondents that take a side on a proposal.",
)
def compare(
    names: tuple[str, ...],
    consultation: str | None,
    location: str,
    format_: str | None,
    language: str,
    output: Path | None,
    min_confidence: float,
    **wishes: Any,
) -> None:
    """Compare the respondents' positions, proposal by proposal.

    Without a NAME: the matrix of respondents and proposals, with counts and what they are out of; as html one
    self-contained page whose cells open the passages. With one NAME that respondent, or that type of respondents,
    against everyone else; with two those beside one another, with their words.
    """
    from kannat.comparison import matrix, the_consultation
    from kannat.export import comparison_page, notice
    from kannat.export.records import rendered
    from kannat.store import open_store

    wish = _Wish(names, **wishes)
    wish.check()
    if wish.earlier is not None and min_confidence:
        raise UsageError("--earlier compares every position", advice="leave out --min-confidence")
    chosen_format = format_ or ("table" if is_terminal() and output is None else "csv")
    if chosen_format in {"xlsx", "parquet"} and output is None and is_terminal():
        raise UsageError(f"{chosen_format} is no text", advice="name a file with -o")
    with open_store(location, "read") as store:
        address = the_consultation(store, consultation)
        compared = matrix(store, address, language, min_confidence)
        title, columns = _asked_for(store, compared, wish, language)
    said = notice(compared, language)
    if columns is None and chosen_format == "html":
        write(comparison_page(compared, language), output)
        return
    say(said)
    if columns is None and chosen_format == "table":
        _print_matrix(compared)
        return
    if columns is None:
        columns = compared.columns()
    if chosen_format == "table":
        _print_columns(columns, title)
    else:
        write(rendered(columns, chosen_format, title, said, language), output)


def _asked_for(
    store: Store, compared: Matrix, wish: _Wish, language: str
) -> tuple[str, Mapping[str, Sequence[Any]] | None]:
    """The title and the columns of what is wished for; no columns for the matrix itself."""
    from kannat.comparison import agreement, changes, everyone_but, group_named, side_by_side, unity
    from kannat.export.wording import wording

    words = wording(language)
    address, certain = compared.round.consultation, compared.min_confidence
    if wish.pairs:
        pairs = agreement(store, address, language, certain, wish.least or 1)
        if pairs.left_out:
            say(f"{pairs.left_out} pairs share fewer than {pairs.least_shared} proposals and are left out")
        return words.word("pairs"), pairs.columns()
    if wish.consensus or wish.by_type:
        found = unity(store, address, language, by_type=wish.by_type, least=wish.least or 2, min_confidence=certain)
        for type_, alpha in found.alphas:
            shown = "not defined" if alpha is None else f"{alpha:.3f}"
            say(f"Krippendorff's alpha over all proposals, {words.code(type_ or 'all')}: {shown}")
        return words.word("unity"), found.columns()
    if wish.earlier is not None:
        moved = changes(store, wish.earlier, address, language)
        say(", ".join(f"{words.code(kind)}: {count}" for kind, count in moved.counts().items()))
        return words.word("changes"), moved.columns()
    if wish.names:
        first = group_named(store, compared, wish.names[0])
        second = group_named(store, compared, wish.names[1]) if wish.names[1:] else everyone_but(compared, first)
        title = words.word("beside", first=first.label, second=second.label or words.word("everyone"))
        return title, side_by_side(compared, first, second).columns()
    return "", None


def _print_matrix(compared: Matrix) -> None:
    """One line a proposal: how many respondents took each stance, and out of how many."""
    stances = [str(stance) for stance in Stance]
    rows = []
    for proposal in compared.proposals:
        counts = dict(proposal.tally.stances)
        out_of = f"{proposal.tally.takers}/{proposal.tally.denominator}"
        rows.append((proposal.label, *(str(counts.get(stance, 0) or "") for stance in stances), out_of))
    title = f"{compared.round.identifier} {compared.round.title}"
    print_table(("proposal", *stances, "took a position / answered"), rows, title=title)


def _print_columns(columns: Mapping[str, Sequence[Any]], title: str) -> None:
    """The columns for people: without addresses that a name stands for."""
    if not columns or not next(iter(columns.values())):
        print_table(("(no rows)",), [], title=title)
        return
    shown = [name for name in columns if not {f"{name}Label", f"{name}_label"} & set(columns) and name not in _HIDDEN]
    rows = zip(*(columns[name] for name in shown), strict=True)
    print_table(shown, [[_cell(value) for value in row] for row in rows], title=title)


_HIDDEN = frozenset({"proposal", "notation"})


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
