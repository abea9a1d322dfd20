"""What every store promises, tried on each kind of store."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import URIRef
from stores import VALUE, OpenAgain, graph, name, values_in

from kannat.errors import MalformedData, StoreError
from kannat.graph import terms as t
from kannat.graph.quads import canonical_hash
from kannat.store import Outcome, Store, Swap

pytest_plugins = ["store_fixtures"]

ALL_VALUES = f"SELECT ?value WHERE {{ ?subject {VALUE} ?value }} ORDER BY ?value"


def test_a_graph_comes_back_as_it_was_stored(store: Store) -> None:
    quads = graph("a", "1", "2")
    assert store.replace_graph(name("a"), quads) is Outcome.STORED
    assert store.graph(name("a")) == quads


def test_a_graph_that_is_not_there_is_empty(store: Store) -> None:
    assert store.graph(name("nowhere")) == []
    assert store.graph_names() == []


def test_a_new_graph_takes_the_whole_place_of_the_old(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1", "2"))
    assert store.replace_graph(name("a"), graph("a", "2", "3")) is Outcome.REPLACED
    assert values_in(store, "a") == ["2", "3"]


def test_the_same_content_changes_nothing(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1", "2"))
    assert store.replace_graph(name("a"), graph("a", "2", "1", "1")) is Outcome.UNCHANGED


def test_a_number_written_another_way_is_the_same_content(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", Literal("0.90", datatype=t.DECIMAL)))
    assert store.replace_graph(name("a"), graph("a", Literal("0.9", datatype=t.DECIMAL))) is Outcome.UNCHANGED


def test_graphs_named_with_it_are_dropped(store: Store) -> None:
    store.replace_graph(name("old"), graph("old", "1"))
    assert store.replace_graph(name("new"), graph("new", "1"), drop=[name("old")]) is Outcome.REPLACED
    assert store.graph_names() == [name("new")]


def test_the_same_content_still_drops_what_is_to_go(store: Store) -> None:
    store.replace_graph(name("old"), graph("old", "1"))
    store.replace_graph(name("new"), graph("new", "1"))
    assert store.replace_graph(name("new"), graph("new", "1"), drop=[name("old")]) is Outcome.REPLACED
    assert store.replace_graph(name("new"), graph("new", "1"), drop=[name("old")]) is Outcome.UNCHANGED
    assert store.graph_names() == [name("new")]


def test_a_graph_that_is_to_drop_itself_is_kept(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    assert store.replace_graph(name("a"), graph("a", "1"), drop=[name("a")]) is Outcome.UNCHANGED
    assert store.replace_graph(name("a"), graph("a", "2"), drop=[name("a")]) is Outcome.REPLACED
    assert values_in(store, "a") == ["2"]


def test_no_quads_at_all_remove_the_graph(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    assert store.replace_graph(name("a"), []) is Outcome.REMOVED
    assert store.replace_graph(name("a"), []) is Outcome.UNCHANGED
    assert store.graph_names() == []


def test_many_swaps_are_made_in_order(store: Store) -> None:
    store.replace_graph(name("c"), graph("c", "0"))
    swaps = [
        Swap(name("a"), graph("a", "1")),
        Swap(name("b"), graph("b", "1")),
        Swap(name("a"), graph("a", "2")),
        Swap(name("c"), graph("c", "0")),
        Swap(name("d"), graph("d", "1"), drop=(name("b"),)),
        Swap(name("d"), ()),
    ]
    assert store.replace_graphs(swaps) == ["stored", "stored", "replaced", "unchanged", "replaced", "removed"]
    assert [values_in(store, local) for local in "abcd"] == [["2"], [], ["0"], []]


def test_many_graphs_at_once_come_back(store: Store) -> None:
    graphs = {f"{i:03}": graph(f"{i:03}", *(f"{i} {j} {'x' * 300}" for j in range(100))) for i in range(300)}
    outcomes = store.replace_graphs(Swap(name(local), quads) for local, quads in graphs.items())
    assert set(outcomes) == {Outcome.STORED}
    assert canonical_hash(store.quads()) == canonical_hash(quad for quads in graphs.values() for quad in quads)


def test_a_swap_takes_quads_of_its_own_graph_only() -> None:
    with pytest.raises(ValueError, match="quads of another graph"):
        Swap(name("a"), graph("b", "1"))


@pytest.mark.parametrize(
    "blank", [Quad(BlankNode("x"), VALUE, VALUE, VALUE), Quad(VALUE, VALUE, BlankNode("x"), VALUE)]
)
def test_a_swap_takes_no_blank_node(blank: Quad) -> None:
    with pytest.raises(ValueError, match="a blank node"):
        Swap(VALUE, [blank])


@pytest.mark.parametrize(
    "literal",
    [
        Literal(""),
        Literal(" \t\r\n "),
        Literal("\r"),
        Literal('"quoted" \\ \'single\' """ } ; DROP ALL #'),
        Literal("\N{LATIN SMALL LETTER A WITH DIAERESIS}a\N{COMBINING DIAERESIS}"),
        Literal("\N{GRINNING FACE}\N{MUSICAL SYMBOL G CLEF}"),
        Literal("\x00\x01\x08\x0b\x0c\x1f\x7f\x85\u2028\ufeff\ufffe\uffff"),
        Literal("\\u0041 \\n %41 &#65;"),
        Literal("sama", language="fi"),
        Literal("samma", language="sv-fi"),
        Literal("12", datatype=t.INTEGER),
        Literal("not a number", datatype=t.INTEGER),
        Literal("2026-02-18", datatype=t.DATE),
        Literal("true", datatype=t.BOOLEAN),
        Literal("fi", datatype=t.LANGUAGE_TAG),
        Literal("x" * 100_000),
        Literal("\N{LATIN SMALL LETTER O WITH DIAERESIS}\n" * 50_000),
        NamedNode("https://example.org/\N{LATIN SMALL LETTER A WITH DIAERESIS}%20b?c=d&e#f'g"),
    ],
    ids=lambda literal: repr(literal.value[:20]).encode("ascii", "backslashreplace").decode(),
)
def test_every_term_comes_back_exactly(store: Store, literal: Literal | NamedNode) -> None:
    quads = graph("a", literal)
    store.replace_graph(name("a"), graph("a", "something else"))
    store.replace_graph(name("a"), quads)
    assert store.graph(name("a")) == quads
    assert store.select(ALL_VALUES).rows == ((literal,),)
    assert store.replace_graph(name("a"), quads) is Outcome.UNCHANGED


