"""IRIs are made of real identifiers: official ones as their publishers write them, ours below the user's base."""

from __future__ import annotations

import csv
import re
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from seed_files import ROOT

from kannat.errors import UsageError
from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE, RESPONDENTS_LENGTH, Names, provision_iri
from kannat.model import ReferenceKind, Span, codes

NAMES = Names()
SHA256 = "aa2c32ce8274a31cc9da153b929ff26c12b6256f398002227e01c734ddcbcb14"
FINLEX_VECTORS = ROOT.parent / "shared" / "oracles" / "finnish_ids" / "finlex_uri_vectors.csv"
ACT = NamedNode("http://data.finlex.fi/eli/sd/2000/29")


class TestBase:
    @pytest.mark.parametrize("base", ["https://example.org/kannat/", "https://example.org/id#", "urn:kannat:"])
    def test_is_the_user_s(self, base: str) -> None:
        assert Names(base).statement("x").value == f"{base}statement/x"

    @pytest.mark.parametrize("base", ["", "kannat/", "https://example.org/id", "https://example.org/a b/", "http://["])
    def test_that_names_cannot_be_added_to_is_refused(self, base: str) -> None:
        with pytest.raises(UsageError, match="absolute address that ends with /"):
            Names(base)


@pytest.mark.parametrize(
    ("name", "local"),
    [
        (NAMES.authorities_graph, "graph/authorities"),
        (NAMES.consultation("VN-37864-2025"), "consultation/VN-37864-2025"),
        (NAMES.codebook("VN-37864-2025"), "codebook/VN-37864-2025"),
        (NAMES.question("VN-37864-2025.muut"), "question/VN-37864-2025.muut"),
        (NAMES.proposal("VN-37864-2025", "viron-malli"), "proposal/VN-37864-2025.viron-malli"),
        (NAMES.organisation("092"), "organisation/092"),
        (NAMES.actor("työvoimaviranomainen"), "actor/tyovoimaviranomainen"),
        (NAMES.document(SHA256), f"document/{SHA256}"),
        (NAMES.statement("VN-1-2025.092.aa2c32ce8274"), "statement/VN-1-2025.092.aa2c32ce8274"),
        (NAMES.part("passage", "k", Span(3, 14)), "passage/k.3-14"),
        (NAMES.of_statement("reading", "k"), "reading/k"),
        (NAMES.of_statement("position", "k", "viron-malli", "supports"), "position/k.viron-malli.supports"),
    ],
)
def test_names_are_flat_below_the_base(name: NamedNode, local: str) -> None:
    assert name.value == DEFAULT_BASE + local


def test_nothing_is_named_without_a_key() -> None:
    with pytest.raises(ValueError, match="consultation without a key"):
        NAMES.consultation("")


class TestStatementKey:
    def test_is_consultation_respondent_and_start_of_the_hash(self) -> None:
        assert NAMES.statement_key("VN-37864-2025", ("092",), SHA256) == "VN-37864-2025.092.aa2c32ce8274"

    def test_of_a_joint_statement_names_all(self) -> None:
        assert (
            NAMES.statement_key("VN-1-2025", ("sak", "sttk", "akava"), SHA256)
            == "VN-1-2025.sak+sttk+akava.aa2c32ce8274"
        )

    def test_of_many_respondents_names_the_first_and_counts_the_others(self) -> None:
        keys = tuple(f"jarjesto-{number}" for number in range(60))
        assert NAMES.statement_key("VN-1-2025", keys, SHA256) == "VN-1-2025.jarjesto-0+59.aa2c32ce8274"

    def test_of_one_long_name_is_whole(self) -> None:
        key = "x" * (RESPONDENTS_LENGTH + 9)
        assert NAMES.statement_key("c", (key,), SHA256) == f"c.{key}.aa2c32ce8274"

    @given(st.lists(st.from_regex(r"[a-z0-9-]{1,89}", fullmatch=True), min_size=1, max_size=50))
    def test_fits_a_file_name(self, keys: list[str]) -> None:
        assert len(NAMES.statement_key("VD-8455-00.04.03-2025", tuple(keys), SHA256)) <= 200


