"""Fetching: politely, whole or not at all, on from where it stopped, and without any person's name on the disk."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from feed_round import (
    ANSWERS,
    BASE,
    OF_ROUND,
    PAGE,
    PARTICIPANTS,
    PROPOSAL,
    REPORT,
    ROUND,
    entry,
    feed,
    participation,
    script,
)
from fetch_server import Answer, Scripted, served

from kannat.cli.app import run
from kannat.errors import FetchFailed, LimitExceeded, UsageError
from kannat.fetching import Client, Fetched, FetchReport, Manners, client, fetch_project, fetch_round
from kannat.fetching.organisations import behind, by_answers, who_answered
from kannat.graph.consultation import consultations_of
from kannat.graph.rdf_files import read_rdf
from kannat.readers import read_documents
from kannat.readers.odata import Entry
from kannat.readers.parties import Parties

DATA = Path(__file__).parent / "data" / "sources"
PERSONS = ("Meikäläinen", "Maija", "Mallikas", "Matti", "Virtanen", "Ville", "koivuranta.example", "posti.example")
SEARCH = "/api/v2/kohteet/haku"
QUICK = Manners(rate=0, retries=2, backoff=2.0, wait=5.0)

Script = Mapping[str, Answer | list[Answer]]


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def asking(server: Scripted, manners: Manners = QUICK, clock: Clock | None = None) -> Client:
    clock = clock or Clock()
    return Client(server.address, manners, clock=clock, sleep=clock.sleep)


@contextmanager
def client_of(
    script: Script, manners: Manners = QUICK, clock: Clock | None = None
) -> Iterator[tuple[Client, Scripted]]:
    with served(script) as server:
        yield asking(server, manners, clock), server


def fates(report: FetchReport) -> dict[str, str]:
    return {thing.name: str(thing.fate) for thing in report.things}


def everything_in(folder: Path) -> str:
    """Names and contents of all files, hidden ones too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "\n".join(f"{path}\n{path.read_text('utf-8')}" for path in files)


