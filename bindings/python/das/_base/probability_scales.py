"""Scores scaled to [0, 1] by the training scores, as in PyOD."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .._core.arrays import Floats


def linear(scores: Floats, training_scores: Floats) -> Floats:
    minimum, maximum = float(training_scores.min()), float(training_scores.max())
    return np.clip((scores - minimum) / ((maximum - minimum) or 1.0), 0, 1)


def unify(scores: Floats, training_scores: Floats) -> Floats:
    away = scores - training_scores.mean()
    deviation = float(training_scores.std()) or np.finfo(np.float64).tiny
    with np.errstate(over="ignore"):
        scaled = away / (math.sqrt(2) * deviation)
    return np.clip([math.erf(value) for value in scaled], 0, 1)


SCALES: dict[str, Callable[[Floats, Floats], Floats]] = {"linear": linear, "unify": unify}
"""PyOD's name of a method -> function of scores and training scores."""
