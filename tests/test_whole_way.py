"""The whole way on the real documents: what the store holds after `kannat ingest seeds/VN-37864-2025`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from seed_files import REAL

from kannat.graph import terms as t
from kannat.graph.terms import concept
from kannat.ingestion import check, ingest
from kannat.model import MatchEvidence, Outcome, Status
from kannat.store import Store, open_store
from kannat.validation import Severity

BASE = "https://w3id.org/kannat/id/"
VANTAA = NamedNode(f"{BASE}statement/VN-37864-2025.092.aa2c32ce8274")
MANTTA = NamedNode(f"{BASE}statement/VN-37864-2025.508.e80c12127e36")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("way") / "store", "write", create=True) as opened:
        ingest([REAL], opened)
        yield opened


def of_type(quads: list[Quad], kind: NamedNode) -> set[object]:
    return {q.subject for q in quads if q.predicate == t.TYPE and q.object == kind}


def objects(quads: list[Quad], predicate: NamedNode, subject: object = None) -> set[object]:
    return {q.object for q in quads if q.predicate == predicate and subject in (None, q.subject)}


def test_one_consultation_with_two_statements(store: Store) -> None:
    names = [name.value.removeprefix(BASE) for name in store.graph_names() if name.value.startswith(BASE)]
    assert names == [
        "consultation/VN-37864-2025",
        "graph/authorities",
        VANTAA.value.removeprefix(BASE),
        MANTTA.value.removeprefix(BASE),
    ]


def test_vantaa_has_its_seven_sections_and_references(store: Store) -> None:
    quads = store.graph(VANTAA)
    assert len(of_type(quads, t.ANSWER)) == 7
    asked = {q.object for q in quads if q.predicate == t.HAS_QUESTION}
    assert len(asked) == 6
    assert objects(quads, t.CITES) == {
        NamedNode("http://data.finlex.fi/eli/sd/2023/380"),
        NamedNode(f"{BASE}official/VN-37864-2025"),
        NamedNode(f"{BASE}official/VD-8455-00.04.03-2025"),
    }
    assert len(of_type(quads, t.POSITION)) > 30


@pytest.mark.parametrize("name", [VANTAA, MANTTA], ids=["vantaa", "mantta"])
def test_every_passage_equals_the_text_at_its_place(store: Store, name: NamedNode) -> None:
    quads = store.graph(name)
    (digest,) = objects(quads, t.SHA256)
    assert isinstance(digest, Literal)
    text = store.texts.get(digest.value)
    quoted = {q.subject: q.object.value for q in quads if q.predicate == t.EXACT and isinstance(q.object, Literal)}
    place = {
        (q.subject, q.predicate): int(q.object.value)
        for q in quads
        if q.predicate in (t.START, t.END) and isinstance(q.object, Literal)
    }
    assert quoted
    for node, words in quoted.items():
        assert text[place[node, t.START] : place[node, t.END]] == words


def test_mantta_vilppula_is_known_by_its_domain_and_its_annex_is_missing(store: Store) -> None:
    quads = store.graph(MANTTA)
    assert objects(quads, t.RESPONDENT) == {NamedNode(f"{BASE}organisation/508")}
    assert objects(quads, t.STATUS) == {concept(Status.ATTACHMENT_MISSING)}
    assert objects(quads, t.OUTCOME, MANTTA) == {concept(Outcome.NO_STANCE_FOUND)}
    assert of_type(quads, t.POSITION) == set()


def test_the_second_document_is_tied_to_the_round_by_other_evidence_than_a_number(store: Store) -> None:
    evidence = objects(store.graph(MANTTA), t.EVIDENCE)
    assert concept(MatchEvidence.CASE_NUMBER) not in evidence
    assert {
        concept(e)
        for e in (MatchEvidence.TITLE, MatchEvidence.REQUESTER, MatchEvidence.DEADLINE, MatchEvidence.WEB_ADDRESS)
    } <= evidence


def test_no_person_is_in_the_graph(store: Store) -> None:
    literals = " ".join(q.object.value for q in store.quads() if isinstance(q.object, Literal))
    for trace in ("Hjelt", "Heusala", "taidekaupunki.fi ,", "058 9457", "(at)"):
        assert trace not in literals


def test_validation_reports_exactly_what_is_true() -> None:
    def found(name: str, severity: Severity) -> list[str]:
        report = check(REAL / "statements" / name, [REAL])
        assert report.conforms
        return [finding.shape for finding in report.of_severity(severity)]

    assert found("vantaan-kaupunki.txt", Severity.WARNING) == []
    assert set(found("vantaan-kaupunki.txt", Severity.INFO)) <= {"proposal-outside-codebook"}
    assert found("mantta-vilppulan-kaupunki.txt", Severity.WARNING) == ["statement-attachment-missing"]


def test_what_is_sent_for_checking_may_be_a_path_or_bytes(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("")
    assert check(path).conforms
    assert check(b"").conforms
