"""The chapters that open a summary: the sheet of facts, what was asked of whom, and who answered."""

from __future__ import annotations

from collections.abc import Iterator

from kannat.comparison.round import Party
from kannat.graph import terms as t
from kannat.model import Outcome, ReadingMethod, Status
from kannat.summary.blocks import Figure, Sentence, Table
from kannat.summary.material import Material
from kannat.summary.outline import Outline
from kannat.summary.phrases import Phrases

_TYPE = "type"


def round_figure(material: Material, column: str) -> Figure:
    """A number of the question `rounds`."""
    where = (("consultation", material.matrix.round.consultation),)
    return Figure(material.round[column], "rounds", column, where)


def reading_days(material: Material) -> tuple[str, ...]:
    """The first and the last day on which positions were read; empty where the readings do not say."""
    days = sorted({day for one in material.evidence.values() for day in one.days})
    return tuple(dict.fromkeys((days[0], days[-1]))) if days else ()


def write_facts(material: Material, outline: Outline) -> None:
    """The sheet of facts."""
    words = outline.phrases
    outline.chapter(1, words.text("facts"))
    headers = (words.text("fact"), words.text("content"))
    told = [(key, value) for key, value in _facts(material, words) if value is not None and value.runs]
    rows = tuple((words.plain(words.text(key)), value) for key, value in told)
    outline.table(Table(words.text("factsCaption"), headers, rows, row_headers=True, widths=(1, 3)))


def _facts(material: Material, words: Phrases) -> Iterator[tuple[str, Sentence | None]]:
    facts = material.matrix.round
    address = (facts.consultation,)
    yield "factTitle", words.plain(facts.title, address)
    yield "factIdentifier", words.plain(facts.identifier, address)
    yield "factRequester", words.plain(facts.requester, address)
    yield "factRequested", words.plain(words.day(facts.request_date), address)
    yield "factDeadline", words.plain(words.day(facts.deadline), address)
    figures = {key: round_figure(material, column) for key, column in _ROUND.items()}
    if material.round["invited"]:
        yield "factInvited", words.sentence("invitedValue", address, **_of(figures, "invited", "invitedAnswered"))
    yield "factAnswered", words.sentence("answeredValue", address, **_of(figures, "answered", "statements"))
    yield "factTaking", words.sentence("takingValue", address, **_of(figures, "taking", "answered"))
    yield "factProposals", words.sentence("proposalsValue", address, **_of(figures, "proposals", "proposalsTaken"))
    yield "factReaders", words.plain("; ".join(_readers(material, words)))
    yield "factReadDays", words.plain(words.text("dash").join(words.day(day) for day in reading_days(material)))
    yield "factChecked", _checked(material, words)


_ROUND = {
    "invited": "invited",
    "invitedAnswered": "invitedAnswered",
    "answered": "respondents",
    "statements": "statements",
    "taking": "respondentsWithPositions",
    "proposals": "codebookProposals",
    "proposalsTaken": "proposalsWithPositions",
}


def _of(figures: dict[str, Figure], *keys: str) -> dict[str, Figure]:
    return {key: figures[key] for key in keys}


def _readers(material: Material, words: Phrases) -> list[str]:
    readers = sorted({(one.reader, one.method) for one in material.matrix.statements.values()})
    return [words.text("reader", reader=reader, method=words.code(method)) for reader, method in readers]


def _checked(material: Material, words: Phrases) -> Sentence:
    """How many positions a person has checked, out of how many; positions of statements yet undecided are in both."""
    person = t.concept(ReadingMethod.PERSON).value
    checked = sum(one.checked for one in material.evidence.values())
    return words.sentence(
        "checkedValue",
        checked=Figure(checked, "evidence", "position", (("method", person),), distinct=True),
        positions=Figure(len(material.evidence), "evidence", "position", distinct=True),
    )


def write_introduction(material: Material, outline: Outline) -> None:
    """What was asked, when, and of whom; the questions."""
    facts, words = material.matrix.round, outline.phrases
    address = (facts.consultation,)
    outline.chapter(1, words.text("introduction"))
    asked = {"requester": facts.requester, "title": facts.title, "identifier": facts.identifier}
    sentences = [
        words.sentence("asked", address, **asked, day=words.day(facts.request_date))
        if facts.request_date
        else words.sentence("askedSomeDay", address, **asked)
    ]
    if facts.deadline:
        sentences.append(words.sentence("until", address, day=words.day(facts.deadline)))
    if material.round["invited"]:
        sentences.append(words.sentence("invitedMany", address, invited=round_figure(material, "invited")))
    outline.paragraph(*sentences)
    if facts.questions:
        outline.say("questionsWere")
        outline.items((words.plain(one.label, (one.question,)) for one in facts.questions), numbered=True)


