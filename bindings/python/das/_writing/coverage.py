"""Coverage: whether a classifier trained on the rows still detects plain anomalies.

A classifier calls a region normal where it saw no anomalies. Trained on rows that all look normal,
it calls obvious anomalies normal, and its score outweighs the detector's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .._adapters.detector import DetectorAdapter
from .._core.arrays import Floats
from .._model.llmdas import LLMDAS
from .suppress import suppress_warnings
from .tables import fresh_tables


class Coverage(NamedTuple):
    """Areas under the ROC curve for plain anomalies: of the detector, and of the enhanced model."""

    table: str
    alone: float
    together: float


def coverage(table: str, rows: Floats, X: Floats, detector: Any) -> Coverage | None:
    """The areas for fresh normal rows against uniform ones; None for tables without fresh rows."""
    normal = fresh_tables().get(table)
    if normal is None:
        return None
    random = np.random.default_rng(0)
    low, width = X.min(0), np.ptp(X, axis=0)
    plain = low + width * random.uniform(-0.05, 1.05, normal.shape)
    score = DetectorAdapter(detector).score
    with suppress_warnings():
        made = LLMDAS(
            detector, program=lambda *given: rows, n_samples=len(rows), random_state=0
        ).fit(X)
        together = _area(made.decision_function(normal), made.decision_function(plain))
    return Coverage(table, _area(score(normal), score(plain)), together)


def loss(found: Sequence[Coverage]) -> float:
    """The mean loss of area."""
    return float(np.mean([one.alone - one.together for one in found])) if found else 0.0


def _area(normal: Floats, anomalous: Floats) -> float:
    above = anomalous[:, None] > normal
    return float((above + 0.5 * (anomalous[:, None] == normal)).mean())
