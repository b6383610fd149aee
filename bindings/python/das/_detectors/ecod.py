"""Empirical cumulative distributions as a detector."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .base import Detector


class ECOD(Detector):
    """Empirical-cumulative-distribution-based outlier detection (Li et al., TKDE 2022).

    The score adds up, over the features, how far out in its tail a value lies; a row's score is the
    largest of the left, the right and the skewness-corrected sum. Its blind spot is a combination
    of values that are each common.

    Tails and skewness are frozen at the fit, so that a score depends on its row alone (PyOD's
    depends on the batch). A training row counts ``k / n``, as published; a new row counts itself,
    ``(k + 1) / (n + 1)``: so ``decision_scores_`` differs from ``decision_function(X_train)``.

    Parameters
    ----------
    contamination : float in (0, 0.5], default 0.1
        The share of the training rows that ``threshold_`` calls anomalies.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    random_state : ignored
        Nothing is random here; all detectors take the same common parameters.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting.

    Attributes
    ----------
    decision_scores_, threshold_, labels_
        Score, threshold and labels of the training rows, as in PyOD.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    _stage = "ecod"

    def __init__(
        self,
        contamination: float = 0.1,
        n_jobs: int | None = None,
        *,
        random_state: RandomState = None,
        progress: Progress = None,
    ) -> None:
        self.contamination = contamination
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
