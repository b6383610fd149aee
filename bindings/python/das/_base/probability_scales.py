"""Scores brought to [0, 1] by the training scores, as PyOD does."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .._core.arrays import Floats


def linear(scores: Floats, known: Floats) -> Floats:
    least, most = float(known.min()), float(known.max())
    return np.clip((scores - least) / ((most - least) or 1.0), 0, 1)


def unify(scores: Floats, known: Floats) -> Floats:
    away = scores - known.mean()
    deviation = float(known.std()) or np.finfo(np.float64).tiny
    with np.errstate(over="ignore"):
        scaled = away / (math.sqrt(2) * deviation)
    return np.clip([math.erf(value) for value in scaled], 0, 1)


SCALES: dict[str, Callable[[Floats, Floats], Floats]] = {"linear": linear, "unify": unify}
"""By PyOD's name of the method: from scores and training scores to numbers in [0, 1]."""
