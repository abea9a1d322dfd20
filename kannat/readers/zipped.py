"""Zipped files: what is in them by their directory, and parts of them within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.readers.content import Content

MAX_ENTRIES: Final = 10_000
MAX_PART: Final = 64 << 20
"""Bytes of one file in it, unpacked."""

MAX_RATIO: Final = 150
"""How many times larger than packed a file may be that is larger than a megabyte; text reaches 20, a bomb 1,000."""

_RATIO_FROM: Final = 1 << 20
_DIRECTORY_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_LONGEST_COMMENT: Final = 65_535
_LARGEST_DIRECTORY: Final = 4 << 20
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on damaged archives; `RuntimeError` is for encrypted ones."""


def is_zip(content: Content) -> bool:
    """Whether it begins like a zipped file."""
    return content.head.startswith((b"PK\x03\x04", _DIRECTORY_END))


def holds(content: Content, *names: str) -> bool:
    """Whether a zipped file has a directory that names one of these, or files below them where they end with a slash.

    Looks at the bytes of the directory only.
    """
    if not is_zip(content):
        return False
    directory = _directory(content.data)
    return any(name.encode("ascii") in directory for name in names)


def _directory(data: bytes) -> bytes:
    """The bytes of the directory, at the file's end; none where there is no sound one or it is too large."""
    end = data.rfind(_DIRECTORY_END, max(0, len(data) - _LONGEST_COMMENT - _END_LENGTH))
    if end < 0 or len(data) < end + _END_LENGTH:
        return b""
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return data[max(0, end - size) : end] if size <= _LARGEST_DIRECTORY else b""


@dataclass(frozen=True, slots=True)
class Package:
    """An opened zipped file whose directory keeps within the limits."""

    content: Content
    _archive: zipfile.ZipFile

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """The files in it, in the directory's order."""
        return tuple(entry for entry in self._archive.infolist() if not entry.is_dir())

    def part(self, name: str) -> bytes | None:
        """The bytes of the file of this name; None where there is none. Raises `UnreadableDocument`."""
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            return None
        return self.unpacked(entry)

    def unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of a file in it. Raises `UnreadableDocument` where it is too large, encrypted or damaged."""
        place = f"{self.content.name}#{entry.filename}"
        if entry.file_size > MAX_PART or (
            entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        ):
            raise UnreadableDocument(
                f"unpacks to {entry.file_size >> 20} MiB from {entry.compress_size >> 10} KiB: too much",
                place=place,
                advice="save it again, without what bloats it",
            )
        if entry.flag_bits & 1:
            raise UnreadableDocument("encrypted", place=place, advice="save a copy without a password")
        try:
            with self._archive.open(entry) as file:
                return file.read(MAX_PART + 1)
        except _DAMAGED as error:
            raise UnreadableDocument(
                "cannot be unpacked: cut short or damaged", place=place, advice="fetch or save it again"
            ) from error


def opened(content: Content) -> Package:
    """The zipped file, its directory read. Raises `UnreadableDocument` where there is none or it names too many."""
    if not _directory(content.data):
        raise UnreadableDocument(
            "a zipped file without its directory: cut short or damaged",
            place=content.name,
            advice="fetch or save it again",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content.data))
    except _DAMAGED as error:
        raise UnreadableDocument(
            "a zipped file that cannot be opened: damaged", place=content.name, advice="fetch or save it again"
        ) from error
    if len(archive.infolist()) > MAX_ENTRIES:
        raise UnreadableDocument(
            f"more than {MAX_ENTRIES:,} files in one", place=content.name, advice="unpack it and name the folder"
        )
    return Package(content, archive)
