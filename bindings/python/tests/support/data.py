"""The datasets of the benchmark, where they are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

REPOSITORY = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("DAS_DATA", REPOSITORY / ".." / "shared" / "data")).resolve()
DATASETS = sorted(path.stem for path in DATA.glob("*.npz"))

Matrix = npt.NDArray[np.float64]


def split(name: str, max_rows: int = 10**9) -> tuple[Matrix, Matrix, npt.NDArray[np.uint8]]:
    """The published split: train on the first half of the normal rows, test on the rest.

    At most `most` rows of each, evenly spaced.
    """
    with np.load(DATA / f"{name}.npz") as file:
        table, labels = file["X"].astype(np.float64), file["y"]
    normal = np.flatnonzero(labels == 0)
    train = normal[: len(normal) // 2]
    test = np.concatenate([normal[len(normal) // 2 :], np.flatnonzero(labels == 1)])
    train, test = (thinned(rows, max_rows) for rows in (train, test))
    return table[train], table[test], labels[test]


def thinned(rows: npt.NDArray[np.int64], max_rows: int) -> npt.NDArray[np.int64]:
    if len(rows) <= max_rows:
        return rows
    return rows[np.linspace(0, len(rows) - 1, max_rows).astype(int)]


needs_datasets = pytest.mark.skipif(
    not DATASETS, reason=f"no datasets in {DATA}; set DAS_DATA to a folder of NAME.npz with X and y"
)
