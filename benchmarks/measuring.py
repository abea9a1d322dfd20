"""How figures are taken: each way of doing a thing in turn, several times, and the fastest time of each counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparison: what we need against what something else needs, and the line that it must pass.

    `times` is how many times faster we are where that is the aim; else the line is a limit in seconds. `unit` is `s`
    for times and `MB` for memory, where `times` says how many times less we need.
    """

    name: str
    ours: float
    other_name: str
    other: float
    least_times: float | None = None
    most_seconds: float | None = None
    unit: str = "s"

    @property
    def times(self) -> float:
        """How many times longer the other way takes."""
        return self.other / self.ours

    @property
    def passes(self) -> bool:
        if self.least_times is not None and self.times < self.least_times:
            return False
        return self.most_seconds is None or self.ours <= self.most_seconds

    def cells(self) -> tuple[str, ...]:
        """The figure as a row of a table."""
        aim = f"at least {self.least_times:g}x" if self.least_times is not None else ""
        aim = aim or (f"at most {self.most_seconds * 1000:.0f} ms" if self.most_seconds is not None else "")
        shown = seconds if self.unit == "s" else megabytes
        other = shown(self.other) if self.other else ""
        times = f"{self.times:.1f}x" if self.other else ""
        return self.name, shown(self.ours), self.other_name, other, times, aim, "yes" if self.passes else "NO"


HEADINGS = ("what", "ours", "against", "its time", "faster", "aim", "reached")


def fastest(work: Callable[[], object], times: int = 3) -> float:
    """The fastest of several runs, in seconds."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def megabytes(value: float) -> str:
    """Memory for people."""
    return f"{value:.0f} MB"


def seconds(value: float) -> str:
    """A time for people."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