class TestClient:
    def test_says_who_asks(self) -> None:
        with client_of({"/a": Answer(b"x")}) as (asks, server):
            asks.get("/a", accept="text/plain")
            assert server.headers[0]["User-Agent"].startswith("kannat/")
            assert server.headers[0]["Accept"] == "text/plain"

    def test_keeps_to_the_rate(self) -> None:
        clock = Clock()
        with client_of({"/a": Answer(b"x")}, Manners(rate=0.5), clock) as (asks, _):
            for _ in range(3):
                asks.get("/a", accept="*/*")
        assert clock.slept == [2.0, 2.0]

    @pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
    def test_asks_again_where_a_server_is_busy(self, status: int) -> None:
        with client_of({"/a": [Answer(status=status), Answer(status=status), Answer(b"x")]}) as (asks, server):
            response = asks.get("/a", accept="*/*")
            assert response is not None
            assert (response.body, len(server.asked)) == (b"x", 3)

    def test_waits_longer_each_time(self) -> None:
        clock = Clock()
        busy = [Answer(status=503)] * 4
        with client_of({"/a": [*busy, Answer(b"x")]}, Manners(rate=0, retries=4, backoff=2.0), clock) as (asks, _):
            asks.get("/a", accept="*/*")
        assert clock.slept == [0.0, 2.0, 4.0, 8.0]

    @pytest.mark.parametrize(("asked", "slept"), [("7", 7.0), ("0", 0.0), ("86400", 120.0), ("soon", 0.0)])
    def test_waits_as_the_server_asks_up_to_a_limit(self, asked: str, slept: float) -> None:
        clock = Clock()
        busy = Answer(status=429, headers={"Retry-After": asked})
        with client_of({"/a": [busy, Answer(b"x")]}, QUICK, clock) as (asks, _):
            asks.get("/a", accept="*/*")
        assert clock.slept == [slept]

    def test_asks_again_where_the_body_breaks_off(self) -> None:
        with client_of({"/a": [Answer(b"half", cut=True), Answer(b"whole")]}) as (asks, _):
            response = asks.get("/a", accept="*/*")
            assert response is not None
            assert response.body == b"whole"

    def test_gives_up_after_the_last_try_and_says_what_to_do(self) -> None:
        with client_of({"/a": Answer(status=503)}) as (asks, server):
            with pytest.raises(
                FetchFailed, match=r"/a: answers 503 \(try again later; what has been fetched is kept\)$"
            ):
                asks.get("/a", accept="*/*")
            assert server.asked == ["/a", "/a", "/a"]

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
    def test_does_not_insist_where_the_answer_is_no(self, status: int) -> None:
        with client_of({"/a": Answer(status=status)}) as (asks, server):
            with pytest.raises(FetchFailed, match=f"answers {status}"):
                asks.get("/a", accept="*/*")
            assert len(server.asked) == 1

    def test_ends_with_a_server_that_says_nothing(self) -> None:
        manners = Manners(rate=0, retries=1, wait=0.05)
        with client_of({"/a": Answer(hang=True)}, manners) as (asks, server):
            with pytest.raises(FetchFailed, match="no answer: ReadTimeoutError"):
                asks.get("/a", accept="*/*")
            server.released.set()

    def test_ends_with_a_host_that_is_not_there(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        clock = Clock()
        with pytest.raises(FetchFailed, match="no answer: NewConnectionError"):
            Client(address, QUICK, clock=clock, sleep=clock.sleep).get("/", accept="*/*")

    def test_ends_with_a_response_that_never_does(self) -> None:
        class Late(Clock):
            def __call__(self) -> float:
                self.now += 1000
                return self.now

        with (
            client_of({"/a": Answer(b"x")}, QUICK, Late()) as (asks, _),
            pytest.raises(FetchFailed, match="not complete"),
        ):
            asks.get("/a", accept="*/*")

    def test_refuses_a_body_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client, "MAX_BODY", 10)
        with client_of({"/a": Answer(b"x" * 11)}) as (asks, _), pytest.raises(LimitExceeded):
            asks.get("/a", accept="*/*")

    def test_follows_redirects_within_the_host(self) -> None:
        moved = Answer(status=302, headers={"Location": "/b"})
        with client_of({"/a": moved, "/b": Answer(b"x")}) as (asks, _):
            response = asks.get("/a", accept="*/*")
            assert response is not None
            assert response.body == b"x"

    @pytest.mark.parametrize(
        "target", ["http://127.0.0.2/a", "file:///etc/hostname", "http://[", "//elsewhere.example/"]
    )
    def test_follows_none_to_elsewhere(self, target: str) -> None:
        with client_of({"/a": Answer(status=302, headers={"Location": target})}) as (asks, server):
            with pytest.raises(FetchFailed):
                asks.get("/a", accept="*/*")
            assert server.asked == ["/a"]

    def test_ends_with_a_circle_of_redirects(self) -> None:
        moved = Answer(status=302, headers={"Location": "/a"})
        with client_of({"/a": moved}) as (asks, _), pytest.raises(FetchFailed, match="redirected too often"):
            asks.get("/a", accept="*/*")

    @pytest.mark.parametrize(
        "address", ["ftp://a.example", "a.example", "file:///tmp", "http://", "http://u:p@a.example"]
    )
    def test_refuses_what_is_no_web_address(self, address: str) -> None:
        with pytest.raises(UsageError):
            Client(address)

    def test_uses_no_proxy_of_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        with client_of({"/a": Answer(b"x")}) as (asks, _):
            assert asks.get("/a", accept="*/*") is not None