def test_a_question_looks_at_the_union_of_all_graphs(store: Store) -> None:
    store.replace_graphs([Swap(name(local), graph(local, local)) for local in "ba"])
    rows = store.select(ALL_VALUES)
    assert rows.variables == ("value",)
    assert list(rows) == [(Literal("a"),), (Literal("b"),)]


def test_what_is_unbound_is_none(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    rows = store.select(f"SELECT ?value ?none ?s WHERE {{ ?s {VALUE} ?value OPTIONAL {{ ?s {t.TYPE} ?none }} }}")
    assert rows.variables == ("value", "none", "s")
    assert rows.rows == ((Literal("1"), None, name("a")),)


def test_a_question_without_an_answer_has_its_variables(store: Store) -> None:
    rows = store.select("SELECT ?a ?b WHERE { ?a a ?b }")
    assert (rows.variables, len(rows)) == (("a", "b"), 0)


def test_ask_answers_yes_or_no(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    assert store.ask(f'ASK {{ ?s {VALUE} "1" }}') is True
    assert store.ask(f'ASK {{ ?s {VALUE} "2" }}') is False


def test_construct_gives_triples_in_no_graph_sorted(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "2", "1"))
    quads = store.construct(f"CONSTRUCT {{ {VALUE} {VALUE} ?value }} WHERE {{ ?s {VALUE} ?value }}")
    assert quads == [Quad(VALUE, VALUE, Literal("1")), Quad(VALUE, VALUE, Literal("2"))]


def test_describe_gives_triples(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    assert store.construct(f"DESCRIBE {name('a')}") == [Quad(name("a"), VALUE, Literal("1"))]


def test_a_question_that_is_no_sparql_names_its_place(store: Store) -> None:
    with pytest.raises(MalformedData, match="not a question that can be asked") as caught:
        store.select("SELECT ?value WHERE {\n  ?value ?value\n}")
    assert caught.value.line_number == 3
    assert "\n" not in caught.value.line()


def test_a_change_is_no_question(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    with pytest.raises(MalformedData):
        store.select("DROP ALL")
    assert values_in(store, "a") == ["1"]


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("select", "ASK {}"),
        ("ask", "SELECT ?a WHERE { ?a ?b ?c }"),
        ("select", "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"),
    ],
)
def test_the_wrong_kind_of_question_is_refused(store: Store, method: str, query: str) -> None:
    with pytest.raises(MalformedData):
        getattr(store, method)(query)


def test_graph_names_and_quads_come_sorted(store: Store) -> None:
    store.replace_graphs([Swap(name(local), graph(local, "2", "1")) for local in "cab"])
    assert store.graph_names() == [name("a"), name("b"), name("c")]
    assert list(store.quads()) == [*sorted(graph("a", "1", "2"), key=str), *graph("b", "1", "2"), *graph("c", "1", "2")]


# rdflib's own `Dataset.triples` uses what rdflib 7.6 deprecates.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
def test_the_dataset_is_rdflib_s_with_the_union_as_default_graph(store: Store) -> None:
    store.replace_graphs([Swap(name(local), graph(local, local)) for local in "ab"])
    dataset = store.dataset()
    assert {str(value) for value in dataset.objects(None, URIRef(VALUE.value))} == {"a", "b"}
    assert len(dataset.graph(URIRef(name("a").value))) == 1


def test_everything_can_be_replaced(store: Store) -> None:
    store.replace_graphs([Swap(name(local), graph(local, local)) for local in "ab"])
    store.texts.put("0" * 64, "text")
    store.replace_all([*graph("b", "new"), *graph("c", "c")])
    assert [values_in(store, local) for local in "abc"] == [[], ["new"], ["c"]]
    assert store.texts.get("0" * 64) == "text"


def test_nothing_is_replaced_by_what_has_no_lasting_name(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    with pytest.raises(ValueError, match="names and literals"):
        store.replace_all([*graph("b", "2"), Quad(BlankNode(), VALUE, VALUE, name("b"))])
    with pytest.raises(ValueError, match="names and literals"):
        store.replace_all([Quad(VALUE, VALUE, VALUE)])
    assert store.graph_names() == [name("a")]
    store.replace_all(graph("b", "2"))
    assert store.graph_names() == [name("b")]


def test_clear_leaves_nothing(store: Store) -> None:
    store.replace_graph(name("a"), graph("a", "1"))
    store.texts.put("0" * 64, "text")
    store.quarantine.put(b"refused", name="a.txt", reason="it is wrong")
    store.clear()
    assert (store.graph_names(), len(store.texts), len(store.quarantine)) == ([], 0, 0)
    assert store.replace_graph(name("a"), graph("a", "1")) is Outcome.STORED


def test_what_was_stored_is_there_when_the_store_is_opened_again(open_again: OpenAgain) -> None:
    with open_again("write") as store:
        store.replace_graph(name("a"), graph("a", "1"))
        store.texts.put("0" * 64, "text")
    with open_again("read") as store:
        assert values_in(store, "a") == ["1"]
        assert store.texts.get("0" * 64) == "text"


def test_a_store_open_for_reading_refuses_changes(open_again: OpenAgain) -> None:
    with open_again("write") as store:
        store.replace_graph(name("a"), graph("a", "1"))
    with open_again("read") as store:
        for change in (lambda: store.replace_graph(name("a"), []), store.clear, lambda: store.replace_all(())):
            with pytest.raises(StoreError, match="reading only"):
                change()
        assert values_in(store, "a") == ["1"]


def test_closing_twice_does_no_harm(store: Store) -> None:
    store.close()
    store.close()
