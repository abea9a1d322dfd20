"""Finds the legal and official documents that a text names, and passes over what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kannat.model import LegalReference, ReferenceKind, Span
from kannat.reading.acts import ActMention
from kannat.reading.authorities import Authorities, title_key
from kannat.reading.data import load_toml
from kannat.reading.document_numbers import document_numbers
from kannat.reading.foreign_statutes import english_acts, swedish_acts
from kannat.reading.provisions import Provision, WordedGrammar, provision_grammar, worded_grammar
from kannat.reading.statutes import finnish_acts
from kannat.reading.taken import Taken
from kannat.reading.vicinity import line_before

_HEAD_LENGTH: Final = 700
_BEFORE_DECISION: Final = re.compile(r"\s*(?:[^\W\d_a-z]{1,10}\s+)?")
_PRIORITY: Final = {ReferenceKind.STATUTE: 1, ReferenceKind.CASE_FILE: 0}
_HIGHEST_PRIORITY: Final = 2


@dataclass(frozen=True, slots=True)
class _Traps:
    """What tells a decision's number from a provision."""

    minutes: re.Pattern[str]
    highest_section: int
    abbreviation: re.Pattern[str]
    same: re.Pattern[str]
    of: re.Pattern[str]
    declared: re.Pattern[str]


def find_references(
    text: str, language: str, authorities: Authorities, *, by_title: bool = False
) -> tuple[LegalReference, ...]:
    """Every legal reference in the text, sorted, none overlapping another.

    An act named without its number has a target only where the text gives the number elsewhere; with `by_title` the
    statute authority is asked too.
    """
    numbers = [*document_numbers().find(text)]
    worded = worded_grammar(language)
    known: dict[str, str] = {}
    acts = [_declaring(text, act, known) for act in _acts(text, language, authorities)]
    statutes = list(_statutes(text, acts, known, authorities if by_title else None, worded))
    taken = _without_overlap([*numbers, *statutes])
    bare = _bare_provisions(text, taken, known, authorities if by_title else None, worded)
    return tuple(_without_overlap([*taken, *bare, *_named_european(text, numbers)]))


def _acts(text: str, language: str, authorities: Authorities) -> list[ActMention]:
    """Every act named in the text, left to right. In an English text only those with a number are sure."""
    acts = [*finnish_acts(text, authorities), *swedish_acts(text, authorities)]
    if language == "en":
        acts = [act for act in acts if act.number]
    if language not in ("fi", "sv"):
        acts.extend(english_acts(text))
    return sorted(acts, key=lambda act: (act.span.start, -act.span.end))


def _declaring(text: str, act: ActMention, known: dict[str, str]) -> ActMention:
    """The act, its mention going on over a short name that the text gives it there; its number is noted by both."""
    if act.number is None:
        return act
    if act.name:
        known.setdefault(act.name, act.number)
    found = _traps().declared.match(text, act.span.end)
    if not found:
        return act
    known.setdefault(found["short"], act.number)
    known.setdefault(title_key(found["short"]), act.number)
    return replace(act, span=Span(act.span.start, found.end()))


def _statutes(
    text: str,
    acts: Sequence[ActMention],
    known: Mapping[str, str],
    authorities: Authorities | None,
    worded: WordedGrammar,
) -> Iterator[LegalReference]:
    for act in acts:
        target = act.number or known.get(act.name) or (authorities.number_at(act.name) if authorities else "") or None
        yield from _with_provisions(text, act.span, target, worded)


def _with_provisions(text: str, span: Span, target: str | None, worded: WordedGrammar) -> Iterator[LegalReference]:
    """The act with the provision beside it; further provisions of the same act are mentions of their own."""
    grammar = provision_grammar()
    provision = grammar.after(text, span.end) or worded.after(text, span.end)
    if provision is None:
        before = _provision_before(text, span.start, worded)
        start = before.span.start if before else span.start
        yield LegalReference(Span(start, span.end), ReferenceKind.STATUTE, target, before.text if before else None)
        return
    yield LegalReference(Span(span.start, provision.span.end), ReferenceKind.STATUTE, target, provision.text)
    while (provision := grammar.next(text, provision.span.end)) is not None:
        yield LegalReference(provision.span, ReferenceKind.STATUTE, target, provision.text)


