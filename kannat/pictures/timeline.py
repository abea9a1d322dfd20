"""The round in time: the request, the deadline, and the statements as they are dated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from kannat.model import Status
from kannat.pictures.frame import Sheet, drawable, nothing
from kannat.pictures.wording import Words
from kannat.summary.material import Material


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of a round; `given` counts the statements dated on each day, proposed ones left out."""

    requested: date | None
    deadline: date | None
    given: tuple[tuple[date, int], ...]
    statements: int

    @property
    def dated(self) -> int:
        return sum(count for _, count in self.given)

    @property
    def late(self) -> int:
        """Statements dated after the deadline."""
        return sum(count for day, count in self.given if self.deadline and day > self.deadline)


def timeline_of(told: Material) -> Timeline:
    """The days that the statements and the request bear."""
    counted = [one for one in told.matrix.statements.values() if one.status != Status.PROPOSED]
    days = Counter(_day(one.issued) for one in counted if one.issued)
    facts = told.matrix.round
    return Timeline(
        requested=_day(facts.request_date) if facts.request_date else None,
        deadline=_day(facts.deadline) if facts.deadline else None,
        given=tuple(sorted(days.items())),
        statements=len(counted),
    )


def draw_timeline(told: Material, words: Words) -> Sheet:
    """The sheet: the sum of the dated statements as steps, with the request and the deadline."""
    line = timeline_of(told)
    counts = words.word("dated", dated=line.dated, statements=line.statements, late=line.late)
    sheet = Sheet(told, words, words.word("timeline"), 4.2, 0.08, counts)
    axes = sheet.axes
    ends = [day for day in (line.requested, line.deadline, *(day for day, _ in line.given)) if day]
    if not ends:
        nothing(sheet, words)
        return sheet
    first, last = min(ends) - timedelta(days=3), max(ends) + timedelta(days=3)
    days, sums = [first], [0]
    for day, count in line.given:
        days.append(day)
        sums.append(sums[-1] + count)
    numbers = [day.toordinal() for day in (*days, last)]
    axes.step(numbers, [*sums, sums[-1]], where="post", color="#0072B2", linewidth=2)
    axes.plot(numbers[1:-1], sums[1:], marker="o", linestyle="", color="#0072B2", markeredgecolor="black")
    top = max(line.statements, 1)
    for key, named, dashes in (("requested", line.requested, (6, 2)), ("deadline", line.deadline, (2, 2))):
        if named:
            axes.axvline(named.toordinal(), color="#D55E00", linestyle=(0, dashes), linewidth=1.4)
            _tell(sheet, words.word(key, day=words.day(named.isoformat())), named, (first, last), top)
    axes.axhline(line.dated, color="#888888", linewidth=0.8, linestyle=(0, (1, 2)))
    out_of = f"{line.dated}/{line.statements}"
    axes.annotate(out_of, (numbers[-1], line.dated), xytext=(-2, -12), textcoords="offset points", ha="right")
    axes.set_ylim(0, top * 1.25)
    axes.set_xlim(numbers[0], numbers[-1])
    axes.set_ylabel(words.word("given"), fontsize=8)
    axes.set_yticks(range(0, top + 1, -(-top // 8)))
    marks = _ticks(first, last)
    axes.set_xticks([day.toordinal() for day in marks], [words.day(day.isoformat()) for day in marks], fontsize=8)
    return sheet


def _tell(sheet: Sheet, text: str, day: date, ends: tuple[date, date], top: int) -> None:
    """Names a day at its line, on the side where there is room."""
    is_late = day - ends[0] > ends[1] - day
    place = (day.toordinal(), top * 1.12)
    offset, side = ((-4, 0), "right") if is_late else ((4, 0), "left")
    sheet.axes.annotate(drawable(text), place, xytext=offset, textcoords="offset points", fontsize=8, ha=side)


def _ticks(first: date, last: date) -> list[date]:
    """At most eight days, evenly apart."""
    step = max(-(-(last - first).days // 7), 1)
    return [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step)]


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
