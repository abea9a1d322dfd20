"""Looking after a store: counting, verifying, dumping and restoring."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rounds import gold_quads
from seed_files import REAL, document_of
from stores import OpenAgain, graph, name

from kannat.errors import KannatError, MalformedData, StoreDamaged, UnreadableInput, UsageError
from kannat.graph import terms as t
from kannat.graph.quads import canonical_hash, canonical_nquads
from kannat.store import Outcome, Store, Swap, dump, info, open_store, read_dump, restore, verify

pytest_plugins = ["store_fixtures"]

DOCUMENTS = [document_of(path) for path in sorted(REAL.glob("statements/*.txt"))]


def fill(store: Store) -> Store:
    """Put the real round into a store, with its texts."""
    graphs = defaultdict(list)
    for quad in gold_quads("real"):
        graphs[quad.graph_name].append(quad)
    store.replace_graphs(Swap(graph_name, quads) for graph_name, quads in graphs.items())
    for document in DOCUMENTS:
        store.texts.put(document.sha256, document.text)
    return store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed store with the real round."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    with open_store(folder, "write", create=True) as store:
        fill(store)
    return folder


@pytest.fixture
def sound(tmp_path: Path, filled: Path) -> Iterator[Store]:
    """A store of the test's own with the real round."""
    with open_store(shutil.copytree(filled, tmp_path / "sound"), "write") as store:
        yield store


def vantaa(store: Store) -> NamedNode:
    (statement,) = (graph_name for graph_name in store.graph_names() if ".092." in graph_name.value)
    return statement


def without(quads: list[Quad], predicate: NamedNode) -> list[Quad]:
    kept = [quad for quad in quads if quad.predicate != predicate]
    assert kept != quads
    return kept


def with_first(quads: list[Quad], predicate: NamedNode, value: Literal) -> list[Quad]:
    """The quads, the first of this predicate having another value."""
    at = next(i for i, quad in enumerate(quads) if quad.predicate == predicate)
    changed = Quad(quads[at].subject, predicate, value, quads[at].graph_name)
    return [*quads[:at], changed, *quads[at + 1 :]]


# Info


def test_info_counts_what_is_in_the_store(store: Store) -> None:
    facts = info(fill(store))
    counted = {kind: facts[kind] for kind in ("graphs", "consultations", "statements", "texts", "quarantined")}
    assert counted == {"graphs": 5, "consultations": 1, "statements": 2, "texts": 2, "quarantined": 0}
    assert facts["triples"] == len(list(store.quads()))
    assert facts["kind"] in ("embedded", "remote")
    assert facts["base"] == store.names.base


def test_info_of_an_empty_store(store: Store) -> None:
    facts = info(store)
    assert (facts["graphs"], facts["triples"]) == (0, 0)


# Verify


def test_a_sound_store_has_no_problem(store: Store) -> None:
    assert verify(fill(store)) == []


def test_an_empty_store_has_no_problem(store: Store) -> None:
    assert verify(store) == []


