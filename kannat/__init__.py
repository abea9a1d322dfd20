"""Kannat: who stands where on what, in which words, on which law.

    >>> import kannat
    >>> sorted(kannat.queries())[:2]
    ['absence', 'acts']

The verbs are those of the command line; see `kannat.api`.
"""

from __future__ import annotations

from kannat.api import (
    agreement,
    beside,
    changes,
    compare,
    descriptions,
    document,
    draw,
    evaluate,
    export_network,
    export_rdf,
    export_summary,
    ingest,
    network,
    open_store,
    queries,
    query,
    read,
    shared_wording,
    summarise,
    unity,
    validate,
)

__all__ = [
    "agreement",
    "beside",
    "changes",
    "compare",
    "descriptions",
    "document",
    "draw",
    "evaluate",
    "export_network",
    "export_rdf",
    "export_summary",
    "ingest",
    "network",
    "open_store",
    "queries",
    "query",
    "read",
    "shared_wording",
    "summarise",
    "unity",
    "validate",
]
