"""Confidence of labels, and rejection of uncertain ones, as in PyOD."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats
from .._core.errors import OutOfRangeError
from .binomial import tail_probability, upper_tail
from .parameters import real


class RejectionStats(NamedTuple):
    """What :meth:`compute_rejection_stats` gives."""

    expected_rejection_rate: float
    """The expected fraction of rejected rows."""
    upperbound_rejection_rate: float
    """A bound on that fraction, which holds with a probability of ``1 - delta``."""
    upperbound_cost: float
    """A bound on the mean cost of a row."""


def confidence(
    at_or_below: npt.NDArray[np.int64],
    scores: int,
    contamination: float,
    flagged: npt.NDArray[np.bool_],
) -> Floats:
    """The probability that a fit to other rows of the same kind gives a row the same label.

    ExCeeD (Perini, Vercruyssen and Davis, "Quantifying the confidence of anomaly detectors in their
    example-wise predictions", ECML PKDD 2020): with t of n scores at or below a row's, another
    training row scores at most as high with a probability of ``(1 + t) / (2 + n)``, and the row is
    labelled an anomaly where more than ``n - n * contamination`` of n do.

    Parameters
    ----------
    at_or_below : ndarray of shape (n_rows,), int64
        t of each row.
    scores : int
        n.
    contamination : float in (0, 0.5]
    flagged : ndarray of shape (n_rows,), bool
        Which rows are labelled anomalies.
    """
    counts, indices = np.unique(at_or_below, return_inverse=True)
    minimum = scores - int(scores * contamination)
    posterior = np.asarray((1.0 + counts) / (2.0 + scores), dtype=np.float64)
    anomalous = upper_tail(minimum, scores, posterior)[indices]
    return np.where(flagged, anomalous, 1 - anomalous)


def rejection_threshold(T: float) -> float:
    """The confidence, scaled to [0, 1], up to which labels are rejected: ``1 - 2 exp(-T)``."""
    if not real("T", T) > 0:
        raise OutOfRangeError(f"T is {T}; it takes a real above 0")
    return 1 - 2 * math.exp(-T)


def rejection_stats(
    scores: int, contamination: float, T: float, delta: float, costs: tuple[float, float, float]
) -> RejectionStats:
    """Expected rejection rate, and bounds on it and on the cost, for n scores.

    Theorems 3.5 to 3.8 of Perini and Davis, "Unsupervised anomaly detection with rejection"
    (NeurIPS 2023). The costs are those of a false alarm, a miss and a rejection.
    """
    rejection_threshold(T)
    if not 0 < real("delta", delta) < 1:
        raise OutOfRangeError(f"delta is {delta}; it takes a real in (0, 1)")
    false_alarm, miss, rejection = costs
    last = int(scores * contamination) - 1
    # P(B <= last) falls as p rises: from 1 - exp(-T) at q1 to exp(-T) at q2.
    q1 = tail_probability(last, scores, math.exp(-T))
    q2 = 1 - tail_probability(scores - last - 1, scores, math.exp(-T))
    cost = min(contamination, q1) * false_alarm + min(1 - q2, contamination) * miss
    return RejectionStats(
        q2 - q1, _max_rejected(scores, contamination, T, delta), cost + (q2 - q1) * rejection
    )


def _max_rejected(scores: int, contamination: float, T: float, delta: float) -> float:
    n, rest = float(scores), 1 - contamination
    right = (-contamination * (n + 2) + n + 1) / n + T * (n + 2) / math.sqrt(2 * n**3 * T)
    inside = 2 * n * (-3 * contamination**2 - 2 * n * rest**2 + 4 * contamination - 3)
    inside = 0.5 * n**5 * (inside + T * (n + 2) ** 2 - 8)
    # Where this is negative, the theorem has no left margin.
    left = (2 + n * rest * (n + 1)) / n**2 - math.sqrt(inside) / n**4 if inside >= 0 else 0.0
    return min(1.0, right) - max(0.0, left) + 2 * math.sqrt(math.log(2 / delta) / (2 * n))
