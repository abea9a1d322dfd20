"""Asks web addresses politely: one request at a time, not too often, again only where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final
from urllib.parse import urljoin, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader

from kannat.errors import FetchFailed, LimitExceeded, UsageError

MAX_BODY: Final = 128 * 1024 * 1024
_CHUNK: Final = 64 * 1024
_REDIRECTS: Final = 5
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOT_MODIFIED: Final = 304
_OK: Final = 200
_ADVICE: Final = "try again later; what has been fetched is kept"


@dataclass(frozen=True, slots=True)
class Manners:
    """How requests are made: how many a second, how often again, how long to wait, in seconds.

    `backoff` is the first pause before another try, doubled with each; a server's Retry-After goes before it, up to
    `longest_pause`. `wait` is for a server that says nothing, `whole` for a response from its first byte to its last.
    `largest` is the most bytes of a response.
    """

    rate: float = 1.0
    retries: int = 4
    backoff: float = 2.0
    longest_pause: int = 120
    wait: float = 30.0
    whole: float = 300.0
    largest: int = MAX_BODY


@dataclass(frozen=True, slots=True)
class Response:
    """What an address gave: the bytes, their kind, and what tells later whether they have changed."""

    address: str
    body: bytes
    content_type: str = ""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Client:
    """Asks the addresses of one host, `headers` in each request. Proxies and keys of the environment are not used."""

    address: str
    manners: Manners = field(default_factory=Manners)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0
    _pool: PoolManager = field(init=False)
    _free_at: float = 0.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise UsageError("not a web address", place=self.address, advice="give it as https://host")
        self.address = self.address.rstrip("/")
        self._pool = PoolManager(
            num_pools=1,
            headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip, deflate", **self.headers},
            timeout=Timeout(connect=self.manners.wait, read=self.manners.wait),
        )

    def get(self, address: str, *, accept: str, etag: str = "", modified: str = "") -> Response | None:
        """What an address gives; None where it says that nothing has changed since.

        Raises `FetchFailed` after the last try, `LimitExceeded` for a body that is too large.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {"Accept": accept} | {name: value for name, value in known.items() if value}
        return self._asked("GET", address, headers)

    def post(self, address: str, body: bytes, *, accept: str, content_type: str) -> Response:
        """What an address answers to a question that changes nothing, and so may be put again."""
        response = self._asked("POST", address, {"Accept": accept, "Content-Type": content_type}, body)
        assert response is not None
        return response

    def absolute(self, address: str, base: str) -> str:
        """An address as it is meant on a page. Raises `FetchFailed` where it leads to another host."""
        try:
            whole = urljoin(base, address)
        except ValueError as error:
            raise FetchFailed("leads to no web address", place=_shown(base), advice="tell the service") from error
        if _origin(whole) != _origin(self.address):
            raise FetchFailed("leads to another host", place=_shown(whole), advice="fetch it by hand if you trust it")
        return whole

    def _asked(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Response | None:
        address = self.absolute(address, self.address)
        tries = Retry(
            total=self.manners.retries,
            allowed_methods=None,
            status_forcelist=_TRANSIENT,
            backoff_factor=self.manners.backoff / 2,
            backoff_max=self.manners.longest_pause,
            retry_after_max=self.manners.longest_pause,
        )
        redirects = 0
        while redirects <= _REDIRECTS:
            try:
                given = self._once(method, address, headers, body)
            except _Again as again:
                tries = self._paused(tries, again, method, address)
                continue
            if not isinstance(given, str):
                return given
            address = self.absolute(given, address)
            redirects += 1
        raise FetchFailed("redirected too often", place=_shown(address), advice=_ADVICE)

    def _once(self, method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Response | str | None:
        """One request: its response, None for not modified, or the address that it is redirected to."""
        self._wait_turn()
        self.requests += 1
        try:
            response = self._pool.request(
                method, address, body=body, headers={**self._pool.headers, **headers}, retries=False, redirect=False,
                preload_content=False,
            )  # fmt: skip
        except HTTPError as error:
            raise _Again(error) from error
        try:
            if response.status in _MOVED and (target := response.headers.get("Location")):
                return target
            if response.status == _NOT_MODIFIED:
                return None
            if response.status in _TRANSIENT:
                raise _Again(response=response)
            if response.status != _OK:
                raise _refused(response.status, address)
            return self._response(response, address)
        finally:
            response.close()

    def _response(self, response: BaseHTTPResponse, address: str) -> Response:
        read = response.headers.get
        return Response(
            address,
            self._body(response, address),
            read("Content-Type", ""),
            read("ETag", ""),
            read("Last-Modified", ""),
        )

    def _body(self, response: BaseHTTPResponse, address: str) -> bytes:
        """The whole body, never more than there may be of it nor for longer."""
        ends = self.clock() + self.manners.whole
        got = bytearray()
        try:
            for chunk in response.stream(_CHUNK, decode_content=True):
                got += chunk
                if len(got) > (most := min(self.manners.largest, MAX_BODY)):
                    what = f"larger than {most >> 20} MiB"
                    raise LimitExceeded(what, place=_shown(address), advice="")
                if self.clock() > ends:
                    raise FetchFailed(
                        f"not complete after {self.manners.whole:g} s", place=_shown(address), advice=_ADVICE
                    )
        except HTTPError as error:
            raise _Again(error) from error
        return bytes(got)

    def _wait_turn(self) -> None:
        now = self.clock()
        if now < self._free_at:
            self.sleep(self._free_at - now)
            now = max(self._free_at, self.clock())
        self._free_at = now + (1 / self.manners.rate if self.manners.rate else 0)

    def _paused(self, tries: Retry, again: _Again, method: str, address: str) -> Retry:
        """One try less, after the pause that it takes. Raises `FetchFailed` where none is left."""
        try:
            tries = tries.increment(method, address, response=again.response, error=again.error)
        except HTTPError as error:
            raise FetchFailed(again.what, place=_shown(address), advice=_ADVICE) from error
        try:
            asked = tries.get_retry_after(again.response) if again.response else None
        except InvalidHeader:
            asked = None
        pause = tries.get_backoff_time() if asked is None else asked
        self.sleep(min(pause, self.manners.longest_pause))
        return tries


class _Again(Exception):
    """A request that may go well another time."""

    def __init__(self, error: HTTPError | None = None, response: BaseHTTPResponse | None = None) -> None:
        self.error = error
        self.response = response
        self.what = f"answers {response.status}" if response else f"no answer: {type(error).__name__}"
        super().__init__(self.what)


def user_agent() -> str:
    """How we name ourselves to a server."""
    return f"kannat/{version('kannat')} (reads statements of public consultations)"


def _refused(status: int, address: str) -> FetchFailed:
    advice = "check the identifier" if status in (400, 404, 410) else _ADVICE
    return FetchFailed(f"answers {status}", place=_shown(address), advice=advice)


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError as error:
        raise FetchFailed("not a web address", place=_shown(address), advice="") from error
    return parts.scheme, (parts.hostname or "").lower(), port


def _shown(address: str) -> str:
    """An address without its query, which may be long."""
    return address.partition("?")[0]
