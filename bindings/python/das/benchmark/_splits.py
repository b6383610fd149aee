"""Splits into training and test rows."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._datasets import Rows

SPLITS = ("first-half", "random")


class Split(NamedTuple):
    """Training rows, all normal; test rows and their labels."""

    train: Rows
    test: Rows
    labels: npt.NDArray[np.int64]


def split(kind: str, X: Rows, y: npt.NDArray[np.int64], seed: int, max_rows: int | None) -> Split:
    """A split: floor(n / 2) of n normal rows train; the others and all anomalies test.

    "first-half" takes the first half in the file's order, as the code published with the paper
    does; "random" draws the half by `seed`. At most `max_rows` training rows are kept, evenly
    spaced.
    """
    normal, anomalies = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    if kind == "random":
        normal = np.random.default_rng(seed).permutation(normal)
    half = len(normal) // 2
    train, held_out = np.sort(normal[:half]), np.sort(normal[half:])
    test = np.concatenate([held_out, anomalies])
    return Split(X[_thinned(train, max_rows)], X[test], y[test])


def _thinned(rows: npt.NDArray[Any], maximum: int | None) -> npt.NDArray[Any]:
    if maximum is None or len(rows) <= maximum:
        return rows
    return rows[np.linspace(0, len(rows) - 1, maximum).astype(np.int64)]
