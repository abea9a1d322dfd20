"""A consultation's description and codebook, between RDF and the model.

People write them as Turtle (`consultation.ttl`, `codebook.ttl`); the store holds them in one named graph that bears the
consultation's own name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kannat.errors import MalformedData
from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.model import Consultation, Labels, Origin, Proposal, Question

_BROADER: Final = t.term("skos:broader")
_REPLACED_BY: Final = (t.term("dcterms:isReplacedBy"), t.term("skos:exactMatch"))
_ORIGINS: Final = {t.concept(origin): origin for origin in Origin}

Term = NamedNode | Literal
_T = TypeVar("_T", NamedNode, Literal)


def consultations_of(quads: Iterable[Quad], names: Names | None = None) -> tuple[Consultation, ...]:
    """The consultations that these triples describe, sorted by key; what is not said stays empty.

    The requester's names come along where the triples hold them. Raises `MalformedData`, naming the subject, for a
    name outside the base address, a value of the wrong kind, or proposals that are broader than themselves.
    """
    description = _Description(quads, names or Names())
    return tuple(description.consultation(node) for node in description.of_type(t.CONSULTATION))


def consultation_quads(
    files: Mapping[str, Iterable[Quad]], names: Names | None = None
) -> dict[NamedNode, tuple[Quad, ...]]:
    """The named graph of each consultation, sorted, from files by name.

    Every file belongs to the one consultation it speaks of; a file that speaks of none, such as a list of invited
    organisations, to the only one there is. Raises `MalformedData` where that is not clear, and for blank nodes.
    """
    names = names or Names()
    contents = {place: tuple(quads) for place, quads in files.items()}
    owners = {place: _spoken_of(quads, names, place) for place, quads in contents.items()}
    known = sorted({owner for owner in owners.values() if owner}, key=str)
    graphs: dict[NamedNode, set[Quad]] = {owner: set() for owner in known}
    for place, quads in contents.items():
        owner = owners[place] or (known[0] if len(known) == 1 else None)
        if owner is None:
            advice = "say which with kan:consultation, or give it together with one consultation"
            raise MalformedData("the file belongs to no consultation", place=place, advice=advice)
        graphs[owner].update(Quad(q.subject, q.predicate, q.object, owner) for q in quads)
    return {owner: tuple(sorted(quads, key=str)) for owner, quads in graphs.items()}


def rebase(quads: Iterable[Quad], old_base: str, new_base: str) -> list[Quad]:
    """The same quads with every name below one base address moved below another."""
    moved: dict[NamedNode, NamedNode] = {}

    def move(node: NamedNode) -> NamedNode:
        if node not in moved:
            inside = node.value.startswith(old_base)
            moved[node] = NamedNode(new_base + node.value.removeprefix(old_base)) if inside else node
        return moved[node]

    return [
        Quad(
            move(quad.subject) if isinstance(quad.subject, NamedNode) else quad.subject,
            move(quad.predicate),
            move(quad.object) if isinstance(quad.object, NamedNode) else quad.object,
            move(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else DefaultGraph(),
        )
        for quad in quads
    ]


def _spoken_of(quads: Iterable[Quad], names: Names, place: str) -> NamedNode | None:
    """The one consultation that a file describes or whose parts it describes; None where it speaks of none."""
    found: set[NamedNode] = set()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise MalformedData("a blank node", place=place, advice="give every thing a name")
        if quad.predicate == t.TYPE and quad.object == t.CONSULTATION and isinstance(quad.subject, NamedNode):
            found.add(quad.subject)
        elif quad.predicate == t.CONSULTATION_OF and isinstance(quad.object, NamedNode):
            found.add(quad.object)
    if len(found) > 1:
        listed = ", ".join(sorted(node.value for node in found))
        raise MalformedData(
            f"several consultations in one file: {listed}", place=place, advice="give each its own file"
        )
    for node in found:
        _local(node, f"{names.base}consultation/")
    return next(iter(found), None)


class _Description:
    """The triples by subject and predicate, and the model's values read from them."""

    def __init__(self, quads: Iterable[Quad], names: Names) -> None:
        self.names = names
        self.values: dict[NamedNode, dict[NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self.values[quad.subject][quad.predicate].add(quad.object)

    def of_type(self, kind: NamedNode) -> list[NamedNode]:
        return sorted((node for node in self.values if kind in self.all(node, t.TYPE)), key=str)

    def consultation(self, node: NamedNode) -> Consultation:
        key = _local(node, f"{self.names.base}consultation/")
        requester = self.one_node(node, t.REQUESTER)
        organisations = f"{self.names.base}organisation/"
        prefix = f"{self.names.base}proposal/{key}."
        live, replaced = self.codebook(node)
        return Consultation(
            key=key,
            identifier=self.text(node, t.IDENTIFIER) or "",
            titles=self.labels(node, t.TITLE),
            requester=_local(requester, organisations) if requester else "",
            requester_names=self.labels(requester, t.PREF_LABEL) if requester else (),
            request_date=self.day(node, t.REQUEST_DATE),
            deadline=self.day(node, t.DEADLINE),
            web_ids=tuple(sorted(literal.value for literal in self.literals(node, t.WEB_ID))),
            questions=tuple(sorted(self.questions(node), key=lambda question: (question.order, question.key))),
            codebook=tuple(self.proposal(proposal, key) for proposal in live),
            invited=tuple(sorted(_local(invited, organisations) for invited in self.nodes(node, t.INVITED))),
            synthetic=self.flag(node, t.SYNTHETIC),
            replaced=tuple(
                (_local(old, prefix), tuple(_local(new, prefix) for new in news)) for old, news in replaced.items()
            ),
        )

    def questions(self, consultation: NamedNode) -> Iterator[Question]:
        asked = set(self.nodes(consultation, t.HAS_QUESTION))
        asked.update(node for node in self.of_type(t.QUESTION) if self.belongs(node, consultation))
        for node in asked:
            order = self.number(node, t.ORDER)
            yield Question(_local(node, f"{self.names.base}question/"), order or 0, self.labels(node, t.TITLE))

    def codebook(self, consultation: NamedNode) -> tuple[list[NamedNode], dict[NamedNode, list[NamedNode]]]:
        """The proposals in the order of their names, and those that others replaced, with these.

        A respondent's own proposals stand in no codebook.
        """
        codebooks = {node for node in self.of_type(t.CODEBOOK) if self.belongs(node, consultation)}
        proposals = [node for node in self.of_type(t.PROPOSAL) if codebooks.intersection(self.nodes(node, t.IN_SCHEME))]
        self.refuse_cycles(proposals, "skos:broader", lambda node: self.nodes(node, _BROADER))
        known = set(proposals)
        replaced = {node: news for node in proposals if (news := self.replacements(node, known))}
        self.refuse_cycles(replaced, "dcterms:isReplacedBy", lambda node: replaced.get(node, []))
        return [node for node in proposals if node not in replaced], replaced

    def replacements(self, node: NamedNode, known: set[NamedNode]) -> list[NamedNode]:
        """The proposals of the same codebook that took the place of this one."""
        return sorted(
            {new for predicate in _REPLACED_BY for new in self.nodes(node, predicate) if new in known}, key=str
        )

    def proposal(self, node: NamedNode, consultation_key: str) -> Proposal:
        local = _local(node, f"{self.names.base}proposal/{consultation_key}.")
        notation = self.text(node, t.NOTATION)
        if notation is not None and notation != local:
            raise _malformed(node, f"skos:notation {notation!r} is not the end of the name", "let both be the same")
        question = self.one_node(node, t.HAS_QUESTION)
        origin = self.one_node(node, t.ORIGIN)
        if origin is not None and origin not in _ORIGINS:
            known = " or ".join(f"kan:{origin.value.removeprefix(t.KAN_NAMESPACE)}" for origin in _ORIGINS)
            raise _malformed(node, f"unknown origin {origin.value}", f"use {known}")
        return Proposal(
            id=local,
            labels=self.labels(node, t.PREF_LABEL),
            origin=_ORIGINS[origin] if origin else Origin.CONSULTATION,
            alternative=self.labels(node, t.ALT_LABEL),
            question=_local(question, f"{self.names.base}question/") if question else None,
        )

    def refuse_cycles(
        self, proposals: Iterable[NamedNode], link: str, steps: Callable[[NamedNode], list[NamedNode]]
    ) -> None:
        """Raise for a proposal that leads, by way of others, to itself."""
        settled: set[NamedNode] = set()
        for start in proposals:
            path: list[NamedNode] = []
            pending = [(start, 0)]
            while pending:
                node, depth = pending.pop()
                del path[depth:]
                if node in path:
                    ring = " < ".join(step.value for step in [*path[path.index(node) :], node])
                    raise _malformed(node, f"{link} runs in a circle: {ring}", "take one of these steps away")
                if node not in settled:
                    path.append(node)
                    settled.add(node)
                    pending.extend((step, len(path)) for step in steps(node))

    def belongs(self, node: NamedNode, consultation: NamedNode) -> bool:
        return consultation in self.all(node, t.CONSULTATION_OF)

    def all(self, node: NamedNode, predicate: NamedNode) -> set[Term]:
        return self.values[node][predicate] if node in self.values else set()

    def nodes(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        found = []
        for value in self.all(node, predicate):
            if not isinstance(value, NamedNode):
                raise _malformed(node, f"{_short(predicate)} {value.value!r} is a text", "point at a thing by its name")
            found.append(value)
        return sorted(found, key=str)

    def literals(self, node: NamedNode, predicate: NamedNode) -> list[Literal]:
        found = []
        for value in self.all(node, predicate):
            if not isinstance(value, Literal):
                raise _malformed(node, f"{_short(predicate)} {value.value} is a name", "write a text in quotes")
            found.append(value)
        return sorted(found, key=str)

    def one_node(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        return _only(self.nodes(node, predicate), node, predicate)

    def one_literal(self, node: NamedNode, predicate: NamedNode) -> Literal | None:
        return _only(self.literals(node, predicate), node, predicate)

    def text(self, node: NamedNode, predicate: NamedNode) -> str | None:
        literal = self.one_literal(node, predicate)
        return literal.value if literal else None

    def labels(self, node: NamedNode, predicate: NamedNode) -> Labels:
        return tuple(sorted((literal.language or "", literal.value) for literal in self.literals(node, predicate)))

    def day(self, node: NamedNode, predicate: NamedNode) -> date | None:
        text = self.text(node, predicate)
        try:
            return date.fromisoformat(text) if text is not None else None
        except ValueError as error:
            raise _malformed(node, f"{_short(predicate)} {text!r} is no date", "write it as 2026-02-18") from error

    def number(self, node: NamedNode, predicate: NamedNode) -> int | None:
        text = self.text(node, predicate)
        try:
            return int(text) if text is not None else None
        except ValueError as error:
            raise _malformed(node, f"{_short(predicate)} {text!r} is no whole number", "write it as 1") from error

    def flag(self, node: NamedNode, predicate: NamedNode) -> bool:
        text = self.text(node, predicate)
        if text not in (None, "true", "false", "1", "0"):
            raise _malformed(node, f"{_short(predicate)} {text!r} is neither true nor false", "write true or false")
        return text in ("true", "1")


def _only(found: list[_T], node: NamedNode, predicate: NamedNode) -> _T | None:
    if len(found) > 1:
        raise _malformed(node, f"{len(found)} values of {_short(predicate)}", "keep one")
    return found[0] if found else None


def _local(node: NamedNode, prefix: str) -> str:
    """What a name ends with after its kind."""
    local = node.value.removeprefix(prefix)
    if local == node.value or not local:
        raise _malformed(node, f"the name does not begin with {prefix}", "rename it, or set the base address to match")
    return local


def _malformed(node: NamedNode, what: str, advice: str) -> MalformedData:
    return MalformedData(what, place=f"<{node.value}>", advice=advice)


def _short(predicate: NamedNode) -> str:
    """A predicate as people write it: `kan:deadline`."""
    for prefix, namespace in t.PREFIXES.items():
        if predicate.value.startswith(namespace):
            return f"{prefix}:{predicate.value.removeprefix(namespace)}"
    return predicate.value
