"""What was refused, kept with the reason: nothing that came in is lost, and nothing unsound gets in.

Each refused document has a folder named by its SHA-256: the document as it came, the graph that was read from it, the
validation report for programs, and `entry.json`, written last, without which the folder does not count.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import Quad

from kannat.graph.quads import canonical_nquads
from kannat.store.files import errors_at, make_folder, remove_folder, write_atomically

_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class QuarantineEntry:
    """A refused document: the SHA-256 of its bytes, its file's name, and why it was refused."""

    sha256: str
    name: str
    reason: str


class Quarantine:
    """The refused documents of one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(
        self,
        document: bytes | str,
        quads: Iterable[Quad] = (),
        *,
        name: str,
        reason: str,
        sha256: str = "",
        report_json: str = "",
        report_ttl: str = "",
    ) -> QuarantineEntry:
        """Keep a refused document with its graph and its report. The same document again replaces what was kept.

        `sha256` is what the document goes by where it is not that of these bytes: one statement of many in a file.
        """
        data = document.encode() if isinstance(document, str) else document
        entry = QuarantineEntry(sha256 or hashlib.sha256(data).hexdigest(), PurePosixPath(name).name, reason)
        folder = self.folder_of(entry.sha256)
        make_folder(folder)
        files = {
            f"document{_suffix(entry.name)}": data,
            "statement.nq": canonical_nquads(quads),
            "report.json": report_json.encode(),
            "report.ttl": report_ttl.encode(),
        }
        for file_name, content in files.items():
            if content:
                write_atomically(folder / file_name, content)
        for path in folder.iterdir():
            if not files.get(path.name) and path.name != "entry.json":
                path.unlink()
        description = json.dumps(asdict(entry), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        write_atomically(folder / "entry.json", description.encode())
        return entry

    def entries(self) -> list[QuarantineEntry]:
        """What is kept, sorted by file name."""
        found = (_entry(path) for path in self.folder.glob("*/entry.json"))
        return sorted((entry for entry in found if entry), key=lambda entry: (entry.name, entry.sha256))

    def folder_of(self, sha256: str) -> Path:
        """Where the files of one refused document lie."""
        return self.folder / sha256

    def discard(self, sha256: str) -> bool:
        """Forget a refused document, as when it has been let in since; True where there was one."""
        folder = self.folder_of(sha256)
        if not _DIGEST.fullmatch(sha256) or not folder.exists():
            return False
        remove_folder(folder)
        return True

    def clear(self) -> None:
        """Forget every refused document."""
        for folder in self.folder.glob("*"):
            self.discard(folder.name)

    def __len__(self) -> int:
        return len(self.entries())


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _entry(path: Path) -> QuarantineEntry | None:
    """The entry in a folder; None where it was cut short, and the document will be refused anew."""
    with errors_at(path):
        content = path.read_bytes()
    try:
        return QuarantineEntry(**json.loads(content))
    except (ValueError, TypeError):
        return None
