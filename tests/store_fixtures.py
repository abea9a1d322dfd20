"""A store of each kind, as a pytest plugin: a test module asks for it with `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import OpenAgain, running_server

from kannat.store import Mode, Store, open_store


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose default graph is the union of its named graphs."""
    with running_server(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph") as address:
        yield address


@pytest.fixture(params=["embedded", "remote"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> OpenAgain:
    """Opens the test's own store; empty at first, at the place it always is."""
    if request.param == "embedded":
        return lambda mode: open_store(tmp_path / "store", mode, create=True)
    address = f"{request.getfixturevalue('server')}/query"

    def opened(mode: Mode) -> Store:
        return open_store(address, mode, texts=tmp_path / "local")

    with opened("write") as leftover:
        leftover.clear()
    return opened


@pytest.fixture
def store(open_again: OpenAgain) -> Iterator[Store]:
    """An empty store of each kind, open for writing."""
    with open_again("write") as opened:
        yield opened