class TestRound:
    def test_lies_in_the_folder_as_one_file_that_can_be_read(self, tmp_path: Path) -> None:
        with client_of(script()) as (asks, server):
            report = fetch_round(ROUND, tmp_path, asks)
            assert len(server.asked) == report.requests == 7
        documents = list(read_documents(tmp_path / "lausuntopalvelu.xml"))
        assert [(d.given.respondents, d.given.private) for d in documents] == [
            (("Koivurannan kaupunki",), False),
            (("Esimerkkivirasto",), False),
            ((), True),
        ]
        assert report.statements == 3
        assert not report.failed

    def test_leaves_no_person_s_name_on_the_disk(self, tmp_path: Path) -> None:
        with client_of(script()) as (asks, _):
            fetch_round(ROUND, tmp_path, asks)
        written = everything_in(tmp_path)
        assert "Koivurannan kaupunki" in written
        assert [person for person in PERSONS if person in written] == []

    def test_is_named_by_its_identifier_or_its_web_address(self, tmp_path: Path) -> None:
        address = f"https://www.lausuntopalvelu.fi/FI/Proposal/Participation?proposalId={ROUND.upper()}"
        with client_of(script()) as (asks, _):
            assert fetch_round(address, tmp_path, asks).statements == 3

    @pytest.mark.parametrize("identifier", ["", "VN/1234/2026", "../../etc", ROUND[:-1]])
    def test_is_refused_without_an_identifier(self, tmp_path: Path, identifier: str) -> None:
        with pytest.raises(UsageError):
            fetch_round(identifier, tmp_path / "f", Client("http://127.0.0.1:9"))
        assert not (tmp_path / "f").exists()

    def test_asks_the_next_time_only_for_what_has_changed(self, tmp_path: Path) -> None:
        with served(script()) as server:
            fetch_round(ROUND, tmp_path, asking(server))
            before = (tmp_path / "lausuntopalvelu.xml").stat().st_mtime_ns
            report = fetch_round(ROUND, tmp_path, asking(server))
            assert len(server.asked) == 14
        assert fates(report) == {
            "Proposals 1": "unchanged",
            "Questions 1": "unchanged",
            "QuestionOptions 1": "unchanged",
            "Answers 1": "unchanged",
            "Answers 2": "unchanged",
            "Participants 1": "fetched",
            "page of participation": "fetched",
            "lausuntopalvelu.xml": "unchanged",
        }
        assert (tmp_path / "lausuntopalvelu.xml").stat().st_mtime_ns == before

    def test_asks_by_the_date_where_the_server_gives_no_tag(self, tmp_path: Path) -> None:
        dated = Answer(feed(entry(PROPOSAL)), headers={"Last-Modified": "Wed, 07 Jan 2026 07:15:02 GMT"})
        with served({**script(), OF_ROUND: dated}) as server:
            for _ in range(2):
                report = fetch_round(ROUND, tmp_path, asking(server))
        assert fates(report)["Proposals 1"] == "unchanged"

    def test_takes_in_what_has_changed(self, tmp_path: Path) -> None:
        first, last = feed(*map(entry, ANSWERS[2:3])), feed(*map(entry, ANSWERS[2:]))
        page = f"{BASE}Proposals(guid'{ROUND}')/Answers?$skip=2"
        answers = [Answer(first, etag='"1"'), Answer(last, etag='"2"')]
        with served({**script(), page: answers}) as server:
            for _ in range(2):
                report = fetch_round(ROUND, tmp_path, asking(server))
        assert (fates(report)["Answers 2"], fates(report)["Answers 1"]) == ("fetched", "unchanged")
        assert "Hyvä esitys." in (tmp_path / "lausuntopalvelu.xml").read_text("utf-8")

    def test_goes_on_where_it_stopped(self, tmp_path: Path) -> None:
        page = f"{BASE}Proposals(guid'{ROUND}')/Answers?$skip=2"
        working = script()[page]
        assert isinstance(working, Answer)
        with served({**script(), page: [*[Answer(status=503)] * 3, working]}) as server:
            with pytest.raises(FetchFailed):
                fetch_round(ROUND, tmp_path, asking(server))
            assert not (tmp_path / "lausuntopalvelu.xml").exists()
            server.asked.clear()
            report = fetch_round(ROUND, tmp_path, asking(server))
            assert server.asked == [page, f"{OF_ROUND}/Participants", PAGE]
        assert [name for name, fate in fates(report).items() if fate == "kept"] == [
            "Proposals 1",
            "Questions 1",
            "QuestionOptions 1",
            "Answers 1",
        ]
        assert report.statements == 3

    def test_goes_on_after_it_was_killed(self, tmp_path: Path) -> None:
        page = f"{BASE}Proposals(guid'{ROUND}')/Answers?$skip=2"
        working = script()[page]
        assert isinstance(working, Answer)
        with served({**script(), page: [Answer(hang=True), working]}) as server:
            program = [sys.executable, "-c", "from kannat.cli import main; main()"]
            command = [*program, "fetch", "lausuntopalvelu", ROUND, "--address", server.address]
            process = subprocess.Popen([*command, "--rate", "100", "-o", str(tmp_path)], stdout=subprocess.DEVNULL)
            while page not in server.asked:
                assert process.poll() is None
                time.sleep(0.01)
            process.kill()
            process.wait()
            (tmp_path / ".fetch" / ".left.1.part").write_bytes(b"half")
            server.asked.clear()
            report = fetch_round(ROUND, tmp_path, asking(server))
            assert server.asked == [page, f"{OF_ROUND}/Participants", PAGE]
        assert report.statements == 3
        assert not list(tmp_path.rglob("*.part"))

    def test_fetches_again_what_was_damaged_in_the_folder(self, tmp_path: Path) -> None:
        with served(script()) as server:
            fetch_round(ROUND, tmp_path, asking(server))
            for path in (tmp_path / ".fetch").glob("*.body"):
                path.write_bytes(path.read_bytes()[:-10])
            report = fetch_round(ROUND, tmp_path, asking(server))
        assert fates(report)["Answers 1"] == "fetched"
        assert report.statements == 3

    def test_leaves_no_part_of_a_file(self, tmp_path: Path) -> None:
        broken = {**script(), f"{OF_ROUND}/Answers": Answer(feed(), cut=True)}
        with client_of(broken) as (asks, _), pytest.raises(FetchFailed):
            fetch_round(ROUND, tmp_path, asks)
        assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".part", ".xml")] == []

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (Answer(b"<!DOCTYPE html><html><body>Error</body></html>", content_type="text/html"), "but text/html"),
            (Answer(b"", content_type="application/xml"), "but application/xml: no element found"),
            (Answer(b'{"d": []}', content_type="application/json"), "but application/json"),
            (Answer(feed()[:-8]), "but application/atom"),
            (Answer(b"<a/>"), "no Atom feed"),
            (Answer(status=400), "answers 400"),
        ],
    )
    def test_takes_nothing_else_for_a_feed(self, tmp_path: Path, answer: Answer, message: str) -> None:
        with (
            client_of({**script(), f"{OF_ROUND}/Questions": answer}) as (asks, _),
            pytest.raises(FetchFailed, match=message),
        ):
            fetch_round(ROUND, tmp_path, asks)

    def test_takes_a_feed_of_the_wrong_kind_for_what_it_is(self, tmp_path: Path) -> None:
        working = script()[f"{OF_ROUND}/Questions"]
        assert isinstance(working, Answer)
        mislabelled = {**script(), f"{OF_ROUND}/Questions": Answer(working.body, content_type="text/plain")}
        with client_of(mislabelled) as (asks, _):
            assert fetch_round(ROUND, tmp_path, asks).statements == 3

    @pytest.mark.parametrize(
        ("following", "message"),
        [
            (f"Proposals(guid'{ROUND}')/Answers", "the pages go round in a circle"),
            ("http://127.0.0.2:9/Answers?$skip=2", "leads to another host"),
            ("file:///etc/hostname", "leads to another host"),
        ],
    )
    def test_does_not_follow_pages_astray(self, tmp_path: Path, following: str, message: str) -> None:
        astray = Answer(feed(*map(entry, ANSWERS), following=following))
        with (
            client_of({**script(), f"{OF_ROUND}/Answers": astray}) as (asks, _),
            pytest.raises(FetchFailed, match=message),
        ):
            fetch_round(ROUND, tmp_path, asks)

    @pytest.mark.parametrize("following", ["?$skip=2", f"{OF_ROUND}/Answers?$skip=2", "Answers?$skip=2"])
    def test_follows_the_next_page_however_it_is_written(self, tmp_path: Path, following: str) -> None:
        first = Answer(feed(*map(entry, ANSWERS[:2]), following=following))
        with client_of({**script(), f"{OF_ROUND}/Answers": first}) as (asks, _):
            fetch_round(ROUND, tmp_path, asks)
        assert len(list(read_documents(tmp_path / "lausuntopalvelu.xml"))) == 3

    def test_is_unknown_where_the_service_gives_another(self, tmp_path: Path) -> None:
        other = Answer(feed(entry({**PROPOSAL, "Id": ROUND.replace("0", "1")})))
        with client_of({**script(), OF_ROUND: other}) as (asks, _), pytest.raises(FetchFailed, match="no such round"):
            fetch_round(ROUND, tmp_path, asks)

    def test_says_which_respondents_are_not_known(self, tmp_path: Path) -> None:
        page = Answer(participation([]), content_type="text/html")
        with client_of({**script(), PAGE: page, REPORT: Answer(b"<html></html>")}) as (asks, _):
            report = fetch_round(ROUND, tmp_path, asks)
        (told,) = [thing for thing in report.things if thing.name == "organisations"]
        assert told.reason == "3 of 3 respondents are named neither on the page of participation nor in the report"
        assert {d.given.respondents for d in read_documents(tmp_path / "lausuntopalvelu.xml")} == {()}

    def test_tries_the_report_where_the_page_of_participation_fails(self, tmp_path: Path) -> None:
        report_page = (DATA / "round-report.html").read_text("utf-8").replace(
            "Koivurannan kaupunki kannattaa luonnosta.</div><div>Kirjastoauton aikataulusta pitää kuitenkin säätää.",
            "Koivurannan kaupunki kannattaa luonnosta.</div><div>Kirjastoautoista pitää säätää.",
        )  # fmt: skip
        pages = {PAGE: Answer(status=403), REPORT: Answer(report_page.encode(), content_type="text/html")}
        with client_of({**script(), **pages}) as (asks, _):
            report = fetch_round(ROUND, tmp_path, asks)
        first, *_ = read_documents(tmp_path / "lausuntopalvelu.xml")
        assert first.given.respondents == ("Koivurannan kaupunki",)
        assert fates(report)["page of participation"] == "failed"
        assert [person for person in PERSONS if person in everything_in(tmp_path)] == []

    def test_is_complete_without_a_page_that_the_report_makes_up_for(self, tmp_path: Path) -> None:
        pages = {PAGE: Answer(status=403), REPORT: Answer((DATA / "round-report.html").read_bytes())}
        only = Answer(feed(entry(PARTICIPANTS[0])))
        answers = Answer(feed(entry({**ANSWERS[0], "TextAnswer": "Koivurannan kaupunki kannattaa luonnosta."})))
        fewer = {f"{OF_ROUND}/Participants": only, f"{OF_ROUND}/Answers": answers}
        with client_of({**script(), **pages, **fewer}) as (asks, _):
            report = fetch_round(ROUND, tmp_path, asks)
        assert fates(report)["page of participation"] == "skipped"
        assert not report.failed

    def test_says_what_was_asked(self, tmp_path: Path) -> None:
        with client_of(script()) as (asks, _):
            asked = fetch_round(ROUND, tmp_path, asks).asked
        assert asked is not None
        assert (asked.identifier, asked.requester) == ("VN/1234/2026", "Opetus- ja kulttuuriministeriö")
        assert asked.invited == ("Akava ry", "Esimerkkivirasto")
        assert asked.questions == ("Kannatatteko luonnosta?", "Muut huomiot")
        assert asked.titles == (("fi", "Lausuntopyyntö luonnoksesta kirjastolaiksi"),)


