"""Measurements of the rows that a program made from a table."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .._adapters.detector import DetectorAdapter
from .._core.arrays import Floats

# A row is far if it exceeds a column's range by more than this multiple of the range.
FAR = 5.0

# A copy is closer to a training row than this fraction of the median nearest distance.
NEAR = 0.1

# The quantile of training scores above which a row counts as an anomaly.
THRESHOLD = 0.9


class Measures(NamedTuple):
    """Fractions of the rows, in [0, 1], and their spread as a multiple of the data's."""

    far: float
    copies: float
    distinct: float
    spread: float
    hard: float


def measure(rows: Floats, X: Floats, detector: Any) -> Measures:
    """The measurements of rows made for a detector that was fitted to `X`."""
    varying = np.ptp(X, axis=0) > 0
    return Measures(
        far=float(_is_far(rows, X).mean()),
        copies=float(_is_copy(rows, X).mean()),
        distinct=len(np.unique(rows, axis=0)) / len(rows),
        spread=float((rows.std(0)[varying] / X.std(0)[varying]).mean()),
        hard=float(_is_hard(rows, X, detector).mean()),
    )


def _is_far(rows: Floats, X: Floats) -> Floats:
    ranges = np.ptp(X, axis=0)
    # A constant column has no range, so its magnitude serves as its scale.
    unit = np.where(ranges > 0, ranges, np.maximum(np.abs(X[0]), 1.0))
    beyond: Floats = np.maximum(rows - X.max(0), X.min(0) - rows)
    return np.asarray((beyond > FAR * unit).any(1))


def _is_copy(rows: Floats, X: Floats) -> Floats:
    deviations = X.std(0)
    scale = np.where(deviations > 0, deviations, 1.0)
    own = _distances(X / scale, X / scale)
    np.fill_diagonal(own, np.inf)
    limit = NEAR * np.median(own.min(1))
    return np.asarray(_distances(rows / scale, X / scale).min(1) <= limit)


def _distances(rows: Floats, others: Floats) -> Floats:
    """Euclidean distances from differences; the formula with products loses small ones."""
    squares = np.zeros((len(rows), len(others)))
    for column, other in zip(rows.T, others.T):
        squares += np.subtract.outer(column, other) ** 2
    return np.asarray(np.sqrt(squares))


def _is_hard(rows: Floats, X: Floats, detector: Any) -> Floats:
    score = DetectorAdapter(detector).score
    return np.asarray(score(rows) < np.quantile(score(X), THRESHOLD))
