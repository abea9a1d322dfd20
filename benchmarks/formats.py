"""Formats: the text of a PDF of 300 pages, taken out in the child process, against the bare library in this one."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measuring import Figure, fastest
from kannat.readers import read_document
from kannat.readers.isolation import end_child

TEXT = Path(__file__).resolve().parent.parent / "seeds" / "VN-37864-2025" / "statements" / "vantaan-kaupunki.txt"
PAGES = 300
LEAST = 0.7
LINE = 95


def run(times: int = 3) -> list[Figure]:
    """Two figures: how much of the bare library's speed is left, and how long a first small document takes."""
    large, small = letter(PAGES), letter(1)
    read_document(small, "one.pdf")
    ours = fastest(lambda: read_document(large, "large.pdf"), times)
    bare = fastest(lambda: bare_text(large), times)
    first = fastest(lambda: (end_child(), read_document(small, "one.pdf")), times)
    end_child()
    return [
        Figure(f"text of a PDF of {PAGES} pages", ours, "bare pypdfium2", bare, least_times=LEAST),
        Figure("start the child and read one page", first, "", 0, most_seconds=1.0),
    ]


def letter(pages: int) -> bytes:
    """A letter of so many pages with a header and a footer, set from the seed's words in an embedded font."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    words = TEXT.read_text(encoding="utf-8").split()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    at = 0
    for page in range(1, pages + 1):
        canvas.setFont("Vera", 9)
        canvas.drawString(56, 800, f"Vantaan kaupunki   {page} ({pages})")
        for row in range(50):
            line = ""
            while len(line) < LINE:
                line += words[at % len(words)] + " "
                at += 1
            canvas.drawString(56, 770 - 14 * row, line)
        canvas.drawString(56, 30, f"Vantaa, {page}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bare_text(data: bytes) -> str:
    """What the library gives by itself."""
    document = pypdfium2.PdfDocument(data)
    pages = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        pages.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\n".join(pages)
