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
    if methods == {ReadingMethod.PERSON}:
        said = [words.word("personNotice")]
    else:
        said = [words.word("machineNotice")]
        if (quality := measured_quality()) is not None:
            shares = {name: f"{getattr(quality, name):.2f}" for name in ("detection", "stance", "lean")}
            said.append(words.word("measuredQuality", documents=quality.documents, **shares))
    if matrix.min_confidence:
        said.append(words.word("leftOut", minimum=f"{matrix.min_confidence:g}", count=matrix.left_out))
    return said
