"""Tells headings from what stands under them: by wording, by shape, and by what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kannat.reading.blocks import Block, is_prose, is_sentence
from kannat.reading.layouts import Layout, says
from kannat.reading.lines import Kind
from kannat.reading.wordings import wordings

_HEADING_LENGTH: Final = 220
_HEADING_LINES: Final = 3
_TITLE_CASE_LENGTH: Final = 40
_PART_NAME_LENGTH: Final = 50
_KNOWN_LENGTH: Final = 120
FACTS: Final = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|\b[A-Z]{2,4}[/ -]\d|\b[^\W\d_]{1,8}/\d+/\d|@|\|| >|https?:|www\."
    r"|\d{5,}|(?<!\d)(?!19|20)\d{4}|^[\W\d_]+$"
)
"""Dates, diary numbers, addresses; a year alone is none."""

_VALUED: Final = re.compile(r"[^:]{3,40}: \S")
_NUMBERED: Final = re.compile(r"\d{1,2}(\.\d{1,2})*[.)]? (\d{1,2}[.)] )?[^\W\d_]\w")
_DATE: Final = re.compile(r"\d{1,2}\.? [^\W\d_]+ \d{4}\b")
_SECTION: Final = re.compile(r"(\d+ \w+ )?\d+[^.\n]{0,20}\N{SECTION SIGN}")
_PARTS: Final = ("background_headings", "outside_headings", "own_headings")
_BODY_FOR_HEADING: Final = (Kind.BODY, Kind.ITEM, Kind.EMPTY, Kind.OPTION, Kind.PROMPT)


def headed(blocks: list[Block], layout: Layout) -> list[Block]:
    """Blocks that head what follows are headings; what precedes the first of them and is no prose are labels."""
    result = list(blocks)
    seen = spoken = False
    for index, (block, following) in enumerate(zip(blocks, _following(blocks), strict=True)):
        if block.kind is Kind.HEADING and not seen and _is_marked_title(block, following, layout):
            result[index] = replace(block, kind=Kind.BODY)
        elif block.kind in (Kind.HEADING, Kind.QUESTION):
            seen = True
        elif block.kind in (Kind.BODY, Kind.ITEM) and _heads(block, following, layout, seen):
            result[index] = replace(block, kind=Kind.HEADING)
            seen = seen or _has_body(following)
        elif block.kind is Kind.BODY and _labels(block.text, layout, seen):
            result[index] = replace(block, kind=Kind.LABEL)
        spoken = spoken or is_prose(block)
        seen = seen or says(layout, "begins", block.text) or (spoken and "titles" in layout.lists)
    return _with_parents(result, layout)


def _with_parents(blocks: list[Block], layout: Layout) -> list[Block]:
    """Headings of headings are headings too, from the first heading on."""
    result = list(blocks)
    seen = after_prose = False
    for index, (block, following) in enumerate(zip(blocks, _following(blocks), strict=True)):
        heads = following is not None and following.kind is Kind.HEADING
        if seen and after_prose and heads and block.kind is Kind.BODY and _may_head(block, layout):
            result[index] = replace(block, kind=Kind.HEADING)
        seen = seen or block.kind in (Kind.HEADING, Kind.QUESTION)
        after_prose = is_prose(block) or (after_prose and block.kind is Kind.NOISE)
    return result


def _is_marked_title(block: Block, following: Block | None, layout: Layout) -> bool:
    """Whether what a format marks as a heading, above all others, is the document's title."""
    if block.lines[0].piece < 0 or _is_known_heading(block.text, layout):
        return False
    return says(layout, "titles", block.text) or not _has_body(following)


def _may_head(block: Block, layout: Layout) -> bool:
    text = block.text
    if len(text) > _PART_NAME_LENGTH or not text[0].isupper() or is_sentence(text) or text[-1] in ".,;:":
        return False
    return block.lines[0].kind is None and not says(layout, "labels", text) and not FACTS.search(text)


