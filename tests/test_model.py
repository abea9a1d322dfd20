"""The model's values keep their promises by themselves."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kannat import model
from kannat.model import Coverage, Document, Lean, Span, Stance, label_in
from kannat.model.keys import identifier_key, name_key, slug

spans = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
CODE_LISTS = [value for value in vars(model).values() if isinstance(value, type) and issubclass(value, StrEnum)]


class TestSpan:
    @pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (-2, -1)])
    def test_refuses_what_is_no_run_of_text(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match=f"not a span: {start}-{end}"):
            Span(start, end)

    def test_counts_code_points_not_bytes(self) -> None:
        text = "\N{GRINNING FACE}ä\u0301b"
        assert Span(0, 1).of(text) == "\N{GRINNING FACE}"
        assert Span(1, 3).of(text) == "ä\u0301"

    def test_lies_in_the_order_of_the_text(self) -> None:
        assert sorted([Span(5, 9), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(5, 9)]

    @given(spans, spans)
    def test_overlap_is_the_number_of_shared_places(self, one: Span, other: Span) -> None:
        shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
        assert one.overlap(other) == other.overlap(one) == len(shared)

    @given(spans, spans)
    def test_contains_what_it_overlaps_wholly(self, one: Span, other: Span) -> None:
        assert one.contains(other) == (one.overlap(other) == len(other))

    @given(spans, st.text(min_size=70, max_size=80))
    def test_has_the_length_of_its_words(self, span: Span, text: str) -> None:
        assert len(span.of(text)) == len(span)


class TestDocument:
    @pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (24, 2), (25, 3), (1000, 3)])
    def test_knows_the_page_of_an_offset(self, offset: int, page: int) -> None:
        document = Document("a.txt", "0" * 64, "text/plain", "", pages=(0, 10, 25))
        assert document.page_at(offset) == page

    def test_counts_text_before_the_first_page_start_to_page_one(self) -> None:
        assert Document("a.txt", "0" * 64, "text/plain", "", pages=(3, 10)).page_at(0) == 1

    def test_without_a_page_map_knows_no_page(self) -> None:
        assert Document("a.txt", "0" * 64, "text/plain", "text").page_at(2) is None


class TestCoverage:
    def test_tells_what_was_read(self) -> None:
        assert Coverage(10, (("background", 3), ("prompt", 2))).read == 5

    @pytest.mark.parametrize("skipped", [(("noise", 11),), (("noise", 6), ("prompt", 5)), (("noise", -1),)])
    def test_refuses_counts_that_cannot_be(self, skipped: tuple[tuple[str, int], ...]) -> None:
        with pytest.raises(ValueError, match="sentences skipped"):
            Coverage(10, skipped)


class TestLabelIn:
    LABELS = (("en", "support"), ("fi", "tuki"), ("sv", "stöd"))

    @pytest.mark.parametrize(("language", "text"), [("sv", "stöd"), ("en", "support"), ("se", "tuki")])
    def test_prefers_the_language_asked_then_finnish(self, language: str, text: str) -> None:
        assert label_in(self.LABELS, language) == text

    @pytest.mark.parametrize(
        ("labels", "text"),
        [((("en", "b"), ("sv", "a")), "a"), ((("en", "b"), ("se", "c")), "b"), ((("se", "c"),), "c"), ((), "")],
    )
    def test_falls_back_to_whatever_there_is(self, labels: tuple[tuple[str, str], ...], text: str) -> None:
        assert label_in(labels, "fi") == text


class TestCodes:
    @pytest.mark.parametrize(
        ("stance", "lean"),
        [
            (Stance.SUPPORTS, Lean.FOR),
            (Stance.SUPPORTS_WITH_RESERVATIONS, Lean.FOR),
            (Stance.CONCERNED, Lean.AGAINST),
            (Stance.OPPOSES, Lean.AGAINST),
            (Stance.NO_POSITION, Lean.NEUTRAL),
        ],
    )
    def test_every_stance_leans(self, stance: Stance, lean: Lean) -> None:
        assert stance.lean is lean

    def test_no_code_stands_in_two_lists(self) -> None:
        """They share one namespace: a code in two lists would be one concept with two meanings."""
        for one, other in combinations(CODE_LISTS, 2):
            assert not {*map(str, one)} & {*map(str, other)}, (one, other)


class TestValues:
    @pytest.mark.parametrize(
        "value", [v for v in vars(model).values() if isinstance(v, type) and dataclasses.is_dataclass(v)]
    )
    def test_are_frozen_and_slotted(self, value: type) -> None:
        assert value.__dataclass_params__.frozen
        assert "__slots__" in vars(value)

    def test_all_names_exactly_what_the_room_gives(self) -> None:
        public = {name for name, value in vars(model).items() if getattr(value, "__module__", "").startswith("kannat")}
        assert public - {"Labels"} <= set(model.__all__)
        assert sorted(model.__all__) == model.__all__
        assert all(hasattr(model, name) for name in model.__all__)


class TestSlug:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Työ- ja elinkeinoministeriö", "tyo-ja-elinkeinoministerio"),
            ("Kristinestads stad / Kristiinankaupunki", "kristinestads-stad-kristiinankaupunki"),
            ("Sámediggi, Đuođđar, Ŋárga, Ŧ, Ǯ, Ǥ", "samediggi-duoddar-narga-t-z-g"),
            ("Õhtu Šokk Žürii", "ohtu-sokk-zurii"),
            ("Straße", "strasse"),
            ("Ørsted Æsop Œuvre Þór Łódź", "orsted-aesop-oeuvre-thor-lodz"),
            ("Ǿ Ǽ", "o-ae"),
            ("Kunta–valtio · 26–26 a §", "kunta-valtio-26-26-a"),
            ("½ prosenttia", "1-2-prosenttia"),
            ("lausun\u00adto\u200b", "lausunto"),
            ("a\u00a0b\u2003c", "a-b-c"),
            ("\N{MATHEMATICAL BOLD CAPITAL A}bc", "abc"),
            ("  --VN/37864/2025--  ", "vn-37864-2025"),
            ("Москва ry", "ry"),
            ("Москва", ""),
            ("", ""),
        ],
    )
    def test_is_ascii_words_joined_by_hyphens(self, text: str, expected: str) -> None:
        assert slug(text) == expected

    def test_is_cut_at_a_word(self) -> None:
        assert slug("kunta " * 30) == "-".join(["kunta"] * 13)

    def test_is_cut_within_a_word_that_fills_it(self) -> None:
        assert slug("lyhyt " + "x" * 200) == "lyhyt-" + "x" * 74

    def test_of_eighty_characters_is_whole(self) -> None:
        assert slug("x" * 80) == "x" * 80

    def test_is_the_same_for_composed_and_decomposed_letters(self) -> None:
        assert slug("a\u0308iti") == slug("äiti") == "aiti"

    @given(st.text())
    def test_is_of_a_known_form_for_any_text(self, text: str) -> None:
        name = slug(text)
        assert len(name) <= 80
        assert all(
            word and word.isascii() and word.isalnum() and word == word.lower() for word in name.split("-") if name
        )

    @given(st.text())
    def test_of_a_slug_is_itself(self, text: str) -> None:
        assert slug(slug(text)) == slug(text)


class TestNameKey:
    @pytest.mark.parametrize("name", ["Työ- ja elinkeinoministeriö", "Norrskata stad", "112 ry", "x" * 80])
    def test_is_the_slug_where_that_is_enough(self, name: str) -> None:
        assert name_key(name) == slug(name)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("kunnan " * 20 + "tehtävä", "kunnan " * 20 + "vastuu"),
            ("Москва", "Киев"),
            ("Москва ry", "Киев ry"),
            ("東京", "大阪"),
            ("Москва ry", "ry"),
        ],
    )
    def test_tells_names_apart_that_share_a_slug(self, one: str, other: str) -> None:
        assert slug(one) == slug(other)
        assert name_key(one) != name_key(other)

    @pytest.mark.parametrize(
        "variant", ["Viron malli", "VIRON  MALLI", "viron malli.", "\u201dViron malli\u201d", "viron\nmalli"]
    )
    def test_is_one_for_names_that_differ_in_case_and_punctuation(self, variant: str) -> None:
        assert name_key(variant) == "viron-malli"

    def test_is_one_for_other_scripts_too(self) -> None:
        assert name_key("МОСКВА, ry") == name_key("Москва ry") != "ry"

    def test_of_a_number_is_no_municipality_code(self) -> None:
        assert name_key("092").startswith("092-")

    @given(st.text())
    def test_is_never_empty(self, text: str) -> None:
        assert name_key(text).strip("-")


class TestIdentifierKey:
    @pytest.mark.parametrize(
        ("identifier", "expected"),
        [
            ("VN/37864/2025", "VN-37864-2025"),
            ("VD/8455/00.04.03/2025", "VD-8455-00.04.03-2025"),
            ("TRE:3663/00.01.07/2017", "TRE-3663-00.01.07-2017"),
            ("HEL 2025-009935", "HEL-2025-009935"),
            ("STM040:00/2025", "STM040-00-2025"),
            ("(EU) 2016/679", "EU-2016-679"),
            ("HE 109/2025 vp", "HE-109-2025-vp"),
            ("  VN/1/2025 ", "VN-1-2025"),
            ("Äbc/1", "Abc-1"),
            ("///", ""),
        ],
    )
    def test_keeps_case_and_dots(self, identifier: str, expected: str) -> None:
        assert identifier_key(identifier) == expected
