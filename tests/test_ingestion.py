"""Ingestion: what is promised of a batch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kannat.errors import RejectedInput, StoreLocked, UnreadableInput
from kannat.graph.quads import canonical_hash
from kannat.ingestion import Fate, FileReport, IngestReport, Options, ingest
from kannat.model import Consultation, Document, Reading
from kannat.reading import default_reader
from kannat.store import Store, open_store

ROOT = Path(__file__).parents[1]
REAL = ROOT / "seeds" / "VN-37864-2025"
EXAMPLE = ROOT / "seeds" / "example-round"
GOLD = Options(gold=True)
SLOW = pytest.mark.slow
VANTAA = "statements/vantaan-kaupunki.txt"
MANTTA = "statements/mantta-vilppulan-kaupunki.txt"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store", "write", create=True) as opened:
        yield opened


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real round that a test may change."""
    return Path(shutil.copytree(REAL, tmp_path / "round"))


@pytest.fixture(scope="module")
def real_round(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestReport]:
    """A store that has taken in the real round, closed again, and the report of it."""
    folder = tmp_path_factory.mktemp("taken-in") / "store"
    with open_store(folder, "write", create=True) as opened:
        return folder, ingest([REAL], opened)


@pytest.fixture
def filled(real_round: tuple[Path, IngestReport], tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own that has taken in the real round."""
    with open_store(shutil.copytree(real_round[0], tmp_path / "filled"), "write") as opened:
        yield opened


def fates(report: IngestReport) -> dict[str, Fate]:
    return {file.name: file.fate for file in report.files}


def changed(report: IngestReport) -> list[str]:
    return [file.name for file in report.files if file.fate in {Fate.STORED, Fate.REPLACED}]


def test_every_file_is_in_the_report_once(store: Store) -> None:
    report = ingest([REAL], store)
    assert fates(report) == {
        "README.md": Fate.SKIPPED,
        "codebook.ttl": Fate.STORED,
        "consultation.ttl": Fate.REPLACED,
        VANTAA: Fate.STORED,
        MANTTA: Fate.STORED,
        "statements/vantaan-kaupunki.gold.json": Fate.SKIPPED,
        "statements/mantta-vilppulan-kaupunki.gold.json": Fate.SKIPPED,
    }
    assert all(file.reason for file in report.files if file.fate is Fate.SKIPPED)


@pytest.mark.parametrize("options", [Options(), GOLD], ids=["read", "gold"])
def test_the_same_batch_again_changes_nothing(store: Store, options: Options) -> None:
    ingest([REAL], store, options)
    before = canonical_hash(store.quads())
    assert changed(ingest([REAL], store, options)) == []
    assert canonical_hash(store.quads()) == before


def test_renamed_files_change_nothing(filled: Store, real: Path) -> None:
    before = canonical_hash(filled.quads())
    (real / VANTAA).rename(real / "statements" / "a.txt")
    (real / MANTTA).rename(real / "b.txt")
    assert changed(ingest([real], filled)) == []
    assert canonical_hash(filled.quads()) == before


def test_a_changed_file_replaces_its_statement_and_says_so(
    filled: Store, real: Path, real_round: tuple[Path, IngestReport]
) -> None:
    first = {file.name: file.subject for file in real_round[1].files}
    path = real / VANTAA
    path.write_bytes(path.read_bytes() + "\nVantaa kannattaa ehdotusta lämpimästi.\n".encode())
    second = ingest([real], filled)
    assert changed(second) == [VANTAA]
    old, new = first[VANTAA], next(file.subject for file in second.files if file.name == VANTAA)
    names = {name.value for name in filled.graph_names()}
    assert new in names
    assert old not in names
    assert revisions_in(filled) == [(new, old)]


def test_what_a_statement_revises_is_known_after_another_reader_has_read_it(filled: Store, real: Path) -> None:
    class Newer:
        identity = replace(default_reader().identity, version="next")

        def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
            return replace(default_reader().read(document, consultations), reader=self.identity)

    (real / VANTAA).write_bytes((real / VANTAA).read_bytes() + b"\nVantaa kannattaa ehdotusta.\n")
    ingest([real], filled)
    revisions = revisions_in(filled)
    report = ingest([real], filled, Options(reader=Newer()))
    assert fates(report)[VANTAA] is Fate.REPLACED
    assert len(revisions) == 1
    assert revisions_in(filled) == revisions


TABLE = """vastaaja;tyyppi;kysymys;vastaus
Vantaan kaupunki;kunta;Näkemykset;Vantaan kaupunki kannattaa kulukorvausten yhtenäistämistä.
Espoon kaupunki;kunta;Näkemykset;Espoon kaupunki vastustaa kulukorvausten yhtenäistämistä.
Maija Meikäläinen;yksityishenkilö;Näkemykset;En kannata kulukorvausten yhtenäistämistä.
Matti Meikäläinen;yksityishenkilö;Näkemykset;Kannatan kulukorvausten yhtenäistämistä lämpimästi.
"""
ROWS = ("vantaan-kaupunki", "espoon-kaupunki")


def table(folder: Path, *changes: tuple[str, str]) -> Path:
    text = TABLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "statements" / "vastaukset.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(report: IngestReport) -> list[FileReport]:
    return [file for file in report.files if file.name.startswith("statements/vastaukset.csv#")]


def statements_in(store: Store) -> set[str]:
    return {name.value for name in store.graph_names() if "/statement/" in name.value}


def revisions_in(store: Store) -> list[tuple[str, str]]:
    return [(q.subject.value, q.object.value) for q in store.quads() if q.predicate.value.endswith("RevisionOf")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_statement_of_a_file_of_many_has_its_own_fate(store: Store, real: Path, jobs: int) -> None:
    table(real)
    rows = rows_of(ingest([real], store, Options(jobs=jobs)))
    assert [row.fate for row in rows] == [Fate.STORED] * 4
    assert set(ROWS) < {row.name.partition("#")[2] for row in rows}
    assert {row.fate for row in rows_of(ingest([real], store))} == {Fate.UNCHANGED}
    assert revisions_in(store) == []


@pytest.mark.parametrize(
    ("changes", "replaced", "stored"),
    [
        ([("Espoon kaupunki vastustaa", "Espoon kaupunki kannattaa")], 1, 0),
        ([("En kannata", "En todellakaan kannata")], 1, 0),
        ([("En kannata", "En tosiaan kannata"), ("Kannatan", "Me kannatamme")], 2, 0),
        (
            [("Vantaan kaupunki;kunta", "Turun kaupunki;kunta;Näkemykset;Turku kannattaa.\nVantaan kaupunki;kunta")],
            0,
            1,
        ),
    ],
    ids=["one row", "a private row", "two private rows", "a new row before the others"],
)
def test_a_corrected_file_of_many_replaces_just_what_changed(
    store: Store, real: Path, changes: list[tuple[str, str]], replaced: int, stored: int
) -> None:
    table(real)
    ingest([real], store)
    before = statements_in(store)
    table(real, *changes)
    rows = rows_of(ingest([real], store))
    assert [row.fate for row in rows].count(Fate.REPLACED) == replaced
    assert [row.fate for row in rows].count(Fate.STORED) == stored
    assert len(statements_in(store)) == len(before) + stored
    assert len(before - statements_in(store)) == replaced
    assert [(new in before, old in before) for new, old in revisions_in(store)] == [(False, True)] * replaced


def test_a_file_that_took_the_name_of_another_is_no_new_version_of_it(filled: Store, real: Path) -> None:
    before = statements_in(filled)
    moved = real / "statements" / "zz.txt"
    (real / VANTAA).rename(moved)
    (real / VANTAA).write_bytes(moved.read_bytes() + b"\nVantaa kannattaa ehdotusta.\n")
    assert changed(ingest([real], filled)) == [VANTAA]
    assert before < statements_in(filled)
    assert revisions_in(filled) == []


def test_the_same_content_under_two_names_is_one_statement(store: Store, real: Path) -> None:
    shutil.copy(real / VANTAA, real / "statements" / "zz-copy.txt")
    report = ingest([real], store)
    copy = next(file for file in report.files if file.name.endswith("zz-copy.txt"))
    assert copy.fate is Fate.SKIPPED
    assert "vantaan-kaupunki.txt" in copy.reason


def test_both_real_documents_land_on_one_consultation(filled: Store) -> None:
    consultations = {
        q.object.value for q in filled.quads() if q.predicate.value == "https://w3id.org/kannat/ns#matched"
    }
    assert consultations == {"https://w3id.org/kannat/id/consultation/VN-37864-2025"}


def test_a_broken_document_costs_only_itself(store: Store, real: Path) -> None:
    (real / "statements" / "broken.txt").write_bytes(b"\xff\xfe\x00broken")
    (real / "statements" / "empty.txt").write_bytes(b"")
    report = ingest([real], store)
    refused = {file.name: file.reason for file in report.refused}
    assert set(refused) == {"statements/broken.txt", "statements/empty.txt"}
    assert all(refused.values())
    assert fates(report)[VANTAA] is Fate.STORED


def test_what_has_no_consultation_lies_in_quarantine_with_its_reason(store: Store, tmp_path: Path) -> None:
    lonely = tmp_path / "lonely.txt"
    lonely.write_text("Vantaan kaupungin lausunto\n\nKannatamme ehdotusta.\n", encoding="utf-8")
    (file,) = ingest([lonely], store).files
    assert file.fate is Fate.QUARANTINED
    assert "consultation" in file.reason
    (entry,) = store.quarantine.entries()
    assert entry.name == "lonely.txt"


def test_a_person_may_say_which_consultation_it_is(store: Store, tmp_path: Path) -> None:
    lonely = tmp_path / "lonely.txt"
    lonely.write_text("Vantaan kaupungin lausunto\n\nKannatamme ehdotusta.\n", encoding="utf-8")
    ingest([lonely], store)
    ingest([REAL / "consultation.ttl", REAL / "codebook.ttl"], store)
    (file,) = ingest([lonely], store, Options(consultation="VN/37864/2025")).files
    assert file.fate is Fate.STORED
    assert "VN-37864-2025.092." in file.subject
    assert store.quarantine.entries() == []


def test_a_reader_that_stumbles_costs_its_document_alone(store: Store, real: Path) -> None:
    class Stumbling:
        identity = default_reader().identity

        def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
            if "mantta" in document.name:
                raise RecursionError("too deep")
            return default_reader().read(document, consultations)

    report = ingest([real], store, Options(reader=Stumbling()))
    assert fates(report)[VANTAA] is Fate.STORED
    assert fates(report)[MANTTA] is Fate.QUARANTINED
    (entry,) = store.quarantine.entries()
    assert "RecursionError" in entry.reason


def test_progress_counts_every_file_once(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    ingest([REAL], store, progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == [1, 2, 3, 4]
    assert {total for _, total, _ in told} == {4}


def test_a_document_that_names_no_consultation_belongs_to_the_round_whose_folder_it_lies_in(
    store: Store, real: Path
) -> None:
    (real / "statements" / "short.txt").write_text("Vantaan kaupungin lausunto\n\nKannatamme sitä.\n", encoding="utf-8")
    report = ingest([real], store)
    short = next(file for file in report.files if file.name.endswith("short.txt"))
    assert short.fate is Fate.STORED
    evidence = {q.object.value for q in store.graph(NamedNode(short.subject)) if q.predicate.value.endswith("evidence")}
    assert evidence == {"https://w3id.org/kannat/ns#byFolder"}


def test_real_and_invented_rounds_do_not_mix(filled: Store) -> None:
    before = canonical_hash(filled.quads())
    with pytest.raises(RejectedInput, match="do not mix"):
        ingest([EXAMPLE], filled)
    assert canonical_hash(filled.quads()) == before


def test_a_synthetic_round_says_so_of_every_statement(store: Store) -> None:
    ingest([EXAMPLE], store, GOLD)
    marked = {q.subject.value for q in store.quads() if q.predicate.value.endswith("#synthetic")}
    statements = {n.value for n in store.graph_names() if "/statement/" in n.value}
    assert len(statements) == 16
    assert statements <= marked


def test_a_submission_in_rdf_is_stored_whole_and_an_unsound_one_is_not(store: Store, tmp_path: Path) -> None:
    ingest([REAL], store, GOLD)
    statement = next(name for name in store.graph_names() if ".092." in name.value)
    nquads = b"".join(f"{q.subject} {q.predicate} {q.object} .\n".encode() for q in store.graph(statement))
    sound, unsound = tmp_path / "sound.nt", tmp_path / "unsound.nt"
    sound.write_bytes(nquads)
    unsound.write_bytes(b"\n".join(line for line in nquads.splitlines() if b"ns#holder>" not in line) + b"\n")
    before = canonical_hash(store.quads())
    report = ingest([sound, unsound], store)
    assert fates(report) == {"sound.nt": Fate.UNCHANGED, "unsound.nt": Fate.QUARANTINED}
    assert canonical_hash(store.quads()) == before
    (entry,) = store.quarantine.entries()
    assert "violations" in entry.reason


def test_a_new_codebook_takes_the_place_of_the_old(store: Store, real: Path) -> None:
    ingest([real], store, GOLD)
    codebook = real / "codebook.ttl"
    blocks = codebook.read_text(encoding="utf-8").split("\n\n")
    codebook.write_text("\n\n".join(b for b in blocks if not b.startswith("proposal:VN-37864-2025.viron-")), "utf-8")
    assert changed(ingest([codebook], store, GOLD)) == ["codebook.ttl"]
    labels = {q.subject.value for q in store.quads() if q.predicate.value.endswith("#inScheme")}
    assert not any("viron-jarjestelmat" in label for label in labels)
    questions = {q.subject.value for q in store.quads() if q.predicate.value.endswith("ns#order")}
    assert len([q for q in questions if "/question/" in q]) == 6


def test_a_path_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"nowhere.*no such file"):
        ingest([tmp_path / "nowhere"], store)


def test_a_second_writer_is_told_who_holds_the_store(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreLocked, match=str(os.getpid())), open_store(tmp_path / "store", "write"):
        pass


SCRIPT = """
import sys
from pathlib import Path
from kannat.graph.quads import canonical_hash
from kannat.ingestion import ingest
from kannat.store import open_store
with open_store(Path(sys.argv[1]), "write", create=True) as store:
    ingest([Path(p) for p in sys.argv[2:]], store)
    print(canonical_hash(store.quads()))
"""


def test_three_processes_hash_seeds_locales_and_orders_give_the_same_bytes(tmp_path: Path, store: Store) -> None:
    parts = [REAL / "consultation.ttl", REAL / "codebook.ttl", REAL / VANTAA, REAL / MANTTA]
    settings = [
        ({"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "Asia/Tokyo"}, parts[::-1]),
        ({"PYTHONHASHSEED": "2718", "LC_ALL": "fi_FI.UTF-8", "TZ": "America/Lima"}, parts[1:] + parts[:1]),
    ]
    ingest(parts, store)
    hashes = {canonical_hash(store.quads())}  # of this process, in its own locale and zone
    for number, (environment, order) in enumerate(settings):
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / str(number)), *map(str, order)]
        run = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
        hashes.add(run.stdout.strip())
    assert len(hashes) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from kannat.ingestion import ingest
from kannat.store import open_store
stop = int(sys.argv[2])
def progress(done, total, name):
    if done == stop:
        os.kill(os.getpid(), signal.SIGKILL)
with open_store(Path(sys.argv[1]), "write", create=True) as store:
    ingest([Path(sys.argv[3])], store, progress=progress)
"""


@pytest.mark.parametrize("stop", [pytest.param(1, marks=SLOW), 3, pytest.param(4, marks=SLOW)])
def test_kill_nine_leaves_only_whole_statements_and_a_second_run_ends_the_same(
    tmp_path: Path, filled: Store, stop: int
) -> None:
    from kannat.store.maintenance import verify

    target = tmp_path / "store"
    subprocess.run([sys.executable, "-c", KILLED, str(target), str(stop), str(REAL)], check=False)
    with open_store(target, "write") as store:
        assert list(verify(store)) == []
        ingest([REAL], store)
        assert canonical_hash(store.quads()) == canonical_hash(filled.quads())


def test_what_of_a_file_was_not_read_is_told(store: Store, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "kirjaamo@vantaa.example", "Lausunto"
    mail.set_content("Liitteenä lausuntomme.")
    mail.add_attachment((REAL / VANTAA).read_bytes(), maintype="text", subtype="plain", filename="lausunto.txt")
    (tmp_path / "lausunto.eml").write_bytes(mail.as_bytes())
    ingest([REAL / "consultation.ttl", REAL / "codebook.ttl"], store)
    (file,) = ingest([tmp_path / "lausunto.eml"], store).files
    assert (file.name, file.fate) == ("lausunto.eml#lausunto.txt", Fate.STORED)
    assert file.reason == "not read: a covering letter of 23 characters"
