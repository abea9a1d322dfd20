"""HTML as sources hold it in their fields and reports, taken apart into blocks of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Final

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "legend": 6, "caption": 6}
STRONG: Final = 7
"""The level of a block that is strong from end to end: perhaps a heading."""

_STRONG_TAGS: Final = frozenset({"b", "strong"})
_BLOCKS: Final = frozenset(_HEADINGS) | {
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"),
    *("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul"),
}
_CELLS: Final = frozenset({"td", "th"})
_UNREAD: Final = frozenset({"script", "style", "template", "head", "title"})
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_BULLET: Final = "\N{BULLET} "


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between two boundaries of blocks: its lines, and where it is a table row its cells.

    `level` is that of a heading, `STRONG` for a block that is strong from end to end, 0 for any other; `item` is
    whether it begins an item of a list. `line` is the line of the source on which it begins, counted from 1.
    """

    text: str
    level: int = 0
    item: bool = False
    cells: tuple[str, ...] = ()
    line: int = 0


def text_of(html: str) -> str:
    """The text of a field that may hold HTML: blocks parted by blank lines; lines of a field without tags are kept."""
    if not _TAG.search(html):
        return unescape(html)
    text = ""
    for block in blocks_of(html):
        words = f"{_BULLET}{block.text}" if block.item else block.text
        gap = "\n" if block.item else "\n\n"
        text += f"{gap}{words}" if text else words
    return text


def blocks_of(html: str) -> list[Block]:
    """The blocks of HTML in order, without the empty ones. Never raises: any text is HTML of a kind."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    parser.end_block()
    return parser.blocks


class _Blocks(HTMLParser):
    """Gathers blocks while the tags go by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.cells: list[str] | None = None
        self.level = 0
        self.item = False
        self.strong = 0
        self.weak = False
        self.unread = 0
        self.begun = 0
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag in _STRONG_TAGS:
            self.strong += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.end_cell()
        elif tag in _BLOCKS and (self.cells is None or tag in ("tr", "table")):
            self.end_block()
            self.level = _HEADINGS.get(tag, 0)
            self.cells = [] if tag == "tr" else None
            self.preformatted += tag == "pre"
            self.item = tag == "li"
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in _STRONG_TAGS:
            self.strong = max(0, self.strong - 1)
        elif tag in _CELLS:
            self.end_cell()
        elif tag in _BLOCKS and (self.cells is None or tag in ("tr", "table")):
            self.end_block()
            self.preformatted -= tag == "pre" and self.preformatted > 0
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        if not self.preformatted:
            data = " ".join(data.split()) if not data.strip() else _collapsed(data)
        if data.strip():
            self.weak = self.weak or not self.strong
            self.begun = self.begun or self.getpos()[0]
        self.pieces.append(data or " ")

    def end_cell(self) -> None:
        """A cell of a row is complete; what stands outside of cells is one as well."""
        text = self.taken()
        if self.cells is not None and text:
            self.cells.append(text)

    def end_block(self) -> None:
        """A block is complete; a row of cells as one."""
        line = self.begun
        if self.cells is None:
            text = self.taken()
            if text:
                level = self.level or (0 if self.weak else STRONG)
                self.blocks.append(Block(text, level, self.item, line=line))
        else:
            self.end_cell()
            if self.cells:
                self.blocks.append(Block("\n".join(self.cells), cells=tuple(self.cells), line=line))
        self.cells, self.level, self.item, self.weak, self.begun = None, 0, False, False, 0

    def taken(self) -> str:
        """The text gathered so far, lines stripped, empty ones left out."""
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        self.pieces = []
        return "\n".join(line for line in lines if line)


def _collapsed(data: str) -> str:
    """The words with single blanks between them, one at either end where there was any."""
    left = " " if data[:1].isspace() else ""
    right = " " if data[-1:].isspace() else ""
    return f"{left}{' '.join(data.split())}{right}"
