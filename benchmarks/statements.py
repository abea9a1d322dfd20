"""A round as files: a description and statements of 8,000 characters, written out of the labelled prose.

Each statement has a respondent of its own and paragraphs drawn by its number, so that no two are alike and reading them
costs what real ones cost.

    python -m benchmarks.statements 1000 FOLDER
"""

from __future__ import annotations

import random
import re
import sys
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from benchmarks.generate import CASE, generate, respondent_name
from kannat.reading.labelled import labelled_documents
from kannat.resources import folder

LEFT_OUT = re.compile(r"@|\d[- ]\d{3}|\d{6}|\(at\)|\bVN\b")
"""Contact lines and other rounds' case numbers: thrown together with other paragraphs they would not be sound."""

PROSE = 120
"""Characters from which on a paragraph is prose and no heading or letterhead, which would have to be in its place."""

LENGTH = 8_000
"""Characters of a statement, as long as a usual one."""


def write_round(statements: int, target: Path, length: int = LENGTH) -> None:
    """The description and so many statements; equal arguments give equal files."""
    target.mkdir(parents=True, exist_ok=True)
    description = (quad.triple for quad in generate(min(statements, 50)).description())
    pyoxigraph.serialize(description, target / "consultation.nt", format=RdfFormat.N_TRIPLES)
    for number in range(statements):
        (target / f"{number:05d}.txt").write_text(statement_text(number, length), encoding="utf-8")


def statement_text(number: int, length: int = LENGTH) -> str:
    """The statement with this number."""
    chance = random.Random(number)
    parts = [respondent_name(number), f"Lausunto {CASE}"]
    size = sum(map(len, parts))
    while size < length:
        parts.append(chance.choice(paragraphs()))
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)[:length].rstrip() + "\n"


@cache
def paragraphs() -> tuple[str, ...]:
    """The paragraphs of the Finnish labelled prose that can stand anywhere."""
    files = sorted((folder("ingest") / "training").glob("fi-*.jsonl"))
    texts = (document.text for path in files for document, _ in labelled_documents(path))
    return tuple(
        dict.fromkeys(
            part for text in texts for part in text.split("\n\n") if len(part) >= PROSE and not LEFT_OUT.search(part)
        )
    )


if __name__ == "__main__":
    write_round(int(sys.argv[1]), Path(sys.argv[2]))
