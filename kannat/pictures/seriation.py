"""An order in which similar things stand side by side.

By the Fiedler vector of the similarities: the order that keeps what is similar near (Atkins, Boman and Hendrickson, *A
spectral algorithm for seriation and the consecutive ones problem*, SIAM Journal on Computing 28, 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

_DIGITS: Final = 6
"""Digits of the vector that count: the rest is the noise of one machine's arithmetic."""


def similar_together(names: Sequence[str], values: npt.NDArray[np.float64]) -> list[int]:
    """The rows' order by their values, a row each; ties, and which end comes first, are settled by the names."""
    if len(names) < 3:
        return sorted(range(len(names)), key=lambda row: names[row])
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    unit = np.divide(values, lengths, out=np.zeros_like(values), where=lengths > 0)
    similarity = (unit @ unit.T + 1) / 2
    np.fill_diagonal(similarity, 0)
    laplacian = np.diag(similarity.sum(axis=1)) - similarity
    _, vectors = np.linalg.eigh(laplacian)
    fiedler = np.round(vectors[:, 1], _DIGITS)
    order = sorted(range(len(names)), key=lambda row: (float(fiedler[row]), names[row]))
    return order if names[order[0]] <= names[order[-1]] else order[::-1]
