"""A store's own description in VoID and DCAT-AP: what is in it, how much, under which licence, read how well.

Words and the licence that stands where none is given are in `ontology/dataset.toml`. The figures of the reading's
quality follow the Data Quality Vocabulary. Nothing tells of the day of writing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kannat.errors import MalformedData, UsageError
from kannat.export.rdf import triple_order
from kannat.graph import terms as t
from kannat.reading.quality import Quality, quality_by_language
from kannat.resources import folder, toml_table
from kannat.store import Store

WORDS: Final = "dataset.toml"
_SPACES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "void": "http://rdfs.org/ns/void#",
}
_PREFIXES: Final = {**_SPACES, **{name: t.PREFIXES[name] for name in ("dcterms", "rdf", "skos", "xsd")}}
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_MEASURES: Final = ("documents", "detection", "stance", "lean")


@dataclass(frozen=True, slots=True)
class Publication:
    """What only the publisher knows: addresses, each None where there is none."""

    license: str | None = None
    publisher: str | None = None
    download: str | None = None
    endpoint: str | None = None


def description(store: Store, publication: Publication | None = None) -> bytes:
    """The description as Turtle, sorted. Raises `UsageError` for an address that is none."""
    words = load_words()
    told = publication or Publication()
    dataset = NamedNode(f"{store.names.base}dataset")
    quads = list(store.quads())
    triples = {quad.triple for quad in quads}
    rows = [
        *_about(dataset, words, told, store.names.base),
        *_statistics(dataset, triples),
        *_consultations(dataset, triples, store.names.base),
        *_distribution(dataset, told),
        *_quality(dataset, words, quality_by_language()),
    ]
    data = serialize(sorted(set(rows), key=triple_order), format=RdfFormat.TURTLE, prefixes=_PREFIXES)
    assert data is not None  # bytes are returned whenever no output is given
    lines = data.splitlines(keepends=True)
    heads = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join((*heads, b"\n", *(line for line in lines if not line.startswith(b"@prefix "))))


def load_words() -> dict[str, Any]:
    """The words of `ontology/dataset.toml`. Raises `MalformedData` where it is not TOML or lacks a part."""
    place = f"ontology/{WORDS}"
    words = toml_table(folder("ontology") / WORDS, place)
    missing = [name for name in ("license", "title", "description", "metric") if name not in words]
    if missing:
        raise MalformedData(f"no {', '.join(missing)} in it", place=place)
    return words


def _about(dataset: NamedNode, words: dict[str, Any], told: Publication, base: str) -> Iterator[Triple]:
    for kind in ("void:Dataset", "dcat:Dataset"):
        yield Triple(dataset, t.TYPE, _term(kind))
    for name in ("title", "description"):
        yield from _texts(dataset, _term(f"dcterms:{name}"), words[name])
    yield Triple(dataset, _term("dcterms:license"), _address(told.license or words["license"], "license"))
    yield Triple(dataset, _term("void:uriSpace"), Literal(base))
    if told.publisher:
        yield Triple(dataset, _term("dcterms:publisher"), _address(told.publisher, "publisher"))
    if told.endpoint:
        yield Triple(dataset, _term("void:sparqlEndpoint"), _address(told.endpoint, "endpoint"))


def _statistics(dataset: NamedNode, triples: set[Triple]) -> Iterator[Triple]:
    """Counts over the whole, then of each class and property."""
    types = [row for row in triples if row.predicate == t.TYPE and isinstance(row.object, NamedNode)]
    properties = Counter(row.predicate for row in triples)
    classes = Counter(row.object for row in types if isinstance(row.object, NamedNode))
    counts = {
        "triples": len(triples),
        "entities": len({row.subject for row in types}),
        "distinctSubjects": len({row.subject for row in triples}),
        "distinctObjects": len({row.object for row in triples}),
        "classes": len(classes),
        "properties": len(properties),
    }
    for name, count in counts.items():
        yield Triple(dataset, _term(f"void:{name}"), _whole(count))
    for vocabulary in sorted({space for term in (*properties, *classes) if (space := _space(term.value))}):
        yield Triple(dataset, _term("void:vocabulary"), NamedNode(vocabulary))
    for kind, amount in classes.items():
        part = NamedNode(f"{dataset.value}/class/{_local(kind.value)}")
        yield Triple(dataset, _term("void:classPartition"), part)
        yield Triple(part, _term("void:class"), kind)
        yield Triple(part, _term("void:entities"), _whole(amount))
    for predicate, amount in properties.items():
        part = NamedNode(f"{dataset.value}/property/{_local(predicate.value)}")
        yield Triple(dataset, _term("void:propertyPartition"), part)
        yield Triple(part, _term("void:property"), predicate)
        yield Triple(part, _term("void:triples"), _whole(amount))


def _consultations(dataset: NamedNode, triples: set[Triple], base: str) -> Iterator[Triple]:
    """A subset for each consultation, with its titles and its number of statements."""
    found = {row.subject for row in triples if row.predicate == t.TYPE and row.object == t.CONSULTATION}
    statements = Counter(
        row.object
        for row in triples
        if row.predicate == t.CONSULTATION_OF and str(row.subject).startswith(f"<{base}statement/")
    )
    for consultation in found:
        assert isinstance(consultation, NamedNode)  # a store holds no blank nodes
        part = NamedNode(f"{dataset.value}/{_local(consultation.value)}")
        yield Triple(dataset, _term("void:subset"), part)
        yield Triple(part, t.TYPE, _term("void:Dataset"))
        yield Triple(part, _term("dcterms:subject"), consultation)
        yield Triple(part, _term("void:entities"), _whole(statements[consultation]))
        for row in triples:
            if row.subject == consultation and row.predicate == _term("dcterms:title"):
                yield Triple(part, row.predicate, row.object)


def _distribution(dataset: NamedNode, told: Publication) -> Iterator[Triple]:
    if not told.download:
        return
    address, part = _address(told.download, "address"), NamedNode(f"{dataset.value}/distribution")
    yield Triple(dataset, _term("void:dataDump"), address)
    yield Triple(dataset, _term("dcat:distribution"), part)
    yield Triple(part, t.TYPE, _term("dcat:Distribution"))
    yield Triple(part, _term("dcat:accessURL"), address)
    yield Triple(part, _term("dcat:downloadURL"), address)
    yield Triple(part, _term("dcterms:license"), _address(told.license or load_words()["license"], "license"))
    for ending, media in _MEDIA_TYPES.items():
        if told.download.endswith(ending):
            yield Triple(part, _term("dcat:mediaType"), NamedNode(_MEDIA + media))


_MEDIA_TYPES: Final = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}


def _quality(dataset: NamedNode, words: dict[str, Any], figures: dict[str, Quality]) -> Iterator[Triple]:
    """A measurement for each language and measure; the number of documents it was taken on is one of them."""
    for language, quality in figures.items():
        for measure in _MEASURES:
            metric = NamedNode(f"{dataset.value}/metric/{measure}")
            made = NamedNode(f"{dataset.value}/quality/{language}.{measure}")
            yield Triple(metric, t.TYPE, _term("dqv:Metric"))
            yield Triple(metric, _term("dqv:expectedDataType"), _term("xsd:decimal"))
            yield from _texts(metric, _term("skos:definition"), words["metric"][measure])
            yield Triple(dataset, _term("dqv:hasQualityMeasurement"), made)
            yield Triple(made, t.TYPE, _term("dqv:QualityMeasurement"))
            yield Triple(made, _term("dqv:computedOn"), dataset)
            yield Triple(made, _term("dqv:isMeasurementOf"), metric)
            yield Triple(made, _term("dcterms:language"), Literal(language, datatype=_term("xsd:language")))
            value = Literal(f"{getattr(quality, measure):g}", datatype=_term("xsd:decimal"))
            yield Triple(made, _term("dqv:value"), value)


def _texts(subject: NamedNode, predicate: NamedNode, words: dict[str, str]) -> Iterable[Triple]:
    return (Triple(subject, predicate, Literal(text, language=language)) for language, text in words.items())


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=t.INTEGER)


def _address(text: str, what: str) -> NamedNode:
    if not text.startswith(("http://", "https://")):
        raise UsageError(f"the {what} is not an http address: {text}")
    try:
        return NamedNode(text)
    except ValueError as error:
        raise UsageError(f"the {what} is not an address: {text}") from error


def _space(address: str) -> str:
    return address[: max(address.rfind("#"), address.rfind("/")) + 1]


def _local(address: str) -> str:
    """A name that no other term has: its own after the prefix of a known vocabulary, else the whole address."""
    space, local = _space(address), address[len(_space(address)) :]
    prefix = next((name for name, known in t.PREFIXES.items() if known == space), "")
    if prefix == "kan" or "/consultation/" in space:
        return local
    return f"{prefix}.{local}" if prefix else quote(address, safe="")
