"""The one-class support vector machine."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Floats
from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .._core.tensors import Tensors
from .base import Detector


class OCSVM(Detector):
    """One-class support vector machine (Schoelkopf, Williamson, Smola, Shawe-Taylor and Platt,
    1999).

    The score is the negative of scikit-learn's ``decision_function``: 0 on the boundary, positive
    outside. Its blind spot are rows inside the boundary, between the training rows.

    Fitting takes time between ``n ** 2`` and ``n ** 3`` in the number of rows.

    Parameters
    ----------
    kernel : {"rbf", "linear", "poly", "sigmoid"}
    degree : int, default 3
        Degree of the "poly" kernel.
    gamma : float > 0, "auto" or "scale", default "auto"
        The kernel's width; "auto" is ``1 / n_features``, "scale" also divides by the variance.
    coef0 : float, default 0.0
        The constant of the "poly" and "sigmoid" kernels.
    tol : float, default 1e-3
        The violation of the optimality conditions at which the solver stops.
    nu : float in (0, 1], default 0.5
        An upper bound on the fraction of training rows outside, and a lower bound on the fraction
        of support vectors.
    shrinking : bool, default True
        Whether variables at a bound are set aside while fitting (shrinking).
    cache_size : int, default 50
        Megabytes of kernel rows cached while fitting.
    max_iter : int, default -1
        Maximum steps of the solver; -1 means no limit.
    standardize : bool, default True
        Whether columns are brought to mean 0 and variance 1 first; False reproduces PyOD.
    {common parameters}

    Attributes
    ----------
    support_vectors_ : ndarray of shape (n_support, n_features)
        In the units of X, whether or not the kernel sees columns standardised.
    dual_coef_ : ndarray of shape (1, n_support)
    intercept_ : ndarray of shape (1,)
        As scikit-learn's: of its ``decision_function``, which is the score's negative.
    {common attributes}
    """

    _stage = "ocsvm"

    def __init__(
        self,
        kernel: str = "rbf",
        degree: int = 3,
        gamma: float | str = "auto",
        coef0: float = 0.0,
        tol: float = 1e-3,
        nu: float = 0.5,
        shrinking: bool = True,
        cache_size: int = 50,
        *,
        max_iter: int = -1,
        standardize: bool = True,
        contamination: float = 0.1,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.kernel = kernel
        self.nu = nu
        self.gamma = gamma
        self.degree = degree
        self.coef0 = coef0
        self.tol = tol
        self.cache_size = cache_size
        self.shrinking = shrinking
        self.max_iter = max_iter
        self.standardize = standardize
        self.contamination = contamination
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    @property
    def support_vectors_(self) -> Floats:
        """The training rows that support the boundary, to rounding: (n_support, n_features)."""
        self._check_fitted()
        tensors = Tensors(self._handle)
        scaled = tensors["detector.points"]
        return np.asarray(scaled / tensors["detector.factor"] + tensors["detector.shift"])

    @property
    def dual_coef_(self) -> Floats:
        """Their coefficients: (1, n_support)."""
        self._check_fitted()
        return Tensors(self._handle)["detector.weights"].reshape(1, -1)

    @property
    def intercept_(self) -> Floats:
        """The constant of scikit-learn's ``decision_function``: (1,)."""
        self._check_fitted()
        return -np.array([float(Tensors(self._handle).text("detector.rho"))])
