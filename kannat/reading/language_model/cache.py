"""What a model replied before: a file a request, there whole or not at all, for its owner's eyes only."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kannat.errors import UsageError


@dataclass(frozen=True, slots=True)
class Cache:
    """Replies by the key of their request."""

    folder: Path

    def get(self, key: str) -> str | None:
        """The reply to a request; None where there is none, or its file is no such thing."""
        try:
            kept = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        reply = kept.get("reply") if isinstance(kept, dict) and kept.get("key") == key else None
        return reply if isinstance(reply, str) else None

    def put(self, key: str, reply: str, **about: str) -> None:
        """Keep a reply, with what it is of. Raises `UsageError` where the disk refuses."""
        content = json.dumps({**about, "key": key, "reply": reply}, indent=1, sort_keys=True) + "\n"
        path = self._path(key)
        draft = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode())
            Path(draft).replace(path)
        except OSError as error:
            with suppress(OSError):
                Path(draft).unlink(missing_ok=True)
            advice = "set KANNAT_CACHE to a folder that can be written"
            raise UsageError(f"cannot write: {error.strerror}", place=str(self.folder), advice=advice) from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
