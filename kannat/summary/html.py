"""A summary as one HTML page that fetches nothing; every sentence bears the addresses that it stands on.

Text is escaped where the template puts it out, and the Content-Security-Policy lets nothing run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from markupsafe import Markup

from kannat.export.markup import environment, policy
from kannat.store.folder import kannat_version
from kannat.summary.blocks import Heading, Items, Paragraph, Run, Summary, Table
from kannat.summary.phrases import phrases

_TEMPLATES: Final = Path(__file__).with_name("templates")


def html(summary: Summary) -> bytes:
    """The page."""
    style = (_TEMPLATES / "summary.css").read_text(encoding="utf-8")
    page = (
        environment(_TEMPLATES)
        .get_template("summary.html")
        .render(
            summary=summary,
            words=phrases(summary.language),
            contents=[block for block in summary.blocks if isinstance(block, Heading) and block.level < _DEEPEST],
            kind=_kind,
            first=_First(),
            style=Markup(style),  # noqa: S704 - our own file
            policy=policy(style),
            version=kannat_version(),
        )
    )
    return page.encode()


_DEEPEST: Final = 3
"""Headings from this level on are left out of the table of contents."""


class _First:
    """Tells where a note is led to for the first time: there its way back leads."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def __call__(self, run: Run) -> bool:
        assert run.note is not None
        is_first = run.note not in self.seen
        self.seen.add(run.note)
        return is_first


def _kind(block: object) -> str:
    match block:
        case Heading():
            return "heading"
        case Paragraph():
            return "paragraph"
        case Items():
            return "items"
        case Table():
            return "table"
        case _:
            raise TypeError(type(block).__name__)