def _provision_before(text: str, start: int, worded: WordedGrammar) -> Provision | None:
    """A provision that stands before its act, as Swedish and English have it."""
    before = max(0, start - _PROVISION_LENGTH)
    linked = _traps().of.search(text[before:start])
    if not linked:
        return None
    stretch = text[before : before + linked.start()]
    for provision in (*provision_grammar().all(stretch), *worded.all(stretch)):
        if provision.span.end == linked.start():
            span = Span(before + provision.span.start, before + provision.span.end)
            return Provision(span, provision.text, provision.section, provision.inflected)
    return None


_PROVISION_LENGTH: Final = 60


def _bare_provisions(
    text: str,
    taken: Sequence[LegalReference],
    known: Mapping[str, str],
    authorities: Authorities | None,
    worded: WordedGrammar,
) -> Iterator[LegalReference]:
    """Provisions without an act: the draft's own, an abbreviated act's, or the same act's again."""
    traps = _traps()
    places = Taken(reference.span for reference in taken)
    minutes = bool(traps.minutes.search(text[:_HEAD_LENGTH]))
    for provision in sorted((*provision_grammar().all(text), *worded.all(text)), key=lambda p: p.span):
        if places.holds(provision.span):
            continue
        before = text[max(0, provision.span.start - _PROVISION_LENGTH) : provision.span.start]
        abbreviation = re.search(rf"(?:{traps.abbreviation.pattern})\s*$", before)
        if abbreviation:
            name = abbreviation.group().strip().partition(":")[0]
            target = known.get(name) or (authorities.number_of(name) if authorities else "") or None
            start = provision.span.start - len(abbreviation.group())
            yield LegalReference(Span(start, provision.span.end), ReferenceKind.STATUTE, target, provision.text)
        elif provision.section and not _is_decision(text, provision, traps, minutes=minutes):
            same = re.search(rf"{traps.same.pattern}\s*$", before, re.IGNORECASE)
            target = _last_act(taken, provision.span.start) if same else None
            yield LegalReference(provision.span, ReferenceKind.STATUTE, target, provision.text)


def _is_decision(text: str, provision: Provision, traps: _Traps, *, minutes: bool) -> bool:
    """Whether a number with § is a decision of a board's minutes and no provision."""
    if provision.inflected:
        return False
    line = line_before(text, provision.span)
    if re.search(r"\d{1,2}\.\d{1,2}\.\d{4}\W*$", line):
        return True
    first = re.match(r"\d+", provision.section)
    return (minutes and bool(_BEFORE_DECISION.fullmatch(line))) or bool(
        first and int(first.group()) > traps.highest_section
    )


def _last_act(taken: Iterable[LegalReference], start: int) -> str | None:
    before = [r for r in taken if r.kind is ReferenceKind.STATUTE and r.span.end <= start and r.target]
    return before[-1].target if before else None


def _named_european(text: str, numbers: Sequence[LegalReference]) -> Iterator[LegalReference]:
    """EU acts known by a name of their own, with the number that the text gives beside that name elsewhere."""
    named = document_numbers().named
    target = next((r.target for r in numbers if r.kind is ReferenceKind.EU_ACT and named.search(r.span.of(text))), None)
    for found in named.finditer(text):
        provision = provision_grammar().after(text, found.end())
        end = provision.span.end if provision else found.end()
        canonical = provision.text if provision else None
        yield LegalReference(Span(found.start(), end), ReferenceKind.EU_ACT, target, canonical)


def _without_overlap(references: Iterable[LegalReference]) -> list[LegalReference]:
    """The references in the order of the text; of overlapping ones the surer kind stays, then the longer."""
    ranked = sorted(
        references,
        key=lambda r: (-_PRIORITY.get(r.kind, _HIGHEST_PRIORITY), r.target is None, -len(r.span), r.span.start),
    )
    taken = Taken()
    return sorted((r for r in ranked if taken.take(r.span)), key=lambda reference: reference.span)


@cache
def _traps() -> _Traps:
    finnish, swedish, english = (load_toml(f"{language}/references.toml") for language in ("fi", "sv", "en"))
    return _Traps(
        minutes=re.compile(finnish["provision"]["minutes"], re.IGNORECASE),
        highest_section=finnish["provision"]["highest_section"],
        abbreviation=re.compile(finnish["statute"]["abbreviation"]),
        same=re.compile(finnish["statute"]["same"]),
        of=re.compile(rf"\s+(?:{swedish['statute']['of']}|{english['statute']['of']})\s+\Z"),
        declared=re.compile(finnish["statute"]["declared"]),
    )
