"""What a file is taken for by its name: a statement's document, RDF, a known reading, or none of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import Final


class SourceKind(StrEnum):
    """What a file is taken for, by its name."""

    DOCUMENT = "document"
    DESCRIPTION = "description"
    GOLD = "gold"


RDF_SUFFIXES: Final = frozenset({".ttl", ".trig", ".nt", ".nq", ".jsonld"})
GOLD_SUFFIX: Final = ".gold.json"
MANY_THINGS: Final = frozenset({".xml", ".json"})
"""Endings of files that may be a source of statements or anything else: only their content tells."""

_DOCUMENT_SUFFIXES: Final = frozenset(
    {
        *(".txt", ".text", ".pdf", ".docx", ".docm", ".odt", ".html", ".htm", ".xhtml", ".eml", ".zip"),
        *(".csv", ".tsv", ".xlsx"),
        *(".doc", ".rtf", ".msg", ".pages"),
    }
)
"""The last of them have no reader: a statement that lies in one is refused with advice, not passed over."""

_ABOUT_FOLDERS: Final = frozenset({"readme", "licence", "license", "changelog", "notice"})


def kind_of(path: str, *, named: bool) -> tuple[SourceKind | None, str]:
    """What the file of this name is taken for, or None and why; `named` says that somebody named it by itself."""
    file = PurePath(path)
    suffix = file.suffix.lower()
    if file.name.lower().endswith(GOLD_SUFFIX):
        return SourceKind.GOLD, ""
    if suffix in RDF_SUFFIXES:
        return SourceKind.DESCRIPTION, ""
    if named:
        return SourceKind.DOCUMENT, ""
    if file.stem.lower() in _ABOUT_FOLDERS:
        return None, "tells about its folder"
    if suffix in _DOCUMENT_SUFFIXES:
        return SourceKind.DOCUMENT, ""
    return None, f"no reader for {suffix} files" if suffix else "a name without an ending"
