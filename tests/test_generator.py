"""The generator of rounds: realistic, sound, the same every time."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from seed_files import ROOT

from benchmarks.generate import generate
from kannat.graph import terms as t
from kannat.graph.quads import canonical_hash
from kannat.model import Stance
from kannat.model.keys import slug


def test_passages_are_true() -> None:
    for reading, document in generate(30).statements:
        text = document.text
        for position in reading.positions:
            assert position.target in position.span.of(text)
            assert all(reason.of(text).endswith(".") for reason in position.reasons)
        for reference in reading.references:
            assert reference.span.of(text) == reference.target
        for mention in reading.organisations:
            assert mention.span.of(text) == mention.name


def test_positions_lie_inside_their_answers() -> None:
    for reading, _ in generate(30).statements:
        for position in reading.positions:
            assert any(section.question and section.span.contains(position.span) for section in reading.sections)


def test_a_statement_has_about_270_triples() -> None:
    made = generate(100)
    quads = list(made.statement_quads())
    assert 240 <= len(quads) / 100 <= 310
    assert len(set(quads)) == len(quads)


def test_everything_is_marked_synthetic() -> None:
    made = generate(20)
    assert made.consultation.synthetic
    assert all(reading.synthetic for reading, _ in made.statements)
    assert sum(quad.predicate == t.SYNTHETIC for quad in made.quads()) == 21


def test_every_stance_occurs_and_respondents_differ() -> None:
    made = generate(300)
    assert {p.stance for reading, _ in made.statements for p in reading.positions} == set(Stance)
    assert len({slug(reading.respondents[0].name) for reading, _ in made.statements}) == 300
    assert len({reading.respondents[0].type for reading, _ in made.statements}) == 8


@pytest.mark.parametrize("size", [600, 1200])
def test_names_stay_apart_in_large_rounds(size: int) -> None:
    names = [reading.respondents[0].name for reading, _ in generate(size, proposals=3).statements]
    assert len({slug(name) for name in names}) == size


@pytest.mark.parametrize("proposals", [1, 48, 150])
def test_the_codebook_has_the_size_asked_for(proposals: int) -> None:
    made = generate(2, proposals)
    assert len({proposal.id for proposal in made.consultation.codebook}) == proposals


def test_another_seed_gives_another_round() -> None:
    assert canonical_hash(generate(5, seed=1).quads()) != canonical_hash(generate(5, seed=2).quads())


def test_the_same_on_every_run() -> None:
    program = (
        "from benchmarks.generate import generate\n"
        "from kannat.graph.quads import canonical_hash\n"
        "print(canonical_hash(generate(8).quads()))"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert hashes == {canonical_hash(generate(8).quads()).encode() + b"\n"}
