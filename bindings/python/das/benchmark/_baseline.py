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


def module() -> Any:
    """The module of scikit-learn, which takes a second to load."""
    return importlib.import_module("sklearn.neighbors")


def distances(train: Rows, test: Rows | None) -> Floats:
    """The baseline's scores of test rows, shape (len(test),); None scores each training row by its
    distance to others. With fewer than 5 such rows, the distance to the farthest."""
    neighbors = module()
    k = min(NEIGHBORS, len(train) - (test is None))
    found, _ = neighbors.NearestNeighbors(n_neighbors=k).fit(train).kneighbors(test)
    return np.asarray(found[:, -1], dtype=np.float64)
