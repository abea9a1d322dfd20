"""Asks the model: from the cache where it has been asked, within the budget, several requests at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from kannat.errors import FetchFailed, UnreadableInput
from kannat.fetching.client import Client, Manners
from kannat.reading.language_model.budget import Budget
from kannat.reading.language_model.cache import Cache
from kannat.reading.language_model.replies import content_of, reply_in
from kannat.reading.language_model.settings import Settings

_LARGEST: Final = 4 * 1024 * 1024
_GIVE_UP: Final = 3
"""Requests that fail after all their tries, one after another, before no more are put."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked about one part of a document; `characters` is the length of that part."""

    document: str
    prompt: str
    model: str
    body: bytes
    characters: int

    @property
    def key(self) -> str:
        """The SHA-256 of the document, the prompt, the model, and what is asked of it."""
        parts = (self.document.encode(), self.prompt.encode(), self.model.encode(), self.body)
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


class Asking:
    """Puts requests, and holds the replies until they are fetched."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cached = 0
        self._budget = Budget(settings)
        self._cache = Cache(settings.folder)
        self._pending: dict[str, Future[str]] = {}
        self._failures = 0
        self._threads = ThreadPoolExecutor(settings.parallel, "kannat-language-model")

    @property
    def asked(self) -> int:
        """The requests that were put."""
        return self._budget.requests

    def put(self, requests: Sequence[Request]) -> None:
        """Put one document's requests, but those that are under way.

        Raises `LimitExceeded` before the first of them where the budget does not reach for all, and `UnreadableInput`
        where one would have to be put while offline.
        """
        new = {request.key: request for request in requests if request.key not in self._pending}
        known = {key: reply for key in new if (reply := self._cache.get(key)) is not None}
        missing = {key: request for key, request in new.items() if key not in known}
        if missing and self.settings.offline:
            advice = "read it once without --offline"
            raise UnreadableInput("the language model has not read it with this prompt", advice=advice)
        if missing:
            self._budget.take(len(missing), sum(request.characters for request in missing.values()))
        for key, reply in known.items():
            self._pending[key] = Future()
            self._pending[key].set_result(reply)
        self.cached += len(known)
        self._pending |= {key: self._threads.submit(self._reply, request) for key, request in missing.items()}

    def replies(self, requests: Sequence[Request]) -> list[str]:
        """The replies to one document's requests, in their order.

        Raises what `put` raises, `FetchFailed` where the model gives none, `LimitExceeded` where one is too large.
        """
        self.put(requests)
        pending = {request.key: self._pending.pop(request.key) for request in requests if request.key in self._pending}
        return [pending[request.key].result() for request in requests]

    def close(self) -> None:
        """Wait for what is under way, and put nothing more."""
        self._threads.shutdown(cancel_futures=True)

    def _reply(self, request: Request) -> str:
        if self._failures >= _GIVE_UP:
            raise FetchFailed(f"was given up after {self._failures} failures in a row")
        used = self.settings
        manners = Manners(
            rate=0, retries=used.retries, backoff=used.backoff, wait=used.timeout, whole=used.timeout, largest=_LARGEST
        )
        headers = {"Authorization": f"Bearer {used.key}"} if used.key else {}
        client = Client(used.endpoint, manners, headers=headers)
        try:
            response = client.post(
                used.endpoint, request.body, accept="application/json", content_type="application/json"
            )
            content = content_of(response.body)
        except FetchFailed:
            self._failures += 1
            raise
        self._failures = 0
        if reply_in(content) is not None:
            about = {"document": request.document, "prompt": request.prompt, "model": request.model}
            self._cache.put(request.key, content, **about)
        return content