class TestWhoAnswered:
    def participants(self) -> list[Entry]:
        return [Entry({name: value for name, value in fields.items() if value}) for fields in PARTICIPANTS]

    def test_is_told_by_the_name_that_both_pages_bear(self) -> None:
        found = behind(self.participants(), who_answered(participation().decode()))
        assert [*found.values()] == [
            Parties(("Koivurannan kaupunki",)),
            Parties(("Esimerkkivirasto",)),
            Parties(private=True),
        ]

    def test_is_told_by_an_identifier_before_any_name(self) -> None:
        users = [{"UserId": PARTICIPANTS[0]["Id"], "DisplayName": "M", "Organization": "SAK"}]
        assert [*behind(self.participants(), users).values()] == [Parties(("SAK",))]

    def test_is_not_told_by_a_name_of_two_organisations(self) -> None:
        users = [{"DisplayName": "Maija Meikäläinen", "Organization": name} for name in ("SAK", "STTK")]
        assert behind(self.participants(), users) == {}

    def test_is_not_told_by_a_user_of_whom_no_organisation_is_said(self) -> None:
        assert behind(self.participants(), [{"DisplayName": "Maija Meikäläinen"}]) == {}

    def test_is_read_from_a_name_after_the_organisation_s(self) -> None:
        users = [{"DisplayName": "Koivurannan kaupunki, Meikäläinen Maija"}]
        assert [*behind(self.participants(), users).values()] == [Parties(("Koivurannan kaupunki",))]

    @pytest.mark.parametrize("page", ["", "<html>", '"UsersWhoAnswered": [1, {', '"UsersWhoAnswered": null'])
    def test_is_nobody_where_the_page_says_nothing(self, page: str) -> None:
        assert who_answered(page) == []

    def test_is_read_from_a_page_that_quotes_it(self) -> None:
        held = json.dumps(json.dumps({"UsersWhoAnswered": [{"DisplayName": "SAK"}]}))
        assert who_answered(f"<script>var model = JSON.parse({held});</script>") == [{"DisplayName": "SAK"}]

    def test_is_not_told_by_words_that_two_reports_hold(self) -> None:
        documents = list(read_documents(DATA / "round-report.html", refused=lambda error: None))
        words = {"a": ["Emme kannata luonnosta."], "b": ["Ei mitään tällaista ole."], "c": ["-"]}
        found = by_answers(words, documents)
        assert [*found] == ["a"]
        assert len(found["a"].organisations) == 2


