"""A local server that answers as a script says: a path's responses one after the other, the last again and again."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `cut` promises more than it gives; `etag` is compared with what the client knows."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/atom+xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    cut: bool = False
    hang: bool = False


@dataclass(slots=True)
class Scripted:
    """The server's address, its script, and what it was asked."""

    script: dict[str, list[Answer]]
    address: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _turn: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def next_answer(self, path: str) -> Answer:
        answers = self.script.get(path) or [Answer(status=404)]
        index = self._turn[path]
        self._turn[path] += 1
        return answers[min(index, len(answers) - 1)]


@contextmanager
def served(script: Mapping[str, Answer | list[Answer]]) -> Iterator[Scripted]:
    """A server on loopback for as long as the block lasts. Paths stand as people write them, with their query."""
    scripted = Scripted({path: answer if isinstance(answer, list) else [answer] for path, answer in script.items()})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            scripted.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer()

        def answer(self) -> None:
            path = unquote(self.path)
            scripted.asked.append(path)
            scripted.headers.append(dict(self.headers))
            answer = scripted.next_answer(path)
            if answer.hang:
                scripted.released.wait(30)
                self.close_connection = True
                return
            modified = answer.headers.get("Last-Modified")
            known = bool(answer.etag) and self.headers.get("If-None-Match") == answer.etag
            known = known or (modified is not None and self.headers.get("If-Modified-Since") == modified)
            body = b"" if known else answer.body
            self.send_response(304 if known else answer.status)
            self.send_header("Content-Type", answer.content_type)
            if answer.etag:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not known:
                self.send_header("Content-Length", str(len(body) + 100 * answer.cut))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = answer.cut

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scripted.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield scripted
    finally:
        scripted.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
