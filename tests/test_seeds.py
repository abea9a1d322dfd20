"""The seeds are what their READMEs say: documents byte for byte, readings true, codebook and questions complete."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from seed_files import EXAMPLE, REAL, STATEMENTS, document_of, gold_of, name_of

from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE
from kannat.model import Span
from kannat.model.keys import slug
from kannat.reading.gold import gold_path, load_gold, to_gold

FOLDERS = pytest.mark.parametrize("folder", [REAL, EXAMPLE], ids=lambda folder: folder.name)
EACH_STATEMENT = pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
LANGUAGES = {"fi", "sv", "en"}


def triples(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.TURTLE))


def subjects(path: Path, kind: NamedNode) -> set[NamedNode]:
    return {quad.subject for quad in triples(path) if quad.predicate == t.TYPE and quad.object == kind}


def texts(path: Path, predicate: NamedNode) -> list[tuple[NamedNode, Literal]]:
    return [(quad.subject, quad.object) for quad in triples(path) if quad.predicate == predicate]


def readme_rows(folder: Path) -> dict[str, str]:
    """Files and hashes that the README's tables name."""
    rows = re.findall(r"^\| `([^`]+)` \|.*?(?:`([0-9a-f]{64})`)? \|$", (folder / "README.md").read_text("utf-8"), re.M)
    return dict(rows)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class TestDocuments:
    @pytest.mark.parametrize(
        ("name", "sha256"),
        [
            ("vantaan-kaupunki.txt", "aa2c32ce8274a31cc9da153b929ff26c12b6256f398002227e01c734ddcbcb14"),
            ("mantta-vilppulan-kaupunki.txt", "e80c12127e36060d18e22453f720f284eae58d53bbd802e4910ae4ab794054ae"),
        ],
    )
    def test_the_real_ones_are_byte_for_byte(self, name: str, sha256: str) -> None:
        """A checkout that rewrites line ends breaks every offset; `.gitattributes` keeps it from doing so."""
        assert hashlib.sha256((REAL / "statements" / name).read_bytes()).hexdigest() == sha256

    @FOLDERS
    def test_the_readme_names_each_statement_with_its_hash(self, folder: Path) -> None:
        lie_there = {
            path.relative_to(folder).as_posix(): document_of(path).sha256 for path in folder.glob("statements/*.txt")
        }
        assert {file: sha256 for file, sha256 in readme_rows(folder).items() if file.endswith(".txt")} == lie_there

    @FOLDERS
    def test_the_readme_names_every_file(self, folder: Path) -> None:
        text = (folder / "README.md").read_text("utf-8")
        for path in folder.rglob("*"):
            if path.is_file() and path.name != "README.md" and not path.name.endswith((".txt", ".gold.json")):
                assert f"`{path.relative_to(folder).as_posix()}`" in text
        assert "known reading" in text.lower()

    @FOLDERS
    def test_every_statement_has_a_gold_reading_and_the_other_way_round(self, folder: Path) -> None:
        assert {gold_path(path) for path in folder.glob("statements/*.txt")} == set(folder.glob("statements/*.json"))


@EACH_STATEMENT
class TestGold:
    def test_is_read_and_written_without_loss(self, path: Path) -> None:
        """Annotators' extras that the guideline's format has no place for: languages of a mixed form, other names."""
        gold = load_gold(gold_path(path))
        gold.pop("languages", None)
        for respondent in gold["respondents"]:
            respondent.pop("aliases", None)
        assert to_gold(gold_of(path)[0]) == gold

    def test_is_of_this_document(self, path: Path) -> None:
        gold = load_gold(gold_path(path))
        assert (gold["file"], gold["sha256"]) == (path.name, document_of(path).sha256)

    def test_has_every_span_inside_the_text_and_round_words(self, path: Path) -> None:
        reading, document = gold_of(path)
        parts = [*reading.sections, *reading.positions, *reading.references, *reading.organisations]
        spans = [part.span for part in parts] + [reason for row in reading.positions for reason in row.reasons]
        for span in spans:
            assert span.end <= len(document.text)
            words = span.of(document.text)
            assert words == words.strip(), f"{span} has white space at an end"

    def test_has_no_span_that_cuts_a_word(self, path: Path) -> None:
        reading, document = gold_of(path)
        text = document.text
        spans = [row.span for row in (*reading.positions, *reading.references)]
        for span in spans:
            assert not (span.start and text[span.start - 1].isalnum() and text[span.start].isalnum()), span
            assert not (span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum()), span

    def test_has_its_headings_right_before_their_answers(self, path: Path) -> None:
        reading, document = gold_of(path)
        for section in reading.sections:
            if section.heading is not None:
                assert plain(section.heading) in plain(document.text[: section.span.start])

    def test_has_sections_that_do_not_overlap(self, path: Path) -> None:
        spans = sorted(section.span for section in gold_of(path)[0].sections)
        assert not [pair for pair in pairwise(spans) if pair[0].overlap(pair[1])]

    def test_says_each_thing_once(self, path: Path) -> None:
        reading, _ = gold_of(path)
        places = [(row.span, row.target, row.stance) for row in reading.positions]
        assert len(set(places)) == len(places)
        for parts in (reading.references, reading.organisations):
            assert len({part.span for part in parts}) == len(parts)

    def test_names_proposals_of_the_codebook_by_one_label(self, path: Path) -> None:
        codebook = path.parent.parent / "codebook.ttl"
        ids = {literal.value for _, literal in texts(codebook, t.NOTATION)}
        for row in gold_of(path)[0].positions:
            assert row.target.strip()
            assert row.proposal is None or row.proposal in ids

    def test_is_marked_synthetic_in_the_example_round_only(self, path: Path) -> None:
        assert gold_of(path)[0].synthetic is path.is_relative_to(EXAMPLE)


