"""The SPARQL that the store itself needs: swapping whole named graphs, and reading them back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kannat.errors import MalformedData
from kannat.store.base import Outcome, Swap

GRAPH_NAMES: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
GRAPH_SIZES: Final = """SELECT ?graph (COUNT(*) AS ?triples)
WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
GROUP BY ?graph"""
ANYTHING: Final = "ASK {}"
NAMED_BUT_NOT_IN_UNION: Final = """ASK {
  { SELECT ?subject ?predicate ?object WHERE { GRAPH ?graph { ?subject ?predicate ?object } } LIMIT 1 }
  FILTER NOT EXISTS { ?subject ?predicate ?object }
}"""
"""True at an endpoint whose default graph is not the union of its named graphs; cheap, since it looks at one triple."""

_PLACE: Final = re.compile(r"\b(?:error at )?(\d+):(\d+)\b")


def graph_query(name: NamedNode) -> str:
    """The CONSTRUCT that reads one named graph back."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"


def swap_update(swaps: Iterable[Swap]) -> str:
    """One update that makes these swaps; terms are written by the RDF library, so nothing in them can be SPARQL."""
    operations = []
    for swap in swaps:
        operations += [f"DROP SILENT GRAPH {name}" for name in (swap.name, *swap.drop)]
        if swap.quads:
            triples = " .\n".join(f"{quad.subject} {quad.predicate} {quad.object}" for quad in swap.quads)
            operations.append(f"INSERT DATA {{ GRAPH {swap.name} {{\n{triples}\n}} }}")
    return " ;\n".join(operations)


def stored_form(quads: Iterable[Quad]) -> set[Quad]:
    """The quads as the engine keeps them: it writes numbers their shortest way, so `0.90` comes back as `0.9`."""
    store = Store()
    store.extend(quads)
    return set(store)


def outcome_of(swap: Swap, current: Iterable[Quad], drops: bool) -> Outcome:
    """What a swap amounts to, given what its graph holds now and whether any graph to drop exists."""
    present = set(current)
    if not drops and _same(present, set(swap.quads)):
        return Outcome.UNCHANGED
    if not swap.quads:
        return Outcome.REMOVED
    return Outcome.REPLACED if present or drops else Outcome.STORED


def _same(present: set[Quad], wanted: set[Quad]) -> bool:
    if present == wanted:
        return True
    return bool(present and wanted) and stored_form(present) == stored_form(wanted)


def malformed_query(message: str, place: str = "query") -> MalformedData:
    """The error for a query that the engine does not understand, with its place in the query where it is told."""
    found = _PLACE.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (None, None)
    first = message.strip().splitlines()[0] if message.strip() else "it says no more"
    what = re.sub(r"^error at \d+:\d+: ", "", first)
    shown = what if len(what) <= _SHOWN else what[:_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"
    return MalformedData(f"not a question that can be asked: {shown}", place=place, line=line, column=column)


_SHOWN: Final = 160
