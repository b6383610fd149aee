"""The distance to the nearest training rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.progress import Progress
from .._core.random import RandomState
from .neighbors import NeighborDetector


class KNN(NeighborDetector):
    """Distance to the k nearest training rows (Ramaswamy, Rastogi and Shim, 2000).

    Scores are PyOD's. A training row is no neighbour of itself, but its copies are; where there are
    fewer than k rows, all of them are the neighbours. The search is exact: the fastest way is
    chosen by the data, and never shows in a score. Its blind spot is whatever lies as close to the
    training rows as they lie to each other, in gaps between clusters of different density.

    Fitting takes time up to ``n ** 2`` in the number of rows, less where rows form clusters or have
    few columns. float32 rows are kept as such, in half of the memory.

    Parameters
    ----------
    contamination : float in (0, 0.5], default 0.1
        The share of the training rows that ``threshold_`` calls anomalies.
    n_neighbors : int in [1, 10000], default 5
        The number of neighbours, k.
    method : {"largest", "mean", "median"}
        The score: the largest, the mean or the median of the distances to the neighbours.
    metric : {"minkowski", "euclidean", "manhattan", "mahalanobis"}, default "minkowski"
        The distance between rows; "l2", "l1" and "cityblock" are other names of two of them.
        "mahalanobis" needs a covariance that is not singular; it knows columns' scales from it.
    p : float in [1, 1000], default 2
        Order of the "minkowski" distance: 1 is "manhattan", 2 "euclidean".
    metric_params : dict or None
        Of "mahalanobis", as in scikit-learn: ``{"V": covariance}`` or ``{"VI": its inverse}``, of
        shape (n_features, n_features). None takes the covariance of the training rows.
    standardize : bool, default False
        Whether columns are brought to mean 0 and variance 1 first; False reproduces PyOD.
    algorithm : {"auto", "ball_tree", "kd_tree", "brute"}
        Ignored, as the search is exact whatever the algorithm; for code written for PyOD.
    leaf_size : ignored
        Likewise.
    radius : ignored
        Likewise: no radius is asked for.
    random_state : ignored
        Nothing is random here; all detectors take the same common parameters.
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
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.progress = progress
