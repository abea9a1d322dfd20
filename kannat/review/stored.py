"""The decisions that a store holds, found by the statement that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode, Quad

from kannat.graph.names import Names
from kannat.graph.statement import StatementGraph
from kannat.model import Consultation
from kannat.review.applying import Applied, Named, apply_decisions
from kannat.review.decisions import decisions_of, stem
from kannat.store import Store


class Reviewed:
    """What people decided, by statement.

    A decision is on words of a respondent in a consultation: it holds in each statement of the same respondents that
    bears the words, so also in the corrected one that takes the place of the one that was looked at.
    """

    def __init__(self, decisions: Iterable[Named], statements: Iterable[NamedNode], names: Names) -> None:
        self._names = names
        self._statements = frozenset(statements)
        self._by_stem: dict[str, list[Named]] = defaultdict(list)
        for named in decisions:
            self._by_stem[stem(named[1].statement_key)].append(named)

    @classmethod
    def of_quads(cls, quads: Iterable[Quad], statements: Iterable[NamedNode], names: Names) -> Reviewed:
        """The decisions that these quads hold; `statements` are those that the store holds."""
        return cls(decisions_of(quads), statements, names)

    @classmethod
    def of_store(cls, store: Store) -> Reviewed:
        """All decisions of a store."""
        return cls.of_quads(review_quads(store), stored_statements(store), store.names)

    def __len__(self) -> int:
        return sum(map(len, self._by_stem.values()))

    def all(self) -> list[Named]:
        """Every decision, the earlier first."""
        return sorted((n for named in self._by_stem.values() for n in named), key=lambda n: (n[1].day, n[0].value))

    def of_statement(self, name: NamedNode) -> list[Named]:
        """The decisions on words of the respondents whose statement this is."""
        return self._by_stem.get(stem(name.value.rpartition("/")[2]), [])

    def like(self, name: NamedNode) -> list[NamedNode]:
        """The stored statements of the same respondents in the same consultation."""
        key = stem(name.value.rpartition("/")[2])
        return sorted((s for s in self._statements if stem(s.value.rpartition("/")[2]) == key), key=str)

    def applied(
        self,
        graph: StatementGraph,
        text: str,
        consultation: Consultation | None = None,
        replacing: Collection[NamedNode] = (),
    ) -> Applied:
        """A new reading's graph in which all that people decided holds; the graph as it is where nothing was.

        A decision whose words are not in the text is orphaned only where its own statement is this one, one of those
        that this one replaces, or one that the store does not hold any more.
        """
        return self.applied_to(graph.name, graph.quads, text, consultation, replacing)

    def applied_to(
        self,
        name: NamedNode,
        quads: Iterable[Quad],
        text: str,
        consultation: Consultation | None = None,
        replacing: Collection[NamedNode] = (),
    ) -> Applied:
        """As `applied`, for the graph of a statement by its name."""
        decisions = self.of_statement(name)
        if not decisions:
            return Applied(tuple(quads))
        applied = apply_decisions(name, tuple(quads), text, decisions, consultation, self._names)
        elsewhere = self._statements - {name, *replacing}
        orphaned = tuple(pair for pair in applied.orphaned if pair[0].statement not in elsewhere)
        return Applied(applied.quads, applied.holding, orphaned, applied.overruled)


def review_quads(store: Store) -> list[Quad]:
    """The quads of all reviews of a store."""
    prefix = f"{store.names.base}review/"
    return [q for name in store.graph_names() if name.value.startswith(prefix) for q in store.graph(name)]


def stored_statements(store: Store) -> list[NamedNode]:
    """The names of all statements of a store."""
    return [name for name in store.graph_names() if name.value.startswith(f"{store.names.base}statement/")]
