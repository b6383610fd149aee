"""The local outlier factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .._core.tensors import Tensors
from .neighbors import NeighborDetector


class LOF(NeighborDetector):
    """Local outlier factor (Breunig, Kriegel, Ng and Sander, 2000).

    The score is the ratio of the mean density of a row's neighbours to its own: about 1 inside a
    cluster, more outside. It is the negative of ``score_samples`` of scikit-learn's
    ``LocalOutlierFactor(novelty=True)``, and the training scores are its
    ``-negative_outlier_factor_``: a training row is not its own neighbour. Rows that occur more
    than k times have a large, finite density. Its blind spot are rows in neighbourhoods as sparse
    as those around them.

    Fitting takes time up to ``n ** 2`` in the number of rows, less where rows form clusters or have
    few columns. float32 rows are stored as such.

    Parameters
    ----------
    n_neighbors : int in [1, 10000], default 20
        The number of neighbours, k; at most the number of training rows minus one is used.
    metric : {"minkowski", "euclidean", "manhattan", "mahalanobis"}, default "minkowski"
        The distance between rows; "l2", "l1" and "cityblock" are other names of two of them.
        "mahalanobis" needs a covariance that is not singular.
    p : float in [1, 1000], default 2
        Order of the "minkowski" distance: 1 is "manhattan", 2 "euclidean".
    metric_params : dict or None
        Of "mahalanobis", as in scikit-learn: ``{"V": covariance}`` or ``{"VI": its inverse}``, of
        shape (n_features, n_features). None takes the covariance of the training rows.
    standardize : bool, default False
        Whether columns are standardised to mean 0 and variance 1; False reproduces scikit-learn.
    algorithm : {"auto", "ball_tree", "kd_tree", "brute"}
        Ignored, since the search is exact; for code written for PyOD.
    leaf_size : ignored
        For code written for PyOD.
    novelty : ignored
        New rows can always be scored, as with PyOD's and scikit-learn's True.
    {common parameters}

    Attributes
    ----------
    n_neighbors_ : int
        The number of neighbours used.
    {common attributes}
    """

    _stage = "lof"

    def __init__(
        self,
        n_neighbors: int = 20,
        *,
        contamination: float = 0.1,
        metric: str = "minkowski",
        p: float = 2.0,
        metric_params: Mapping[str, Any] | None = None,
        standardize: bool = False,
        algorithm: str = "auto",
        leaf_size: int = 30,
        novelty: bool = True,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.contamination = contamination
        self.metric = metric
        self.p = p
        self.metric_params = metric_params
        self.standardize = standardize
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.novelty = novelty
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress

    @property
    def n_neighbors_(self) -> int:
        """The number of neighbours used: ``n_neighbors``, or all other rows if there are fewer."""
        self._check_fitted()
        return int(Tensors(self._handle).text("detector.n_neighbors"))