FAULTS = {
    "no document": (t.DOCUMENT_OF, None, "no Document is described"),
    "no reading": (t.GENERATED_BY, None, "no Reading is described"),
    "no consultation": (t.CONSULTATION_OF, None, "its consultation is not in the store"),
    "other words": (t.EXACT, Literal("other words"), "its words are not those of the text"),
    "outside the text": (t.END, Literal("999999", datatype=t.INTEGER), "no place in the text"),
    "no start": (t.START, None, "no place in the text"),
    "other length": (t.LENGTH, Literal("1", datatype=t.INTEGER), "another length"),
    "no source": (t.SOURCE, None, "does not lie in the statement's document"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_statement_s_graph_is_found(sound: Store, fault: str) -> None:
    predicate, value, what = FAULTS[fault]
    statement = vantaa(sound)
    quads = sound.graph(statement)
    sound.replace_graph(statement, without(quads, predicate) if value is None else with_first(quads, predicate, value))
    problems = verify(sound)
    assert any(what in problem.what for problem in problems)
    assert {problem.graph for problem in problems} == {statement.value}


def test_a_graph_without_the_statement_that_names_it_is_found(sound: Store) -> None:
    sound.replace_graph(name("x"), graph("x", "1"))
    (problem,) = verify(sound)
    assert problem.graph == name("x").value
    assert "does not hold the statement" in str(problem)


def test_a_part_that_is_pointed_at_and_not_described_is_found(sound: Store) -> None:
    statement = vantaa(sound)
    quads = sound.graph(statement)
    passage = next(quad.object for quad in quads if quad.predicate == t.HAS_PASSAGE)
    sound.replace_graph(statement, [quad for quad in quads if quad.subject != passage])
    problems = verify(sound)
    assert problems
    assert all("which is not described" in problem.what for problem in problems)


def test_a_proposal_that_nobody_describes_is_found(sound: Store) -> None:
    statement = vantaa(sound)
    quads = sound.graph(statement)
    proposal = NamedNode(f"{sound.names.base}proposal/VN-37864-2025.nowhere")
    at = next(i for i, quad in enumerate(quads) if quad.predicate == t.HAS_PROPOSAL)
    quads[at] = Quad(quads[at].subject, t.HAS_PROPOSAL, proposal, statement)
    sound.replace_graph(statement, quads)
    (problem,) = verify(sound)
    assert "neither in the codebook" in problem.what


def test_a_consultation_that_is_gone_is_found(sound: Store) -> None:
    sound.replace_graph(sound.names.consultation("VN-37864-2025"), [])
    assert {problem.what for problem in verify(sound)} == {"its consultation is not in the store"}


def test_a_graph_that_is_not_ours_is_found(sound: Store) -> None:
    other = NamedNode("https://example.org/graph")
    sound.replace_graph(other, [Quad(other, other, other, other)])
    (problem,) = verify(sound)
    assert str(problem) == "https://example.org/graph: not a graph that Kannat writes"


@pytest.mark.parametrize(("harm", "what"), [("remove", "the text is missing"), ("change", "not what was stored")])
def test_a_text_that_came_to_harm_is_found(sound: Store, harm: str, what: str) -> None:
    for path in sound.texts.folder.rglob("*.txt"):
        if harm == "remove":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
    problems = verify(sound)
    assert len(problems) == 2
    assert all(what in problem.what for problem in problems)


def test_a_text_that_no_graph_speaks_of_is_no_fault(sound: Store) -> None:
    sound.texts.put("0" * 64, "kept before its graph")
    assert verify(sound) == []


# Dump and restore


@pytest.mark.parametrize("file_name", ["dump.tar.gz", "dump.tar", "dump.nq", "dump.nq.gz", "a.b-1.TAR.GZ"])
def test_a_dump_restores_the_graph_to_the_same_hash(open_again: OpenAgain, tmp_path: Path, file_name: str) -> None:
    with open_again("write") as store:
        before = canonical_hash(fill(store).quads())
        assert dump(store, tmp_path / file_name) == before
        store.replace_all(graph("other", "1"))
        assert restore(store, tmp_path / file_name) == before
        assert canonical_hash(store.quads()) == before
        assert verify(store) == []


def test_a_dump_without_texts_leaves_them_as_they_are(sound: Store, tmp_path: Path) -> None:
    dump(sound, tmp_path / "dump.nq")
    assert (tmp_path / "dump.nq").read_bytes() == canonical_nquads(sound.quads())
    restore(sound, tmp_path / "dump.nq")
    assert len(sound.texts) == 2


def test_a_dump_with_texts_replaces_all_texts(sound: Store, tmp_path: Path) -> None:
    dump(sound, tmp_path / "dump.tar")
    before = sound.texts.digests()
    sound.texts.remove(before[0])
    sound.texts.put("0" * 64, "another")
    restore(sound, tmp_path / "dump.tar")
    assert sound.texts.digests() == before
    assert verify(sound) == []


@pytest.mark.parametrize("file_name", ["dump.tar.gz", "dump.tar", "dump.nq.gz"])
def test_the_same_store_gives_the_same_bytes(
    sound: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_name: str
) -> None:
    dump(sound, tmp_path / f"one-{file_name}")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    with open_store(tmp_path / "copy", "write", create=True) as copy:
        for document in reversed(DOCUMENTS):
            copy.texts.put(document.sha256, document.text)
        copy.replace_all(reversed(list(sound.quads())))
        dump(copy, tmp_path / f"two-{file_name}")
    assert (tmp_path / f"one-{file_name}").read_bytes() == (tmp_path / f"two-{file_name}").read_bytes()


def test_a_dump_moves_a_store_from_one_kind_to_another(store: Store, sound: Store, tmp_path: Path) -> None:
    expected = dump(sound, tmp_path / "dump.tar.gz")
    assert restore(store, tmp_path / "dump.tar.gz") == expected
    assert verify(store) == []


def test_a_dump_makes_a_new_store_with_its_base_address(tmp_path: Path) -> None:
    with open_store(tmp_path / "old", "write", create=True, base="https://example.org/id/") as store:
        dump(store, tmp_path / "dump.tar.gz")
    restore(tmp_path / "new", tmp_path / "dump.tar.gz")
    with open_store(tmp_path / "new") as store:
        assert store.names.base == "https://example.org/id/"


def test_a_damaged_store_is_restored_from_its_dump(sound: Store, tmp_path: Path) -> None:
    expected = dump(sound, tmp_path / "dump.tar.gz")
    sound.close()
    next((tmp_path / "sound" / "graph" / "1").glob("MANIFEST-*")).unlink()
    with pytest.raises(StoreDamaged):
        open_store(tmp_path / "sound")
    assert restore(tmp_path / "sound", tmp_path / "dump.tar.gz") == expected
    with open_store(tmp_path / "sound", "write") as store:
        assert verify(store) == []
        assert store.replace_graph(name("a"), graph("a", "1")) is Outcome.STORED


def test_a_store_opened_to_be_restored_cannot_be_asked(sound: Store, tmp_path: Path) -> None:
    sound.close()
    with open_store(tmp_path / "sound", "restore") as store, pytest.raises(KannatError, match="restore it first"):
        store.graph_names()
    with open_store(tmp_path / "sound") as store:
        assert verify(store) == []


def test_a_dump_of_another_base_address_is_refused(sound: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "other", "write", create=True, base="https://example.org/id/") as other:
        dump(other, tmp_path / "dump.tar.gz")
    before = canonical_hash(sound.quads())
    with pytest.raises(UsageError, match="another base address"):
        restore(sound, tmp_path / "dump.tar.gz")
    assert canonical_hash(sound.quads()) == before


@pytest.mark.parametrize("file_name", ["dump", "dump.zip", "dump.nq.bz2", "dump.ttl"])
def test_a_name_of_no_known_kind_is_refused(sound: Store, tmp_path: Path, file_name: str) -> None:
    with pytest.raises(UsageError, match="not the name of a dump"):
        dump(sound, tmp_path / file_name)


def test_a_dump_that_cannot_be_written_leaves_nothing(sound: Store, tmp_path: Path) -> None:
    next(sound.texts.folder.rglob("*.txt")).write_bytes(b"harmed")
    with pytest.raises(StoreDamaged):
        dump(sound, tmp_path / "dump.tar.gz")
    with pytest.raises(KannatError):
        dump(sound, tmp_path / "nowhere" / "dump.nq")
    assert [path.name for path in tmp_path.iterdir()] == ["sound"]


def archive(folder: Path, **members: bytes) -> Path:
    """A dump with these members in the place of its own."""
    path = folder / "dump.tar"
    with open_store(folder / "source", "write", create=True) as store:
        store.replace_graph(name("a"), graph("a", "1"))
        store.texts.put("0" * 64, "text")
        dump(store, path)
    with tarfile.open(path) as old:
        content = {member.name: old.extractfile(member).read() for member in old.getmembers()}
    with tarfile.open(path, "w") as new:
        for member, data in {**content, **members}.items():
            description = tarfile.TarInfo(member)
            description.size = len(data)
            new.addfile(description, io.BytesIO(data))
    return path


def test_a_dump_says_what_it_holds(tmp_path: Path) -> None:
    content = read_dump(archive(tmp_path))
    assert (content.quads, content.texts) == (tuple(graph("a", "1")), {"0" * 64: "text"})


TEXT_NAME = f"texts/00/{'0' * 64}.{'1' * 64}.txt"


@pytest.mark.parametrize(
    "members",
    [
        {"graph.nq": b""},
        {"graph.nq": b"<a"},
        {"kannat.json": b"{"},
        {"kannat.json": b"[]"},
        {"kannat.json": b'{"format": 2, "base": "https://example.org/", "sha256": ""}'},
        {TEXT_NAME: b"not what the name says"},
    ],
)
def test_a_dump_that_is_not_as_it_was_made_is_refused(sound: Store, tmp_path: Path, members: dict[str, bytes]) -> None:
    before = canonical_hash(sound.quads()), sound.texts.digests()
    with pytest.raises(MalformedData):
        restore(sound, archive(tmp_path, **members))
    assert (canonical_hash(sound.quads()), sound.texts.digests()) == before


@pytest.mark.parametrize("member", ["../outside.txt", "/tmp/outside.txt", "texts/../../outside.txt"])
def test_a_dump_writes_nothing_outside_the_store(tmp_path: Path, member: str) -> None:
    restore(tmp_path / "new", archive(tmp_path, **{member: b"outside"}))
    assert not list(tmp_path.rglob("*outside*"))


@pytest.mark.parametrize("file_name", ["dump.tar.gz", "dump.nq.gz", "dump.tar"])
def test_a_dump_cut_short_is_refused(sound: Store, tmp_path: Path, file_name: str) -> None:
    path = tmp_path / file_name
    dump(sound, path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadableInput):
        restore(sound, path)
    assert verify(sound) == []


def test_a_dump_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        restore(tmp_path / "store", tmp_path / "dump.nq")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line", ["<a:a> <a:b> <a:c> .", "_:x <a:b> <a:c> <a:g> .", "<a:a> <a:b> _:x <a:g> .", "<a:a> <a:b> <a:c> _:g ."]
)
def test_quads_without_lasting_names_are_refused(sound: Store, tmp_path: Path, line: str) -> None:
    (tmp_path / "dump.nq").write_text(line + "\n")
    with pytest.raises(MalformedData, match="names and literals"):
        restore(sound, tmp_path / "dump.nq")


def test_a_syntax_error_in_a_dump_has_its_place(sound: Store, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "dump.nq.gz", "wb") as file:
        file.write(b"<a:a> <a:b> <a:c> <a:g> .\n<a:a> nonsense\n")
    with pytest.raises(MalformedData) as caught:
        restore(sound, tmp_path / "dump.nq.gz")
    assert caught.value.line_number == 2


def test_blank_nodes_of_others_are_found(server: str, tmp_path: Path) -> None:
    """The store takes none; an endpoint may have got some another way."""
    with open_store(f"{server}/query", "write", texts=tmp_path) as store:
        store.clear()
        store.endpoint.change(f"INSERT DATA {{ GRAPH {store.names.authorities_graph} {{ _:x a {t.ORGANISATION} }} }}")
        assert any(isinstance(quad.subject, BlankNode) for quad in store.quads())
        (problem,) = verify(store)
        assert problem.what == "blank nodes: 1"
        store.clear()