def _labels(text: str, layout: Layout, seen: bool) -> bool:
    """Whether this only tells about the document: later than the first heading, by the layout's own wording alone."""
    if is_sentence(text):
        return False
    if layout.starts_as_background and _VALUED.match(text) and says(layout, "outside_headings", text):
        return True
    return layout.says("labels", text) or (not seen and wordings().says("labels", text))


def _following(blocks: Sequence[Block]) -> list[Block | None]:
    """The block after each, noise passed over."""
    following: list[Block | None] = []
    last: Block | None = None
    for block in reversed(blocks):
        following.append(last)
        last = last if block.kind is Kind.NOISE else block
    return following[::-1]


def _has_body(following: Block | None) -> bool:
    if following is None:
        return False
    answers = following.kind in (Kind.EMPTY, Kind.OPTION, Kind.PROMPT) or is_prose(following)
    return answers or (following.kind is Kind.BODY and wordings().says("answers", following.text))


def _heads(block: Block, following: Block | None, layout: Layout, seen: bool) -> bool:
    """Whether a block is the heading of what follows it."""
    text = block.text
    if following is None or block.lines[0].kind is Kind.BODY or layout.says("labels", text):
        return False
    if len(text) > _HEADING_LENGTH or len(block.lines) > _HEADING_LINES:
        return False
    if layout.indented_answers and block.lines[0].indent == 0:
        return bool(following.lines[0].indent) and following.kind in _BODY_FOR_HEADING
    if _heads_known_part(text, following, layout):
        return True
    if text[0].islower() or text.endswith((",", ";")):
        return False
    if _is_known_heading(text, layout):
        listed = following.kind is Kind.ITEM
        return _has_body(following) or listed or _is_known_heading(following.text, layout)
    return _looks_like_heading(block, following, layout, seen)


def _looks_like_heading(block: Block, following: Block, layout: Layout, seen: bool) -> bool:
    """Whether a block of any wording has the shape of a heading, and what follows it that of its answer."""
    text = block.text
    numbered = (match := _NUMBERED.match(text)) is not None and match[0][-2].isupper() and not _DATE.match(text)
    if block.kind is Kind.ITEM and not numbered:
        return False
    asks = text.endswith("?")
    if not asks and (is_sentence(text) or says(layout, "labels", text) or says(layout, "answers", text)):
        return False
    listed = following.kind is Kind.ITEM and is_sentence(following.text)
    if not (numbered or listed or asks) and _is_label(text, seen, layout):
        return False
    return _has_body(following) or following.kind is Kind.ITEM or (numbered and not _NUMBERED.match(following.text))


def _is_known_heading(text: str, layout: Layout) -> bool:
    """Whether this is worded like the headings of any statement; it is then one even where it looks like a title."""
    if (text[-1] in ".:" and is_sentence(text)) or (layout.starts_as_background and _SECTION.match(text)):
        return False
    return len(text) < _KNOWN_LENGTH and says(layout, "headings", text) and not says(layout, "labels", text)


def _heads_known_part(text: str, following: Block, layout: Layout) -> bool:
    """Whether this is a heading that forms, or decision items where this is one, are known to have."""
    if len(text) >= _PART_NAME_LENGTH or is_sentence(text):
        return False
    if _VALUED.match(text) and not says(layout, "own_headings", text):
        return False
    if any(layout.says(name, text) for name in _PARTS):
        return True
    known = wordings().says("background_headings", text) or wordings().says("outside_headings", text)
    if layout.starts_as_background:
        return known or wordings().says("own_headings", text)
    return known and _has_body(following)


def _is_label(text: str, seen: bool, layout: Layout) -> bool:
    """Whether this is a line of facts about the document, or its title, rather than a heading in it."""
    of_section = _SECTION.match(text) is not None and not layout.starts_as_background
    if FACTS.search(text) and not of_section:
        return True
    return not seen and (says(layout, "titles", text) or (text.isupper() and len(text) > _TITLE_CASE_LENGTH))
