"""Makes the mixed folder of the example round: the same statements, each in another format or from another source.

`python tests/mixed_round.py` writes `seeds/example-mixed/` anew; the same bytes on any day.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import feed_round
import format_files
from seed_files import ROOT, described

from kannat.readers import read_document
from kannat.reading import read

SOURCE = ROOT / "seeds" / "example-round"
TARGET = ROOT / "seeds" / "example-mixed"


@dataclass(frozen=True)
class Told:
    """What a source that holds many statements tells of one: who, when, and the answers under their questions."""

    respondents: tuple[str, ...]
    issued: str
    answers: tuple[tuple[str, str], ...]


def told(path: Path) -> Told:
    """What the reader makes of a statement, as a service would hold it."""
    document = read_document(path)
    reading = read(document, described(SOURCE))
    answers = tuple((s.heading or "Lausuntonne", s.span.of(document.text)) for s in reading.sections)
    issued = reading.dates.statement.isoformat() if reading.dates.statement else ""
    return Told(tuple(r.name for r in reading.respondents), issued, answers)


def table(statements: list[Told]) -> bytes:
    """A table of answers, a row for each."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(("Lausunnonantaja", "Päiväys", "Asianumero", "Kysymys", "Vastaus"))
    for one in statements:
        for question, answer in one.answers:
            rows.writerow((" / ".join(one.respondents), one.issued, CASE, question, answer))
    return out.getvalue().encode("utf-8-sig")


def own_json(statements: list[Told]) -> bytes:
    """Kannat's own JSON."""
    form = {
        "kannat": "statements/1",
        "consultation": {"identifier": CASE},
        "statements": [
            {
                "respondents": list(one.respondents),
                **({"date": one.issued} if one.issued else {}),
                "sections": [{"question": question, "answer": answer} for question, answer in one.answers],
            }
            for one in statements
        ],
    }
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def feed(statements: list[Told]) -> bytes:
    """The consultation service's feed, as `kannat fetch` keeps it."""
    questions = list(dict.fromkeys(question for one in statements for question, _ in one.answers))
    entries = [{**feed_round.PROPOSAL, "RegisterNumber": CASE, "Name": "Arviomuistio", "Goals": None}]
    for number, question in enumerate(questions):
        fields = {"Id": _guid("1", number), "ProposalId": feed_round.ROUND, "Type": "questionType_Text"}
        entries.append({**fields, "Order": str(number + 1), "Header": question})
    for number, one in enumerate(statements):
        who = {"Id": _guid("2", number), "ProposalId": feed_round.ROUND}
        entries.append({**who, "RespondingEnded": f"{one.issued}T12:00:00", "OrganizationName": one.respondents[0]})
        for place, (question, answer) in enumerate(one.answers):
            asked = _guid("1", questions.index(question))
            entries.append({**feed_round.answer(100 * number + place, who["Id"], asked, _paragraphs(answer))})
    return feed_round.feed(*map(feed_round.entry, entries))


def report(statements: list[Told]) -> bytes:
    """The consultation service's report of a whole round on one page."""
    listed, answered = "", ""
    for one in statements:
        name, day = escape("<br>".join(one.respondents)).replace("&lt;br&gt;", "<br>"), _finnish(one.issued)
        listed += f"<tr><td>{name}</td><td>{day} 12.00</td><td>Lausunto</td></tr>\n"
    for question in dict.fromkeys(question for one in statements for question, _ in one.answers):
        answered += f"<h3>{escape(question)}</h3>\n<ul>\n"
        for one in statements:
            for asked, answer in one.answers:
                if asked == question:
                    head = f"<strong>{escape(one.respondents[0])}</strong><br>Päivitetty:<br>{_finnish(one.issued)}<br>"
                    answered += f"<li>{head}{_paragraphs(answer)}</li>\n"
        answered += "</ul>\n"
    heads = "<tr><th>Lausunnonantaja</th><th>Tallennettu</th><th>Lausunto</th></tr>"
    return (
        f'<!DOCTYPE html>\n<html lang="fi"><head><meta charset="utf-8"><title>Yhteenveto</title></head>\n<body>\n'
        f"<h1>Arviomuistio</h1>\n<p>Diaarinumero: {CASE}</p>\n"
        f"<table>{heads}\n{listed}</table>\n{answered}</body></html>\n"
    ).encode()


def _guid(first: str, number: int) -> str:
    return f"{first}0000000-0000-4000-8000-{number:012d}"


def _finnish(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number)}.{int(month)}.{year}"


def _paragraphs(answer: str) -> str:
    """The answer as HTML; its first line is cut out of an indented text, so the others lose their indent too."""
    even = re.sub(r"(?m)^[ \t]+", "", answer)
    return "".join(f"<p>{escape(block.words, quote=False)}</p>" for block in format_files.blocks(even))


CASE = "VN/37864/2025"
SINGLE: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "01": ("docx", format_files.docx),
    "03": ("pdf", lambda text: format_files.pdf(text, header="Ote pöytäkirjasta {} ({})", hyphenate=True)),
    "04": ("odt", format_files.odt),
    "05": ("html", format_files.html),
    "06": ("docx", format_files.docx),
    "07": ("html", format_files.html),
    "08": ("pdf", lambda text: format_files.pdf(text, columns=2, hyphenate=True)),
    "11": ("txt", lambda text: text.encode("cp1252")),
    "12": ("eml", format_files.eml),
}
"""The statements that are a file of their own, by the number that their name begins with."""
MANY: Mapping[str, tuple[tuple[str, ...], Callable[[list[Told]], bytes]]] = {
    "lausuntopalvelu.xml": (("02",), feed),
    "vastaukset.csv": (("09", "13"), table),
    "lausunnot.json": (("10", "14"), own_json),
    "yhteenveto.html": (("15", "16"), report),
}
"""The sources that hold several statements."""
ARCHIVED = ("03", "04")
"""The statements that lie in an archive."""


def statement(number: str) -> Path:
    """The plain text of a statement of the example round."""
    (path,) = (SOURCE / "statements").glob(f"{number}-*.txt")
    return path


def files() -> dict[str, bytes]:
    """The mixed folder's files by their path in it."""
    made = {name: (SOURCE / name).read_bytes() for name in ("consultation.ttl", "codebook.ttl")}
    archived: dict[str, str | bytes] = {}
    for number, (suffix, form) in SINGLE.items():
        path = statement(number)
        name, content = f"{path.stem}.{suffix}", form(path.read_text(encoding="utf-8"))
        if number in ARCHIVED:
            archived[name] = content
        else:
            made[f"statements/{name}"] = content
    made["statements/kunnat.zip"] = format_files.zipped(archived)
    for name, (numbers, form) in MANY.items():
        made[f"statements/{name}"] = form([told(statement(number)) for number in numbers])
    return made


def main() -> None:
    """Write the folder anew; its README stays."""
    shutil.rmtree(TARGET / "statements", ignore_errors=True)
    for name, content in files().items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
