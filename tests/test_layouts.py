"""Layouts are told by their data, and their data is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kannat.errors import MalformedData
from kannat.reading import data, layouts
from kannat.reading.layouts import GENERAL, recognise
from kannat.reading.wordings import wordings
from tests.seed_files import EXAMPLE, REAL

LAYOUTS = {
    EXAMPLE / "statements/02-hiidenmaan-hyvinvointialue.txt": "serviceExport",
    EXAMPLE / "statements/03-havukosken-kunta.txt": "decisionItem",
    EXAMPLE / "statements/07-esimerkkijarjestot-tiedote.txt": "pressRelease",
    EXAMPLE / "statements/09-norrskata-stad.txt": "letter",
    EXAMPLE / "statements/12-valmennuspolku-esimerkki.txt": "mailedForm",
    EXAMPLE / "statements/15-lehtokankaan-kunta.txt": "webPage",
    REAL / "statements/mantta-vilppulan-kaupunki.txt": "decisionItem",
    REAL / "statements/vantaan-kaupunki.txt": GENERAL,
}


@pytest.mark.parametrize(("path", "layout"), LAYOUTS.items(), ids=[path.stem for path in LAYOUTS])
def test_the_layout_of_a_statement_is_recognised(path: Path, layout: str) -> None:
    assert recognise(path.read_text(encoding="utf-8")).id == layout


def test_every_layout_has_a_name_of_its_own() -> None:
    names = [layout.id for layout in layouts.layouts()]
    assert len(names) == len(set(names))
    assert GENERAL not in names


@pytest.mark.parametrize(
    ("text", "option"),
    [("Kyllä", "yes"), ("Kyllä, osittain", "partly_yes"), ("Ei.", "no"), ("Nej", "no"), ("No opinion", "none")],
)
def test_options_of_closed_questions_are_known(text: str, option: str) -> None:
    assert wordings().option(text) == option


def test_a_sentence_is_no_option() -> None:
    assert wordings().option("Ei ole syytä muuttaa lakia.") is None


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ('id = "x"\npriority = 1\n', "no 'recognise'"),
        ('id = "x"\npriority = 1\n[recognise]\nall = ["("]\n', "not a regular expression"),
        ('id = "x"\npriority = 1\n[recognise]\n[text]\nstarts = "middle"\n', "starts: 'middle'"),
        ('id = "x"\npriority = 1\n[recognise]\n[text]\nsplit_headings = ["a"]\n', "without"),
    ],
)
def test_a_slip_in_a_layout_is_named_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slip: str, says: str
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/mine.toml").write_text(slip, encoding="utf-8")
    monkeypatch.setattr(data, "folder", lambda name: tmp_path)
    monkeypatch.setattr(layouts, "folder", lambda name: tmp_path)
    with pytest.raises(MalformedData, match=says) as error:
        layouts.layouts.__wrapped__()
    assert "ingest/layouts/mine.toml" in str(error.value)
