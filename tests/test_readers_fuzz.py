"""Mutated documents of every format: only documents and named refusals come out.

A bounded number by default; `KANNAT_FUZZ=1000` tries as many of each format. The same mutations on every run.
"""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from format_files import docx, eml, html, odt, pdf, zipped

from kannat.errors import UnreadableDocument
from kannat.model import Document
from kannat.readers import read_documents
from kannat.readers.isolation import end_child

COUNT = int(os.environ.get("KANNAT_FUZZ", "300"))
TEXT = (
    "Lausunto\n\nKaupunki pitää ehdotusta hyvänä.\n\n- Kohta yksi.\n- Kohta kaksi.\n\nSe on §:n 2 mukaan tarpeellinen."
)
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"<",
    b"&#0;",
    b"]]>",
    b"%%EOF",
    b"stream\n",
    b"\r\n\r\n",
    b"PK\x05\x06",
    b"\xed\xa0\x80",
    b"9" * 30,
)

FORMATS: dict[str, Callable[[], bytes]] = {
    "txt": TEXT.encode,
    "pdf": lambda: pdf(TEXT, header="Lausunto {}"),
    "docx": lambda: docx(TEXT),
    "odt": lambda: odt(TEXT),
    "html": lambda: html(TEXT),
    "eml": lambda: eml(TEXT, markup=True, attachments={"a.docx": docx(TEXT)}),
    "zip": lambda: zipped({"a.txt": TEXT, "b.docx": docx(TEXT), "c.html": html(TEXT)}),
}


@pytest.fixture(autouse=True, scope="module")
def no_child_left() -> Iterator[None]:
    yield
    end_child()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes after a few mishaps."""
    result = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(result) + 1)
        length = chance.choice((1, 1, 4, 16, 200))
        match chance.randrange(6):
            case 0:
                result[at : at + length] = chance.randbytes(min(length, len(result) - at))
            case 1:
                del result[at : at + length]
            case 2:
                result[at:at] = result[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                result[at:at] = chance.choice(TOKENS)
            case 4:
                del result[max(1, at) :]
            case _:
                other = chance.randrange(len(result) + 1)
                result[at : at + length] = result[other : other + length]
    return bytes(result) or b"x"


def mutated_within(data: bytes, chance: random.Random) -> bytes:
    """A zipped file in which one of the files has met with mishaps, sound outside."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    content = files[name]
    assert isinstance(content, bytes)
    return zipped(files | {name: mutated(content, chance)}, stored=["mimetype"])


@pytest.mark.parametrize("kind", FORMATS)
def test_only_documents_and_refusals_come_out(kind: str) -> None:
    chance = random.Random(f"{kind} 3")
    original = FORMATS[kind]()
    for number in range(COUNT):
        within = original.startswith(b"PK") and number % 2
        data = (mutated_within if within else mutated)(original, chance)
        name = f"{number}.{kind}"
        refused: list[UnreadableDocument] = []
        try:
            documents = list(read_documents(data, name, refused.append))
        except UnreadableDocument as error:
            documents, refused = [], [error]
        for document in documents:
            check(document, name)
        assert documents or refused
        assert all(error.place.startswith(name) and error.advice for error in refused)
        if kind != "pdf":
            assert not [error for error in refused if "broke its reader" in error.what], data


def check(document: Document, name: str) -> None:
    """What holds of every document, whatever its file has been through."""
    assert document.name.startswith(name)
    assert document.text.strip()
    document.text.encode("utf-8")
    assert all(0 <= mark.span.start < mark.span.end <= len(document.text) for mark in document.marks)
    assert all(0 <= start <= len(document.text) for start in document.pages)
