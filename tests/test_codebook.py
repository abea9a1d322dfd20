"""Codebooks: drafting one, finding what it lacks, and letting a changed one hold without reading again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from reviewed import CONSULTATION, FOLDER, LIBRARIES, PERSON, ROWS, consultation, read_graph, round_store, statements
from rounds import AUTHORITIES, ROUNDS, statement_graphs

from kannat.cli.app import run
from kannat.errors import MalformedData
from kannat.graph import terms as t
from kannat.graph.authorities import authorities_quads
from kannat.graph.codebook_file import Block, codebook_turtle, is_as_drafted
from kannat.graph.consultation import consultations_of
from kannat.graph.editing import Change, StatementEditor
from kannat.graph.names import Names
from kannat.graph.rdf_files import read_rdf
from kannat.graph.relinking import Reason, Relinker, codebook_state
from kannat.ingestion.descriptions import merged_description
from kannat.model import Document, Origin, Proposal, ReadingMethod, Span, Stance
from kannat.reading.codebook_draft import draft_codebook
from kannat.reading.codebook_groups import GroupSettings, grouped
from kannat.review.relinking import RelinkReport, relink
from kannat.review.unmatched import suggested, unmatched
from kannat.store import Outcome, Store
from kannat.validation import Known, validate_quads

CODEBOOK = (FOLDER / "codebook.ttl").read_text(encoding="utf-8")
FUND = "Kunta kannattaa uuden rahaston perustamista."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with round_store(tmp_path) as opened:
        yield opened


def block(id_: str, label: str, *more: str) -> str:
    """One more proposal, in Turtle."""
    said = [
        f"proposal:VN-7-2026.{id_} a kan:Proposal",
        "skos:inScheme codebook:VN-7-2026",
        f'skos:notation "{id_}"',
        f'skos:prefLabel "{label}"@fi',
        "kan:consultation consultation:VN-7-2026",
        "kan:origin kan:fromRespondent",
        *more,
    ]
    return "\n" + " ;\n    ".join(said) + " .\n"


def changed(store: Store, turtle: str) -> RelinkReport:
    """Relinks after the codebook has become this."""
    merged = merged_description(store.graph(CONSULTATION), read_rdf(turtle.encode(), "codebook.ttl"), CONSULTATION)
    assert validate_quads(merged).conforms
    store.replace_graph(CONSULTATION, merged)
    return relink(store, CONSULTATION)


def moved(report: RelinkReport) -> set[tuple[str, str, str, str]]:
    return {(move.words, move.before, move.after, str(move.reason)) for move in report.moves}


def links(store: Store) -> dict[str, tuple[str, str]]:
    """Stance and proposal by the words, of all statements."""
    return {
        held.words: (held.stance.value.rpartition("#")[2], held.proposal.value.rpartition(".")[2])
        for name in statements(store).values()
        for held in StatementEditor(name, store.graph(name)).held()
    }


# Drafting


REQUEST = """Ministeriön arviomuistio

5 §
Rahaston hallinto

Rahastoa hoitaa ministeriö.

6 § Maksujen perusteet
Maksusta säädetään asetuksella. Muistiossa ehdotetaan, että palvelumaksua korotetaan vuosittain.

