"""Which language model is asked, and how much it may be asked."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kannat.errors import UsageError

URL: Final = "KANNAT_LLM_URL"
MODEL: Final = "KANNAT_LLM_MODEL"
KEY: Final = "KANNAT_LLM_KEY"
CACHE: Final = "KANNAT_CACHE"
_ENDPOINT: Final = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Settings:
    """A language model's address and name, and the budget of one run.

    `characters` are those sent, of a run and of one document, `timeout` and `backoff` seconds, `retries` how often a
    request is put again; `requests` does not count these. With `offline` only what has been asked before is read.
    Raises `UsageError` where there is no address or no model, or the address is plain http to another machine.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    cache: Path | None = None
    offline: bool = False
    insecure: bool = False
    parallel: int = 4
    requests: int = 1000
    characters: int = 10_000_000
    document_characters: int = 500_000
    timeout: float = 120.0
    retries: int = 4
    backoff: float = 2.0

    def __post_init__(self) -> None:
        if not self.model or not (self.address or self.offline):
            missing = MODEL if self.address or self.offline else URL
            advice = f"set {URL} and {MODEL}, and {KEY} where the service asks for a key"
            raise UsageError(f"no language model is configured: {missing} is not set", advice=advice)
        if self.address:
            _check(self.address, insecure=self.insecure)
        if not (self.key.isascii() and self.key.isprintable()):
            raise UsageError("not a key: it has other characters than keys have", place=KEY, advice="set it again")

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        address = self.address.rstrip("/")
        return address if address.endswith(_ENDPOINT) else address + _ENDPOINT

    @property
    def folder(self) -> Path:
        """The folder of what has been asked before."""
        return (self.cache or _user_cache()) / "language-model"


def key_of_environment() -> str:
    """The key for the service: only from the environment, since a command line can be seen by others."""
    return os.environ.get(KEY, "")


def _check(address: str, *, insecure: bool) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https") or "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            "not the address of a language model", place=URL, advice="give it as https://host/v1, a key by " + KEY
        )
    if parts.scheme == "http" and not insecure and not _is_loopback(host):
        advice = "use https, or --llm-insecure where the network is your own"
        raise UsageError("statements would cross the network in the clear", place=address, advice=advice)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _user_cache() -> Path:
    if named := os.environ.get(CACHE):
        return Path(named)
    if find_spec("platformdirs") is None:
        raise UsageError("no folder for the cache", advice=f"install kannat[llm], or set {CACHE} to a folder")
    return Path(import_module("platformdirs").user_cache_dir("kannat", appauthor=False))
