"""Zip packages that are the same on every day and machine."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""

_UNCOMPRESSED: Final = "mimetype"
"""The part of OpenDocument that must come first and as it is (OpenDocument 1.3, part 2, 3.3)."""


def steady(package: bytes, without: tuple[str, ...] = ()) -> bytes:
    """The same parts by name, the one that must be first in its place, and none of them with its time of writing.

    Parts whose names begin with one of `without` are left out.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as steadied:
        kept = (name for name in source.namelist() if not name.startswith(without))
        for name in sorted(kept, key=lambda name: (name != _UNCOMPRESSED, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == _UNCOMPRESSED else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            steadied.writestr(entry, source.read(name))
    return target.getvalue()
