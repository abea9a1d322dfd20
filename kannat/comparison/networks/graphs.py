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
from kannat.comparison.networks.sides import Flags, Pairs, Sides, pairs_of, sides_of
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
    """Acts, tied by the respondents that cite both (`weight`, normalised) and the statements that do (`statements`)."""
    citing = sides_of((row.act, row.respondent, Lean.FOR) for row in cited.rows).active(tie.least_active)
    documents = sides_of((row.act, row.statement, Lean.FOR) for row in cited.rows)
    network = _sided(citing, tie, ACT, cited.acts, cited.left_out)
    place = {name: index for index, name in enumerate(documents.rows)}
    for one, other, data in network.edges(data=True):
        together = documents.favour[place[one]] & documents.favour[place[other]]
        for key in ("conflict", "bothSides", "shared"):
            del data[key]
        data["kind"] = CITED_TOGETHER
        data["respondents"] = data.pop("congruence")
        data["statements"] = int(together.sum())
    references = _totals((row.act, row.reference) for row in cited.rows)
    for node, data in network.nodes(data=True):
        data["respondents"] = data.pop("activity")
        del data["bothSides"]
        data["references"] = references[node]
    return network


def mention_network(found: Mentions, least: int = 1) -> nx.DiGraph[str]:
    """Who mentions whom, and how often: directed, with a loop where one mentions itself."""
    network: nx.DiGraph[str] = nx.DiGraph(left_out=())
    rows = [row for row in found.rows if row[2] >= least]
    for name in sorted({name for row in rows for name in row[:2]}):
        network.add_node(name, **_node(ORGANISATION, name, found.names[name]))
    for source, target, count in rows:
        network.add_edge(source, target, kind=MENTIONS, weight=float(count), mentions=count)
    for node, data in network.nodes(data=True):
        data["mentioned"] = sum(count for _, target, count in rows if target == node)
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


def _totals(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for name, other in pairs:
        found.setdefault(name, set()).add(other)
    return {name: len(others) for name, others in found.items()}


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
