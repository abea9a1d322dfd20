"""A report as lines that a person reads: how grave, where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from pyoxigraph import BlankNode, NamedNode

from kannat.graph.names import DEFAULT_BASE
from kannat.model.consultation import label_in
from kannat.resources import folder, toml_table
from kannat.validation.report import Finding, Report, Term, plain, short

VALUE_LENGTH: Final = 80
"""Characters shown of a value."""

LineOf = Callable[[str], int | None]
"""Gives the line of a file that speaks of an address, None where it is not known."""


def report_lines(report: Report, language: str, line_of: LineOf | None = None) -> list[str]:
    """The report in one language: three lines for each finding, and a last line that sums up.

    Control characters in the data come out as spaces, so that no text can steer a terminal.
    """
    words = _words()
    lines = []
    for finding, message in report.in_language(language):
        lines += [_heading(finding, language, words, line_of), f"  {message}", *_details(finding, language, words)]
    outcome = words["conforms" if report.conforms else "violates"]
    lines.append(_in(outcome, language).format(**report.counts))
    return [_harmless(line) for line in lines]


def _heading(finding: Finding, language: str, words: Mapping[str, Any], line_of: LineOf | None) -> str:
    severity = _in(words["severity"][str(finding.severity)], language)
    if isinstance(finding.focus, BlankNode):
        return f"{severity}: {_in(words['unnamed'], language)}"
    number = line_of(plain(finding.focus)) if line_of else None
    where = "" if number is None else f" ({_in(words['line'], language).format(number=number)})"
    return f"{severity}: {_shown(finding.focus)}{where}"


def _details(finding: Finding, language: str, words: Mapping[str, Any]) -> list[str]:
    details = [f"{_in(words['check'], language)} {finding.shape}"]
    if finding.path:
        details.append(f"{_in(words['property'], language)} {finding.path}")
    if finding.value is not None:
        details.append(f"{_in(words['value'], language)} {_shown(finding.value)}")
    return [f"  [{'; '.join(details)}]"]


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        return short(term.value).removeprefix(DEFAULT_BASE)
    text = plain(term)
    return f'"{text}"' if len(text) <= VALUE_LENGTH else f'"{text[:VALUE_LENGTH]}…"'


def _harmless(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line)


def _in(texts: Mapping[str, str], language: str) -> str:
    return label_in(tuple(texts.items()), language)


@cache
def _words() -> Mapping[str, Any]:
    return toml_table(folder("ontology") / "messages.toml", "ontology/messages.toml")
