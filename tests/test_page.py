"""The comparison page: whole by itself, in three languages, and nothing that a statement holds can run."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from base64 import b64encode
from collections import Counter
from html.parser import HTMLParser

import pytest
from compared import CONSULTATION, GraphStore, gold_matrix
from pyoxigraph import Literal, Quad
from rounds import gold_quads, statement_graphs

from kannat.comparison import matrix
from kannat.errors import UnknownName
from kannat.export import comparison_page
from kannat.export.wording import LANGUAGES, wording
from kannat.graph import terms as t
from kannat.model import ReadingMethod, Stance

VOID = {"meta", "input", "rect", "br", "link", "img"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAYLOADS = [
    "<script>document.title='run'</script>",
    "</script><script>document.title='run'</script>",
    "</style><script>document.title='run'</script>",
    '"><img src=x onerror="document.title=\'run\'">',
    "' onmouseover='document.title=1' autofocus onfocus='document.title=2",
    "<svg/onload=document.title='run'>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'>",
    "<a href=\"javascript:document.title='run'\">x</a>",
    "</blockquote></article><b>",
    "<!-- --><!--",
    "]]><![CDATA[<b>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;&#60;i&#62;",
    "\u202eevil\u2066 \x0c\x1b[31m",
]


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text by element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((self.open[-1], data))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return comparison_page(gold_matrix("example"))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def poisoned() -> str:
    """The real round with a payload in every label, file name, reader, title and passage."""
    texts = {t.PREF_LABEL, t.EXACT, t.FILE_NAME, t.READER_VERSION, t.TITLE}
    quads = []
    for number, quad in enumerate(sorted(gold_quads("real"), key=str)):
        if quad.predicate in texts and quad.graph_name.value.startswith("https://w3id.org/kannat/id/"):
            text = f"{quad.object.value[:9]} {PAYLOADS[number % len(PAYLOADS)]} {number}"
            if quad.predicate == t.READER_VERSION:  # one reader for all, as in the round
                text = PAYLOADS[0]
            value = Literal(text, language=quad.object.language) if quad.object.language else Literal(text)
            quad = Quad(quad.subject, quad.predicate, value, quad.graph_name)
        quads.append(quad)
    return comparison_page(matrix(GraphStore(quads), CONSULTATION))


def test_every_element_is_closed(page: Page) -> None:
    assert page.open == []


def test_it_fetches_nothing(html: str, page: Page) -> None:
    assert {"link", "img", "iframe", "object", "embed", "base", "form", "a"}.isdisjoint(
        Counter(t for t, _ in page.elements)
    )
    attributes = {name for _, names in page.elements for name in names}
    assert not {"src", "href", "action", "srcset", "style"} & attributes
    assert not any(name.startswith("on") for name in attributes)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|import\(", html)


def test_the_policy_allows_what_is_inside_and_nothing_else(html: str, page: Page) -> None:
    [policy] = [m["content"] for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy"]

    def digest(tag: str) -> str:
        content = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; style-src {digest('style')}; script-src {digest('script')}; "
        "base-uri 'none'; form-action 'none'"
    )


def test_every_cell_opens_passages_that_are_there(page: Page) -> None:
    opened = [b["popovertarget"] for b in page.of("button") if b.get("popovertargetaction") is None]
    articles = [article["id"] for article in page.of("article")]
    assert sorted(opened) == sorted(articles)
    assert len(set(articles)) == len(articles) == len(gold_matrix("example").cells)


def test_every_passage_is_shown_word_for_word(page: Page) -> None:
    shown = page.text("blockquote")
    expected = [
        passage.words
        for cell in gold_matrix("example").cells.values()
        for held in cell.held
        for position in held.positions
        for passage in gold_matrix("example").passages[position]
    ]
    assert Counter(shown) == Counter(expected)
    stored = {q.object.value for g in statement_graphs("example") for q in g.quads if q.predicate == t.EXACT}
    assert set(shown) <= stored


def test_counts_bear_their_denominators(page: Page) -> None:
    compared = gold_matrix("example")
    for proposal in compared.proposals:
        if proposal.notation:
            assert proposal.tally.denominator == compared.answered
    spans = [text for text in page.text("span") if text == str(compared.answered)]
    assert len(spans) >= sum(proposal.notation is not None for proposal in compared.proposals)
    assert f"{compared.with_position} vastanneista {compared.answered}" in page.text("dd")


def test_headers_say_what_they_head(page: Page) -> None:
    assert {th.get("scope") for th in page.of("th")} == {"row", "col", "colgroup", "rowgroup"}
    compared = gold_matrix("example")
    columns = [th for th in page.of("th") if "who" in (th.get("class") or "").split()]
    assert len(columns) == len(compared.respondents)


def test_a_stance_is_never_told_by_colour_alone() -> None:
    symbols = wording("fi").stance_symbols
    assert len(set(symbols.values())) == len(symbols) == len(Stance)
    assert all(symbols.values())


def test_buttons_say_who_holds_what(page: Page) -> None:
    labels = [b["aria-label"] for b in page.of("button") if b.get("popovertargetaction") is None]
    assert all(labels)
    assert any("Koivurannan kaupunki: kannattaa, on huolissaan." in label for label in labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_three_languages(language: str) -> None:
    page = Page(comparison_page(gold_matrix("real", language), language))
    assert page.of("html") == [{"lang": language}]
    words = wording(language)
    assert words.word("matrix") in page.text("h2")
    assert words.word("personNotice") in page.text("p")
    assert any(words.code("opposes") in text for text in page.text("li"))


def test_another_language_is_an_error() -> None:
    with pytest.raises(UnknownName, match="language"):
        comparison_page(gold_matrix("real"), "de")


def test_every_phrase_has_the_same_gaps_in_every_language() -> None:
    gaps = [
        {key: Counter(re.findall(r"\{\w+\}", text)) for key, text in wording(language).words.items()}
        for language in LANGUAGES
    ]
    assert gaps[0] == gaps[1] == gaps[2]
    assert all(text for language in LANGUAGES for text in wording(language).words.values())


def test_a_machine_s_reading_is_called_one() -> None:
    rules = t.concept(ReadingMethod.RULES)
    quads = [
        Quad(q.subject, q.predicate, rules, q.graph_name) if q.predicate == t.METHOD else q for q in gold_quads("real")
    ]
    page = Page(comparison_page(matrix(GraphStore(quads), CONSULTATION), "fi"))
    words = wording("fi")
    assert words.word("machineNotice") in page.text("p")
    assert words.word("personNotice") not in page.text("p")
    assert any(words.word("machineRead") in text for text in page.text("p"))


def test_an_invented_round_says_so(page: Page) -> None:
    assert wording("fi").word("synthetic") in page.text("p")
    real = Page(comparison_page(gold_matrix("real")))
    assert wording("fi").word("synthetic") not in real.text("p")


def test_a_position_not_yet_decided_is_marked(page: Page) -> None:
    marks = [span for span in page.of("span") if "uncounted" in (span.get("class") or "")]
    assert marks


def test_it_is_the_same_every_time(html: str) -> None:
    assert comparison_page(matrix(GraphStore(reversed(gold_quads("example"))), CONSULTATION)) == html
    assert not re.search(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", html)


def test_payloads_become_text_and_no_element(poisoned: str) -> None:
    clean, foul = Page(comparison_page(gold_matrix("real"))), Page(poisoned)
    assert Counter(tag for tag, _ in foul.elements) == Counter(tag for tag, _ in clean.elements)
    names = {(tag, name) for tag, attributes in clean.elements for name in attributes}
    assert {(tag, name) for tag, attributes in foul.elements for name in attributes} <= names
    assert foul.open == []
    shown = " ".join(text for _, text in foul.texts)
    assert all(payload in shown for payload in PAYLOADS[:-1])


def test_control_characters_do_not_reach_the_page(poisoned: str) -> None:
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", poisoned)


def dumped(path, folder) -> str:
    """The page as a browser has it after running what it may run."""
    options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    done = subprocess.run(
        [
            CHROMIUM,
            *options.split(),
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder}",
            "--virtual-time-budget=2000",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine")


@in_browser
def test_the_script_runs_in_a_browser_and_counts_the_same(html: str, tmp_path) -> None:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    before, after = Page(html), Page(dumped(path, tmp_path / "profile"))
    assert after.of("html")[0]["class"] == "scripted"
    counted = [text for tag, text in before.texts if tag == "span"]
    assert [text for tag, text in after.texts if tag == "span"] == counted
    widths = [(float(r["x"] or 0), float(r["width"])) for r in before.of("rect") if r["class"] != "rest"]
    again = [(float(r["x"] or 0), float(r["width"])) for r in after.of("rect") if r["class"] != "rest"]
    assert again == [pytest.approx(pair, abs=0.06) for pair in widths]


@in_browser
def test_hiding_a_type_of_respondents_counts_the_rest(html: str, tmp_path) -> None:
    act = (
        "<script>const box = document.querySelector('input[data-type=municipality]');"
        "box.checked = false; box.dispatchEvent(new Event('input'));</script></body>"
    )
    path = tmp_path / "page.html"
    without_policy = re.sub(r"<meta http-equiv=[^>]*>", "", html)
    path.write_text(without_policy.replace("</body>", act), encoding="utf-8")
    after = dumped(path, tmp_path / "profile")
    compared = gold_matrix("example")
    kept = {party.respondent for party in compared.respondents if party.type != "municipality"}
    answered = sum(party.answered for party in compared.respondents if party.respondent in kept)
    shown = re.findall(r'data-count="takers">(\d+)</span> / <span data-count="answered">(\d+)</span>', after)
    expected = [
        (
            str(
                sum(
                    any(h.counted for h in c.held)
                    for (who, what), c in compared.cells.items()
                    if who in kept and what == p.proposal
                )
            ),
            str(answered),
        )
        for p in compared.proposals
        if p.notation
    ]
    assert shown == expected
    assert answered < compared.answered


@in_browser
def test_no_payload_runs_in_a_browser(poisoned: str, tmp_path) -> None:
    path = tmp_path / "page.html"
    path.write_text(poisoned, encoding="utf-8")
    after = dumped(path, tmp_path / "profile")
    [title] = Page(after).text("title")
    assert title == Page(poisoned).text("title")[0]
    assert Counter(tag for tag, _ in Page(after).elements) == Counter(tag for tag, _ in Page(poisoned).elements)


def test_a_round_without_positions_is_a_page_too() -> None:
    quads = [
        q for q in gold_quads("real") if not q.graph_name.value.startswith("https://w3id.org/kannat/id/statement/")
    ]
    page = Page(comparison_page(matrix(GraphStore(quads), CONSULTATION)))
    assert page.of("article") == []
    assert page.open == []
