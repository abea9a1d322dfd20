"""The authorities: every row sound, every name known in all its forms, and the page that tells how to add one true."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kannat.errors import MalformedData, UnknownName
from kannat.model import OrganisationType
from kannat.reading import authorities as module
from kannat.reading import data
from kannat.reading.authorities import Authorities, load_authorities
from kannat.resources import folder

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extend-authorities.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    return load_authorities()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data of `ingest/`, to be changed."""
    ingest = tmp_path / "ingest"
    shutil.copytree(folder("ingest"), ingest)
    monkeypatch.setattr(data, "folder", lambda name: ingest)
    load_authorities.cache_clear()
    yield ingest
    load_authorities.cache_clear()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Vantaan kaupunki", "092"),
        ("Vantaan kaupungille", "092"),
        ("Vantaa", "092"),
        ("VANTAAN KAUPUNKI", "092"),
        ("Mänttä-Vilppulan kaupunki", "508"),
        ("Vasa stad", "905"),
        ("City of Vantaa", "092"),
        ("Kela", "kansanelakelaitos"),
        ("Kelalle", "kansanelakelaitos"),
        ("KT:n", "kunta-ja-hyvinvointialuetyonantajat-kt"),
        ("SOSTEn", "soste-suomen-sosiaali-ja-terveys-ry"),
        ("KEHA-keskuksen", "keha-keskus"),
        ("työ- ja elinkeinoministeriöltä", "tyo-ja-elinkeinoministerio"),
        ("Työ- ja elin-\nkeinoministeriö", "tyo-ja-elinkeinoministerio"),
        ("Arbets- och näringsministeriets", "tyo-ja-elinkeinoministerio"),
        ("korkeimman hallinto-oikeuden", "korkein-hallinto-oikeus"),
        ("Suomen Yrittäjien", "suomen-yrittajat-ry"),
        ("Koivurannan kaupunki", ""),
        ("om", ""),
        ("", ""),
    ],
)
def test_key_of(authorities: Authorities, name: str, key: str) -> None:
    assert authorities.key_of(name) == key


def test_every_organisation_is_found_by_each_of_its_finnish_names(authorities: Authorities) -> None:
    lost = [
        (organisation.key, text)
        for organisation in authorities.organisations.values()
        for language, text in (*organisation.names, *organisation.alternative)
        if language == "fi" and authorities.key_of(text) != organisation.key
    ]
    assert lost == []


def test_every_ministry_is_there_in_three_languages(authorities: Authorities) -> None:
    ministries = [o for o in authorities.organisations.values() if o.type is OrganisationType.MINISTRY]
    assert len(ministries) == 12
    assert all({language for language, _ in o.names} == {"fi", "sv", "en"} for o in ministries)


def test_the_21_wellbeing_services_counties_and_hus_are_there(authorities: Authorities) -> None:
    counties = [o for o in authorities.organisations.values() if o.type is OrganisationType.WELLBEING_SERVICES_COUNTY]
    assert len(counties) == 22


def test_municipalities_bear_their_code_as_key(authorities: Authorities) -> None:
    municipalities = [o for o in authorities.organisations.values() if o.type is OrganisationType.MUNICIPALITY]
    assert len(municipalities) > 300
    assert all(re.fullmatch(r"\d{3}", o.key) and o.source for o in municipalities)


def test_no_organisation_of_the_invented_round_is_there(authorities: Authorities) -> None:
    description = (ROOT / "seeds/example-round/consultation.ttl").read_text(encoding="utf-8")
    invented = set(re.findall(r"^organisation:(\S+) a org:", description, re.MULTILINE))
    assert invented
    assert invented.isdisjoint(authorities.organisations)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("kuntalaki", "410/2015"),
        ("Laki työvoimapalvelujen järjestämisestä", "380/2023"),
        ("laki digitaalisten palveluiden tarjoamisesta", "306/2019"),
        ("språklagen", "423/2003"),
        ("kotoutumislaki", "681/2023"),
        ("olematon laki", ""),
    ],
)
def test_number_of(authorities: Authorities, title: str, number: str) -> None:
    assert authorities.number_of(title) == number


def test_the_newer_of_two_acts_with_one_title_has_it(authorities: Authorities) -> None:
    assert authorities.number_of("laki kotoutumisen edistämisestä") == "681/2023"


def test_an_unknown_key_offers_near_ones(authorities: Authorities) -> None:
    with pytest.raises(UnknownName, match="kansanelakelaitos"):
        authorities.organisation("kansanelakelaitso")
    with pytest.raises(UnknownName, match="380/2023"):
        authorities.act("380/2032")


def test_domains_that_a_name_gives_away_need_no_row(authorities: Authorities) -> None:
    assert authorities.domains["vantaa.fi"] == "092"
    assert authorities.domains["taidekaupunki.fi"] == "508"


class TestThePage:
    """`docs/extend-authorities.md`: what it says to add is added, and what it says follows does."""

    def add(self, ingest: Path) -> None:
        for name, rows in re.findall(r"^```csv (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
            path = ingest / "authorities" / name
            path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")

    def names(self) -> list[list[str]]:
        return [block.split("\n") for block in re.findall(r"^```text\n(.*?)\n^```$", PAGE, re.MULTILINE | re.DOTALL)]

    def test_each_name_of_the_new_organisation_is_known(self, copy: Path) -> None:
        self.add(copy)
        keys = {load_authorities().key_of(name) for name in self.names()[0]}
        assert keys == {"esimerkkiyhdistysten-keskusliitto-ry"}

    def test_each_name_of_the_new_act_is_known(self, copy: Path) -> None:
        self.add(copy)
        assert {load_authorities().number_of(name) for name in self.names()[1]} == {"1234/2031"}


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("organisations.csv", "agency,Uusi virasto,,,,,x", "unknown type 'agency' of Uusi virasto"),
        ("organisations.csv", "stateAgency,Tulli,,,,,x", "two rows for 'Tulli'"),
        ("municipalities.csv", "92,Vantaa,Vantaan,kaupunki,,", "not a municipality: Vantaa"),
        ("acts.csv", "1/23,laki jostakin,,,", "not an act's number: 1/23"),
        ("acts.csv", "1/2023,laki jostakin", "a row of 2 cells under 5 columns"),
    ],
)
def test_a_slip_is_named(copy: Path, name: str, row: str, said: str) -> None:
    path = copy / "authorities" / name
    path.write_text(f"{path.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    with pytest.raises(MalformedData, match=re.escape(said)) as slip:
        module.load_authorities()
    assert f"ingest/authorities/{name}" in str(slip.value)
