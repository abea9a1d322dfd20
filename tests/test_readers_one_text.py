"""One text, whichever format carries it: the same positions of the same respondents."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import format_files
import pytest
from seed_files import ROOT, described

from kannat.model import Document, Reading
from kannat.readers import read_document
from kannat.reading import read

ROUND = ROOT / "seeds" / "example-round"
STATEMENTS = sorted((ROUND / "statements").glob("*.txt"))
FLATTENED = ("02-", "12-", "14-")
"""One long line, and two that bear the breaks of their pages in their text: not what anybody would type in Word."""

FORMATS: dict[str, Callable[[str], bytes]] = {
    "docx": format_files.docx,
    "odt": format_files.odt,
    "html": format_files.html,
    "eml": format_files.eml,
    "pdf": lambda text: format_files.pdf(
        text, header="Lausunto   {} ({})", footer="Postiosoite PL 1, 00000 Esimerkki   s. {}", hyphenate=True
    ),
    "columns.pdf": lambda text: format_files.pdf(text, columns=2, hyphenate=True),
    "across.pdf": lambda text: format_files.pdf(text, columns=2, interleaved=True),
}


@cache
def _reading(path: Path) -> tuple[Document, Reading]:
    document = read_document(path)
    return document, read(document, described(ROUND))


def _positions(document: Document, reading: Reading) -> list[tuple[str, str]]:
    """The words of each passage without white space and hyphens, and its stance."""
    return sorted(
        (re.sub(r"[\s\u00ad-]+", "", document.text[p.span.start : p.span.end]), p.stance) for p in reading.positions
    )


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("path", [p for p in STATEMENTS if not p.name.startswith(FLATTENED)], ids=lambda p: p.stem[:2])
def test_every_format_tells_the_same(path: Path, kind: str) -> None:
    plain, known = _reading(path)
    data = FORMATS[kind](path.read_text(encoding="utf-8"))
    document = read_document(data, f"{path.stem}.{kind}")
    reading = read(document, described(ROUND))
    assert _positions(document, reading) == _positions(plain, known)
    assert [r.name for r in reading.respondents] == [r.name for r in known.respondents]
    assert reading.consultation.key == known.consultation.key


def test_there_are_positions_to_compare() -> None:
    assert sum(len(_reading(path)[1].positions) for path in STATEMENTS) > 150
