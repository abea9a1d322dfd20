"""RDF/XML, for tools that read nothing else: written, never read back into a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kannat.errors import UsageError
from kannat.export.attributes import carried

_NAME_AT_END: Final = re.compile(r"[^\W\d][\w.-]*$")


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """The triples, in the order given, as RDF/XML; characters that XML cannot carry become U+FFFD.

    Raises `UsageError` for a predicate that cannot be the name of an element.
    """
    data = serialize(map(_as_xml_can, triples), format=RdfFormat.RDF_XML, prefixes=dict(prefixes))
    assert data is not None  # bytes are returned whenever no output is given
    return data.replace(b"\r", b"&#13;")  # a parser would turn it into a line feed


def uncarried(triples: Iterable[Triple]) -> int:
    """How many literals hold a character that XML cannot carry."""
    return sum(isinstance(one.object, Literal) and carried(one.object.value) != one.object.value for one in triples)


def _as_xml_can(triple: Triple) -> Triple:
    if not _NAME_AT_END.search(triple.predicate.value):
        raise UsageError(
            f"RDF/XML cannot name the predicate {triple.predicate.value}", advice="take another format, such as turtle"
        )
    value = triple.object
    if not isinstance(value, Literal) or carried(value.value) == value.value:
        return triple
    if value.language:
        return Triple(triple.subject, triple.predicate, Literal(carried(value.value), language=value.language))
    kind = NamedNode(value.datatype.value)
    return Triple(triple.subject, triple.predicate, Literal(carried(value.value), datatype=kind))
