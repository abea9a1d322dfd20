"""A store at an endpoint: what goes wrong on the way, who may, and what is not ours there."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import socket

import pytest
from pyoxigraph import NamedNode, Quad
from stores import VALUE, graph, name, running_server, values_in

from kannat.errors import StoreError, StoreUnreachable, UsageError
from kannat.graph.terms import ONTOLOGY_GRAPH
from kannat.store import Endpoint, Outcome, RemoteStore, Swap, open_store
from kannat.store.endpoint import default_texts

pytest_plugins = ["store_fixtures"]

SECRET = "open sesame"
YES = b'{"head": {}, "boolean": true}'
NO = b'{"head": {}, "boolean": false}'


class Answering(BaseHTTPRequestHandler):
    """Answers every request the same, and remembers what it was asked."""

    status = 200
    body = NO
    headers_sent: tuple[tuple[str, str], ...] = (("Content-Type", "application/sparql-results+json"),)
    delay = 0.0
    asked: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.path, dict(self.headers), sent))
        time.sleep(self.delay)
        self.send_response(self.status)
        for header, value in self.headers_sent:
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST  # noqa: N815 - the library's name

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def answering(**ways: object) -> Iterator[tuple[str, list[tuple[str, dict[str, str], bytes]]]]:
    """The address of a server that answers in a certain way, and what it is asked."""
    handler = type("Handler", (Answering,), {**ways, "asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", handler.asked
        finally:
            server.shutdown()
            thread.join()


def test_nobody_listens(tmp_path: Path) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/query"
    with pytest.raises(StoreUnreachable, match="no connection") as caught:
        open_store(address, texts=tmp_path)
    assert address in caught.value.line()
    assert caught.value.exit_status == 4


def test_nobody_answers_in_time(tmp_path: Path) -> None:
    with answering(delay=1.5) as (address, _), pytest.raises(StoreUnreachable, match="no answer within 1 seconds"):
        open_store(address, texts=tmp_path, timeout=1)


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (401, "right name and password"),
        (403, "right name and password"),
        (404, "HTTP 404"),
        (405, "HTTP 405"),
        (500, "HTTP 500"),
        (503, "HTTP 503"),
    ],
)
def test_an_error_of_the_server_is_told(tmp_path: Path, status: int, what: str) -> None:
    with (
        answering(status=status, body=b"<html>\nlong story") as (address, _),
        pytest.raises(StoreUnreachable, match=what) as caught,
    ):
        open_store(address, texts=tmp_path)
    assert address in caught.value.line()
    assert "\n" not in caught.value.line()


@pytest.mark.parametrize("body", [b"", b"<html><body>Welcome</body></html>", b"{}", b'{"head": {}', b"[]", b"\xff"])
def test_what_is_no_sparql_endpoint_is_told(tmp_path: Path, body: bytes) -> None:
    with answering(body=body) as (address, _), pytest.raises(StoreUnreachable, match="not one of a SPARQL endpoint"):
        open_store(address, texts=tmp_path)


def test_an_answer_that_breaks_off_is_told(tmp_path: Path) -> None:
    headers = (("Content-Length", "1000"),)
    with answering(headers_sent=headers, body=NO) as (address, _), pytest.raises(StoreUnreachable):
        open_store(address, texts=tmp_path)


@pytest.mark.parametrize("address", ["http://", "http:///query", "http://host:port/query", "https://[::1/query"])
def test_what_is_no_address_is_told(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="not the address of an endpoint"):
        open_store(address, texts=tmp_path)


def test_a_default_graph_that_is_no_union_is_refused(tmp_path: Path) -> None:
    with running_server(tmp_path / "server") as address:
        with open_store(f"{address}/query", "write", texts=tmp_path) as store:
            store.replace_graph(name("a"), graph("a", "1"))
        with pytest.raises(StoreError, match="not the union") as caught:
            open_store(f"{address}/query", texts=tmp_path)
        assert "docs/stores.md" in caught.value.line()


def test_what_others_keep_there_is_left_alone(server: str, tmp_path: Path) -> None:
    others = NamedNode("https://example.org/graph")
    with open_store(f"{server}/query", "write", texts=tmp_path, base="https://example.org/") as owner:
        owner.replace_graph(others, [Quad(VALUE, VALUE, VALUE, others)])
        with open_store(f"{server}/query", "write", texts=tmp_path) as store:
            store.replace_graph(ONTOLOGY_GRAPH, [Quad(VALUE, VALUE, VALUE, ONTOLOGY_GRAPH)])
            store.replace_graph(name("a"), graph("a", "1"))
            assert store.graph_names() == [name("a"), ONTOLOGY_GRAPH]
            store.clear()
            assert store.graph_names() == []
            with pytest.raises(ValueError, match="is not below"):
                store.replace_graph(others, [])
        assert owner.graph_names() == [others]
        owner.clear()


def test_large_swaps_go_in_several_requests(monkeypatch: pytest.MonkeyPatch, server: str, tmp_path: Path) -> None:
    monkeypatch.setattr("kannat.store.remote.REQUEST_SIZE", 1000)
    with open_store(f"{server}/query", "write", texts=tmp_path) as store:
        store.clear()
        swaps = [Swap(name(f"{i}"), graph(f"{i}", "x" * 300)) for i in range(10)]
        assert store.replace_graphs(swaps) == [Outcome.STORED] * 10
        assert [values_in(store, f"{i}") for i in range(10)] == [["x" * 300]] * 10
        store.clear()


def test_name_and_password_go_along_and_are_never_shown(tmp_path: Path) -> None:
    with answering(status=401, body=b"who?") as (address, asked):
        with pytest.raises(StoreUnreachable) as caught:
            open_store(address, texts=tmp_path, user="tuuli", password=SECRET)
        ((_, headers, _),) = asked
        assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"tuuli:{SECRET}"
        assert SECRET not in caught.value.line()
        assert SECRET not in repr(Endpoint.at(address, user="tuuli", password=SECRET))


def test_name_and_password_may_stand_in_the_address(tmp_path: Path) -> None:
    where = Endpoint.at("https://tuuli:open%20sesame@example.org/query")
    assert (where.query, where.user, where.password) == ("https://example.org/query", "tuuli", SECRET)
    store = RemoteStore(where, "read", tmp_path, "https://example.org/id/")
    assert SECRET not in repr(store.describe())
    assert "tuuli" not in store.describe().location


def test_name_and_password_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANNAT_STORE_USER", "tuuli")
    monkeypatch.setenv("KANNAT_STORE_PASSWORD", SECRET)
    assert Endpoint.at("http://example.org/query").password == SECRET
    assert Endpoint.at("http://example.org/query", password="other").password == "other"


def test_a_password_is_not_taken_on_to_another_address(tmp_path: Path) -> None:
    with answering() as (other, asked), answering(status=302, headers_sent=(("Location", other),)) as (address, _):
        open_store(address, texts=tmp_path, user="tuuli", password=SECRET)
        assert asked
        assert all("Authorization" not in headers for _, headers, _ in asked)


def test_an_access_token_in_the_address_is_not_shown(tmp_path: Path) -> None:
    with answering(status=500) as (address, asked):
        where = Endpoint.at(f"{address}?access-token=sesame", f"{address}?access-token=sesame")
        store = RemoteStore(where, "write", tmp_path, "https://example.org/id/")
        with pytest.raises(StoreUnreachable) as caught:
            store.ask("ASK {}")
        assert "access-token=sesame" in asked[0][0]
    assert "sesame" not in "".join([caught.value.line(), repr(where), repr(store.describe())])


@pytest.mark.parametrize(
    ("address", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("http://localhost:3030/kannat/query?timeout=5", "http://localhost:3030/kannat/update?timeout=5"),
        ("http://localhost:8890/sparql", "http://localhost:8890/sparql"),
        ("http://localhost:7200/repositories/query-log", "http://localhost:7200/repositories/query-log"),
    ],
)
def test_the_update_address_follows_from_the_query_s(address: str, update: str) -> None:
    assert Endpoint.at(address).update == update
    assert Endpoint.at(address, "http://localhost/statements").update == "http://localhost/statements"


def test_changes_go_to_the_update_address(tmp_path: Path) -> None:
    rows = b'{"head": {"vars": ["graph"]}, "results": {"bindings": []}}'
    with answering() as (update, changes), answering() as (address, asked):
        store = open_store(address, "write", texts=tmp_path, update_address=update)
        assert len(asked) == 2
        with answering(body=rows) as (empty, _):
            store = RemoteStore(Endpoint.at(empty, update), "write", tmp_path, store.names.base)
            store.replace_graph(name("a"), graph("a", "1"))
    ((_, headers, sent),) = changes
    assert headers["Content-Type"] == "application/sparql-update"
    assert sent.startswith(b"DROP SILENT GRAPH <")


def test_a_refused_change_is_told(tmp_path: Path) -> None:
    rows = b'{"head": {"vars": ["graph"]}, "results": {"bindings": []}}'
    with answering(body=rows) as (address, _), answering(status=400, body=b"read only") as (update, _):
        store = RemoteStore(Endpoint.at(address, update), "write", tmp_path, "https://w3id.org/kannat/id/")
        with pytest.raises(StoreError, match="refuses the change: HTTP 400, read only"):
            store.replace_graph(name("a"), graph("a", "1"))


def test_what_stands_in_the_address_goes_along(tmp_path: Path) -> None:
    with answering() as (address, asked):
        open_store(f"{address}?infer=false&x=", texts=tmp_path)
    assert {path for path, _, _ in asked} == {"/sparql?infer=false&x="}


def test_texts_of_an_endpoint_have_a_folder_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = default_texts("http://localhost:7878/query")
    assert folder.parent == tmp_path / "kannat"
    assert folder.name.startswith("localhost-7878-query-")
    assert folder != default_texts("http://localhost:7878-query")


def test_an_endpoint_that_says_yes_to_everything_is_no_union(tmp_path: Path) -> None:
    with answering(body=YES) as (address, _), pytest.raises(StoreError, match="not the union"):
        open_store(address, texts=tmp_path)


def test_the_environment_names_the_update_address_and_the_folder_of_texts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KANNAT_STORE_UPDATE", "http://127.0.0.1:9/statements")
    monkeypatch.setenv("KANNAT_STORE_TEXTS", str(tmp_path / "texts"))
    assert Endpoint.at("http://127.0.0.1:9/repository").update == "http://127.0.0.1:9/statements"
    assert default_texts("http://127.0.0.1:9/repository") == tmp_path / "texts"
