"""A reading becomes one named graph in which every fact leads back to its place and its reading."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode
from seed_files import EXAMPLE, REAL, STATEMENTS, gold_of, name_of
from statement_values import KEY, TEXT, View, a_reading, a_row, iri, place, the_document, view

from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE, FINLEX, Names
from kannat.graph.statement import StatementGraph, respondent_keys, statement_graph
from kannat.model import (
    ConsultationMatch,
    Document,
    LegalReference,
    MatchEvidence,
    OrganisationMention,
    OrganisationType,
    Origin,
    Outcome,
    PositionPassage,
    Reading,
    ReadingMethod,
    ReferenceKind,
    Respondent,
    Section,
    Span,
    Stance,
    StatementDates,
    Status,
)
from kannat.model.keys import name_key


def check_promises(graph: StatementGraph, reading: Reading, document: Document) -> None:
    """What holds for the graph of any reading."""
    seen = View(graph)
    _check_form(graph)
    _check_places(seen, document)
    _check_provenance(seen)
    _check_positions(seen)
    _check_nothing_dropped(seen, reading)
    for (subject, predicate), values in list(seen.values.items()):
        if predicate in (t.PREF_LABEL, t.CLASSIFICATION, t.FILE_NAME):
            assert len(values) == 1
        assert not set(values).intersection(seen.all(subject, t.ALT_LABEL) if predicate == t.PREF_LABEL else ())


def _check_places(seen: View, document: Document) -> None:
    quoted = [part for kind in (t.PASSAGE, t.LEGAL_REFERENCE, t.MENTION) for part in seen.of_type(kind)]
    for part in quoted:
        assert seen.one(part, t.EXACT).value == seen.span(part).of(document.text)
    for part in (*quoted, *seen.of_type(t.ANSWER)):
        assert seen.one(part, t.SOURCE) == iri(f"document/{document.sha256}")
        assert seen.span(part).end <= len(document.text)


def _check_provenance(seen: View) -> None:
    for kind in (t.POSITION, t.ANSWER, t.LEGAL_REFERENCE, t.MENTION):
        for part in seen.of_type(kind):
            assert seen.one(part, t.STATEMENT_OF) == seen.graph.name
            assert seen.one(part, t.GENERATED_BY) == iri(f"reading/{seen.graph.key}")


def _check_positions(seen: View) -> None:
    for position in seen.of_type(t.POSITION):
        assert seen.words(position, t.HOLDER) == seen.words(seen.graph.name, t.RESPONDENT)
        for predicate in (t.HAS_PROPOSAL, t.STANCE, t.ORIGIN):
            seen.one(position, predicate)


def _check_form(graph: StatementGraph) -> None:
    assert list(graph.quads) == sorted(set(graph.quads), key=str)
    for quad in graph.quads:
        assert quad.graph_name == graph.name
        assert not isinstance(quad.object, BlankNode)
        assert quad.subject.value.startswith((DEFAULT_BASE, FINLEX))
    assert graph.name == iri(f"statement/{graph.key}")


def _check_nothing_dropped(seen: View, reading: Reading) -> None:
    positions = seen.of_type(t.POSITION)
    for row in reading.positions:
        [position] = [p for p in positions if _is_position_of(seen, p, row)]
        passages = [seen.span(p) for p in seen.all(position, t.HAS_PASSAGE)]
        assert row.span in passages
        assert set(row.reasons) <= {seen.span(p) for p in seen.all(position, t.REASON)}
        lies_in = {seen.span(answer) for answer in seen.all(position, t.ANSWER_OF)}
        assert {section.span for section in reading.sections if section.span.overlap(row.span)} <= lies_in
        assert all(any(answer.overlap(passage) for passage in passages) for answer in lies_in)
    assert len(seen.of_type(t.LEGAL_REFERENCE)) == len(set(reading.references))
    assert len(seen.of_type(t.ANSWER)) == len({section.span for section in reading.sections})
    assert {seen.span(m) for m in seen.of_type(t.MENTION)} == {m.span for m in reading.organisations}


def _is_position_of(seen: View, position: NamedNode, row: PositionPassage) -> bool:
    proposal = seen.one(position, t.HAS_PROPOSAL)
    if row.proposal:
        same = proposal.value.endswith(f"proposal/VN-37864-2025.{row.proposal}") or proposal == iri(
            f"proposal/VN-1-2025.{row.proposal}"
        )
    else:
        same = row.target in seen.words(proposal, t.PREF_LABEL) + seen.words(proposal, t.ALT_LABEL)
    return same and seen.one(position, t.STANCE) == t.concept(row.stance)


@dataclass(frozen=True)
class Seed:
    reading: Reading
    document: Document


def seed(path: Path) -> Seed:
    """A seed's gold reading; one that bears no case number is tied to its consultation here, as a reader would."""
    reading, document = gold_of(path)
    return Seed(replace(reading, consultation=replace(reading.consultation, key="VN-37864-2025")), document)


