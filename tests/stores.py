"""Small graphs, and a server to keep them at, for tests only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph.names import DEFAULT_BASE
from kannat.store import Mode, Store

VALUE = NamedNode("https://example.org/value")

OpenAgain = Callable[[Mode], Store]


def name(local: str) -> NamedNode:
    return NamedNode(f"{DEFAULT_BASE}statement/{local}")


def graph(local: str, *values: Literal | NamedNode | str) -> list[Quad]:
    """A named graph that says its values of one subject."""
    terms = [Literal(value) if isinstance(value, str) else value for value in values]
    return [Quad(name(local), VALUE, term, name(local)) for term in terms]


def values_in(store: Store, local: str) -> list[str]:
    return [quad.object.value for quad in store.graph(name(local))]


_PORTS_EACH = 500


@contextmanager
def running_server(folder: Path, *options: str) -> Iterator[str]:
    """The address of an Oxigraph server of our own, with its data in a folder."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the package oxigraph is not installed"
    port = _free_port()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    """A port that nobody listens on, from a range that is this test process's own: two must never share a server."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 20_000 + worker * _PORTS_EACH
    for port in range(first + os.getpid() % 100, first + _PORTS_EACH):
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(0.05)
            assert server.poll() is None, "another server answers at this port"
            return
        except OSError:
            assert server.poll() is None, "the server ended at once"
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
