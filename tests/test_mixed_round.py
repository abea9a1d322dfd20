"""The mixed folder of the example round: the same positions whichever format or source carries the same text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import mixed_round
import pytest
from seed_files import described

from kannat.model import Document
from kannat.readers import read_document, read_documents
from kannat.reading import read

_NUMBERS = sorted(path.name[:2] for path in (mixed_round.SOURCE / "statements").glob("*.txt"))


def _told(document: Document) -> tuple[list[tuple[str, str, str | None]], list[str], str | None]:
    """Passages without white space and hyphens, with stance and proposal; respondents; the consultation."""
    reading = read(document, described(mixed_round.SOURCE))
    words = [re.sub(r"[\s\u00ad-]+", "", document.text[p.span.start : p.span.end]) for p in reading.positions]
    positions = [(w, str(p.stance), p.proposal) for w, p in zip(words, reading.positions, strict=True)]
    return sorted(positions, key=str), [r.name for r in reading.respondents], reading.consultation.key


@cache
def _mixed() -> dict[str, Document]:
    """The documents of the mixed folder by the number of the statement that each carries."""
    found: dict[str, Document] = {}
    for path in sorted((mixed_round.TARGET / "statements").iterdir()):
        documents = list(read_documents(path, path.name))
        numbers = mixed_round.MANY[path.name][0] if path.name in mixed_round.MANY else ()
        found.update(zip(numbers or _by_name(documents), documents, strict=True))
    return found


def _by_name(documents: list[Document]) -> list[str]:
    return [Path(document.name.rpartition("#")[2]).name[:2] for document in documents]


@pytest.mark.parametrize("number", _NUMBERS)
def test_the_same_positions_whatever_carries_the_text(number: str) -> None:
    plain = _told(read_document(mixed_round.statement(number)))
    assert plain[0] or number == "05"
    assert _told(_mixed()[number]) == plain


def test_the_folder_is_what_its_maker_makes() -> None:
    made = mixed_round.files()
    lies = {p.relative_to(mixed_round.TARGET).as_posix(): p.read_bytes() for p in mixed_round.TARGET.rglob("*.*")}
    lies.pop("README.md")
    assert sorted(lies) == sorted(made)
    assert [name for name, content in made.items() if lies[name] != content] == []