class TestSeeds:
    @pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
    def test_keep_the_promises(self, path: Path) -> None:
        found = seed(path)
        check_promises(statement_graph(found.reading, found.document), found.reading, found.document)

    @pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
    def test_give_the_same_graph_in_any_order_of_rows(self, path: Path) -> None:
        found = seed(path)
        mixed = list(found.reading.positions)
        random.Random(2).shuffle(mixed)
        other = replace(found.reading, positions=tuple(mixed), references=found.reading.references[::-1])
        assert statement_graph(other, found.document) == statement_graph(found.reading, found.document)

    def test_vantaa_is_as_counted(self) -> None:
        found = seed(REAL / "statements" / "vantaan-kaupunki.txt")
        seen = View(statement_graph(found.reading, found.document))
        assert len(seen.of_type(t.ANSWER)) == 7
        assert len(seen.of_type(t.POSITION)) == len({(p.proposal, p.stance) for p in found.reading.positions})
        assert {p.value for part in seen.of_type(t.LEGAL_REFERENCE) for p in seen.all(part, t.CITES)} >= {
            "http://data.finlex.fi/eli/sd/2023/380",
            f"{DEFAULT_BASE}official/VN-37864-2025",
            f"{DEFAULT_BASE}official/VD-8455-00.04.03-2025",
        }

    def test_mantta_vilppula_has_its_attachment_missing_and_no_position(self) -> None:
        found = seed(REAL / "statements" / "mantta-vilppulan-kaupunki.txt")
        seen = View(statement_graph(found.reading, found.document))
        assert seen.of_type(t.POSITION) == []
        assert seen.one(seen.graph.name, t.STATUS) == t.concept(Status.ATTACHMENT_MISSING)
        assert seen.one(seen.graph.name, t.OUTCOME) == t.concept(Outcome.NO_STANCE_FOUND)

    def test_only_the_example_round_is_marked_synthetic(self) -> None:
        for path in STATEMENTS:
            found = seed(path)
            graph = statement_graph(found.reading, found.document)
            expected = [Literal(True)] if path.is_relative_to(EXAMPLE) else []
            assert View(graph).all(graph.name, t.SYNTHETIC) == expected


