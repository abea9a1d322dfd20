"""Reviews: the sheet, what a person fills in, and how it holds through every new reading."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyoxigraph import Literal, NamedNode, Quad
from reviewed import CONSULTATION, FOLDER, ROWS, Row, consultation, read_graph, reading, round_store, statements
from seed_files import document_of

from kannat.cli.app import run
from kannat.errors import MalformedData, UnreadableInput
from kannat.export import rdf
from kannat.export.review_sheet import review_csv, review_xlsx
from kannat.graph import terms as t
from kannat.graph.editing import Held, StatementEditor
from kannat.graph.statement import statement_graph
from kannat.ingestion import Fate, Options, check, ingest
from kannat.model import (
    Consultation,
    Document,
    OrganisationType,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    Span,
    Stance,
    Verdict,
)
from kannat.questions import run as ask
from kannat.review import Reviewed, apply_decisions, import_decisions
from kannat.review.applying import Orphan, located
from kannat.review.decisions import Decision, decisions_of
from kannat.review.filled import Filled, filled_in
from kannat.review.orphans import orphans
from kannat.review.sheet import COLUMNS, SheetRow, context_of, sheet_rows
from kannat.review.tables import read_sheet
from kannat.store import Store
from kannat.validation import validate_quads

DAY = date(2026, 3, 2)
FUND = "Kunta kannattaa uuden rahaston perustamista."
FEE = "Kunta vastustaa palvelumaksun korottamista."
LIBRARY = "Kirjastojen aukioloaikoja tulee pidentää iltaisin."
UNREAD = "Rahaston hallinto on kuitenkin jäänyt muistiossa epäselväksi."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with round_store(tmp_path) as opened:
        yield opened


def row_of(store: Store, words: str) -> dict[str, str]:
    """The exported row of these words, as a person gets it."""
    [row] = [row for row in sheet_rows(store) if row.passage == words]
    return dict(zip(COLUMNS, row.cells(), strict=True))


def fill(store: Store, *rows: dict[str, str], by: str = "Tarkastaja", day: date = DAY) -> Filled:
    return filled_in(enumerate(rows, 2), store, by, day)


def decide(store: Store, words: str, by: str = "Tarkastaja", day: date = DAY, **cells: str) -> None:
    filled = fill(store, row_of(store, words) | cells, by=by, day=day)
    assert filled.faults == ()
    import_decisions(store, filled.decisions)


def addition(statement: str, words: str = UNREAD, **cells: str) -> dict[str, str]:
    return {
        "statement": statement,
        "passage": words,
        "new_stance": "concerned",
        "new_target": "rahaston hallinto",
    } | cells


def held(store: Store, words: str, who: str = "mallilan-kunta") -> list[Held]:
    name = statements(store)[who]
    return [one for one in StatementEditor(name, store.graph(name)).held() if one.words == words]


def local(node: NamedNode) -> str:
    return node.value.rpartition("/")[2].rpartition(".")[2]


# The sheet


def test_the_sheet_shows_a_passage_between_its_neighbours(store: Store) -> None:
    row = row_of(store, FUND)
    assert row["after"] == UNREAD
    assert (row["respondent"], row["stance"], row["proposal"], row["target"]) == (
        "Mallilan kunta",
        "supports",
        "rahasto",
        "uuden rahaston perustaminen",
    )
    assert (row["score"], row["confidence"]) == ("0.9", "0.6")


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Eka virke. Tässä kohta. Toka virke.", ("Eka virke.", "Toka virke.")),
        ("Tässä kohta.", ("", "")),
        ("Kysy: nimi@kunta.example. Tässä kohta. Puh. 040 123 4567.", ("", "")),
    ],
)
def test_the_neighbours_bear_no_contact_details(text: str, context: tuple[str, str]) -> None:
    start = text.index("Tässä kohta.")
    assert context_of(text, Span(start, start + 12), Span(0, len(text))) == context


def test_around_a_private_person_s_words_nothing_is_shown(store: Store) -> None:
    name = statements(store)["mallilan-kunta"]
    private = t.concept(OrganisationType.PRIVATE_PERSON)
    quads = store.graph(name)
    changed = [Quad(q.subject, q.predicate, private, name) if q.predicate == t.CLASSIFICATION else q for q in quads]
    assert changed != quads
    store.replace_graph(name, changed)
    row = row_of(store, FUND)
    assert (row["before"], row["after"]) == ("", "")


def test_only_what_is_unsure_and_undecided_is_asked(store: Store) -> None:
    assert len(list(sheet_rows(store, 0.61))) == 6
    assert list(sheet_rows(store, 0.6)) == []
    decide(store, FUND, decision="accept")
    assert len(list(sheet_rows(store, 0.61))) == 5
    assert len(list(sheet_rows(store))) == 6


def test_a_sheet_of_one_consultation_leaves_the_others_out(store: Store) -> None:
    other = NamedNode(CONSULTATION.value.replace("VN-7", "VN-8"))
    assert list(sheet_rows(store, consultation=other)) == []
    assert len(list(sheet_rows(store, consultation=CONSULTATION))) == 6


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    row = SheetRow(*["=1+1"] * 12)
    [_, cells] = csv.reader(io.StringIO(review_csv([row])))
    assert set(cells[:12]) == {"'=1+1"}
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(review_xlsx([row]))
    sheet = load_workbook(path).worksheets[0]
    assert {(cell.value, cell.data_type) for cell in sheet[2][:12]} == {("=1+1", "s")}
    assert [row["passage"] for _, row in read_sheet(path)] == ["=1+1"]


def test_xlsx_offers_the_choices_and_is_the_same_on_any_day(store: Store) -> None:
    rows = list(sheet_rows(store))
    data = review_xlsx(rows, ["maksu", "rahasto"])
    assert data == review_xlsx(rows, ["maksu", "rahasto"])
    book = load_workbook(io.BytesIO(data))
    offered = {v.formula1 for v in book.worksheets[0].data_validations.dataValidation}
    assert offered == {
        '"accepted,corrected,rejected,added"',
        '"supports,supportsWithReservations,concerned,opposes,noPosition"',
        "proposals!$A$1:$A$2",
    }
    assert [cell.value for cell in book["proposals"]["A"]] == ["maksu", "rahasto"]


def test_control_characters_become_visible_in_xlsx() -> None:
    book = load_workbook(io.BytesIO(review_xlsx([SheetRow(*["a\x07b"] * 12)])))
    assert book.worksheets[0]["A2"].value == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")]
)
def test_csv_comes_back_as_spreadsheets_save_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows(
        [("statement", "passage", "key", "decision"), ("s", "pidentää, iltaisin", "'-k", "accepted"), ("",) * 4]
    )
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert read_sheet(path) == [
        (2, {"statement": "s", "passage": "pidentää, iltaisin", "key": "-k", "decision": "accepted"})
    ]


def test_a_sheet_without_its_header_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(MalformedData, match="no column decision, key, passage, statement"):
        read_sheet(path)


def test_what_is_no_sheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("a.txt", "a")
    with pytest.raises(UnreadableInput, match="not a readable XLSX"):
        read_sheet(path)


# What is filled in


@pytest.mark.parametrize(
    ("cells", "verdict", "stance", "proposal"),
    [
        ({"decision": "accepted"}, Verdict.ACCEPTED, Stance.SUPPORTS, "rahasto"),
        ({"decision": "Hyväksytty"}, Verdict.ACCEPTED, Stance.SUPPORTS, "rahasto"),
        ({"new_stance": "supports"}, Verdict.ACCEPTED, Stance.SUPPORTS, "rahasto"),
        ({"new_stance": "vastustaa"}, Verdict.CORRECTED, Stance.OPPOSES, "rahasto"),
        ({"new_proposal": "palvelumaksun korottaminen"}, Verdict.CORRECTED, Stance.SUPPORTS, "maksu"),
        ({"new_proposal": "-", "new_target": "rahasto"}, Verdict.CORRECTED, Stance.SUPPORTS, None),
        ({"decision": "reject"}, Verdict.REJECTED, None, None),
    ],
)
def test_a_row_says_what_was_decided(
    store: Store, cells: dict[str, str], verdict: Verdict, stance: Stance | None, proposal: str | None
) -> None:
    [decision] = fill(store, row_of(store, FUND) | cells).decisions
    assert (decision.verdict, decision.stance) == (verdict, stance)
    assert (decision.proposal and local(decision.proposal)) == proposal
    assert (decision.words, decision.reviewer, decision.day) == (FUND, "Tarkastaja", DAY)


def test_rows_that_nobody_filled_in_are_counted(store: Store) -> None:
    filled = fill(store, row_of(store, FUND), row_of(store, FEE) | {"note": "epäselvä"})
    assert (filled.decisions, filled.undecided, filled.faults) == ((), 2, ())


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"decision": "ehkä"}, "decision", "is none of accepted"),
        ({"new_stance": "puolesta"}, "new_stance", "is none of supports"),
        ({"new_proposal": "rahsto"}, "new_proposal", "did you mean rahasto"),
        ({"decision": "rejected", "new_stance": "opposes"}, "new_stance", "a rejected position has none"),
        ({"decision": "corrected"}, "decision", "no new stance"),
        ({"decision": "added"}, "key", "clear it"),
        ({"decision": "accepted", "key": ""}, "key", "is missing"),
        ({"decision": "accepted", "key": "a@1-2"}, "key", "names no passage"),
        ({"decision": "accepted", "statement": "VN-7-2026.x.0"}, "statement", "the store holds no"),
        ({"decision": "accepted", "statement": "> <x"}, "statement", "no statement's key"),
    ],
)
def test_a_row_at_fault_is_named_and_the_rest_goes_on(
    store: Store, cells: dict[str, str], column: str, what: str
) -> None:
    filled = fill(store, row_of(store, FUND) | cells, row_of(store, FEE) | {"decision": "accepted"})
    assert [(fault.row, fault.column) for fault in filled.faults] == [(2, column)]
    assert what in filled.faults[0].what
    assert [decision.words for decision in filled.decisions] == [FEE]


@pytest.mark.parametrize(("words", "what"), [("ei ole tekstissä", "stand no longer"), ("Näkemykset", "more than once")])
def test_added_words_stand_in_the_text_exactly_once(store: Store, words: str, what: str) -> None:
    key = row_of(store, FUND)["statement"]
    [fault] = fill(store, addition(key, words)).faults
    assert (fault.column, what in fault.what) == ("passage", True)


# What holds in the graph


def test_an_accepted_position_is_sure_and_bears_who_decided(store: Store) -> None:
    decide(store, FUND, decision="accepted")
    [one] = held(store, FUND)
    editor = StatementEditor(statements(store)["mallilan-kunta"], store.graph(statements(store)["mallilan-kunta"]))
    assert editor.one(one.position, t.CONFIDENCE) == Literal("1", datatype=t.DECIMAL)
    assert editor.one(one.position, t.DECIDED_BY) is not None
    methods = {
        editor.one(maker, t.METHOD).value.partition("#")[2] for maker in editor.all(one.position, t.GENERATED_BY)
    }
    assert methods == {"rules", "person"}
    assert editor.all(one.position, t.REVISION_OF) == []


def test_a_correction_replaces_and_says_what_was(store: Store) -> None:
    before = held(store, FUND)[0].position
    decide(store, FUND, new_stance="supportsWithReservations", new_proposal="maksu")
    [one] = held(store, FUND)
    assert (local(one.stance).partition("#")[2], local(one.proposal)) == ("supportsWithReservations", "maksu")
    name = statements(store)["mallilan-kunta"]
    assert StatementEditor(name, store.graph(name)).all(one.position, t.REVISION_OF) == [before]


def test_a_rejected_position_is_gone_and_the_outcome_with_it(store: Store) -> None:
    for words in (FUND, FEE, LIBRARY):
        decide(store, words, decision="rejected")
    name = statements(store)["mallilan-kunta"]
    editor = StatementEditor(name, store.graph(name))
    assert editor.held() == []
    assert editor.of_type(t.PASSAGE) == editor.of_type(t.PROPOSAL) == []
    assert {editor.one(node, t.OUTCOME).value for node in (name, *editor.of_type(t.ANSWER))} == {
        f"{t.KAN_NAMESPACE}noStanceFound"
    }


def test_an_added_position_has_its_words_and_its_answer(store: Store) -> None:
    key = row_of(store, FUND)["statement"]
    import_decisions(store, fill(store, addition(key)).decisions)
    [one] = held(store, UNREAD)
    assert local(one.proposal) == "rahaston-hallinto"
    name = statements(store)["mallilan-kunta"]
    answers = StatementEditor(name, store.graph(name)).all(one.position, t.ANSWER_OF)
    assert len(answers) == 1


def test_what_is_stored_conforms(store: Store) -> None:
    decide(store, FUND, new_stance="opposes", note="Katso seuraava virke.")
    decide(store, LIBRARY, decision="rejected")
    import_decisions(store, fill(store, addition(row_of(store, FUND)["statement"])).decisions)
    described = [*store.graph(CONSULTATION), *store.graph(store.names.authorities_graph)]
    for name in store.graph_names():
        if "/review/" in name.value or "/statement/" in name.value:
            assert validate_quads(store.graph(name), described).conforms


def test_the_same_sheet_again_changes_nothing(store: Store) -> None:
    rows = [row_of(store, FUND) | {"new_stance": "opposes"}, row_of(store, LIBRARY) | {"decision": "rejected"}]
    rows += [row_of(store, FEE) | {"decision": "accepted"}, addition(rows[0]["statement"])]
    import_decisions(store, fill(store, *rows).decisions)
    before = list(store.quads())
    report = import_decisions(store, fill(store, *rows).decisions)
    assert (list(store.quads()), report.changed) == (before, ())


def test_two_reviewers_are_both_kept_and_the_later_holds(store: Store) -> None:
    first = fill(store, row_of(store, FUND) | {"new_stance": "concerned"}, by="Eka").decisions
    second = fill(store, row_of(store, FUND) | {"decision": "rejected"}, by="Toka", day=date(2026, 3, 3)).decisions
    import_decisions(store, first)
    report = import_decisions(store, second)
    assert [(old.reviewer, new.reviewer) for old, new in report.overruled] == [("Eka", "Toka")]
    assert held(store, FUND) == []
    assert {decision.reviewer for _, decision in Reviewed.of_store(store).all()} == {"Eka", "Toka"}


def test_the_order_of_imports_does_not_matter(tmp_path: Path) -> None:
    graphs = []
    for order in (1, -1):
        folder = tmp_path / str(order)
        folder.mkdir()
        with round_store(folder) as store:
            row = row_of(store, FUND)
            both = [
                fill(store, row | {"new_stance": "concerned"}, by="Eka").decisions,
                fill(store, row | {"new_stance": "opposes"}, by="Toka", day=date(2026, 3, 3)).decisions,
            ]
            for decisions in both[::order]:
                import_decisions(store, decisions)
            [one] = held(store, FUND)
            graphs.append((local(one.stance), list(map(str, Reviewed.of_store(store).all()))))
    assert graphs[0] == graphs[1]


# Through new readings


class Finder:
    """A later machine, which finds all that stands in `ROWS`, and takes everything for support."""

    identity = ReaderIdentity("finder", "2", ReadingMethod.TRAINED_MODEL)

    def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
        rows = [(words, Stance.SUPPORTS, *rest) for words, _, *rest in ROWS["mallilan-kunta"]]
        return reading("mallilan-kunta", rows, document, self.identity)


def again(store: Store, rows: list[Row]) -> dict[str, tuple[str, str]]:
    """What a new reading of Mallila's statement comes to once decisions hold in it: stance and proposal by words."""
    graph = read_graph("mallilan-kunta", rows)
    document = document_of(FOLDER / "mallilan-kunta.txt")
    applied = Reviewed.of_store(store).applied(graph, document.text, consultation())
    assert applied.orphaned == ()
    editor = StatementEditor(graph.name, applied.quads)
    return {one.words: (local(one.stance).partition("#")[2], local(one.proposal)) for one in editor.held()}


