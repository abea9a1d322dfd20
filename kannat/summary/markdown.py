"""A summary as Markdown: GitHub's tables and footnotes, with a header of metadata that Pandoc reads.

Nothing in a statement can become a link, an image, HTML or structure: characters that could are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from kannat.export.attributes import carried
from kannat.summary.blocks import Block, Heading, Items, Paragraph, Run, Sentence, Summary, Table


def markdown(summary: Summary) -> bytes:
    """The document."""
    blocks = [*map(_block, summary.blocks), _heading(summary.notes_heading)]
    notes = [f"[^{number}]: {_said(line)}" for number, line in enumerate(summary.note_lines, start=1)]
    title = f"# {_line(summary.title)}"
    return ("\n\n".join([_metadata(summary), title, *blocks, *notes]) + "\n").encode()


def _metadata(summary: Summary) -> str:
    """YAML, written as JSON strings, which are YAML too."""
    facts = {
        "title": summary.title,
        "subject": summary.subject,
        "author": summary.author,
        "date": summary.date,
        "lang": summary.language,
    }
    lines = (f"{key}: {json.dumps(_flat(value), ensure_ascii=False)}" for key, value in facts.items())
    return "\n".join(["---", *lines, "---"])


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph(sentences):
            return " ".join(map(_said, sentences))
        case Items(sentences, numbered):
            marks = (f"{number}. " if numbered else "- " for number in range(1, len(sentences) + 1))
            return "\n".join(mark + _said(sentence) for mark, sentence in zip(marks, sentences, strict=True))
        case Table():
            return "\n".join(_table(block))


def _heading(heading: Heading) -> str:
    return f"{'#' * (heading.level + 1)} {_escaped(heading.text)}"


def _table(table: Table) -> Iterator[str]:
    yield f"**{_escaped(table.caption)}**\n"
    yield _row(map(_escaped, table.headers))
    yield _row("---" for _ in table.headers)
    for row in table.rows:
        yield _row("".join(map(_run, cell.runs)) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(sentence: Sentence) -> str:
    return _STARTS.sub(r"\1\\\2", "".join(map(_run, sentence.runs)))


def _run(run: Run) -> str:
    if run.note is not None:
        return f"[^{run.note}]"
    text = _escaped(run.text)
    return f"**{text}**" if run.strong and text.strip() else text


def _line(text: str) -> str:
    return _STARTS.sub(r"\1\\\2", _escaped(text))


def _escaped(text: str) -> str:
    """The text on one line, every character that Markdown or HTML gives a meaning to without it."""
    return _ADDRESS.sub(r"\1\\\2", _SPECIAL.sub(_harmless, _flat(text)))


def _harmless(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"\\{found[0]}"


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", carried(text))


_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|&~$^@!]")
_ADDRESS: Final = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
"""What some dialects turn into links without any brackets."""

_STARTS: Final = re.compile(r"^(\s*[0-9]*)([-+=.):])")
"""What would begin a list, a rule or an underlined heading at the start of a line."""
