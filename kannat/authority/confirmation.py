"""Takes organisations that a person has confirmed into the user's own authority."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from kannat.authority.merging import Draft, Signature, carry_out, known_key, record, renew_graph
from kannat.authority.own_files import write_table
from kannat.authority.relinking import relink
from kannat.authority.suggestions import Suggestion
from kannat.errors import MalformedData
from kannat.model import Labels, OrganisationType
from kannat.model.keys import name_key
from kannat.questions import spreadsheet_text
from kannat.reading.authorities import load_authorities
from kannat.reading.authority_rows import ORGANISATION_COLUMNS
from kannat.reading.data import load_rows, load_toml
from kannat.reading.lexicon import FINNISH
from kannat.reading.merges import cell_of, labels_of, parts_of
from kannat.reading.own_tables import ORGANISATIONS
from kannat.store import Store

COLUMNS: Final = (
    "accept",
    "same_as",
    "type",
    "name_fi",
    "name_sv",
    "name_en",
    "aliases",
    "domains",
    "responds",
    "statements",
    "mentions",
    "passages",
    "key",
)
_COMMENT: Final = (
    "Organisations confirmed by a person, read over those that ship with Kannat; add and correct rows as you like."
)


_UNGUARDED: Final = re.compile(r"^'(?=[=+@-])")
"""What keeps a spreadsheet from taking a cell for a formula is no part of it."""


@dataclass(slots=True)
class Acceptance:
    """What taking confirmed rows in did: names that are new, names joined to known ones, rows left, graphs changed."""

    added: list[str] = field(default_factory=list)
    joined: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0
    changed: int = 0


def suggestions_table(suggestions: Sequence[Suggestion]) -> str:
    """Suggestions as CSV for a person to fill in; no cell is taken for a formula by a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for s in suggestions:
        counts = (str(s.responds), str(s.statements), str(s.mentions))
        aliases, passages = "|".join(s.variants), " | ".join(s.passages)
        cells = ("", s.same_as, str(s.type), s.name, "", "", aliases, "", *counts, passages, s.key)
        writer.writerow([spreadsheet_text(cell) for cell in cells])
    return text.getvalue()


def accept(path: Path, folder: Path, store: Store | None, signed: Signature) -> Acceptance:
    """Take the rows that bear a *yes* into the user's authority, and make the store know them.

    A row with `same_as` is a further name of that known organisation: a merge, which can be undone. Any other is a new
    organisation; its aliases that the store holds as organisations of their own become it. Rows without a *yes* are
    counted and left. Raises `MalformedData` before anything is written where a row is amiss.
    """
    rows = [{column: _UNGUARDED.sub("", cell) for column, cell in row.items()} for row in load_rows(path, COLUMNS)]
    yes = frozenset(load_toml("authorities/confirmation.toml")["yes"])
    chosen = [row for row in rows if row["accept"].casefold() in yes]
    done = Acceptance(left=len(rows) - len(chosen))
    authorities = load_authorities()
    new, drafts = [], []
    for row in chosen:
        names = _names(row, str(path))
        if row["same_as"]:
            target = known_key(authorities, row["same_as"])
            drafts += [Draft(name_key(text), target, ((tag, text),)) for tag, text in names]
            done.joined.append((row["name_fi"], authorities.name_of(target)))
        else:
            new.append(_organisation(row, signed, str(path)))
            done.added.append(row["name_fi"])
            drafts += _variants(row, names)
    _write(folder / ORGANISATIONS, new)
    entries = record(folder, _fresh(drafts), signed)
    done.changed = carry_out(folder, store, entries)
    if store is not None:
        done.changed += relink(store, {}, [name_key(name) for name in done.added]).graphs
        renew_graph(store)
    return done


def _names(row: dict[str, str], place: str) -> Labels:
    if not row["name_fi"]:
        raise MalformedData(f"no name in the row of {row['key']!r}", place=place, advice="fill in name_fi")
    return ((FINNISH, row["name_fi"]), *labels_of(row["aliases"]))


def _organisation(row: dict[str, str], signed: Signature, place: str) -> dict[str, str]:
    if row["type"] not in set(OrganisationType):
        advice = f"one of {', '.join(OrganisationType)}"
        raise MalformedData(f"unknown type {row['type']!r} of {row['name_fi']}", place=place, advice=advice)
    told = " ".join(part for part in ("confirmed", signed.when, signed.reason) if part)
    cells = {column: row.get(column, "") for column in ORGANISATION_COLUMNS}
    return cells | {"source": told, "aliases": cell_of(labels_of(row["aliases"]))}


def _variants(row: dict[str, str], names: Labels) -> list[Draft]:
    """The keys that the store may hold it under: of its other names, and of its name before a correction."""
    key = name_key(row["name_fi"])
    others: dict[str, Labels] = {name_key(text): ((tag, text),) for tag, text in names if tag == FINNISH}
    if row["key"]:
        others.setdefault(row["key"], ())
    return [Draft(other, key, labels) for other, labels in others.items() if other != key]


def _fresh(drafts: Sequence[Draft]) -> list[Draft]:
    """The merges that are not in effect already, each once."""
    known = {merge.gone for merge in load_authorities().merges}
    return list({draft.gone: draft for draft in drafts if draft.gone not in known}.values())


def _write(path: Path, new: Sequence[dict[str, str]]) -> None:
    if not new:
        return
    rows = {name_key(row["name_fi"]): row for row in load_rows(path, ORGANISATION_COLUMNS)} if path.is_file() else {}
    for row in new:
        rows[name_key(row["name_fi"])] = _joined(rows.get(name_key(row["name_fi"])), row)
    ordered = sorted(rows.values(), key=lambda row: name_key(row["name_fi"]))
    write_table(path, ORGANISATION_COLUMNS, ([row[c] for c in ORGANISATION_COLUMNS] for row in ordered), _COMMENT)


def _joined(old: dict[str, str] | None, new: dict[str, str]) -> dict[str, str]:
    """A row again: what a person wrote before stays, aliases and domains come together."""
    if old is None:
        return new
    joined = {column: old[column] or new[column] for column in ORGANISATION_COLUMNS}
    for column in ("aliases", "domains"):
        joined[column] = "|".join(dict.fromkeys((*parts_of(old[column]), *parts_of(new[column]))))
    return joined
