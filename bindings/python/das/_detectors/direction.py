"""Whether a detector of another library calls normal what is far from all normal rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.detector import HostDetector
from .._core.arrays import Floats, Table
from .._core.errors import FitWarning
from .._core.warnings import warn

_ROWS = 100

# Of 40 detectors of PyOD and scikit-learn on five tables, those that work are at .27 or above.
_LEAST = 0.1


def warn_of_direction(detector: Any, table: Table) -> None:
    """Warns where rows far outside of the table score below its own.

    Such a detector has its sign turned, or does worse than chance; F follows it.
    """
    rng = np.random.default_rng(0)
    rows = table.array[rng.choice(table.shape[0], min(table.shape[0], _ROWS), replace=False)]
    host = HostDetector(detector)
    try:
        above = _share_above(host.score(_far_from(rows, rng)), host.score(rows))
    except Exception:
        return  # it need not take such rows
    if above < _LEAST:
        warn(
            f"{host.kind} scores rows far outside of the training rows as more normal than those "
            f"(AUC {above:.2f}): is its score higher for anomalies?",
            FitWarning,
        )


def _far_from(rows: Any, rng: np.random.Generator) -> Any:
    """Rows beyond the range of all columns, by half of it to one and a half times."""
    least, most = rows.min(axis=0), rows.max(axis=0)
    side = rng.choice([-1, 1], size=(_ROWS, rows.shape[1]))
    out = side * rng.uniform(2, 4, size=side.shape)
    return (least / 2 + most / 2 + out * (most / 2 - least / 2)).astype(rows.dtype)


def _share_above(far: Floats, near: Floats) -> float:
    """The AUC of far rows against near ones."""
    more = far[:, None] > near[None, :]
    return float(np.mean(more + (far[:, None] == near[None, :]) / 2))
