"""Lets a reader that waits for others see a batch's documents before their turn, so that it waits for many at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kannat.ingestion.prepared import Prepared, Preparer
    from kannat.model import Consultation, Document

    Opened = tuple[int, Document | Prepared | None]

AHEAD = 64
"""Documents that are known before their turn."""


@runtime_checkable
class LooksAhead(Protocol):
    """A reader that can begin with a document before it is to read it."""

    def ahead(self, document: Document, consultations: Sequence[Consultation] = ()) -> None:
        """Begin with a document, in the order of the batch; what goes wrong is told when it is read."""


def looked_ahead(opened: Iterator[Opened], preparer: Preparer) -> Iterator[Opened]:
    """What was opened, in the same order; the preparer's reader has begun with the documents that come next."""
    if not isinstance(preparer.reader, LooksAhead):
        yield from opened
        return
    waiting: deque[Opened] = deque()
    for one in opened:
        preparer.ahead(one[1])
        waiting.append(one)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting
