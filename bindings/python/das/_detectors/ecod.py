"""Empirical cumulative distributions as a detector."""

from __future__ import annotations

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .base import Detector


class ECOD(Detector):
    """Empirical-cumulative-distribution-based outlier detection (Li et al., TKDE 2022).

    The score is the sum of negative log tail probabilities over the features: the largest of the
    sums for left tails, right tails and the tails chosen by skewness. Its blind spot are unusual
    combinations of common values.

    Tails and skewness are those of the training rows, so a score depends on its row alone (PyOD's
    depends on the batch). The tail probability of a training row is ``k / n``, as published, that
    of a new row ``(k + 1) / (n + 1)``; so ``decision_scores_`` differs from
    ``decision_function(X_train)``.

    Parameters
    ----------
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "ecod"

    def __init__(
        self,
        contamination: float = 0.1,
        n_jobs: int | None = None,
        *,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        progress: Progress = None,
    ) -> None:
        self.contamination = contamination
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
