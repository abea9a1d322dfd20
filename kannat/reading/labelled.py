"""Labelled prose: written documents in which each sentence bears its stance, as lines of JSON.

A line is one document: `{"id", "lang", "layout", "sentences": [{"text", "label", "target", "origin", "unit"}]}`; the
label is a stance or `none`, the unit says how the text stands in its document: heading, line, item or sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kannat.errors import MalformedData
from kannat.model import ConsultationMatch, Document, Origin, Outcome, PositionPassage, Reading, Span, Stance, Status
from kannat.reading.gold import GOLD_READER

LABELLED_SUFFIX: Final = ".jsonl"
_NO_STANCE: Final = "none"
_CLOSE: Final = frozenset({"line", "item"})


def labelled_documents(path: Path) -> Iterator[tuple[Document, Reading]]:
    """Each document of a file, put together as it would lie, with the positions that its labels say.

    Sentences of a paragraph follow one another, lines and items stand under one another, headings apart. Raises
    `MalformedData` with the line that is not in the format.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield _document(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedData(f"not a labelled document: {error}", place=path.name, line=number) from error


def _document(row: dict[str, Any]) -> tuple[Document, Reading]:
    text, positions, before = "", [], ""
    for sentence in row["sentences"]:
        unit = sentence.get("unit", "sentence")
        text += _gap(before, unit) if text else ""
        if sentence["label"] != _NO_STANCE:
            span = Span(len(text), len(text) + len(sentence["text"]))
            origin = Origin(sentence["origin"] or Origin.CONSULTATION)
            positions.append(PositionPassage(span, Stance(sentence["label"]), origin, sentence["target"] or ""))
        text += sentence["text"]
        before = unit
    document = Document(row["id"], hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    gold = Reading(
        document=document.name,
        sha256=document.sha256,
        reader=GOLD_READER,
        language=row["lang"],
        consultation=ConsultationMatch(None, None, None),
        respondents=(),
        status=Status.GIVEN,
        outcome=Outcome.POSITIONS_FOUND if positions else Outcome.NO_STANCE_FOUND,
        positions=tuple(positions),
        layout=row.get("layout"),
        synthetic=True,
    )
    return document, gold


def _gap(before: str, unit: str) -> str:
    if before == unit == "sentence":
        return " "
    return "\n" if before in _CLOSE and unit in _CLOSE else "\n\n"