class TestStatement:
    def test_says_what_the_reading_says(self) -> None:
        seen = view(
            identifiers=("VD/1/2025", "2/2025"),
            dates=StatementDates(statement=date(2026, 2, 9)),
            language="mul",
        )
        name = seen.graph.name
        assert name == iri(f"statement/{KEY}")
        assert seen.one(name, t.CONSULTATION_OF) == iri("consultation/VN-1-2025")
        assert seen.one(name, t.LANGUAGE) == Literal("mul", datatype=t.LANGUAGE_TAG)
        assert seen.one(name, t.ISSUED) == Literal("2026-02-09", datatype=t.DATE)
        assert seen.words(name, t.IDENTIFIER) == ["2/2025", "VD/1/2025"]
        assert seen.one(name, t.DOCUMENT_OF) == iri(f"document/{seen.graph.sha256}")

    def test_knows_its_consultation_whatever_dots_the_key_has(self) -> None:
        match = ConsultationMatch("VD-8455-00.04.03-2025", "VD/8455/00.04.03/2025", None)
        seen = view(consultation=match)
        assert seen.graph.consultation == iri("consultation/VD-8455-00.04.03-2025")
        assert seen.one(seen.graph.name, t.CONSULTATION_OF) == seen.graph.consultation

    def test_says_nothing_that_the_reading_does_not(self) -> None:
        seen = view()
        for predicate in (t.ISSUED, t.IDENTIFIER, t.SYNTHETIC):
            assert seen.all(seen.graph.name, predicate) == []

    def test_its_document_can_be_found_again(self) -> None:
        seen = view()
        [document] = seen.of_type(t.DOCUMENT)
        assert seen.one(document, t.LENGTH).value == str(len(TEXT))
        assert seen.one(document, t.FILE_NAME).value == "lausunto.txt"

    def test_its_reading_says_who_read_and_how_much(self) -> None:
        seen = view()
        [activity] = seen.of_type(t.READING)
        assert activity == iri(f"reading/{KEY}")
        assert seen.one(activity, t.METHOD) == t.concept(ReadingMethod.RULES)
        assert seen.one(activity, t.READER_VERSION) == Literal("rules 1")
        assert seen.one(activity, t.SETTINGS) == Literal("f" * 64)
        assert seen.one(activity, t.SENTENCES).value == "4"
        assert seen.one(activity, t.SENTENCES_SKIPPED).value == "1"

    def test_its_match_says_on_what_evidence(self) -> None:
        seen = view()
        [match] = seen.of_type(t.MATCH)
        assert seen.one(match, t.MATCHED) == iri("consultation/VN-1-2025")
        assert seen.one(match, t.EVIDENCE) == t.concept(MatchEvidence.TITLE)
        assert seen.one(match, t.CONFIDENCE) == Literal("0.8", datatype=t.DECIMAL)

    @pytest.mark.parametrize(
        ("value", "written"),
        [(1.0, "1"), (0.0, "0"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (0.123456, "0.1235"), (1e-9, "0"), (0.50, "0.5")],
    )
    def test_decimals_are_written_in_one_way(self, value: float, written: str) -> None:
        seen = view(consultation=ConsultationMatch("VN-1-2025", None, None, (), value))
        [match] = seen.of_type(t.MATCH)
        assert seen.one(match, t.CONFIDENCE) == Literal(written, datatype=t.DECIMAL)

    def test_lies_below_the_user_s_base(self) -> None:
        graph = statement_graph(a_reading(), the_document(), Names("https://example.org/x/"))
        assert graph.name == NamedNode(f"https://example.org/x/statement/{KEY}")
        assert not [quad for quad in graph.quads if DEFAULT_BASE in str(quad)]


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"consultation": ConsultationMatch(None, None, None)}, "matched no consultation"),
            ({"respondents": ()}, "names no respondent"),
            ({"respondents": (Respondent("  ", OrganisationType.OTHER),)}, "names no respondent"),
            ({"sha256": "0" * 64}, "of another document"),
            ({"sections": (Section(Span(0, len(TEXT) + 1)),)}, f"outside the text of {len(TEXT)} characters: 0-"),
            ({"positions": (a_row(reasons=(Span(500, 600),)),)}, "outside the text of .*: 500-600"),
            ({"positions": (a_row(condition=Span(500, 600)),)}, "outside the text of .*: 500-600"),
            ({"positions": (a_row(confidence=float("nan")),)}, "not a number"),
            ({"positions": (a_row(proposal="two words"),)}, "IRI"),
        ],
    )
    def test_tell_what_is_wrong(self, changes: dict[str, object], reason: str) -> None:
        with pytest.raises(ValueError, match=reason):
            view(**changes)


class TestRespondents:
    def test_known_to_the_authority_are_described_there(self) -> None:
        seen = view()
        assert seen.words(seen.graph.name, t.RESPONDENT) == [iri("organisation/092").value]
        assert seen.of_type(t.ORGANISATION) == []

    def test_unknown_are_described_here(self) -> None:
        seen = view(respondents=(Respondent("Norrskata stad", OrganisationType.MUNICIPALITY),))
        organisation = iri("organisation/norrskata-stad")
        assert seen.one(organisation, t.PREF_LABEL) == Literal("Norrskata stad", language="fi")
        assert seen.one(organisation, t.CLASSIFICATION) == t.concept(OrganisationType.MUNICIPALITY)

    @pytest.mark.parametrize("name", ["092", "Москва", "東京 "])
    def test_unknown_are_never_taken_for_another(self, name: str) -> None:
        [key] = respondent_keys(a_reading(respondents=(Respondent(name, OrganisationType.OTHER),)))
        assert key == name_key(name)
        assert len(key) >= 8

    def test_of_a_joint_statement_all_hold_every_position(self) -> None:
        union = OrganisationType.TRADE_UNION
        seen = view(
            respondents=(Respondent("SAK", union, "sak"), Respondent("STTK", union, "sttk")), positions=(a_row(),)
        )
        assert seen.graph.key == "VN-1-2025.sak+sttk.0123456789ab"
        [position] = seen.of_type(t.POSITION)
        assert seen.words(position, t.HOLDER) == [iri("organisation/sak").value, iri("organisation/sttk").value]

    def test_named_twice_are_one(self) -> None:
        town = OrganisationType.MUNICIPALITY
        reading = a_reading(respondents=(Respondent("Vantaan kaupunki", town, "092"), Respondent("Vanda", town, "092")))
        assert respondent_keys(reading) == ("092",)


