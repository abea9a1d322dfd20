"""What every output that shows positions says of them: who read them, how well that was measured, what is left out."""

from __future__ import annotations

from kannat.comparison import Matrix
from kannat.export.wording import Wording, wording
from kannat.model import ReadingMethod
from kannat.reading.quality import measured_quality


def notice(matrix: Matrix, language: str) -> str:
    """The notice in `fi`, `sv` or `en`. Raises `UnknownName` for another language."""
    return " ".join(sentences(matrix, wording(language)))


def sentences(matrix: Matrix, words: Wording) -> list[str]:
    """The notice, piece by piece."""
    methods = {statement.method for statement in matrix.statements.values()}
    return said_of(methods, words, matrix.min_confidence, matrix.left_out)


def said_of(methods: set[str], words: Wording, min_confidence: float = 0.0, left_out: int = 0) -> list[str]:
    """The notice for positions read by these methods, `left_out` of them for being less certain than asked for."""
    if methods == {ReadingMethod.PERSON}:
        said = [words.word("personNotice")]
    else:
        said = [words.word("machineNotice")]
        if (quality := measured_quality()) is not None:
            shares = {name: f"{getattr(quality, name):.2f}" for name in ("detection", "stance", "lean")}
            said.append(words.word("measuredQuality", documents=quality.documents, **shares))
    if min_confidence:
        said.append(words.word("leftOut", minimum=f"{min_confidence:g}", count=left_out))
    return said
