"""How the search for shared wording grows: time and memory on generated statements of 8,000 characters.

    python -m benchmarks.wording_scale             # 1,000 and 10,000 statements
    python -m benchmarks.wording_scale 100000      # so many, and a tenth and a hundredth of them

Statements are drawn word by word from words of the labelled prose, so that what they share is what was put in: one
in ten is a model statement with a name of its own, one in ten has a paragraph of an earlier one, all have one prompt.
Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import math
import random
import resource
import subprocess
import sys
import time

from benchmarks.measuring import Figure
from benchmarks.statements import LENGTH, paragraphs
from kannat.wording import SharedWording, Voice, shared_wording

SIZES = (1_000, 10_000)
WORDS_A_PARAGRAPH = 40


def voice_of(number: int) -> Voice:
    """The statement with this number."""
    return Voice(f"statement/{number:07d}", str(number), (f"organisation/{number}",), f"2026-01-{number % 28 + 1:02d}")


def text_of(number: int, words: list[str], model: str) -> str:
    """The text of one statement; the same for the same number."""
    chance = random.Random(number)
    parts = [paragraph(random.Random("prompt"), words)]
    if number % 10 == 0:
        parts.append(model.replace("NAME", f"Jarjesto{number}"))
    if number % 10 == 1:
        parts.append(paragraph(random.Random(number // 100), words))
    size = sum(map(len, parts))
    while size < LENGTH:
        parts.append(paragraph(chance, words))
        size += len(parts[-1])
    return "\n\n".join(parts)[:LENGTH]


def paragraph(chance: random.Random, words: list[str]) -> str:
    """Words in no order."""
    return " ".join(chance.choices(words, k=WORDS_A_PARAGRAPH)) + "."


def measure(statements: int) -> tuple[float, float, SharedWording]:
    """Seconds of the processor and peak megabytes of one search, and what it found; making the texts is not counted."""
    words = sorted({word for part in paragraphs() for word in part.split()})
    model = " ".join(paragraph(random.Random(-1 - part), words) + " NAME." for part in range(15))
    voices = [voice_of(number) for number in range(statements)]
    making = 0.0

    def text(voice: Voice) -> str:
        nonlocal making
        begin = time.process_time()
        made = text_of(int(voice.document), words, model)
        making += time.process_time() - begin
        return made

    begin = time.process_time()
    found = shared_wording(voices, text)
    taken = time.process_time() - begin - making
    return taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found


def run(statements: int = 2_000) -> list[Figure]:
    """One figure: ten times as many statements take at most a third more than ten times as long."""
    few, _, _ = measure(statements // 10)
    many, _, found = measure(statements)
    what = f"shared wording of {statements} statements, {len(found.passages)} passages"
    return [Figure(what, many, f"ten times that of {statements // 10}", 10 * few, least_times=0.75)]


def main(arguments: list[str]) -> None:
    """Measure each size in a process of its own and print the exponent of the growth between them."""
    if arguments[:1] == ["--one"]:
        taken, memory, found = measure(int(arguments[1]))
        print(taken, memory, len(found.passages), len(found.alike))
        return
    sizes = [int(arguments[0]) // 100, int(arguments[0]) // 10, int(arguments[0])] if arguments else list(SIZES)
    print("| statements | seconds | ms a statement | peak memory | passages | exponent |")
    print("| --- | --- | --- | --- | --- | --- |")
    before = 0.0
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.wording_scale", "--one", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        taken, memory, passages, _ = map(float, done.stdout.split())
        exponent = f"{math.log10(taken / before):.2f}" if before else ""
        before = taken
        row = (
            f"{size:,}",
            f"{taken:.1f}",
            f"{taken / size * 1000:.2f}",
            f"{memory:.0f} MB",
            f"{passages:.0f}",
            exponent,
        )
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
