"""The seed statements and their gold readings, as values; for tests only."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from kannat.ingestion import load_descriptions
from kannat.model import Consultation, Document, Reading
from kannat.reading.gold import from_gold, gold_path, load_gold

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "seeds" / "VN-37864-2025"
EXAMPLE = ROOT / "seeds" / "example-round"
STATEMENTS = sorted([*REAL.glob("statements/*.txt"), *EXAMPLE.glob("statements/*.txt")])


def document_of(path: Path) -> Document:
    """The document as it lies, line ends and all."""
    original = path.read_bytes()
    return Document(path.name, hashlib.sha256(original).hexdigest(), "text/plain", original.decode("utf-8"))


def gold_of(path: Path) -> tuple[Reading, Document]:
    """The gold reading of a document, and the document."""
    document = document_of(path)
    return from_gold(load_gold(gold_path(path)), document), document


@cache
def described(folder: Path) -> tuple[Consultation, ...]:
    """The consultations that a folder of seeds describes; known once, since all organisations come with them."""
    return load_descriptions([folder])


def name_of(path: Path) -> str:
    """What a test is called after a statement."""
    return path.stem
