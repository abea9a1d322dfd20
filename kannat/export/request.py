"""A network as it is asked for: of what, tied how, chosen and dressed how, from a store or a table of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil
from typing import Any, Final

import networkx as nx

from kannat.comparison import matrix, the_consultation
from kannat.comparison.networks import (
    Measure,
    Normalisation,
    Period,
    Selection,
    Tie,
    act_network,
    citations,
    mention_network,
    mentions,
    over_time,
    proposal_network,
    respondent_network,
    stands,
)
from kannat.comparison.networks.dna import (
    Aggregation,
    CodedStatement,
    Duplicates,
    Grid,
    Scaling,
    one_mode,
    two_mode,
)
from kannat.comparison.networks.graphs import PROPOSAL, RESPONDENT, grid_network
from kannat.comparison.networks.rows import Named, Stand, Stands, known_questions, known_types
from kannat.comparison.networks.slices import span_of
from kannat.comparison.tables import ask, local_name
from kannat.errors import UsageError
from kannat.export.network import network_of
from kannat.export.notices import notice, said_of
from kannat.export.wording import wording
from kannat.model import Lean
from kannat.store import Store


class Subject(StrEnum):
    """What the network is of."""

    TWO_MODE = "two-mode"
    RESPONDENTS = "respondents"
    PROPOSALS = "proposals"
    ACTS = "acts"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Request:
    """A network as it is asked for; a `scaling` stands for the Discourse Network Analyzer's definitions."""

    subject: Subject = Subject.TWO_MODE
    tie: Tie = field(default_factory=Tie)
    selection: Selection = field(default_factory=Selection)
    scaling: Scaling | None = None
    duplicates: Duplicates = Duplicates.INCLUDE
    period: Period | None = None


AGGREGATIONS: Final = {
    Measure.CONGRUENCE: Aggregation.CONGRUENCE,
    Measure.CONFLICT: Aggregation.CONFLICT,
    Measure.DIFFERENCE: Aggregation.SUBTRACT,
}
_SIDED: Final = (Subject.RESPONDENTS, Subject.PROPOSALS)


def network_for(store: Store, consultation: str | None, request: Request, language: str = "fi") -> nx.Graph[str]:
    """The network of a consultation; its `title` says of what it is and who read the positions.

    Raises `UsageError` for a request whose parts do not fit together, `UnknownName` for a type of respondent or a
    question that is not there.
    """
    check(request)
    address = the_consultation(store, consultation)
    known_types(request.selection.types)
    known_questions(store, address, request.selection.questions)
    network = _network(store, address, request, language)
    if "title" not in network.graph:
        network.graph["title"] = _title(store, address, request, language)
    return network


def coded_network(statements: Iterable[CodedStatement], request: Request) -> nx.Graph[str]:
    """The network of a table of coded statements, of `respondents` or `two-mode`.

    Under one of our normalisations the table's organisations are respondents and its concepts proposals; under one of
    the Discourse Network Analyzer's its own definitions hold.
    """
    if request.subject is Subject.TWO_MODE and request.scaling is None:
        request = replace(request, scaling=Scaling.NONE)
    check(request)
    if request.subject not in (Subject.RESPONDENTS, Subject.TWO_MODE):
        raise UsageError(f"a table of statements has no network of {request.subject}")
    if request.selection.questions or request.selection.min_confidence:
        raise UsageError("a table of statements knows neither questions nor confidence")
    network: nx.Graph[str]
    if request.scaling is None:
        found, period = coded_stands(statements, request.selection), request.period
        network = over_time(found, period, _tied(request)) if period else _tied(request)(found)
    else:
        network = _coded(_chosen(statements, request.selection), request, {})
    network.graph["title"] = _codes(request)
    return network


def coded_stands(statements: Iterable[CodedStatement], selection: Selection) -> Stands:
    """A table of coded statements as positions."""
    chosen = _chosen(statements, selection)
    rows = tuple(
        Stand(
            respondent=one.organization,
            proposal=one.concept,
            lean=Lean.FOR if one.agreement else Lean.AGAINST,
            position=one.id,
            statement=one.document,
            type=one.organization_type,
            question="",
            issued=one.date,
            confidence=None,
        )
        for one in chosen
    )
    respondents = {
        one.organization: Named(one.organization, (("organisationType", one.organization_type),)) for one in chosen
    }
    return Stands(rows, respondents, {one.concept: Named(one.concept) for one in chosen})


def grids(statements: Iterable[CodedStatement], request: Request) -> Grid:
    """The matrix of a table of statements by the Discourse Network Analyzer's definitions."""
    scaling = request.scaling or Scaling.NONE
    if request.subject is Subject.TWO_MODE:
        return two_mode(statements, Aggregation.SUBTRACT, scaling, request.duplicates)
    return one_mode(statements, AGGREGATIONS[request.tie.measure], scaling, request.duplicates)


def check(request: Request) -> None:
    """Raises `UsageError` where parts of a request do not fit together."""
    tie, subject, chosen = request.tie, request.subject, request.selection
    if subject not in _SIDED and tie.measure is not Measure.CONGRUENCE:
        raise UsageError(f"a network of {subject} has no {tie.measure}", advice="take --of respondents or proposals")
    if subject in (Subject.TWO_MODE, Subject.ORGANISATIONS) and tie.normalisation is not Normalisation.NONE:
        raise UsageError(f"a network of {subject} is not normalised", advice="leave out --normalise")
    if request.scaling and subject not in (Subject.RESPONDENTS, Subject.TWO_MODE):
        raise UsageError(f"{request.scaling} is defined for respondents only")
    _check_limits(request)
    if request.period and (subject not in (*_SIDED, Subject.TWO_MODE) or request.scaling):
        raise UsageError("only positions have a time", advice="leave out --by, or take --of respondents or proposals")
    if subject in (Subject.ACTS, Subject.ORGANISATIONS) and (chosen.questions or chosen.min_confidence):
        raise UsageError(
            f"a network of {subject} knows neither questions nor confidence", advice="choose by type of respondent"
        )
    if subject is Subject.ORGANISATIONS and chosen.in_window:
        raise UsageError("mentions are counted over the whole round", advice="leave out --since and --until")


