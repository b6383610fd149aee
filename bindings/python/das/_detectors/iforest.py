"""The isolation forest."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Floats
from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .._core.tensors import Tensors
from .base import Detector


class IForest(Detector):
    """Isolation forest (Liu, Ting and Zhou, "Isolation forest", ICDM 2008).

    The score is ``2 ** (-E[h] / c)`` for the mean depth ``E[h]`` at which random cuts isolate a
    row, in (0, 1). Its blind spot are anomalies that no single axis-parallel cut isolates early.

    Parameters
    ----------
    n_estimators : int in [1, 10000], default 100
    max_samples : int, float in (0, 1] or "auto", default "auto"
        Rows that each tree samples: a count, a fraction, or ``min(256, n_samples)``.
    max_features : int or float in (0, 1], default 1.0
        Features that each tree may split on: a count or a fraction.
    {common parameters}

    Attributes
    ----------
    feature_importances_ : ndarray of shape (n_features,)
        The fraction of cuts on each feature, averaged over the trees; it sums to 1.
    {common attributes}

    Examples
    --------
    >>> import das, numpy as np
    >>> X = np.random.default_rng(0).normal(size=(500, 4))
    >>> f = das.IForest(random_state=0).fit(X)
    >>> f.predict([[0, 0, 0, 0], [9, 9, 9, 9]])
    array([0, 1])
    """

    _stage = "iforest"
    _is_random = True

    def __init__(
        self,
        n_estimators: int = 100,
        max_samples: int | float | str = "auto",
        contamination: float = 0.1,
        max_features: int | float = 1.0,
        *,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.max_samples = max_samples
        self.max_features = max_features
        self.contamination = contamination
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    @property
    def feature_importances_(self) -> Floats:
        """The fraction of cuts on each feature, averaged over the trees.

        It sums to 1, or is 0 everywhere if no tree has a cut. PyOD's importances are the reduction
        of impurity for random targets, whose expectation is the same for each cut; they tend to
        these fractions. They show where trees cut, not which features make a row anomalous.
        """
        self._check_fitted()
        forest = Tensors(self._handle)
        starts = forest["detector.starts"]
        sizes = np.diff(starts)
        trees = np.repeat(np.arange(len(sizes)), sizes)
        index = np.arange(len(trees)) - np.repeat(starts[:-1], sizes)
        cuts = forest["detector.children"] != index
        fractions = np.zeros((len(sizes), self.n_features_in_))
        np.add.at(fractions, (trees[cuts], forest["detector.features"][cuts]), 1)
        fractions = fractions[fractions.any(axis=1)]
        if not len(fractions):
            return np.zeros(self.n_features_in_)
        return np.asarray((fractions / fractions.sum(axis=1, keepdims=True)).mean(axis=0))
