"""The baseline that an enhanced detector has to beat: the distance to the fifth neighbour."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np

from .._core.arrays import Floats
from ._datasets import Rows

KNN = "knn5"
"""Its name as a detector: rows as they are, Euclidean distance to the 5th nearest training row."""
NEIGHBORS = 5


def is_available() -> bool:
    """Whether scikit-learn, which finds the neighbours, is installed."""
    return importlib.util.find_spec("sklearn") is not None


def distances(train: Rows, test: Rows) -> Floats:
    """The baseline's scores of test rows, shape (len(test),); of fewer rows, the farthest."""
    neighbors: Any = importlib.import_module("sklearn.neighbors")
    k = min(NEIGHBORS, len(train))
    found, _ = neighbors.NearestNeighbors(n_neighbors=k).fit(train).kneighbors(test)
    return np.asarray(found[:, -1], dtype=np.float64)
