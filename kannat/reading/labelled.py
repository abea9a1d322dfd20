"""Labelled prose: written documents in which each sentence bears its stance, as lines of JSON.

A line is one document: `{"id", "lang", "layout", "sentences": [{"text", "label", "target", "origin", "unit"}]}`; the
label is a stance or `none`, the unit says how the text stands in its document: heading, line, item or sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.model import ConsultationMatch, Document, Origin, Outcome, PositionPassage, Reading, Span, Stance, Status
from kannat.reading.gold import GOLD_READER

LABELLED_SUFFIX: Final = ".jsonl"
_NO_STANCE: Final = "none"
_CLOSE: Final = frozenset({"line", "item"})


@dataclass(frozen=True, slots=True)
class Label:
    """What one sentence of a labelled document is: a stance, or None and the kind of what takes none."""

    span: Span
    stance: Stance | None
    origin: Origin
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A labelled document, put together as it would lie; `row` holds what else its line says of it."""

    document: Document
    labels: tuple[Label, ...]
    row: dict[str, Any]


def labelled(path: Path) -> Iterator[LabelledDocument]:
    """Each document of a file with its labels.

    Sentences of a paragraph follow one another, lines and items stand under one another, headings apart. Raises
    `MalformedData` with the line that is not in the format.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield _document(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedData(f"not a labelled document: {error}", place=path.name, line=number) from error


def labelled_documents(path: Path) -> Iterator[tuple[Document, Reading]]:
    """Each document of a file with the positions that its labels say. Raises as `labelled` does."""
    for known in labelled(path):
        positions = tuple(PositionPassage(x.span, x.stance, x.origin, x.target) for x in known.labels if x.stance)
        gold = Reading(
            document=known.document.name,
            sha256=known.document.sha256,
            reader=GOLD_READER,
            language=known.row["lang"],
            consultation=ConsultationMatch(None, None, None),
            respondents=(),
            status=Status.GIVEN,
            outcome=Outcome.POSITIONS_FOUND if positions else Outcome.NO_STANCE_FOUND,
            positions=positions,
            layout=known.row.get("layout"),
            synthetic=True,
        )
        yield known.document, gold


def _document(row: dict[str, Any]) -> LabelledDocument:
    text, labels, before = "", [], ""
    for sentence in row["sentences"]:
        unit = sentence.get("unit", "sentence")
        text += _gap(before, unit) if text else ""
        span = Span(len(text), len(text) + len(sentence["text"]))
        stance = None if sentence["label"] == _NO_STANCE else Stance(sentence["label"])
        origin = Origin(sentence["origin"] or Origin.CONSULTATION)
        labels.append(Label(span, stance, origin, sentence.get("kind") or "", sentence["target"] or ""))
        text += sentence["text"]
        before = unit
    document = Document(row["id"], hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    return LabelledDocument(
        document, tuple(labels), {"lang": row["lang"], **{key: row[key] for key in row if key != "sentences"}}
    )


def _gap(before: str, unit: str) -> str:
    if before == unit == "sentence":
        return " "
    return "\n" if before in _CLOSE and unit in _CLOSE else "\n\n"
