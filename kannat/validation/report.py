"""What validation found: findings in three languages, sorted, and their faces as JSON and as a SHACL report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kannat.graph import terms as t
from kannat.model.consultation import Labels, label_in

Term = NamedNode | BlankNode | Literal

UNNAMED: Final = BlankNode("unnamed")
"""Stands for every blank node in a report: their labels are arbitrary, and a report must not be."""


class Severity(StrEnum):
    """How grave a finding is: a violation keeps data out, a warning asks for a look, an info only tells."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    `shape` is the local name of the check, `focus` the thing it is about, `path` the property in SPARQL's path
    notation (empty where the check is about the thing as a whole), `value` what stands there. `messages` says per
    language what is wrong and what to do.
    """

    severity: Severity
    shape: str
    focus: Term
    path: str = ""
    value: Term | None = None
    messages: Labels = ()

    def message(self, language: str) -> str:
        """What is wrong and what to do, in this language or the nearest there is."""
        return label_in(self.messages, language)

    def to_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            "severity": str(self.severity),
            "shape": self.shape,
            "focus": plain(self.focus),
            "path": self.path or None,
            "value": None if self.value is None else plain(self.value),
            "messages": dict(self.messages),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding once, the gravest first, then by thing, check, property and value."""

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Report:
        """The report of these findings, in its fixed order and without repetitions."""
        return cls(tuple(sorted(set(findings), key=_order)))

    @property
    def conforms(self) -> bool:
        """Whether nothing violates; warnings and infos do not keep data out."""
        return not self.of_severity(Severity.VIOLATION)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity; each severity is there, also with 0."""
        found = Counter(finding.severity for finding in self.findings)
        return {str(severity): found[severity] for severity in Severity}

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity, in the report's order."""
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def in_language(self, language: str) -> tuple[tuple[Finding, str], ...]:
        """Each finding with its message in this language."""
        return tuple((finding, finding.message(language)) for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "conforms": self.conforms,
            "counts": self.counts,
            "findings": [finding.to_json() for finding in self.findings],
        }

    def to_turtle(self) -> bytes:
        """The report in the vocabulary of SHACL, as Turtle; equal reports give equal bytes.

        `sh:conforms` is true where nothing violates, although warnings and infos are listed.
        """
        data = serialize(_triples(self), format=RdfFormat.TURTLE, prefixes={name: t.PREFIXES[name] for name in _USED})
        assert data is not None  # bytes are returned whenever no output is given
        return data


def plain(term: Term) -> str:
    """A term as a person writes it: an address, `[]` for a blank node, the text of a literal."""
    return "[]" if isinstance(term, BlankNode) else term.value


def short(iri: str) -> str:
    """An address with the usual prefix in place of its namespace, where one fits."""
    for prefix, namespace in t.PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri


def notation(predicate: NamedNode) -> str:
    """A property in SPARQL's notation: with its prefix, else its address in angle brackets."""
    name = short(predicate.value)
    return f"<{predicate.value}>" if name == predicate.value else name


SHAPES: Final = "https://w3id.org/kannat/shapes#"
_USED: Final = ("kan", "sh", "xsd")


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    value = "" if finding.value is None else str(finding.value)
    return (finding.severity.rank, str(finding.focus), finding.shape, finding.path, value)


def _triples(report: Report) -> Iterable[Triple]:
    root = BlankNode("report")
    yield Triple(root, t.TYPE, t.term("sh:ValidationReport"))
    yield Triple(root, t.term("sh:conforms"), Literal(report.conforms))
    for number, finding in enumerate(report.findings, start=1):
        node = BlankNode(f"result{number}")
        yield Triple(root, t.term("sh:result"), node)
        yield from _result(node, finding)


def _result(node: BlankNode, finding: Finding) -> Iterable[Triple]:
    yield Triple(node, t.TYPE, t.term("sh:ValidationResult"))
    yield Triple(node, t.term("sh:resultSeverity"), t.term(f"sh:{finding.severity}"))
    yield Triple(node, t.term("sh:sourceShape"), NamedNode(SHAPES + finding.shape))
    yield Triple(node, t.term("sh:focusNode"), finding.focus)
    if finding.value is not None:
        yield Triple(node, t.term("sh:value"), finding.value)
    if finding.path:
        yield from _path(node, finding.path)
    for language, text in finding.messages:
        yield Triple(node, t.term("sh:resultMessage"), Literal(text, language=language))


def _path(node: BlankNode, path: str) -> Iterable[Triple]:
    """The property, or the sequence of properties, of a finding; other kinds of path are left to the shape."""
    steps = [_predicate(step) for step in path.split("/")] if "<" not in path else [_predicate(path)]
    known = [step for step in steps if step is not None]
    if len(known) != len(steps):
        return
    if len(known) == 1:
        yield Triple(node, t.term("sh:resultPath"), known[0])
        return
    cells = [BlankNode(f"{node.value}path{number}") for number in range(len(known))]
    yield Triple(node, t.term("sh:resultPath"), cells[0])
    rests: list[NamedNode | BlankNode] = [*cells[1:], t.term("rdf:nil")]
    for cell, step, rest in zip(cells, known, rests, strict=True):
        yield Triple(cell, t.term("rdf:first"), step)
        yield Triple(cell, t.term("rdf:rest"), rest)


def _predicate(step: str) -> NamedNode | None:
    if step.startswith("<") and step.endswith(">"):
        return NamedNode(step[1:-1])
    prefix, colon, local = step.partition(":")
    return t.term(step) if colon and prefix in t.PREFIXES and local.isidentifier() else None
