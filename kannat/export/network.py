"""The network of respondents and proposals: an edge is a position, with the words that it was read from.

Two kinds of nodes (attribute `kind`), named by their addresses. A multigraph, since one respondent may hold two stances
on one proposal, and say one thing in two statements. A joint statement's position is an edge for each holder.

Nodes bear `kind`, `label`, `address`, `positions` (positions that touch it), and
respondents `organisationType`, `organisationTypeLabel`, `invited`, `answered`, `statements`;
proposals `notation`, `origin`, `question`, `inCodebook`, `supporting`, `opposing`, `both`, `neutral`, `takers`,
`denominator`, counted as in the matrix.

Edges bear `kind` (the stance, by which GEXF keeps parallel edges apart), `stance`, `lean`, `sign` (1 for, -1 against,
0 neither), `origin`, `counted`, `position`, `respondent`, `proposal`, `statement`, `status`, `passages`, `words` (the
first passage), `wordsStart`, `wordsEnd`, `reader`, `method`, and where the reading gives them `confidence` and
`matchScore`.
"""

from __future__ import annotations

from typing import Any, Final

import networkx as nx

from kannat.comparison.evidence import POSITION, Passage
from kannat.comparison.matrix import Held, Matrix, Proposal
from kannat.comparison.round import Party
from kannat.model import Lean

RESPONDENT: Final = "respondent"
PROPOSAL: Final = "proposal"
_SIGNS: Final[dict[str, int]] = {Lean.FOR: 1, Lean.AGAINST: -1}


def network_of(matrix: Matrix, notice: str = "") -> nx.MultiGraph[str]:
    """The two-mode network of a consultation; silent organisations and proposals that nobody speaks of are in it.

    The notice, such as who read the positions, goes into its title, which the files carry as their description.
    """
    title = " ".join(filter(None, (matrix.round.identifier, matrix.round.title)))
    network: nx.MultiGraph[str] = nx.MultiGraph(title=f"{title}. {notice}" if notice else title)
    for party in (*matrix.respondents, *matrix.silent):
        network.add_node(party.respondent, **_respondent(party))
    for proposal in matrix.proposals:
        network.add_node(proposal.proposal, **_proposal(proposal))
    for cell in matrix.cells.values():
        for held in cell.held:
            for position in held.positions:
                key = f"{position} {cell.respondent}"
                network.add_edge(
                    cell.respondent, cell.proposal, key=key, **_edge(matrix, cell.respondent, held, position)
                )
    nx.set_node_attributes(network, dict(network.degree()), "positions")
    return network


def _respondent(party: Party) -> dict[str, Any]:
    return {
        "kind": RESPONDENT,
        "label": party.label,
        "address": party.respondent,
        "organisationType": party.type,
        "organisationTypeLabel": party.type_label,
        "invited": party.invited,
        "answered": party.answered,
        "statements": len(party.statements),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    tally = proposal.tally
    return {
        "kind": PROPOSAL,
        "label": proposal.label,
        "address": proposal.proposal,
        "notation": proposal.notation,
        "inCodebook": proposal.notation is not None,
        "origin": proposal.origin,
        "question": proposal.question,
        "supporting": tally.supporting,
        "opposing": tally.opposing,
        "both": tally.both,
        "neutral": tally.neutral,
        "takers": tally.takers,
        "denominator": tally.denominator,
    }


def _edge(matrix: Matrix, respondent: str, held: Held, position: str) -> dict[str, Any]:
    row = matrix.positions[position]
    statement = matrix.statements[row.statement]
    found = [passage for passage in matrix.passages.get(position, ()) if passage.role == POSITION]
    return {
        "kind": held.stance,
        "stance": held.stance,
        "lean": held.lean,
        "sign": _SIGNS.get(held.lean, 0),
        "origin": row.origin,
        "counted": row.counted,
        "position": position,
        "respondent": respondent,
        "proposal": row.proposal,
        "statement": row.statement,
        "status": row.status,
        "reader": statement.reader,
        "method": statement.method,
        "confidence": row.confidence,
        "matchScore": row.match_score,
        "passages": len(found),
        **_first(found),
    }


def _first(found: list[Passage]) -> dict[str, Any]:
    if not found:
        return {}
    return {"words": found[0].words, "wordsStart": found[0].start, "wordsEnd": found[0].end}
