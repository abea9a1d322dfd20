"""JSON-LD that a person can read: short terms, labels by language, passages inside their positions.

The context is written into the document, with only the terms that the document uses, so that no reader has to fetch
anything. Names are relative to the base address, which the context states.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from kannat.errors import MalformedData
from kannat.graph import terms as t
from kannat.resources import folder

Json = Any
_CONTEXT: Final = "context.jsonld"


def json_ld(quads: Iterable[Quad], base: str) -> bytes:
    """The quads, in the order given, as one JSON-LD document of named graphs.

    A thing that one other thing of its graph refers to, once, stands inside it; every other one stands by itself.
    """
    terms = _Terms(load_context(), base)
    graphs = [
        {"id": terms.name(graph), "@graph": _nodes(list(rows), terms)}
        for graph, rows in groupby(quads, key=lambda quad: quad.graph_name)
        if isinstance(graph, NamedNode)
    ]
    document = {"@context": terms.used_context(), "@graph": graphs}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def load_context() -> dict[str, Json]:
    """The terms of `ontology/context.jsonld`. Raises `MalformedData` with line and column of a syntax error."""
    place = f"ontology/{_CONTEXT}"
    try:
        context = json.loads((folder("ontology") / _CONTEXT).read_text(encoding="utf-8"))["@context"]
    except json.JSONDecodeError as error:
        raise MalformedData(error.msg, place=place, line=error.lineno, column=error.colno) from error
    except (KeyError, TypeError) as error:
        raise MalformedData("no @context in it", place=place) from error
    assert isinstance(context, dict)
    return context


class _Terms:
    """Finds the context's term for a predicate and its object, and remembers which terms were used."""

    def __init__(self, context: Mapping[str, Json], base: str) -> None:
        self.base = base
        self.context = context
        self.prefixes = {key: value for key, value in context.items() if str(value).endswith(("#", "/"))}
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.properties: dict[str, list[tuple[str, Mapping[str, str]]]] = defaultdict(list)
        for key, value in context.items():
            if key.startswith("@") or key in self.prefixes or str(value).startswith("@"):
                continue
            definition = value if isinstance(value, dict) else {"@id": value}
            address = self.expanded(definition["@id"])
            self.properties[address].append((key, definition))
            if isinstance(value, str):
                self.names.setdefault(address, key)

    def expanded(self, compact: str) -> str:
        prefix, colon, local = compact.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else compact

    def used_context(self) -> dict[str, Json]:
        """The part of the context that the document needs, in the context's own order."""
        kept = {key: value for key, value in self.context.items() if key.startswith("@") or key in self.used}
        addressed = " ".join(str(value) for value in kept.values())
        prefixes = {key for key in self.prefixes if key in self.used or f"{key}:" in addressed}
        aliases = {key for key, value in self.context.items() if str(value).startswith("@")}
        order = [key for key in self.context if key in kept or key in prefixes or key in aliases]
        return {"@base": self.base, **{key: self.context[key] for key in order}}

    def name(self, node: NamedNode) -> str:
        """The name of a thing, relative to the base where it lies below it."""
        local = node.value.removeprefix(self.base)
        return local if local != node.value and ":" not in local and local else node.value

    def word(self, node: NamedNode) -> str:
        """The term of a class or a concept, else its address."""
        found = self.names.get(node.value)
        if found:
            self.used.add(found)
        return found or node.value

    def property(self, predicate: NamedNode, value: NamedNode | Literal) -> tuple[str, Mapping[str, str] | None]:
        """The term under which the value can stand in its short form; the address, and None, where there is none."""
        for key, definition in self.properties[predicate.value]:
            if self._fits(definition, value):
                self.used.add(key)
                return key, definition
        return predicate.value, None

    def _fits(self, definition: Mapping[str, str], value: NamedNode | Literal) -> bool:
        kind, container = definition.get("@type"), definition.get("@container")
        if isinstance(value, NamedNode):
            return kind in {"@id", "@vocab"}
        if value.language:
            return container == "@language"
        if kind is None:
            return container is None and value.datatype == _STRING
        return self.expanded(kind) == value.datatype.value


_STRING: Final = t.term("xsd:string")


def _nodes(quads: list[Quad], terms: _Terms) -> list[Json]:
    """The things of one graph, those told inside another left out."""
    things: dict[NamedNode, list[Quad]] = {}
    for quad in quads:
        assert isinstance(quad.subject, NamedNode)  # a store holds no blank nodes
        things.setdefault(quad.subject, []).append(quad)
    inside = _told_inside(quads, set(things))
    return [_node(thing, things, inside, terms) for thing in things if thing not in inside]


def _told_inside(quads: list[Quad], things: set[NamedNode]) -> set[NamedNode]:
    """Things that are referred to once, by a thing that is not told inside another itself: so no circle is lost."""
    references = [
        (quad.subject, quad.object)
        for quad in quads
        if isinstance(quad.object, NamedNode) and quad.object in things and quad.predicate != t.TYPE
    ]
    counts = Counter(target for _, target in references)
    single = {target: source for source, target in references if counts[target] == 1}
    return {target for target, source in single.items() if source not in single}


def _node(thing: NamedNode, things: Mapping[NamedNode, list[Quad]], inside: set[NamedNode], terms: _Terms) -> Json:
    node: dict[str, Json] = {"id": terms.name(thing)}
    for quad in things[thing]:
        value = quad.object
        assert isinstance(value, NamedNode | Literal)
        if quad.predicate == t.TYPE and isinstance(value, NamedNode):
            _add(node, "type", terms.word(value))
            continue
        key, definition = terms.property(quad.predicate, value)
        if isinstance(value, NamedNode) and value in inside:
            _add(node, key, _node(value, things, inside, terms))
        elif isinstance(value, Literal) and definition and definition.get("@container") == "@language":
            _add(node.setdefault(key, {}), str(value.language), value.value)
        else:
            _add(node, key, _value(value, definition, terms))
    return node


def _value(value: NamedNode | Literal, definition: Mapping[str, str] | None, terms: _Terms) -> Json:
    if isinstance(value, NamedNode):
        if definition is None:
            return {"@id": terms.name(value)}
        return terms.word(value) if definition["@type"] == "@vocab" else terms.name(value)
    if definition is not None:
        return _native(value)
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return value.value if value.datatype == _STRING else {"@value": value.value, "@type": value.datatype.value}


def _native(value: Literal) -> Json:
    """A number or truth value of JSON where that loses nothing of how it is written, else the text."""
    text = value.value
    if value.datatype == t.BOOLEAN and text in {"true", "false"}:
        return text == "true"
    if value.datatype == t.INTEGER and text.removeprefix("-").isdecimal() and str(int(text)) == text:
        return int(text)
    return text


def _add(node: dict[str, Json], key: str, value: Json) -> None:
    """Another value of a key: one stands alone, several in a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]
