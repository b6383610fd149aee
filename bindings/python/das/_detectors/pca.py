"""Principal component analysis as a detector."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Floats
from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tensors import Tensors
from .base import Detector


class PCA(Detector):
    """Principal component classifier (Shyu, Chen, Sarinnapakorn and Chang, 2003).

    ``method="eigen"`` scores the sum of the distances to the axes, each over its axis's share of
    the variance, as PyOD does; ``"reconstruction"`` the squared error that the kept axes leave, as
    the LLM-DAS paper describes it. Axes with less than 1e-10 of the variance are dropped, so scores
    are always finite. Its blind spot is whatever lies within the spread of every axis.

    Parameters
    ----------
    n_components : int, float in (0, 1), "all" or "auto", default None
        Axes kept: a count, a share of the variance, or all. None is "auto": all for "eigen", .95 of
        the variance for "reconstruction".
    n_selected_components : int or None
        Of the axes kept, how many score under "eigen", those of least variance first; None is all.
    contamination : float in (0, 0.5], default 0.1
        The share of the training rows that ``threshold_`` calls anomalies.
    weighted : bool, default True
        Whether "eigen" divides each distance by the axis's share of the variance.
    standardization : bool, default True
        Whether columns are brought to mean 0 and variance 1 first.
    method : {"eigen", "reconstruction"}
    random_state : ignored
        Nothing is random here; all detectors take the same common parameters.
    n_jobs : int or None
        Threads; None is 1, -1 is all.
    progress : bool or callable(stage, fraction), optional
        True shows a bar while fitting.

    Attributes
    ----------
    selected_components_ : ndarray of shape (n_selected, n_features)
        The axes that score, by falling variance, of standardised columns where `standardization`.
    selected_w_components_ : ndarray of shape (n_selected,)
        What the distances to them are divided by: shares of the variance, or 1.
    decision_scores_, threshold_, labels_
        Score, threshold and labels of the training rows, as in PyOD.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    _stage = "pca"

    def __init__(
        self,
        n_components: int | float | str | None = None,
        n_selected_components: int | str | None = None,
        contamination: float = 0.1,
        *,
        weighted: bool = True,
        standardization: bool = True,
        method: str = "eigen",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_components = n_components
        self.n_selected_components = n_selected_components
        self.weighted = weighted
        self.standardization = standardization
        self.method = method
        self.contamination = contamination
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    @property
    def selected_components_(self) -> Floats:
        """The axes that score, by falling variance: (n_selected, n_features)."""
        self._check_fitted()
        return Tensors(self._handle)["detector.axes"]

    @property
    def selected_w_components_(self) -> Floats:
        """What the distance to each of these axes is divided by."""
        self._check_fitted()
        return np.asarray(1 / Tensors(self._handle)["detector.weights"])
