"""Merges two organisations into one and undoes it: recorded in a table that only grows, carried out in the store."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from kannat.authority.relinking import keep, kept, relink, take_back
from kannat.errors import UnknownName, UsageError
from kannat.graph.authorities import authorities_quads
from kannat.model import Labels
from kannat.model.keys import name_key
from kannat.reading.authorities import Authorities, forget_authorities, load_authorities
from kannat.reading.lexicon import FINNISH
from kannat.reading.merges import COLUMNS, MERGE, UNDO, Merge, cell_of, in_effect, load_merges, merged_keys
from kannat.reading.own_tables import MERGES
from kannat.store import Store
from kannat.store.files import make_folder, write_atomically

_COMMENT: Final = (
    "Merges of organisations and their undoing, one a line. Kannat only adds to this file; do not edit it."
)


@dataclass(frozen=True, slots=True)
class Merging:
    """What a merge or its undoing did: its line in the record, and the statements that changed or were left."""

    merge: Merge
    changed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, on which day and why; all as given, no clock is asked."""

    who: str
    when: str
    reason: str = ""


def merge(folder: Path, store: Store | None, gone: str, into: str, signed: Signature) -> Merging:
    """Record that `gone` is the organisation `into`, and make the store say so.

    Both are keys or names. After this call: 1. readings find the second under every name of the first; 2. every stored
    statement that named the first names the second; 3. `undo` can take both back. Raises `UnknownName` where the
    authority does not know `into`, `UsageError` where both are one already.
    """
    authorities = load_authorities()
    target = known_key(authorities, into)
    key, names = _gone(authorities, gone)
    if key == target:
        raise UsageError(f"{gone} and {into} are one organisation already", advice="see kannat authority log")
    entry = record(folder, [Draft(key, target, names)], signed)[0]
    return Merging(entry, changed=carry_out(folder, store, [entry]))


def undo(folder: Path, store: Store | None, number: int, signed: Signature) -> Merging:
    """Record that a merge is void, and give the statements that it changed back what they said.

    A statement that was read again since then is left; reading it once more brings it in line. Raises `UnknownName` for
    a merge that is not in effect, `UsageError` where a later merge builds on it.
    """
    entries = load_merges(folder / MERGES)
    standing = {entry.number: entry for entry in in_effect(entries)}
    entry = standing.get(number)
    if entry is None:
        raise UnknownName("merge", str(number), map(str, standing), place=str(folder / MERGES))
    later = [other.number for other in standing.values() if other.number > number and entry.into == other.gone]
    if later:
        raise UsageError(f"merge {later[-1]} builds on merge {number}", advice=f"undo {later[-1]} first")
    void = Merge(number, UNDO, signed.when, signed.who, entry.gone, entry.into, (), signed.reason)
    _append(folder / MERGES, [*entries, void])
    restored, left = (0, 0)
    if store is not None:
        restored, left = take_back(store, kept(folder, number))
        renew_graph(store)
    return Merging(void, restored, left)


@dataclass(frozen=True, slots=True)
class Draft:
    """A merge that is not recorded yet."""

    gone: str
    into: str
    names: Labels


def record(folder: Path, drafts: Sequence[Draft], signed: Signature) -> list[Merge]:
    """Add merges to the record. Raises `UsageError` for one whose first organisation is merged already."""
    entries = load_merges(folder / MERGES)
    standing = merged_keys(in_effect(entries))
    number = max((entry.number for entry in entries), default=0)
    added = []
    for draft in drafts:
        if draft.gone in standing:
            advice = "see kannat authority log"
            raise UsageError(f"{draft.gone} is merged into {standing[draft.gone]} already", advice=advice)
        number += 1
        row = (signed.when, signed.who, draft.gone, draft.into, draft.names, signed.reason)
        added.append(Merge(number, MERGE, *row))
    if added:
        _append(folder / MERGES, [*entries, *added])
    return added


def carry_out(folder: Path, store: Store | None, entries: Sequence[Merge]) -> int:
    """Make the store name what the merges say, keeping what each changed; how many graphs changed."""
    if store is None:
        return 0
    changed = 0
    for entry in entries:
        done = relink(store, {entry.gone: entry.into}, {entry.into})
        keep(done, folder, entry.number)
        changed += done.graphs
    renew_graph(store)
    return changed


def renew_graph(store: Store) -> None:
    """Put the authorities as they are now into the store."""
    now = load_authorities()
    quads = authorities_quads(now.organisations.values(), now.acts.values(), store.names, now.merges)
    store.replace_graph(store.names.authorities_graph, quads)


def known_key(authorities: Authorities, name: str) -> str:
    """The key of a known organisation, given its key or a name. Raises `UnknownName`."""
    if name in authorities.organisations:
        return name
    return authorities.key_of(name) or authorities.organisation(name_key(name)).key


def _gone(authorities: Authorities, name: str) -> tuple[str, Labels]:
    """The key of what is to go, and the names to be known by, which the authority has where it knows it."""
    if name in authorities.organisations:
        return name, ()
    if key := authorities.key_of(name):
        return key, ()
    return name_key(name), ((FINNISH, name),)


def _append(path: Path, entries: Sequence[Merge]) -> None:
    """Write the record with its new lines; the old ones stay as they are."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not old:
        text.write(f"# {_COMMENT}\n")
        writer.writerow(COLUMNS)
    for entry in entries[len(load_merges(path)) :]:
        cells = (str(entry.number), entry.action, entry.when, entry.who, entry.gone, entry.into, cell_of(entry.names))
        writer.writerow([" ".join(cell.split()) for cell in (*cells, entry.reason)])
    make_folder(path.parent)
    write_atomically(path, (old + text.getvalue()).encode())
    forget_authorities()
