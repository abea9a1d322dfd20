"""The statement's own diary numbers, and the dates that it tells: its own, the request's, the deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from kannat.model import LegalReference, ReferenceKind, Span, StatementDates
from kannat.reading.authorities import LANGUAGES
from kannat.reading.data import load_toml
from kannat.reading.vicinity import line_after, line_before, sentence_before

_NUMERIC: Final = re.compile(r"(?P<day>\d(?<![\d.].)\d?)\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)")
"""A date in figures, not after a digit or a full stop: what stands before is looked at once a digit has been found."""
_NEAR: Final = 90
_AFTER: Final = 30
_HEAD_LENGTH: Final = 1500
_HEAD_LINE: Final = 110
_TAIL_LENGTH: Final = 600
_NORTHERN: Final = ("fi", "sv")
_TIME_OF_DAY: Final = 12
_TOLD, _ALONE, _HEADED, _LEADING = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Date:
    span: Span
    day: date


@dataclass(frozen=True, slots=True)
class _DateWords:
    """What tells the dates apart, of several languages at once: their words do not clash."""

    written: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    deadline_after: re.Pattern[str]
    deadline_before: re.Pattern[str]
    request_after: re.Pattern[str]
    request_before: re.Pattern[str]
    statement_before: re.Pattern[str]
    head: re.Pattern[str]
    other_before: re.Pattern[str]


def find_identifiers(
    text: str, references: Sequence[LegalReference], consultation_identifier: str | None
) -> tuple[str, ...]:
    """The statement's own diary numbers, in the order of the text.

    Not the consultation's number, not one of the government's diary, and not one on a line that refers to the request.
    """
    own = [
        reference.target
        for reference in references
        if reference.kind is ReferenceKind.CASE_FILE
        and reference.target
        and reference.target != consultation_identifier
        and not _government().fullmatch(reference.target)
        and not refers_to_request(text, reference.span)
    ]
    return tuple(dict.fromkeys(own))


def refers_to_request(text: str, span: Span) -> bool:
    """Whether a number stands where the text refers to what it answers (*Viite: ...*)."""
    return bool(_date_words(LANGUAGES).request_before.search(sentence_before(text, span, _NEAR)))


def find_dates(text: str, language: str) -> StatementDates:
    """The dates that the text tells; each None where it does not. Dates that no calendar has are passed over.

    Finnish and Swedish words count in either language's statements, for they mix; English ones only in others.
    """
    words = _date_words(_NORTHERN if language in _NORTHERN else LANGUAGES)
    dates = sorted(_dates(text, words), key=lambda found: found.span)
    kinds = [_kind(text, found.span, words) for found in dates]
    deadline = next((d.day for d, kind in zip(dates, kinds, strict=True) if kind == _DEADLINE), None)
    request = next((d.day for d, kind in zip(dates, kinds, strict=True) if kind == _REQUEST), None)
    rest = [d for d, kind in zip(dates, kinds, strict=True) if not kind]
    scored = [(_statement_score(text, d.span, words), -index, d.day) for index, d in enumerate(rest)]
    best = max(scored, default=None)
    return StatementDates(best[2] if best and best[0] > 0 else None, request, deadline)


def _dates(text: str, words: _DateWords) -> Iterator[_Date]:
    for found in _NUMERIC.finditer(text):
        yield from _date(found, int(found["month"]))
    for pattern, months in words.written:
        for found in pattern.finditer(text):
            yield from _date(found, months.index(found["month"].casefold()) + 1)


def _date(found: re.Match[str], month: int) -> Iterator[_Date]:
    try:
        yield _Date(Span(found.start(), found.end()), date(int(found["year"]), month, int(found["day"])))
    except ValueError:
        return


def _kind(text: str, span: Span, words: _DateWords) -> str:
    """Whether a date is the deadline, the request's, or neither."""
    before, after = sentence_before(text, span, _NEAR), text[span.end : span.end + _AFTER]
    if words.deadline_after.search(after) or words.deadline_before.search(before):
        return _DEADLINE
    if words.request_after.search(after) or words.request_before.search(before):
        return _REQUEST
    return ""


_DEADLINE: Final = "deadline"
_REQUEST: Final = "request"


def _statement_score(text: str, span: Span, words: _DateWords) -> int:
    """How surely a date is the statement's own: told by a word, alone on its line, on a head line, early."""
    before = sentence_before(text, span, _NEAR)
    if words.statement_before.search(before):
        return _TOLD + _LEADING
    if words.other_before.search(before):
        return 0
    before_it, after_it = line_before(text, span), line_after(text, span)
    in_head = span.start < _HEAD_LENGTH
    if len(before_it) + len(after_it) > _HEAD_LINE or not (in_head or span.start > len(text) - _TAIL_LENGTH):
        return 0
    rest = (before_it + after_it).strip()
    if not in_head:
        return _LEADING if len(rest) < _AFTER else 0
    if rest.endswith((".", "?", "!")) and not words.head.search(rest):
        return 0
    return _LEADING + (_ALONE if len(rest) < _TIME_OF_DAY else _HEADED if words.head.search(rest) else 0)


@cache
def _government() -> re.Pattern[str]:
    return re.compile(load_toml("fi/references.toml")["case_file"]["government"])


@cache
def _date_words(languages: tuple[str, ...]) -> _DateWords:
    tables = [load_toml(f"{language}/dates.toml") for language in languages]

    def any_of(name: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{table[name]})" for table in tables), re.IGNORECASE)

    written = tuple(
        (
            re.compile(table["written"].format(months="|".join(table["months"])), re.IGNORECASE),
            tuple(table["months"]),
        )
        for table in tables
    )
    names = [name for name in _DateWords.__slots__ if name != "written"]
    return _DateWords(written, *(any_of(name) for name in names))
