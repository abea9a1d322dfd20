"""The networks of a consultation as networkx graphs: who stands with whom, which proposals go together, and the rest.

Every node bears `kind`, `label`, `address`; every edge `kind` and `weight`. What was left out, and why, stands in the
graph's own `left_out`. Each edge between respondents names the proposals behind its counts (`congruentOn`,
`conflictOn`, `bothSidesOn`), and each position on a proposal leads to its passage. More edges than a machine's memory
holds as a graph raise `LimitExceeded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np

from kannat.comparison.networks.dna import Grid
from kannat.comparison.networks.measures import Measure, Normalisation, weights_of
from kannat.comparison.networks.rows import Citations, Mentions, Named, Stands
from kannat.comparison.networks.sides import Flags, Numbers, Pairs, Sides, pairs_of, sides_of
from kannat.comparison.tables import local_name
from kannat.errors import LimitExceeded
from kannat.model import Lean

RESPONDENT: Final = "respondent"
PROPOSAL: Final = "proposal"
ACT: Final = "act"
ORGANISATION: Final = "organisation"
CITED_TOGETHER: Final = "citedTogether"
MENTIONS: Final = "mentions"
SEPARATOR: Final = " | "
MOST_EDGES: Final = 5_000_000
MOST_NAMED: Final = 2_000
"""Respondents up to which each edge between two names the proposals behind it."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties two, what its count is put in proportion to, and what an edge needs at least.

    `least_shared` is the number of columns that both take a side on, `least_active` that of each by itself.
    """

    measure: Measure = Measure.CONGRUENCE
    normalisation: Normalisation = Normalisation.NONE
    least_shared: int = 1
    least_active: int = 1
    least_weight: float = 0.0


def respondent_network(stands: Stands, tie: Tie = Tie()) -> nx.Graph[str]:
    """Respondents, tied by the proposals on which they are on the same side, or on opposite ones."""
    sides = sides_of(_leans(stands)).active(tie.least_active)
    network = _sided(sides, tie, RESPONDENT, stands.respondents, stands.left_out)
    if len(sides.rows) <= MOST_NAMED:
        _name_proposals(network, sides)
    return network


def proposal_network(stands: Stands, tie: Tie = Tie()) -> nx.Graph[str]:
    """Proposals, tied by the respondents that are on the same side of both, or on different sides."""
    sides = sides_of(_leans(stands)).transposed().active(tie.least_active)
    return _sided(sides, tie, PROPOSAL, stands.proposals, stands.left_out)


def act_network(cited: Citations, tie: Tie = Tie()) -> nx.Graph[str]:
    """Acts, tied by the respondents that cite both in one statement; `statements` counts the statements that do.

    The counts are those of the question `cited-together`.
    """
    pairs, statements = _cited_together(cited, tie)
    network: nx.Graph[str] = nx.Graph(left_out=cited.left_out)
    references = _gathered((row.act, row.reference) for row in cited.rows)
    for act, respondents in zip(pairs.names, pairs.activity.tolist(), strict=True):
        facts = {"respondents": respondents, "references": len(references[act])}
        network.add_node(act, **_node(ACT, act, cited.acts[act]), **facts)
    weights = weights_of(pairs, Measure.CONGRUENCE, tie.normalisation)
    columns = (pairs.first, pairs.second, weights, pairs.congruence, statements)
    for i, j, weight, respondents, together in zip(*(one.tolist() for one in columns), strict=True):
        if weight >= tie.least_weight:
            told = {"weight": weight, "respondents": respondents, "statements": together}
            network.add_edge(pairs.names[i], pairs.names[j], kind=CITED_TOGETHER, **told)
    return network


def _cited_together(cited: Citations, tie: Tie) -> tuple[Pairs, Numbers]:
    """Pairs of acts that stand in one statement, counted by respondents, and for each the number of such statements."""
    citing = _gathered((row.act, row.respondent) for row in cited.rows)
    authors = _gathered((row.statement, row.respondent) for row in cited.rows)
    active = {act for act, who in citing.items() if len(who) >= tie.least_active}
    found = sides_of((row.act, row.statement, Lean.FOR) for row in cited.rows if row.act in active)
    pairs = pairs_of(found)
    counts = [
        len(set().union(*(authors[found.columns[k]] for k in np.flatnonzero(found.favour[i] & found.favour[j]))))
        for i, j in zip(pairs.first, pairs.second, strict=True)
    ]
    respondents = np.array(counts, dtype=np.int64)
    activity = np.array([len(citing[act]) for act in pairs.names], dtype=np.int64)
    none = np.zeros_like(respondents)
    made = Pairs(pairs.names, activity, activity, pairs.first, pairs.second, respondents, respondents, none)
    kept = respondents >= tie.least_shared
    return made.kept(kept), pairs.shared[kept]


def mention_network(found: Mentions, least: int = 1) -> nx.DiGraph[str]:
    """Who mentions whom, and how often: directed, with a loop where one mentions itself."""
    network: nx.DiGraph[str] = nx.DiGraph(left_out=())
    rows = [row for row in found.rows if row[2] >= least]
    for name in sorted({name for row in rows for name in row[:2]}):
        network.add_node(name, **_node(ORGANISATION, name, found.names[name]))
    for source, target, count in rows:
        network.add_edge(source, target, kind=MENTIONS, weight=float(count), mentions=count)
    mentioned = dict.fromkeys(network, 0)
    for _, target, count in rows:
        mentioned[target] += count
    nx.set_node_attributes(network, mentioned, "mentioned")
    return network


def _leans(stands: Stands) -> Iterable[tuple[str, str, str]]:
    return ((row.respondent, row.proposal, row.lean) for row in stands.rows)


def _sided(
    sides: Sides, tie: Tie, kind: str, names: Mapping[str, Named], left_out: tuple[tuple[str, int], ...]
) -> nx.Graph[str]:
    pairs, weights, balanced = _tied(pairs_of(sides, tie.least_shared), tie)
    if len(pairs) > MOST_EDGES:
        raise LimitExceeded(
            f"{len(pairs):,} edges are more than a network of {MOST_EDGES:,} holds",
            advice="ask for more shared proposals or heavier edges, or take the numbers as columns (pairs_of)",
        )
    network: nx.Graph[str] = nx.Graph(left_out=(*left_out, *([("balancedPairs", balanced)] if balanced else [])))
    both = sides.both.sum(axis=1)
    for index, name in enumerate(sides.rows):
        facts = {"activity": int(pairs.activity[index]), "bothSides": int(both[index])}
        network.add_node(name, **_node(kind, name, names[name]), **facts)
    columns = (pairs.first, pairs.second, weights, pairs.shared, pairs.congruence, pairs.conflict)
    for i, j, weight, shared, congruence, conflict in zip(*(one.tolist() for one in columns), strict=True):
        network.add_edge(
            sides.rows[i],
            sides.rows[j],
            kind=str(tie.measure),
            weight=weight,
            shared=shared,
            congruence=congruence,
            conflict=conflict,
            bothSides=shared - congruence - conflict,
        )
    return network


def _tied(pairs: Pairs, tie: Tie) -> tuple[Pairs, Any, int]:
    """The pairs that become edges, their weights, and how many agree exactly as often as they disagree."""
    counts = {
        Measure.CONGRUENCE: pairs.congruence > 0,
        Measure.CONFLICT: pairs.conflict > 0,
        Measure.DIFFERENCE: (pairs.congruence > 0) | (pairs.conflict > 0),
    }
    found = pairs.kept(counts[tie.measure])
    weights = weights_of(found, tie.measure, tie.normalisation)
    kept: Flags = (weights != 0) & (np.abs(weights) >= tie.least_weight)
    return found.kept(kept), weights[kept], int((weights == 0).sum())


def _node(kind: str, address: str, named: Named) -> dict[str, Any]:
    return {"kind": kind, "label": named.label, "address": address, **dict(named.facts)}


def _name_proposals(network: nx.Graph[str], sides: Sides) -> None:
    """Put the proposals behind its counts on each edge, as the ends of their addresses."""
    place = {name: index for index, name in enumerate(sides.rows)}
    names = np.array([local_name(column) for column in sides.columns], dtype=object)
    for one, other, data in network.edges(data=True):
        i, j = place[one], place[other]
        shared = (sides.favour[i] | sides.against[i]) & (sides.favour[j] | sides.against[j])
        alone = ~(sides.favour[i] & sides.against[i]) & ~(sides.favour[j] & sides.against[j])
        same = sides.favour[i] == sides.favour[j]
        for key, which in (("congruentOn", alone & same), ("conflictOn", alone & ~same), ("bothSidesOn", ~alone)):
            data[key] = SEPARATOR.join(names[shared & which])


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, other in pairs:
        found.setdefault(name, set()).add(other)
    return found


def grid_network(
    grid: Grid, names: Mapping[str, Named], kind: str, edge_kind: str, least_weight: float = 0.0
) -> nx.Graph[str]:
    """A matrix as a network: its cells that are not zero are edges; rows and columns, where they differ, two modes."""
    network: nx.Graph[str] = nx.Graph(left_out=())
    for name in grid.rows:
        network.add_node(name, **_node(kind, name, names.get(name, Named(name))))
    for name in grid.columns:
        if name not in network:
            network.add_node(name, **_node(PROPOSAL, name, names.get(name, Named(name))))
    for i, j in np.argwhere((grid.values != 0) & (np.abs(grid.values) >= least_weight)).tolist():
        network.add_edge(grid.rows[i], grid.columns[j], kind=edge_kind, weight=float(grid.values[i, j]))
    return network
