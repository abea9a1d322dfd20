"""The consultation service's report of a whole round on one page: who answered, then the answers to each question.

Under a question stand, one after the other, `Organisation, Person`, when it was saved, and the answer. The page names
persons; they are dropped here, and a respondent without an organisation is a private person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.entities import codepoint2name
from typing import Final

from kannat.errors import UnreadableDocument
from kannat.model import Document, Given
from kannat.readers.content import Content
from kannat.readers.days import day_in
from kannat.readers.encoding import decoded
from kannat.readers.markup import STRONG, Block, blocks_of
from kannat.readers.parties import parties_in
from kannat.readers.source_data import any_of, source_words
from kannat.readers.submission import Part, Submission, documents_of

MEDIA_TYPE: Final = "text/html"
MAX_REPORT_BYTES: Final = 64 * 1024 * 1024
_PLACE: Final = "lausuntopalvelu"
_WEB_ID: Final = re.compile(r"(?i)proposalId(?:=|%3D)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_LINES_OF_NAME: Final = 6
_ADVICE: Final = "save the report of the whole round again, as one page"


class LausuntopalveluReportReader:
    """Reads the report, known by the words of its table and its lists."""

    limit = MAX_REPORT_BYTES
    isolated = True

    def recognises(self, content: Content) -> bool:
        if not content.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return False
        page = content.data.lower()
        signs = source_words(_PLACE)["report"]["signs"]
        return any(all(any(form in page for form in _forms(word)) for word in words) for words in signs)

    def read(self, content: Content) -> Iterator[Document | UnreadableDocument]:
        html = decoded(content.data, content.name, content.charset)
        report = _Report(html, content.name)
        return documents_of(report.submissions(), content.name, MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block; `first` where it begins one."""

    text: str
    block: Block
    first: bool


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines over an answer, from `start` to before `end`: the respondent's cell and key, and the day."""

    start: int
    end: int
    cell: str
    key: str
    line: int
    day: date


