"""Looking after a store: what is in it, and whether all of it is sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kannat.errors import StoreDamaged
from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.store.archive import dump, restore
from kannat.store.base import Store, Term
from kannat.store.updates import GRAPH_SIZES

__all__ = ["Problem", "clear", "dump", "info", "restore", "verify"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something unsound in a store: in which graph, at which thing, what."""

    graph: str
    node: str
    what: str

    def __str__(self) -> str:
        return f"{self.node or self.graph}: {self.what}"


def info(store: Store) -> dict[str, str | int]:
    """Which store it is and how much is in it, as pairs to print; what does not apply is left out."""
    names = set(store.graph_names())
    sizes = {row[0]: row[1] for row in store.select(GRAPH_SIZES) if row[0] in names}
    described = {name: value for name, value in asdict(store.describe()).items() if value is not None}
    return {
        **described,
        "graphs": len(names),
        "triples": sum(int(size.value) for size in sizes.values() if isinstance(size, Literal)),
        "consultations": sum(_is(name, "consultation", store.names) for name in names),
        "statements": sum(_is(name, "statement", store.names) for name in names),
        "texts": len(store.texts),
        "quarantined": len(store.quarantine),
    }


def clear(store: Store) -> None:
    """Empty a store: its graph, its texts, its quarantine."""
    store.clear()


def verify(store: Store) -> list[Problem]:
    """What is unsound in a store, sorted; nothing in a sound one.

    A sound store has: 1. no graph but statements, consultations, authorities and the ontology; 2. no blank node; 3. in
    each statement's graph the statement, its document, its reading and every part that is pointed at; 4. its
    consultation and the proposals it takes positions on; 5. the document's text unchanged, and each passage equal to
    the text at its place. A text that no graph speaks of is no fault: ingestion keeps the text before the graph.
    """
    names = store.graph_names()
    described = {
        name: {quad.subject for quad in store.graph(name)} for name in names if _is(name, "consultation", store.names)
    }
    known = {t.ONTOLOGY_GRAPH, store.names.authorities_graph, *described}
    problems: list[Problem] = []
    for name in names:
        quads = store.graph(name)
        problems += _blank_nodes(name, quads)
        if _is(name, "statement", store.names):
            problems += _StatementCheck(store, name, quads).problems(described)
        elif name not in known:
            problems.append(Problem(name.value, "", "not a graph that Kannat writes"))
    return sorted(problems)


class _StatementCheck:
    """One statement's graph against its text and its consultation."""

    def __init__(self, store: Store, name: NamedNode, quads: Sequence[Quad]) -> None:
        self.store = store
        self.name = name
        self.values: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            self.values[quad.subject][quad.predicate].append(quad.object)

    def problems(self, described: dict[NamedNode, set[NamedNode | BlankNode | Triple]]) -> Iterator[Problem]:
        statement = self.values.get(self.name)
        if statement is None or t.STATEMENT not in statement[t.TYPE]:
            yield self.problem(self.name, "the graph does not hold the statement that names it")
            return
        document = self.one(self.name, t.DOCUMENT_OF)
        yield from self.missing(self.name, t.DOCUMENT_OF, t.DOCUMENT)
        yield from self.missing(self.name, t.GENERATED_BY, t.READING)
        yield from self.dangling()
        yield from self.of_consultation(described)
        if document is not None and document in self.values:
            yield from self.against_text(document)

    def missing(self, node: Term, predicate: NamedNode, kind: NamedNode) -> Iterator[Problem]:
        """A part that the graph must describe and does not."""
        part = self.one(node, predicate)
        if part is None or kind not in self.get(part, t.TYPE):
            yield self.problem(node, f"no {kind.value.rpartition('#')[2]} is described in its graph")

    def dangling(self) -> Iterator[Problem]:
        """Parts of this statement that are pointed at and not described."""
        key = self.name.value.removeprefix(f"{self.store.names.base}statement/")
        for node, pairs in self.values.items():
            for value in (value for values in pairs.values() for value in values):
                if not isinstance(value, NamedNode) or value in self.values:
                    continue
                local = value.value.removeprefix(self.store.names.base).partition("/")[2]
                if local == key or local.startswith(f"{key}."):
                    yield self.problem(node, f"points at {value.value}, which is not described")

    def of_consultation(self, described: dict[NamedNode, set[NamedNode | BlankNode | Triple]]) -> Iterator[Problem]:
        consultation = self.one(self.name, t.CONSULTATION_OF)
        if not isinstance(consultation, NamedNode) or consultation not in described:
            yield self.problem(self.name, "its consultation is not in the store")
            return
        for node, pairs in self.values.items():
            for proposal in pairs.get(t.HAS_PROPOSAL, ()):
                if proposal not in self.values and proposal not in described[consultation]:
                    yield self.problem(node, "its proposal is neither in the codebook nor the respondent's own")

    def against_text(self, document: Term) -> Iterator[Problem]:
        sha256 = self.one(document, t.SHA256)
        try:
            text = self.store.texts.get(sha256.value if isinstance(sha256, Literal) else "")
        except StoreDamaged as error:
            yield self.problem(document, error.what)
            return
        if self.number(document, t.LENGTH) != len(text):
            yield self.problem(document, "its text has another length than the graph says")
        for node, pairs in self.values.items():
            if t.START in pairs or t.END in pairs or t.EXACT in pairs:
                yield from self.passage(node, document, text)

    def passage(self, node: Term, document: Term, text: str) -> Iterator[Problem]:
        start, end = self.number(node, t.START), self.number(node, t.END)
        exact = self.one(node, t.EXACT)
        if start is None or end is None or not 0 <= start < end <= len(text):
            yield self.problem(node, "no place in the text")
        elif isinstance(exact, Literal) and exact.value != text[start:end]:
            yield self.problem(node, "its words are not those of the text at its place")
        if self.one(node, t.SOURCE) != document:
            yield self.problem(node, "it does not lie in the statement's document")

    def get(self, node: Term, predicate: NamedNode) -> list[Term]:
        return self.values[node].get(predicate, []) if node in self.values else []

    def one(self, node: Term, predicate: NamedNode) -> Term | None:
        """The value of a predicate that has exactly one."""
        values = self.get(node, predicate)
        return values[0] if len(values) == 1 else None

    def number(self, node: Term, predicate: NamedNode) -> int | None:
        value = self.one(node, predicate)
        return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None

    def problem(self, node: Term, what: str) -> Problem:
        return Problem(self.name.value, node.value if isinstance(node, NamedNode) else str(node), what)


def _blank_nodes(name: NamedNode, quads: Sequence[Quad]) -> Iterator[Problem]:
    found = sum(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    if found:
        yield Problem(name.value, "", f"blank nodes: {found}")


def _is(name: NamedNode, kind: str, names: Names) -> bool:
    return name.value.startswith(f"{names.base}{kind}/")
