"""Stores that comparisons and exports are tested on: a round in memory, with its graphs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pyoxigraph import NamedNode, Quad
from rounds import CONSULTATION_KEY, MemoryStore, gold_quads

from kannat.comparison import Matrix, matrix
from kannat.graph.names import Names

CONSULTATION = Names().consultation(CONSULTATION_KEY).value


class GraphStore(MemoryStore):
    """An engine in memory that also gives its named graphs, as every store does."""

    names = Names()

    def graph_names(self) -> list[NamedNode]:
        return sorted(self.engine.named_graphs(), key=str)

    def graph(self, name: NamedNode) -> list[Quad]:
        return sorted(self.engine.quads_for_pattern(None, None, None, name), key=str)

    def quads(self) -> Iterator[Quad]:
        for name in self.graph_names():
            yield from self.graph(name)


@cache
def gold_store(round_name: str) -> GraphStore:
    return GraphStore(gold_quads(round_name))


@cache
def gold_matrix(round_name: str, language: str = "fi") -> Matrix:
    return matrix(gold_store(round_name), CONSULTATION, language)
