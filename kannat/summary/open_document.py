"""A summary as an OpenDocument text: real headings, lists, header rows, and links to the notes.

odfdo gives the package, its styles and its facts. Paragraphs and rows are put in as plain elements, since its own are
each parsed from text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from lxml import etree
from odfdo import Document, Element, Style
from odfdo.element import ODF_NAMESPACES

from kannat.export.attributes import carried
from kannat.store.folder import kannat_version
from kannat.summary.blocks import Block, Heading, Items, Paragraph, Run, Summary, Table, bold, spaced, stays_whole
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
        document.body.append(Element.from_tag(element))
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

    def elements(self, summary: Summary) -> Iterator[etree._Element]:
        """The elements of the body, in order."""
        yield _paragraph("Title", [Run(summary.title)])
        yield _paragraph("Subtitle", [Run(summary.subject)])
        for block in (*summary.blocks, summary.notes_heading):
            yield from self._block(block)
        for number, line in enumerate(summary.note_lines, start=1):
            yield _paragraph(_BODY, [Run(f"{number}. ", strong=True), *line.runs], bookmark=f"n{number}")

    def _block(self, block: Block) -> Iterator[etree._Element]:
        match block:
            case Heading():
                heading = _element("text:h", _HEADING.format(block.level), {"text:outline-level": str(block.level)})
                _add(heading, "text:bookmark", {"text:name": block.anchor})
                _write(heading, [Run(block.text)])
                yield heading
            case Paragraph(sentences):
                yield _paragraph(_BODY, spaced(sentences))
            case Items(sentences, numbered):
                items = _element("text:list", "Numbering_20_1" if numbered else "List_20_1")
                for sentence in sentences:
                    _add(items, "text:list-item").append(_paragraph(_BODY, sentence.runs))
                yield items
            case Table():
                yield _paragraph("Caption", [Run(block.caption)])
                yield self._table(block)

    def _table(self, table: Table) -> etree._Element:
        self.tables += 1
        written = _element("table:table", "", {"table:name": f"t{self.tables}"})
        _add(written, "table:title").text = carried(table.caption)
        shares = table.widths or (1,) * len(table.headers)
        for number, share in enumerate(shares, start=1):
            name = f"t{self.tables}.{number}"
            width = f"{_TEXT_WIDTH * share / sum(shares):.2f}cm"
            _add_style(self.document, "table-column", name, {"style:column-width": width})
            _add(written, "table:table-column", {"table:style-name": name})
        header = _add(written, "table:table-header-rows")
        _row(header, [[Run(text, strong=True)] for text in table.headers], whole=True)
        for row in table.rows:
            cells = [bold(cell.runs) if table.row_headers and not at else cell.runs for at, cell in enumerate(row)]
            _row(written, cells, stays_whole(row))
        return written


def _row(table: etree._Element, cells: Iterable[Iterable[Run]], whole: bool) -> None:
    row = _add(table, "table:table-row", {"table:style-name": "whole"} if whole else {})
    for runs in cells:
        cell = _add(row, "table:table-cell", {"table:style-name": "cell", "office:value-type": "string"})
        cell.append(_paragraph("", runs))


def _paragraph(style: str, runs: Iterable[Run], bookmark: str = "") -> etree._Element:
    paragraph = _element("text:p", style)
    if bookmark:
        _add(paragraph, "text:bookmark", {"text:name": bookmark})
    _write(paragraph, runs)
    return paragraph


def _write(paragraph: etree._Element, runs: Iterable[Run]) -> None:
    for run in runs:
        parent = paragraph
        style = "strong" if run.strong else ""
        if run.note is not None:
            style = "note"
            parent = _add(paragraph, "text:a", {"xlink:type": "simple", "xlink:href": f"#n{run.note}"})
        elif run.language in _COUNTRIES:
            style = f"lang_{run.language}"
        span = _add(parent, "text:span", {"text:style-name": style} if style else {})
        span.text = " ".join(carried(run.text).split("\n"))


def _element(tag: str, style: str, attributes: dict[str, str] | None = None) -> etree._Element:
    element = etree.Element(_name(tag), nsmap=ODF_NAMESPACES)
    for name, value in {**({"text:style-name": style} if style else {}), **(attributes or {})}.items():
        element.set(_name(name), value)
    return element


def _add(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    """A new last child, its attributes named with their prefixes."""
    return etree.SubElement(parent, _name(tag), {_name(name): value for name, value in (attributes or {}).items()})


def _name(qualified: str) -> str:
    prefix, _, local = qualified.partition(":")
    return f"{{{ODF_NAMESPACES[prefix]}}}{local}"