def write_respondents(material: Material, outline: Outline) -> None:
    """Who was asked, who answered and how, by type and by name."""
    words, matrix = outline.phrases, material.matrix
    outline.chapter(1, words.text("respondents"))
    if not matrix.answered:
        outline.say("nobodyAnswered", (matrix.round.consultation,))
    else:
        outline.paragraph(*_answering(material, words))
    outline.table(_types(material, words))
    if matrix.answered:
        for type_, parties in _by_type(p for p in matrix.respondents if p.answered).items():
            labels = words.names([party.label for party in parties])
            basis = [party.respondent for party in parties]
            figures = {"count": _type_count(len(parties), type_), "denominator": round_figure(material, "respondents")}
            outline.say("ofType", basis, type=_capital(parties[0].type_label), names=labels, **figures)
    if matrix.silent:
        labels = words.names([party.label for party in matrix.silent])
        count = Figure(len(matrix.silent), "silent", "respondent", (("proposedOnly", False),), distinct=True)
        basis = [party.respondent for party in matrix.silent]
        outline.say("silent", basis, names=labels, count=count, denominator=round_figure(material, "invited"))


def _answering(material: Material, words: Phrases) -> Iterator[Sentence]:
    matrix = material.matrix
    answered = round_figure(material, "respondents")
    if material.round["invited"]:
        figures = {"count": round_figure(material, "invitedAnswered"), "denominator": round_figure(material, "invited")}
        yield words.sentence("ofInvited", (matrix.round.consultation,), **figures)
    yield words.sentence("answeredInAll", (matrix.round.consultation,), count=answered)
    for key in _KINDS:
        statements = _of_kind(material, key)
        parties = [party for party in matrix.respondents if statements.intersection(party.statements)]
        if parties:
            count = _figure_of_kind(key, len(parties))
            names = words.names([party.label for party in parties])
            yield words.sentence(key, sorted(statements), names=names, count=count, denominator=answered)
    labels = {party.respondent: party.label for party in matrix.respondents}
    for one in matrix.statements.values():
        if len(one.respondents) > 1:
            names = words.names(sorted(labels[respondent] for respondent in one.respondents))
            yield words.sentence("joint", (one.statement,), names=names)


_KINDS = {
    "nothingToSay": ("outcome", str(Outcome.NOTHING_TO_SAY)),
    "attachmentMissing": ("status", str(Status.ATTACHMENT_MISSING)),
    "onlyProposed": ("status", str(Status.PROPOSED)),
    "reported": ("status", str(Status.REPORTED)),
}


def _figure_of_kind(key: str, value: int) -> Figure:
    column, code = _KINDS[key]
    return Figure(value, "statements", "respondent", ((column, t.KAN_NAMESPACE + code),), distinct=True)


def _of_kind(material: Material, key: str) -> set[str]:
    column, code = _KINDS[key]
    return {one.statement for one in material.matrix.statements.values() if getattr(one, column) == code}


def _types(material: Material, words: Phrases) -> Table:
    """How many were invited, answered and took a stand, by type."""
    totals = {"invited": round_figure(material, "invited"), "answered": round_figure(material, "respondents")}
    columns = [
        column for column in _COVERAGE if material.round["invited"] or column[1] in {"answered", "withPositions"}
    ]
    rows = []
    for row in sorted(material.types, key=lambda row: (row["typeLabel"], row["type"])):
        figures = {key: Figure(row[key], "coverage-by-type", key, ((_TYPE, row["type"]),)) for _, key, _ in _COVERAGE}
        shares = (
            words.sentence("share", count=figures[key], denominator=(totals if of_all else figures)[of])
            for _, key, (of, of_all) in columns
        )
        rows.append((words.plain(_capital(row["typeLabel"]), (row["type"],)), *shares))
    headers = tuple(words.text(key) for key in ("type", *(header for header, _, _ in columns)))
    return Table(words.text("typesCaption"), headers, tuple(rows), row_headers=True)


_COVERAGE = (
    ("typeInvited", "invited", ("invited", True)),
    ("typeAnswered", "answered", ("answered", True)),
    ("typeTaking", "withPositions", ("answered", False)),
    ("typeSilent", "silent", ("invited", False)),
)
"""Header, column, and what it is out of: that of all types, or of the same type."""


def _type_count(value: int, type_: str) -> Figure:
    where = ((_TYPE, t.KAN_NAMESPACE + type_), ("answered", True))
    return Figure(value, "respondents", "respondent", where, distinct=True)


def _by_type(parties: Iterator[Party]) -> dict[str, list[Party]]:
    found: dict[str, list[Party]] = {}
    for party in parties:
        found.setdefault(party.type, []).append(party)
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
