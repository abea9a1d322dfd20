"""A summary as an OpenDocument text: real headings, lists, header rows, and links to the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from odfdo import Bookmark, Cell, Column, Document, Element, Header, Link, List, ListItem, Row, Span, Style
from odfdo import Paragraph as TextParagraph
from odfdo import Table as TextTable
from odfdo.header_rows import HeaderRows

from kannat.export.attributes import carried
from kannat.store.folder import kannat_version
from kannat.summary.blocks import Block, Heading, Items, Paragraph, Run, Sentence, Summary, Table, stays_whole
from kannat.summary.package import steady

_COUNTRIES: Final = {"fi": "FI", "sv": "FI", "en": "GB"}
_TEXT_WIDTH: Final = 17.0
"""Centimetres between the margins of the template's page."""

_CLUTTER: Final = ("Configurations2/", "Thumbnails/")
"""What the template brings and no summary has: empty tool bars, the picture of another document."""

_HEADING: Final = "Heading_20_{}"
_BODY: Final = "Text_20_body"


def open_document(summary: Summary) -> bytes:
    """The document's bytes, the same on every day."""
    document = Document("text")
    document.body.clear()
    for path in document.manifest.get_paths():
        if path.startswith(_CLUTTER):
            document.manifest.del_full_path(path)
    _styles(document, summary.language, _tongues(summary))
    _describe(document, summary)
    for element in _Writer(document).elements(summary):
        document.body.append(element)
    raw = io.BytesIO()
    document.save(raw)
    return steady(raw.getvalue(), without=_CLUTTER)


def _tongues(summary: Summary) -> list[str]:
    """The languages of the quotes, those that have a country here."""
    runs = (run for sentence in summary.sentences() for run in sentence.runs)
    return sorted({run.language for run in runs if run.language in _COUNTRIES})


def _styles(document: Document, language: str, tongues: Iterable[str]) -> None:
    """The document's language, lists that stand apart, headings that bear our numbers, and what stands out."""
    for properties in document.styles.root.get_elements("//style:text-properties[@fo:language]"):
        properties.set_attribute("fo:language", language)
        properties.set_attribute("fo:country", _COUNTRIES[language])
    for level in document.styles.root.get_elements("//text:outline-level-style"):
        for attribute in ("style:num-format", "style:num-suffix", "loext:num-list-format"):
            level.del_attribute(attribute)
        level.set_attribute("style:num-format", "")
    for level in document.styles.root.get_elements("//text:list-style//style:list-level-properties"):
        level.set_attribute("text:space-before", "0.4cm")
        level.set_attribute("text:min-label-width", "0.6cm")
    for tongue in tongues:
        spoken = {"fo:language": tongue, "fo:country": _COUNTRIES[tongue]}
        _add_style(document, "text", f"lang_{tongue}", spoken)
    _add_style(document, "text", "strong", {"fo:font-weight": "bold"})
    _add_style(document, "text", "note", {"style:text-position": "super 58%"})
    _add_style(document, "table-row", "whole", {"fo:keep-together": "always"})
    _add_style(document, "table-cell", "cell", {"fo:border": "0.5pt solid #767676", "fo:padding": "0.1cm"})


def _add_style(document: Document, family: str, name: str, properties: dict[str, str]) -> None:
    style = Style(family, name=name)
    style.set_properties({**properties}, area=family)
    document.insert_style(style, automatic=True)


def _describe(document: Document, summary: Summary) -> None:
    """Title, language and dates, as assistive technology and archives look for them."""
    meta = document.meta
    moment = datetime.fromisoformat(summary.date)
    meta.title, meta.subject, meta.language = carried(summary.title), carried(summary.subject), summary.language
    meta.creation_date = moment
    meta.date = moment
    meta.initial_creator = meta.creator = carried(summary.author)
    meta.generator = f"Kannat/{kannat_version()}"


class _Writer:
    """Writes one summary; styles of tables' columns go into the document as they are met."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables = 0

    def elements(self, summary: Summary) -> Iterator[Element]:
        """The elements of the body, in order."""
        yield _titled(summary.title, "Title")
        yield _titled(summary.subject, "Subtitle")
        for block in (*summary.blocks, summary.notes_heading):
            yield from self._block(block)
        for number, line in enumerate(summary.note_lines, start=1):
            paragraph = TextParagraph("", style=_BODY)
            paragraph.append(Bookmark(f"n{number}"))
            _write(paragraph, (Run(f"{number}. ", strong=True), *line.runs))
            yield paragraph

    def _block(self, block: Block) -> Iterator[Element]:
        match block:
            case Heading():
                heading = Header(block.level, carried(block.text))
                heading.set_attribute("text:style-name", _HEADING.format(block.level))
                heading.append(Bookmark(block.anchor))
                yield heading
            case Paragraph(sentences):
                yield _paragraph(sentences)
            case Items(sentences, numbered):
                items = List(style="Numbering_20_1" if numbered else "List_20_1")
                for sentence in sentences:
                    items.append(ListItem(_paragraph((sentence,))))
                yield items
            case Table():
                yield TextParagraph(carried(block.caption), style="Caption")
                yield self._table(block)

    def _table(self, table: Table) -> TextTable:
        self.tables += 1
        written = TextTable(f"t{self.tables}")
        written.clear()
        written.name = f"t{self.tables}"
        written.set_attribute("table:title", carried(table.caption))
        shares = table.widths or (1,) * len(table.headers)
        for number, share in enumerate(shares, start=1):
            name = f"t{self.tables}.{number}"
            width = f"{_TEXT_WIDTH * share / sum(shares):.2f}cm"
            _add_style(self.document, "table-column", name, {"style:column-width": width})
            written.append(Column(style=name))
        header = HeaderRows()
        header.append(_row([[Run(text, strong=True)] for text in table.headers], whole=True))
        written.append(header)
        for row in table.rows:
            cells = [_cell_runs(cell, table.row_headers and not index) for index, cell in enumerate(row)]
            written.append(_row(cells, stays_whole(row)))
        return written


def _titled(text: str, style: str) -> TextParagraph:
    return TextParagraph(carried(text), style=style)


def _paragraph(sentences: Iterable[Sentence]) -> TextParagraph:
    paragraph = TextParagraph("", style=_BODY)
    for index, sentence in enumerate(sentences):
        _write(paragraph, ([Run(" ")] if index else []) + list(sentence.runs))
    return paragraph


def _cell_runs(sentence: Sentence, strong: bool) -> list[Run]:
    return [Run(run.text, run.language, run.quoted, run.strong or strong, run.note) for run in sentence.runs]


def _row(cells: Iterable[Iterable[Run]], whole: bool) -> Row:
    row = Row(style="whole" if whole else None)
    for runs in cells:
        cell = Cell(style="cell")
        cell.set_attribute("office:value-type", "string")
        paragraph = TextParagraph("")
        _write(paragraph, runs)
        cell.append(paragraph)
        row.append(cell)
    return row


def _write(paragraph: TextParagraph, runs: Iterable[Run]) -> None:
    for run in runs:
        text = " ".join(carried(run.text).split("\n"))
        if run.note is not None:
            link = Link(f"#n{run.note}")
            link.append(Span(text, style="note"))
            paragraph.append(link)
        elif run.language in _COUNTRIES:
            paragraph.append(Span(text, style=f"lang_{run.language}"))
        elif run.strong:
            paragraph.append(Span(text, style="strong"))
        else:
            paragraph.append(Span(text))