def test_a_new_reading_never_overwrites_a_decision(store: Store) -> None:
    decide(store, FUND, new_stance="concerned")
    decide(store, FEE, decision="rejected")
    import_decisions(store, fill(store, addition(row_of(store, FUND)["statement"])).decisions)
    expected = {
        FUND: ("concerned", "rahasto"),
        UNREAD: ("concerned", "rahaston-hallinto"),
        LIBRARY: ("supports", "kirjastojen-aukioloaikojen-pidentaminen"),
    }
    assert again(store, ROWS["mallilan-kunta"]) == expected
    otherwise = [(FUND, Stance.OPPOSES, "maksu", "palvelumaksun korottaminen"), *ROWS["mallilan-kunta"][1:]]
    assert again(store, otherwise) == expected


def test_ingesting_again_keeps_what_was_decided(store: Store, tmp_path: Path) -> None:
    """Also with another reader, and for a corrected document under the same name."""
    folder = tmp_path / "statements"
    folder.mkdir()
    file = folder / "mallilan-kunta.txt"
    file.write_bytes((FOLDER / "mallilan-kunta.txt").read_bytes())
    decide(store, FUND, new_stance="concerned")
    decide(store, LIBRARY, decision="rejected")
    for text in (file.read_text("utf-8"), f"{file.read_text('utf-8')}\nLisätty rivi.\n"):
        file.write_text(text, encoding="utf-8")
        report = ingest([folder], store, Options(reader=Finder()))
        assert report.counts["replaced"] == 1
        assert {one.words: local(one.stance) for one in held(store, FUND)} == {FUND: "ns#concerned"}
        assert held(store, LIBRARY) == []
        assert len(held(store, FEE)) == 1


