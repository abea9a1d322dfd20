"""Which places of a text are spoken for, so that findings do not overlap."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from kannat.model import Span


class Taken:
    """Places of a text that do not overlap one another."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for span in spans:
            self.take(span)

    def holds(self, span: Span) -> bool:
        """Whether any part of this place is taken."""
        index = bisect_left(self._spans, span)
        return any(span.overlap(other) for other in self._spans[max(0, index - 1) : index + 1])

    def take(self, span: Span) -> bool:
        """Takes a place if all of it is free, and tells whether it was."""
        free = not self.holds(span)
        if free:
            insort(self._spans, span)
        return free
