"""Puts lines together to blocks: runs of lines that belong together, each with what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from kannat.model import Span
from kannat.reading.layouts import Layout, says
from kannat.reading.lines import Kind, Line
from kannat.reading.wordings import wordings


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, and their words with white space collapsed.

    `question` is the key of the consultation's question that a heading puts.
    """

    lines: tuple[Line, ...]
    kind: Kind
    question: str | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(" ".join(line.text.split()) for line in self.lines))

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


_DOTS: Final = "\u2022\u25aa\u25cf\u25e6\u2023"
"""Signs that stand for nothing but the beginning of an item."""
_BULLET: Final = re.compile(r"([•▪●◦*·‣]|[-–—](?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
_DASHES: Final = re.compile(r"[-–—.]+$")
_ENDS: Final = re.compile(r"[.!?…:;][\"”’)\]]*$")
_SHORT_SENTENCE: Final = re.compile(r"[^\W\d_a-z][^\W\d_]{5,}[.]|[^\W\d_a-z][^\W\d_]+,? [^\W\d_A-Z][^\W\d_]{2,}[.]")
_INNER_END: Final = re.compile(r"[^\W\d]{3,}[.!] [^\W\da-z]\w+")
_PAGE_MARK: Final = re.compile(r"\d+ ?/ ?\d+|\d+ ?\(\d+\)|\b(s\.|\w{4} )\d+$", re.IGNORECASE)
_WIDE: Final = 160
_SHORT_OF_WIDTH: Final = 0.6
_BROKEN_OFF: Final = 0.88
_FURNITURE_AT_LEAST: Final = 3
_FURNITURE_LENGTH: Final = (8, 120)
_SENTENCE_BEGINS: Final = 4
_LONG_QUESTION: Final = 25
_ANNOUNCING: Final = 4
_LETTERHEAD_LINES: Final = 6
_TEXTS_KEPT: Final = 1024
_INDENTED_SHARE: Final = 0.2
_SHORT_ANSWERS: Final = (Kind.EMPTY, Kind.OPTION, Kind.PROMPT)
_HEADING_LISTS: Final = ("headings", "own_headings", "background_headings", "outside_headings")
_SETTLED: Final = (None, Kind.BODY)


def fitted(layout: Layout, lines: Sequence[Line]) -> Layout:
    """The layout without what this text has lost: indents tell answers only where there are enough of them."""
    if not layout.indented_answers:
        return layout
    indented = sum(line.indent > 1 for line in lines)
    return layout if indented >= _INDENTED_SHARE * len(lines) else replace(layout, indented_answers=False)


def blocks_of(lines: Sequence[Line], layout: Layout) -> list[Block]:
    """The blocks of a text: noise, prompts and answers' options known by their wording, the rest by its shape."""
    marked = _with_furniture([_marked(line, layout) for line in lines], layout)
    width = _width(marked)
    blocks: list[Block] = []
    for group in _groups(marked, width, layout):
        kind = group[0].kind
        if kind is None:
            kind = Kind.ITEM if _is_item(group) else Kind.BODY
        blocks.append(Block(tuple(group), kind))
    return _mended(blocks)


def _marked(line: Line, layout: Layout) -> Line:
    if line.piece >= 0 or line.kind not in _SETTLED:
        return line
    if _DASHES.match(line.text) or says(layout, "empty", line.text):
        return replace(line, kind=Kind.EMPTY)
    if wordings().option(line.text):
        return replace(line, kind=Kind.OPTION)
    if line.kind is Kind.BODY:
        return line
    if says(layout, "noise", line.text):
        return replace(line, kind=Kind.NOISE)
    if says(layout, "prompts", line.text) and not says(layout, "hands_over", line.text):
        return replace(line, kind=Kind.PROMPT)
    return line


def _with_furniture(lines: list[Line], layout: Layout) -> list[Line]:
    """Lines that come again on page after page, numbers aside, are noise; the first print of them stays."""
    low, high = _FURNITURE_LENGTH

    able = [
        line for line in lines if line.kind is None and low <= len(line.text) <= high and line.text[-1] not in ".!?"
    ]
    shapes = {line.span: re.sub(r"\d+", "#", " ".join(line.text.split())) for line in able}
    counts = Counter(shapes.values())
    again = [line for line in able if counts[shapes[line.span]] > 1]
    paged = {shapes[line.span] for line in again if _PAGE_MARK.search(line.text)}
    repeated = {s for s, n in counts.items() if n >= _FURNITURE_AT_LEAST or s in paged}
    repeated = {s for s in repeated if not any(says(layout, name, s.replace("#", "1")) for name in _HEADING_LISTS)}
    if not repeated:
        return lines
    seen: set[str] = set()
    result = []
    for index, line in enumerate(lines):
        name = shapes.get(line.span) if line.kind is None else None
        kind = line.kind
        if name in repeated:
            if line.text.endswith(":"):
                kind = Kind.PROMPT
            elif name in seen or index >= _LETTERHEAD_LINES:
                kind = Kind.NOISE
            seen.add(name)
        result.append(line if kind is line.kind else replace(line, kind=kind))
    return result


def _width(lines: Sequence[Line]) -> int | None:
    """Where the text's lines break off; None where each line is a paragraph of its own."""
    lengths = sorted(line.indent + len(line.text) for line in lines if line.kind is None)
    if not lengths or lengths[-1] > _WIDE:
        return None
    return lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0]


