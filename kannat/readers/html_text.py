"""Takes the text out of a web page: its main content as text, what stands around it as noise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kannat.model import Document, MarkRole
from kannat.readers.composing import Composer
from kannat.readers.content import Content
from kannat.readers.encoding import decoded
from kannat.readers.html_parts import HEADINGS, is_noise, main_of, title_of
from kannat.readers.office_blocks import Blocks, Paragraph
from kannat.readers.xml_tree import parsed_page

_MEDIA_TYPE: Final = "text/html"
_CHARSET: Final = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I
)
_DROPPED: Final = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "canvas"),
        *("audio", "video", "select", "button", "datalist", "map", "input", "img"),
    }
)
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li"),
        *("main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "textarea", "tfoot"),
        *("th", "thead", "tr", "ul", *HEADINGS),
    }
)
_WITHIN_CELLS: Final = frozenset({"table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"})
_KEPT_BLANKS: Final = frozenset({"pre", "textarea"})
_LISTS: Final = frozenset({"ul", "ol", "menu"})
_BOLD: Final = frozenset({"b", "strong"})
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAKS: Final = re.compile(r" *\n *")
_BREAKS_OF_PARAGRAPHS: Final = re.compile(r"\n{2,}")


def composed(content: Content) -> Document:
    """The page's text: its title, its main content, and where they stand, the noises around it."""
    root = _parsed(content)
    blocks = Blocks(composer := Composer(content, _MEDIA_TYPE))
    main = main_of(root)
    title = title_of(root, main)
    if title:
        blocks.placed(Paragraph(title, MarkRole.TITLE), "title")
    _Page(blocks, main).add(root)
    return composer.document()


def _parsed(content: Content) -> etree._Element:
    stated = _CHARSET.search(content.head)
    charset = content.charset or (next(name for name in stated.groups() if name).decode("ascii") if stated else None)
    text = decoded(content.data, content.name, charset).replace("\0", "")
    return parsed_page(text, content.name)


@dataclass(slots=True)
class _Run:
    """The words gathered for the block at hand, and what is known of it."""

    words: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    bullet: str = ""
    line: int = 0


class _Page:
    """Walks over a page's elements and adds a block whenever one is complete."""

    def __init__(self, blocks: Blocks, main: etree._Element | None) -> None:
        self._blocks = blocks
        self._main = main
        self._in_main = main is None
        self._noise = 0
        self._bold = 0
        self._kept_blanks = 0
        self._headings = 0
        self._lists: list[tuple[bool, int]] = []
        self._run = _Run()

    def add(self, root: etree._Element) -> None:
        """Adds everything below an element."""
        stack: list[tuple[etree._Element, bool]] = [(root, True)]
        while stack:
            element, opens = stack.pop()
            if not isinstance(element.tag, str):
                continue
            if not opens:
                self._close(element)
                self._say(element.tail, element)
                continue
            if element.tag in _DROPPED or (element.tag == "table" and self._table(element)):
                self._say(element.tail, element)
                continue
            self._open(element)
            self._say(element.text, element)
            stack.append((element, False))
            stack += [(child, True) for child in reversed(element)]
        self._end_block()

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._run.words.append("\n")
        if tag in _BLOCKS:
            self._end_block()
        self._count(element, 1)
        if tag in _LISTS:
            start = element.get("start", "")
            self._lists.append((tag == "ol", int(start) if re.fullmatch("[0-9]{1,4}", start) else 1))
        if tag == "li":
            self._run.bullet = self._bullet()
        if element is self._main:
            self._in_main = True

    def _close(self, element: etree._Element) -> None:
        if element.tag in _BLOCKS:
            self._end_block()
        if element.tag == "li":
            self._run.bullet = ""
        if element.tag in _LISTS and self._lists:
            self._lists.pop()
        if element is self._main:
            self._in_main = False
        self._count(element, -1)

    def _count(self, element: etree._Element, step: int) -> None:
        self._bold += step * (element.tag in _BOLD)
        self._kept_blanks += step * (element.tag in _KEPT_BLANKS)
        self._headings += step * (element.tag in HEADINGS)
        self._noise += step * is_noise(element)

    def _bullet(self) -> str:
        if not self._lists:
            return "•"
        numbered, number = self._lists[-1]
        self._lists[-1] = (numbered, number + 1)
        return f"{number}." if numbered else "•"

    def _say(self, words: str | None, element: etree._Element) -> None:
        if not words:
            return
        run = self._run
        run.words.append(words if self._kept_blanks else _BLANKS.sub(" ", words))
        if words.strip():
            run.bold.append(self._bold > 0)
            run.line = run.line or element.sourceline or 0

    def _end_block(self) -> None:
        run, self._run = self._run, _Run()
        if not "".join(run.words).strip():
            self._run.bullet = run.bullet
            return
        text = "".join(run.words)
        text = text if self._kept_blanks else _AROUND_BREAKS.sub("\n", _BLANKS_BUT_BREAKS.sub(" ", text))
        role = MarkRole.HEADING if self._headings else None
        role = MarkRole.NOISE if self._noise or not self._in_main else role
        for number, part in enumerate(_BREAKS_OF_PARAGRAPHS.split(text.strip("\n "))):
            bullet = run.bullet if number == 0 else ""
            paragraph = Paragraph(part, role, bullet, bool(run.bold) and all(run.bold))
            self._blocks.placed(paragraph, f"line {run.line}" if run.line else "")

    def _table(self, table: etree._Element) -> bool:
        """Adds a table that is one; not so one that only lays a page out."""
        if any(element is not table for element in table.iter(*_WITHIN_CELLS)):
            return False
        if self._noise or not self._in_main or is_noise(table):
            return False
        self._end_block()
        self._blocks.table([_cell(cell) for cell in row.iter("td", "th")] for row in table.iter("tr"))
        return True


_BLANKS_BUT_BREAKS: Final = re.compile(r"[ \t\r\f]+")


def _cell(cell: etree._Element) -> tuple[Paragraph, ...]:
    """The paragraphs of a table's cell."""
    words = _AROUND_BREAKS.sub("\n", "".join(_words_of(cell))).strip()
    bold = cell.tag == "th"
    return tuple(Paragraph(part, None, "", bold) for part in words.split("\n") if part.strip())


def _words_of(element: etree._Element) -> Iterator[str]:
    stack: list[etree._Element | str | None] = [element]
    while stack:
        item = stack.pop()
        if item is None or isinstance(item, str):
            yield _BLANKS.sub(" ", item) if item and item != "\n" else item or ""
        elif isinstance(item.tag, str) and item.tag not in _DROPPED:
            inside: list[etree._Element | str | None] = [item.text]
            for child in item:
                inside += ["\n" if child.tag in ("br", "p", "div") else "", child, child.tail]
            stack += inside[::-1]
