"""How many of Finlex's own citations are read right: `python -m benchmarks.references FILE.csv [--misses]`.

The file is not part of this project. Its columns: `left`, `anchor`, `right` (together the text, the anchor being what
Finlex links), `target` (the act, `1301/2014`), `chapter` and `section` where Finlex links to them. An act named without
a number is looked up in the statute authority. Finlex links only part of what its texts name, so this measures what is
found and whether it is right, not what is found too much.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kannat.model import LegalReference
from kannat.reading.authorities import load_authorities
from kannat.reading.references import find_references

FILE_SUFFIX = re.compile(r"(\d+)-\d+/")


def main(arguments: list[str]) -> int:
    """Measure one file and print the figures; exit 2 where no file is given."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    if len(paths) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with Path(paths[0]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    results = [judged(row) for row in rows]
    right = sum(act for act, _ in results)
    whole = sum(act and provision for act, provision in results)
    print(f"citations {len(rows)}")
    print(f"right act {right} ({right / len(rows):.1%})")
    print(f"right act, chapter and section {whole} ({whole / len(rows):.1%})")
    if "--misses" in arguments:
        for row, (act, provision) in zip(rows, results, strict=True):
            if not (act and provision):
                print(f"{row['target']}\t{row['fragment']}\t{row['left'][-60:]}[{row['anchor']}]{row['right'][:30]}")
    return 0


def judged(row: dict[str, str]) -> tuple[bool, bool]:
    """Whether the anchor's act is right, and whether its chapter and section are too."""
    target = FILE_SUFFIX.sub(r"\1/", row["target"])
    found = [reference for reference in at_anchor(row) if reference.target == target]
    wanted = [(row["chapter"], "chapter"), (row["section"], "section")]
    fits = any(all(not number or number in numbers(r, level) for number, level in wanted) for r in found)
    return bool(found), fits


def at_anchor(row: dict[str, str]) -> Iterator[LegalReference]:
    """The references that share a character with the anchor."""
    text = row["left"] + row["anchor"] + row["right"]
    start, end = len(row["left"]), len(row["left"]) + len(row["anchor"])
    for reference in find_references(text, "fi", load_authorities(), by_title=True):
        if reference.span.start < end and reference.span.end > start:
            yield reference


def numbers(reference: LegalReference, level: str) -> list[str]:
    """The numbers that a canonical provision has on one level, written as Finlex writes them (`24a`)."""
    chapter, _, rest = (reference.provision or "").rpartition(" luku")
    found = re.match(r"(\d.*)" if level == "chapter" else r"\s*(\d[^§]*?) §", chapter if level == "chapter" else rest)
    return [number.replace(" ", "") for number in re.split(r", | ja |\u2013", found.group(1))] if found else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
