"""The process in which documents of strangers are opened: `python -m kannat.readers.child SECONDS BYTES`.

It reads requests from its standard input and answers on its standard output until the input ends. It cannot write a
file, takes no more memory than it was given, and ends when one request takes longer than it may, whether or not
somebody is left to end it. What it stumbles over ends it too: the caller sees the answer break off. One that has grown
large ends after its answer, so that the memory is given back.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO, Final

from kannat.errors import UnreadableDocument
from kannat.readers.wire import END, OUT_OF_MEMORY, content_of, framed, outcome_to_frame, unframed

_GRACE_SECONDS: Final = 2
"""Time for the caller to be the first to notice; it can say more."""

_LARGE: Final = 256 << 20
_MEMORY: Final = Path("/proc/self/statm")


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    seconds, memory = map(int, arguments)
    _limit(memory)
    requests, answers = _streams()
    while True:
        try:
            about, data = unframed(requests.read), unframed(requests.read)
        except EOFError:
            return
        signal.alarm(seconds + _GRACE_SECONDS)
        _answer(answers, about, data)
        signal.alarm(0)
        if _held() > _LARGE:
            return


def _held() -> int:
    """Bytes of memory that this process holds; none where the system does not show it."""
    try:
        pages = int(_MEMORY.read_bytes().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit(memory: int) -> None:
    """No core, no file, no more memory than this; what stays of the defaults is lowered, never raised."""
    wanted = ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, memory))
    for kind, limit in wanted:
        _, hard = resource.getrlimit(kind)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Requests and answers; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return sys.stdin.buffer, answers


def _answer(answers: BinaryIO, about: bytes, data: bytes) -> None:
    from kannat.readers.opening import outcomes

    content = content_of(about, data)
    del data
    try:
        for outcome in outcomes(content, isolated=False):
            answers.write(outcome_to_frame(outcome))
    except UnreadableDocument as error:
        answers.write(outcome_to_frame(error))
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY) from None
    answers.write(framed(END))
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
