"""The isolation forest."""

from __future__ import annotations

from ._detector import Detector
from ._progress import Progress
from ._random import RandomState


class IForest(Detector):
    """Isolation forest (Liu, Ting and Zhou, "Isolation forest", ICDM 2008).

    The score is ``2 ** (-E[h] / c)`` for the mean depth ``E[h]`` at which random cuts isolate a
    row, in (0, 1). Its blind spot is what hides between the axes that trees cut along.

    Parameters
    ----------
    n_estimators : int in [1, 10000], default 100
    max_samples : int, float in (0, 1] or "auto", default "auto"
        Rows that each tree samples: a count, a share, or ``min(256, n_samples)``.
    max_features : int or float in (0, 1], default 1.0
        Features that each tree may split on: a count or a share.
    contamination : float in (0, 0.5], default 0.1
        The share of the training rows that ``threshold_`` calls anomalies.
    random_state : int, numpy Generator or RandomState, or None
        The same seed gives the same bits for any `n_jobs`.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting.

    Attributes
    ----------
    decision_scores_, threshold_, labels_
        Score, threshold and labels of the training rows, as in PyOD.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(500, 4))
    >>> f = das.IForest(random_state=0).fit(X)
    >>> f.predict([[0, 0, 0, 0], [9, 9, 9, 9]])
    array([0, 1])
    """

    _stage = "iforest"

    def __init__(
        self,
        n_estimators: int = 100,
        max_samples: int | float | str = "auto",
        max_features: int | float = 1.0,
        *,
        contamination: float = 0.1,
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.max_samples = max_samples
        self.max_features = max_features
        self.contamination = contamination
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
