"""Talking to a SPARQL 1.1 endpoint over HTTP with SPARQLWrapper."""

from __future__ import annotations

import ast
import hashlib
import http.client
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit
from urllib.request import Request

from SPARQLWrapper import CONSTRUCT, INSERT, JSON, POST, POSTDIRECTLY, SELECT, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kannat.errors import KannatError, MalformedData, StoreError, StoreUnreachable, UsageError
from kannat.model.keys import slug
from kannat.store.updates import malformed_query

TIMEOUT: Final = 60
"""Seconds to wait for an answer."""

UPDATE_VARIABLE: Final = "KANNAT_STORE_UPDATE"
TEXTS_VARIABLE: Final = "KANNAT_STORE_TEXTS"
USER_VARIABLE: Final = "KANNAT_STORE_USER"
PASSWORD_VARIABLE: Final = "KANNAT_STORE_PASSWORD"  # noqa: S105 - the variable's name

_CHECK_ADDRESS: Final = "check the address, and that the server runs"


@dataclass(frozen=True, slots=True, repr=False)
class Endpoint:
    """Where to ask, where to change, and as whom. Neither a password nor an access token is ever shown."""

    query: str
    update: str
    user: str = ""
    password: str = ""
    timeout: int = TIMEOUT

    @classmethod
    def at(
        cls,
        address: str,
        update_address: str | None = None,
        user: str | None = None,
        password: str | None = None,
        timeout: int = TIMEOUT,
    ) -> Endpoint:
        """The endpoint at an address.

        Name and password come from the arguments, the address or the environment, in this order; the update address
        from the argument or the environment. Without one, an address that ends with `/query` is changed at `/update`
        beside it, any other where it is asked. Raises `UsageError` for an address that is not one of HTTP.
        """
        update_address = update_address or os.environ.get(UPDATE_VARIABLE)
        query, address_user, address_password = _without_credentials(address)
        beside = re.sub(r"/query(?=$|\?)", "/update", query)
        return cls(
            query,
            _without_credentials(update_address)[0] if update_address else beside,
            user or address_user or os.environ.get(USER_VARIABLE, ""),
            password or address_password or os.environ.get(PASSWORD_VARIABLE, ""),
            timeout,
        )

    def __repr__(self) -> str:
        return f"Endpoint({self.place!r})"

    @property
    def place(self) -> str:
        """The address as it may be shown."""
        return _shown(self.query)

    def ask(self, query: str) -> bytes:
        """The JSON answer to a SELECT or an ASK. Raises `MalformedData` where the endpoint does not understand it."""
        return self._send(self.query, query, SELECT)

    def construct(self, query: str) -> bytes:
        """The N-Triples answer to a CONSTRUCT or a DESCRIBE."""
        return self._send(self.query, query, CONSTRUCT)

    def change(self, update: str) -> None:
        """Have one update made."""
        self._send(self.update, update, INSERT)

    def not_sparql(self, error: Exception) -> StoreUnreachable:
        """The error for an answer that is not what SPARQL 1.1 asks for."""
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        what = f"the answer is not one of a SPARQL endpoint: {reason}"
        return StoreUnreachable(what, place=self.place, advice=_CHECK_ADDRESS)

    def _send(self, address: str, text: str, kind: str) -> bytes:
        try:
            with self._request(address, text, kind).query().response as response:
                body: bytes = response.read()
        except SPARQLWrapperException as error:
            cause = error.__context__
            status = cause.code if isinstance(cause, HTTPError) else 500
            raise _refusal(address, status, _body_in(error), kind) from error
        except HTTPError as error:
            with error:
                raise _refusal(address, error.code, error.reason, kind) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._no_answer(address, error) from error
        return body

    def _request(self, address: str, text: str, kind: str) -> _Request:
        parts = urlsplit(address)
        request = _Request(urlunsplit((*parts[:3], "", "")))
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            request.addParameter(name, value)
        request.setMethod(POST)
        request.setRequestMethod(POSTDIRECTLY)
        request.setOnlyConneg(True)
        request.setTimeout(self.timeout)
        request.setReturnFormat(TURTLE if kind == CONSTRUCT else JSON)
        if kind != INSERT:
            accepted = "application/n-triples" if kind == CONSTRUCT else "application/sparql-results+json"
            request.addCustomHttpHeader("Accept", accepted)
        if self.user:
            request.setCredentials(self.user, self.password)
        # Set as they are: the wrapper would look for the kind with a pattern, which warns at what it does not know.
        request.queryString, request.queryType = text, kind
        return request

    def _no_answer(self, address: str, error: Exception) -> StoreUnreachable:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            what = f"no answer within {self.timeout} seconds"
            return StoreUnreachable(what, place=_shown(address), advice="try again, or allow more time")
        if isinstance(error, URLError):
            return StoreUnreachable(f"no connection: {reason}", place=_shown(address), advice=_CHECK_ADDRESS)
        what = f"the connection broke: {reason or type(error).__name__}"
        return StoreUnreachable(what, place=_shown(address), advice=_CHECK_ADDRESS)


def default_texts(address: str) -> Path:
    """The folder for the texts of an endpoint's statements where none is given.

    The environment's, else one per address in the user's data.
    """
    if named := os.environ.get(TEXTS_VARIABLE):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    return Path(data) / "kannat" / f"{slug(address.partition('://')[2])}-{digest}"


class _Request(SPARQLWrapper):
    """A request that takes its credentials to nobody but the address it was made for."""

    def _createRequest(self) -> Request:  # noqa: N802 - the library's name
        request: Request = super()._createRequest()
        if credentials := request.headers.pop("Authorization", None):
            request.add_unredirected_header("Authorization", credentials)
        return request


def _without_credentials(address: str) -> tuple[str, str, str]:
    """The address, and the user's name and password that stood in it."""
    bare = re.sub(r"(?<=//)[^/?#]*@", "", address)
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError("not the address of an endpoint", place=bare, advice="write it as http://localhost:7878/query")
    return bare.partition("#")[0], unquote(parts.username or ""), unquote(parts.password or "")


def _shown(address: str) -> str:
    """An address without its parameters, one of which may be an access token."""
    return address.partition("?")[0]


def _body_in(error: SPARQLWrapperException) -> str:
    """What the endpoint answered, which the wrapper keeps as a literal in its message."""
    literal = str(error).partition("Response:\n")[2]
    return ast.literal_eval(literal).decode("utf-8", "replace") if literal else ""


def _refusal(address: str, status: int, body: str, kind: str) -> KannatError:
    reason = (body.strip().splitlines() or [""])[0][:_SHOWN]
    told = f"HTTP {status}" + (f", {reason}" if reason else "")
    if status == http.client.BAD_REQUEST and kind != INSERT:
        return malformed_query(body)
    if status == http.client.NOT_ACCEPTABLE and kind != INSERT:
        return MalformedData("not the kind of question that is asked here", place="query", advice="see its first word")
    if status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        advice = f"set {USER_VARIABLE} and {PASSWORD_VARIABLE}"
        return StoreUnreachable(
            f"the endpoint lets nobody in without the right name and password: {told}",
            place=_shown(address),
            advice=advice,
        )
    if kind == INSERT and status < http.client.INTERNAL_SERVER_ERROR:
        return StoreError(
            f"the endpoint refuses the change: {told}", place=_shown(address), advice="check the update address"
        )
    return StoreUnreachable(f"the endpoint cannot answer: {told}", place=_shown(address), advice=_CHECK_ADDRESS)


_SHOWN: Final = 160
