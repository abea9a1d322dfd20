"""Ingestion: statements of 8,000 characters from text files to the stored graph, in one process and in two.

Time by the clock tells nothing on a machine that others use too: the processor's time, of all processes together, is
told beside it, and the shares of the stages are of that, in one process. What is compared: two processes that read with
one, and the memory at the end of a round four times as large.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import Figure
from benchmarks.statements import LENGTH, write_round

STATEMENTS = 200
FEW, MANY, SHORT = 500, 2_000, 500
"""Statements of so many characters, for the memory: the fewer fill a group on its way to disk too."""

SECONDS_EACH = 1 / 25
"""What one statement may take on one core."""

RATES = {"seconds": "by the clock", "cpu": "of the processor"}
"""The times that statements are counted by."""

STAGES = {
    "open": ("kannat.ingestion.prepared", "Preparer", "documents"),
    "read": ("kannat.ingestion.prepared", "Preparer", "_reading"),
    "graph": ("kannat.ingestion.prepared", "", "statement_graph"),
    "gate": ("kannat.ingestion.prepared", "", "validate_quads"),
    "texts": ("kannat.store.texts", "Texts", "put_all"),
    "store": ("kannat.store.embedded", "EmbeddedStore", "replace_graphs"),
    "tidy up": ("kannat.store.embedded", "EmbeddedStore", "optimize"),
}
"""Where each stage's time is spent: module, class and function."""


def run() -> list[Figure]:
    """Four figures; what one and two processes need, and the shares of the stages, go to stderr."""
    with TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        write_round(STATEMENTS, small)
        write_round(MANY, large, SHORT)
        one, two = (measured(small, Path(folder, f"store-{jobs}"), jobs) for jobs in (1, 2))
        few = measured(_first(large, Path(folder, "few"), FEW), Path(folder, "store-few"), 1)
        many = measured(large, Path(folder, "store-many"), 1)
    for jobs, result in ((1, one), (2, two)):
        rates = (f"{STATEMENTS / result[time]:.1f} statements a second {by}" for time, by in RATES.items())
        print(f"--jobs {jobs}: {', '.join(rates)}", file=sys.stderr)
    stages = ", ".join(f"{stage} {seconds / one['cpu']:.0%}" for stage, seconds in one["stages"].items())
    print(f"one process: {stages}", file=sys.stderr)
    each = one["seconds"] / STATEMENTS
    what = f"a statement of {LENGTH:,} characters"
    return [
        Figure(f"ingest {what}", each, "", 0, most_seconds=SECONDS_EACH),
        Figure(f"ingest {what}, processor time", one["cpu"] / STATEMENTS, "", 0, most_seconds=SECONDS_EACH),
        Figure(f"ingest {what}, --jobs 2", two["seconds"] / STATEMENTS, "one process", each, least_times=1.7),
        Figure(f"memory, {MANY:,} statements", many["memory"], f"{FEW} statements", few["memory"], 0.8, unit="MB"),
    ]


def measured(source: Path, store: Path, jobs: int) -> dict[str, Any]:
    """What an ingest in a process of its own needs: seconds by the clock and of the processor, by stage, and memory."""
    command = [sys.executable, "-m", "benchmarks.ingest", str(source), str(store), str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _first(source: Path, target: Path, count: int) -> Path:
    """A folder with the description and the first statements of another."""
    target.mkdir()
    for path in [source / "consultation.nt", *sorted(source.glob("*.txt"))[:count]]:
        (target / path.name).write_bytes(path.read_bytes())
    return target


def _main(source: str, target: str, jobs: str) -> None:
    import resource

    from kannat.ingestion import Options, ingest
    from kannat.readers import read_document
    from kannat.reading import default_reader
    from kannat.store import open_store

    spent: Counter[str] = Counter()
    for stage, (module, owner, name) in STAGES.items():
        _time(stage, module, owner, name, spent)
    default_reader().read(read_document(next(iter(sorted(Path(source).glob("*.txt"))))), ())
    with open_store(target, "write", create=True) as store:
        begin, worked = time.perf_counter(), _processor_time()
        report = ingest([Path(source)], store, Options(jobs=int(jobs)))
        seconds, cpu = time.perf_counter() - begin, _processor_time() - worked
    assert len(report.refused) * 20 < len(report.files), report.refused[:3]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "stages": dict(spent), "memory": memory}))


def _processor_time() -> float:
    """The processor's time of this process and of those that it has started and ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _time(stage: str, module: str, owner: str, name: str, spent: Counter[str]) -> None:
    """Add up what a function takes under the name of its stage."""
    place: Any = sys.modules[module] if module in sys.modules else __import__(module, fromlist=["_"])
    place = getattr(place, owner) if owner else place
    original: Callable[..., Any] = getattr(place, name)

    @wraps(original)
    def timed(*args: Any, **options: Any) -> Any:
        begin = time.process_time()
        try:
            return original(*args, **options)
        finally:
            spent[stage] += time.process_time() - begin

    setattr(place, name, timed)


if __name__ == "__main__":
    _main(*sys.argv[1:])
