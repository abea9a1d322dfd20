"""Finds the answers of a statement: which blocks are headings, what lies under each, whose words those are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kannat.model import Consultation
from kannat.reading.blocks import Block, bullet_length, is_prose, is_sentence
from kannat.reading.headings import FACTS, headed
from kannat.reading.layouts import Layout, says
from kannat.reading.lines import Kind
from kannat.reading.wordings import wordings


class Voice(StrEnum):
    """Whose words a part holds."""

    OWN = "own"
    BACKGROUND = "background"
    OUTSIDE = "outside"


@dataclass(slots=True)
class Part:
    """One answer in the making: its heading, the blocks of its body, whose words they are.

    `apart` says that the heading does not stand before the body but as a prompt in an earlier part.
    """

    heading: Block | None
    voice: Voice
    blocks: list[Block] = field(default_factory=list)
    apart: bool = False

    @property
    def answer(self) -> list[Block]:
        """The blocks from the first to the last that are neither prompts, noise nor signatures.

        Before the first heading, lines that tell about the document belong to it.
        """
        around = _AROUND if self.heading else _AROUND_HEAD
        inner = [i for i, block in enumerate(self.blocks) if block.kind not in around]
        return self.blocks[inner[0] : inner[-1] + 1] if inner else []


_AROUND: Final = (Kind.PROMPT, Kind.NOISE, Kind.LABEL)
_AROUND_HEAD: Final = (Kind.PROMPT, Kind.NOISE)
_TITLE_BLOCKS: Final = 3
_CLOSING_LENGTH: Final = 160
_OUTSIDE_LENGTH: Final = 40
_VOICES: Final = (
    ("background_headings", Voice.BACKGROUND),
    ("outside_headings", Voice.OUTSIDE),
    ("own_headings", Voice.OWN),
)
_PROSE: Final = (Kind.BODY, Kind.ITEM, Kind.EMPTY, Kind.OPTION)
_SHORTEST_SPOKEN: Final = 4


def parts_of(blocks: Sequence[Block], layout: Layout, consultations: Iterable[Consultation]) -> list[Part]:
    """The parts of a text in order; the first has no heading, and each has the voice of its words."""
    if layout.labels_first and (pairs := _pairs(blocks)):
        labels = [replace(label, kind=Kind.PROMPT) for label, _ in pairs]
        return [Part(None, Voice.OWN, labels), *(Part(label, Voice.OWN, [value], apart=True) for label, value in pairs)]
    other, own = _of_other_items(blocks, layout)
    marked = headed(_closed(_questioned(own, consultations), layout), layout)
    parts = [Part(None, Voice.BACKGROUND if layout.starts_as_background else Voice.OWN)]
    for block in marked:
        if block.kind in (Kind.HEADING, Kind.QUESTION):
            inside = next(part for part in reversed(parts) if part.voice is not Voice.OUTSIDE)
            parts.append(Part(block, _voice_under(block, inside, layout)))
        else:
            parts[-1].blocks.append(block)
    _hand_over(parts, layout)
    return [*parts, Part(None, Voice.OUTSIDE, other)] if other else parts


def _of_other_items(blocks: Sequence[Block], layout: Layout) -> tuple[list[Block], list[Block]]:
    """In minutes of several items, the blocks of those about no statement, and the rest; in others, none and all.

    What stands before the first item belongs to all of them.
    """
    starts = [
        number
        for number, block in enumerate(blocks)
        if layout.starts_as_background and says(layout, "items", block.text)
    ]
    items = [list(blocks[start:end]) for start, end in pairwise((*starts, len(blocks)))]
    about = [_is_about_a_statement(item, layout) for item in items]
    if not any(about):
        return [], list(blocks)
    other = [block for item, wanted in zip(items, about, strict=True) if not wanted for block in item]
    own = [block for item, wanted in zip(items, about, strict=True) if wanted for block in item]
    return other, [*blocks[: starts[0]], *own]


def _is_about_a_statement(item: Sequence[Block], layout: Layout) -> bool:
    """Whether an item's title, or a sentence of it, says that it is about a statement."""
    titled = any(says(layout, "item_titles", block.text) for block in item[:_TITLE_BLOCKS])
    return titled or any(
        says(layout, "hands_over", block.text) or says(layout, "elsewhere", block.text) for block in item
    )


