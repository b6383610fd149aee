"""The published pipeline by hand: PyOD's detector, a program in numpy, scikit-learn's forest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Program = Callable[[int, Any, Array, np.random.Generator], Array]


def iforest_program(n: int, model: Any, X: Array, random: np.random.Generator) -> Array:
    """Of the fifth of the rows with the lowest scores, halves of the features of two rows each."""
    scores = model.decision_function(X)
    pool = X[scores <= np.quantile(scores, 0.2)]
    one, other = pool[random.integers(len(pool), size=(2, n))]
    order = random.permuted(np.tile(np.arange(X.shape[1]), (n, 1)), axis=1)
    return np.where(order < X.shape[1] // 2, one, other)


def ocsvm_program(n: int, model: Any, X: Array, random: np.random.Generator) -> Array:
    """Of the rows with the 5 % highest scores, each moved away from the means by a little."""
    scores = model.decision_function(X)
    pool = X[scores >= np.quantile(scores, 0.95)]
    seeds = pool[np.arange(n) % len(pool)]
    away = seeds - X.mean(axis=0)
    away /= np.linalg.norm(away, axis=1, keepdims=True) + 1e-12
    return seeds + away * 0.1 * X.std(axis=0).mean() * random.uniform(0.9, 1.1, (n, 1))


class PublishedPipeline:
    """Eq. 6 and 7 with the published defaults: 10 % hard anomalies, scales in sample, weight 1."""

    def __init__(self, detector: Any, program: Program, booster: Any) -> None:
        self.detector, self.program, self.booster = detector, program, booster

    def fit(self, X: Array, y: None = None) -> PublishedPipeline:
        """Fits the detector, synthesizes, fits the booster, and scores its training rows."""
        self.detector.fit(X)
        random = np.random.default_rng(0)
        anomalies = self.program(len(X) // 10, self.detector, X, random)
        classes = np.repeat([0, 1], [len(X), len(anomalies)])
        self.booster.fit(np.vstack([X, anomalies]), classes)
        parts = self.detector.decision_scores_, self.booster.predict_proba(X)[:, 1]
        self._scales = [(scores.min(), np.ptp(scores) or 1) for scores in parts]
        return self

    def decision_function(self, X: Array) -> Array:
        """F, the sum of both scores, each on the scale of its training rows."""
        parts = self.detector.decision_function(X), self.booster.predict_proba(X)[:, 1]
        scaled = [(scores - low) / span for scores, (low, span) in zip(parts, self._scales)]
        return np.asarray(scaled[0] + scaled[1])
