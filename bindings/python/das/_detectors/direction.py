"""A check of the sign of another library's scores, on rows far from all training rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .._adapters.detector import DetectorAdapter
from .._core.arrays import Floats, Table
from .._core.errors import FitWarning
from .._core.tables.schema import categories_of
from .._core.warnings import warn

_ROWS = 100

# For 40 detectors of PyOD and scikit-learn on five tables, those that work reach .27 or more.
_MIN_AUC = 0.1


def warn_of_direction(detector: Any, table: Table) -> None:
    """Warns where rows far outside the table score below its own.

    Such a detector has the opposite sign or is worse than chance, and so F would be.
    """
    rng = np.random.default_rng(0)
    rows = table.array[rng.choice(table.shape[0], min(table.shape[0], _ROWS), replace=False)]
    numbers = np.array([one is None for one in categories_of(table.schema, table.shape[1])])
    if not numbers.any():
        return
    host = DetectorAdapter(detector, schema=table.schema)
    try:
        above = _auc(host.score(_far_from(rows, numbers, rng)), host.score(rows))
    except Exception:
        return  # a detector may refuse such rows
    if above < _MIN_AUC:
        warn(
            f"{host.kind} scores rows far outside of the training rows as more normal than those "
            f"(AUC {above:.2f}): is its score higher for anomalies?",
            FitWarning,
        )


def _far_from(rows: Any, numbers: npt.NDArray[np.bool_], rng: np.random.Generator) -> Any:
    """Rows outside the range of every column of numbers, by 0.5 to 1.5 times that range."""
    minimum, maximum = np.fmin.reduce(rows, axis=0), np.fmax.reduce(rows, axis=0)  # without NaN
    side = rng.choice([-1, 1], size=(_ROWS, rows.shape[1]))
    out = side * rng.uniform(2, 4, size=side.shape)
    far = minimum / 2 + maximum / 2 + out * (maximum / 2 - minimum / 2)
    same = rows[rng.integers(len(rows), size=_ROWS)] if not numbers.all() else far
    return np.where(numbers, far, same).astype(rows.dtype)


def _auc(far: Floats, near: Floats) -> float:
    """The AUC of far rows against near ones."""
    above_near = far[:, None] > near[None, :]
    return float(np.mean(above_near + (far[:, None] == near[None, :]) / 2))
