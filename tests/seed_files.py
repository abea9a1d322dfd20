"""The seed statements and their gold readings, as values; for tests only."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kannat.model import Document, Reading
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


def name_of(path: Path) -> str:
    """What a test is called after a statement."""
    return path.stem
