"""The distance to the nearest training rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.progress import Progress
from .._core.random import RandomState
from .._core.tables.choice import CategoricalFeatures
from .neighbors import NeighborDetector


class KNN(NeighborDetector):
    """Distance to the k nearest training rows (Ramaswamy, Rastogi and Shim, 2000).

    Scores are PyOD's. A training row is not its own neighbour, but its copies are; with fewer than
    k other rows, all of them are neighbours. The search is exact. Its blind spot are rows as close
    to the training rows as these are to each other, as in gaps between clusters.

    Fitting takes time up to ``n ** 2`` in the number of rows, less where rows form clusters or have
    few columns. float32 rows are stored as such.

    Parameters
    ----------
    n_neighbors : int in [1, 10000], default 5
        The number of neighbours, k.
    method : {"largest", "mean", "median"}
        The score: the largest, the mean or the median of the distances to the neighbours.
    metric : {"minkowski", "euclidean", "manhattan", "mahalanobis"}, default "minkowski"
        The distance between rows; "l2", "l1" and "cityblock" are other names of two of them.
        "mahalanobis" needs a covariance that is not singular.
    p : float in [1, 1000], default 2
        Order of the "minkowski" distance: 1 is "manhattan", 2 "euclidean".
    metric_params : dict or None
        Of "mahalanobis", as in scikit-learn: ``{"V": covariance}`` or ``{"VI": its inverse}``, of
        shape (n_features, n_features). None takes the covariance of the training rows.
    standardize : bool, default False
        Whether columns are standardised to mean 0 and variance 1; False reproduces PyOD.
    algorithm : {"auto", "ball_tree", "kd_tree", "brute"}
        Ignored, since the search is exact; for code written for PyOD.
    leaf_size : ignored
        For code written for PyOD.
    radius : ignored
        For code written for PyOD.
    {common parameters}

    Attributes
    ----------
    {common attributes}
    """

    _stage = "knn"

    def __init__(
        self,
        contamination: float = 0.1,
        n_neighbors: int = 5,
        method: str = "largest",
        *,
        metric: str = "minkowski",
        p: float = 2.0,
        metric_params: Mapping[str, Any] | None = None,
        standardize: bool = False,
        algorithm: str = "auto",
        leaf_size: int = 30,
        radius: float = 1.0,
        categorical_features: CategoricalFeatures = "from_dtype",
        missing: str = "auto",
        random_state: RandomState = None,
        n_jobs: int | None = None,
        progress: Progress = None,
    ) -> None:
        self.contamination = contamination
        self.n_neighbors = n_neighbors
        self.method = method
        self.metric = metric
        self.p = p
        self.metric_params = metric_params
        self.standardize = standardize
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.radius = radius
        self.categorical_features = categorical_features
        self.missing = missing
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
