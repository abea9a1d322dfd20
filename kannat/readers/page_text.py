"""Makes one text of the lines of pages: paragraphs by the space between them, the pages' furniture set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low
from typing import Final

from kannat.model import Document, MarkRole
from kannat.readers.composing import Composer
from kannat.readers.content import Content
from kannat.readers.page_lines import Furniture, PageLine, furniture_of, shape_of

_MEDIA_TYPE: Final = "application/pdf"

_WIDER: Final = 1.3
"""A gap this many times the usual one parts paragraphs."""

_INDENTED: Final = 8.0
_JUMP: Final = 3.0
"""A line this many times its height above the one before is the first of another column."""

_NEXT_COLUMN: Final = 100.0
_LEAST_RUN: Final = 4
_LARGER: Final = 1.12
_LONGEST_HEADING: Final = 140
_TELLING_PAGES: Final = 50
_DEEPEST_INDENT: Final = 12
_LETTER_WIDTH: Final = 0.4
"""Of a letter's height."""

_SENTENCE_ENDS: Final = tuple(".!?:…")
_CLOSING: Final = '"”’)]'
_NO_HEADING_ENDS: Final = tuple(".,;:")
_SIGNS: Final = tuple("•▪●◦‣·")
_BULLET: Final = re.compile(r"[-–—](?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s)")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
_BROKEN_WORD: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_COMPOUND: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SHARE_OF_MARGIN: Final = 0.08


@dataclass(frozen=True, slots=True)
class _Setting:
    """How lines are set: the step from one to the next, where they begin and end, the size of their letters."""

    pitch: float
    left: float
    right: float
    size: float


def composed(content: Content, pages: Sequence[Sequence[PageLine]]) -> Document:
    """The document that these pages make. Their running heads and feet come once, the feet as noise."""
    furniture = furniture_of(pages)
    body = [furniture.without(number, page) for number, page in enumerate(pages)]
    composer = Composer(content, _MEDIA_TYPE)
    setting = _setting(body[:_TELLING_PAGES])
    setter = _Setter(composer, setting, _compounds(body))
    heads, feet = _once(pages, furniture)
    for number in range(len(pages)):
        composer.page()
        for head in heads.get(number, ()):
            composer.block(head.words)
        for column in _columns(body[number]):
            setter.setting = _setting_of(column, setting)
            for line in column:
                setter.add(line)
        setter.end_page()
        for foot in feet.get(number, ()):
            composer.block(foot.words, MarkRole.NOISE)
    return composer.document()


def _once(
    pages: Sequence[Sequence[PageLine]], furniture: Furniture
) -> tuple[dict[int, list[PageLine]], dict[int, list[PageLine]]]:
    """Of furniture with words: the first print of each head, which may be a letterhead, and the last of each foot."""
    heads: dict[str, tuple[int, PageLine]] = {}
    for number, index in sorted(furniture.heads):
        line = pages[number][index]
        heads.setdefault(shape_of(line.words), (number, line))
    feet = {shape_of(pages[n][i].words): (n, pages[n][i]) for n, i in sorted(furniture.feet - furniture.heads)}
    return _by_page(heads), _by_page(feet)


def _by_page(prints: dict[str, tuple[int, PageLine]]) -> dict[int, list[PageLine]]:
    found: dict[int, list[PageLine]] = defaultdict(list)
    for number, line in prints.values():
        if _LETTERS.search(line.words):
            found[number].append(line)
    return found


def _compounds(pages: Sequence[Sequence[PageLine]]) -> frozenset[str]:
    """The words with a hyphen in them that stand whole somewhere, so that one broken at it is known."""
    lines = (line.words for page in pages for line in page if "-" in line.words)
    return frozenset(word.lower() for words in lines for word in _COMPOUND.findall(words))


def _columns(page: Sequence[PageLine]) -> list[list[PageLine]]:
    """The lines of a page in runs from top to bottom."""
    columns: list[list[PageLine]] = [[]]
    for line in page:
        if columns[-1] and line.bottom > columns[-1][-1].bottom + _JUMP * line.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def _setting(pages: Sequence[Sequence[PageLine]]) -> _Setting:
    """The setting of a document, as its first pages have it."""
    lines = [line for page in pages for line in page]
    if not lines:
        return _Setting(0, 0, 0, 0)
    gaps: Counter[int] = Counter()
    within: Counter[int] = Counter()
    for before, line in (pair for page in pages for pair in pairwise(page)):
        gap = round(before.bottom - line.bottom)
        if 0 < gap < 4 * line.size:
            gaps[gap] += 1
            within[gap] += line.words[0].islower()
    usual = (+within or gaps).most_common()
    pitch = min((gap for gap, count in usual if count == usual[0][1]), default=0)
    return _Setting(pitch, *_margins(lines), median_low(line.size for line in lines))