class TestPositions:
    def test_have_all_that_a_comparison_asks(self) -> None:
        row = a_row(
            reasons=(place("Se on selkeä."),),
            condition=place("jos tukea ei ole"),
            confidence=0.75,
            score=0.5,
        )
        seen = view(positions=(row,))
        [position] = seen.of_type(t.POSITION)
        assert position == iri(f"position/{KEY}.malli.supports")
        assert seen.one(position, t.HAS_PROPOSAL) == iri("proposal/VN-1-2025.malli")
        assert seen.one(position, t.STANCE) == t.concept(Stance.SUPPORTS)
        assert seen.one(position, t.ORIGIN) == t.concept(Origin.CONSULTATION)
        assert seen.one(position, t.CONFIDENCE).value == "0.75"
        assert seen.one(position, t.MATCH_SCORE).value == "0.5"
        for predicate, words in (
            (t.HAS_PASSAGE, TEXT[:26]),
            (t.REASON, "Se on selkeä."),
            (t.CONDITION, "jos tukea ei ole"),
        ):
            assert seen.one(seen.one(position, predicate), t.EXACT).value == words

    def test_with_one_passage_take_under_25_triples(self) -> None:
        """Counted beside the same statement without it."""
        full = a_row(confidence=0.75, score=0.5)
        section = (Section(Span(0, len(TEXT))),)
        pages = the_document(pages=(0,))
        without = len(view(pages, sections=section).graph.quads)
        assert len(view(pages, sections=section, positions=(full,)).graph.quads) - without == 17
        own = replace(full, proposal=None)
        assert len(view(pages, sections=section, positions=(own,)).graph.quads) - without == 22

    def test_said_again_are_one_with_more_passages(self) -> None:
        again = a_row("Se on selkeä.", confidence=0.9)
        seen = view(positions=(a_row(confidence=0.6), again))
        [position] = seen.of_type(t.POSITION)
        assert len(seen.all(position, t.HAS_PASSAGE)) == 2
        assert seen.one(position, t.CONFIDENCE).value == "0.9"

    def test_of_two_stances_on_one_proposal_are_two(self) -> None:
        seen = view(positions=(a_row(), a_row("Se on selkeä.", stance=Stance.CONCERNED)))
        assert sorted(p.value.rpartition(".")[2] for p in seen.of_type(t.POSITION)) == ["concerned", "supports"]

    def test_answers_tell_the_language_that_is_known_of_them(self) -> None:
        sections = (Section(Span(0, 26), "1", language="sv"), Section(Span(27, 40), "2"))
        seen = view(sections=sections)
        assert seen.one(iri(f"answer/{KEY}.0-26"), t.LANGUAGE) == Literal("sv", datatype=t.LANGUAGE_TAG)
        assert (iri(f"answer/{KEY}.27-40"), t.LANGUAGE) not in seen.values

    def test_lead_to_every_answer_they_lie_in(self) -> None:
        sections = (Section(Span(0, 26), "1"), Section(Span(27, 40), "2"), Section(Span(41, len(TEXT)), "3"))
        seen = view(sections=sections, positions=(a_row(), a_row("Se on selkeä.")))
        [position] = seen.of_type(t.POSITION)
        assert seen.words(position, t.ANSWER_OF) == [iri(f"answer/{KEY}.{p}").value for p in ("0-26", "27-40")]

    def test_may_share_a_passage_with_a_reason(self) -> None:
        span = place("Se on selkeä.")
        seen = view(positions=(a_row("Se on selkeä.", reasons=(span,)),))
        [passage] = seen.of_type(t.PASSAGE)
        assert seen.span(passage) == span

    def test_on_pages_say_which(self) -> None:
        seen = view(the_document(pages=(0, 27)), positions=(a_row(), a_row("Se on selkeä.")))
        assert sorted(seen.one(p, t.PAGE).value for p in seen.of_type(t.PASSAGE)) == ["1", "2"]