def test_a_reading_that_bounds_the_passage_otherwise_gives_way(store: Store) -> None:
    decide(store, FUND, decision="accepted")
    wider = [(f"{FUND} {UNREAD}", Stance.SUPPORTS_WITH_RESERVATIONS, "rahasto", "uuden rahaston perustaminen")]
    assert again(store, wider) == {FUND: ("supports", "rahasto")}


def test_a_revised_document_keeps_what_still_stands(store: Store) -> None:
    decide(store, FUND, new_stance="concerned")
    decide(store, FEE, new_stance="concerned")
    document = document_of(FOLDER / "mallilan-kunta.txt")
    text = "Korjattu lausunto.\n\n" + document.text.replace(FEE, "Kunta hyväksyy palvelumaksun korottamisen.")
    revised = replace(document, text=text.replace("kannattaa uuden", "kannattaa\nuuden"), sha256="ab" * 32)
    rows = [
        (words.replace("kannattaa uuden", "kannattaa\nuuden"), *rest) for words, *rest in ROWS["mallilan-kunta"][:1]
    ]
    graph = statement_graph(reading("mallilan-kunta", rows, revised), revised)
    older = statements(store)["mallilan-kunta"]
    reviewed = Reviewed.of_store(store)
    assert reviewed.applied(graph, revised.text, consultation()).orphaned == ()
    applied = reviewed.applied(graph, revised.text, consultation(), replacing=(older,))
    assert [decision.words for decision in applied.holding] == [FUND]
    assert [(decision.words, reason) for decision, reason in applied.orphaned] == [(FEE, Orphan.WORDS_GONE)]
    [one] = StatementEditor(graph.name, applied.quads).held()
    assert local(one.stance) == "ns#concerned"


