"""XLSX that is the same bytes on any day, and whose cells are texts and numbers, never formulas."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook

LONGEST_CELL: Final = 32_767
"""Characters that a cell may have."""

_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day that a zip file bears where none is meant; the same bytes on any day."""

_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_TIME: Final = rb"\g<1>1980-01-01T00:00:00Z"


def storable(text: str) -> str:
    """The text without the control characters that XML cannot carry, and no longer than a cell may be."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_CELL]


def timeless(book: Workbook) -> bytes:
    """The workbook's bytes without the time at which they were written."""
    first, last = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            data = _TIMES.sub(_NO_TIME, source.read(name)) if name == "docProps/core.xml" else source.read(name)
            target.writestr(zipfile.ZipInfo(name, _ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return last.getvalue()
