"""RDF files from outside, parsed so that they cannot hurt: no network, no entity bombs, no size without a limit.

Turtle, TriG, N-Triples, N-Quads and JSON-LD are read. JSON-LD may bring its context inside the file, or name Kannat's
own, which is taken from `ontology/`; any other address is refused before anything is asked of it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, Quad, RdfFormat, Triple, parse

from kannat.errors import LimitExceeded, MalformedData, UnreadableInput
from kannat.graph.names import DEFAULT_BASE
from kannat.resources import folder

SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of one RDF file."""

JSON_DEPTH_LIMIT: Final = 100
"""Levels of objects and arrays in one JSON-LD file."""

CONTEXT_ADDRESS: Final = "https://w3id.org/kannat/ns/context.jsonld"

RDF_SUFFIXES: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
_QUAD_LINE: Final = re.compile(
    r"^[ \t]*(<[^>\n]*>|_:\S+)[ \t]+<[^>\n]*>[ \t]+(<[^>\n]*>|_:\S+|\".*\"\S*)[ \t]+(<[^>\n]*>|_:\S+)[ \t]*\.",
    re.MULTILINE,
)
_LOOKED_AT: Final = 10_000
"""Characters from which the format of a file without an extension is told."""
_XML_SUFFIXES: Final = frozenset({".rdf", ".owl", ".xml"})


def read_rdf(source: Path | bytes, name: str | None = None, base: str = DEFAULT_BASE) -> list[Quad]:
    """The quads of one RDF file, in the file's order; blank nodes stay what they are.

    The format follows the extension of the name, else the content. Raises `MalformedData` with line and column of a
    fault, `LimitExceeded` above `SIZE_LIMIT`, `UnreadableInput` for a file that cannot be opened or is RDF/XML.
    """
    place = name or (source.name if isinstance(source, Path) else "<input>")
    text = _decoded(_bytes_of(source, place), place)
    format_ = _format_of(place, text)
    if format_ is RdfFormat.JSON_LD:
        text = _with_local_contexts(text, place)
    else:
        _refuse_triple_terms(text, place)
    try:
        return [_plain(quad, place) for quad in parse(text, format=format_, base_iri=base)]
    except SyntaxError as error:
        what = re.sub(r"^Parser error at .*?: ", "", error.msg)
        raise MalformedData(what, place=place, line=error.lineno, column=error.offset) from error
    except ValueError as error:
        raise MalformedData(str(error), place=place) from error


def line_of(text: str, node: str) -> int | None:
    """The line, counted from 1, on which a file speaks of a node, best as the subject; None where it is not found.

    A search for the node's address and its last part, not a parse: enough to lead a person to the place.
    """
    local = re.escape(re.split(r"[/#]", node)[-1])
    if not local:
        return None
    named = rf"(?:<{re.escape(node)}>|<[^>\s]*[/#]?{local}>|[\w.-]*:{local}(?=[\s;,]|$))"
    for pattern in (rf"^\s*{named}\s+a\s", rf"^{named}", rf'{named}|"[^"\s]*{local}"'):
        if found := re.search(pattern, text, re.MULTILINE):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return text.count("\n", 0, start) + 1
    return None


def _bytes_of(source: Path | bytes, place: str) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            if not source.is_file():
                raise UnreadableInput("no such file", place=place, advice="check the path")
            with source.open("rb") as file:
                data = file.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise UnreadableInput(error.strerror or "cannot be read", place=place, advice="check its rights") from error
    if len(data) > SIZE_LIMIT:
        raise LimitExceeded(
            f"larger than {SIZE_LIMIT // (1024 * 1024)} MiB", place=place, advice="split it, one statement a file"
        )
    return data


def _decoded(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        raise MalformedData(
            "not UTF-8",
            place=place,
            advice="save the file as UTF-8",
            line=before.count(b"\n") + 1,
            column=error.start - (before.rfind(b"\n") + 1) + 1,
        ) from error


def _format_of(place: str, text: str) -> RdfFormat:
    suffix = Path(place).suffix.lower()
    start = text.lstrip()[:100]
    if suffix in _XML_SUFFIXES or re.match(r"<(\?xml|!DOCTYPE|rdf:RDF)", start):
        raise UnreadableInput("RDF/XML is not read", place=place, advice="convert it to Turtle or JSON-LD")
    if suffix in RDF_SUFFIXES:
        return RDF_SUFFIXES[suffix]
    if re.match(r"\[\s*[{\]]|\{\s*[\"}]", start):
        return RdfFormat.JSON_LD
    if _QUAD_LINE.search(text[:_LOOKED_AT]):
        return RdfFormat.N_QUADS
    return RdfFormat.TRIG


_NO_SYNTAX: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)*'|"
    r"<[^<>\s]*>|#[^\n]*|\\.",
    re.DOTALL,
)
"""What a sign of syntax may stand in without being one: texts, addresses, comments, escapes."""


def _refuse_triple_terms(text: str, place: str) -> None:
    """Refuses RDF 1.2's triple terms before they are parsed: some 100,000 nested ones kill the process."""
    if "<<" not in text:
        return
    bare = _NO_SYNTAX.sub(lambda match: "\n" * match[0].count("\n"), text)
    if "<<" in bare:
        raise _not_rdf_11(place, line=bare.count("\n", 0, bare.index("<<")) + 1)


def _not_rdf_11(place: str, line: int | None = None) -> MalformedData:
    return MalformedData(
        "an RDF 1.2 term", place=place, advice="use RDF 1.1: no triples in triples, no text direction", line=line
    )


def _plain(quad: Quad, place: str) -> Quad:
    """The quad, where it says what RDF 1.1 can say; quoted triples and text directions are refused."""
    value = quad.object
    if isinstance(value, Triple) or (isinstance(value, Literal) and value.direction is not None):
        raise _not_rdf_11(place)
    return quad


def _with_local_contexts(text: str, place: str) -> str:
    """The JSON-LD text with Kannat's own context written into it in place of its address."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise MalformedData(error.msg, place=place, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise _too_deep(place) from error
    return json.dumps(_localised(document, place, 1), ensure_ascii=False)


def _localised(value: Any, place: str, depth: int) -> Any:
    if depth > JSON_DEPTH_LIMIT:
        raise _too_deep(place)
    if isinstance(value, list):
        return [_localised(item, place, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if "@import" in value:
        raise _remote(value["@import"], place)
    return {
        key: _context(item, place, depth + 1) if key == "@context" else _localised(item, place, depth + 1)
        for key, item in value.items()
    }


def _context(value: Any, place: str, depth: int) -> Any:
    if isinstance(value, list):
        return [_context(item, place, depth + 1) for item in value]
    if isinstance(value, str):
        if value != CONTEXT_ADDRESS:
            raise _remote(value, place)
        return _own_context()
    return _localised(value, place, depth)


@cache
def _own_context() -> Any:
    return json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def _remote(address: object, place: str) -> MalformedData:
    return MalformedData(
        f"a context from elsewhere: {address}", place=place, advice=f"write it into the file, or use {CONTEXT_ADDRESS}"
    )


def _too_deep(place: str) -> MalformedData:
    return MalformedData(f"nested deeper than {JSON_DEPTH_LIMIT} levels", place=place, advice="flatten it")


def is_rdf_name(name: str) -> bool:
    """Whether a file's name says that it is RDF, also in a format that is then refused."""
    suffix = Path(name).suffix.lower()
    return suffix in RDF_SUFFIXES or suffix in _XML_SUFFIXES
