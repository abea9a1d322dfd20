"""From what a person writes to the term that it means: names, codes and numbers of each kind of parameter."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode

from kannat.errors import UnknownName, UsageError
from kannat.graph import terms as t
from kannat.graph.names import FINLEX, Names
from kannat.model import OrganisationType, ReferenceKind, Stance
from kannat.questions.query_file import SLOT, Parameter, ParameterKind, QueryFile
from kannat.questions.query_library import lookups
from kannat.store.base import Rows

Filling = NamedNode | Literal

_ADDRESS: Final = re.compile(r"(?:https?|urn):", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_CODES: Final[Mapping[ParameterKind, type[StrEnum]]] = {
    ParameterKind.STANCE: Stance,
    ParameterKind.ORGANISATION_TYPE: OrganisationType,
}


class Selecting(Protocol):
    """Whatever answers a SELECT."""

    def select(self, query: str) -> Rows:
        """The rows of a SELECT."""
        ...


def fill(query: QueryFile, values: Mapping[str, Filling]) -> str:
    """The query's text with its slots filled; terms are written by the RDF library."""
    return SLOT.sub(lambda slot: f"{slot[1]}{values[slot[2]]}{slot[3]}" if slot[2] in values else slot[0], query.text)


def resolve(store: Selecting, query: QueryFile, given: Mapping[str, str]) -> dict[str, Filling]:
    """The terms that the given texts mean, with the query's own defaults.

    Raises `UnknownName` for a parameter or a thing that nothing bears, offering the nearest; `UsageError` for a missing
    required parameter, a value of the wrong form, or a name that several things bear.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name, known, place=query.name)
    texts = {name: p.default for name, p in known.items() if p.default is not None} | dict(given)
    for parameter in query.parameters:
        if parameter.required and parameter.name not in texts:
            raise UsageError(
                f"the parameter {parameter.name} is missing",
                place=query.name,
                advice=f"give {parameter.name} ({parameter.kind})",
            )
    resolver = _Resolver(store)
    order = sorted((known[name] for name in texts), key=lambda p: p.kind is not ParameterKind.CONSULTATION)
    return {parameter.name: resolver.term(parameter, texts[parameter.name]) for parameter in order}


@dataclass(slots=True)
class _Resolver:
    """Finds what texts mean in one store; a consultation found first narrows down the proposals."""

    store: Selecting
    consultation: NamedNode | None = None
    tables: dict[str, _NameTable] = field(default_factory=dict)

    def term(self, parameter: Parameter, text: str) -> Filling:
        value = " ".join(unicodedata.normalize("NFC", text).split())
        if not value:
            raise UsageError(f"the parameter {parameter.name} is empty", advice="give a value or leave it out")
        plain = _PLAIN.get(parameter.kind)
        if plain is not None:
            return plain(parameter, text if parameter.kind is ParameterKind.TEXT else value)
        if parameter.kind in _CODES and value in set(_CODES[parameter.kind]):
            return t.concept(_CODES[parameter.kind](value))
        return self.thing(parameter, value)

    def thing(self, parameter: Parameter, value: str) -> NamedNode:
        """The one thing that bears this name."""
        table = self.table(parameter.kind)
        found = table.things(value, self.consultation)
        if not found and parameter.kind is ParameterKind.ACT and (act := _act(value)):
            return act
        if not found:
            raise UnknownName(parameter.kind, value, table.known, place=parameter.name)
        if len(found) > 1:
            listed = ", ".join(sorted(thing.value for thing in found)[:3])
            advice = f"give the consultation too, or one of the addresses: {listed}"
            raise UsageError(f"{len(found)} things are called {value!r}", place=parameter.name, advice=advice)
        (thing,) = found
        if parameter.kind is ParameterKind.CONSULTATION:
            self.consultation = thing
        return thing

    def table(self, kind: ParameterKind) -> _NameTable:
        if kind not in self.tables:
            self.tables[kind] = _NameTable(self.store.select(lookups()[kind].text))
        return self.tables[kind]


class _NameTable:
    """What the things of one kind are called, and where they belong."""

    def __init__(self, rows: Rows) -> None:
        self._by_name: dict[str, set[NamedNode]] = defaultdict(set)
        self._home: dict[NamedNode, NamedNode] = {}
        self.known: set[str] = set()
        for row in rows:
            thing, name = row[0], row[1]
            if not isinstance(thing, NamedNode) or not isinstance(name, Literal):
                continue
            self.known.add(name.value)
            for text in (name.value, thing.value, re.split("[/#]", thing.value)[-1]):
                self._by_name[_folded(text)].add(thing)
            if len(row) > 2 and isinstance(row[2], NamedNode):
                self._home[thing] = row[2]

    def things(self, name: str, consultation: NamedNode | None) -> set[NamedNode]:
        """The things of this name; among several, those that belong to the consultation."""
        found = self._by_name.get(_folded(name), set())
        inside = {thing for thing in found if self._home.get(thing, consultation) == consultation}
        return inside if consultation is not None and self._home else found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _act(value: str) -> NamedNode | None:
    """An act by its own address or number, whether or not the store knows it: then nobody cites it."""
    if _ADDRESS.match(value):
        return _address(value)
    act = Names().official_document(ReferenceKind.STATUTE, value)
    return act if act.value.startswith(FINLEX) else None


def _address(value: str) -> NamedNode:
    try:
        return NamedNode(value)
    except ValueError as error:
        raise UsageError(f"not an address: {value!r}") from error


def _language(parameter: Parameter, value: str) -> Literal:
    if not _LANGUAGE.fullmatch(value):
        raise UsageError(f"not a language: {value!r}", place=parameter.name, advice="write fi, sv or en")
    return Literal(value)


def _integer(parameter: Parameter, value: str) -> Literal:
    if not _INTEGER.fullmatch(value):
        raise UsageError(f"not a whole number: {value!r}", place=parameter.name, advice="write it as 3")
    return Literal(int(value))


def _date(parameter: Parameter, value: str) -> Literal:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"not a date: {value!r}", place=parameter.name, advice="write it as 2026-02-18") from error
    return Literal(day.isoformat(), datatype=t.DATE)


_PLAIN: Final[Mapping[ParameterKind, Callable[[Parameter, str], Literal]]] = {
    ParameterKind.TEXT: lambda _, value: Literal(value),
    ParameterKind.INTEGER: _integer,
    ParameterKind.DATE: _date,
    ParameterKind.LANGUAGE: _language,
}
