"""Finds the three folders that hold what Kannat knows: `ontology/`, `ingest/`, `queries/`.

In the wheel they lie inside the package under `data/`; in a checkout (also an editable install) beside it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from kannat.errors import StoreDamaged

Folder = Literal["ontology", "ingest", "queries"]


@cache
def folder(name: Folder) -> Path:
    """The folder's path on disk. Raises `StoreDamaged` when the installation lacks it."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise StoreDamaged(f"the folder {name}/ is missing from this installation", advice="install kannat again")
