"""Reads acts from open data: Akoma Ntoso files of Finlex and tables, as single files, in folders and in ZIP files."""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from kannat.authority.akoma_ntoso import read_act_head
from kannat.errors import MalformedData, UnreadableInput
from kannat.reading.authority_rows import NUMBER
from kannat.reading.data import load_toml

LARGEST_FILE: Final = 64 << 20
"""Bytes of one file, unpacked; a larger one is passed over and named."""

MOST_ENTRIES: Final = 200_000
"""Entries of one ZIP file."""

_ELI: Final = re.compile(r"https?://data\.finlex\.fi/eli/sd/(?P<year>\d{4})/(?P<number>\d{1,4})(?=$|[/?#-])")
_CITED: Final = re.compile(r"(?P<number>\d{1,4})(?:-\d+)?\s?/\s?(?P<year>\d{4})")
_LANGUAGES: Final = {"fin": "fi", "swe": "sv", "eng": "en"}
_TITLE: Final = re.compile(r"[\w\"'(\u201d\u2019]")
_READ: Final = (".xml", ".csv", ".zip")
_DIGEST_LENGTH: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class StatuteFact:
    """One title of one act in one language, with where and of which day it is; `in_force` where the source says so."""

    number: str
    language: str
    dated: str
    title: str
    source: str
    eli: str = ""
    in_force: bool | None = field(default=None, compare=False)


@dataclass(slots=True)
class StatuteFiles:
    """What files said of acts, and what was passed over, with the reason."""

    facts: list[StatuteFact] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def read_statutes(paths: Iterable[Path]) -> StatuteFiles:
    """Every act that the files at these paths name; what cannot be read is passed over and told.

    Raises `UnreadableInput` for a path that does not exist.
    """
    found = StatuteFiles()
    for path in paths:
        if not path.exists():
            raise UnreadableInput("no such file or folder", place=str(path), advice="check the path")
        for file in _files(path):
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            _read_file(file, name, found)
    return found


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = (p for p in sorted(path.rglob("*")) if p.is_file() and not p.is_symlink())
        yield from (p for p in inside if p.suffix.lower() in _READ and not p.name.startswith("."))
    else:
        yield path


def _read_file(path: Path, name: str, found: StatuteFiles) -> None:
    if path.suffix.lower() == ".zip":
        _read_archive(path, name, found)
    elif path.stat().st_size > LARGEST_FILE:
        found.skipped.append((name, f"larger than {LARGEST_FILE >> 20} MB"))
    else:
        with path.open("rb") as file:
            _read_one(file, name, found)


def _read_archive(path: Path, name: str, found: StatuteFiles) -> None:
    """A ZIP file, entry by entry, in the order of the names; nothing is unpacked to disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
            if len(entries) > MOST_ENTRIES:
                raise UnreadableInput(
                    f"more than {MOST_ENTRIES} entries", place=name, advice="unpack it and name parts"
                )
            for entry in entries:
                if not entry.is_dir() and entry.filename.lower().endswith(_READ):
                    _read_entry(archive, entry, f"{name}/{entry.filename}", found)
    except zipfile.BadZipFile as error:
        raise UnreadableInput(f"not a ZIP file: {error}", place=name, advice="get it anew") from error


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, found: StatuteFiles) -> None:
    if entry.filename.lower().endswith(".zip"):
        found.skipped.append((name, "a ZIP file inside another"))
    elif entry.file_size > LARGEST_FILE:
        found.skipped.append((name, f"larger than {LARGEST_FILE >> 20} MB"))
    elif entry.flag_bits & 1:
        found.skipped.append((name, "encrypted"))
    else:
        try:
            with archive.open(entry) as file:
                data = file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
            found.skipped.append((name, f"cannot be unpacked: {error}"))
            return
        _read_one(BytesIO(data), name, found)


def _read_one(file: IO[bytes], name: str, found: StatuteFiles) -> None:
    try:
        if name.lower().endswith(".csv"):
            _read_table(file.read(), name, found)
        else:
            _read_act(file, name, found)
    except MalformedData as error:
        found.skipped.append((error.place or name, error.what))


def _read_act(file: IO[bytes], name: str, found: StatuteFiles) -> None:
    head = read_act_head(file, name)
    language = _LANGUAGES.get(head.language)
    number = f"{int(head.number)}/{head.year}" if head.number else ""
    wanted = (
        (number, "no act's number"),
        (language, f"not in Finnish, Swedish or English: {head.language!r}"),
        (head.title, "no title"),
    )
    if lacking := next((reason for value, reason in wanted if not value), ""):
        found.skipped.append((name, lacking))
        return
    fact = StatuteFact(number, str(language), head.dated, head.title, name, _address(number), head.in_force)
    _keep(fact, name, found)


def _read_table(data: bytes, name: str, found: StatuteFiles) -> None:
    """A table with a header; commas, semicolons or tabs part the cells."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedData(f"not UTF-8 at byte {error.start}", place=name, advice="save it as UTF-8") from error
    first = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        columns = _columns(next(rows, []), name)
        source = f"{name} (SHA-256 {hashlib.sha256(data).hexdigest()[:_DIGEST_LENGTH]})"
        for row in rows:
            if row:
                _read_row(row, columns, f"{name}:{rows.line_num}", source, found)
    except csv.Error as error:
        raise MalformedData(str(error), place=name, line=rows.line_num) from error


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    """Where each column that is known stands. Raises `MalformedData` where number or title is missing."""
    places = {cell.strip().casefold(): index for index, cell in reversed(list(enumerate(header)))}
    known: Mapping[str, Sequence[str]] = load_toml("authorities/statute_columns.toml")["columns"]
    found = {column: places[alias] for column, names in known.items() for alias in reversed(names) if alias in places}
    for needed in (("number", "eli"), ("title_fi", "title_sv")):
        if not found.keys() & set(needed):
            names = ", ".join(known[needed[0]])
            raise MalformedData(f"no column for {' or '.join(needed)}", place=name, advice=f"call one of them {names}")
    return found


def _read_row(row: Sequence[str], columns: Mapping[str, int], place: str, source: str, found: StatuteFiles) -> None:
    cells = {column: row[index].strip() for column, index in columns.items() if index < len(row)}
    told = _CITED.fullmatch(cells.get("number", "")) or _ELI.match(cells.get("eli", ""))
    if not told:
        found.skipped.append((place, f"no act's number: {cells.get('number', '')!r}"))
        return
    number = f"{int(told['number'])}/{told['year']}"
    titles = [(tag, " ".join(cells.get(f"title_{tag}", "").split())) for tag in ("fi", "sv", "en")]
    if not any(title for _, title in titles):
        found.skipped.append((place, f"no title of {number}"))
    for language, title in titles:
        if title:
            force = _status().get(cells.get("status", "").casefold())
            dated = cells.get("dated", "")[: len("2026-01-01")]
            _keep(StatuteFact(number, language, dated, title, source, _address(number), force), place, found)


def _keep(fact: StatuteFact, place: str, found: StatuteFiles) -> None:
    if not NUMBER.fullmatch(fact.number):
        found.skipped.append((place, f"not an act's number: {fact.number}"))
    elif not _TITLE.match(fact.title):
        found.skipped.append((place, f"not a title: {fact.title[:40]!r}"))
    else:
        found.facts.append(fact)


def _address(number: str) -> str:
    serial, _, year = number.partition("/")
    return f"http://data.finlex.fi/eli/sd/{year}/{serial}"


@cache
def _status() -> dict[str, bool]:
    table = load_toml("authorities/statute_columns.toml")["status"]
    return {word: status == "in force" for status, words in table.items() for word in words}
