"""Takes the text out of an OpenDocument text's XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kannat.errors import UnreadableDocument
from kannat.model import Document, MarkRole
from kannat.readers.composing import Composer
from kannat.readers.content import Content
from kannat.readers.office_blocks import Blocks, Cell, Paragraph
from kannat.readers.open_document_styles import OFFICE, TABLE, TEXT, Styles, attribute
from kannat.readers.word_styles import integer
from kannat.readers.xml_tree import parsed
from kannat.readers.zipped import opened

_MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ENCRYPTED: Final = b"encryption-data"
_MANIFEST: Final = "META-INF/manifest.xml"

_P: Final = f"{TEXT}p"
_H: Final = f"{TEXT}h"
_TABLE: Final = f"{TABLE}table"
_LIST: Final = f"{TEXT}list"
_BOX: Final = f"{_DRAW}text-box"
_LEFT_OUT: Final = frozenset(
    {f"{TEXT}{name}" for name in ("tracked-changes", "hidden-text", "hidden-paragraph", "note-citation", "index-title")}
    | {f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}ruby-text"}
)
"""What was deleted lies among the tracked changes; comments and hidden text are not the statement's."""

_INDEXES: Final = frozenset(f"{TEXT}{name}" for name in ("table-of-content", "alphabetical-index", "bibliography"))
_MOST_SPACES: Final = 100
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_WORDS: Final = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


def composed(content: Content) -> Document:
    """The document's text: letterhead, body with tables, notes, and the foot as noise."""
    package = opened(content)
    if _ENCRYPTED in (package.part(_MANIFEST) or b""):
        raise UnreadableDocument("encrypted", place=content.name, advice="save a copy without a password")
    data = package.part("content.xml")
    if data is None:
        raise UnreadableDocument("no text in it", place=content.name, advice="save it again")
    root = parsed(data, f"{content.name}#content.xml")
    styles_data = package.part("styles.xml")
    common = None if styles_data is None else parsed(styles_data, f"{content.name}#styles.xml")
    blocks = Blocks(composer := Composer(content, _MEDIA_TYPE))
    text = _Text(Styles(common, root))
    for head in () if common is None else common.iter(f"{_STYLE}header", f"{_STYLE}header-first"):
        blocks.furniture(text.paragraphs(head), "header", None)
    for body in root.iter(f"{OFFICE}text"):
        text.add(body, blocks)
    for number, note in enumerate(text.notes, 1):
        for paragraph in text.paragraphs(note):
            blocks.placed(paragraph, f"note {number}")
    for foot in () if common is None else common.iter(f"{_STYLE}footer", f"{_STYLE}footer-first"):
        blocks.furniture(text.paragraphs(foot), "footer", MarkRole.NOISE)
    return composer.document()


class _Text:
    """Walks over OpenDocument's elements; remembers the notes that it met."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.notes: list[etree._Element] = []

    def add(self, root: etree._Element, blocks: Blocks) -> None:
        """Adds the paragraphs and tables below an element."""
        for element, bullet, in_index in self._blocks(root):
            if element.tag == _TABLE:
                blocks.table(self._rows(element))
            else:
                for paragraph in self._paragraph(element, bullet, in_index):
                    blocks.paragraph(paragraph)

    def paragraphs(self, root: etree._Element) -> list[Paragraph]:
        """Every paragraph below an element, also those in tables."""
        found: list[Paragraph] = []
        for element, bullet, in_index in self._blocks(root):
            if element.tag == _TABLE:
                found += [paragraph for row in self._rows(element) for cell in row for paragraph in cell]
            else:
                found += self._paragraph(element, bullet, in_index)
        return found

    def _blocks(self, root: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
        """The outermost paragraphs and tables below an element, with their bullet, and whether in an index."""
        stack = [_Level(iter(root))]
        while stack:
            level = stack[-1]
            child = next(level.children, None)
            if child is None:
                stack.pop()
            elif child.tag in (_P, _H, _TABLE):
                bullet, level.bullet = level.bullet, ""
                yield child, bullet, level.in_index
            elif child.tag == _LIST:
                style = attribute(child, TEXT, "style-name") or level.list_style
                stack.append(_Level(iter(child), level.in_index, style, level.depth + 1))
            elif child.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                inner = _Level(iter(child), level.in_index, level.list_style, level.depth)
                if child.tag == f"{TEXT}list-item":
                    level.number += 1
                    inner.bullet = self._styles.bullet(level.list_style, level.depth, level.number)
                stack.append(inner)
            elif child.tag not in _LEFT_OUT:
                in_index = level.in_index or child.tag in _INDEXES
                stack.append(_Level(iter(child), in_index, level.list_style, level.depth))

    def _rows(self, table: etree._Element) -> Iterator[list[Cell]]:
        for row in _children(table, f"{TABLE}table-row"):
            yield [tuple(self.paragraphs(cell)) for cell in _children(row, f"{TABLE}table-cell")]

    def _paragraph(self, element: etree._Element, bullet: str, in_index: bool) -> list[Paragraph]:
        """A paragraph, and those in the text boxes that hang on it."""
        style = self._styles.of(attribute(element, TEXT, "style-name"))
        role = MarkRole.HEADING if element.tag == _H else style.role
        role = MarkRole.NOISE if in_index else role
        runs: list[tuple[str, bool]] = []
        boxes: list[etree._Element] = []
        self._gather(element, style.bold, runs, boxes)
        bold = [is_bold for words, is_bold in runs if words.strip()]
        first = Paragraph("".join(words for words, _ in runs), role, bullet, bool(bold) and all(bold))
        return [first, *(paragraph for box in boxes for paragraph in self.paragraphs(box))]

    def _gather(
        self, element: etree._Element, bold: bool, runs: list[tuple[str, bool]], boxes: list[etree._Element]
    ) -> None:
        """Gathers the words below an element, each run with whether it is bold."""
        stack = _inside(element, bold)
        while stack:
            item, is_bold = stack.pop()
            if item is None or isinstance(item, str):
                runs.append((_even(item), is_bold))
            elif item.tag == _BOX:
                boxes.append(item)
            elif item.tag == f"{TEXT}note":
                self.notes += item.findall(f"{TEXT}note-body")
            elif item.tag in _WORDS:
                runs.append((_WORDS[str(item.tag)] * _times(item), is_bold))
            elif item.tag not in _LEFT_OUT:
                own = self._styles.of(attribute(item, TEXT, "style-name"))
                inner = own.bold if own.states_weight else is_bold
                stack += _inside(item, inner)


_Item = tuple[etree._Element | str | None, bool]


def _inside(element: etree._Element, bold: bool) -> list[_Item]:
    """What an element holds, the last first: its own words, its children, the words after each."""
    items: list[_Item] = [(element.text, bold)]
    for child in element:
        items += [(child, bold), (child.tail, bold)]
    return items[::-1]


def _even(words: str | None) -> str:
    """Words with every run of white space, which means nothing in this format, as one blank."""
    return _BLANKS.sub(" ", words) if words else ""


def _times(element: etree._Element) -> int:
    return min(integer(attribute(element, TEXT, "c")) or 1, _MOST_SPACES)


@dataclass(slots=True)
class _Level:
    """How far a walk is within one element."""

    children: Iterator[etree._Element]
    in_index: bool = False
    list_style: str = ""
    depth: int = 0
    number: int = 0
    bullet: str = ""


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of this kind below another, rows within groups too, but not in inner tables."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag not in (_P, _H, _TABLE):
            stack.append(iter(child))
