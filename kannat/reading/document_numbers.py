"""Official documents named by a number of their own: bills, papers of committees, EU acts, treaties, diary numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from kannat.model import LegalReference, ReferenceKind, Span
from kannat.reading.data import load_toml
from kannat.reading.provisions import provision_grammar

_CAPITALS: Final = "[A-Z\u00c4\u00c5\u00d6]"
_DIARY: Final = (
    # HEL 2025-009935 T 00 01 02
    rf"{_CAPITALS}{{2,6}} \d{{4}}-\d{{5,6}}(?: {_CAPITALS} \d\d(?: \d\d){{1,3}})?",
    # VD/8455/00.04.03/2025, TRE:3663/00.01.07/2017, RTA 612/14.07.00/2026, 889/14.00.01/2026, THL/1234/4.00.00/2025
    rf"(?:{_CAPITALS}{{2,10}}[/: ] ?)?\d{{1,6}}/\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}/(?:19|20)\d\d",
    # 2771/040400/2025
    rf"(?:{_CAPITALS}{{2,10}}[/: ] ?)?\d{{1,6}}/\d{{6}}/(?:19|20)\d\d",
    # OSV/44/2026, OKV/12/21/2025
    rf"{_CAPITALS}{{2,10}}/\d{{1,6}}(?:/\d{{1,3}})?/(?:19|20)\d\d(?:-\d+)?",
    # ROIDno-2020-2129
    rf"{_CAPITALS}\w{{1,7}}[Dd]no-(?:19|20)\d\d-\d{{1,6}}",
)
_LABELLED: Final = (
    rf"(?:{_CAPITALS}{{1,6}}[ /:-]?)?\d{{1,6}}(?:/[\d.]{{1,12}}){{1,4}}|{_CAPITALS}{{2,10}}-?\d*[/-][\d/.-]{{4,20}}"
)
_HEAD_LENGTH: Final = 1500
_EU: Final = (
    r"\((?P<body>EU|EY|ETY|EG|EEG|EC|EEC|Euratom)(?:, Euratom)?\)\s*"
    r"(?P<word>{number_word}\s*)?(?P<first>\d{{1,4}})/(?P<second>\d{{1,4}})"
)
_EU_OLD: Final = r"\b(?P<old>(?:19|20)?\d\d/\d{1,4}/(?:EU|EY|ETY|EG|EEG|EC|EEC|YOS))\b"
_EU_PROPOSAL: Final = r"\b(?:COM|KOM|SWD|JOIN)\s?\((?P<year>\d{{4}})\)\s?(?P<serial>\d{{1,4}})(?:\s(?P<final>{final}))?"


@dataclass(frozen=True, slots=True)
class DocumentNumbers:
    """The patterns of all kinds, compiled once."""

    documents: tuple[tuple[ReferenceKind, re.Pattern[str], str], ...]
    codes: Mapping[str, str]
    european: tuple[re.Pattern[str], ...]
    european_name: re.Pattern[str]
    named: re.Pattern[str]
    number_word: str
    treaty: re.Pattern[str]
    treaty_name: re.Pattern[str]
    treaty_print: str
    courts: Mapping[str, str]
    case_law: re.Pattern[str]
    government: re.Pattern[str]
    project: re.Pattern[str]
    diary: re.Pattern[str]
    labelled: re.Pattern[str]
    short: re.Pattern[str]
    not_codes: frozenset[str]

    def find(self, text: str) -> Iterator[LegalReference]:
        """Every such document named in the text, in no particular order; they may overlap."""
        yield from self._documents(text)
        yield from self._european(text)
        yield from self._treaties(text)
        yield from self._cases(text)
        yield from self._files(text)

    def _documents(self, text: str) -> Iterator[LegalReference]:
        windows = _windows(text)
        for kind, pattern, printed in self.documents:
            for found in _found(pattern, text, windows):
                code = found.groupdict().get("code") or ""
                target = printed.format(
                    code=self.codes.get(code, code), number=int(found["number"]), year=found["year"]
                )
                yield LegalReference(_trimmed(text, found), kind, target)

    def _european(self, text: str) -> Iterator[LegalReference]:
        for pattern in self.european:
            for found in pattern.finditer(text):
                start = _name_start(self.european_name, text, found.start())
                yield _with_provision(text, Span(start, found.end()), ReferenceKind.EU_ACT, self._european_id(found))

    def _european_id(self, found: re.Match[str]) -> str:
        groups = found.groupdict()
        if groups.get("old"):
            return groups["old"] or ""
        if groups.get("serial"):
            final = f" {groups['final']}" if groups["final"] else ""
            return f"COM({groups['year']}) {int(groups['serial'] or 0)}{final}"
        word = f"{self.number_word} " if groups["word"] else ""
        return f"({groups['body']}) {word}{groups['first']}/{groups['second']}"

    def _treaties(self, text: str) -> Iterator[LegalReference]:
        for found in self.treaty.finditer(text):
            bracketed = text[found.start() - 1 : found.start()] == "(" and text[found.end() : found.end() + 1] == ")"
            start = _name_start(self.treaty_name, text, found.start() - bracketed)
            named = start < found.start() - bracketed
            span = Span(start if named else found.start(), found.end() + (named and bracketed))
            target = self.treaty_print.format(numbers=re.sub(r"\s+", " ", found["numbers"]))
            yield _with_provision(text, span, ReferenceKind.TREATY, target)

    def _cases(self, text: str) -> Iterator[LegalReference]:
        for found in self.case_law.finditer(text):
            court = found.groupdict().get("court")
            dashed = re.sub(r"[\u2010-\u2013]", "-", re.sub(r"\s+", " ", found.group()))
            target = f"{self.courts[court]} {found['case']}" if court else dashed
            yield LegalReference(Span(found.start(), found.end()), ReferenceKind.CASE_LAW, target)

    def _files(self, text: str) -> Iterator[LegalReference]:
        windows = _windows(text)
        for found in _found(self.project, text, windows):
            yield LegalReference(Span(found.start(), found.end()), ReferenceKind.PROJECT, found.group())
        for pattern in (self.government, self.diary, self.labelled, self.short):
            for found in _found(pattern, text, windows):
                in_head = pattern is not self.short or found.start() < _HEAD_LENGTH
                if in_head and found.groupdict().get("code") not in self.not_codes:
                    target = re.sub(r"\s+", " ", found["id"])
                    yield LegalReference(Span(found.start("id"), found.end("id")), ReferenceKind.CASE_FILE, target)


@cache
def document_numbers() -> DocumentNumbers:
    """The patterns of Finnish and Swedish texts, read once."""
    finnish, swedish = (load_toml(f"{language}/references.toml") for language in ("fi", "sv"))
    sessions = finnish["sessions"]["words"]
    treaty, european, courts, file = (finnish[part] for part in ("treaty", "eu", "case_law", "case_file"))
    court = "|".join(sorted(courts["courts"]))
    diary = "|".join(_DIARY)
    return DocumentNumbers(
        documents=tuple(_document(row, sessions) for table in (finnish, swedish) for row in table["document"]),
        codes=swedish["codes"],
        european=(
            re.compile(_EU.format(number_word=european["number_word"])),
            re.compile(_EU_OLD),
            re.compile(_EU_PROPOSAL.format(final=european["final"])),
        ),
        european_name=re.compile(rf"[\w-]*{european['name']}\s*$", re.IGNORECASE),
        named=re.compile(european["named"], re.IGNORECASE),
        number_word=european["print_number"],
        treaty=re.compile(
            rf"\b{treaty['code']}\s*"
            r"(?P<numbers>\d{1,4}(?:\s(?:ja|och)\s\d{1,4}|\s?[\u2013-]\s?\d{1,4})?/\d{4})".replace(
                "ja|och", _joints(finnish, swedish)
            )
        ),
        treaty_name=re.compile(rf"(?:[\w-]+\s)?[\w-]*{treaty['name']}\s*$", re.IGNORECASE),
        treaty_print=treaty["print"],
        courts=courts["courts"],
        case_law=re.compile(
            rf"\b(?P<court>{court})(?::\w+)?\s?(?P<case>\d{{4}}(?::|-[A-Z]-)\d{{1,5}})\b"
            r"|\b[CTF][-\u2010-\u2013]\d{1,4}/\d\d\b(?:\sP)?|\bECLI:[A-Z]{2}:\w+:\d{4}:[\w.:]*\w"
        ),
        government=re.compile(rf"(?<![\w/])(?P<id>{file['government']})(?![\d/])"),
        project=re.compile(rf"\b{_CAPITALS}{{2,4}}\d{{3}}:\d\d/\d{{4}}\b"),
        diary=re.compile(rf"(?<![\w/.:])(?P<id>{diary})(?![\d/])"),
        labelled=re.compile(rf"\b{file['label']}\s*(?P<id>{_LABELLED})(?![\d/])"),
        short=re.compile(rf"(?m)^[ \t]*(?P<id>(?P<code>{_CAPITALS}{{2,6}}) \d{{1,6}}/(?:19|20)\d\d)[ \t]*$"),
        not_codes=frozenset(file["not_codes"]),
    )


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches of the text where a number meets a stroke: nothing else can hold a document's number."""
    windows: list[tuple[int, int]] = []
    for found in _MEETING.finditer(text):
        start, end = max(0, found.start() - _NAME_LENGTH), min(len(text), found.end() + _NAME_LENGTH)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


