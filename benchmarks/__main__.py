"""Run all benchmarks, or those named, and print a table: `python -m benchmarks [NAME…] [--write]`.

With `--write` the table goes into `benchmarks/README.md` too, with what it was measured on. Exits 1 where an aim is
missed.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.measuring import HEADINGS, Figure

NAMES = ("startup", "formats", "reading", "ingest", "load", "agreement", "queries", "networks", "wording_scale")
README = Path(__file__).with_name("README.md")


def main(arguments: list[str]) -> int:
    """Run, print, and say by the exit status whether every aim was reached."""
    names = [name for name in arguments if name != "--write"] or list(NAMES)
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += import_module(f"benchmarks.{name}").run()
    text = table(figures)
    print(text)
    if "--write" in arguments:
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        old = README.read_text(encoding="utf-8")
        new = re.sub(r"(?<=<!-- figures -->\n).*", lambda _: f"\n{machine}:\n\n{text}\n", old, flags=re.DOTALL)
        README.write_text(new, encoding="utf-8")
    return 0 if all(figure.passes for figure in figures) else 1


def table(figures: list[Figure]) -> str:
    """The figures in Markdown."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(figure.cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
