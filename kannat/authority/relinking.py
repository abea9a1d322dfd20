"""Makes what is stored name an organisation as the authority does now, and takes that back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kannat.errors import StoreDamaged
from kannat.graph import terms as t
from kannat.graph.quads import canonical_nquads
from kannat.store import Store, Swap
from kannat.store.files import make_folder, write_atomically

_DESCRIPTION: Final = frozenset({t.TYPE, t.CLASSIFICATION, t.PREF_LABEL, t.ALT_LABEL})
"""What a statement says of an organisation only because no authority knew it."""


@dataclass(frozen=True, slots=True)
class Relinking:
    """What changed in the store, graph by graph: quads that went and quads that came."""

    removed: tuple[Quad, ...] = ()
    added: tuple[Quad, ...] = ()

    @property
    def graphs(self) -> int:
        """How many graphs changed."""
        return len({quad.graph_name for quad in (*self.removed, *self.added)})


def relink(store: Store, into: Mapping[str, str], known: Iterable[str] = ()) -> Relinking:
    """Put the key that stands for an organisation now in the place of each that is gone, in every statement.

    A statement's own description of an organisation goes too, where that is gone or the authority knows it (`known`),
    as it would if the statement were read again. Each statement's graph is swapped atomically; its name stays.
    """
    names = {store.names.organisation(gone): store.names.organisation(key) for gone, key in into.items()}
    described = {*names, *(store.names.organisation(key) for key in known)}
    removed: list[Quad] = []
    added: list[Quad] = []
    swaps = []
    for name in _graphs(store):
        old = store.graph(name)
        new = {_relinked(quad, names) for quad in old if not _is_description(quad, described)}
        if new != set(old):
            removed += [quad for quad in old if quad not in new]
            added += new.difference(old)
            swaps.append(Swap(name, sorted(new, key=str)))
    if swaps:
        store.replace_graphs(swaps)
    return Relinking(tuple(sorted(removed, key=str)), tuple(sorted(added, key=str)))


def take_back(store: Store, relinking: Relinking) -> tuple[int, int]:
    """Undo a relinking: how many graphs are as they were, and how many have been read again since and were left."""
    graphs = {quad.graph_name for quad in (*relinking.removed, *relinking.added)}
    restored, left = 0, 0
    swaps = []
    for graph in sorted((g for g in graphs if isinstance(g, NamedNode)), key=str):
        now = set(store.graph(graph))
        gone = {quad for quad in relinking.removed if quad.graph_name == graph}
        came = {quad for quad in relinking.added if quad.graph_name == graph}
        if now and came <= now:
            swaps.append(Swap(graph, sorted((now - came) | gone, key=str)))
            restored += 1
        else:
            left += 1
    if swaps:
        store.replace_graphs(swaps)
    return restored, left


def keep(relinking: Relinking, folder: Path, number: int) -> None:
    """Write down what a relinking changed, so that it can be taken back."""
    make_folder(folder)
    for kind, quads in (("removed", relinking.removed), ("added", relinking.added)):
        write_atomically(folder / f"merge-{number}.{kind}.nq", canonical_nquads(quads))


def kept(folder: Path, number: int) -> Relinking:
    """What was written down of a relinking; nothing where the merge changed no store. Raises `StoreDamaged`."""
    read = []
    for kind in ("removed", "added"):
        path = folder / f"merge-{number}.{kind}.nq"
        try:
            read.append(tuple(parse(path.read_bytes(), format=RdfFormat.N_QUADS)) if path.is_file() else ())
        except SyntaxError as error:
            raise StoreDamaged(str(error), place=str(path), advice="restore the file from a copy") from error
    return Relinking(read[0], read[1])


def _graphs(store: Store) -> list[NamedNode]:
    prefixes = tuple(f"{store.names.base}{kind}/" for kind in ("statement", "consultation"))
    return [name for name in store.graph_names() if name.value.startswith(prefixes)]


def _is_description(quad: Quad, described: set[NamedNode]) -> bool:
    return quad.subject in described and quad.predicate in _DESCRIPTION


def _relinked(quad: Quad, names: Mapping[NamedNode, NamedNode]) -> Quad:
    subject = names.get(quad.subject, quad.subject) if isinstance(quad.subject, NamedNode) else quad.subject
    value = names.get(quad.object, quad.object) if isinstance(quad.object, NamedNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)
