"""Takes a text apart into blocks: runs of lines that belong together, each with what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kannat.model import Span
from kannat.reading.layouts import Layout
from kannat.reading.wordings import Wordings, wordings


class Kind(StrEnum):
    """What a block is in its document."""

    BODY = "body"
    ITEM = "item"
    HEADING = "heading"
    QUESTION = "question"
    """A heading that is a question of the consultation."""
    LABEL = "label"
    PROMPT = "prompt"
    NOISE = "noise"
    EMPTY = "empty"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text without the blanks around it; `indent` counts those before it."""

    span: Span
    text: str
    indent: int
    after_blank: bool
    kind: Kind | None = None


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


_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_BULLET: Final = re.compile(r"([•▪●◦*·‣]|[-–—](?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
_DASHES: Final = re.compile(r"[-–—.]+$")
_ENDS: Final = re.compile(r"[.!?…:;][\"”’)\]]*$")
_ONE_WORD: Final = re.compile(r"[^\W\d_a-z][^\W\d_]{5,}[.]")
_INNER_END: Final = re.compile(r"[^\W\d]{3,}[.!] [^\W\da-z]\w+")
_PAGE_MARK: Final = re.compile(r"\d+ ?/ ?\d+|\d+ ?\(\d+\)|\b(s\.|\w{4} )\d+$", re.IGNORECASE)
_WIDE: Final = 160
_SHORT_OF_WIDTH: Final = 0.6
_FURNITURE_AT_LEAST: Final = 3
_FURNITURE_LENGTH: Final = (8, 120)
_SENTENCE_BEGINS: Final = 4
_LONG_QUESTION: Final = 25
_ANNOUNCING: Final = 4
_LETTERHEAD_LINES: Final = 6


def lines_of(text: str, layout: Layout) -> list[Line]:
    """The lines that are not blank; headings that a layout runs into the text around them have lines of their own."""
    kinds = _run_in(text, layout)
    lines: list[Line] = []
    last_end = 0
    for match in _LINE.finditer(text):
        inner = sorted(place for place in kinds if match.start() < place < match.end())
        for start, end in pairwise((match.start(), *inner, match.end())):
            line = _line(text, start, end, text.count("\n", last_end, start) > 1 or start in kinds, kinds.get(start))
            if line is not None:
                lines.append(line)
                last_end = line.span.end
    return lines


def _run_in(text: str, layout: Layout) -> dict[int, Kind]:
    """Where a heading run into the text begins, where its answer does, and where the marks between them do."""
    found = [(*m.span(), *m.span("heading")) for pattern in layout.split_headings for m in pattern.finditer(text)]
    if layout.inline_headings is not None:
        for line in _LINE.finditer(text):
            match = layout.inline_headings.match(words := line[0].strip())
            if match and words[match.end()].isupper():
                start = line.start() + line[0].index(words)
                end = start + match.end()
                found.append((start, end, start, start + len(match[0].rstrip())))
    kinds: dict[int, Kind] = {}
    last = -1
    for start, end, first, after in sorted(found):
        if start >= last:
            kinds.update({start: Kind.NOISE, after: Kind.NOISE})
            kinds.update({first: Kind.HEADING, end: Kind.BODY})
            last = end
    return kinds


def _line(text: str, start: int, end: int, after_blank: bool, kind: Kind | None) -> Line | None:
    whole = text[start:end]
    words = whole.strip()
    if not words:
        return None
    indent = whole.index(words)
    return Line(Span(start + indent, start + indent + len(words)), words, indent, after_blank, kind)


def blocks_of(lines: Sequence[Line], layout: Layout) -> list[Block]:
    """The blocks of a text: noise, prompts and answers' options known by their wording, the rest by its shape."""
    known = wordings()
    marked = _with_furniture([_marked(line, known) for line in lines])
    width = _width(marked)
    blocks: list[Block] = []
    for group in _groups(marked, width, layout):
        kind = group[0].kind
        if kind is None:
            kind = Kind.ITEM if _is_item(group) else Kind.BODY
        blocks.append(Block(tuple(group), kind))
    return _mended(blocks)


def _marked(line: Line, known: Wordings) -> Line:
    if line.kind is not None:
        return line
    if _DASHES.match(line.text):
        return replace(line, kind=Kind.EMPTY)
    if known.says("noise", line.text):
        return replace(line, kind=Kind.NOISE)
    if known.says("prompts", line.text):
        return replace(line, kind=Kind.PROMPT)
    if known.option(line.text):
        return replace(line, kind=Kind.OPTION)
    return line


def _with_furniture(lines: list[Line]) -> list[Line]:
    """Lines that come again on page after page, numbers aside, are noise; the first print of them stays."""
    low, high = _FURNITURE_LENGTH

    able = [
        line for line in lines if line.kind is None and low <= len(line.text) <= high and line.text[-1] not in ".!?"
    ]
    shapes = {line.span: re.sub(r"\d+", "#", " ".join(line.text.split())) for line in able}
    counts = Counter(shapes.values())
    paged = {shapes[line.span] for line in able if _PAGE_MARK.search(line.text)}
    repeated = {s for s, n in counts.items() if n >= _FURNITURE_AT_LEAST or (n > 1 and s in paged)}
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
    for line in lines:
        if group and _parts(group[-1], line, width, layout):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(before: Line, line: Line, width: int | None, layout: Layout) -> bool:
    """Whether a new block begins at this line."""
    if line.after_blank or before.kind not in (None, Kind.BODY) or line.kind is not None or width is None:
        return True
    if _BULLET.match(line.text) and (_ENDS.search(before.text) or _BULLET.match(before.text)):
        return True
    if layout.indented_answers and (before.indent == 0) != (line.indent == 0):
        return True
    begins = line.text[0].isupper() or line.text[0].isdigit()
    short = before.indent + len(before.text) < _SHORT_OF_WIDTH * width
    return begins and short and (not _ENDS.search(before.text) or before.text.endswith(":"))


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
        if last is not None and _runs_on(*joined[last], block):
            joined[last][1].extend(block.lines)
            continue
        if block.kind is not Kind.NOISE:
            last = len(joined)
        joined.append((block, list(block.lines)))
    return [block if len(lines) == len(block.lines) else replace(block, lines=tuple(lines)) for block, lines in joined]


def _runs_on(before: Block, lines: Sequence[Line], block: Block) -> bool:
    """Whether a block goes on with the sentence that the lines of the one before it broke off."""
    if block.kind is not Kind.BODY or before.kind not in (Kind.BODY, Kind.ITEM):
        return False
    going_on = block.lines[0].text[0].islower() and not _ENDS.search(lines[-1].text)
    return going_on and len(before.text.split()) >= _SENTENCE_BEGINS


def is_sentence(text: str) -> bool:
    """Whether a block reads as prose: it ends like a sentence, or is too long for anything else."""
    words = text.split()
    if _ONE_WORD.fullmatch(text):
        return True
    if len(words) < 3 or text.isupper():
        return False
    ends = text.rstrip('"”’)]')[-1:] in ".!…" or (text[-1] == "?" and len(words) > _LONG_QUESTION)
    ends = ends or (text[-1] == ":" and len(words) >= _ANNOUNCING)
    return (ends and any(word.islower() for word in words)) or len(words) > 40 or _INNER_END.search(text) is not None