class TestOwnProposals:
    def test_are_described_beside_the_position(self) -> None:
        seen = view(positions=(a_row(proposal=None, target="Viron malli", origin=Origin.RESPONDENT),))
        [proposal] = seen.of_type(t.PROPOSAL)
        assert proposal == iri(f"proposal/{KEY}.viron-malli")
        assert seen.one(proposal, t.PREF_LABEL) == Literal("Viron malli", language="fi")
        assert seen.one(proposal, t.ORIGIN) == t.concept(Origin.RESPONDENT)
        assert seen.one(proposal, t.GENERATED_BY) == iri(f"reading/{KEY}")
        assert seen.one(proposal, t.CONSULTATION_OF) == iri("consultation/VN-1-2025")

    def test_are_not_mistaken_for_the_codebook_s_of_that_id(self) -> None:
        seen = view(positions=(a_row(), a_row("Se on selkeä.", proposal=None, target="Malli")))
        assert len(seen.of_type(t.POSITION)) == 2
        assert iri(f"position/{KEY}.own.malli.supports") in seen.of_type(t.POSITION)

    @pytest.mark.parametrize(
        ("one", "other"), [("kunnan " * 20 + "tehtävä", "kunnan " * 20 + "vastuu"), ("Москва", "Киев"), ("", "東京")]
    )
    def test_with_one_slug_stay_apart(self, one: str, other: str) -> None:
        seen = view(positions=(a_row(proposal=None, target=one), a_row("Se on selkeä.", proposal=None, target=other)))
        assert len(seen.of_type(t.POSITION)) == len(seen.of_type(t.PROPOSAL)) == 2

    def test_worded_alike_are_one_and_keep_each_wording(self) -> None:
        rows = (
            a_row("Se on selkeä.", proposal=None, target="VIRON malli", stance=Stance.OPPOSES),
            a_row(proposal=None, target="Viron malli"),
            a_row("Kela mukaan.", proposal=None, target="Viron  malli"),
            a_row("Kunta", proposal=None, target="Viron malli"),
        )
        seen = view(positions=rows)
        [proposal] = seen.of_type(t.PROPOSAL)
        assert seen.words(proposal, t.PREF_LABEL) == ["Viron malli"]
        assert seen.words(proposal, t.ALT_LABEL) == ["VIRON malli", "Viron  malli"]
        assert len(seen.of_type(t.POSITION)) == 2


class TestReferences:
    def test_to_an_act_lead_to_finlex(self) -> None:
        found = LegalReference(place("380/2023"), ReferenceKind.STATUTE, "380/2023", "9 luku 1 §")
        seen = view(references=(found,))
        [reference] = seen.of_type(t.LEGAL_REFERENCE)
        act = NamedNode("http://data.finlex.fi/eli/sd/2023/380")
        assert seen.one(reference, t.CITES) == act
        assert seen.one(reference, t.PROVISION) == Literal("9 luku 1 §")
        section = NamedNode(f"{act.value}/luku/9/pykala/1")
        assert seen.one(reference, t.CITES_PROVISION) == section
        assert seen.one(section, t.IS_PART_OF) == act
        assert seen.one(act, t.IDENTIFIER) == Literal("380/2023")
        assert seen.of_type(t.LEGAL_RESOURCE) == [act]

    def test_without_a_target_stay_with_their_kind_and_place(self) -> None:
        seen = view(references=(LegalReference(place("380/2023"), ReferenceKind.STATUTE, None, "4 §"),))
        [reference] = seen.of_type(t.LEGAL_REFERENCE)
        assert seen.all(reference, t.CITES) == seen.all(reference, t.CITES_PROVISION) == []
        assert seen.one(reference, t.REFERENCE_KIND) == t.concept(ReferenceKind.STATUTE)

    def test_to_a_range_of_provisions_keep_its_words(self) -> None:
        seen = view(references=(LegalReference(place("380/2023"), ReferenceKind.STATUTE, "380/2023", "22–25 §"),))
        [reference] = seen.of_type(t.LEGAL_REFERENCE)
        assert seen.one(reference, t.PROVISION) == Literal("22–25 §")
        assert seen.all(reference, t.CITES_PROVISION) == []

    def test_at_one_place_to_different_things_are_different(self) -> None:
        span = place("380/2023")
        found = [LegalReference(span, ReferenceKind.STATUTE, "380/2023", section) for section in ("1 §", "2 §", "2 §")]
        seen = view(references=tuple(found))
        assert len(seen.of_type(t.LEGAL_REFERENCE)) == 2
        for reference in seen.of_type(t.LEGAL_REFERENCE):
            seen.one(reference, t.PROVISION)


