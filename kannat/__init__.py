"""Kannat: who stands where on what, in which words, on which law.

    >>> import kannat
    >>> sorted(kannat.queries())[:2]
    ['absence', 'acts']

The verbs are those of the command line; see `kannat.api`.
"""

from __future__ import annotations

from kannat.api import descriptions, document, evaluate, ingest, open_store, queries, query, read, validate

__all__ = [
    "descriptions",
    "document",
    "evaluate",
    "ingest",
    "open_store",
    "queries",
    "query",
    "read",
    "validate",
]
