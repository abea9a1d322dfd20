"""Results of comparisons as files, each read back by a reader of its own."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import Any

import lxml.html
import openpyxl
import pytest
from compared import CONSULTATION, gold_store

from kannat.comparison import agreement, unity
from kannat.errors import UnknownName, UsageError
from kannat.export.records import as_html, as_xlsx, rendered

COLUMNS = {
    "firstLabel": ["=1+1", "Å & <b>", "\x01emoji \N{GRINNING FACE}"],
    "shared": [3, 2, 1],
    "share": [0.5, 1.0, 0.0],
    "kappa": [None, 0.25, -1.0],
    "both": [True, False, True],
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return dict(agreement(gold_store("example"), CONSULTATION, "fi").columns())


def rows_of(columns: dict[str, Any]) -> list[tuple[Any, ...]]:
    return list(zip(*columns.values(), strict=True))


def test_csv_has_every_row_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(str(rendered(COLUMNS, "csv")))))
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:]] == ["'=1+1", *COLUMNS["firstLabel"][1:]]
    assert [row[3] for row in rows[1:]] == ["", "0.25", "-1.0"]


def test_json_has_numbers_texts_and_nulls(found: dict[str, Any]) -> None:
    rows = json.loads(rendered(found, "json"))
    assert [tuple(row.values()) for row in rows] == rows_of(found)
    assert list(rows[0]) == list(found)


def test_a_workbook_has_numbers_as_numbers_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(COLUMNS))).active
    assert sheet is not None
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == list(COLUMNS)
    assert [(row[0].data_type, row[0].value) for row in cells[1:]] == [
        ("s", "=1+1"),
        ("s", "Å & <b>"),
        ("s", "\N{REPLACEMENT CHARACTER}emoji \N{GRINNING FACE}"),
    ]
    assert [[cell.value for cell in row[1:]] for row in cells[1:]] == [
        [3, 0.5, None, True],
        [2, 1, 0.25, False],
        [1, 0, -1, True],
    ]


def test_a_workbook_is_the_same_bytes_again(found: dict[str, Any]) -> None:
    assert as_xlsx(found) == as_xlsx(found)


def test_parquet_is_read_back_by_arrow(found: dict[str, Any]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(rendered(found, "parquet")))  # type: ignore[arg-type]
    assert table.to_pydict() == found


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_real_data_frames_hold_the_columns(package: str) -> None:
    pytest.importorskip(package)
    result = unity(gold_store("example"), CONSULTATION)
    frame = getattr(result, f"to_{package}")()
    assert list(frame.columns) == list(result.columns())
    assert frame["supporting"].to_list() == [row.supporting for row in result.rows]
    assert frame["controversy"].isnull().sum() if package == "pandas" else frame["controversy"].null_count()


def test_a_page_escapes_what_it_shows_and_loads_nothing() -> None:
    page = as_html(COLUMNS, "<Title>", "said & done", "en")
    tree = lxml.html.document_fromstring(page)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//h1") == "<Title>"
    assert [cell.text for cell in tree.iterfind(".//th")] == [
        "first",
        "shared proposals",
        "share",
        "Cohen’s kappa",
        "on both sides",
    ]
    assert [row[0].text for row in tree.iterfind(".//tbody/tr")][:2] == ["=1+1", "Å & <b>"]
    assert not tree.findall(".//script")
    assert "default-src 'none'" in page


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "html"])
def test_nothing_found_is_a_file_too(format_: str) -> None:
    assert rendered({}, format_, "none")


def test_an_unknown_format_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="xlsx"):
        rendered(COLUMNS, "xls")


def test_parquet_without_polars_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match="kannat\\[tables\\]"):
        rendered(COLUMNS, "parquet")
