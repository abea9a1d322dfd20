"""The authorities: every row sound, every name known in all its forms, the user's own laid over what ships."""

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
from kannat.reading.authorities import Authorities, forget_authorities, load_authorities
from kannat.resources import folder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def authorities() -> Authorities:
    return load_authorities()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data of `ingest/`, to be changed."""
    ingest = tmp_path / "ingest"
    shutil.copytree(folder("ingest"), ingest)
    monkeypatch.setattr(data, "folder", lambda name: ingest)
    forget_authorities()
    yield ingest
    monkeypatch.undo()
    forget_authorities()


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


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("organisations.csv", "agency,Uusi virasto,,,,,x", "unknown type 'agency' of Uusi virasto"),
        ("organisations.csv", "stateAgency,Tulli,,,,,x", "two rows for 'Tulli'"),
        ("municipalities.csv", "92,Vantaa,Vantaan,kaupunki,,", "not a municipality: Vantaa"),
        ("acts.csv", "1/23,laki jostakin,,,,", "not an act's number: 1/23"),
        ("acts.csv", "1/2023,laki jostakin", "a row of 2 cells under 6 columns"),
    ],
)
def test_a_slip_is_named(copy: Path, name: str, row: str, said: str) -> None:
    path = copy / "authorities" / name
    path.write_text(f"{path.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")
    with pytest.raises(MalformedData, match=re.escape(said)) as slip:
        module.load_authorities()
    assert f"ingest/authorities/{name}" in str(slip.value)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a user's own authority."""
    monkeypatch.setenv("KANNAT_AUTHORITIES", str(tmp_path))
    forget_authorities()
    yield tmp_path
    monkeypatch.undo()
    forget_authorities()


def organisations(own: Path, *rows: str, separator: str = ",") -> None:
    header = "type,name_fi,name_sv,name_en,aliases,domains,source"
    lines = [header, *rows]
    (own / "organisations.csv").write_text("\n".join(lines).replace(",", separator) + "\n", encoding="utf-8")
    forget_authorities()


STATUTES = "number,title_fi,title_sv,title_en,status,dated,eli,source,short\n"


class TestTheUsersOwn:
    def test_organisation_is_known_beside_those_that_ship(self, own: Path) -> None:
        organisations(own, "company,Kuusiston Uusi Oy,,,Kuusis,,x")
        authorities = load_authorities()
        assert authorities.key_of("Kuusiston Uusi Oy") == authorities.key_of("Kuusis") == "kuusiston-uusi-oy"
        assert authorities.key_of("Kela") == "kansanelakelaitos"

    def test_table_may_have_semicolons(self, own: Path) -> None:
        organisations(own, "company,Kuusiston Uusi Oy,,,,,x", separator=";")
        assert load_authorities().key_of("Kuusiston Uusi Oy") == "kuusiston-uusi-oy"

    @pytest.mark.parametrize(("name", "key"), [("Vantaan kaupunki", "092"), ("Kansaneläkelaitos", "kansanelakelaitos")])
    def test_row_of_a_shipped_organisation_adds_and_overwrites_nothing(self, own: Path, name: str, key: str) -> None:
        before = load_authorities().organisation(key)
        organisations(own, f"company,{name},Annat,Other,Uusi lyhenne,uusi.example,own list")
        after = load_authorities().organisation(key)
        assert (after.type, dict(after.names)) == (before.type, dict(before.names))
        assert load_authorities().key_of("Uusi lyhenne") == load_authorities().domains["uusi.example"] == key
        assert after.source == f"{before.source}; own list"

    def test_changes_what_a_reading_was_read_with(self, own: Path) -> None:
        before = data.data_digest()
        organisations(own, "company,Kuusiston Uusi Oy,,,,,x")
        assert data.data_digest() != before

    def test_act_is_known_by_title_and_a_shipped_title_stays(self, own: Path) -> None:
        rows = "1234/2031,Laki esimerkeistä,,,,,,x,ESL\n410/2015,Laki jostakin muusta,,,,,http://e.example/410,x,\n"
        (own / "statutes.csv").write_text(STATUTES + rows, encoding="utf-8")
        forget_authorities()
        authorities = load_authorities()
        assert authorities.number_of("laki esimerkeistä") == authorities.number_of("ESL") == "1234/2031"
        assert dict(authorities.act("410/2015").titles)["fi"] == "kuntalaki"
        assert authorities.number_of("laki jostakin muusta") == "410/2015"

    @pytest.mark.parametrize(
        ("older", "newer", "expected"),
        [("in force", "repealed", "5/2001"), ("in force", "in force", "6/2011"), ("repealed", "", "6/2011")],
    )
    def test_of_two_acts_with_one_title_the_one_in_force_is_meant(
        self, own: Path, older: str, newer: str, expected: str
    ) -> None:
        rows = f"5/2001,Laki kahdesta,,,{older},,,x,\n6/2011,Laki kahdesta,,,{newer},,,x,\n"
        (own / "statutes.csv").write_text(STATUTES + rows, encoding="utf-8")
        forget_authorities()
        assert load_authorities().number_of("laki kahdesta") == expected

    def test_a_title_that_several_amending_acts_bear_tells_nothing(self, own: Path) -> None:
        rows = "".join(f"{n}/2001,Laki kuntalain muuttamisesta,,,,,,x,\n" for n in (5, 6))
        (own / "statutes.csv").write_text(STATUTES + rows, encoding="utf-8")
        forget_authorities()
        assert load_authorities().number_of("laki kuntalain muuttamisesta") == ""

    def test_slip_is_named_with_its_file(self, own: Path) -> None:
        organisations(own, "agency,Kuusiston Uusi Oy,,,,,x")
        with pytest.raises(MalformedData, match=r"organisations\.csv: unknown type 'agency'"):
            load_authorities()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kristinestads stad", "287"),
        ("Kristinestad stad", "287"),
        ("staden Jakobstad", "598"),
        ("Raseborgs stad", "710"),
    ],
)
def test_a_municipality_s_swedish_names(authorities: Authorities, name: str, key: str) -> None:
    assert authorities.key_of(name) == key


def test_all_district_courts_centres_and_police_departments_are_there(authorities: Authorities) -> None:
    names = [dict(o.names)["fi"] for o in authorities.organisations.values()]
    counts = {
        end: sum(name.endswith(end) for name in names) for end in ("käräjäoikeus", "poliisilaitos", "ympäristökeskus")
    }
    assert counts == {"käräjäoikeus": 20, "poliisilaitos": 11, "ympäristökeskus": 16}
