"""Dumps: a store in one file, the same bytes for the same store on any day.

`NAME.tar.gz` (or `.tar`) holds everything: `graph.nq` in canonical N-Quads, the texts, and `kannat.json` with the base
address and the graph's hash. `NAME.nq` (or `.nq.gz`) holds the graph alone. The quarantine is in neither.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat, parse

from kannat.errors import MalformedData, StoreDamaged, UnreadableInput, UsageError
from kannat.graph.names import DEFAULT_BASE
from kannat.graph.quads import canonical_hash, canonical_nquads
from kannat.store.base import Store, refuse_blank_nodes
from kannat.store.files import atomic_file
from kannat.store.opening import open_store
from kannat.store.texts import text_path
from kannat.store.updates import stored_form

FORMAT: Final = 1

_CONFIGURATION: Final = "kannat.json"
_GRAPH: Final = "graph.nq"
_TEXT: Final = re.compile(r"texts/([0-9a-f]{2}/([0-9a-f]{64})(?:\.[0-9a-f]{64})?\.txt)")
_NAMES: Final = re.compile(r".*?(?:(?P<tar>\.tar)|(?P<nq>\.nq))(?P<gz>\.gz)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump holds. `base` and `texts` are None where it holds the graph alone."""

    quads: tuple[Quad, ...]
    base: str | None = None
    texts: dict[str, str] | None = None


def dump(store: Store, path: Path) -> str:
    """Write a store to a file of the kind its name says, and give the canonical hash of the graph.

    Atomic: the file is there whole or not at all. Raises `UsageError` for a name of no known kind, and `StoreDamaged`
    where a text is.
    """
    tar, packed = _kind(path)
    graph = canonical_nquads(store.quads())
    sha256 = hashlib.sha256(graph).hexdigest()
    with atomic_file(path) as file, _packed(file, packed) as out:
        if tar:
            _write_archive(out, store, graph, sha256)
        else:
            out.write(graph)
    return sha256


def restore(target: Store | str | Path, path: Path) -> str:
    """Put what a dump holds in the place of what a store holds, and give the canonical hash of the graph.

    `target` is an open store, or where one is or shall be: a new one takes the dump's base address, a damaged one is
    replaced. After this call the graph has the hash it was dumped with, and the texts are the dump's where it holds
    any. In an embedded store the old graph counts until the new one is whole on disk. Raises `UnreadableInput` for a
    file that is no sound dump; nothing is changed then.
    """
    content = read_dump(path)
    if isinstance(target, str | Path):
        with open_store(target, "restore", create=True, base=content.base or DEFAULT_BASE) as store:
            return _fill(store, content, path)
    return _fill(target, content, path)


def _fill(store: Store, content: Dump, path: Path) -> str:
    if content.base is not None and content.base != store.names.base:
        advice = f"restore it into a store with the base address {content.base}"
        raise UsageError(f"the store has another base address: {store.names.base}", place=str(path), advice=advice)
    for sha256, text in (content.texts or {}).items():
        store.texts.put(sha256, text)
    expected = canonical_hash(content.quads)
    store.replace_all(content.quads)
    if content.texts is not None:
        for sha256 in store.texts.digests():
            if sha256 not in content.texts:
                store.texts.remove(sha256)
    restored = list(store.quads())
    actual = canonical_hash(restored)
    if actual != expected and stored_form(restored) != stored_form(content.quads):
        advice = "check the disk, and restore again"
        raise StoreDamaged("the store does not hold what was restored", place=store.describe().location, advice=advice)
    return actual


def read_dump(path: Path) -> Dump:
    """What a dump holds, checked against its own hashes. Raises `UnreadableInput` for anything else."""
    tar, packed = _kind(path)
    try:
        data = path.read_bytes()
        content = gzip.decompress(data) if packed else data
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise MalformedData(f"the dump is broken: {error}", place=str(path), advice="make it again") from error
    except OSError as error:
        raise UnreadableInput(error.strerror or str(error), place=str(path), advice="name a dump") from error
    return _read_archive(content, path) if tar else Dump(_quads(content, path))


def _kind(path: Path) -> tuple[bool, bool]:
    """Whether a dump of this name is an archive, and whether it is packed."""
    name = _NAMES.fullmatch(path.name)
    if name is None:
        advice = "end its name with .tar.gz, .tar, .nq or .nq.gz"
        raise UsageError("not the name of a dump", place=str(path), advice=advice)
    return name["tar"] is not None, name["gz"] is not None


@contextmanager
def _packed(file: IO[bytes], packed: bool) -> Iterator[IO[bytes] | gzip.GzipFile]:
    if not packed:
        yield file
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as out:
        yield out


def _write_archive(out: IO[bytes] | gzip.GzipFile, store: Store, graph: bytes, sha256: str) -> None:
    configuration = {"format": FORMAT, "base": store.names.base, "sha256": sha256}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, _CONFIGURATION, (json.dumps(configuration, ensure_ascii=False, indent=2) + "\n").encode())
        _add(archive, _GRAPH, graph)
        for digest in store.texts.digests():
            text = store.texts.get(digest)
            _add(archive, f"texts/{text_path(digest, text)}", text.encode())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _read_archive(content: bytes, path: Path) -> Dump:
    """The archive's members, read in memory: none of their names is ever a path on this machine."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            files = {member.name: archive.extractfile(member) for member in archive.getmembers() if member.isreg()}
            members = {name: file.read() for name, file in files.items() if file is not None}
        configuration = json.loads(members[_CONFIGURATION])
        version, base, sha256 = (configuration[key] for key in ("format", "base", "sha256"))
        graph = members[_GRAPH]
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise MalformedData("not a dump of Kannat", place=str(path), advice="make it with `store dump`") from error
    if version != FORMAT:
        advice = "restore it with the kannat that made it"
        raise MalformedData(f"a dump of another version: format {version}", place=str(path), advice=advice)
    if hashlib.sha256(graph).hexdigest() != sha256:
        raise MalformedData("the graph is not the one that was dumped", place=str(path), advice="make the dump again")
    return Dump(_quads(graph, path), base, dict(_texts(members, path)))


def _texts(members: dict[str, bytes], path: Path) -> Iterator[tuple[str, str]]:
    for name, data in members.items():
        if match := _TEXT.fullmatch(name):
            text = data.decode("utf-8", "replace")
            if text_path(match[2], text) != match[1]:
                what = f"{name} is not the text that was dumped"
                raise MalformedData(what, place=str(path), advice="make the dump again")
            yield match[2], text


def _quads(content: bytes, path: Path) -> tuple[Quad, ...]:
    try:
        return tuple(refuse_blank_nodes(quad) for quad in parse(content, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise MalformedData(error.msg, place=str(path), line=error.lineno, column=error.offset) from error
    except ValueError as error:
        raise MalformedData(str(error), place=str(path), advice="give every thing a name, in a named graph") from error
