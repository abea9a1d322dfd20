"""An answer: rows of terms, yes or no, or a graph, and the forms it is written in."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from kannat.errors import UnknownName, UsageError
from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE
from kannat.questions.guard import Form
from kannat.store.base import Row, Rows, Term

Value = str | int | bool | Decimal | float | None

_TRIPLE_COLUMNS: Final = ("subject", "predicate", "object")
_FORMULA: Final = re.compile(
    "[=+\\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL_NAME: Final = re.compile(r"[A-Za-z]\w*")
_XSD: Final = t.PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a question: the columns' names in order, and one tuple of terms a row.

    A yes or no is one row of one column `answer`; a graph has the columns subject, predicate, object, and its triples
    are distinct and sorted.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    form: Form = Form.SELECT

    @classmethod
    def of_rows(cls, rows: Rows) -> Table:
        """The answer to a SELECT."""
        return cls(rows.variables, rows.rows)

    @classmethod
    def of_answer(cls, answer: bool) -> Table:
        """The answer to an ASK."""
        return cls(("answer",), ((Literal(answer),),), Form.ASK)

    @classmethod
    def of_triples(cls, triples: Iterable[Quad | Triple], form: Form = Form.CONSTRUCT) -> Table:
        """The answer to a CONSTRUCT or DESCRIBE."""
        distinct = {(q.subject, q.predicate, q.object) for q in triples}
        return cls(_TRIPLE_COLUMNS, tuple(sorted(distinct, key=lambda row: tuple(map(str, row)))), form)

    @property
    def is_graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form.is_graph

    def __len__(self) -> int:
        return len(self.rows)

    def values(self) -> list[tuple[Value, ...]]:
        """The rows as plain Python values: numbers, booleans and texts; None where a cell is empty."""
        return [tuple(_value(term) for term in row) for row in self.rows]

    def records(self) -> list[dict[str, Value]]:
        """One dictionary a row, as `values` gives them; what pandas and polars take."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values()]

    def texts(self, base: str = DEFAULT_BASE) -> list[tuple[str, ...]]:
        """The rows for reading: names below the base and in known vocabularies shortened, empty cells empty."""
        return [tuple(_text(term, base) for term in row) for row in self.rows]

    def serialize(self, format_: str) -> str:
        """The answer in one of `FORMATS`. Raises `UnknownName` for another, `UsageError` where it does not fit."""
        if format_ not in FORMATS:
            raise UnknownName("format", format_, FORMATS)
        return FORMATS[format_](self)

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV, except that no cell can be a spreadsheet's formula.

        A text or name that begins with `=`, `+`, `-`, `@` or a control character that spreadsheets skip gets an
        apostrophe before it; numbers stay as they are. The other formats carry every text unchanged.
        """
        lines = io.StringIO(newline="")
        writer = csv.writer(lines)
        writer.writerow(self.columns)
        writer.writerows([_csv_cell(term) for term in row] for row in self.rows)
        return lines.getvalue()

    def to_tsv(self) -> str:
        """SPARQL 1.1 TSV: terms as in Turtle, so nothing is lost."""
        return self._through_engine(QueryResultsFormat.TSV)

    def to_xml(self) -> str:
        """SPARQL results XML; characters that XML 1.0 cannot carry become U+FFFD."""
        return self._through_engine(QueryResultsFormat.XML, _xml_term)

    def to_json(self) -> str:
        """SPARQL 1.1 results JSON."""
        return json.dumps(self._document(), ensure_ascii=False, indent=1) + "\n"

    def to_turtle(self) -> str:
        """The graph in Turtle, sorted, with the prefixes that it uses. Raises `UsageError` for rows."""
        if not self.is_graph:
            raise UsageError("the answer is a table, not a graph", advice="take csv, tsv, json or xml")
        triples = [_triple(row) for row in self.rows]
        used = {
            prefix: namespace
            for prefix, namespace in sorted(t.PREFIXES.items())
            if any(
                isinstance(term, NamedNode) and term.value.startswith(namespace) for row in self.rows for term in row
            )
        }
        data = serialize(triples, format=RdfFormat.TURTLE, prefixes=used)
        assert data is not None  # bytes are returned whenever no output is given
        return data.decode()

    def _document(self, shape: Callable[[Term], Term] = lambda term: term) -> dict[str, object]:
        if self.form is Form.ASK:
            return {"head": {}, "boolean": self.values()[0][0]}
        bindings = [
            {name: _json_term(shape(term)) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}

    def _through_engine(self, format_: QueryResultsFormat, shape: Callable[[Term], Term] = lambda term: term) -> str:
        results = parse_query_results(json.dumps(self._document(shape)), QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean) and format_ == QueryResultsFormat.TSV:
            return f"{str(bool(results)).lower()}\n"
        data = results.serialize(format=format_)
        assert data is not None  # bytes are returned whenever no output is given
        return data.decode()


FORMATS: Final[Mapping[str, Callable[[Table], str]]] = {
    "csv": Table.to_csv,
    "tsv": Table.to_tsv,
    "json": Table.to_json,
    "xml": Table.to_xml,
    "ttl": Table.to_turtle,
}


def _triple(row: Row) -> Triple:
    subject, predicate, object_ = row
    assert not isinstance(subject, Literal | None)  # a graph's rows are triples
    assert isinstance(predicate, NamedNode)
    assert object_ is not None
    return Triple(subject, predicate, object_)


def _value(term: Term | None) -> Value:
    if isinstance(term, Literal):
        convert = _CONVERSIONS.get(term.datatype.value.removeprefix(_XSD))
        try:
            return convert(term.value) if convert else term.value
        except (ValueError, ArithmeticError):
            return term.value
    return _name(term)


_CONVERSIONS: Final[Mapping[str, Callable[[str], Value]]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "boolean": lambda text: text in {"true", "1"},
}


def _name(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | BlankNode) else None if term is None else str(term)


def _text(term: Term | None, base: str) -> str:
    if isinstance(term, NamedNode):
        if base and term.value.startswith(base):
            return term.value.removeprefix(base)
        for prefix, namespace in t.PREFIXES.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and _LOCAL_NAME.fullmatch(local):
                return f"{prefix}:{local}"
    if isinstance(term, Literal):
        return term.value
    return _name(term) or ""


def spreadsheet_text(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: with an apostrophe before it where it could be."""
    return f"'{text}" if _FORMULA.match(text) else text


def _csv_cell(term: Term | None) -> str:
    if isinstance(term, Literal):
        is_number = term.datatype.value.removeprefix(_XSD) in {"integer", "decimal", "double", "float"}
        return term.value if is_number else spreadsheet_text(term.value)
    return spreadsheet_text(_name(term) or "")


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(_TRIPLE_COLUMNS, (term.subject, term.predicate, term.object), strict=True)
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == f"{_XSD}string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _xml_term(term: Term) -> Term:
    if not isinstance(term, Literal) or not _NO_XML.search(term.value):
        return term
    text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", term.value)
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)
