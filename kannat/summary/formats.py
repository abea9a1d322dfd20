"""The formats that a summary can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from kannat.errors import UnknownName
from kannat.summary.blocks import Summary

_WRITERS: Final[Mapping[str, tuple[str, str]]] = {
    "docx": ("kannat.summary.word", "word"),
    "odt": ("kannat.summary.open_document", "open_document"),
    "html": ("kannat.summary.html", "html"),
    "md": ("kannat.summary.markdown", "markdown"),
}
"""Each format's module and function: the libraries of the others need not be loaded."""

FORMATS: Final = tuple(_WRITERS)


def write_summary(summary: Summary, format_: str) -> bytes:
    """A summary in one of `FORMATS`; equal summaries give equal bytes. Raises `UnknownName` for another format."""
    if format_ not in _WRITERS:
        raise UnknownName("format", format_, FORMATS)
    module, name = _WRITERS[format_]
    writer: Callable[[Summary], bytes] = getattr(import_module(module), name)
    return writer(summary)
