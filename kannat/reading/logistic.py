"""Fits a softmax regression: convex, so there is one answer, and found by the same steps on every run.

Sums run in one order and the exponential is made of plain arithmetic, so that processors that differ in their vector
units come to the same bits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_MEMORY: Final = 8
_TERMS: Final = 14
_HALVINGS: Final = 20
_ENOUGH: Final = 1e-4
"""The share of the promised descent that a step must bring (Armijo's condition)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows of features with a class each; `cost` weighs the fit against the size of the weights."""

    rows: csr_matrix
    columns: csr_matrix
    classes: Whole
    count: int
    cost: float

    def loss(self, weights: Real) -> tuple[float, Real]:
        """The regularised negative log-likelihood and its gradient, features by classes."""
        scores = np.asarray(self.rows @ weights)
        scores -= scores.max(axis=1, keepdims=True)
        powers = exponential(scores)
        total = powers.sum(axis=1)
        place = np.arange(len(self.classes))
        fit = _sum(np.log(total)) - _sum(scores[place, self.classes])
        chances = powers / total[:, None]
        chances[place, self.classes] -= 1
        gradient = self.cost * np.asarray(self.columns @ chances) + weights
        return self.cost * fit + _dot(weights, weights) / 2, gradient


def fitted(problem: Problem, steps: int) -> Real:
    """The weights after so many steps of limited-memory BFGS (Nocedal and Wright, Numerical Optimization, 7.2)."""
    weights = np.zeros((problem.rows.shape[1], problem.count))
    value, gradient = problem.loss(weights)
    past: deque[tuple[Real, Real]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        direction = _direction(gradient, past)
        slope = _dot(gradient, direction)
        length = 1.0 if past else 1.0 / max(float(np.abs(gradient).max()), 1.0)
        for _ in range(_HALVINGS):
            tried, (found, slant) = weights + length * direction, problem.loss(weights + length * direction)
            if found <= value + _ENOUGH * length * slope:
                break
            length /= 2
        else:
            return weights
        moved, turned = tried - weights, slant - gradient
        if _dot(moved, turned) > 0:
            past.append((moved, turned))
        weights, value, gradient = tried, found, slant
    return weights


def exponential(values: Real) -> Real:
    """The exponential of numbers that are not above 0, to within 1e-15 of it; below -700 it is 0."""
    whole = np.floor(values * (1 / np.log(2.0)) + 0.5)
    rest = values - whole * np.log(2.0)
    power = np.ones_like(rest)
    for term in range(_TERMS, 0, -1):
        power = power * rest / term + 1
    return np.where(values < -700, 0.0, np.ldexp(power, np.maximum(whole, -1022).astype(np.int32)))


def _direction(gradient: Real, past: deque[tuple[Real, Real]]) -> Real:
    """Where to go: the gradient, turned by what was learnt of the curvature."""
    direction = -gradient
    shares = []
    for moved, turned in reversed(past):
        share = _dot(moved, direction) / _dot(moved, turned)
        shares.append(share)
        direction -= share * turned
    if past:
        moved, turned = past[-1]
        direction *= _dot(moved, turned) / _dot(turned, turned)
    for (moved, turned), share in zip(past, reversed(shares), strict=True):
        direction += (share - _dot(turned, direction) / _dot(moved, turned)) * moved
    return direction


def _dot(left: Real, right: Real) -> float:
    return _sum((left * right).ravel())


def _sum(values: Real) -> float:
    return float(np.add.reduce(values))
