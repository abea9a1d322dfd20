"""Finds the answers of a statement: which blocks are headings, what lies under each, whose words those are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from kannat.model import Consultation
from kannat.reading.layouts import Layout
from kannat.reading.lines import Block, Kind, is_sentence
from kannat.reading.wordings import wordings


class Voice(StrEnum):
    """Whose words a part holds."""

    OWN = "own"
    BACKGROUND = "background"
    OUTSIDE = "outside"


@dataclass(slots=True)
class Part:
    """One answer in the making: its heading, the blocks of its body, whose words they are."""

    heading: Block | None
    voice: Voice
    blocks: list[Block] = field(default_factory=list)

    @property
    def answer(self) -> list[Block]:
        """The blocks from the first to the last that are neither prompts, noise nor signatures."""
        inner = [i for i, block in enumerate(self.blocks) if block.kind not in _AROUND]
        return self.blocks[inner[0] : inner[-1] + 1] if inner else []


_AROUND: Final = (Kind.PROMPT, Kind.NOISE, Kind.LABEL)
_HEADING_LENGTH: Final = 220
_HEADING_LINES: Final = 3
_TITLE_CASE_LENGTH: Final = 40
_PART_NAME_LENGTH: Final = 50
_FACTS: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\b[A-Z]{2,4}[/ -]\d|@|\|| >|https?:|www\.|\d{4,}|^[\W\d_]+$")
_NUMBERED: Final = re.compile(r"\d{1,2}[.)] (\d{1,2}[.)] )?[^\W\d_]\w")
_SECTION: Final = re.compile(r"(\d+ \w+ )?\d+[^.\n]{0,20}\N{SECTION SIGN}")
_PROSE: Final = (Kind.BODY, Kind.ITEM, Kind.EMPTY, Kind.OPTION)
_BODY_FOR_HEADING: Final = (Kind.BODY, Kind.ITEM, Kind.EMPTY, Kind.OPTION, Kind.PROMPT)


def parts_of(blocks: Sequence[Block], layout: Layout, consultations: Iterable[Consultation]) -> list[Part]:
    """The parts of a text in order; the first has no heading, and each has the voice of its words."""
    marked = _headed(_closed(_questioned(list(blocks), consultations)), layout)
    first = Part(None, Voice.BACKGROUND if layout.starts_as_background else Voice.OWN)
    parts = [first]
    for block in marked:
        if block.kind in (Kind.HEADING, Kind.QUESTION):
            inside = next(part for part in reversed(parts) if part.voice is not Voice.OUTSIDE)
            parts.append(Part(block, _voice_under(block, inside, layout)))
        else:
            parts[-1].blocks.append(block)
    _hand_over(parts, layout)
    return parts


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


def _closed(blocks: list[Block]) -> list[Block]:
    """What follows the last prose, or a closing formula, is a label: signatures, addresses, navigation."""
    known = wordings()
    answers = (Kind.EMPTY, Kind.OPTION, Kind.QUESTION)
    last = max((i for i, b in enumerate(blocks) if b.kind in answers or _is_prose(b)), default=-1)
    result = []
    closed = False
    rest = sum(_is_prose(block) for block in blocks)
    for index, block in enumerate(blocks):
        rest -= _is_prose(block)
        closes = known.says("closings", block.text) and not (block.kind is Kind.ITEM and is_sentence(block.text))
        closed = closed or (closes and rest <= 1 and index > len(blocks) // 3 and not is_sentence(block.text))
        trailing = index > last or closed
        result.append(replace(block, kind=Kind.LABEL) if trailing and block.kind in (*_PROSE, Kind.HEADING) else block)
    return result


def _is_prose(block: Block) -> bool:
    return block.kind in (Kind.BODY, Kind.ITEM) and is_sentence(block.text)


def _headed(blocks: list[Block], layout: Layout) -> list[Block]:
    """Blocks that head what follows are headings; what precedes the first of them and is no prose are labels."""
    result = list(blocks)
    seen = False
    for index, (block, following) in enumerate(zip(blocks, _following(blocks), strict=True)):
        if block.kind in (Kind.HEADING, Kind.QUESTION):
            seen = True
        elif block.kind in (Kind.BODY, Kind.ITEM) and _heads(block, following, layout, seen):
            result[index] = replace(block, kind=Kind.HEADING)
            seen = seen or _has_body(following)
    return result


def _following(blocks: Sequence[Block]) -> list[Block | None]:
    """The block after each, noise passed over."""
    following: list[Block | None] = []
    last: Block | None = None
    for block in reversed(blocks):
        following.append(last)
        last = last if block.kind is Kind.NOISE else block
    return following[::-1]


def _has_body(following: Block | None) -> bool:
    return following is not None and (following.kind in (Kind.EMPTY, Kind.OPTION, Kind.PROMPT) or _is_prose(following))


def _heads(block: Block, following: Block | None, layout: Layout, seen: bool) -> bool:
    """Whether a block is the heading of what follows it."""
    text = block.text
    if following is None or block.lines[0].kind is Kind.BODY:
        return False
    if len(text) > _HEADING_LENGTH or len(block.lines) > _HEADING_LINES:
        return False
    if layout.indented_answers and block.lines[0].indent == 0:
        return bool(following.lines[0].indent) and following.kind in _BODY_FOR_HEADING
    if _heads_known_part(text, layout) and (layout.starts_as_background or _has_body(following)):
        return True
    if (is_sentence(text) and not text.endswith("?")) or text[0].islower() or text.endswith((",", ";")):
        return False
    numbered = (match := _NUMBERED.match(text)) is not None and match[0][-2].isupper()
    if block.kind is Kind.ITEM and not numbered:
        return False
    listed = following.kind is Kind.ITEM and is_sentence(following.text)
    if not (numbered or listed or text.endswith("?")) and _is_label(text, seen, layout):
        return False
    return _has_body(following) or following.kind is Kind.ITEM or (numbered and not _NUMBERED.match(following.text))


def _heads_known_part(text: str, layout: Layout) -> bool:
    """Whether this is a heading that forms, or decision items where this is one, are known to have."""
    names = ("background_headings", "outside_headings", *(("own_headings",) if layout.starts_as_background else ()))
    known = any(wordings().says(name, text) for name in names)
    return known and len(text) < _PART_NAME_LENGTH and not is_sentence(text)


def _is_label(text: str, seen: bool, layout: Layout) -> bool:
    """Whether this is a line of facts about the document, or its title, rather than a heading in it."""
    known = wordings()
    of_section = _SECTION.match(text) is not None and not layout.starts_as_background
    if known.says("labels", text) or (_FACTS.search(text) and not of_section):
        return True
    return not seen and (known.says("titles", text) or (text.isupper() and len(text) > _TITLE_CASE_LENGTH))


def _voice_under(heading: Block, before: Part, layout: Layout) -> Voice:
    """Whose words stand under a heading; an unknown one of a decision item goes on as the last part inside did."""
    known, text = wordings(), heading.text
    if heading.kind is Kind.QUESTION:
        return Voice.OWN
    if known.says("background_headings", text):
        return Voice.BACKGROUND
    if known.says("outside_headings", text):
        return Voice.OUTSIDE if layout.starts_as_background or len(text) < _TITLE_CASE_LENGTH else Voice.OWN
    if known.says("own_headings", text):
        return Voice.OWN
    return before.voice if layout.starts_as_background else Voice.OWN


def _hand_over(parts: list[Part], layout: Layout) -> None:
    """Lets a sentence of a decision item say where the statement stands."""
    if not layout.starts_as_background:
        return
    known = wordings()
    texts = [(part, block) for part in parts for block in part.blocks if block.kind in (Kind.BODY, Kind.ITEM)]
    hands = [part for part, block in texts if known.says("hands_over", block.text)]
    if not hands and any(known.says("in_background", block.text) for _, block in texts):
        for part in parts:
            part.voice = Voice.OWN if part.voice is Voice.BACKGROUND else part.voice
    elif hands and hands[0].voice is Voice.BACKGROUND:
        start = next(i for i, part in enumerate(parts) if part is hands[0])
        for part in parts[start:]:
            if part is not hands[0] and part.voice is Voice.OWN:
                break
            part.voice = Voice.OWN if part.voice is Voice.BACKGROUND and not _is_background(part) else part.voice


def _is_background(part: Part) -> bool:
    return part.heading is not None and wordings().says("background_headings", part.heading.text)
