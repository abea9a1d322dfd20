"""How rows are sorted when a question is run: as SPARQL 1.1 has it, whatever the engine."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kannat.graph.terms import term
from kannat.questions.order import SortKey, in_order, sort_keys, without_order
from kannat.store.base import Rows

INTEGER, DOUBLE = term("xsd:integer"), term("xsd:double")
VALUES = (
    None,
    NamedNode("urn:a"),
    NamedNode("urn:b"),
    Literal("9", datatype=INTEGER),
    Literal("10", datatype=INTEGER),
    Literal("1e3", datatype=DOUBLE),
    Literal("10"),
    Literal("NaN", datatype=DOUBLE),
    Literal("ten", datatype=INTEGER),
    Literal("\N{LATIN SMALL LETTER A WITH DIAERESIS}"),
)


@pytest.mark.parametrize("descending", [False, True])
def test_nothing_comes_first_then_addresses_numbers_by_value_and_texts(descending: bool) -> None:
    mixed = Rows(("x",), tuple((value,) for value in VALUES[::-1]))
    found = [row[0] for row in in_order(mixed, (SortKey("x", descending),)).rows]
    assert found == list(VALUES[::-1] if descending else VALUES)


def test_a_second_key_decides_where_the_first_is_equal() -> None:
    rows = Rows(("x", "y"), ((Literal("b"), Literal("1")), (Literal("a"), Literal("1")), (Literal("a"), Literal("2"))))
    found = in_order(rows, (SortKey("x"), SortKey("y", descending=True))).rows
    assert [(x.value, y.value) for x, y in found if x and y] == [("a", "2"), ("a", "1"), ("b", "1")]


def test_the_clause_is_found_at_the_end_only() -> None:
    text = "SELECT ?x WHERE { ?x ?p ?o } ORDER BY DESC(?x) ?p"
    assert sort_keys(text) == (SortKey("x", descending=True), SortKey("p"))
    assert without_order(text).strip() == "SELECT ?x WHERE { ?x ?p ?o }"
    assert sort_keys("SELECT ?x WHERE { ?x ?p ?o } ORDER BY STR(?x)") == ()