class TestProject:
    FILES: ClassVar[Script] = {
        SEARCH: Answer((DATA / "hankeikkuna.json").read_bytes(), content_type="application/json"),
        "/asiakirjat/a.txt": Answer(b"Koivurannan kaupunki kannattaa luonnosta.\n", content_type="text/plain"),
        "/asiakirjat/b.txt": Answer("Hyvä esitys.\n".encode(), content_type="text/plain", etag='"b"'),
    }
    NUMBER = "OKM012:00/2025"

    def test_lies_in_the_folder_with_what_is_known_of_each_statement(self, tmp_path: Path) -> None:
        with client_of(self.FILES) as (asks, server):
            report = fetch_project(self.NUMBER, tmp_path, asks)
            assert json.loads(server.posted[0])["tunnus"] == [self.NUMBER]
        documents = list(read_documents(tmp_path / "statements"))
        assert [(d.given.respondents, d.given.private, d.given.consultation) for d in documents] == [
            (("Koivurannan kaupunki",), False, "VN/1234/2026"),
            ((), True, "VN/1234/2026"),
        ]
        assert documents[0].given.issued is not None
        assert report.statements == 2

    def test_tells_what_it_does_not_fetch(self, tmp_path: Path) -> None:
        with client_of(self.FILES) as (asks, server):
            report = fetch_project(self.NUMBER, tmp_path, asks)
            assert not [path for path in server.asked if path.endswith((".pdf",))]
        reasons = {thing.reason for thing in report.things if thing.fate is Fetched.SKIPPED}
        assert reasons == {
            "the register says that it exists, but publishes no file",
            "a summary of statements is none",
        }

    def test_leaves_no_person_s_name_on_the_disk(self, tmp_path: Path) -> None:
        with client_of(self.FILES) as (asks, _):
            report = fetch_project(self.NUMBER, tmp_path, asks)
        assert [person for person in PERSONS if person in everything_in(tmp_path) + repr(report)] == []

    def test_asks_for_a_document_again_only_where_it_has_changed(self, tmp_path: Path) -> None:
        with served(self.FILES) as server:
            fetch_project(self.NUMBER, tmp_path, asking(server))
            report = fetch_project(self.NUMBER, tmp_path, asking(server))
        assert fates(report)["statements/koivurannan-kaupunki.txt"] == "fetched"
        assert fates(report)["statements/private-30000000.txt"] == "unchanged"

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (Answer(status=404), "answers 404"),
            (Answer(b"<!DOCTYPE html><p>Error"), "a web page in place of the document"),
            (Answer(b""), "an empty document"),
            (Answer(status=302, headers={"Location": "http://127.0.0.2/"}), "leads to another host"),
            (Answer(b"half", cut=True), "no answer: ProtocolError"),
        ],
    )
    def test_fetches_the_rest_where_one_fails_and_that_one_the_next_time(
        self, tmp_path: Path, answer: Answer, reason: str
    ) -> None:
        whole = self.FILES["/asiakirjat/a.txt"]
        assert isinstance(whole, Answer)
        tries = [answer] * (QUICK.retries + 1 if answer.cut else 1)
        with served({**self.FILES, "/asiakirjat/a.txt": [*tries, whole]}) as server:
            first = fetch_project(self.NUMBER, tmp_path, asking(server))
            assert [(thing.name, thing.reason) for thing in first.failed] == [
                ("statements/koivurannan-kaupunki.txt", reason)
            ]
            assert first.statements == 1
            second = fetch_project(self.NUMBER, tmp_path, asking(server))
        assert fates(second)["statements/private-30000000.txt"] == "kept"
        assert second.statements == 2

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (Answer(b'{"result": []}'), "the register knows no such project"),
            (Answer(b"<html>", content_type="text/html"), "but text/html"),
            (Answer(status=400), "answers 400"),
        ],
    )
    def test_fails_where_the_register_does_not_know_it(self, tmp_path: Path, answer: Answer, message: str) -> None:
        with client_of({SEARCH: answer}) as (asks, _), pytest.raises(FetchFailed, match=message):
            fetch_project(self.NUMBER, tmp_path, asks)

    @pytest.mark.parametrize("number", ["", "VN/1234/2026", "../x", "OKM012:00/2025; x"])
    def test_is_refused_without_a_number(self, tmp_path: Path, number: str) -> None:
        with pytest.raises(UsageError, match="not a project number"):
            fetch_project(number, tmp_path / "f", Client("http://127.0.0.1:9"))


