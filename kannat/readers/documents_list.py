"""A folder of documents with a list of what is known of each: `documents.json`.

`kannat fetch hankeikkuna` writes one; anybody may, for documents that do not say who gave them or when:

    {"kannat": "documents/1", "documents": [{"file": "a.pdf", "respondents": ["..."], "date": "2026-02-01"}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given
from kannat.readers.content import Content
from kannat.readers.days import day_in
from kannat.readers.kinds import GOLD_SUFFIX, RDF_SUFFIXES

LIST_NAME: Final = "documents.json"
LIST_VERSION: Final = "documents/1"
_MAX_LIST_BYTES: Final = 16 * 1024 * 1024
_MAX_FILE_BYTES: Final = 256 * 1024 * 1024
_ADVICE: Final = "see docs/sources.md for the list's form"


class DocumentsListReader:
    """Reads the documents of a folder with the facts that its list states; files that it does not list, without."""

    def recognises(self, folder: Path) -> bool:
        path = folder / LIST_NAME
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return LIST_VERSION.encode() in file.read(4096)

    def read(self, folder: Path, name: str) -> Iterator[Document | UnreadableDocument]:
        listed = _listed(folder / LIST_NAME, f"{name}/{LIST_NAME}")
        for file in sorted({*listed, *_others(folder)}):
            yield from _documents(folder, file, f"{name}/{file}", listed.get(file, Given()))


def list_text(rows: Iterable[tuple[str, Given]]) -> str:
    """A list as text: of each file, by its path within the folder, what is given."""
    documents = [_row(file, given) for file, given in sorted(rows, key=lambda row: row[0])]
    return json.dumps({"kannat": LIST_VERSION, "documents": documents}, ensure_ascii=False, indent=2) + "\n"


def _row(file: str, given: Given) -> dict[str, Any]:
    row: dict[str, Any] = {"file": file}
    if given.respondents:
        row["respondents"] = list(given.respondents)
    if given.respondent_kind:
        row["type"] = given.respondent_kind
    if given.private:
        row["private"] = True
    if given.issued:
        row["date"] = given.issued.isoformat()
    if given.consultation:
        row["consultation"] = given.consultation
    return row


def _documents(folder: Path, file: str, name: str, given: Given) -> Iterator[Document | UnreadableDocument]:
    from kannat.readers.opening import outcomes

    path = folder / file
    try:
        if path.suffix.lower() in RDF_SUFFIXES:
            advice = "put it into the folder above: within a listed folder only documents are read"
            raise UnreadableDocument("a description, not a document", place=name, advice=advice)
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise UnreadableDocument("no such file in the folder", place=name, advice=_ADVICE)
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise UnreadableDocument(f"too large: over {_MAX_FILE_BYTES >> 20} MiB", place=name, advice="split it")
        found = outcomes(Content(path.read_bytes(), name))
        for one in found:
            yield replace(one, given=given, listed=True) if isinstance(one, Document) else one
    except UnreadableDocument as error:
        yield error
    except OSError as error:
        yield UnreadableDocument(error.strerror or "cannot be opened", place=name, advice="check its permissions")


def _listed(path: Path, place: str) -> dict[str, Given]:
    if path.stat().st_size > _MAX_LIST_BYTES:
        raise UnreadableDocument("too large for a list", place=place, advice=_ADVICE)
    try:
        rows = json.loads(path.read_bytes())["documents"]
        return {row["file"]: _given(row, f"{place}, $.documents[{index}]") for index, row in enumerate(rows)}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"not of the list's form: {type(error).__name__}"
        raise UnreadableDocument(what, place=place, advice=_ADVICE) from error


def _given(row: Mapping[str, Any], place: str) -> Given:
    respondents, day = row.get("respondents", []), row.get("date")
    if not isinstance(row["file"], str) or not all(isinstance(respondent, str) for respondent in respondents):
        raise UnreadableDocument("a name that is no text", place=place, advice=_ADVICE)
    if day is not None and day_in(str(day)) is None:
        raise UnreadableDocument("no such day", place=f"{place}.date", advice="write it as 2026-02-01")
    return Given(
        respondents=tuple(respondents),
        respondent_kind=row.get("type"),
        consultation=row.get("consultation"),
        issued=day_in(day),
        private=row.get("private") is True,
    )


def _others(folder: Path) -> Iterator[str]:
    """The files of the folder that are neither the list, nor hidden, nor known readings."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.name != LIST_NAME and not path.name.endswith(GOLD_SUFFIX):
            yield "/".join(parts)