def test_a_decision_follows_a_renamed_proposal_and_survives_one_that_is_gone(store: Store) -> None:
    decide(store, FUND, decision="accepted")
    graph = read_graph("mallilan-kunta")
    text = document_of(FOLDER / "mallilan-kunta.txt").text
    known = consultation()
    fund, fee = known.codebook[1], known.codebook[0]
    renamed = replace(
        known, codebook=(fee, replace(fund, id="uusi-rahasto")), replaced=(("rahasto", ("uusi-rahasto",)),)
    )
    gone = replace(known, codebook=(fee,))
    found = []
    for codebook in (renamed, gone):
        applied = Reviewed.of_store(store).applied(graph, text, codebook)
        [one] = [one for one in StatementEditor(graph.name, applied.quads).held() if one.words == FUND]
        found.append(local(one.proposal))
    assert found == ["uusi-rahasto", "uuden-rahaston-perustaminen"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("a b c", "a b"), ("x a\n b", "a\n b"), ("a b, a b", Orphan.WORDS_REPEATED), ("ab", Orphan.WORDS_GONE)],
)
def test_words_are_found_once_or_not_at_all(text: str, found: str | Orphan) -> None:
    place = located(text, "a b")
    assert (place if isinstance(place, Orphan) else place.of(text)) == found


