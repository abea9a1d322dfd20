"""Tells what kind of evidence a document is: a statement given, proposed, reported, or only said to be attached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from kannat.model import Outcome, PositionPassage, Section, Stance, Status
from kannat.reading.blocks import Block, is_sentence
from kannat.reading.language import is_understood
from kannat.reading.layouts import Layout
from kannat.reading.lines import Kind
from kannat.reading.sections import Part, Voice
from kannat.reading.wordings import wordings

_FEW_SENTENCES: Final = 4


def status_of(parts: Sequence[Part], layout: Layout) -> Status:
    """The status of a statement: by its layout, by where it says that the statement is, by what was decided."""
    known = wordings()
    if layout.status is not None:
        return layout.status
    prose = [(part, block) for part in parts for block in part.blocks if block.kind in (Kind.BODY, Kind.ITEM)]
    if _few_own_words(prose) and any(known.says("elsewhere", block.text) for _, block in prose):
        return Status.ATTACHMENT_MISSING
    if layout.starts_as_background and not _is_decided(prose):
        return Status.PROPOSED
    return Status.GIVEN


def _few_own_words(prose: Sequence[tuple[Part, Block]]) -> bool:
    known = wordings()
    procedural = ("elsewhere", "hands_over", "decided", "tabled", "in_background")
    own = (
        block.text
        for part, block in prose
        if part.voice is Voice.OWN
        and is_sentence(block.text)
        and not any(known.says(name, block.text) for name in procedural)
    )
    first = list(islice(own, _FEW_SENTENCES))
    return len(first) < _FEW_SENTENCES and sum(len(text.split()) for text in first) < 25 * _FEW_SENTENCES


def _is_decided(prose: Sequence[tuple[Part, Block]]) -> bool:
    """Whether a decision stands under its heading, and is more than that the item was tabled."""
    known = wordings()
    decision = [block.text for part, block in prose if _under_decision(part)]
    return bool(decision) and not any(known.says("tabled", text) for text in decision)


def _under_decision(part: Part) -> bool:
    return part.heading is not None and wordings().says("decision_headings", part.heading.text)


def outcome_of(positions: Sequence[PositionPassage]) -> Outcome:
    """What a statement or an answer that holds these positions came to."""
    if not positions:
        return Outcome.NO_STANCE_FOUND
    if all(position.stance is Stance.NO_POSITION for position in positions):
        return Outcome.NOTHING_TO_SAY
    return Outcome.POSITIONS_FOUND


def section_outcome(section: Section, positions: Sequence[PositionPassage], body: Sequence[Block]) -> Outcome:
    """What one answer came to; empty where it says so or has no letter, failed where it is in no known language."""
    if all(block.kind is Kind.EMPTY or not any(c.isalnum() for c in block.text) for block in body):
        return Outcome.EMPTY
    outcome = outcome_of([position for position in positions if section.span.overlap(position.span)])
    unread = outcome is Outcome.NO_STANCE_FOUND and not is_understood(" ".join(block.text for block in body))
    return Outcome.FAILED if unread else outcome


def statement_outcome(
    sections: Sequence[Section], positions: Sequence[PositionPassage], status: Status, read: int
) -> Outcome:
    """What the whole statement came to.

    Empty where there are answers, and all of them are; failed where no sentence was read although the statement itself
    should be there, or where no answer that is not empty could be.
    """
    if positions:
        return outcome_of(positions)
    headed = [section for section in sections if section.heading is not None]
    outcomes = {section.outcome for section in headed or sections}
    if outcomes == {Outcome.EMPTY}:
        return Outcome.EMPTY
    failed = Outcome.FAILED in outcomes and outcomes <= {Outcome.EMPTY, Outcome.FAILED}
    if failed or (not read and status is not Status.ATTACHMENT_MISSING):
        return Outcome.FAILED
    return Outcome.NO_STANCE_FOUND
