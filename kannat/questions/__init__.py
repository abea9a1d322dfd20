"""Questions: SPARQL files with a header that says what they ask, take and answer."""

from kannat.questions.guard import Form
from kannat.questions.query_file import Column, ColumnKind, Parameter, ParameterKind, Picture, QueryFile, parse_query
from kannat.questions.query_library import Library, library, load_query
from kannat.questions.runner import Answering, run
from kannat.questions.table import Table, spreadsheet_text

__all__ = [
    "Answering",
    "Column",
    "ColumnKind",
    "Form",
    "Library",
    "Parameter",
    "ParameterKind",
    "Picture",
    "QueryFile",
    "Table",
    "library",
    "load_query",
    "parse_query",
    "run",
    "spreadsheet_text",
]