@dataclass(slots=True)
class _Respondent:
    """One respondent: the cell that names it, and its answers by question."""

    cell: str
    line: int
    issued: date | None = None
    answers: dict[int, list[tuple[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Question:
    """A heading of the report, which is a question where answers stand under it."""

    wording: str
    level: int
    asked: bool


class _Report:
    """A report taken apart."""

    def __init__(self, html: str, name: str) -> None:
        self.name = name
        self.respondents: dict[str, _Respondent] = {}
        self.listed: dict[str, str] = {}
        self.questions: list[_Question] = []
        blocks = blocks_of(html)
        after = self.table(blocks)
        self.title = next((block.text for block in blocks[:after] if block.level), "")
        self.case = self.case_number(html, blocks[:after])
        lines = [
            _Line(line, block, not index)
            for block in blocks[after:]
            for index, line in enumerate(block.text.split("\n"))
        ]
        self.lists(lines)

    def table(self, blocks: Sequence[Block]) -> int:
        """Takes in the table of respondents; gives the index of the block after it. The page may come without."""
        heads = next((i for i, block in enumerate(blocks) if _is_head(block)), None)
        if heads is None:
            return 0
        index = heads + 1
        while index < len(blocks) and blocks[index].cells:
            first, *others = blocks[index].cells
            issued = next((day for cell in others if (day := day_in(cell))), None)
            self.respondents.setdefault(_key(first), _Respondent(first, blocks[index].line, issued))
            index += 1
        self.listed.update(_listed(self.respondents))
        return index

    def case_number(self, html: str, blocks: Sequence[Block]) -> str | None:
        for line in (line for block in blocks for line in block.text.split("\n")):
            if found := _pattern("case").fullmatch(line):
                return next(value for value in found.groupdict().values() if value)
        found = _WEB_ID.search(html)
        return found[1].lower() if found else None

    def lists(self, lines: Sequence[_Line]) -> None:
        """Takes in the answers, list after list."""
        heads = list(_heads(lines, self.listed))
        if not heads:
            raise UnreadableDocument("a report without answers", place=self.name, advice=_ADVICE)
        headings = _Headings(lines)
        begin = 0
        answer: list[tuple[str, int]] | None = None
        for head in heads:
            again = self.answered(head.key)
            end = headings.before(head.start, begin, begins_question=answer is None or again)
            _close(answer, lines[begin:end])
            self.questions.extend(_questions(lines[end : head.start]))
            answer, begin = self.answer(head), head.end
        end = headings.before(len(lines), begin, begins_question=False)
        _close(answer, lines[begin:end])
        self.questions.extend(_questions(lines[end:]))

    def answered(self, key: str) -> bool:
        """Whether this respondent has answered the question at hand before."""
        respondent = self.respondents.get(key)
        return respondent is not None and len(self.questions) - 1 in respondent.answers

    def answer(self, head: _Head) -> list[tuple[str, int]]:
        """Where the respondent's answer to the question at hand goes."""
        respondent = self.respondents.setdefault(head.key, _Respondent(head.cell, head.line))
        respondent.issued = max(filter(None, (respondent.issued, head.day)), default=None)
        return respondent.answers.setdefault(len(self.questions) - 1, [])

    def submissions(self) -> Iterator[Submission | UnreadableDocument]:
        """One a respondent in the order of the table; an error for each that has no answer in the lists."""
        for respondent in self.respondents.values():
            if not respondent.answers:
                yield UnreadableDocument(
                    "a respondent of the table without an answer in the report",
                    place=f"{self.name}, line {respondent.line}",
                    advice="its statement may be an attachment: get that from the service",
                )
                continue
            parties = parties_in(respondent.cell)
            yield Submission(
                Given(parties.organisations, None, self.case, respondent.issued, parties.private),
                tuple(self.parts(respondent)),
                title=self.title,
                place=f"line {respondent.line}",
            )

    def parts(self, respondent: _Respondent) -> Iterator[Part]:
        deepest = max((question.level for question in self.questions if question.asked), default=0)
        for index, question in enumerate(self.questions or [_Question("", 0, asked=True)]):
            given = respondent.answers.get(index if self.questions else -1, [])
            if not question.asked and question.level < deepest:
                yield Part(question.wording, heading=True)
            else:
                words = "\n".join(words for words, _ in given)
                yield Part(question.wording, "" if words.strip() in ("-", "") else words, place=_place(given))


def _forms(word: str) -> Iterator[bytes]:
    """How a word may stand in a page: in either encoding, or with its letters as references."""
    yield word.encode()
    yield word.encode("cp1252", "replace")
    yield word.encode("ascii", "xmlcharrefreplace")
    yield "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in word).encode()


def _place(given: Sequence[tuple[str, int]]) -> str:
    return f"line {given[0][1]}" if given else ""


def _close(answer: list[tuple[str, int]] | None, lines: Sequence[_Line]) -> None:
    """Puts the lines of an answer to it, a blank one where a block begins."""
    if answer is not None:
        answer.extend(
            (f"\n{line.text}" if line.first and number else line.text, line.block.line)
            for number, line in enumerate(lines)
        )


def _heads(lines: Sequence[_Line], listed: Mapping[str, str]) -> Iterator[_Head]:
    """The heads of all answers: who, and under it when it was saved.

    Where the page lists its respondents, only their names count: the words of an answer may look like a head.
    """
    found = []
    for index in range(1, len(lines)):
        if not _pattern("updated").fullmatch(lines[index].text):
            continue
        day, end = day_in(_day_words(lines[index].text)), index + 1
        if day is None and end < len(lines) and (day := day_in(lines[end].text)):
            end += 1
        if day is not None:
            start = _name_before(lines, index, listed)
            cell = _cell(lines[start:index])
            key = _known_key(cell, listed) or _key(cell)
            found.append(_Head(start, end, cell, key, lines[start].block.line, day))
    known = [head for head in found if _known_key(head.cell, listed)]
    yield from known or found


def _name_before(lines: Sequence[_Line], updated: int, listed: Mapping[str, str]) -> int:
    """Where the name of a respondent begins: the most lines that make up a cell of the table; else one line."""
    places = range(max(updated - _LINES_OF_NAME, 0), updated)
    for key_of in (_key, _organisations_key):
        for first in places:
            if key_of(_cell(lines[first:updated])) in listed:
                return first
    return updated - 1


def _cell(lines: Sequence[_Line]) -> str:
    return "\n".join(line.text for line in lines)


class _Headings:
    """The headings of the lists: by their elements, else by strong blocks, else by what comes again."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        levels = {line.block.level for line in lines} - {0}
        self.deepest = max((level for level in levels if level < STRONG), default=STRONG)
        self.some = self.deepest < STRONG

    def before(self, place: int, begin: int, *, begins_question: bool) -> int:
        """Where the headings right before a place begin, after `begin`; the place itself where there are none.

        Without any element of a heading on the page, a question's wording is the block before its first answer.
        """
        start = place
        while (
            start > begin and 0 < self.lines[start - 1].block.level <= self.deepest and (self.some or begins_question)
        ):
            start -= 1
        if start == place and begins_question and not self.some and place > begin:
            start -= 1
            while start > begin and not self.lines[start].first:
                start -= 1
        return start


def _questions(lines: Sequence[_Line]) -> Iterator[_Question]:
    """The headings of these lines; answers stand under the last of them."""
    groups = _by_block(lines)
    for number, (wording, level) in enumerate(groups, 1):
        yield _Question(wording, level, asked=number == len(groups))


def _by_block(lines: Sequence[_Line]) -> list[tuple[str, int]]:
    """The lines of each block joined, with its level as a heading."""
    groups: list[tuple[str, int]] = []
    for line in lines:
        if line.first or not groups:
            groups.append((line.text, line.block.level))
        else:
            groups[-1] = (f"{groups[-1][0]} {line.text}", line.block.level)
    return groups


def _is_head(block: Block) -> bool:
    heads = ("respondent_head", "saved_head", "statement_head")
    return len(block.cells) >= len(heads) and all(
        any(_pattern(head).fullmatch(cell.strip()) for cell in block.cells) for head in heads
    )


def _key(cell: str) -> str:
    """What tells respondents apart within a report; bears persons' names and never leaves it."""
    return " ".join(cell.replace(",", " ").split()).casefold()


def _listed(respondents: Mapping[str, _Respondent]) -> dict[str, str]:
    """The key of each listed respondent by itself, and by its organisations alone where no other has the same."""
    by_organisations = [(_organisations_key(respondent.cell), key) for key, respondent in respondents.items()]
    counted = Counter(known for known, _ in by_organisations)
    alone = {known: key for known, key in by_organisations if known and counted[known] == 1}
    return {**alone, **{key: key for key in respondents}}


def _known_key(cell: str, listed: Mapping[str, str]) -> str:
    """The key of the listed respondent that a cell names, with or without its person; empty where it names none."""
    return listed.get(_key(cell)) or listed.get(_organisations_key(cell), "")


def _organisations_key(cell: str) -> str:
    return _key("\n".join(parties_in(cell).organisations))


def _day_words(line: str) -> str:
    found = _pattern("updated").fullmatch(line)
    return found["day"] if found else ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    patterns = source_words(_PLACE)["report"][name]
    return any_of(patterns, _PLACE)