def test_a_decision_comes_back_as_it_was_stored(store: Store) -> None:
    decide(store, FUND, new_stance="concerned", note="Huomautus.")
    [(_, decision)] = Reviewed.of_store(store).all()
    [name] = [name for name in store.graph_names() if "/review/" in name.value]
    assert decisions_of(store.graph(name))[0][1] == decision
    assert isinstance(decision, Decision)
    assert (decision.note, decision.found_stance, decision.stance) == ("Huomautus.", Stance.SUPPORTS, Stance.CONCERNED)


# On the command line


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    round_store(tmp_path).close()
    monkeypatch.setenv("KANNAT_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edited(path: Path, words: str, **cells: str) -> None:
    """Fill in the row of these words in a CSV sheet."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for row in rows:
        row.update(cells if row["passage"] == words else {})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_goes_out_and_comes_in(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = closed / "sheet.csv"
    assert run(["review", "export", "-o", str(sheet)]) == 0
    edited(sheet, FUND, new_stance="opposes")
    assert run(["review", "import", str(sheet), "--by", "Tarkastaja", "--date", "2026-03-02"]) == 0
    assert "1 decisions, 1 statements changed, 5 rows undecided, 0 rows at fault" in capsys.readouterr().err
    assert run(["query", "reviewed", "--format", "csv"]) == 0
    assert "Tarkastaja" in capsys.readouterr().out
    assert run(["review", "orphans", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_bad_row_is_told_and_the_status_says_so(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = closed / "sheet.csv"
    run(["review", "export", "-o", str(sheet)])
    edited(sheet, FUND, decision="kenties")
    edited(sheet, FEE, decision="accepted")
    assert run(["review", "import", str(sheet), "--by", "Tarkastaja"]) == 3
    said = capsys.readouterr().err
    assert "row 2, decision: 'kenties' is none of accepted, corrected, rejected, added" in said
    assert "1 decisions" in said


@pytest.mark.parametrize("arguments", [["export", "--format", "xlsx"], ["import", "sheet.csv", "--by", " "]])
def test_a_call_that_is_off_is_told(closed: Path, arguments: list[str]) -> None:
    (closed / "sheet.csv").write_text("x\n", encoding="utf-8")
    assert run(["review", *arguments]) == 2


def test_the_query_lists_what_a_person_has_checked(store: Store) -> None:
    decide(store, FUND, new_stance="opposes", note="Luettu väärin.")
    [row] = ask(store, "reviewed").records()
    assert (row["reviewer"], row["words"], row["note"], row["standing"]) == ("Tarkastaja", FUND, "Luettu väärin.", True)


def test_decisions_that_hold_nowhere_are_listed(store: Store) -> None:
    decide(store, FUND, decision="accepted")
    decide(store, FEE, decision="accepted")
    assert orphans(store) == []
    name = statements(store)["mallilan-kunta"]
    document = document_of(FOLDER / "mallilan-kunta.txt")
    store.texts.put(document.sha256, document.text.replace(FEE, f"{FUND} Kuten sanottu."))
    found = {decision.words: reason for decision, reason in orphans(store)}
    assert found == {FEE: Orphan.WORDS_GONE}
    store.replace_graph(name, [])
    assert {reason for _, reason in orphans(store)} == {Orphan.STATEMENT_GONE}


def test_an_exported_review_is_sound_but_no_description(store: Store, tmp_path: Path) -> None:
    decide(store, FUND, decision="accepted")
    [review] = [name for name in store.graph_names() if "/review/" in name.value]
    file = tmp_path / "review.ttl"
    file.write_bytes(rdf(store, "turtle", review.value))
    assert check(file).conforms
    [taken] = ingest([file], store).files
    assert (taken.fate, "kannat review import" in taken.reason) == (Fate.REFUSED, True)


# As gold


def test_reviewed_passages_are_gold(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = closed / "sheet.csv"
    run(["review", "export", "-o", str(sheet)])
    edited(sheet, FUND, decision="accepted")
    edited(sheet, FEE, new_stance="concerned")
    edited(sheet, LIBRARY, decision="rejected")
    with sheet.open("a", encoding="utf-8", newline="") as file:
        statement = next(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))["statement"]
        csv.DictWriter(file, COLUMNS).writerow(addition(statement))
    assert run(["review", "import", str(sheet), "--by", "Tarkastaja"]) == 0
    capsys.readouterr()
    assert run(["evaluate", "--against", "review", "--format", "json"]) == 0
    measures = json.loads(capsys.readouterr().out)["measures"]
    counts = {name: (m["right"], m["gold"], m["found"]) for name, m in measures.items()}
    assert counts == {"detection": (2, 3, 3), "stance": (1, 3, 3), "lean": (2, 3, 3), "proposals": (1, 1, 1)}


def test_a_store_that_nobody_reviewed_has_no_gold(closed: Path) -> None:
    assert run(["evaluate", "--against", "review"]) == 2
    assert run(["evaluate"]) == 2


# Whatever is decided and whatever is read


CHOICES = st.fixed_dictionaries(
    {
        words: st.one_of(
            st.none(),
            st.just({"decision": "rejected"}),
            st.builds(
                lambda stance, proposal: {"new_stance": stance, "new_proposal": proposal},
                st.sampled_from(list(Stance)),
                st.sampled_from(["rahasto", "maksu", "-"]),
            ),
        )
        for words in (FUND, FEE, LIBRARY)
    }
)
READINGS = st.lists(
    st.tuples(
        st.sampled_from([FUND, FEE, LIBRARY, UNREAD, f"{FUND} {UNREAD}"]),
        st.sampled_from(list(Stance)),
        st.sampled_from(["rahasto", "maksu", None]),
        st.just("kohde"),
    ),
    unique_by=lambda row: row[0],
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that a test only reads."""
    with round_store(tmp_path_factory.mktemp("shared")) as opened:
        yield opened


@given(CHOICES, READINGS)
def test_what_people_decided_holds_in_any_reading(
    shared: Store, choices: dict[str, dict[str, str] | None], rows: list[Row]
) -> None:
    """And a second time changes nothing, and what came out is sound as far as its own parts go."""
    filled = fill(shared, *(row_of(shared, words) | cells for words, cells in choices.items() if cells))
    named = [(NamedNode(f"https://example.org/{place}"), decision) for place, decision in enumerate(filled.decisions)]
    graph, text = read_graph("mallilan-kunta", rows), document_of(FOLDER / "mallilan-kunta.txt").text
    first = apply_decisions(graph.name, graph.quads, text, named, consultation())
    assert apply_decisions(graph.name, first.quads, text, named, consultation()).quads == first.quads
    held = StatementEditor(graph.name, first.quads).held()
    found = {(one.words, one.stance) for one in held}
    linked = {(one.words, one.stance, one.proposal) for one in held}
    for decision in filled.decisions:
        if decision.stance is not None:
            assert (decision.words, t.concept(decision.stance)) in found
        else:
            assert (decision.words, t.concept(decision.found_stance), decision.found_proposal) not in linked
    described = {quad.subject for quad in first.quads if quad.predicate == t.TYPE}
    pointed = {q.object for q in first.quads if q.predicate in (t.HAS_PASSAGE, t.REASON, t.ANSWER_OF, t.GENERATED_BY)}
    assert pointed <= described
