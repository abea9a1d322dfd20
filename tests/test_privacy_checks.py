"""When the checks of privacy may be left out: whatever they find, their filters let through."""

from __future__ import annotations

import random
import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import URIRef

from kannat.validation import load_shapes
from kannat.validation.report import SHAPES

SHAPES_LOADED = load_shapes()
CHECKS = ("privacy-email", "privacy-identity-code", "privacy-phone")
PIECES = (
    *("+358", "00358", "00 358", "+46", "040", "(09)", "0295", "0", "8", "123", "4567", "12345", "1234567-8"),
    *(
        "puh.",
        "Puhelin:",
        "tfn",
        "gsm",
        "matti",
        "meikalainen",
        "esimerkki",
        "fi",
        "com",
        "piste",
        "131052-308T",
        "010199A123X",
    ),
    *("@", "(at)", "[ät]", " at ", " ät ", "(a)", "miukumauku", ".", ",", "-", "+", "A", "/", "(", ")", ":", "§"),
    *(" ", " ", " ", "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}", "\N{NARROW NO-BREAK SPACE}", "\n", "\t"),
)


def texts(seed: int, count: int = 4000) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(PIECES, k=chance.randint(2, 9))) for _ in range(count)]


def lets_through(check: str, text: str) -> bool:
    patterns = SHAPES_LOADED.graph.objects(URIRef(SHAPES + check), URIRef(SHAPES + "onlyAmong"))
    return any(re.search(str(pattern), text.casefold()) for pattern in patterns)


@pytest.mark.parametrize("check", CHECKS)
def test_whatever_a_check_finds_its_filter_lets_through(check: str) -> None:
    written = dict(enumerate(texts(seed=2024)))
    property_ = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    store = Store()
    store.extend(Quad(NamedNode(f"urn:x:{n}"), property_, Literal(text)) for n, text in written.items())
    solutions = store.query(SHAPES_LOADED.questions[check])
    assert isinstance(solutions, QuerySolutions)
    found = [written[int(row["value"].value.rpartition(":")[2])] for row in solutions]
    assert found
    assert [text for text in found if not lets_through(check, text)] == []


def test_no_filter_lets_an_ordinary_text_through() -> None:
    ordinary = (
        "Hyvinvointialue kannattaa 4 §:ää (380/2023), joka tulisi voimaan 1.1.2026; ks. HE 109/2025 vp ja s. 12–14."
    )
    assert [check for check in CHECKS if lets_through(check, ordinary)] == []
