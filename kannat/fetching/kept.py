"""The folder that is fetched into: files are there whole or not at all, and a later fetch asks only for what it must.

What was fetched is noted in the hidden folder `.fetch`, a note for each address. A fetch that was interrupted goes on
where it stopped: what it has is not asked for again. One that ended well asks anew the next time, but says which
version it has, so that a server can answer that nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from kannat.errors import FetchFailed, UsageError
from kannat.fetching.client import Client, Response
from kannat.fetching.report import Fetched

_NOTES: Final = ".fetch"
_RUN: Final = "run.json"
_DRAFT: Final = ".part"
_NAME_LENGTH: Final = 24


@dataclass(frozen=True, slots=True)
class _Note:
    """What is known of one address: where its content lies, of which run and version it is."""

    file: str
    sha256: str
    run: int
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class KeptFolder:
    """A folder that is fetched into."""

    path: Path
    run: int = field(init=False, default=1)

    def __post_init__(self) -> None:
        with _errors_at(self.path):
            (self.path / _NOTES).mkdir(parents=True, exist_ok=True)
            for left in self.path.rglob(f".*{_DRAFT}"):
                left.unlink()
        state = _read_json(self.path / _NOTES / _RUN)
        number, done = state.get("run"), state.get("done")
        if isinstance(number, int):
            self.run = number + 1 if done else number
        self._note_run(done=False)

    def done(self) -> None:
        """Note that everything has been fetched: the next fetch asks anew."""
        self._note_run(done=True)

    def get(
        self,
        client: Client,
        address: str,
        *,
        accept: str,
        file: str | None = None,
        change: Callable[[Response], bytes] = lambda response: response.body,
    ) -> tuple[bytes, Fetched]:
        """What an address gives, from the folder where that is good enough.

        `change` makes what is kept of the response; it raises `FetchFailed` where that is not what was asked for.
        Without `file`, the content lies hidden.
        """
        name = hashlib.sha256(address.encode()).hexdigest()[:_NAME_LENGTH]
        note_path = self.path / _NOTES / f"{name}.json"
        place = file or f"{_NOTES}/{name}.body"
        note, content = self._noted(note_path, place)
        if note and content is not None and note.run == self.run:
            return content, Fetched.KEPT
        known = note if note and content is not None else None
        response = client.get(
            address, accept=accept, etag=known.etag if known else "", modified=known.modified if known else ""
        )
        if response is None:
            if known is None or content is None:
                raise FetchFailed("says that nothing has changed, unasked", place=address, advice="try again later")
            write_whole(note_path, _json({**asdict(known), "run": self.run}))
            return content, Fetched.UNCHANGED
        content = change(response)
        write_whole(self.path / place, content)
        digest = hashlib.sha256(content).hexdigest()
        write_whole(note_path, _json(asdict(_Note(place, digest, self.run, response.etag, response.modified))))
        return content, Fetched.FETCHED

    def put(self, file: str, content: bytes) -> Fetched:
        """Put a file into the folder; one with this very content stays as it is."""
        path = self.path / file
        with suppress(OSError):
            if path.read_bytes() == content:
                return Fetched.UNCHANGED
        write_whole(path, content, durable=True)
        return Fetched.FETCHED

    def _noted(self, path: Path, place: str) -> tuple[_Note | None, bytes | None]:
        """The note of an address and its content, where that lies at this very place as it was noted."""
        try:
            note = _Note(**cast("dict[str, Any]", _read_json(path)))
            content = (self.path / place).read_bytes()
        except (TypeError, OSError):
            return None, None
        return note, content if note.file == place and hashlib.sha256(content).hexdigest() == note.sha256 else None

    def _note_run(self, *, done: bool) -> None:
        write_whole(self.path / _NOTES / _RUN, _json({"run": self.run, "done": done}))


@contextmanager
def _errors_at(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a `UsageError` that names the path."""
    try:
        yield
    except OSError as error:
        advice = "name another folder with --output"
        raise UsageError(f"cannot write: {error.strerror}", place=str(path), advice=advice) from error


def put_unless_edited(folder: Path, name: str, content: bytes) -> Fetched:
    """Put a file that people may go on with into a folder; one that somebody has changed since is left as it is.

    What it would have been then lies in `.fetch`, under the same name.
    """
    path, written = folder / name, folder / _NOTES / name
    edited = path.exists() and not (written.exists() and written.read_bytes() == path.read_bytes())
    if path.exists() and path.read_bytes() == content:
        fate = Fetched.UNCHANGED
    elif edited:
        fate = Fetched.SKIPPED
    else:
        fate = Fetched.FETCHED
        write_whole(path, content, durable=True)
    write_whole(written, content)
    return fate


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write beside and move: an interruption leaves the old file or the new one; with `durable`, a power cut too.

    Raises `UsageError` where the disk refuses.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}{_DRAFT}")
    with _errors_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _read_json(path: Path) -> dict[str, object]:
    """The object in a note; empty where there is none, or what is there is no note."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
