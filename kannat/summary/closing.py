"""The chapters that close a summary: the acts cited, how it was read, and the appendix of respondents."""

from __future__ import annotations

from collections.abc import Iterator

from kannat.comparison.round import Party
from kannat.comparison.tables import Record
from kannat.model import Status
from kannat.reading.quality import measured_quality
from kannat.summary.blocks import Figure, Sentence, Table
from kannat.summary.material import Material
from kannat.summary.outline import Outline
from kannat.summary.phrases import Phrases


def write_references(material: Material, outline: Outline) -> None:
    """Acts and documents that statements cite, with the provisions and by whom; the round's own case is no news."""
    words = outline.phrases
    acts = [row for row in material.acts if row["actIdentifier"] != material.matrix.round.identifier]
    outline.chapter(1, words.text("references"))
    if not acts:
        outline.say("noReferences")
    headers = tuple(words.text(key) for key in ("act", "provisions", "citedBy"))
    rows = tuple(_act(material, words, row) for row in acts)
    outline.table(Table(words.text("referencesCaption"), headers, rows, row_headers=True, widths=(3, 2, 5)))


def _act(material: Material, words: Phrases, row: Record) -> tuple[Sentence, ...]:
    answered = {party.respondent for party in material.matrix.respondents if party.answered}
    statuses = material.matrix.statements
    citing = [
        one
        for one in material.citing.get(row["act"], ())
        if one["respondent"] in answered and statuses[one["statement"]].status != _PROPOSED
    ]
    names = sorted({one["respondentLabel"] for one in citing})
    provisions = sorted({one["provision"] for one in citing if one["provision"]}, key=_by_number)
    title, number = row["actLabel"], row["actIdentifier"]
    where = (("act", row["act"]),)
    return (
        words.plain(title if title == number else f"{title} ({number})", (row["act"],)),
        words.plain("; ".join(provisions)),
        words.sentence(
            "whoOf",
            [one["reference"] for one in citing],
            names=words.names(names),
            count=Figure(row["citingRespondents"], "acts", "citingRespondents", where),
            denominator=Figure(row["denominator"], "acts", "denominator", where),
        ),
    )


_PROPOSED = str(Status.PROPOSED)


def _by_number(provision: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part) if part.isdigit() else 0, part) for part in provision.split())


def write_method(material: Material, outline: Outline) -> None:
    """How the positions were read, what the marks mean, and what a person should look at."""
    words = outline.phrases
    outline.chapter(1, words.text("method"))
    outline.paragraph(*notices(material, words))
    outline.say("marks", machine=words.text("machineMark").strip(), checked=words.text("checkedMark").strip())
    outline.say("counting")
    problems = [_problem(words, row) for row in material.problems if row["problem"] in words.problems]
    if problems:
        outline.say("problemsLead")
        outline.items(problems)


def notices(material: Material, words: Phrases) -> Iterator[Sentence]:
    """Who read the positions, and how well that was measured."""
    if material.matrix.round.synthetic:
        yield words.sentence("synthetic")
    checked = [one.checked for one in material.evidence.values()]
    if checked and all(checked):
        yield words.sentence("allChecked")
    elif checked:
        yield words.sentence("machineRead")
        if (quality := measured_quality()) is not None:
            shares = {name: f"{getattr(quality, name):.2f}" for name in ("detection", "stance", "lean")}
            yield words.sentence("measured", documents=quality.documents, **shares)


def _problem(words: Phrases, row: Record) -> Sentence:
    detail = row["detail"] or ""
    shown = words.day(detail) if len(detail) == len("2026-02-18") else detail
    template = words.problems[row["problem"]]
    return words.fill(
        template, (row["statement"],), respondent=row["respondentLabel"], detail=shown, statement=row["fileName"]
    )


def write_appendix(material: Material, outline: Outline) -> None:
    """Everyone that was asked or that answered, each once."""
    words, matrix = outline.phrases, material.matrix
    outline.appendix(words.text("appendix"))
    parties = sorted((*matrix.respondents, *matrix.silent), key=lambda party: (party.label, party.respondent))
    rows = tuple(
        (words.plain(str(number)), *_party(material, words, party)) for number, party in enumerate(parties, start=1)
    )
    headers = tuple(words.text(key) for key in ("number", "respondent", "type", "invited", "statement"))
    outline.table(Table(words.text("appendixCaption"), headers, rows, widths=(3, 10, 7, 4, 8)))


def _party(material: Material, words: Phrases, party: Party) -> Iterator[Sentence]:
    yield words.plain(party.label, (party.respondent,))
    yield words.plain(party.type_label)
    yield words.plain(words.text("yes" if party.invited else "no"))
    given = []
    for statement in party.statements:
        one = material.matrix.statements[statement]
        day = words.day(one.issued)
        status = words.code(one.status)
        given.append(words.text("dated", status=status, day=day) if day else status)
    yield words.plain("; ".join(given) or words.text("noStatement"), party.statements)
