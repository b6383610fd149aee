"""The tables of the benchmark: rows to fit and rows to score."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from das.benchmark._datasets import data_folders, dataset_files, load
from das.benchmark._splits import split
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Table(NamedTuple):
    """Rows to fit, their classes where there are two, and rows to score."""

    train: Array
    classes: NDArray[np.int64] | None
    test: Array

    def few(self) -> Table:
        """About 500 rows of each, for a first call."""
        return Table(
            *(part if part is None else part[:: max(len(part) // 500, 1)] for part in self)
        )

    def __str__(self) -> str:
        rows, columns = self.train.shape
        more = "" if self.classes is None else f" ({self.classes.sum()} of class 1)"
        return f"{rows}{more} x {columns}, {len(self.test)} rows scored"


def gaussians(rows: int, columns: int, anomalies: int = 0) -> Table:
    """Rows of 8 Gaussians: means N(0, 4^2), covariance A A^T with A's entries N(0, 1 / d).

    They are scored too. `anomalies` more are such rows moved by N(0, 0.5^2), as class 1.
    """
    X = _mixture(rows, columns)
    if anomalies == 0:
        return Table(X, None, X)
    random = np.random.default_rng(1)
    moved = X[random.integers(rows, size=anomalies)]
    moved = moved + random.normal(0, 0.5, moved.shape)
    return Table(np.vstack([X, moved]), np.repeat([0, 1], [rows, anomalies]), X)


def _mixture(rows: int, columns: int) -> Array:
    random = np.random.default_rng(0)
    means = random.normal(0, 4, (8, columns))
    factors = random.normal(0, columns**-0.5, (8, columns, columns))
    parts = random.integers(8, size=rows)
    noise = random.normal(size=(rows, columns))
    table = means[parts]
    for part in range(8):
        table[parts == part] += noise[parts == part] @ factors[part].T
    return table


def shuttle() -> Table:
    """The dataset of that name in the folder DAS_DATA: fitted is the first half of the normal rows.

    BenchmarkError where it is not there.
    """
    table = load(dataset_files(data_folders([]), ["shuttle"])[0])
    rows = split("first-half", table._replace(X=table.X.astype(np.float64)), 0, None)
    return Table(rows.train, None, rows.test)