def _setting_of(column: Sequence[PageLine], document: _Setting) -> _Setting:
    """The setting of a run of lines: the document's, unless it is a column."""
    if len(column) < _LEAST_RUN:
        return document
    left, right = _margins(column)
    if left - document.left < _NEXT_COLUMN and document.right - right < _NEXT_COLUMN:
        return document
    return replace(document, left=left, right=right)


def _margins(lines: Sequence[PageLine]) -> tuple[float, float]:
    lefts = Counter(round(line.left) for line in lines)
    often = [left for left, count in lefts.items() if count >= max(2, len(lines) * _SHARE_OF_MARGIN)]
    rights = sorted(line.right for line in lines)
    return min(often or lefts), rights[int(0.95 * (len(rights) - 1))]


class _Setter:
    """Adds line after line, each to the paragraph before or as the first of a new one."""

    def __init__(self, composer: Composer, setting: _Setting, compounds: frozenset[str]) -> None:
        self._composer = composer
        self.setting = setting
        self._compounds = compounds
        self._before: PageLine | None = None
        self._first: PageLine | None = None
        self._in_heading = False
        self._begins = True
        self._indent = 0
        self._words: list[str] = []

    def add(self, line: PageLine) -> None:
        """Adds the next line of the body."""
        before, self._before = self._before, line
        was_heading, self._in_heading = self._in_heading, self._is_heading(line)
        indent = 0
        if line.left - self.setting.left > 1 and line.size:
            indent = min(round((line.left - self.setting.left) / (line.size * _LETTER_WIDTH)), _DEEPEST_INDENT)
        if before is None or was_heading != self._in_heading or self._parts(before, line):
            self._flush(in_heading=was_heading)
            self._begins, self._indent, self._first = True, indent, line
            self._words = [line.words]
        elif not self._words:
            self._begins, self._indent = False, indent
            self._words = [line.words]
        elif self._is_compound(before, line):
            self._words[-1] += line.words
        else:
            self._words.append(" " * indent + line.words)

    def end_page(self) -> None:
        """Adds what there is to the page that ends here; a paragraph may go on on the next."""
        self._flush(in_heading=self._in_heading)

    def _flush(self, *, in_heading: bool) -> None:
        if self._words:
            words, self._words = "\n".join(self._words), []
            role = MarkRole.HEADING if in_heading else None
            (self._composer.block if self._begins else self._composer.line)(words, role, indent=self._indent)

    def _is_compound(self, before: PageLine, line: PageLine) -> bool:
        """Whether the hyphen at the line's end is the word's own, by the same word elsewhere."""
        if not before.words.endswith("-"):
            return False
        first, second = _BROKEN_WORD.search(before.words), _FIRST_WORD.match(line.words)
        return first is not None and second is not None and f"{first[1]}-{second[0]}".lower() in self._compounds

    def _is_heading(self, line: PageLine) -> bool:
        marked = line.bold or line.size > _LARGER * self.setting.size
        return marked and len(line.words) <= _LONGEST_HEADING and not line.words.endswith(_NO_HEADING_ENDS)

    def _parts(self, before: PageLine, line: PageLine) -> bool:
        """Whether a paragraph begins at this line."""
        if before.hyphened:
            return False
        ended = before.words.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
        gap = before.bottom - line.bottom
        if gap > _WIDER * self.setting.pitch:
            return True
        if self._is_item(line):
            return True
        begins = not line.words[0].islower()
        if gap <= 0:
            return begins and (ended or self._had_room(before, line))
        return ended and begins and (line.left > before.left + _INDENTED or self._had_room(before, line))

    def _is_item(self, line: PageLine) -> bool:
        """Whether a line begins an item: by a sign that stands for nothing else, or like the item before."""
        if line.words.startswith(_SIGNS):
            return True
        first = self._first
        follows = first is not None and abs(first.left - line.left) < 1 and _BULLET.match(first.words)
        return bool(follows) and _BULLET.match(line.words) is not None

    def _had_room(self, before: PageLine, line: PageLine) -> bool:
        """Whether the first word of a line would have found room at the end of the one before."""
        width = (line.right - line.left) / len(line.words)
        needed = (len(line.words.split()[0]) + 2) * width
        return before.right + needed < self.setting.right