def _check_limits(request: Request) -> None:
    """Raises `UsageError` for a least count that this network knows nothing of: none is passed over in silence."""
    tie, positions = request.tie, request.subject is Subject.TWO_MODE and request.scaling is None
    if positions and tie.least_weight:
        raise UsageError("positions bear no weights", advice="leave out --min-weight, or take --of")
    shares = request.subject in (*_SIDED, Subject.ACTS) and request.scaling is None
    if not shares and max(tie.least_shared, tie.least_active) > 1:
        what = request.scaling or request.subject
        raise UsageError(f"{what} counts no shared sides", advice="leave out --min-shared and --min-active")
    if request.duplicates is not Duplicates.INCLUDE and request.scaling is None:
        raise UsageError("duplicates count in the Discourse Network Analyzer's definitions only")


def _network(store: Store, address: str, request: Request, language: str) -> nx.Graph[str]:
    if request.subject is Subject.TWO_MODE and request.scaling is None:
        return _positions(store, address, request, language)
    if request.subject is Subject.ACTS:
        return act_network(citations(store, address, request.selection, language), request.tie)
    if request.subject is Subject.ORGANISATIONS:
        found = mentions(store, address, request.selection, language)
        return mention_network(found, max(1, ceil(request.tie.least_weight)))
    found_stands = stands(store, address, language).chosen(request.selection)
    if request.scaling is not None:
        names = found_stands.respondents | found_stands.proposals
        return _coded(_coded_statements(found_stands), request, names)

    tied = _tied(request)
    return over_time(found_stands, request.period, tied) if request.period else tied(found_stands)


def _tied(request: Request) -> Callable[[Stands], nx.Graph[str]]:
    """What makes the network of some positions."""
    build = respondent_network if request.subject is Subject.RESPONDENTS else proposal_network
    return lambda some: build(some, request.tie)


def _positions(store: Store, address: str, request: Request, language: str) -> nx.Graph[str]:
    """The network of positions, without those that are not chosen; nodes' counts are those of the whole round."""
    chosen = request.selection
    compared = matrix(store, address, language, chosen.min_confidence)
    network: nx.MultiGraph[str] = network_of(compared, notice(compared, language))
    undated = 0
    for one, other, key, data in list(network.edges(keys=True, data=True)):
        issued = compared.statements[data["statement"]].issued or ""
        kind = network.nodes[data["respondent"]]["organisationType"]
        question = network.nodes[data["proposal"]]["question"] or ""
        wanted = not chosen.questions or bool({question, local_name(question)} & set(chosen.questions))
        if not wanted or not chosen.takes(kind, issued):
            network.remove_edge(one, other, key)
        elif request.period and issued:
            data["start"], data["end"], data["slice"] = span_of(issued, request.period)
        undated += not issued and bool(request.period or chosen.in_window)
    _drop_unchosen(network, chosen)
    nx.set_node_attributes(network, dict(network.degree()), "positions")
    network.graph["left_out"] = (("undated", undated),) if undated else ()
    return network


def _drop_unchosen(network: nx.MultiGraph[str], chosen: Selection) -> None:
    """Take out respondents of other types, and proposals of other questions, that nothing ties any more."""
    for node in list(network):
        data = network.nodes[node]
        question = data.get("question") or ""
        other_type = data["kind"] == RESPONDENT and chosen.types and data["organisationType"] not in chosen.types
        asked = {question, local_name(question)} & set(chosen.questions)
        if other_type or (data["kind"] == PROPOSAL and chosen.questions and not asked):
            network.remove_node(node)


def _coded(statements: Iterable[CodedStatement], request: Request, names: dict[str, Named]) -> nx.Graph[str]:
    return grid_network(
        grids(statements, request), names, RESPONDENT, str(request.tie.measure), request.tie.least_weight
    )


def _coded_statements(found: Stands) -> list[CodedStatement]:
    """Positions that lean, as coded statements by address."""
    return [
        CodedStatement(row.position, row.statement, row.issued, row.proposal, row.lean == Lean.FOR, row.respondent)
        for row in found.rows
        if row.lean != Lean.NEUTRAL
    ]


def _chosen(statements: Iterable[CodedStatement], selection: Selection) -> list[CodedStatement]:
    return [one for one in statements if selection.takes(one.organization_type, one.date)]


def _title(store: Store, address: str, request: Request, language: str) -> str:
    (facts,) = ask(store, "consultations", consultation=address, language=language)
    read = {local_name(row["method"]) for row in ask(store, "statements", consultation=address)}
    said = said_of(read, wording(language)) if request.subject is not Subject.ORGANISATIONS else []
    return " ".join((f"{facts['identifier']} {facts['title']}: {_codes(request)}.", *said))


def _codes(request: Request) -> str:
    parts: list[Any] = [request.subject]
    if request.subject in _SIDED:
        parts.append(request.tie.measure)
    if request.scaling or request.tie.normalisation is not Normalisation.NONE:
        parts.append(request.scaling or request.tie.normalisation)
    return ", ".join(str(part) for part in parts)
