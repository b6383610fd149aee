"""Measures of ranking; ties are handled as in scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .._core.arrays import Floats


def auc_pr(labels: npt.NDArray[Any], scores: Floats) -> float:
    """Average precision: the sum over thresholds of precision times the gain in recall.

    Parameters
    ----------
    labels : array of shape (n,), 1 for an anomaly and 0 for a normal row; both must occur
    scores : array of shape (n,), higher = more anomalous; rows of equal score share a threshold
    """
    found, flagged = _at_thresholds(labels, scores)
    return float(np.sum(np.diff(found, prepend=0) * (found / flagged)) / found[-1])


def auc_roc(labels: npt.NDArray[Any], scores: Floats) -> float:
    """The probability that an anomaly scores above a normal row; a tie counts one half.

    Parameters are those of :func:`auc_pr`.
    """
    found, flagged = _at_thresholds(labels, scores)
    false = np.concatenate([[0], flagged - found])
    height = np.concatenate([[0], found])
    area = np.sum(np.diff(false) * (height[1:] + height[:-1]) / 2)
    return float(area / (found[-1] * false[-1]))


def _at_thresholds(labels: npt.NDArray[Any], scores: Floats) -> tuple[Floats, Floats]:
    """True positives and flagged rows at each distinct score, from the highest down."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    last_of_tie = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)
    found = np.cumsum(labels[order] == 1, dtype=np.float64)[last_of_tie]
    return found, last_of_tie + 1.0


def precision_at_n(labels: npt.NDArray[Any], scores: Floats) -> float:
    """The fraction of anomalies among the n highest scores, for n anomalies.

    As in PyOD, these are the rows above a quantile of the scores, so ties may leave fewer.
    """
    anomalies = int(np.count_nonzero(labels == 1))
    flagged = scores > np.percentile(scores, 100 * (1 - anomalies / len(scores)))
    return float(np.mean(labels[flagged] == 1)) if flagged.any() else 0.0
