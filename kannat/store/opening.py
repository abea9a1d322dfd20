"""Opening a store by where it is: a folder or the address of an endpoint."""

from __future__ import annotations

import re
from pathlib import Path

from kannat.graph.names import DEFAULT_BASE
from kannat.store.base import Mode, Store
from kannat.store.embedded import EmbeddedStore
from kannat.store.endpoint import TIMEOUT, Endpoint
from kannat.store.remote import RemoteStore


def open_store(
    location: str | Path,
    mode: Mode = "read",
    create: bool = False,
    base: str = DEFAULT_BASE,
    *,
    update_address: str | None = None,
    user: str | None = None,
    password: str | None = None,
    texts: Path | None = None,
    timeout: int = TIMEOUT,
) -> Store:
    """Open the store at an address (`http://…`) or in a folder.

    `create` makes an embedded store where nothing is. `base` is the base address of names in a new store or at an
    endpoint; an embedded store that exists has its own, and refuses any other but the default. What comes after the
    star is for endpoints. Raises `StoreError` or one of its kinds, each with what to do.
    """
    if isinstance(location, str) and re.match(r"https?://", location, re.IGNORECASE):
        where = Endpoint.at(location, update_address, user, password, timeout)
        return RemoteStore.open(where, mode, texts=texts, base=base)
    return EmbeddedStore.open(Path(location), mode, create=create, base=base)
