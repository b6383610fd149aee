"""What the tests share: small tables, and the benchmark datasets where they are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("DAS_DATA", REPOSITORY / ".." / "shared" / "data")).resolve()
DATASETS = sorted(path.stem for path in DATA.glob("*.npz"))

Matrix = npt.NDArray[np.float64]


@pytest.fixture(scope="session")
def X() -> Matrix:
    """300 normal rows of 4 features of different scales, one of them discrete."""
    rng = np.random.default_rng(7)
    table = rng.normal(size=(300, 4)) * [1, 10, 0.1, 1]
    table[:, 3] = rng.integers(5, size=300)
    table.flags.writeable = False
    return table


@pytest.fixture(scope="session")
def X_new() -> Matrix:
    """120 more such rows, half of them moved away."""
    rng = np.random.default_rng(8)
    table = rng.normal(size=(120, 4)) * [1, 10, 0.1, 1]
    table[:, 3] = rng.integers(5, size=120)
    table[60:] += np.array([4, 40, 0.4, 2]) * rng.normal(size=(60, 4))
    table.flags.writeable = False
    return table


@pytest.fixture(scope="session")
def y() -> npt.NDArray[np.int64]:
    """Labels for the rows of X: the last 100 are of class 1."""
    return np.repeat([0, 1], [200, 100])


def split(name: str, most: int = 10**9) -> tuple[Matrix, Matrix, npt.NDArray[np.uint8]]:
    """The published split: train on the first half of the normal rows, test on the rest.

    At most `most` rows of each, evenly spaced.
    """
    with np.load(DATA / f"{name}.npz") as file:
        table, labels = file["X"].astype(np.float64), file["y"]
    normal = np.flatnonzero(labels == 0)
    train = normal[: len(normal) // 2]
    test = np.concatenate([normal[len(normal) // 2 :], np.flatnonzero(labels == 1)])
    train, test = (thinned(rows, most) for rows in (train, test))
    return table[train], table[test], labels[test]


def thinned(rows: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(int)]


needs_datasets = pytest.mark.skipif(
    not DATASETS, reason=f"no datasets in {DATA}; set DAS_DATA to a folder of NAME.npz with X and y"
)
