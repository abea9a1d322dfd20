"""A language model on loopback: an OpenAI-compatible service whose replies a function makes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | tuple[int, bytes, Mapping[str, str]]
"""The text of a completion, or a whole response: status, body, headers."""
Say = Callable[[str], Reply]
"""What the model says of a statement's text."""


@dataclass(slots=True)
class FakeModel:
    """The model's address, and what it was asked."""

    say: Say
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    released: threading.Event = field(default_factory=threading.Event)


def text_in(asked: Mapping[str, Any]) -> str:
    """The statement's text in a request, from between its marks."""
    found = re.fullmatch(r"<<<(\w+)>>>\n(.*)\n<<<\1>>>", asked["messages"][1]["content"], re.DOTALL)
    assert found is not None
    return found[2]


def findings(*found: Mapping[str, Any]) -> str:
    """A reply as it should be."""
    return json.dumps({"findings": found}, ensure_ascii=False)


def completion(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@contextmanager
def model_that(say: Say) -> Iterator[FakeModel]:
    """A model for as long as the block lasts."""
    model = FakeModel(say)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with model.lock:
                model.asked.append(asked)
                model.keys.append(self.headers["Authorization"])
                model.at_once += 1
                model.most_at_once = max(model.most_at_once, model.at_once)
            try:
                self.answer(model.say(text_in(asked)) if self.path == "/v1/chat/completions" else (404, b"", {}))
            finally:
                with model.lock:
                    model.at_once -= 1

        def answer(self, reply: Reply) -> None:
            status, body, headers = (200, completion(reply), {}) if isinstance(reply, str) else reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # whoever asked has gone
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
