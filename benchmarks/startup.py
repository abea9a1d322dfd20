"""Starting: `kannat --help` in a new process, against a new process that only imports click."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measuring import Figure, fastest

HELP = "import sys; sys.argv = ['kannat', '--help']; from kannat.cli import main; main()"


def run(times: int = 7) -> list[Figure]:
    """One figure; the limit is twice the other's time plus 100 ms."""
    other = fastest(lambda: python("import click"), times)
    ours = fastest(lambda: python(HELP), times)
    return [Figure("kannat --help", ours, "python -c 'import click'", other, most_seconds=2 * other + 0.1)]


def python(program: str) -> None:
    """Run a program in a new process."""
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
