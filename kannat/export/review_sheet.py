"""The sheet for a reviewer, as CSV or XLSX: cells are texts whatever stands in them, and choices can be picked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kannat.export.workbook import storable, timeless
from kannat.model import Stance, Verdict
from kannat.questions import spreadsheet_text
from kannat.review.sheet import COLUMNS, FILLED_IN, SheetRow

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS: Final = {"before": 40, "passage": 60, "after": 40, "target": 36, "proposal": 28, "respondent": 28, "note": 28}
_CHOICES: Final = {"decision": tuple(Verdict), "new_stance": tuple(Stance)}
_LISTED: Final = 250
"""Characters that a drop-down's own list may have; longer ones stand on a sheet of their own."""


def review_csv(rows: Iterable[SheetRow]) -> str:
    """The sheet as CSV after RFC 4180; a cell that a spreadsheet could take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([spreadsheet_text(cell) for cell in row.cells()] for row in rows)
    return text.getvalue()


def review_xlsx(rows: Iterable[SheetRow], proposals: Sequence[str] = ()) -> bytes:
    """The sheet as XLSX: texts only, with drop-downs for decision, stance and proposal; the same bytes on any day."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "review"
    sheet.append(list(COLUMNS))
    last = 1
    for last, row in enumerate(rows, 2):
        for column, text in enumerate(row.cells(), 1):
            cell = sheet.cell(last, column)
            cell.value = storable(text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, name in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 16)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _offer(sheet, max(last, 2), _CHOICES)
    if proposals:
        listed = book.create_sheet("proposals")
        for proposal in proposals:
            listed.append([storable(proposal)])
        _offer_range(sheet, max(last, 2), "new_proposal", f"proposals!$A$1:$A${len(proposals)}")
    return timeless(book)


def _offer(sheet: Worksheet, last: int, choices: Mapping[str, Sequence[str]]) -> None:
    """Let these columns be picked from a list; what is not on it can be typed and is told at the import."""
    for name, values in choices.items():
        listed = ",".join(values)
        assert len(listed) < _LISTED  # the closed lists of the model are short
        _offer_range(sheet, last, name, f'"{listed}"')


def _offer_range(sheet: Worksheet, last: int, name: str, formula: str) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    assert name in FILLED_IN
    letter = get_column_letter(COLUMNS.index(name) + 1)
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    validation.add(f"{letter}2:{letter}{last + 200}")
    sheet.add_data_validation(validation)
