"""The statements' texts, beside the graph that points into them.

A text lies at `ab/<sha256>.txt` in UTF-8, line ends untouched, where `<sha256>` is that of the document's original
bytes. Where the text's own bytes are other ones, as with a PDF, their SHA-256 stands in the name too:
`ab/<sha256>.<sha256 of the text>.txt`. So every file says what it must hold, and damage shows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kannat.errors import StoreDamaged, StoreError
from kannat.store.files import (
    errors_at,
    make_folder,
    remove_folder,
    sync_folder,
    write_all_atomically,
    write_atomically,
)

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_FILE_NAME: Final = re.compile(r"([0-9a-f]{64})(?:\.([0-9a-f]{64}))?\.txt")


class Texts:
    """Texts by the SHA-256 of their documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, sha256: str, text: str) -> bool:
        """Keep a document's text; True where it was not there already. On disk when this returns."""
        path = self.folder / text_path(sha256, text)
        if path.exists() and self._content(path) is not None:
            return False
        make_folder(path.parent)
        write_atomically(path, text.encode())
        self._remove_older(sha256, path)
        return True

    def put_all(self, texts: Iterable[tuple[str, str]]) -> None:
        """Keep many documents' texts, by their hashes, in less time than one by one; all on disk when this returns."""
        missing = {}
        for sha256, text in texts:
            path = self.folder / text_path(sha256, text)
            if not (path.exists() and self._content(path) is not None):
                missing[path] = (sha256, text)
        for folder in {path.parent for path in missing}:
            make_folder(folder)
        write_all_atomically({path: text.encode() for path, (_, text) in missing.items()})
        for path, (sha256, _) in missing.items():
            self._remove_older(sha256, path)

    def _remove_older(self, sha256: str, newest: Path) -> None:
        for older in self._files(sha256):
            if older != newest:
                older.unlink()

    def get(self, sha256: str) -> str:
        """The text of a document, just as it was put. Raises `StoreDamaged` where it is missing or has changed."""
        files = self._files(sha256)
        if not files:
            advice = "ingest the document again"
            raise StoreDamaged(
                "the text is missing", place=str(self.folder / sha256[:2] / f"{sha256}.txt"), advice=advice
            )
        for path in files:
            if (text := self._content(path)) is not None:
                return text
        raise StoreDamaged("the text is not what was stored", place=str(files[0]), advice="ingest the document again")

    def remove(self, sha256: str) -> bool:
        """Forget a document's text; True where there was one."""
        files = self._files(sha256)
        for path in files:
            with errors_at(path):
                path.unlink()
                sync_folder(path.parent)
        return bool(files)

    def clear(self) -> None:
        """Forget every text."""
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            remove_folder(folder)

    def digests(self) -> list[str]:
        """The SHA-256 of every document whose text is here, sorted."""
        names = (_FILE_NAME.fullmatch(path.name) for path in self.folder.glob("??/*.txt"))
        return sorted({name[1] for name in names if name})

    def __contains__(self, sha256: str) -> bool:
        return bool(self._files(sha256))

    def __len__(self) -> int:
        return len(self.digests())

    def _files(self, sha256: str) -> list[Path]:
        """The files that bear this name, the latest first: two only after a crash in the middle of a replacement."""
        _require_digest(sha256)
        found = (self.folder / sha256[:2]).glob(f"{sha256}.*txt")
        return sorted(
            (path for path in found if _FILE_NAME.fullmatch(path.name)),
            key=lambda path: (path.stat().st_mtime_ns, path.name),
            reverse=True,
        )

    def _content(self, path: Path) -> str | None:
        """The text in a file; None where it is not what the file's name says."""
        name = _FILE_NAME.fullmatch(path.name)
        assert name is not None  # callers pass only such files
        with errors_at(path):
            data = path.read_bytes()
        return data.decode() if hashlib.sha256(data).hexdigest() == (name[2] or name[1]) else None


def text_path(sha256: str, text: str) -> str:
    """Where a document's text lies below the folder of texts."""
    _require_digest(sha256)
    digest = hashlib.sha256(text.encode()).hexdigest()
    name = f"{sha256}.txt" if digest == sha256 else f"{sha256}.{digest}.txt"
    return f"{sha256[:2]}/{name}"


def _require_digest(sha256: str) -> None:
    if not _DIGEST.fullmatch(sha256):
        raise StoreError(f"not a SHA-256: {sha256!r}", advice="give 64 hexadecimal digits in lower case")