class TestMentions:
    def test_of_generic_actors_lead_to_the_actor(self) -> None:
        seen = view(organisations=(OrganisationMention(place("Kunta"), "kunta", generic=True),))
        [mention] = seen.of_type(t.MENTION)
        assert seen.one(mention, t.MENTIONS) == iri("actor/kunta")
        assert seen.one(iri("actor/kunta"), t.PREF_LABEL) == Literal("kunta", language="fi")

    def test_of_organisations_that_the_authority_knows_do_not_describe_them(self) -> None:
        mention = OrganisationMention(place("Kela"), "Kansaneläkelaitos", key="kansanelakelaitos")
        seen = view(organisations=(mention,))
        assert seen.one(seen.of_type(t.MENTION)[0], t.MENTIONS) == iri("organisation/kansanelakelaitos")
        assert seen.of_type(t.ORGANISATION) == []

    def test_of_unknown_organisations_give_one_name_and_keep_the_others(self) -> None:
        mentions = (
            OrganisationMention(place("Kela"), "Malliliitto"),
            OrganisationMention(place("Kunta"), "MALLILIITTO"),
        )
        seen = view(organisations=mentions)
        assert seen.words(iri("organisation/malliliitto"), t.PREF_LABEL) == ["Malliliitto"]
        assert seen.words(iri("organisation/malliliitto"), t.ALT_LABEL) == ["MALLILIITTO"]

    def test_of_an_unknown_respondent_under_another_spelling_keep_its_own_name(self) -> None:
        seen = view(
            respondents=(Respondent("Malliliitto", OrganisationType.TRADE_UNION),),
            organisations=(OrganisationMention(place("Kela"), "malliliitto"),),
        )
        assert seen.words(iri("organisation/malliliitto"), t.PREF_LABEL) == ["Malliliitto"]


TARGETS = ["malli", "Malli", "MALLI.", "Viron malli", "Москва", "東京", "", "kunnan " * 20 + "a", "kunnan " * 20 + "b"]


@st.composite
def readings(draw: st.DrawFn) -> tuple[Reading, Document]:
    """Any reading that a reader could make of any text."""
    text = draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    starts = st.integers(0, len(text) - 1)
    spans = starts.flatmap(lambda start: st.integers(start + 1, len(text)).map(lambda end: Span(start, end)))
    names = st.text(min_size=1).filter(str.strip) | st.sampled_from(["092", "Kela", "KELA", "Москва"])
    types = st.sampled_from([kind for kind in OrganisationType if kind is not OrganisationType.PRIVATE_PERSON])
    rows = st.builds(
        PositionPassage,
        spans,
        st.sampled_from(Stance),
        st.sampled_from(Origin),
        st.sampled_from(TARGETS) | st.text(),
        st.sampled_from([None, "malli", "viron-malli", "own"]),
        st.lists(spans, max_size=2).map(tuple),
        st.none() | spans,
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 1),
    )
    references = st.builds(
        LegalReference,
        spans,
        st.sampled_from(ReferenceKind),
        st.sampled_from([None, "380/2023", "HE 1/2025 vp", "東"]),
        st.sampled_from([None, "1 §", "1–2 §", "2 luku 1 § 3 mom."]),
    )
    mentions = st.builds(OrganisationMention, spans, names, st.booleans(), st.sampled_from(["", "", "092", "kela"]))
    keys = st.sampled_from(["", "", "092", "kela"])
    # Respondents that share a name share a type, as one organisation does.
    respondents = draw(
        st.lists(
            st.builds(Respondent, names, types, keys), min_size=1, max_size=3, unique_by=lambda r: name_key(r.name)
        ).filter(lambda rs: len({r.key or name_key(r.name) for r in rs}) == len(rs))
    )
    reading = a_reading(
        sha256=sha256,
        respondents=tuple(respondents),
        positions=tuple(draw(st.lists(rows, max_size=6))),
        references=tuple(draw(st.lists(references, max_size=4))),
        organisations=tuple(draw(st.lists(mentions, max_size=4))),
        sections=tuple(Section(span) for span in draw(st.lists(spans, max_size=3, unique=True))),
    )
    return reading, Document("lausunto.txt", sha256, "text/plain", text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(readings())
def test_any_reading_of_any_text_keeps_the_promises(case: tuple[Reading, Document]) -> None:
    reading, document = case
    graph = statement_graph(reading, document)
    check_promises(graph, reading, document)
    assert statement_graph(replace(reading), document) == graph
