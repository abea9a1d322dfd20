"""A summary as a Word document (Office Open XML): real headings, lists, header rows, and links to the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import _Element

from kannat.export.attributes import carried
from kannat.summary.blocks import Block, Heading, Items, Paragraph, Run, Sentence, Summary, Table, stays_whole
from kannat.summary.package import steady

_REGIONS: Final = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_FONT: Final = "Calibri"
_DEEPEST: Final = 9


def word(summary: Summary) -> bytes:
    """The document's bytes, the same on every day."""
    document = Document()
    _Writer(document, summary).write()
    raw = io.BytesIO()
    document.save(raw)
    return steady(raw.getvalue())


class _Writer:
    """Writes one summary into an empty document."""

    def __init__(self, document: WordDocument, summary: Summary) -> None:
        self.document = document
        self.summary = summary
        self.bookmarks = 0

    def write(self) -> None:
        """Write everything, in order."""
        self._describe()
        self._lay_out()
        self.document.add_paragraph(carried(self.summary.title), style="Title")
        self.document.add_paragraph(carried(self.summary.subject), style="Subtitle")
        for block in (*self.summary.blocks, self.summary.notes_heading):
            self._block(block)
        for number, line in enumerate(self.summary.note_lines, start=1):
            paragraph = self.document.add_paragraph()
            self._bookmark(paragraph, f"n{number}")
            self._runs(paragraph, (Run(f"{number}. ", strong=True), *line.runs))
        self._number_pages()

    def _describe(self) -> None:
        """Title, language and dates, as assistive technology and archives look for them."""
        facts, summary = self.document.core_properties, self.summary
        moment = datetime.combine(datetime.fromisoformat(summary.date).date(), time())
        facts.title, facts.subject = carried(summary.title)[:255], carried(summary.subject)[:255]
        facts.author, facts.last_modified_by = carried(summary.author)[:255], ""
        facts.created = facts.modified = moment
        facts.language, facts.comments, facts.revision = _REGIONS[summary.language], "", 1
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(11)
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), _REGIONS[summary.language])

    def _lay_out(self) -> None:
        """A4, as in Finland."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                heading = self.document.add_heading(carried(block.text), min(block.level, _DEEPEST))
                self._bookmark(heading, block.anchor)
            case Paragraph(sentences):
                self._sentences(self.document.add_paragraph(), sentences)
            case Items(sentences, numbered):
                for sentence in sentences:
                    style = "List Number" if numbered else "List Bullet"
                    self._sentences(self.document.add_paragraph(style=style), (sentence,))
            case Table():
                self._table(block)

    def _sentences(self, paragraph: WordParagraph, sentences: Iterable[Sentence]) -> None:
        for index, sentence in enumerate(sentences):
            if index:
                paragraph.add_run(" ")
            self._runs(paragraph, sentence.runs)

    def _runs(self, paragraph: WordParagraph, runs: Iterable[Run]) -> None:
        for run in runs:
            written = paragraph.add_run(" ".join(carried(run.text).split("\n")))
            written.bold = run.strong or None
            if run.language in _REGIONS:
                tongue = OxmlElement("w:lang")
                tongue.set(qn("w:val"), _REGIONS[run.language])
                _append(written._r.get_or_add_rPr(), tongue)
            if run.note is not None:
                written.font.superscript = True
                written.font.underline = True
                link = OxmlElement("w:hyperlink")
                link.set(qn("w:anchor"), f"n{run.note}")
                _append(paragraph._p, link)
                link.append(written._r)

    def _bookmark(self, paragraph: WordParagraph, name: str) -> None:
        """Lets links lead to a paragraph."""
        self.bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self.bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            _append(paragraph._p, mark)

    def _table(self, table: Table) -> None:
        self.document.add_paragraph(carried(table.caption), style="Caption").paragraph_format.keep_with_next = True
        written = self.document.add_table(rows=0, cols=len(table.headers), style="Table Grid")
        written.alignment = WD_TABLE_ALIGNMENT.LEFT
        written.autofit = False
        properties = written._tbl.tblPr
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), carried(table.caption))
        properties.append(caption)
        widths = self._widths(table)
        for column, width in zip(written.columns, widths, strict=True):
            column.width = width
        header = written.add_row()
        _mark_row(header, "w:tblHeader")
        for cell, text, width in zip(header.cells, table.headers, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(carried(text)).bold = True
        for row in table.rows:
            added = written.add_row()
            if stays_whole(row):
                _mark_row(added, "w:cantSplit")
            self._row(added, row, widths, table.row_headers)

    def _row(self, written: _Row, row: Iterable[Sentence], widths: Iterable[Emu], row_headers: bool) -> None:
        for index, (cell, sentence, width) in enumerate(zip(written.cells, row, widths, strict=True)):
            cell.width = width
            self._cell(cell, sentence, strong=row_headers and index == 0)

    def _cell(self, cell: _Cell, sentence: Sentence, strong: bool) -> None:
        runs = (Run(run.text, run.language, run.quoted, run.strong or strong, run.note) for run in sentence.runs)
        self._runs(cell.paragraphs[0], runs)

    def _widths(self, table: Table) -> list[Emu]:
        section = self.document.sections[0]
        assert section.page_width is not None
        assert section.left_margin is not None
        assert section.right_margin is not None
        whole = section.page_width - section.left_margin - section.right_margin
        shares = table.widths or (1,) * len(table.headers)
        return [Emu(whole * share // sum(shares)) for share in shares]

    def _number_pages(self) -> None:
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.add_run(f"{carried(self.summary.subject)}  ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(_text_run("1"))
        _append(footer._p, field)


def _mark_row(row: _Row, mark: str) -> None:
    """Sets a property of a row: that it is the header of every page, that it stays whole."""
    marked = OxmlElement(mark)
    marked.set(qn("w:val"), "true")
    _append(row._tr.get_or_add_trPr(), marked)


def _append(parent: _Element, child: _Element) -> None:
    parent.append(child)


def _text_run(text: str) -> _Element:
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    run.append(words)
    return run