Lain 7 §:n mukaan maksu peritään. Det föreslås att kommunerna ska samarbeta om rådgivningen.
"""


def drafted(text: str = REQUEST) -> dict[str, tuple[str, str]]:
    document = Document("luonnos.txt", "0" * 64, "text/plain", text)
    return {
        one.proposal.id: (one.proposal.labels[0][1], one.source) for one in draft_codebook(consultation(), [document])
    }


def test_a_draft_has_the_questions_the_sections_and_what_is_proposed() -> None:
    assert drafted() == {
        "rahasto": ("Näkemykset uuden rahaston perustamisesta", "VN-7-2026.rahasto"),
        "maksut": ("Näkemykset palvelumaksuista", "VN-7-2026.maksut"),
        "5-rahaston-hallinto": ("5 § Rahaston hallinto", "luonnos.txt:3"),
        "6-maksujen-perusteet": ("6 § Maksujen perusteet", "luonnos.txt:8"),
        "palvelumaksua-korotetaan-vuosittain": ("palvelumaksua korotetaan vuosittain", "luonnos.txt:9"),
        "kommunerna-samarbeta-om-radgivningen": ("kommunerna samarbeta om rådgivningen", "luonnos.txt:11"),
    }


def test_a_draft_of_nothing_is_the_questions() -> None:
    assert list(drafted("")) == ["rahasto", "maksut"]


def test_a_drafted_file_is_a_codebook_that_conforms() -> None:
    known = consultation()
    text = codebook_turtle(known, [Block(one.proposal, (one.source,)) for one in draft_codebook(known)])
    quads = [*read_rdf(FOLDER / "consultation.ttl"), *read_rdf(text.encode(), "codebook.ttl")]
    assert validate_quads(quads).conforms
    assert {proposal.id for proposal in consultations_of(quads)[0].codebook} == {"rahasto", "maksut"}


@pytest.mark.parametrize("label", ['a "b" \\ c', "rivi\nvaihto", "x # y", ". ;"])
def test_any_label_survives_the_file(label: str) -> None:
    proposal = Proposal("a.b-1", (("fi", label),), Origin.RESPONDENT, (("fi", "toinen"), ("sv", "andra")))
    text = codebook_turtle(consultation(), [Block(proposal, (f"{label}\n<a> <b> <c> .",))])
    quads = [*read_rdf(FOLDER / "consultation.ttl"), *read_rdf(text.encode(), "codebook.ttl")]
    assert consultations_of(quads)[0].codebook == (proposal,)


def test_an_edited_draft_is_known() -> None:
    text = codebook_turtle(consultation(), [Block(Proposal("a", (("fi", "a"),), Origin.CONSULTATION))])
    assert is_as_drafted(text)
    assert not is_as_drafted(text.replace('"a"@fi', '"b"@fi'))
    assert not is_as_drafted(text + "\n# more\n")
    assert not is_as_drafted(CODEBOOK)


# Grouping


def groups_of(*targets: str, threshold: float = 0.22) -> list[set[str]]:
    result = grouped([(target, "fi") for target in targets], GroupSettings(threshold, 100))
    return [{targets[place] for place in group} for group in result.groups]


def test_one_thing_in_several_forms_is_a_group() -> None:
    same = {"kirjastojen aukioloajat", "kirjastojen aukioloaikojen pidentäminen", "kirjaston aukioloaika"}
    assert groups_of(*sorted(same), "omaishoidon tuki", "uusi silta") == [same, {"omaishoidon tuki"}, {"uusi silta"}]


def test_parts_of_compounds_bring_together() -> None:
    same = {"hyvinvointialueyhteistyö", "hyvinvointialueen yhteistyön sujuvuus"}
    assert groups_of(*sorted(same), "metsätiet") == [same, {"metsätiet"}]


def test_a_chain_of_likenesses_is_no_group() -> None:
    """Average link: the ends of a chain must be alike, too."""
    assert len(groups_of("maksu nousee", "maksu nousee tuki laskee", "tuki laskee", threshold=0.6)) == 2


def test_the_most_are_grouped_and_the_rest_is_counted() -> None:
    result = grouped([(f"ehdotus {letter * 5}", "fi") for letter in "abcdef"], GroupSettings(0.5, 4))
    assert (sum(map(len, result.groups)), result.left_out) == (4, 2)


def test_nothing_makes_no_groups() -> None:
    assert grouped([]).groups == ()
    assert len(grouped([("", "fi"), ("–", "fi")]).groups) == 2


def test_opposites_are_grouped_and_keep_their_stances(store: Store) -> None:
    found = list(unmatched(store, CONSULTATION))
    groups, left_out = suggested(found)
    assert [(group.name, [member.stance for member in group.members]) for group in groups] == [
        (LIBRARIES, ["supports", "opposes"]),
        ("asukkaiden neuvonta", ["supports"]),
    ]
    assert (groups[0].statements, left_out) == (2, 0)


# Relinking


def test_an_unchanged_codebook_moves_nothing(store: Store) -> None:
    before = list(store.quads())
    report = relink(store, CONSULTATION)
    assert (report.statements, report.changed, report.moves) == (2, 0, ())
    assert list(store.quads()) == before


def test_a_new_proposal_takes_its_positions_and_no_stance_changes(store: Store) -> None:
    before = links(store)
    report = changed(store, CODEBOOK + block("kirjastot", LIBRARIES))
    words = (
        "Kirjastojen aukioloaikoja tulee pidentää iltaisin.",
        "Kirjastojen aukioloaikoja ei tule pidentää iltaisin.",
    )
    assert moved(report) == {(one, "", "kirjastot", "matched") for one in words}
    after = links(store)
    assert {one: after[one] for one in words} == {
        words[0]: ("supports", "kirjastot"),
        words[1]: ("opposes", "kirjastot"),
    }
    assert {one: stance for one, (stance, _) in after.items()} == {one: stance for one, (stance, _) in before.items()}


def test_relinking_twice_moves_nothing_more(store: Store) -> None:
    assert changed(store, CODEBOOK + block("kirjastot", LIBRARIES)).changed == 2
    before = list(store.quads())
    assert relink(store, CONSULTATION).moves == ()
    assert list(store.quads()) == before


def test_a_moved_position_says_what_it_was_and_what_moved_it(store: Store) -> None:
    changed(store, CODEBOOK + block("kirjastot", LIBRARIES))
    name = statements(store)["mallilan-kunta"]
    quads = store.graph(name)
    editor = StatementEditor(name, quads)
    [held] = [one for one in editor.held() if one.proposal.value.endswith(".kirjastot")]
    [before] = editor.all(held.position, t.REVISION_OF)
    assert before.value.endswith(".own.kirjastojen-aukioloaikojen-pidentaminen.supports")
    [activity] = editor.all(held.position, t.INFLUENCED_BY)
    assert isinstance(activity, NamedNode)
    state = Literal(codebook_state(store.graph(CONSULTATION)))
    assert editor.all(activity, t.CODEBOOK_STATE) == [state]
    assert editor.of_type(t.PROPOSAL) == []
    described = [*store.graph(CONSULTATION), *store.graph(store.names.authorities_graph)]
    assert validate_quads(quads, described).conforms


def test_a_renamed_proposal_takes_its_positions_along(store: Store) -> None:
    old = CODEBOOK.replace('"rahasto" ;', '"rahasto" ;\n    dcterms:isReplacedBy proposal:VN-7-2026.uusi ;')
    report = changed(store, old + block("uusi", "investointituki"))
    assert {(move.before, move.after, move.reason) for move in report.moves} == {("rahasto", "uusi", Reason.REPLACED)}
    assert links(store)[FUND] == ("supports", "uusi")


def test_merged_proposals_become_one_position_with_both_passages(tmp_path: Path) -> None:
    fee = "Kunta vastustaa palvelumaksun korottamista."
    rows = ROWS | {"mallilan-kunta": [(FUND, Stance.OPPOSES, "rahasto", "a"), (fee, Stance.OPPOSES, "maksu", "b")]}
    with round_store(tmp_path, rows) as store:
        replaced = 'dcterms:isReplacedBy proposal:VN-7-2026.kaikki ;\n    skos:notation "{}"'
        turtle = CODEBOOK
        for id_ in ("rahasto", "maksu"):
            turtle = turtle.replace(f'skos:notation "{id_}"', replaced.format(id_))
        changed(store, turtle + block("kaikki", "rahasto ja maksu"))
        name = statements(store)["mallilan-kunta"]
        held = StatementEditor(name, store.graph(name)).held()
        assert {one.words for one in held} == {FUND, fee}
        assert len({one.position for one in held}) == 1


def test_a_split_proposal_gives_each_passage_what_it_is_about(store: Store) -> None:
    split = "skos:exactMatch proposal:VN-7-2026.perustaminen , proposal:VN-7-2026.hallinto ;"
    turtle = CODEBOOK.replace('skos:notation "rahasto"', f'{split}\n    skos:notation "rahasto"')
    more = block("perustaminen", "rahaston perustaminen") + block("hallinto", "rahaston hallinnon järjestäminen")
    report = changed(store, turtle + more)
    assert {(move.before, move.after) for move in report.moves} == {("rahasto", "perustaminen")}


def test_a_proposal_that_is_struck_out_leaves_the_respondents_own(store: Store) -> None:
    start = CODEBOOK.index("proposal:VN-7-2026.maksu a")
    report = changed(store, CODEBOOK[:start])
    assert moved(report) == {("Kunta vastustaa palvelumaksun korottamista.", "maksu", "", "gone")}
    assert links(store)["Kunta vastustaa palvelumaksun korottamista."] == ("opposes", "palvelumaksun-korottaminen")


def test_a_renamed_label_that_no_longer_fits_lets_go(store: Store) -> None:
    report = changed(store, CODEBOOK.replace("palvelumaksun korottaminen", "metsäteiden kunnossapito"))
    assert moved(report) == {("Kunta vastustaa palvelumaksun korottamista.", "maksu", "", "unmatched")}


def test_what_a_person_said_stays_but_follows_a_rename(tmp_path: Path) -> None:
    with round_store(tmp_path, reader=PERSON) as store:
        before = links(store)
        assert changed(store, CODEBOOK + block("kirjastot", LIBRARIES)).moves == ()
        assert links(store) == before
        renamed = CODEBOOK.replace('"rahasto" ;', '"rahasto" ;\n    dcterms:isReplacedBy proposal:VN-7-2026.uusi ;')
        changed(store, renamed + block("uusi", "investointituki"))
        assert links(store) == before | {
            words: (stance, "uusi") for words, (stance, proposal) in before.items() if proposal == "rahasto"
        }


def test_statements_of_other_consultations_are_not_touched(store: Store) -> None:
    other = NamedNode(statements(store)["mallilan-kunta"].value.replace("VN-7-2026", "VN-8-2026"))
    elsewhere = NamedNode(CONSULTATION.value.replace("VN-7", "VN-8"))
    copied = [
        Quad(*(elsewhere if term == CONSULTATION else term for term in quad.triple), other)
        for quad in store.graph(statements(store)["mallilan-kunta"])
    ]
    store.replace_graph(other, copied)
    assert changed(store, CODEBOOK + block("kirjastot", LIBRARIES)).statements == 2
    assert store.replace_graph(other, copied) is Outcome.UNCHANGED


def test_replacements_in_a_circle_are_refused() -> None:
    turtle = CODEBOOK
    for one, other in (("rahasto", "maksu"), ("maksu", "rahasto")):
        link = f'dcterms:isReplacedBy proposal:VN-7-2026.{other} ;\n    skos:notation "{one}"'
        turtle = turtle.replace(f'skos:notation "{one}"', link)
    quads = [*read_rdf(FOLDER / "consultation.ttl"), *read_rdf(turtle.encode(), "codebook.ttl")]
    with pytest.raises(MalformedData, match="isReplacedBy runs in a circle"):
        consultations_of(quads)


def test_replacements_are_followed_to_the_end() -> None:
    known = consultation()
    replaced = (("a", ("b", "c")), ("b", ("d",)))
    chained = type(known)("k", "", (), "", (), replaced=replaced)
    assert chained.successors("a") == ("c", "d")
    assert chained.successors("x") == ("x",)


# Editing a statement's graph


def test_an_edit_that_changes_nothing_gives_the_same_graph() -> None:
    graph = read_graph("mallilan-kunta")
    assert StatementEditor(graph.name, graph.quads).quads() == graph.quads


def test_a_passage_takes_the_nearest_reason_along() -> None:
    graph = read_graph(
        "mallilan-kunta", [(words, Stance.SUPPORTS, "rahasto", "a") for words, *_ in ROWS["mallilan-kunta"]]
    )
    editor = StatementEditor(graph.name, graph.quads)
    first, _, last = editor.held()
    reason = editor.passage(Span(last.span.end + 1, last.span.end + 9), "Mallilan")
    editor.note(first.position, (t.REASON, reason))
    proposal = NamedNode(last.proposal.value.replace("rahasto", "maksu"))
    moved_to = editor.move(last, Change(proposal, last.stance, t.concept(Origin.CONSULTATION)))
    assert editor.all(moved_to, t.REASON) == [reason]
    assert editor.all(first.position, t.REASON) == []
    assert len(editor.all(first.position, t.HAS_PASSAGE)) == 2


# On the command line


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    round_store(tmp_path).close()
    monkeypatch.setenv("KANNAT_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_never_overwrites_what_somebody_edited(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (closed / "luonnos.txt").write_text(REQUEST, encoding="utf-8")
    call = ["codebook", "init", "VN/7/2026", "--from", "luonnos.txt", "-o", "codebook.ttl"]
    file = closed / "codebook.ttl"
    assert run(call) == run(call) == 0
    edited = file.read_text(encoding="utf-8").replace("5 § Rahaston hallinto", "rahaston hallinto")
    file.write_text(edited, encoding="utf-8")
    assert run(call) == 2
    assert "somebody has edited this file" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == edited
    assert run([*call, "--force"]) == 0
    assert file.read_text(encoding="utf-8") != edited


def test_init_takes_the_consultation_from_files(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "init", "VN-7-2026", "--with", str(FOLDER / "consultation.ttl"), "--store", "none"]) == 0
    assert "proposal:VN-7-2026.rahasto a kan:Proposal" in capsys.readouterr().out
    assert run(["codebook", "init", "VN/9/2026", "--with", str(FOLDER)]) == 2


def test_what_is_suggested_can_be_applied(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "suggest", "--format", "ttl", "--least", "2", "-o", "more.ttl"]) == 0
    assert run(["codebook", "apply", "more.ttl", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["counts"], told["changed"]) == ({"matched": 2}, 2)
    assert run(["codebook", "relink"]) == 0
    assert "nothing moved" in capsys.readouterr().err


def test_suggestions_are_a_table_or_json(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "suggest"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "group,passages,statements,name,target,stance,statement,passage"
    assert lines[1].startswith(f"1,2,2,{LIBRARIES},{LIBRARIES},supports,VN-7-2026.mallilan-kunta.")
    assert run(["codebook", "suggest", "--format", "json"]) == 0
    assert [len(group["passages"]) for group in json.loads(capsys.readouterr().out)] == [2, 1]


def test_a_broken_codebook_is_refused_and_nothing_moves(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (closed / "codebook.ttl").write_text(CODEBOOK.replace("@fi", ""), encoding="utf-8")
    assert run(["codebook", "apply", "codebook.ttl"]) == 3
    assert run(["codebook", "relink"]) == 0
    assert "nothing moved" in capsys.readouterr().err


# A whole round


def test_half_a_codebook_over_a_whole_round() -> None:
    """Every passage keeps its words and its stance, every graph is sound, and the second time nothing moves."""
    folder = ROUNDS["example"]
    described = [q for n in ("consultation.ttl", "codebook.ttl") for q in read_rdf(folder / n)]
    (known,) = consultations_of(described)
    half = replace(known, codebook=known.codebook[::2])
    gone = {Names().proposal(known.key, proposal.id) for proposal in known.codebook[1::2]}
    context = Known([quad for quad in described if quad.subject not in gone] + authorities_quads(AUTHORITIES, ()))
    relinker = Relinker(half, "0" * 64, Names())
    moves = 0
    for graph in statement_graphs("example"):
        machine = [q if q.object != t.concept(ReadingMethod.PERSON) else _by_rules(q) for q in graph.quads]
        result = relinker.relinked(graph.name, machine)
        moves += len(result.moves)
        held = [StatementEditor(graph.name, quads).held() for quads in (machine, result.quads)]
        assert [(one.words, one.stance) for one in held[0]] == [(one.words, one.stance) for one in held[1]]
        assert validate_quads(result.quads, context).conforms
        assert relinker.relinked(graph.name, result.quads).moves == ()
    assert moves > 50


def _by_rules(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, t.concept(ReadingMethod.RULES), quad.graph_name)
