"""The questions that come with Kannat: one file each in `queries/`, found by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kannat.errors import UnknownName
from kannat.questions.query_file import SUFFIX, QueryFile, read_query
from kannat.resources import folder


class Library(Mapping[str, QueryFile]):
    """Questions by name, in the order of the names, each read when it is first asked for.

    An unknown name raises `UnknownName` with the nearest ones, a file that is broken `MalformedData`.
    """

    def __init__(self, root: Path) -> None:
        self._paths = {path.stem: path for path in sorted(root.glob(f"*{SUFFIX}"))}
        self._files: dict[str, QueryFile] = {}

    def __getitem__(self, name: str) -> QueryFile:
        if name not in self._paths:
            raise UnknownName("question", name, self._paths)
        if name not in self._files:
            self._files[name] = read_query(self._paths[name])
        return self._files[name]

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def library() -> Library:
    """Every question of `queries/`."""
    return _library_in(folder("queries"))


def lookups() -> Library:
    """The questions of `queries/lookup/`: what things are called, for finding what a parameter means."""
    return _library_in(folder("queries") / "lookup")


def load_query(name_or_path: str) -> QueryFile:
    """A question of the library by its name, or a file of one's own by its path.

    A text that ends in `.rq` or holds a folder's separator is a path. Raises `UnknownName` with the nearest names.
    """
    if name_or_path.endswith(SUFFIX) or "/" in name_or_path:
        return read_query(Path(name_or_path))
    return library()[name_or_path]


@cache
def _library_in(root: Path) -> Library:
    return Library(root)