def _pairs(blocks: Sequence[Block]) -> list[tuple[Block, Block]]:
    """Labels and their values, where all of the first stand before all of the second; empty where they do not match."""
    told = [block for block in blocks if block.kind is not Kind.NOISE]
    labels, values = told[: len(told) // 2], told[len(told) // 2 :]
    if len(labels) != len(values) or any(is_prose(label) for label in labels) or not any(map(is_prose, values)):
        return []
    return list(zip(labels, values, strict=True))


def _questioned(blocks: list[Block], consultations: Iterable[Consultation]) -> list[Block]:
    """Blocks that are a question of a consultation, in whatever language, bear its key."""
    wordings_of = {
        _folded(wording): question.key
        for consultation in consultations
        for question in consultation.questions
        for _, wording in question.wording
    }
    result = []
    for block in blocks:
        text = _folded(block.text)
        key = next(
            (k for wording, k in wordings_of.items() if text == wording or text.startswith(f"{wording} /")), None
        )
        asked = key is not None and block.kind is not Kind.NOISE
        result.append(replace(block, kind=Kind.QUESTION, question=key) if asked else block)
    return result


def _folded(text: str) -> str:
    return re.sub(r"^\d+[.)]\s*", "", " ".join(text.casefold().split())).rstrip(" :.?")


def _closed(blocks: list[Block], layout: Layout) -> list[Block]:
    """What follows the last prose, or a closing formula, is a label: signatures, addresses, navigation."""
    listed = _listed(blocks, layout)
    answers = {i for i, block in enumerate(blocks) if i in listed or _answers(block, layout)}
    last = max(answers or {i for i, block in enumerate(blocks) if _may_speak(block, layout)}, default=-1)
    result = []
    closed = False
    rest = sum(is_prose(block) for block in blocks)
    for index, block in enumerate(blocks):
        rest -= is_prose(block)
        closes = (
            not layout.starts_as_background
            and says(layout, "closings", block.text)
            and not (block.kind is Kind.ITEM and is_sentence(block.text))
        )
        closed = closed or (closes and rest <= 1 and index > len(blocks) // 3 and not is_sentence(block.text))
        trailing = index > last or closed
        result.append(replace(block, kind=Kind.LABEL) if trailing and block.kind in (*_PROSE, Kind.HEADING) else block)
    return result


def _listed(blocks: Sequence[Block], layout: Layout) -> set[int]:
    """The items of lists in mid-sentence, or under a line that introduces them: answers, though they end like none."""
    found: set[int] = set()
    introduced = False
    for index, block in enumerate(blocks):
        text = block.text[bullet_length(block.text) :]
        if block.kind is Kind.ITEM:
            if (introduced or text[:1].islower()) and not FACTS.search(text) and not _is_around(text, layout):
                found.add(index)
        elif block.kind is not Kind.NOISE:
            introduced = text.endswith(":") and not _is_around(text, layout)
    return found


def _may_speak(block: Block, layout: Layout) -> bool:
    """Whether a block may be a sentence without its full stop: looked at where nothing in a text has one."""
    words = block.text.split()
    spoken = len(words) >= _SHORTEST_SPOKEN and any(word.islower() for word in words)
    return block.kind is Kind.BODY and spoken and not FACTS.search(block.text) and not _is_around(block.text, layout)


def _is_around(text: str, layout: Layout) -> bool:
    """Whether a line only tells about the document or closes it."""
    return any(says(layout, name, text) for name in ("closings", "labels", "outside_headings"))


def _answers(block: Block, layout: Layout) -> bool:
    """Whether a block is a question or an answer to one, however short."""
    if block.kind in (Kind.EMPTY, Kind.OPTION, Kind.QUESTION):
        return True
    if is_prose(block):
        return len(block.text) > _CLOSING_LENGTH or not says(layout, "closings", block.text)
    return layout.indented_answers and block.kind in (Kind.BODY, Kind.ITEM) and block.lines[0].indent > 1


def _voice_under(heading: Block, before: Part, layout: Layout) -> Voice:
    """Whose words stand under a heading; an unknown one of a decision item goes on as the last part inside did."""
    text = heading.text
    if heading.kind is Kind.QUESTION:
        return Voice.OWN
    for name, voice in _VOICES:
        if layout.says(name, text):
            return voice
    for name, voice in _VOICES:
        if wordings().says(name, text):
            outside = layout.starts_as_background or len(text) < _OUTSIDE_LENGTH
            return voice if voice is not Voice.OUTSIDE or outside else Voice.OWN
    return before.voice if layout.starts_as_background else Voice.OWN


def _hand_over(parts: list[Part], layout: Layout) -> None:
    """Lets a sentence of a decision item say where the statement stands."""
    if not layout.starts_as_background:
        return
    texts = [(part, block) for part in parts for block in part.blocks if block.kind in (Kind.BODY, Kind.ITEM)]
    hands = [(part, block) for part, block in texts if says(layout, "hands_over", block.text)]
    if not hands:
        if any(says(layout, "in_background", block.text) for _, block in texts):
            for part in parts:
                part.voice = Voice.OWN if part.voice is Voice.BACKGROUND else part.voice
        return
    part, block = hands[0]
    if part.voice is Voice.OUTSIDE:
        part.voice = Voice.OWN
    elif part.voice is Voice.BACKGROUND and not any(other.voice is Voice.OWN for other, _ in hands):
        _begin_after(parts, part, block, layout)


def _begin_after(parts: list[Part], part: Part, block: Block, layout: Layout) -> None:
    """Makes the statement's own what follows a sentence that hands over to it, up to the next part that is known."""
    start = parts.index(part)
    if _is_background(part, layout):
        place = part.blocks.index(block)
        parts.insert(start + 1, Part(None, Voice.OWN, part.blocks[place + 1 :]))
        part.blocks = part.blocks[: place + 1]
        start += 2
    else:
        part.voice = Voice.OWN
        start += 1
    for following in parts[start:]:
        if following.voice is Voice.OWN:
            break
        if following.voice is Voice.BACKGROUND and not _is_background(following, layout):
            following.voice = Voice.OWN


def _is_background(part: Part, layout: Layout) -> bool:
    return part.heading is not None and says(layout, "background_headings", part.heading.text)