def _groups(lines: Sequence[Line], width: int | None, layout: Layout) -> Iterator[list[Line]]:
    group: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if group and _parts(group[-1], line, following, width, layout):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(before: Line, line: Line, following: Line | None, width: int | None, layout: Layout) -> bool:
    """Whether a new block begins at this line."""
    if line.piece >= 0 or before.piece >= 0:
        return line.piece != before.piece
    if line.after_blank or before.kind not in _SETTLED or line.kind is not None or width is None:
        return True
    ended = _ENDS.search(before.text) is not None
    if _BULLET.match(line.text) and (ended or line.text[0] in _DOTS or _BULLET.match(before.text)):
        return True
    if layout.indented_answers and (before.indent == 0) != (line.indent == 0):
        return True
    if not _begins(line):
        return ended and line.text[0].islower() and _broke_off(before, line, width)
    if not ended or before.text.endswith((":", "?")):
        short = before.indent + len(before.text) < _SHORT_OF_WIDTH * width
        if short or _stands_alone(before, line, width):
            return True
    alone = ended and following is not None and _stands_alone(line, following, width)
    return alone or (ended and layout.labels_first)


def _begins(line: Line) -> bool:
    return not line.text[0].islower() and line.text[0].isalnum()


def _stands_alone(line: Line, following: Line, width: int) -> bool:
    """Whether a line breaks off like a heading, and what follows it begins anew."""
    if not _begins(line) or line.kind is not None or (_ENDS.search(line.text) and not line.text.endswith("?")):
        return False
    if following.kind in _SHORT_ANSWERS:
        return True
    anew = _begins(following) or _BULLET.match(following.text) is not None
    return anew and _broke_off(line, following, width)


def _broke_off(line: Line, following: Line, width: int) -> bool:
    """Whether the next line's first word would have had room on this line."""
    return len(following.text.partition(" ")[0]) < _BROKEN_OFF * width - line.indent - len(line.text)


def _is_item(group: Sequence[Line]) -> bool:
    return _BULLET.match(group[0].text) is not None


def bullet_length(text: str) -> int:
    """How many characters a bullet or a number takes at the beginning."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def _mended(blocks: list[Block]) -> list[Block]:
    """Joins again what a page's break or a blank line tore apart in mid-sentence."""
    joined: list[tuple[Block, list[Line]]] = []
    last: int | None = None
    for block in blocks:
        begun = _SENTENCE_BEGINS if last == len(joined) - 1 else 1
        if last is not None and _runs_on(*joined[last], block, begun):
            joined[last][1].extend(block.lines)
            continue
        if block.kind is not Kind.NOISE:
            last = len(joined)
        joined.append((block, list(block.lines)))
    return [block if len(lines) == len(block.lines) else replace(block, lines=tuple(lines)) for block, lines in joined]


def _runs_on(before: Block, lines: Sequence[Line], block: Block, begun: int) -> bool:
    """Whether a block goes on with the sentence, of so many words at least, that the lines before it broke off."""
    if block.kind is not Kind.BODY or before.kind not in (Kind.BODY, Kind.ITEM):
        return False
    going_on = block.lines[0].text[0].islower() and not _ENDS.search(lines[-1].text)
    return going_on and len(before.text.split()) >= begun


@lru_cache(maxsize=_TEXTS_KEPT)
def is_sentence(text: str) -> bool:
    """Whether a block reads as prose: it ends like a sentence, or is too long for anything else."""
    words = text.split()
    if _SHORT_SENTENCE.fullmatch(text):
        return True
    if len(words) < 3 or text.isupper():
        return False
    ends = text.rstrip('"”’)]')[-1:] in ".!…" or (text[-1] == "?" and len(words) > _LONG_QUESTION)
    ends = ends or (text[-1] == ":" and len(words) >= _ANNOUNCING)
    return (ends and any(word.islower() for word in words)) or len(words) > 40 or _INNER_END.search(text) is not None


def is_prose(block: Block) -> bool:
    """Whether a block holds sentences."""
    return block.kind in (Kind.BODY, Kind.ITEM) and is_sentence(block.text)
