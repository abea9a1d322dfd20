"""Quads have one canonical form and cross to rdflib and back unharmed."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from seed_files import REAL, ROOT, gold_of

from kannat.graph import terms as t
from kannat.graph.quads import canonical_hash, canonical_nquads, from_rdflib, in_graph, to_dataset, to_rdflib
from kannat.graph.statement import statement_graph

GRAPH = NamedNode("https://example.org/graph")
SUBJECT = NamedNode("https://example.org/subject")
VANTAA = REAL / "statements" / "vantaan-kaupunki.txt"

iris = st.integers(0, 5).map(lambda number: NamedNode(f"https://example.org/{number}"))
words = st.text(st.characters(codec="utf-8"))
literals = st.one_of(
    words.map(Literal),
    st.tuples(words, st.sampled_from(["fi", "sv", "se", "en-gb"])).map(lambda pair: Literal(pair[0], language=pair[1])),
    st.integers().map(lambda number: Literal(str(number), datatype=t.INTEGER)),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=t.DATE)),
    st.booleans().map(Literal),
)
quads = st.lists(st.builds(Quad, iris, iris, st.one_of(iris, literals), iris), max_size=8)


@pytest.fixture(scope="module")
def vantaa() -> list[Quad]:
    return list(statement_graph(*gold_of(VANTAA)).quads)


class TestCanonicalForm:
    def test_is_the_same_in_any_order_and_with_repeats(self, vantaa: list[Quad]) -> None:
        shuffled = random.Random(1).sample(vantaa, len(vantaa)) + vantaa[:50]
        assert canonical_nquads(shuffled) == canonical_nquads(vantaa)
        assert canonical_hash(shuffled) == canonical_hash(vantaa)

    def test_is_sorted_distinct_lines(self, vantaa: list[Quad]) -> None:
        lines = canonical_nquads(vantaa).splitlines()
        assert lines == sorted(set(lines))
        assert len(lines) == len(vantaa)

    def test_changes_with_every_quad(self, vantaa: list[Quad]) -> None:
        assert canonical_hash(vantaa[1:]) != canonical_hash(vantaa)
        assert canonical_hash(in_graph(vantaa, GRAPH)) != canonical_hash(vantaa)

    def test_keeps_one_quad_on_one_line_whatever_it_says(self) -> None:
        quad = Quad(SUBJECT, t.EXACT, Literal("a\nb\r\nc\x0bd\x85e\u2028f"), GRAPH)
        assert len(canonical_nquads([quad]).splitlines()) == 1

    def test_of_nothing_is_nothing(self) -> None:
        assert canonical_nquads([]) == b""
        assert canonical_hash([]) == hashlib.sha256(b"").hexdigest()

    @pytest.mark.parametrize(
        "environment",
        [
            {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
            {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0"},
            {"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/Los_Angeles"},
        ],
        ids=["seed 0", "seed 1", "random seed"],
    )
    def test_is_the_same_in_any_process(self, vantaa: list[Quad], environment: dict[str, str]) -> None:
        program = (
            "from pathlib import Path\n"
            "from seed_files import gold_of\n"
            "from kannat.graph.quads import canonical_hash\n"
            "from kannat.graph.statement import statement_graph\n"
            f"print(canonical_hash(statement_graph(*gold_of(Path({str(VANTAA)!r}))).quads))\n"
        )
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **environment, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == canonical_hash(vantaa)


class TestRdflib:
    @given(quads)
    def test_gives_back_what_it_was_given(self, some: list[Quad]) -> None:
        one_graph = in_graph(some, GRAPH)
        assert set(from_rdflib(to_rdflib(one_graph), GRAPH)) == set(one_graph)

    @pytest.mark.parametrize(
        "text",
        [
            "\N{GRINNING FACE} \U0010fffd",
            "\x00\x01\x08\x0c\x1b\x1f\x7f\x85",
            "\r\n\t\\n \\u00e4 \"quoted\" 'so'",
            "\u2028\u2029\ufeff\u00ad\u200b",
            "a\u0308 \u00e4",
            "",
        ],
    )
    @pytest.mark.parametrize("language", [None, "fi", "en-gb"])
    def test_keeps_every_character(self, text: str, language: str | None) -> None:
        quad = Quad(SUBJECT, t.EXACT, Literal(text, language=language), GRAPH)
        assert from_rdflib(to_rdflib([quad]), GRAPH) == [quad]
        [(_, _, value, _)] = to_dataset([quad]).quads()
        assert (str(value), value.language) == (text, language)

    def test_gives_back_a_real_statement(self, vantaa: list[Quad]) -> None:
        name = vantaa[0].graph_name
        assert canonical_nquads(from_rdflib(to_rdflib(vantaa), name)) == canonical_nquads(vantaa)

    def test_puts_triples_into_the_default_graph_unless_told(self) -> None:
        graph = rdflib.Graph()
        graph.add((rdflib.URIRef("https://example.org/a"), rdflib.RDF.type, rdflib.URIRef(t.STATEMENT.value)))
        [quad] = from_rdflib(graph)
        assert quad.graph_name == DefaultGraph()

    def test_leaves_the_named_graphs_behind(self) -> None:
        some = [Quad(SUBJECT, t.EXACT, Literal("a"), NamedNode(f"https://example.org/{number}")) for number in range(3)]
        assert len(to_rdflib(some)) == 1

    def test_writes_our_prefixes(self, vantaa: list[Quad]) -> None:
        turtle = to_rdflib(vantaa).serialize(format="turtle")
        assert "@prefix kan: <https://w3id.org/kannat/ns#> ." in turtle
        assert "a kan:Statement" in turtle


class TestDataset:
    @given(quads)
    def test_has_the_same_named_graphs(self, some: list[Quad]) -> None:
        dataset = to_dataset(some)
        assert len(list(dataset.quads())) == len(set(some))
        for name in {quad.graph_name for quad in some}:
            graph = dataset.graph(rdflib.URIRef(name.value))
            assert set(from_rdflib(graph, name)) == {quad for quad in some if quad.graph_name == name}

    # rdflib's own query engine asks its dataset for what rdflib 7 deprecates.
    @pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning:rdflib\..*")
    def test_has_their_union_as_default_graph(self) -> None:
        """A query that says no GRAPH sees all of them, as in the store."""
        one, other = NamedNode("https://example.org/1"), NamedNode("https://example.org/2")
        some = [
            Quad(SUBJECT, t.HOLDER, one, one),
            Quad(SUBJECT, t.HOLDER, one, other),
            Quad(SUBJECT, t.STANCE, other, other),
        ]
        dataset = to_dataset(some)
        assert len(list(dataset.query("SELECT ?p WHERE { ?s ?p ?o }"))) == 2
        assert len(list(dataset.query("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"))) == 3
