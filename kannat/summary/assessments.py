"""The chapters on what respondents hold: of the draft as a whole, question by question, and beyond what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kannat.comparison.tables import Record
from kannat.model import Lean, Stance
from kannat.summary.blocks import Figure, Role, Run, Sentence, Table
from kannat.summary.material import Material
from kannat.summary.opening import round_figure
from kannat.summary.outline import Outline
from kannat.summary.stances import StanceWriter
from kannat.summary.topics import Topic


def write_general(material: Material, writer: StanceWriter, topics: Sequence[Topic], outline: Outline) -> None:
    """For and against the draft itself, with reasons; then all proposals in one table."""
    words = outline.phrases
    outline.chapter(1, words.text("general"))
    answered = round_figure(material, "respondents")
    count = round_figure(material, "respondentsWithPositions")
    outline.paragraph(
        words.sentence("takingSides", count=count, denominator=answered),
        words.sentence("generalBelow" if topics else "generalNone"),
    )
    for topic in topics:
        outline.chapter(2, _capital(topic.label))
        writer.write(topic, outline)


def write_overview(writer: StanceWriter, topics: Iterable[Topic], outline: Outline) -> None:
    """How many hold what on each proposal, the most debated first; the denominator is the same in every cell."""
    words = outline.phrases
    taken = [topic for topic in topics if topic.taken().value]
    taken.sort(key=lambda topic: (-min(_sides(topic)), -topic.taken().value, topic.label))
    outline.chapter(2, words.text("overview"))
    if not taken:
        outline.say("noPositions")
    rows = tuple(
        (
            words.plain(topic.label, [topic.proposal or ""]),
            *(words.sentence("share", count=topic.figure(stance), denominator=writer.answered) for stance in Stance),
            words.sentence("share", count=topic.taken(), denominator=writer.answered),
        )
        for topic in taken
    )
    headers = (words.text("proposal"), *(_capital(words.code(stance)) for stance in Stance), words.text("tookPosition"))
    outline.table(Table(words.text("overviewCaption"), headers, rows, row_headers=True, widths=(5, 2, 2, 2, 2, 2, 2)))


def _sides(topic: Topic) -> tuple[int, int]:
    return topic.leaning(Lean.FOR).value, topic.leaning(Lean.AGAINST).value


def write_questions(material: Material, writer: StanceWriter, topics: Iterable[Topic], outline: Outline) -> None:
    """Question by question: how many answered, and who holds what on each proposal of it."""
    words = outline.phrases
    by_question: dict[str | None, list[Topic]] = {row["question"]: [] for row in material.questions}
    for topic in topics:
        key = topic.question if topic.question in by_question else None
        by_question.setdefault(key, []).append(topic)
    if not by_question:
        return
    outline.chapter(1, words.text("byQuestion"))
    rows = {row["question"]: row for row in material.questions}
    for question, about in by_question.items():
        row = rows.get(question)
        outline.chapter(2, row["questionLabel"] if row else words.text("noQuestion" if rows else "proposals"))
        if row:
            outline.paragraph(*_answers(row, outline))
        for topic in about:
            if topic.holdings:
                _write_topic(writer, topic, outline)
        _write_silence(writer, [topic for topic in about if not topic.holdings], outline)


def _answers(row: Record, outline: Outline) -> Iterable[Sentence]:
    """How many answered a question under its own heading, and how many said nothing there."""
    where = (("question", row["question"]),)
    denominator = Figure(row["denominator"], "questions", "denominator", where)
    for key in ("answers", "nothingToSay", "emptyAnswer", "readingFailed"):
        if row[key] or key == "answers":
            count = Figure(row[key], "questions", key, where)
            phrase = f"question{key[:1].upper()}{key[1:]}"
            yield outline.phrases.sentence(phrase, (row["question"],), count=count, denominator=denominator)


def _write_topic(writer: StanceWriter, topic: Topic, outline: Outline) -> None:
    outline.chapter(3, _capital(topic.label))
    outline.paragraph(
        outline.phrases.sentence("raised") if topic.raised else outline.phrases.plain(""),
        outline.phrases.sentence(
            "tookPositionOn",
            (topic.proposal or "",),
            count=topic.taken(),
            supporting=topic.leaning(Lean.FOR),
            opposing=topic.leaning(Lean.AGAINST),
            denominator=writer.answered,
        ),
    )
    writer.write(topic, outline)


def _write_silence(writer: StanceWriter, topics: list[Topic], outline: Outline) -> None:
    if topics:
        outline.say("nobodyOn", denominator=writer.answered)
        outline.items(outline.phrases.plain(topic.label, (topic.proposal or "",)) for topic in topics)


def write_other_matters(writer: StanceWriter, topics: Iterable[Topic], outline: Outline) -> None:
    """What respondents raise of their own, the most widely held first."""
    words, listed = outline.phrases, list(topics)
    outline.chapter(1, words.text("otherMatters"))
    if listed:
        outline.say("otherMattersLead")
        outline.items(writer.short(topic) for topic in listed)
    else:
        outline.say("noOtherMatters")


def write_amendments(writer: StanceWriter, topics: Iterable[Topic], outline: Outline) -> None:
    """Conditions and demands as a table, with an empty column for the drafter's answer."""
    words = outline.phrases
    outline.chapter(1, words.text("amendments"))
    rows = tuple(row for topic in topics for row in _amendment(writer, topic))
    if not rows:
        outline.say("noAmendments")
        return
    outline.say("amendmentsLead")
    headers = tuple(words.text(key) for key in ("proposal", "amendment", "proposedBy", "answer"))
    outline.table(Table(words.text("amendmentsCaption"), headers, rows, row_headers=True, widths=(3, 5, 3, 3)))


def _amendment(writer: StanceWriter, topic: Topic) -> Iterable[tuple[Sentence, ...]]:
    """A row for those who support with conditions, and one for those who demand what they themselves raise."""
    words = writer.phrases
    stances = [Stance.SUPPORTS_WITH_RESERVATIONS, *([Stance.SUPPORTS] if topic.raised else [])]
    for stance in sorted(stances, key=list(Stance).index):
        holders = topic.holders(stance)
        if not holders:
            continue
        shown = {held.positions: writer.notes.note(held) for _, held in holders}
        quotes = [
            [words.quote(passage.words, note.language), Run(str(note.number), note=note.number)]
            for note in shown.values()
            for passage in note.passages
            if passage.role != Role.REASON
        ]
        lines = [run for index, quote in enumerate(quotes) for run in ([Run(" ")] if index else []) + quote]
        count = {"count": topic.figure(stance), "denominator": writer.answered}
        names = words.sentence("whoOf", names=words.names([party.label for party, _ in holders]), **count)
        basis = [position for _, held in holders for position in held.positions]
        yield words.plain(topic.label), Sentence(tuple(lines), tuple(basis)), names, words.plain("")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
