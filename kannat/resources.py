"""Finds the three folders that hold what Kannat knows: `ontology/`, `ingest/`, `queries/`.

In the wheel they lie inside the package under `data/`; in a checkout (also an editable install) beside it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kannat.errors import MalformedData, StoreDamaged

Folder = Literal["ontology", "ingest", "queries"]


@cache
def folder(name: Folder) -> Path:
    """The folder's path on disk. Raises `StoreDamaged` when the installation lacks it."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise StoreDamaged(f"the folder {name}/ is missing from this installation", advice="install kannat again")


def file_text(path: Path, place: str) -> str:
    """A file's text, without the byte order mark that spreadsheets write; `place` stands for it in what is told of it.

    Raises `MalformedData` for another encoding, and where there is no such file.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        advice = "save the file as UTF-8"
        raise MalformedData(f"not UTF-8 at byte {error.start}", place=place, advice=advice) from error
    except FileNotFoundError as error:
        advice = "put the file back, or install kannat again"
        raise MalformedData("no such file", place=place, advice=advice) from error


def toml_table(path: Path, place: str) -> dict[str, Any]:
    """The table of a TOML file. Raises `MalformedData` as `file_text` does, and with the line and column of a fault."""
    try:
        return tomllib.loads(file_text(path, place))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (None, None)
        raise MalformedData(str(error), place=place, line=line, column=column) from error