class TestOfficialDocuments:
    @pytest.mark.parametrize(
        ("number", "address"),
        [
            ("380/2023", "http://data.finlex.fi/eli/sd/2023/380"),
            ("306/2019", "http://data.finlex.fi/eli/sd/2019/306"),
            ("39/1889", "http://data.finlex.fi/eli/sd/1889/39"),
            ("39-001/1889", "http://data.finlex.fi/eli/sd/1889/39"),
        ],
    )
    def test_an_act_has_its_finlex_address(self, number: str, address: str) -> None:
        assert NAMES.official_document(ReferenceKind.STATUTE, number).value == address

    @pytest.mark.parametrize(
        ("kind", "target", "local"),
        [
            (ReferenceKind.BILL, "HE 109/2025 vp", "HE-109-2025-vp"),
            (ReferenceKind.COMMITTEE_DOCUMENT, "StVM 27/2025 vp", "StVM-27-2025-vp"),
            (ReferenceKind.CASE_FILE, "VN/37864/2025", "VN-37864-2025"),
            (ReferenceKind.CASE_FILE, "VD/8455/00.04.03/2025", "VD-8455-00.04.03-2025"),
            (ReferenceKind.CASE_FILE, "225/2022", "225-2022"),
            (ReferenceKind.PROJECT, "STM040:00/2025", "STM040-00-2025"),
            (ReferenceKind.EU_ACT, "(EU) 2016/679", "EU-2016-679"),
            (ReferenceKind.TREATY, "SopS 59/1991", "SopS-59-1991"),
            (ReferenceKind.CASE_LAW, "KKO 2020:15", "KKO-2020-15"),
            (ReferenceKind.STATUTE, "258/66", "258-66"),
            (ReferenceKind.STATUTE, "\u0663\u0668\u0660/2023", "2023"),
        ],
    )
    def test_any_other_is_named_below_the_base(self, kind: ReferenceKind, target: str, local: str) -> None:
        assert NAMES.official_document(kind, target).value == f"{DEFAULT_BASE}official/{local}"

    def test_one_without_a_latin_letter_or_digit_has_a_name_all_the_same(self) -> None:
        assert re.fullmatch(r".*official/[0-9a-f]{8}", NAMES.official_document(ReferenceKind.TREATY, "條約").value)


class TestProvisions:
    @pytest.mark.parametrize(
        ("provision", "path"),
        [
            ("5 luku", "/luku/5"),
            ("5 luku 25 §", "/luku/5/pykala/25"),
            ("9 luku 1 § 1 mom.", "/luku/9/pykala/1/momentti/1"),
            ("5 luku 25 § 1 mom. 2 kohta", "/luku/5/pykala/25/momentti/1/kohta/2"),
            ("17 §", "/pykala/17"),
            ("14 § 4 mom.", "/pykala/14/momentti/4"),
            ("5 § 2 kohta", "/pykala/5/kohta/2"),
            ("26 a §", "/pykala/26a"),
            ("26a §", "/pykala/26a"),
            ("12 a luku 3 c §", "/luku/12a/pykala/3c"),
        ],
    )
    def test_of_an_act_have_finlex_addresses(self, provision: str, path: str) -> None:
        assert provision_iri(ACT, provision) == NamedNode(ACT.value + path)

    @pytest.mark.parametrize(
        "provision",
        [
            "",
            "22–25 §",
            "1–2 §",
            "6 ja 7 §",
            "5 art. 1 kohta",
            "§ 5",
            "5",
            "5 §:n 2 momentti",
            "1 mom.",
            "1 § 9 luku",
            "1 mom. 1 §",
            "vrt. 5 §",
            "5 § ja muualla",
            "5 luku ",
            "26 A §",
        ],
    )
    def test_of_no_known_form_have_none(self, provision: str) -> None:
        """Half of a provision would be an address of something else."""
        assert provision_iri(ACT, provision) is None

    def test_of_other_documents_have_none(self) -> None:
        assert provision_iri(NAMES.official_document(ReferenceKind.EU_ACT, "(EU) 2016/679"), "5 §") is None


def vectors(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["reference"], row["eli_uri"]) for row in csv.DictReader(lines)]


@pytest.mark.skipif(
    not FINLEX_VECTORS.is_file(), reason="the published vectors lie in ../shared/oracles, outside the project"
)
def test_agrees_with_the_published_finlex_vectors() -> None:
    """Ours name the act itself, so what follows (a dated, enacted or consolidated version) is left off."""
    rows = vectors(FINLEX_VECTORS)
    assert len(rows) >= 7
    for reference, eli in rows:
        number, chapter, section = re.match(r"(\d+/\d+)(?: ch (\d+))?(?: sec (\d+))?", reference).groups()
        address = NAMES.official_document(ReferenceKind.STATUTE, number)
        if chapter and section:
            address = provision_iri(address, f"{chapter} luku {section} §")
        assert address.value == re.sub(r"/(ajantasa|alkup)(/\d+)?$", "", eli)


def test_no_code_s_concept_is_also_a_class_or_property() -> None:
    terms = {value for value in vars(t).values() if isinstance(value, NamedNode)}
    kinds = [value for value in vars(codes).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    concepts = [t.concept(code) for kind in kinds for code in kind]
    assert len(set(concepts)) == len(concepts)
    assert not terms.intersection(concepts)


def test_an_unknown_prefix_is_no_term() -> None:
    with pytest.raises(KeyError):
        t.term("nowhere:thing")
