"""The comparison as one self-contained HTML page: every cell opens the words that it was read from.

The page fetches nothing: styles and script are inside it, and its Content-Security-Policy names them by their hashes,
so that nothing else can run or load, whatever a statement may hold. Text is escaped where the template puts it out.
Equal matrices give equal bytes.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup

from kannat.comparison import Matrix
from kannat.export.markup import environment, policy
from kannat.export.notices import sentences
from kannat.export.page_cells import Cells, Column, Mark, Row, columns_of, css_class
from kannat.export.wording import Wording, wording
from kannat.model import Stance
from kannat.store.folder import kannat_version

_TEMPLATES: Final = Path(__file__).with_name("templates")


def comparison_page(matrix: Matrix, language: str = "fi") -> str:
    """The page in `fi`, `sv` or `en`; the matrix's own names should be in the same language."""
    words = wording(language)
    style, script = (_asset(name) for name in ("comparison.css", "comparison.js"))
    return (
        environment(_TEMPLATES)
        .get_template("comparison.html")
        .render(
            page=_Page(matrix, words),
            w=words,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=policy(style, script),
            version=kannat_version(),
        )
    )


class _Page:
    """What the template shows, in the page's own words."""

    def __init__(self, matrix: Matrix, words: Wording) -> None:
        self.matrix = matrix
        self.words = words
        self.identifier = matrix.round.identifier
        self.title = matrix.round.title
        self.synthetic = matrix.round.synthetic
        self.columns: tuple[Column, ...] = columns_of(matrix)
        cells = Cells(matrix, words)
        self.groups = _groups(matrix, cells, words)
        self.own = cells.own_rows()
        self.opened = cells.opened

    @property
    def notices(self) -> list[str]:
        return sentences(self.matrix, self.words)

    @property
    def facts(self) -> list[tuple[str, list[str]]]:
        """Names and values, those left out that the data does not tell."""
        matrix, word = self.matrix, self.words.word
        listed = [proposal for proposal in matrix.proposals if proposal.notation is not None]
        invited = [party for party in matrix.round.parties if party.invited]
        answered = sum(party.answered for party in invited)
        rows = [
            (word("requester"), [matrix.round.requester]),
            (word("requestDate"), [matrix.round.request_date or ""]),
            (word("deadline"), [matrix.round.deadline or ""]),
            (word("invited"), [word("invitedValue", answered=answered, invited=len(invited)) if invited else ""]),
            (
                word("answered"),
                [word("statementsValue", respondents=matrix.answered, statements=len(matrix.statements))],
            ),
            (word("withPosition"), [word("outOf", count=matrix.with_position, denominator=matrix.answered)]),
            (
                word("proposals"),
                [word("proposalsValue", count=len(listed), taken=sum(p.tally.takers > 0 for p in listed))],
            ),
            (word("readers"), self._readers()),
        ]
        return [(name, values) for name, values in rows if any(values)]

    def _readers(self) -> list[str]:
        counts = Counter((statement.reader, statement.method) for statement in self.matrix.statements.values())
        return [
            self.words.word("readerValue", reader=reader, method=self.words.code(method), count=count)
            for (reader, method), count in sorted(counts.items())
        ]

    @property
    def legend(self) -> list[Mark]:
        stances = [Mark(css_class(stance), self.words.symbol(stance), self.words.code(stance)) for stance in Stance]
        absences = [
            Mark("absent", self.words.absence_symbols[code] or "\N{NO-BREAK SPACE}", label)
            for code, label in self.words.absences.items()
        ]
        return [*stances, *absences]

    @property
    def types(self) -> list[dict[str, object]]:
        """The types of respondents in the order of the columns, with how many columns each has."""
        counts = Counter((column.type, column.type_label) for column in self.columns)
        return [{"code": code, "label": label, "count": count} for (code, label), count in counts.items()]

    @property
    def lists(self) -> list[dict[str, object]]:
        """Those that have no column of their own to speak in."""
        matrix, word = self.matrix, self.words.word
        speaking = {cell.respondent for cell in matrix.cells.values()}
        without = [party.label for party in matrix.respondents if party.respondent not in speaking]
        silent = [party.label for party in matrix.silent]
        invited = sum(party.invited for party in matrix.round.parties)
        lists: list[dict[str, object]] = [
            {"title": word("silent", count=len(silent), invited=invited), "names": silent},
            {
                "title": word("withoutPosition", count=len(without), respondents=len(matrix.respondents)),
                "names": without,
            },
        ]
        return [one for one in lists if one["names"]]


def _groups(matrix: Matrix, cells: Cells, words: Wording) -> list[dict[str, object]]:
    """The codebook's rows under their questions; those of no question come last."""
    questions = {question.question: question.label for question in matrix.round.questions}
    rows: dict[str | None, list[Row]] = {question: [] for question in questions}
    for proposal in matrix.proposals:
        if proposal.notation is not None:
            question = proposal.question if proposal.question in questions else None
            rows.setdefault(question, []).append(cells.row(proposal))
    elsewhere = words.word("noQuestion") if questions else ""
    return [{"label": questions.get(key or "", elsewhere), "rows": found} for key, found in rows.items() if found]


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
