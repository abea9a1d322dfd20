"""Makes small documents of every format out of a plain text, as the programs that people use would."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

BULLET = re.compile(r"(?:[•▪*]|[-–](?=\s))\s*")


@dataclass(frozen=True)
class Block:
    """A paragraph: its words on one line, whether it is an item of a list, whether it reads like a heading."""

    words: str
    item: bool = False
    heading: bool = False


def blocks(text: str) -> list[Block]:
    """The paragraphs of a plain text whose lines are broken by hand; a line begins one where it stands apart."""
    width = max(len(line.rstrip()) for line in text.splitlines())
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        lines = [line.rstrip() for line in part.splitlines() if line.strip()]
        joined: list[str] = []
        for before, line in zip(["", *lines], lines, strict=False):
            words = " ".join(line.split())
            if not joined or _begins(before, line, width):
                joined.append(words)
            elif re.search(r"[a-zåäö]-$", joined[-1]) and words[0].islower():
                joined[-1] = joined[-1][:-1] + words
            else:
                joined[-1] += " " + words
        for words in joined:
            is_item = BULLET.match(words) is not None
            heading = len(joined) == 1 and len(words) < 110 and words[-1] not in ".:,;" and not is_item
            found.append(Block(words, is_item, heading))
    return found


def _begins(before: str, line: str, width: int) -> bool:
    """Whether a line stands apart from the one before: a bullet, another indent, or the one before had room left."""
    if BULLET.match(line.strip()) or _indent(before) != _indent(line) or width > 160:
        return True
    return not line.strip()[0].islower() and len(before) + len(line.split()[0]) + 4 < width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# PDF


def pdf(
    text: str,
    *,
    header: str = "",
    footer: str = "",
    columns: int = 1,
    hyphenate: bool = False,
    interleaved: bool = False,
    encrypt: str | None = None,
) -> bytes:
    """A letter set in Helvetica: paragraphs with space between, page numbers put into header and footer for `{}`."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, encrypt=encrypt)
    width = (480 - 24 * (columns - 1)) / columns
    lines = _set(blocks(text), width, hyphenate)
    pages = _pages(lines, columns)
    for number, page in enumerate(pages, 1):
        if header:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(56, 800, header.format(number, len(pages)))
        drawn = [(x, y, line) for line, x, y in page]
        if interleaved:
            drawn.sort(key=lambda place: (-place[1], place[0]))
        for x, y, (words, font) in drawn:
            canvas.setFont(font, 10)
            canvas.drawString(x, y, words)
        if footer:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(56, 30, footer.format(number, len(pages)))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _set(parts: Sequence[Block], width: float, hyphenate: bool) -> list[tuple[str, str, float]]:
    """Lines with their font and the space before each."""
    lines: list[tuple[str, str, float]] = []
    for block in parts:
        font = "Helvetica-Bold" if block.heading else "Helvetica"
        gap = 22.0
        for words in _wrapped(block.words.encode("cp1252", "replace").decode("cp1252"), font, width, hyphenate):
            lines.append((words, font, gap))
            gap = 13.0
    return lines


def _wrapped(words: str, font: str, width: float, hyphenate: bool) -> list[str]:
    lines = [""]
    for word in words.split():
        candidate = f"{lines[-1]} {word}".strip()
        if stringWidth(candidate, font, 10) <= width:
            lines[-1] = candidate
            continue
        cut = re.search(r"(?<=[a-zåäö]{4})(?=[bdghjklmnprstv][aeiouyäö][a-zåäö]{3})", word) if hyphenate else None
        first = f"{lines[-1]} {word[: cut.start()]}-" if cut else ""
        if cut and stringWidth(first, font, 10) <= width:
            lines[-1] = first
            lines.append(word[cut.start() :])
        else:
            lines.append(word)
    return lines


def _pages(lines: list[tuple[str, str, float]], columns: int) -> list[list[tuple[tuple[str, str], float, float]]]:
    pages: list[list[tuple[tuple[str, str], float, float]]] = [[]]
    column, y = 0, 780.0
    step = (480 + 24) / columns
    for words, font, gap in lines:
        if y - gap < 60:
            column, y = column + 1, 780.0
            if column == columns:
                column = 0
                pages.append([])
        y -= gap
        pages[-1].append(((words, font), 56 + column * step, y))
    return pages


# DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f"<w:styles {W}>"
    '<w:style w:type="paragraph" w:styleId="Otsikko1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Oma"><w:name w:val="Oma otsikko"/><w:basedOn w:val="Otsikko1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Otsake"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Taso"><w:name w:val="Taso"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    "</w:styles>"
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Maija Meikäläinen</dc:creator></cp:coreProperties>'
)


def zipped(files: dict[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A ZIP archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A Word document with this inside its body element; further parts of the folder word/ by name."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>'
    return docx_with(document, **parts)


def docx_with(document: str | bytes, **parts: str) -> bytes:
    """A Word document with this main part."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": CORE,
        "word/document.xml": document,
        "word/styles.xml": STYLES,
    }
    named = {f"word/{name if '.' in name else f'{name}.xml'}": part for name, part in parts.items()}
    return zipped(files | named)


def w_paragraph(words: str, style: str = "", numbered: bool = False) -> str:
    """A paragraph of Word, in the two runs that it tends to make of one."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    middle = len(words) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r>' for p in (words[:middle], words[middle:]))
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def docx(text: str) -> bytes:
    """The text as a Word document: headings by style, items as list paragraphs."""
    body = [
        w_paragraph(BULLET.sub("", b.words) if b.item else b.words, "Otsikko1" if b.heading else "", b.item)
        for b in blocks(text)
    ]
    return docx_of("".join(body))


# ODT

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt_of(body: str, manifest: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this inside its text element."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODF}><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    files: dict[str, str | bytes] = {
        "mimetype": ODT_TYPE,
        "content.xml": content,
        "meta.xml": f"<office:document-meta {ODF}><office:meta><dc:creator>Maija Meikäläinen</dc:creator>"
        "</office:meta></office:document-meta>",
        "META-INF/manifest.xml": manifest or "<manifest/>",
    }
    if styles:
        files["styles.xml"] = styles
    return zipped(files, stored=["mimetype"])


def odt(text: str) -> bytes:
    """The text as an OpenDocument text."""
    parts = []
    for block in blocks(text):
        words = escape(BULLET.sub("", block.words) if block.item else block.words)
        if block.heading:
            parts.append(f'<text:h text:outline-level="1">{words}</text:h>')
        elif block.item:
            parts.append(f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>")
        else:
            parts.append(f"<text:p>{words}</text:p>")
    return odt_of("".join(parts))


# HTML, mail


def html_body(text: str) -> str:
    """The text as elements of a web page."""
    parts: list[str] = []
    for block in blocks(text):
        words = escape(BULLET.sub("", block.words) if block.item else block.words)
        tag = "h2" if block.heading else "li" if block.item else "p"
        element = f"<{tag}>{words}</{tag}>"
        parts.append(f"<ul>{element}</ul>" if block.item else element)
    return "\n".join(parts)


def html(text: str, title: str = "Lausunto") -> bytes:
    """The text as a saved page with the trimmings of one."""
    page = f"""<!DOCTYPE html>
<html lang="fi"><head><meta charset="utf-8"><title>{title}</title><style>p {{ margin: 0 }}</style>
<script>var seuranta = "Kannatamme esitystä.";</script></head>
<body><header><a href="/">Etusivu</a></header>
<nav><ul><li><a href="/a">Ajankohtaista</a></li><li><a href="/b">Yhteystiedot</a></li></ul></nav>
<main>{html_body(text)}</main>
<div id="cookie-banner"><p>Käytämme evästeitä. Hyväksy kaikki evästeet.</p></div>
<footer><p>Tilaa uutiskirje</p></footer></body></html>"""
    return page.encode()


def eml(text: str, *, markup: bool = False, attachments: dict[str, bytes] | None = None) -> bytes:
    """The text as a mail from a person."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Maija Meikäläinen <maija.meikalainen@esimerkki.example>"
    message["To"] = "Pekka Virkamies <kirjaamo@esimerkki.example>"
    message["Subject"] = "Lausunto"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0200"
    message.set_content(text)
    if markup:
        message.add_alternative(f"<html><body>{html_body(text)}</body></html>", subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
