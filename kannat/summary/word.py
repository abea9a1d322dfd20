"""A summary as a Word document (Office Open XML): real headings, lists, header rows, and links to the notes.

python-docx gives the package, its styles and its facts. Paragraphs and rows are put in as plain elements, since its own
ways of adding them search the whole document for each.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from kannat.export.attributes import carried
from kannat.summary.blocks import Block, Heading, Items, Paragraph, Run, Summary, Table, bold, spaced, stays_whole
from kannat.summary.package import steady

_REGIONS: Final = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_FONT: Final = "Calibri"
_MARGIN: Final = 2.0
_PAGE: Final = (21.0, 29.7)
"""A4 in centimetres, as in Finland."""

_TWIPS: Final = 1440 / 2.54
"""Word's unit of width in a centimetre."""

_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def word(summary: Summary) -> bytes:
    """The document's bytes, the same on every day."""
    document = Document()
    _describe(document, summary)
    _lay_out(document, summary)
    _Writer(document).write(summary)
    raw = io.BytesIO()
    document.save(raw)
    return steady(raw.getvalue())


def _describe(document: WordDocument, summary: Summary) -> None:
    """Title, language and dates, as assistive technology and archives look for them."""
    facts = document.core_properties
    facts.title, facts.subject = carried(summary.title)[:255], carried(summary.subject)[:255]
    facts.author, facts.last_modified_by = carried(summary.author)[:255], ""
    facts.created = facts.modified = datetime.combine(datetime.fromisoformat(summary.date).date(), time())
    facts.language, facts.comments, facts.revision = _REGIONS[summary.language], "", 1
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _REGIONS[summary.language])


def _lay_out(document: WordDocument, summary: Summary) -> None:
    """The page, the type, and the foot of every page with its number."""
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(length) for length in _PAGE)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    foot = section.footer.paragraphs[0]._p
    _write(foot, [Run(f"{summary.subject}  ")])
    field = _add(foot, "w:fldSimple", {"w:instr": "PAGE"})
    _write(field, [Run("1")])


class _Writer:
    """Writes one summary into an empty document."""

    def __init__(self, document: WordDocument) -> None:
        body = document.element.body
        self.end: etree._Element = body[-1]
        """The properties of the section, before which everything goes."""
        self.bookmarks = 0
        self.style_ids = {style.name: style.style_id for style in document.styles}

    def write(self, summary: Summary) -> None:
        """Write everything, in order."""
        _write(self._paragraph("Title"), [Run(summary.title)])
        _write(self._paragraph("Subtitle"), [Run(summary.subject)])
        for block in (*summary.blocks, summary.notes_heading):
            self._block(block)
        for number, line in enumerate(summary.note_lines, start=1):
            paragraph = self._paragraph()
            self._bookmark(paragraph, f"n{number}")
            _write(paragraph, [Run(f"{number}. ", strong=True), *line.runs])

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                heading = self._paragraph(f"Heading {block.level}")
                self._bookmark(heading, block.anchor)
                _write(heading, [Run(block.text)])
            case Paragraph(sentences):
                _write(self._paragraph(), spaced(sentences))
            case Items(sentences, numbered):
                for sentence in sentences:
                    _write(self._paragraph("List Number" if numbered else "List Bullet"), sentence.runs)
            case Table():
                caption = self._paragraph("Caption")
                _add(caption[0], "w:keepNext")
                _write(caption, [Run(block.caption)])
                self._table(block)

    def _paragraph(self, style: str = "Normal") -> etree._Element:
        paragraph = _element("w:p")
        _add(_add(paragraph, "w:pPr"), "w:pStyle", {"w:val": self.style_ids[style]})
        self.end.addprevious(paragraph)
        return paragraph

    def _bookmark(self, paragraph: etree._Element, name: str) -> None:
        """Lets links lead to a paragraph."""
        self.bookmarks += 1
        number = str(self.bookmarks)
        _add(paragraph, "w:bookmarkStart", {"w:id": number, "w:name": name})
        _add(paragraph, "w:bookmarkEnd", {"w:id": number})

    def _table(self, table: Table) -> None:
        written = _element("w:tbl")
        properties = _add(written, "w:tblPr")
        _add(properties, "w:tblStyle", {"w:val": self.style_ids["Table Grid"]})
        _add(properties, "w:tblW", {"w:w": "0", "w:type": "auto"})
        _add(properties, "w:tblLayout", {"w:type": "fixed"})
        _add(properties, "w:tblLook", {"w:firstRow": "1", "w:firstColumn": str(int(table.row_headers))})
        _add(properties, "w:tblCaption", {"w:val": carried(table.caption)})
        widths = _widths(table)
        grid = _add(written, "w:tblGrid")
        for width in widths:
            _add(grid, "w:gridCol", {"w:w": width})
        _row(written, [[Run(text, strong=True)] for text in table.headers], widths, ("w:cantSplit", "w:tblHeader"))
        for row in table.rows:
            cells = [bold(cell.runs) if table.row_headers and not at else cell.runs for at, cell in enumerate(row)]
            _row(written, cells, widths, ("w:cantSplit",) if stays_whole(row) else ())
        self.end.addprevious(written)


def _widths(table: Table) -> list[str]:
    whole = (_PAGE[0] - 2 * _MARGIN) * _TWIPS
    shares = table.widths or (1,) * len(table.headers)
    return [str(int(whole * share / sum(shares))) for share in shares]


def _row(table: etree._Element, cells: Iterable[Iterable[Run]], widths: Sequence[str], marks: Iterable[str]) -> None:
    row = _add(table, "w:tr")
    properties = _add(row, "w:trPr")
    for mark in marks:
        _add(properties, mark)
    for runs, width in zip(cells, widths, strict=True):
        cell = _add(row, "w:tc")
        _add(_add(cell, "w:tcPr"), "w:tcW", {"w:w": width, "w:type": "dxa"})
        _write(_add(cell, "w:p"), runs)


def _write(parent: etree._Element, runs: Iterable[Run]) -> None:
    for run in runs:
        link = parent if run.note is None else _add(parent, "w:hyperlink", {"w:anchor": f"n{run.note}"})
        written = _add(link, "w:r")
        properties = _add(written, "w:rPr")
        if run.strong:
            _add(properties, "w:b")
        if run.note is not None:
            _add(properties, "w:u", {"w:val": "single"})
            _add(properties, "w:vertAlign", {"w:val": "superscript"})
        if run.language in _REGIONS:
            _add(properties, "w:lang", {"w:val": _REGIONS[run.language]})
        text = _add(written, "w:t")
        text.set(_PRESERVE, "preserve")
        text.text = " ".join(carried(run.text).split("\n"))


def _element(tag: str) -> etree._Element:
    return etree.Element(qn(tag), nsmap={"w": qn("w:p")[1:].partition("}")[0]})


def _add(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    """A new last child, its attributes named with their prefixes."""
    return etree.SubElement(parent, qn(tag), {qn(name): value for name, value in (attributes or {}).items()})
