"""The folder of an embedded store.

    kannat.json        format, base address, the kannat that made it, and the generation in force
    graph/<n>/         the graph, generation n, as Oxigraph keeps it
    graph/<n>.seal     the sizes of its files as the last writer left them
    texts/             the statements' texts
    quarantine/        what was refused
    lock               held by the writer or the readers

Only the generation that `kannat.json` names counts. Replacing everything builds the next generation beside it and then
writes `kannat.json` anew: that one rename is the change.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from kannat.errors import StoreDamaged, StoreError, UsageError
from kannat.graph.names import Names
from kannat.store.files import errors_at, make_folder, remove_folder, sync_folder, write_atomically

FORMAT: Final = 1
CONFIGURATION: Final = "kannat.json"

_SEALED: Final = re.compile(r"CURRENT|MANIFEST-\d+|\d+\.(?:sst|log)")
RESTORE: Final = "restore it from a dump, or ingest the sources into a new store"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What `kannat.json` says."""

    format: int
    base: str
    kannat: str
    generation: int


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Paths in a store's folder, and the files that Kannat itself keeps there."""

    path: Path

    @property
    def texts(self) -> Path:
        return self.path / "texts"

    @property
    def quarantine(self) -> Path:
        return self.path / "quarantine"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def graph(self, generation: int) -> Path:
        return self.path / "graph" / str(generation)

    def configuration(self) -> Configuration:
        """What `kannat.json` says.

        Raises `StoreDamaged` where it is missing, broken or of another format, and `StoreError` where the folder is
        no store at all.
        """
        path = self.path / CONFIGURATION
        with errors_at(path):
            if not path.exists():
                raise self._not_a_store()
            content = path.read_bytes()
        return _configuration(content, path)

    def configure(self, base: str, generation: int) -> Configuration:
        """Write `kannat.json`: from now on this generation counts."""
        configuration = Configuration(FORMAT, base, kannat_version(), generation)
        content = json.dumps(asdict(configuration), ensure_ascii=False, indent=2) + "\n"
        write_atomically(self.path / CONFIGURATION, content.encode())
        return configuration

    def seal(self, generation: int) -> None:
        """Write down the sizes of the generation's files; call when the engine has let go of them."""
        sizes = json.dumps(self._sizes(generation), indent=2, sort_keys=True) + "\n"
        write_atomically(self._seal(generation), sizes.encode())

    def break_seal(self, generation: int) -> None:
        """Forget the sizes; call before the engine may change the files."""
        with errors_at(self._seal(generation)):
            self._seal(generation).unlink(missing_ok=True)
            sync_folder(self._seal(generation).parent)

    def is_sealed(self, generation: int) -> bool:
        """Whether the last writer closed the store in order."""
        return self._seal(generation).exists()

    def check(self, generation: int) -> None:
        """Raise `StoreDamaged` where a file is missing or has another size than the last writer left it with.

        The engine takes a log that was cut short for the traces of a crash, and would forget what was in it.
        """
        folder = self.graph(generation)
        if not (folder / "CURRENT").is_file():
            raise StoreDamaged("a file of the graph is missing", place=str(folder / "CURRENT"), advice=RESTORE)
        if not self.is_sealed(generation):
            return
        try:
            sealed = json.loads(self._seal(generation).read_bytes())
        except ValueError as error:
            raise StoreDamaged("broken", place=str(self._seal(generation)), advice=RESTORE) from error
        sizes = self._sizes(generation)
        for name, size in sorted(sealed.items()):
            if name not in sizes:
                raise StoreDamaged("a file of the graph is missing", place=str(folder / name), advice=RESTORE)
            if sizes[name] != size:
                what = f"a file of the graph has {sizes[name]:,} bytes instead of {size:,}"
                raise StoreDamaged(what, place=str(folder / name), advice=RESTORE)

    def remove_other_generations(self, generation: int) -> None:
        """Remove what earlier and unfinished generations left."""
        keep = {str(generation), f"{generation}.seal"}
        for path in (self.path / "graph").iterdir():
            if path.name in keep:
                continue
            if path.is_dir():
                remove_folder(path)
            else:
                with errors_at(path):
                    path.unlink()

    def _seal(self, generation: int) -> Path:
        return self.path / "graph" / f"{generation}.seal"

    def _sizes(self, generation: int) -> dict[str, int]:
        folder = self.graph(generation)
        with errors_at(folder):
            return {path.name: path.stat().st_size for path in folder.iterdir() if _SEALED.fullmatch(path.name)}

    def _not_a_store(self) -> StoreError:
        place = str(self.path)
        if not self.path.exists():
            return StoreError("there is no store here", place=place, advice="ingest into it, and it will be made")
        if not self.path.is_dir():
            return StoreError("not a folder", place=place, advice="name the folder of a store")
        if (self.path / "graph").is_dir() and (self.path / "texts").is_dir():
            return StoreDamaged(f"{CONFIGURATION} is missing", place=place, advice=RESTORE)
        return StoreError("this folder is no store, and is left as it is", place=place, advice="name another folder")


def _configuration(content: bytes, path: Path) -> Configuration:
    damaged = StoreDamaged("not the description of a store", place=str(path), advice=RESTORE)
    try:
        fields = json.loads(content)
        if not isinstance(fields, dict) or not isinstance(fields.get("format"), int):
            raise damaged
        if fields["format"] != FORMAT:
            maker = f"kannat {fields.get('kannat', 'unknown')}"
            what = f"the store is of another version: format {fields['format']}, made by {maker}"
            advice = f"dump it with {maker} and restore it with this one, which has format {FORMAT}"
            raise StoreDamaged(what, place=str(path.parent), advice=advice)
        configuration = Configuration(FORMAT, fields["base"], fields["kannat"], fields["generation"])
        if not isinstance(configuration.generation, int):
            raise damaged
        Names(configuration.base)
    except (ValueError, TypeError, KeyError, AttributeError, UsageError) as error:
        raise damaged from error
    return configuration


def prepare(path: Path) -> Path:
    """A finished draft of a store's folder beside `path`, without its graph; `adopt` gives it its name."""
    parent = path.absolute().parent
    if not parent.is_dir():
        raise StoreError("there is no such folder to make the store in", place=str(parent), advice="make it first")
    draft = parent / f".{path.name}.{os.getpid()}.draft"
    remove_folder(draft)
    for name in ("graph", "texts", "quarantine"):
        make_folder(draft / name)
    return draft


def adopt(draft: Path, path: Path) -> None:
    """Give a draft its name, unless another process was quicker; an empty folder there gives way."""
    try:
        with errors_at(path):
            draft.rename(path)
            sync_folder(path.absolute().parent)
    except StoreError:
        if not (path / CONFIGURATION).is_file():
            raise
    finally:
        remove_folder(draft)


def is_vacant(path: Path) -> bool:
    """Whether a store may be made here: nothing is here, or an empty folder."""
    with errors_at(path):
        return not path.exists() or (path.is_dir() and not any(path.iterdir()))


def kannat_version() -> str:
    """The version of the installed package."""
    try:
        return version("kannat")
    except PackageNotFoundError:
        return "unknown"
