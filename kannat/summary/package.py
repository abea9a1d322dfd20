"""Zip packages that are the same on every day and machine."""

from __future__ import annotations

import io
import zipfile
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""

_UNCOMPRESSED: Final = "mimetype"
"""The part of OpenDocument that must come first and as it is (OpenDocument 1.3, part 2, 3.3)."""


def steady(package: bytes) -> bytes:
    """The same parts, those that must be first in their place and the others by name, without times of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as steadied:
        for name in sorted(source.namelist(), key=lambda name: (name != _UNCOMPRESSED, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == _UNCOMPRESSED else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            steadied.writestr(entry, source.read(name))
    return target.getvalue()
