"""The baseline of enhanced detectors: the distance to the fifth nearest neighbour."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np

from .._core.arrays import Floats
from ._datasets import Rows

KNN = "knn5"
"""Its name as a detector: Euclidean distance to the 5th nearest training row, without scaling."""
NEIGHBORS = 5


def is_available() -> bool:
    """Whether scikit-learn is installed, which the baseline needs."""
    return importlib.util.find_spec("sklearn") is not None


def distances(train: Rows, test: Rows) -> Floats:
    """The baseline's scores of test rows, shape (len(test),); with fewer than 5 training rows, the
    distance to the farthest."""
    neighbors: Any = importlib.import_module("sklearn.neighbors")
    k = min(NEIGHBORS, len(train))
    found, _ = neighbors.NearestNeighbors(n_neighbors=k).fit(train).kneighbors(test)
    return np.asarray(found[:, -1], dtype=np.float64)