class TestCommand:
    def fetched(self, server: Scripted, folder: Path, *more: str) -> int:
        options = ("--address", server.address, "--rate", "100", "--retries", "0", "-o", str(folder), *more)
        return run(["fetch", "lausuntopalvelu", ROUND, *options])

    def test_makes_a_folder_that_is_taken_in(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder = tmp_path / "round"
        with served(script()) as server:
            assert self.fetched(server, folder) == 0
        assert "3 statements in" in capsys.readouterr().err
        assert run(["ingest", str(folder), "--store", str(tmp_path / "store"), "--format", "json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert [(file["name"], file["fate"]) for file in report["files"]][:3] == [
            ("consultation.ttl", "stored"),
            ("lausuntopalvelu.xml#esimerkkivirasto", "stored"),
            ("lausuntopalvelu.xml#koivurannan-kaupunki", "stored"),
        ]
        subjects = [file["subject"] for file in report["files"][1:]]
        assert all("/statement/VN-1234-2026." in subject for subject in subjects)
        assert len(subjects) == 3

    def test_makes_a_project_s_folder_that_is_taken_in(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = tmp_path / "project"
        with served(TestProject.FILES) as server:
            command = ["fetch", "hankeikkuna", TestProject.NUMBER, "--address", server.address, "-o", str(folder)]
            assert run([*command, "--rate", "100"]) == 0
        capsys.readouterr()
        assert run(["ingest", str(folder), "--store", str(tmp_path / "store"), "--format", "json"]) == 0
        fates = {file["name"]: file["fate"] for file in json.loads(capsys.readouterr().out)["files"]}
        assert set(fates.values()) == {"stored"}
        assert len(fates) == 3

    def test_names_the_folder_after_the_round(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with served(script()) as server:
            address = f"{server.address}{PAGE}&lang=fi"
            assert run(["fetch", "lausuntopalvelu", address, "--address", server.address, "--rate", "100"]) == 0
        assert [path.name for path in tmp_path.iterdir()] == [ROUND]

    def test_describes_the_consultation_with_whom_it_invited(self, tmp_path: Path) -> None:
        with served(script()) as server:
            self.fetched(server, tmp_path)
        (described,) = consultations_of(read_rdf(tmp_path / "consultation.ttl"))
        assert (described.key, described.requester) == ("VN-1234-2026", "opetus-ja-kulttuuriministerio")
        assert (described.request_date, described.deadline) == (date(2026, 1, 7), date(2026, 2, 10))
        assert described.web_ids == (ROUND,)
        assert [question.wording for question in described.questions] == [
            (("fi", "Kannatatteko luonnosta?"),),
            (("fi", "Muut huomiot"),),
        ]
        assert described.invited == ("akava-ry", "esimerkkivirasto")

    def test_leaves_a_description_that_somebody_has_edited(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with served(script()) as server:
            self.fetched(server, tmp_path)
            description = tmp_path / "consultation.ttl"
            edited = description.read_text("utf-8") + "# ours\n"
            description.write_text(edited, encoding="utf-8")
            self.fetched(server, tmp_path)
        assert description.read_text("utf-8") == edited
        assert "edited since it was fetched" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("broken", "status", "line"),
        [
            ({OF_ROUND: Answer(status=404)}, 3, "answers 404 (check the identifier)"),
            ({PAGE: Answer(status=500), REPORT: Answer(status=500)}, 3, "2 failed"),
        ],
    )
    def test_ends_with_the_status_that_says_what_happened(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: Script, status: int, line: str
    ) -> None:
        with served({**script(), **broken}) as server:
            assert self.fetched(server, tmp_path) == status
        assert line in capsys.readouterr().err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["lausuntopalvelu", "x"],
            ["hankeikkuna", "x"],
            ["lausuntopalvelu", ROUND, "--address", "ftp://a"],
            ["elsewhere", "x"],
        ],
    )
    def test_ends_with_2_where_the_call_is_off(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert run(["fetch", *arguments]) == 2
        assert not list(tmp_path.iterdir())

    def test_says_as_json_what_was_fetched(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with served(script()) as server:
            self.fetched(server, tmp_path, "--format", "json")
        told = json.loads(capsys.readouterr().out)
        assert told["statements"] == 3
        assert told["things"][-1] == {"name": "consultation.ttl", "fate": "fetched", "reason": ""}
