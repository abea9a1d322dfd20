"""The pictures: what they draw is what the questions answer, and anyone can read them, anywhere, on any day."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from compared import CONSULTATION, GraphStore, gold_store
from lxml import etree
from PIL import Image
from pyoxigraph import Literal, Quad
from rounds import gold_quads
from seed_files import ROOT

from kannat.cli.app import run
from kannat.comparison import matrix
from kannat.comparison.tables import ask
from kannat.errors import UnknownName, UsageError
from kannat.graph import terms as t
from kannat.model import Stance
from kannat.pictures import PICTURES, bars, grid, picture
from kannat.pictures.bars import bars_of_proposals, bars_of_types
from kannat.pictures.communities import MINIMUM, communities_of
from kannat.pictures.frame import drawable, lines
from kannat.pictures.grid import grid_of
from kannat.pictures.references import cited
from kannat.pictures.seriation import similar_together
from kannat.pictures.timeline import timeline_of
from kannat.pictures.wording import picture_words
from kannat.summary.material import Material, material

np = pytest.importorskip("numpy")

LANGUAGES = ("fi", "sv", "en")
KAN = "https://w3id.org/kannat/ns#"
PROPOSAL = "valmennusten-tarkempi-saantely"
SVG = "{http://www.w3.org/2000/svg}"
PAYLOADS = [
    "<script>alert(1)</script>",
    '"/><image href="https://example.org/x.png"/>',
    "]]><!-- &lt;b&gt;",
    r"$\frac{1}{2}$ and $x_",
    "\u202eevil\u2066 \x0c\x1b[31m \x00",
    "\U0001f600 漢字",
    "a" * 400,
    "one\ntwo\tthree",
]


@cache
def told() -> Material:
    return material(gold_store("example"), CONSULTATION, "fi")


@cache
def drawn(name: str, format_: str = "svg", language: str = "fi") -> bytes:
    return picture(gold_store("example"), name, CONSULTATION, language, format_, about(name))


def about(name: str) -> str | None:
    return PROPOSAL if name == "groups" else None


def rows(question: str, **parameters: str) -> list[dict[str, Any]]:
    return ask(gold_store("example"), question, consultation=CONSULTATION, **parameters)


def texts(svg: bytes) -> str:
    """All text of an SVG, lines of one label joined by blanks."""
    return " ".join("".join(node.itertext()) for node in etree.fromstring(svg).iter(f"{SVG}text"))


@cache
def poisoned() -> GraphStore:
    known = {t.PREF_LABEL, t.TITLE}
    quads = []
    for number, quad in enumerate(sorted(gold_quads("example"), key=str)):
        if quad.predicate in known and quad.graph_name.value.startswith("https://w3id.org/kannat/id/"):
            text = f"{number} {PAYLOADS[number % len(PAYLOADS)]}"
            value = Literal(text, language=quad.object.language) if quad.object.language else Literal(text)
            quad = Quad(quad.subject, quad.predicate, value, quad.graph_name)
        quads.append(quad)
    return GraphStore(quads)


# What they draw


def test_bars_count_what_the_positions_say() -> None:
    counted = [row for row in rows("positions") if row["counted"]]
    drawn_bars = bars_of_proposals(told().matrix)
    assert len(drawn_bars) == sum(row["takers"] > 0 for row in rows("proposals"))
    for bar in drawn_bars:
        held = [row for row in counted if row["proposal"] == bar.address]
        for stance in Stance:
            holders = {row["respondent"] for row in held if row["stance"] == f"{KAN}{stance}"}
            assert bar.counts.get(stance, 0) == len(holders)
        (row,) = (row for row in rows("proposals") if row["proposal"] == bar.address)
        assert (bar.takers, bar.denominator) == (row["takers"], row["denominator"])


def test_bars_of_types_count_what_the_support_says() -> None:
    (proposal,) = (p.proposal for p in told().matrix.proposals if p.notation == PROPOSAL)
    support = {row["type"].removeprefix(KAN): row for row in rows("support", proposal=PROPOSAL)}
    by_type = {bar.address: bar for bar in bars_of_types(told().matrix, proposal)}
    assert set(support) <= set(by_type)
    for type_, row in support.items():
        assert (by_type[type_].takers, by_type[type_].denominator) == (row["takers"], row["denominator"])
    assert sum(bar.denominator for bar in by_type.values()) == told().matrix.answered


def test_the_matrix_holds_every_proposal_and_respondent_that_speaks() -> None:
    shown = grid_of(told().matrix)
    spoken = {row["proposal"] for row in rows("proposals") if row["takers"]}
    speaking = {row["respondent"] for row in rows("positions") if row["counted"] and row["notation"]}
    assert {one.proposal for one in shown.proposals} == spoken
    assert {one.respondent for one in shown.respondents} == speaking
    assert (shown.all_proposals, shown.all_respondents) == (len(spoken), len(speaking))


def test_one_that_is_on_both_sides_has_a_sign_of_its_own() -> None:
    assert "±" in texts(drawn("matrix")).split()


def test_similar_rows_stand_side_by_side() -> None:
    values = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 0], [0, 1, 1, 1]], dtype=float)
    assert [("a", "d", "b", "c")[i] for i in similar_together(["a", "d", "b", "c"], values)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_rows_come_by_name(count: int) -> None:
    names = ["b", "a"][:count]
    assert [names[i] for i in similar_together(names, np.ones((count, 3)))] == sorted(names)


def test_communities_are_of_those_that_take_sides_each_in_one() -> None:
    found = communities_of(told())
    members = [one for group in found.members for one in group]
    sides = {row["respondent"] for row in rows("leans") if not row["lean"].endswith("neutral")}
    assert len(members) == len(set(members))
    assert set(members) == sides
    assert [len(group) for group in found.members] == sorted(map(len, found.members), reverse=True)


def test_lines_between_respondents_are_rows_of_the_agreement() -> None:
    agreed = {
        (row["first"], row["second"]): (row["same"], row["opposite"])
        for row in rows("agreement", minimum=str(MINIMUM))
        if row["same"] != row["opposite"]
    }
    assert {(line.first, line.second): (line.same, line.opposite) for line in communities_of(told()).lines} == agreed


def test_references_are_the_acts_with_how_many_cite_them() -> None:
    listed = cited(told())
    assert len(listed) == len(rows("acts")) - 1
    shown = texts(drawn("references"))
    assert all(f"n = {row['citingRespondents']}/{row['denominator']}" in shown for row in listed)


def test_the_timeline_counts_the_dated_statements() -> None:
    line = timeline_of(told())
    statements = {row["statement"]: row for row in rows("statements") if not row["status"].endswith("proposed")}
    assert line.statements == len(statements)
    assert line.dated == sum(bool(row["issued"]) for row in statements.values())
    assert line.late == 0
    assert f"{line.dated}/{line.statements}" in texts(drawn("timeline"))


# How they are read


@pytest.mark.parametrize(
    ("name", "language"), [(name, "fi") for name in PICTURES] + [("groups", "sv"), ("groups", "en")]
)
def test_each_has_title_source_number_and_day_of_reading(name: str, language: str) -> None:
    shown = texts(drawn(name, "svg", language))
    words = picture_words(language)
    title = words.word("groups", proposal="") if name == "groups" else words.word(name)
    assert " ".join(lines(title, 78)) in shown
    assert "VN/37864/2025" in shown
    assert "n = 16." in shown
    assert words.word("readUndated", checked=215, positions=215).split()[0] in shown
    assert words.word("synthetic") in shown


def test_the_day_of_reading_is_told_where_readings_bear_it() -> None:
    day = Literal("2026-03-02T00:00:00", datatype=t.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"))
    ended = t.NamedNode("http://www.w3.org/ns/prov#endedAtTime")
    readings = {(q.subject, q.graph_name) for q in gold_quads("example") if q.predicate == t.METHOD}
    store = GraphStore([*gold_quads("example"), *(Quad(one, ended, day, graph) for one, graph in readings)])
    assert "Luettu 2.3.2026" in texts(picture(store, "timeline", CONSULTATION))


@pytest.mark.parametrize("name", PICTURES)
def test_svg_is_one_image_with_a_name_that_fetches_nothing(name: str) -> None:
    root = etree.fromstring(drawn(name))
    assert root.get("role") == "img"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fi"
    assert root.find(f"{SVG}title").text
    assert not list(root.iter(f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject", f"{SVG}a"))
    links = [value for node in root.iter() for key, value in node.attrib.items() if key.endswith("}href")]
    assert all(link.startswith("#") for link in links)


def test_a_stance_is_never_told_by_colour_alone() -> None:
    marks = picture_words("fi").marks
    assert list(marks) == [str(stance) for stance in Stance]
    assert len({mark.colour for mark in marks.values()}) == len({mark.sign for mark in marks.values()}) == len(marks)
    beside = [{marks[stance].hatch for stance in side} for side in (("supports", "supportsWithReservations"),)]
    assert all(len(hatches) == 2 for hatches in beside)


def test_colours_that_stand_beside_each_other_differ_in_grey_too() -> None:
    def grey(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    marks = picture_words("fi").marks
    for one, other in (("supports", "supportsWithReservations"), ("opposes", "concerned")):
        assert abs(grey(marks[one].colour) - grey(marks[other].colour)) > 0.15


@pytest.mark.parametrize("name", ["groups", "timeline"])
def test_png_is_a_picture_without_a_date(name: str) -> None:
    with Image.open(io.BytesIO(drawn(name, "png"))) as image:
        assert image.width == 1500
        assert image.text["Software"].startswith("Kannat ")
        assert set(image.text) == {"Software", "Title"}
        assert len(image.convert("L").getcolors()) > 10


def test_every_phrase_is_there_in_three_languages() -> None:
    data = tomllib.loads((ROOT / "queries" / "pictures.toml").read_text(encoding="utf-8"))
    assert [key for key, texts_ in data["words"].items() if list(texts_) != list(LANGUAGES)] == []


@pytest.mark.parametrize("name", PICTURES)
def test_untrusted_text_is_drawn_and_nothing_else(name: str) -> None:
    data = picture(poisoned(), name, CONSULTATION, "fi", "svg", about(name))
    clean = {node.tag for node in etree.fromstring(drawn(name)).iter()}
    assert {node.tag for node in etree.fromstring(data).iter()} <= clean


def test_untrusted_text_is_drawn_in_png_too() -> None:
    assert picture(poisoned(), "groups", CONSULTATION, "fi", "png", PROPOSAL).startswith(b"\x89PNG")


def test_text_loses_only_what_cannot_be_drawn() -> None:
    assert drawable("$x_1$ <b> & å\n\tb") == "$x_1$ <b> & å b"
    assert drawable("\x00\x1b\u202e漢") == "\N{REPLACEMENT CHARACTER}" * 4


def test_long_labels_are_wrapped_and_cut_short() -> None:
    assert lines("word " * 40, 20, 2) == ["word word word word", "word word word word\N{HORIZONTAL ELLIPSIS}"]
    assert lines("", 20) == [""]


def test_large_rounds_show_what_has_most_positions_and_say_so(monkeypatch) -> None:
    monkeypatch.setattr(bars, "MOST_ROWS", 3)
    shown = texts(picture(gold_store("example"), "stances", CONSULTATION))
    assert "Kuvassa 3/31." in shown
    assert "työkokeilun enimmäiskeston pidentäminen" in shown
    assert "matkakorvaus" not in shown


def test_large_matrices_show_who_has_most_positions_and_say_so(monkeypatch) -> None:
    monkeypatch.setattr(grid, "MOST_COLUMNS", 2)
    shown = texts(picture(gold_store("example"), "matrix", CONSULTATION))
    assert "Kuvassa 2/15." in shown
    assert {one.label for one in grid_of(told().matrix).respondents} == {
        "Koivurannan kaupunki",
        "Ristijoen työllisyysalue",
    }


# The same anywhere


@pytest.mark.parametrize("name", ["stances", "matrix", "network"])
def test_the_same_bytes_whatever_the_order_of_storing(name: str) -> None:
    assert picture(reordered(), name, CONSULTATION, "fi", "svg", about(name)) == drawn(name)


@cache
def reordered() -> GraphStore:
    return GraphStore(reversed(gold_quads("example")))


def test_the_same_bytes_of_a_png() -> None:
    assert picture(reordered(), "timeline", CONSULTATION, "fi", "png") == drawn("timeline", "png")


@pytest.fixture
def store(example_store: str) -> Path:
    return Path(example_store)


def test_the_same_bytes_elsewhere_and_with_settings_of_ones_own(store: Path, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: path\naxes.facecolor: red\n")
    assert run(["picture", "network", "--store", str(store), "-o", str(tmp_path / "here.svg")]) == 0
    strange = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "MATPLOTLIBRC": str(tmp_path)}
    command = [
        sys.executable,
        "-c",
        "from kannat.cli import main; main()",
        "picture",
        "network",
        "--store",
        str(store),
        "-o",
        "there.svg",
    ]
    subprocess.run(command, cwd=tmp_path, env=os.environ | strange, check=True, capture_output=True)
    assert (tmp_path / "there.svg").read_bytes() == (tmp_path / "here.svg").read_bytes()


# Mistakes


def test_a_round_without_statements_is_a_picture_too() -> None:
    quads = [q for q in gold_quads("example") if "/id/statement/" not in q.graph_name.value]
    for name in PICTURES:
        shown = texts(picture(GraphStore(quads), name, CONSULTATION, "fi", "svg", about(name)))
        assert ("Ei mitään piirrettävää." in shown) == (name != "timeline")


def test_a_proposal_without_positions_has_a_picture_too() -> None:
    silent = next(p.notation for p in told().matrix.proposals if p.notation and not p.tally.takers)
    assert "n = 0/6" in texts(picture(gold_store("example"), "groups", CONSULTATION, "fi", "svg", silent))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stance"], "unknown picture 'stance' (did you mean stances"),
        (["groups", "--proposal", "valmennusten-tarkempi"], f"did you mean {PROPOSAL}"),
        (["groups"], "groups needs --proposal"),
        (["stances", "--proposal", PROPOSAL], "stances takes no --proposal"),
        (["stances", "--consultation", "VN/37864/2024"], "did you mean VN/37864/2025?"),
        (["stances", "-o", "nowhere/stances.svg"], "cannot write"),
        (["stances", "-o", "stances.jpg"], "unknown format 'jpg'"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    arguments: list[str], said: str, store: Path, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["picture", *arguments, "--store", str(store)]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_the_plotting_library_the_command_says_what_to_install(store: Path, monkeypatch, capsys) -> None:
    for name in [name for name in sys.modules if name.startswith("kannat.pictures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run(["picture", "stances", "--store", str(store)]) == 2
    assert "pip install 'kannat[pictures]'" in capsys.readouterr().err


def test_another_name_is_an_error() -> None:
    for arguments in (("stanes", "fi", "svg"), ("stances", "de", "svg"), ("stances", "fi", "pdf")):
        name, language, format_ = arguments
        with pytest.raises(UnknownName):
            picture(gold_store("example"), name, CONSULTATION, language, format_)
    with pytest.raises(UsageError):
        picture(gold_store("example"), "groups", CONSULTATION)


def test_the_matrix_of_the_tests_is_the_material_s() -> None:
    assert told().matrix.records() == matrix(gold_store("example"), CONSULTATION).records()