_MEETING: Final = re.compile(r"\d\s?/\s?\d|(?:19|20)\d\d-\d")


def _found(pattern: re.Pattern[str], text: str, windows: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, end in windows:
        yield from pattern.finditer(text, start, end)


def _joints(finnish: Mapping[str, Any], swedish: Mapping[str, Any]) -> str:
    return "|".join(table["provision"]["joint"] for table in (finnish, swedish))


def _document(row: Mapping[str, Any], sessions: str) -> tuple[ReferenceKind, re.Pattern[str], str]:
    session = rf"(?:\s*{sessions}\b)" + ("" if row.get("session") else "?")
    number = r"(?P<number>\d{1,3})\s?/\s?(?P<year>(?:19|20)\d\d)"
    return ReferenceKind(row["kind"]), re.compile(rf"\b{row['code']}\s*{number}{session}\)?"), row["print"]


def _trimmed(text: str, found: re.Match[str]) -> Span:
    """The mention, with its closing bracket only where its opening one is inside."""
    end = found.end()
    if text[end - 1] == ")" and "(" not in found.group():
        end -= 1
    return Span(found.start(), end)


def _name_start(name: re.Pattern[str], text: str, start: int) -> int:
    """Where the act's name begins that stands right before its number."""
    before = max(0, start - _NAME_LENGTH)
    found = name.search(text[before:start])
    return before + found.start() if found else start


_NAME_LENGTH: Final = 60


def _with_provision(text: str, span: Span, kind: ReferenceKind, target: str) -> LegalReference:
    provision = provision_grammar().after(text, span.end)
    if provision is None:
        return LegalReference(span, kind, target)
    return LegalReference(Span(span.start, provision.span.end), kind, target, provision.text)
