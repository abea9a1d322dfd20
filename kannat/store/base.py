"""What every store does, wherever its graph lies.

A store holds named graphs and nothing outside them. Questions that say no GRAPH look at the union of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Protocol, Self

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kannat.graph.names import Names
from kannat.graph.quads import to_dataset
from kannat.store.quarantine import Quarantine
from kannat.store.texts import Texts

if TYPE_CHECKING:
    import rdflib

Mode = Literal["read", "write", "restore"]
"""`restore` opens for writing without looking at the graph that is there, so that a damaged one can be replaced."""

Term = NamedNode | BlankNode | pyoxigraph.Literal | Triple
Row = tuple[Term | None, ...]


class Outcome(StrEnum):
    """What became of a graph that was to be stored."""

    STORED = "stored"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: the variables' names in order, and one tuple of terms per solution."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Swap:
    """A named graph's whole new content, and the graphs that go when it comes.

    No quads at all means that the graph itself goes.
    """

    name: NamedNode
    quads: Sequence[Quad]
    drop: tuple[NamedNode, ...] = ()

    def __post_init__(self) -> None:
        name = self.name
        if not all(quad.graph_name == name for quad in self.quads):
            raise ValueError(f"quads of another graph among those of {name}")
        if not _LASTING.issuperset({type(term) for quad in self.quads for term in (quad.subject, quad.object)}):
            raise ValueError(f"a blank node or a quoted triple in {name}: neither has a name that lasts")

    @property
    def dropped(self) -> tuple[NamedNode, ...]:
        """The other graphs that go."""
        return tuple(name for name in self.drop if name != self.name)


@dataclass(frozen=True, slots=True)
class StoreDescription:
    """Which store this is, without counting what is in it."""

    kind: str
    location: str
    base: str
    mode: Mode
    texts: str
    format: int | None = None
    kannat: str | None = None
    update_address: str | None = None


class Store(AbstractContextManager["Store"], Protocol):
    """Named graphs with their texts and their quarantine; all terms are pyoxigraph's.

    Every method raises `StoreError` or one of its kinds when the store cannot serve.
    """

    names: Names
    texts: Texts
    quarantine: Quarantine

    def select(self, query: str) -> Rows:
        """The rows of a SELECT. Raises `MalformedData` with line and column where it is not one."""
        ...

    def ask(self, query: str) -> bool:
        """The answer to an ASK. Raises `MalformedData` where it is not one."""
        ...

    def construct(self, query: str) -> list[Quad]:
        """The distinct triples of a CONSTRUCT or DESCRIBE, sorted. Raises `MalformedData` where it is neither."""
        ...

    def graph_names(self) -> list[NamedNode]:
        """The names of all named graphs, sorted."""
        ...

    def graph(self, name: NamedNode) -> list[Quad]:
        """The quads of one named graph, sorted; none where it does not exist."""
        ...

    def replace_graphs(self, swaps: Iterable[Swap]) -> list[Outcome]:
        """Make many swaps, in order; one outcome each.

        Each swap is atomic: a reader sees the old graph or the new one, also after kill -9; several may become visible
        together. Idempotent: the same content changes nothing and gives `Outcome.UNCHANGED`.
        """
        ...

    def replace_all(self, quads: Iterable[Quad]) -> None:
        """Put these quads in the place of everything in the graph; texts and quarantine stay."""
        ...

    def optimize(self) -> None:
        """Arrange what is stored for fast questions; worth calling once after many changes."""
        ...

    def describe(self) -> StoreDescription:
        """Which store this is."""
        ...

    def close(self) -> None:
        """Let go of the store; what was stored is on disk then. Closing again does nothing."""
        ...

    def replace_graph(self, name: NamedNode, quads: Sequence[Quad], drop: Iterable[NamedNode] = ()) -> Outcome:
        """Swap one named graph for a new one and drop the others named, all at once.

        Atomic: a reader sees the old graph or the new one, also after kill -9.
        Idempotent: the same content changes nothing and returns `Outcome.UNCHANGED`.
        """
        return self.replace_graphs([Swap(name, quads, tuple(drop))])[0]

    def quads(self) -> Iterator[Quad]:
        """Every quad, graph by graph, in the order of the names."""
        for name in self.graph_names():
            yield from self.graph(name)

    def dataset(self) -> rdflib.Dataset:
        """A copy as an rdflib dataset, whose default graph is the union of the named graphs."""
        return to_dataset(self.quads())

    def clear(self) -> None:
        """Empty the store: its graph, its texts, its quarantine."""
        self.replace_all(())
        self.texts.clear()
        self.quarantine.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def refuse_blank_nodes(quad: Quad) -> Quad:
    """The same quad. Raises `ValueError` unless it is made of names and literals and lies in a named graph."""
    graph = quad.graph_name
    if type(graph) is not NamedNode or not _LASTING.issuperset((type(quad.subject), type(quad.object))):
        raise ValueError(f"the store takes names and literals in named graphs, not {quad}")
    return quad


_LASTING: Final = frozenset({NamedNode, pyoxigraph.Literal})
"""The kinds of terms that mean the same in every store."""