@FOLDERS
class TestCodebook:
    def test_proposals_are_named_by_their_notation(self, folder: Path) -> None:
        book = folder / "codebook.ttl"
        proposals = subjects(book, t.PROPOSAL)
        notations = dict(texts(book, t.NOTATION))
        assert set(notations) == proposals
        for proposal, notation in notations.items():
            assert proposal.value == f"{DEFAULT_BASE}proposal/VN-37864-2025.{notation.value}"
            assert slug(notation.value) == notation.value

    def test_proposals_have_one_name_in_each_language(self, folder: Path) -> None:
        book = folder / "codebook.ttl"
        labels = texts(book, t.PREF_LABEL)
        for proposal in subjects(book, t.PROPOSAL):
            assert sorted(label.language for subject, label in labels if subject == proposal) == sorted(LANGUAGES)

    def test_no_two_proposals_share_a_name(self, folder: Path) -> None:
        labels = [label for _, label in texts(folder / "codebook.ttl", t.PREF_LABEL)]
        assert len(set(labels)) == len(labels)

    def test_proposals_hang_on_questions_of_the_consultation(self, folder: Path) -> None:
        asked = subjects(folder / "consultation.ttl", t.QUESTION)
        assert {quad.object for quad in triples(folder / "codebook.ttl") if quad.predicate == t.HAS_QUESTION} <= asked

    def test_its_size_is_the_readme_s(self, folder: Path) -> None:
        counted = re.search(r"(\d+) proposals", (folder / "README.md").read_text("utf-8"))
        if folder == REAL:
            assert int(counted[1]) == len(subjects(folder / "codebook.ttl", t.PROPOSAL))
        else:
            assert triples(folder / "codebook.ttl") == triples(REAL / "codebook.ttl")


class TestConsultation:
    def test_the_real_round_is_as_asked(self) -> None:
        [consultation] = subjects(REAL / "consultation.ttl", t.CONSULTATION)
        said = {
            (quad.predicate, quad.object) for quad in triples(REAL / "consultation.ttl") if quad.subject == consultation
        }
        assert consultation.value == f"{DEFAULT_BASE}consultation/VN-37864-2025"
        assert said >= {
            (t.IDENTIFIER, Literal("VN/37864/2025")),
            (t.REQUESTER, NamedNode(f"{DEFAULT_BASE}organisation/tyo-ja-elinkeinoministerio")),
            (t.REQUEST_DATE, Literal("2025-12-18", datatype=t.DATE)),
            (t.DEADLINE, Literal("2026-02-18", datatype=t.DATE)),
            (t.WEB_ID, Literal("9b3f83e8-4130-4ad6-8563-27eec70e5aac")),
        }

    @FOLDERS
    def test_titles_and_questions_are_in_three_languages(self, folder: Path) -> None:
        description = folder / "consultation.ttl"
        titles = texts(description, t.TITLE)
        for subject in subjects(description, t.CONSULTATION) | subjects(description, t.QUESTION):
            assert {title.language for named, title in titles if named == subject} == LANGUAGES

    def test_questions_stand_in_the_vantaa_statement_in_order(self) -> None:
        description = REAL / "consultation.ttl"
        orders = {subject: int(order.value) for subject, order in texts(description, t.ORDER)}
        worded = {subject: title.value for subject, title in texts(description, t.TITLE) if title.language == "fi"}
        questions = [worded[subject] for subject in sorted(orders, key=orders.__getitem__)]
        headings = [s.heading for s in gold_of(REAL / "statements" / "vantaan-kaupunki.txt")[0].sections if s.heading]
        assert [plain(question) for question in questions] == [plain(heading) for heading in headings]
        assert list(orders.values()) == list(range(1, 7))

    @FOLDERS
    def test_questions_are_named_by_their_wording(self, folder: Path) -> None:
        description = folder / "consultation.ttl"
        for subject, title in texts(description, t.TITLE):
            if title.language == "fi" and subject in subjects(description, t.QUESTION):
                assert subject.value == f"{DEFAULT_BASE}question/VN-37864-2025.{slug(title.value)}"

    def test_only_the_example_round_is_marked_synthetic(self) -> None:
        assert texts(REAL / "consultation.ttl", t.SYNTHETIC) == []
        assert [flag for _, flag in texts(EXAMPLE / "consultation.ttl", t.SYNTHETIC)] == [Literal(True)]

    def test_the_example_round_says_so_in_its_readme(self) -> None:
        assert "SYNTHETIC" in (EXAMPLE / "README.md").read_text("utf-8").splitlines()[0]

    def test_the_real_documents_name_the_web_address_of_the_round(self) -> None:
        """What ties the second document to its round although it bears no case number."""
        text = document_of(REAL / "statements" / "mantta-vilppulan-kaupunki.txt").text
        assert "9b3f83e8-4130-4ad6-8563-27eec70e5aac" in text
        assert "VN/37864/2025" not in text


def test_the_sections_of_vantaa_are_seven() -> None:
    sections = gold_of(REAL / "statements" / "vantaan-kaupunki.txt")[0].sections
    assert [section.heading is None for section in sections] == [True] + [False] * 6
    assert sections[0].span == Span(1, 534)
