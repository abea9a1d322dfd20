"""The authority files as RDF: organisations, statutes and merges, all in one named graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.names import FINLEX, Names
from kannat.model import Act, Labels, Organisation, OrganisationType, ReferenceKind
from kannat.reading.merges import Merge, merged_keys

_MUNICIPALITY_CODE = re.compile(r"\d{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEB_ADDRESS = re.compile(r"https?://\S+")

Pair = tuple[NamedNode, NamedNode | Literal]


def authorities_quads(
    organisations: Iterable[Organisation],
    acts: Iterable[Act],
    names: Names | None = None,
    merges: Iterable[Merge] = (),
) -> list[Quad]:
    """The authorities' named graph, sorted: equal authorities give equal quads, in whatever order they come.

    Each merge in effect is an activity that used the organisation that is gone; who decided it and why is not said.
    """
    names = names or Names()
    merged = tuple(merges)
    graph = names.authorities_graph
    quads = {
        Quad(subject, predicate, value, graph)
        for subject, pairs in (*_descriptions(organisations, acts, names), *_merges(merged, names))
        for predicate, value in pairs
    }
    return sorted(quads, key=str)


def _descriptions(
    organisations: Iterable[Organisation], acts: Iterable[Act], names: Names
) -> Iterator[tuple[NamedNode, Iterator[Pair]]]:
    for organisation in organisations:
        yield names.organisation(organisation.key), _organisation(organisation)
    for act in acts:
        node = names.official_document(ReferenceKind.STATUTE, act.number)
        yield node, _act(act, node)


def _organisation(organisation: Organisation) -> Iterator[Pair]:
    yield t.TYPE, t.ORGANISATION
    yield t.CLASSIFICATION, t.concept(organisation.type)
    yield from _labels(t.PREF_LABEL, organisation.names)
    yield from _labels(t.ALT_LABEL, organisation.alternative)
    if organisation.type is OrganisationType.MUNICIPALITY and _MUNICIPALITY_CODE.fullmatch(organisation.key):
        yield t.MUNICIPALITY_CODE, Literal(organisation.key)
    if organisation.business_id:
        yield t.BUSINESS_ID, Literal(organisation.business_id)
    for domain in organisation.domains:
        yield t.DOMAIN, Literal(domain)
    yield from _source(organisation.source)


def _act(act: Act, node: NamedNode) -> Iterator[Pair]:
    yield t.TYPE, t.LEGAL_RESOURCE if node.value.startswith(FINLEX) else t.OFFICIAL_DOCUMENT
    yield t.REFERENCE_KIND, t.concept(ReferenceKind.STATUTE)
    yield t.IDENTIFIER, Literal(act.number)
    yield from _labels(t.TITLE, act.titles)
    yield from _labels(t.ALT_LABEL, act.short)
    yield from _source(act.source)


def _merges(merges: tuple[Merge, ...], names: Names) -> Iterator[tuple[NamedNode, Iterator[Pair]]]:
    into = merged_keys(merges)
    for merge in merges:
        node = names.merge(merge.gone, merge.into)
        yield node, _merge(merge, names)
        kept = (t.DERIVED_FROM, names.organisation(merge.gone)), (t.GENERATED_BY, node)
        yield names.organisation(into[merge.gone]), iter(kept)


def _merge(merge: Merge, names: Names) -> Iterator[Pair]:
    yield t.TYPE, t.ACTIVITY
    yield t.USED, names.organisation(merge.gone)
    if _DAY.fullmatch(merge.when):
        yield t.ISSUED, Literal(merge.when, datatype=t.DATE)


def _labels(predicate: NamedNode, labels: Labels) -> Iterator[Pair]:
    for language, text in labels:
        yield predicate, Literal(text, language=language) if language else Literal(text)


def _source(source: str) -> Iterator[Pair]:
    """Where the facts come from: an address as an IRI, anything else as it is written."""
    if source:
        yield t.DOCUMENT_OF, NamedNode(source) if _WEB_ADDRESS.fullmatch(source) else Literal(source)
