"""Where the graph is kept: a folder on disk, or any SPARQL 1.1 endpoint."""

from kannat.store.archive import Dump, dump, read_dump, restore
from kannat.store.base import Mode, Outcome, Row, Rows, Store, StoreDescription, Swap, Term
from kannat.store.embedded import EmbeddedStore
from kannat.store.endpoint import Endpoint
from kannat.store.maintenance import Problem, clear, info, verify
from kannat.store.opening import open_store
from kannat.store.quarantine import Quarantine, QuarantineEntry
from kannat.store.remote import RemoteStore
from kannat.store.texts import Texts

__all__ = [
    "Dump",
    "EmbeddedStore",
    "Endpoint",
    "Mode",
    "Outcome",
    "Problem",
    "Quarantine",
    "QuarantineEntry",
    "RemoteStore",
    "Row",
    "Rows",
    "Store",
    "StoreDescription",
    "Swap",
    "Term",
    "Texts",
    "clear",
    "dump",
    "info",
    "open_store",
    "read_dump",
    "restore",
    "verify",
]
