"""A store at a SPARQL 1.1 endpoint, reached with SPARQLWrapper.

The endpoint may hold other graphs too: only those below the base address, and the ontology's, count as this store's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kannat.errors import MalformedData, StoreError
from kannat.graph.names import DEFAULT_BASE, Names
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.store.base import Mode, Outcome, Rows, Store, StoreDescription, Swap, refuse_blank_nodes
from kannat.store.endpoint import Endpoint, default_texts
from kannat.store.quarantine import Quarantine
from kannat.store.texts import Texts
from kannat.store.updates import (
    ANYTHING,
    GRAPH_NAMES,
    NAMED_BUT_NOT_IN_UNION,
    graph_query,
    outcome_of,
    swap_update,
)

REQUEST_SIZE = 500_000
"""Characters of update, roughly, that go into one request; a larger swap has a request of its own."""


class RemoteStore(Store):
    """A store at an endpoint whose default graph is the union of its named graphs.

    Each swap is one update request, which the endpoint is expected to carry out whole or not at all, as SPARQL 1.1
    asks. There is no lock: of two writers the last one wins, graph by graph.
    """

    def __init__(self, where: Endpoint, mode: Mode, texts: Path, base: str) -> None:
        self.endpoint = where
        self.mode = mode
        self.names = Names(base)
        self.folder = texts
        self.texts = Texts(texts / "texts")
        self.quarantine = Quarantine(texts / "quarantine")

    @classmethod
    def open(
        cls, where: Endpoint, mode: Mode = "read", *, texts: Path | None = None, base: str = DEFAULT_BASE
    ) -> RemoteStore:
        """Open the store at an endpoint, with texts and quarantine in a folder of this machine.

        Raises `StoreUnreachable` when it does not answer, and `StoreError` when its default graph is not the union of
        its named graphs, since every question would then find nothing.
        """
        store = cls(where, mode, texts or default_texts(where.query), base)
        store.ask(ANYTHING)
        if store.ask(NAMED_BUT_NOT_IN_UNION):
            advice = "set it up so, as docs/stores.md says for each server"
            what = "the default graph of the endpoint is not the union of its named graphs"
            raise StoreError(what, place=where.place, advice=advice)
        return store

    def select(self, query: str) -> Rows:
        answer = self._answer(query)
        if isinstance(answer, QueryBoolean):
            raise MalformedData("not a SELECT", place="query")
        try:
            rows = tuple(tuple(solution) for solution in answer)
        except (SyntaxError, ValueError) as error:
            raise self.endpoint.not_sparql(error) from error
        return Rows(tuple(variable.value for variable in answer.variables), rows)

    def ask(self, query: str) -> bool:
        answer = self._answer(query)
        if isinstance(answer, QuerySolutions):
            raise MalformedData("not an ASK", place="query")
        return bool(answer)

    def construct(self, query: str) -> list[Quad]:
        return sorted({Quad(t.subject, t.predicate, t.object) for t in self._triples(query)}, key=str)

    def graph_names(self) -> list[NamedNode]:
        """The names of this store's graphs, sorted; other graphs at the endpoint are not counted."""
        found = (row[0] for row in self.select(GRAPH_NAMES))
        return sorted((name for name in found if isinstance(name, NamedNode) and self._is_ours(name)), key=str)

    def graph(self, name: NamedNode) -> list[Quad]:
        triples = self._triples(graph_query(name))
        return sorted({Quad(t.subject, t.predicate, t.object, name) for t in triples}, key=str)

    def replace_graphs(self, swaps: Iterable[Swap]) -> list[Outcome]:
        self._require_writable()
        present = set(self.graph_names())
        outcomes: list[Outcome] = []
        pending: list[Swap] = []
        size = 0
        for swap in swaps:
            if not self._is_ours(swap.name):
                raise ValueError(f"{swap.name} is not below {self.names.base}")
            if any(swap.name in (earlier.name, *earlier.drop) for earlier in pending):
                self._update(pending)
                size = 0
            current = self.graph(swap.name) if swap.name in present else []
            outcome = outcome_of(swap, current, not present.isdisjoint(swap.dropped))
            outcomes.append(outcome)
            if outcome is Outcome.UNCHANGED:
                continue
            present -= {swap.name, *swap.drop}
            present |= {swap.name} if swap.quads else set()
            pending.append(swap)
            size += len(swap_update([swap]))
            if size >= REQUEST_SIZE:
                self._update(pending)
                size = 0
        self._update(pending)
        return outcomes

    def replace_all(self, quads: Iterable[Quad]) -> None:
        """Put these quads in the place of all graphs of this store, graph by graph: not atomic as a whole.

        When it is interrupted, doing it again finishes it.
        """
        self._require_writable()
        graphs: dict[NamedNode, list[Quad]] = {}
        for quad in quads:
            name = refuse_blank_nodes(quad).graph_name
            assert isinstance(name, NamedNode)  # as the line before has made sure
            graphs.setdefault(name, []).append(quad)
        gone = [Swap(name, ()) for name in self.graph_names() if name not in graphs]
        self.replace_graphs([*gone, *(Swap(name, graphs[name]) for name in sorted(graphs, key=str))])

    def optimize(self) -> None:
        """Does nothing: the endpoint arranges its own files."""

    def describe(self) -> StoreDescription:
        return StoreDescription(
            kind="remote",
            location=self.endpoint.place,
            base=self.names.base,
            mode=self.mode,
            texts=str(self.texts.folder),
            update_address=self.endpoint.update.partition("?")[0],
        )

    def close(self) -> None:
        """Does nothing: no connection is kept."""

    def _is_ours(self, name: NamedNode) -> bool:
        return name == ONTOLOGY_GRAPH or name.value.startswith(self.names.base)

    def _require_writable(self) -> None:
        if self.mode == "read":
            advice = "open it for writing"
            raise StoreError("the store is open for reading only", place=self.endpoint.place, advice=advice)

    def _update(self, pending: list[Swap]) -> None:
        """Send the pending swaps as one update, and forget them from the list."""
        if pending:
            self.endpoint.change(swap_update(pending))
        pending.clear()

    def _answer(self, query: str) -> QuerySolutions | QueryBoolean:
        try:
            return parse_query_results(self.endpoint.ask(query), QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self.endpoint.not_sparql(error) from error

    def _triples(self, query: str) -> Iterator[Triple]:
        try:
            for quad in parse(self.endpoint.construct(query), format=RdfFormat.N_TRIPLES):
                yield quad.triple
        except SyntaxError as error:
            raise self.endpoint.not_sparql(error) from error
