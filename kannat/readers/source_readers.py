"""The sources of many statements: feeds, reports, tables, Kannat's own JSON."""

from __future__ import annotations

from typing import Final

from kannat.readers.content import DocumentReader
from kannat.readers.delimited import DelimitedTableReader
from kannat.readers.documents_list import DocumentsListReader
from kannat.readers.lausuntopalvelu_feed import (
    LausuntopalveluArchiveReader,
    LausuntopalveluFeedReader,
    LausuntopalveluFolderReader,
)
from kannat.readers.lausuntopalvelu_report import LausuntopalveluReportReader
from kannat.readers.own_json import OwnJsonReader
from kannat.readers.spreadsheet import SpreadsheetReader

SOURCE_READERS: Final[tuple[DocumentReader, ...]] = (
    LausuntopalveluFeedReader(),
    LausuntopalveluArchiveReader(),
    LausuntopalveluReportReader(),
    OwnJsonReader(),
    SpreadsheetReader(),
    DelimitedTableReader(),
)
"""To be asked before the readers of the formats that their files are in; the narrower first."""

SOURCE_FOLDER_READERS: Final = (DocumentsListReader(), LausuntopalveluFolderReader())
