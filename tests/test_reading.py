"""Whole documents read from end to end."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from seed_files import EXAMPLE, REAL, ROOT, STATEMENTS, described, document_of, gold_of, name_of

from kannat.model import Consultation, Document, MatchEvidence, Outcome, ReadingMethod, Stance, Status
from kannat.reading import default_reader, read

VANTAA = REAL / "statements/vantaan-kaupunki.txt"
MANTTA = REAL / "statements/mantta-vilppulan-kaupunki.txt"


@pytest.fixture(scope="module")
def consultations() -> tuple[Consultation, ...]:
    return described(REAL)


class TestSeeds:
    def test_vantaa_is_read_whole(self, consultations: tuple[Consultation, ...]) -> None:
        reading = read(document_of(VANTAA), consultations)
        assert reading.consultation.key == "VN-37864-2025"
        assert reading.status is Status.GIVEN
        assert reading.outcome is Outcome.POSITIONS_FOUND
        assert len(reading.sections) == 7
        assert [section.question is not None for section in reading.sections] == [False] + [True] * 6
        assert {"VD/8455/00.04.03/2025"} == set(reading.identifiers)
        assert {"380/2023", "VN/37864/2025", "VD/8455/00.04.03/2025"} <= {r.target for r in reading.references}
        assert len(reading.positions) > 40

    def test_mantta_vilppula_has_no_position_and_lands_on_the_same_consultation(
        self, consultations: tuple[Consultation, ...]
    ) -> None:
        reading = read(document_of(MANTTA), consultations)
        assert reading.status is Status.ATTACHMENT_MISSING
        assert reading.positions == ()
        assert reading.outcome is Outcome.NO_STANCE_FOUND
        assert reading.consultation.key == "VN-37864-2025"
        assert MatchEvidence.WEB_ADDRESS in reading.consultation.evidence
        assert MatchEvidence.CASE_NUMBER not in reading.consultation.evidence
        assert [respondent.name for respondent in reading.respondents] == ["Mänttä-Vilppulan kaupunki"]

    def test_positions_name_proposals_of_the_codebook(self, consultations: tuple[Consultation, ...]) -> None:
        reading = read(document_of(VANTAA), consultations)
        known = {proposal.id for proposal in consultations[0].codebook}
        matched = [position for position in reading.positions if position.proposal is not None]
        assert {position.proposal for position in matched} <= known
        assert all(position.score is not None for position in matched)
        assert "hyvinvointialueen-portinvartijarooli" in {position.proposal for position in matched}
        opposed = {position.proposal for position in matched if position.stance is Stance.OPPOSES}
        assert "valmennusten-tarkempi-saantely" in opposed


@pytest.mark.parametrize("path", STATEMENTS, ids=name_of)
class TestEveryStatement:
    def test_every_span_lies_in_the_text_and_holds_words(self, path: Path) -> None:
        document = document_of(path)
        reading = read(document)
        spans = [
            *(s.span for s in reading.sections),
            *(p.span for p in reading.positions),
            *(reason for p in reading.positions for reason in p.reasons),
            *(r.span for r in reading.references),
            *(o.span for o in reading.organisations),
        ]
        for span in spans:
            assert span.end <= len(document.text)
            assert span.of(document.text) == span.of(document.text).strip() != ""

    def test_sentences_read_and_skipped_are_all_sentences(self, path: Path) -> None:
        coverage = read(document_of(path)).coverage
        assert coverage.read + sum(count for _, count in coverage.skipped) == coverage.sentences
        assert coverage.sentences > 0

    def test_status_is_the_gold_one(self, path: Path) -> None:
        gold, document = gold_of(path)
        assert read(document).status is gold.status


class TestAbsence:
    @pytest.mark.parametrize(
        ("text", "outcome"),
        [
            ("Lausunto laista\n\nKunnalla ei ole lausuttavaa asiasta.\n", Outcome.NOTHING_TO_SAY),
            ("Lausunto laista\n\nKunnassa on 4 300 asukasta ja kolme koulua.\n", Outcome.NO_STANCE_FOUND),
            ("Lausunnonantajan lausunto\n\nYleiset huomiot\n\n    -\n\nRahoitus\n\n    -\n", Outcome.EMPTY),
            ("Lausunto laista\n\nKunta kannattaa lakia.\n", Outcome.POSITIONS_FOUND),
        ],
    )
    def test_has_its_reason(self, text: str, outcome: Outcome) -> None:
        assert read(Document("t.txt", "", "text/plain", text)).outcome is outcome

    def test_each_answer_has_one_of_its_own(self) -> None:
        text = (
            "Lausunnonantajan lausunto\n\nYleistä\n\n    -\n\nRahoitus\n\n    Rahaa on lisättävä.\n\n"
            "Muuta\n\n    Ei lausuttavaa.\n"
        )
        sections = read(Document("t.txt", "", "text/plain", text)).sections
        assert [s.outcome for s in sections[1:]] == [
            Outcome.EMPTY,
            Outcome.POSITIONS_FOUND,
            Outcome.NOTHING_TO_SAY,
        ]


class TestStatus:
    @pytest.mark.parametrize(
        ("decision", "status"),
        [
            ("Hyväksyttiin ehdotuksen mukaan.", Status.GIVEN),
            ("Kunnanhallitus päätti panna asian pöydälle.", Status.PROPOSED),
            (None, Status.PROPOSED),
        ],
    )
    def test_a_proposal_is_the_organs_own_only_once_decided(self, decision: str | None, status: Status) -> None:
        text = (
            "Kunnanhallitus 1.2.2026 § 12\n\nEhdotus\n\nKunnanhallitus antaa seuraavan lausunnon:\n\n"
            "Kunta kannattaa lakia. Rahaa on lisättävä. Aikataulua tulee väljentää. Maksua ei tule korottaa.\n\n"
        )
        text += f"Päätös\n\n{decision}\n" if decision else ""
        assert read(Document("t.txt", "", "text/plain", text)).status is status


class TestReader:
    def test_says_who_reads(self) -> None:
        identity = default_reader().identity
        assert (identity.name, identity.version, identity.method) == ("trained", "1", ReadingMethod.TRAINED_MODEL)
        assert len(identity.settings) == 64

    def test_the_callers_language_overrules(self) -> None:
        document = document_of(EXAMPLE / "statements/09-norrskata-stad.txt")
        assert read(document).language == "sv"
        assert read(document, language="fi").language == "fi"

    def test_what_answers_an_invented_consultation_is_marked(self) -> None:
        document = document_of(EXAMPLE / "statements/15-lehtokankaan-kunta.txt")
        assert read(document, described(EXAMPLE)).synthetic
        assert not read(document).synthetic

    def test_invited_respondents_are_no_knowledge(self, consultations: tuple[Consultation, ...]) -> None:
        document = document_of(VANTAA)
        uninvited = tuple(replace(consultation, invited=()) for consultation in consultations)
        assert read(document, consultations) == read(document, uninvited)

    def test_reads_alike_in_every_process(self) -> None:
        code = (
            "import json; from pathlib import Path; import kannat.reading as r;"
            "from kannat.readers import read_document;"
            "from kannat.reading.gold import to_gold;"
            f"print(json.dumps(to_gold(r.read(read_document(Path({str(VANTAA)!r}))))))"
        )
        outputs = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=True,
            ).stdout
            for seed, locale in (("0", "C"), ("4242", "C.UTF-8"))
        }
        assert len(outputs) == 1
