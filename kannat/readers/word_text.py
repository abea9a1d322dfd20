"""Takes the text out of a Word document's XML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kannat.errors import UnreadableDocument
from kannat.model import Document, MarkRole
from kannat.readers.composing import Composer
from kannat.readers.content import Content
from kannat.readers.office_blocks import Blocks, Cell, Paragraph
from kannat.readers.word_styles import Numbering, Styles, W, flag, value
from kannat.readers.xml_tree import parsed
from kannat.readers.zipped import Package, opened

_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN_PART: Final = "/officeDocument"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode("ascii")),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATION_ID[1:-3].encode("ascii")),
)
"""The names that the strict variant of the format gives to the same things."""

_LEFT_OUT: Final = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "sdtPr")}
    | {_FALLBACK}
)
"""What was deleted or moved away, what steers fields, properties; the older of two ways to say the same."""

_WORDS: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_NOTES: Final = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_P: Final = f"{W}p"
_TABLE: Final = f"{W}tbl"
_TEXT_BOX: Final = f"{W}txbxContent"


def composed(content: Content) -> Document:
    """The document's text: letterhead, body with tables, notes, and the foot as noise."""
    package = opened(content)
    parts = _Parts(package)
    blocks = Blocks(composer := Composer(content, _MEDIA_TYPE))
    text = _Text(Styles(parts.root("styles")), Numbering(parts.root("numbering")))
    for root in parts.furniture("headerReference"):
        blocks.furniture(text.paragraphs(root), "header", None)
    text.add(parts.document, blocks)
    for kind, note in text.notes:
        for paragraph in text.note(parts.root(f"{kind}s"), kind, note):
            blocks.placed(paragraph, f"{kind} {note}")
    for root in parts.furniture("footerReference"):
        blocks.furniture(text.paragraphs(root), "footer", MarkRole.NOISE)
    return composer.document()


class _Parts:
    """The parts of a package that hold text, found by the relations that it states."""

    def __init__(self, package: Package) -> None:
        self._package = package
        path = self._targets("").get(_MAIN_PART, "word/document.xml")
        main = self._parsed(path)
        if main is None:
            raise UnreadableDocument("no text in it", place=package.content.name, advice="save it again")
        self.document = main
        self._folder = posixpath.dirname(path)
        self._relations = self._by_id(path)

    def root(self, kind: str) -> etree._Element | None:
        """The part of this kind beside the document, for instance its styles."""
        return self._parsed(f"{self._folder}/{kind}.xml")

    def furniture(self, kind: str) -> Iterator[etree._Element]:
        """What the first section's pages bear at head or foot, the first page's before the others'."""
        section = next(self.document.iter(f"{W}sectPr"), None)
        references = [] if section is None else section.findall(f"{W}{kind}")
        for reference in sorted(references, key=lambda r: value(r, "type") != "first"):
            path = self._relations.get(reference.get(_RELATION_ID, ""))
            root = self._parsed(path) if path else None
            if root is not None:
                yield root

    def _parsed(self, path: str) -> etree._Element | None:
        data = self._package.part(path)
        if data is None:
            return None
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return parsed(data, f"{self._package.content.name}#{path}")

    def _targets(self, path: str) -> dict[str, str]:
        """Where the parts related to this one lie, by the last word of the relation's type."""
        return {"/" + r.get("Type", "").rpartition("/")[2]: t for r, t in self._related(path)}

    def _by_id(self, path: str) -> dict[str, str]:
        return {r.get("Id", ""): target for r, target in self._related(path)}

    def _related(self, path: str) -> Iterator[tuple[etree._Element, str]]:
        folder, name = posixpath.split(path)
        root = self._parsed(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in () if root is None else root.iter(_RELATION):
            target = relation.get("Target", "")
            yield relation, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


class _Text:
    """Walks over Word's elements; remembers the notes that it met."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.notes: list[tuple[str, str]] = []

    def add(self, root: etree._Element, blocks: Blocks) -> None:
        """Adds the paragraphs and tables below an element."""
        for element in _blocks(root):
            if element.tag == _TABLE:
                blocks.table(self._rows(element))
            else:
                for paragraph in self._paragraph(element):
                    blocks.paragraph(paragraph)

    def paragraphs(self, root: etree._Element) -> list[Paragraph]:
        """Every paragraph below an element, also those in tables."""
        found: list[Paragraph] = []
        for element in _blocks(root):
            if element.tag == _TABLE:
                found += [paragraph for row in self._rows(element) for cell in row for paragraph in cell]
            else:
                found += self._paragraph(element)
        return found

    def note(self, root: etree._Element | None, kind: str, number: str) -> list[Paragraph]:
        """The paragraphs of a note."""
        notes = () if root is None else root.findall(f"{W}{kind}")
        return [p for note in notes if value(note, "id") == number for p in self.paragraphs(note)]

    def _rows(self, table: etree._Element) -> Iterator[list[Cell]]:
        for row in _children(table, f"{W}tr"):
            yield [tuple(self.paragraphs(cell)) for cell in _children(row, f"{W}tc")]

    def _paragraph(self, element: etree._Element) -> list[Paragraph]:
        """A paragraph, and those in the text boxes that hang on it."""
        runs: list[str] = []
        boxes: list[etree._Element] = []
        bold = self._gather(element, runs, boxes)
        properties = element.find(f"{W}pPr")
        style = self._styles.of(properties)
        words = "".join(runs)
        bullet = self._numbering.bullet(properties, style) if words.strip() else ""
        plain = all(bold) if bold else False
        first = Paragraph(words, style.role, bullet, plain or (style.bold and not style.role))
        return [first, *(paragraph for box in boxes for paragraph in self.paragraphs(box))]

    def _gather(self, element: etree._Element, runs: list[str], boxes: list[etree._Element]) -> list[bool]:
        """Gathers the words below an element; says of each run with words whether it is bold."""
        bold: list[bool] = []
        stack = [iter(element)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            properties = child.find(f"{W}rPr") if child.tag == f"{W}r" else None
            if child.tag == _TEXT_BOX:
                boxes.append(child)
            elif not self._say(child, runs) and (properties is None or not flag(properties, "vanish")):
                if child.find(f"{W}t") is not None:
                    bold.append(properties is not None and flag(properties, "b"))
                stack.append(iter(child))
        return bold

    def _say(self, element: etree._Element, runs: list[str]) -> bool:
        """Adds what an element says by itself; whether there is nothing more to find below it."""
        if element.tag == f"{W}t":
            runs.append(element.text or "")
        elif element.tag in _WORDS:
            runs.append(_WORDS[str(element.tag)])
        elif element.tag in _NOTES:
            self.notes.append((_NOTES[str(element.tag)], value(element, "id")))
        else:
            return element.tag in _LEFT_OUT or _is_prompt(element)
        return True


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """The outermost paragraphs and tables below an element; content controls and the like are seen through."""
    stack = [iter(root)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in (_P, _TABLE):
            yield child
        elif child.tag not in _LEFT_OUT and not _is_prompt(child):
            stack.append(iter(child))


def _is_prompt(element: etree._Element) -> bool:
    """Whether a content control still shows what it asks for: nobody has filled it in."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of this kind below another, rows and cells within content controls too, but not in inner tables."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag not in (_P, _TABLE):
            stack.append(iter(child))
