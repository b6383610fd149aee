"""Principal component analysis as a detector."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Floats
from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .._core.tensors import Tensors
from .base import Detector


class PCA(Detector):
    """Principal component classifier (Shyu, Chen, Sarinnapakorn and Chang, 2003).

    ``method="eigen"`` scores the sum of the distances to the axes, each divided by the axis's
    fraction of the variance, as PyOD does; ``"reconstruction"`` the squared reconstruction error of
    the axes kept, as the LLM-DAS paper describes it. Axes with less than 1e-10 of the variance are
    dropped, so scores are finite. Its blind spot are rows within the spread of every axis.

    Parameters
    ----------
    n_components : int, float in (0, 1), "all" or "auto", default None
        Axes kept: a count, a fraction of the variance, or all. None is "auto": all for "eigen",
        .95 of the variance for "reconstruction".
    n_selected_components : int or None
        The number of these axes that score under "eigen", by increasing variance; None is all.
    weighted : bool, default True
        Whether "eigen" divides each distance by the axis's fraction of the variance.
    standardization : bool, default True
        Whether columns are standardised to mean 0 and variance 1.
    method : {"eigen", "reconstruction"}
    {common parameters}

    Attributes
    ----------
    selected_components_ : ndarray of shape (n_selected, n_features)
        The scoring axes, by decreasing variance, of standardised columns if `standardization`.
    selected_w_components_ : ndarray of shape (n_selected,)
        The divisors of the distances: fractions of the variance, or 1.
    {common attributes}
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
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
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
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    @property
    def selected_components_(self) -> Floats:
        """The scoring axes, by decreasing variance: (n_selected, n_features)."""
        self._check_fitted()
        return Tensors(self._handle)["detector.axes"]

    @property
    def selected_w_components_(self) -> Floats:
        """The divisors of the distances to these axes."""
        self._check_fitted()
        return np.asarray(1 / Tensors(self._handle)["detector.weights"])
