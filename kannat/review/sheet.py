"""The sheet that a person looks through: one row for each passage of each position, with room for a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.editing import Held, StatementEditor
from kannat.model import OrganisationType, Span
from kannat.reading.sentences import sentences
from kannat.review.importing import sha256_of
from kannat.store import Store

CONTEXT: Final = 300
"""Characters to either side of a passage in which its neighbouring sentences are looked for."""

AT: Final = "@"

_PRIVATE: Final = t.concept(OrganisationType.PRIVATE_PERSON)
_CONTACT: Final = re.compile(r"\w@\w|\+?\d[\d -]{6,}\d")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One passage of one position; the last seven columns are the reviewer's to fill in."""

    statement: str
    respondent: str
    before: str
    passage: str
    after: str
    stance: str
    target: str
    proposal: str
    score: str
    confidence: str
    page: str
    key: str
    decision: str = ""
    new_stance: str = ""
    new_proposal: str = ""
    new_target: str = ""
    note: str = ""
    reviewer: str = ""

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)


COLUMNS: Final = tuple(field.name for field in fields(SheetRow))
FILLED_IN: Final = ("decision", "new_stance", "new_proposal", "new_target", "note", "reviewer")


def sheet_rows(
    store: Store, below: float | None = None, consultation: NamedNode | None = None, language: str = "fi"
) -> Iterator[SheetRow]:
    """The rows of a store's statements, by statement and place.

    With `below`, only passages that nobody has decided on and whose position is less sure than that, or does not say
    how sure it is; else all of them.
    """
    names = _names(store, language)
    prefix = f"{store.names.base}statement/"
    for name in store.graph_names():
        if not name.value.startswith(prefix):
            continue
        quads = store.graph(name)
        editor = StatementEditor(name, quads)
        if consultation is not None and consultation not in editor.all(name, t.CONSULTATION_OF):
            continue
        wanted = [held for held in editor.held() if below is None or _uncertain(editor, held, below)]
        if wanted:
            text = store.texts.get(sha256_of(quads))
            labels = names | _labels(quads, language)
            yield from (_row(editor, held, text, labels) for held in wanted)


def key_of(held: Held) -> str:
    """What names a row: its position and its place."""
    return f"{held.position.value.rpartition('/')[2]}{AT}{held.span.start}-{held.span.end}"


def _uncertain(editor: StatementEditor, held: Held, below: float) -> bool:
    if editor.all(held.position, t.DECIDED_BY):
        return False
    confidence = editor.one(held.position, t.CONFIDENCE)
    return confidence is None or float(confidence.value) < below


def _row(editor: StatementEditor, held: Held, text: str, labels: dict[str, str]) -> SheetRow:
    before, after = ("", "") if _is_private(editor) else context_of(text, held.span, _within(editor, held, text))
    local = held.proposal.value.rpartition("/")[2]
    codebook_key = _consultation_key(editor)
    of_codebook = held.proposal not in editor.of_type(t.PROPOSAL)
    return SheetRow(
        statement=editor.key,
        respondent=", ".join(_label(holder, labels) for holder in editor.all(editor.name, t.RESPONDENT)),
        before=before,
        passage=_one_line(held.words),
        after=after,
        stance=held.stance.value.removeprefix(t.KAN_NAMESPACE),
        target=_label(held.proposal, labels),
        proposal=local.removeprefix(f"{codebook_key}.") if of_codebook else "",
        score=_value(editor, held.position, t.MATCH_SCORE),
        confidence=_value(editor, held.position, t.CONFIDENCE),
        page=_value(editor, held.passage, t.PAGE),
        key=key_of(held),
    )


def context_of(text: str, place: Span, within: Span) -> tuple[str, str]:
    """The sentence before a passage and the one after it; none that bears an address or a phone number."""
    start, end = max(within.start, place.start - CONTEXT), min(within.end, place.end + CONTEXT)
    before = sentences(text, Span(start, place.start)) if start < place.start else []
    after = sentences(text, Span(place.end, end)) if place.end < end else []
    found = (before[-1].of(text) if before else "", after[0].of(text) if after else "")
    first, last = ("" if _CONTACT.search(words) else _one_line(words) for words in found)
    return first, last


def _within(editor: StatementEditor, held: Held, text: str) -> Span:
    """The answer that a passage lies in: outside of it stand signatures and what others said."""
    spans = [span for answer in editor.answers_at(held.span) if (span := editor.span(answer))]
    return spans[0] if spans else Span(0, max(1, len(text)))


def _is_private(editor: StatementEditor) -> bool:
    """Whether a private person responds: around its passages its name may stand."""
    holders = [holder for holder in editor.all(editor.name, t.RESPONDENT) if isinstance(holder, NamedNode)]
    return any(_PRIVATE in editor.all(holder, t.CLASSIFICATION) for holder in holders)


def _names(store: Store, language: str) -> dict[str, str]:
    """What organisations and proposals are called, by their names in the graph."""
    graphs = [name for name in store.graph_names() if name.value.startswith(f"{store.names.base}consultation/")]
    quads = [quad for name in (store.names.authorities_graph, *graphs) for quad in store.graph(name)]
    return _labels(quads, language)


def _labels(quads: Iterable[Quad], language: str) -> dict[str, str]:
    """The label of each thing in this language, else in another."""
    ranked: dict[str, tuple[int, str]] = {}
    order = (language, "fi", "sv", "en")
    for quad in quads:
        if quad.predicate == t.PREF_LABEL and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            tag = quad.object.language or ""
            rank = order.index(tag) if tag in order else len(order)
            known = ranked.get(quad.subject.value)
            ranked[quad.subject.value] = min(known, (rank, quad.object.value)) if known else (rank, quad.object.value)
    return {node: label for node, (_, label) in ranked.items()}


def _label(node: NamedNode | Literal, labels: dict[str, str]) -> str:
    return labels.get(node.value, node.value.rpartition("/")[2])


def _value(editor: StatementEditor, node: NamedNode, predicate: NamedNode) -> str:
    term = editor.one(node, predicate)
    return term.value if term else ""


def _consultation_key(editor: StatementEditor) -> str:
    term = editor.one(editor.name, t.CONSULTATION_OF)
    return term.value.rpartition("/")[2] if term else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
