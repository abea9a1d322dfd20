"""How often Python looks for garbage in cycles: seldom in a batch, which makes millions of things and few cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_THRESHOLDS: Final = (20_000, 20, 20)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector run a thirtieth as often within the block: it looks through all that is known each time."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
