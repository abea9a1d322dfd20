"""Parts a statement for a model: its own sentences under their headings, so many characters at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from kannat.reading.lines import Kind
from kannat.reading.units import Unit

_HEADING: Final = "# "

Question = str | None


def is_asked(unit: Unit) -> bool:
    """Whether a model is asked about a sentence: the respondent's own words; chosen options are read by rule."""
    return unit.skipped is None and unit.kind is not Kind.OPTION


def parts_to_ask(units: Sequence[Unit], questions: Sequence[Question], most: int) -> list[str]:
    """The texts to ask about, in order; each sentence is in one of them, and none is parted itself.

    A text holds at most so many characters beside its headings where its sentences allow. It ends between two answers
    where these are small enough, else between paragraphs, else between sentences.
    """
    texts: list[str] = []
    held: list[Unit] = []
    for block in _blocks([unit for unit in units if is_asked(unit)], most, (_part, _paragraph)):
        if held and _size(held) + _size(block) > most:
            texts.append(_text(held, questions))
            held = []
        held.extend(block)
    return [*texts, _text(held, questions)] if held else texts


def _part(unit: Unit) -> int:
    return unit.part


def _paragraph(unit: Unit) -> int:
    return unit.paragraph


def _blocks(units: list[Unit], most: int, by: Sequence[Callable[[Unit], int]]) -> Iterator[list[Unit]]:
    """Runs of sentences that belong together, as large as may be."""
    if not by:
        yield from ([unit] for unit in units)
        return
    for _, group in groupby(units, by[0]):
        block = list(group)
        if _size(block) <= most:
            yield block
        else:
            yield from _blocks(block, most, by[1:])


def _size(units: Sequence[Unit]) -> int:
    return sum(len(unit.text) + 1 for unit in units)


def _text(units: Sequence[Unit], questions: Sequence[Question]) -> str:
    lines: list[str] = []
    for part, group in groupby(units, _part):
        heading = questions[part]
        if heading:
            lines.append(_HEADING + " ".join(heading.split()))
        for _, paragraph in groupby(group, _paragraph):
            line = " ".join(unit.text for unit in paragraph)
            if line != heading:
                lines.append(line)
    return "\n".join(lines)
